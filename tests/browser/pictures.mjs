// Measures pictures as Chromium lays them out, with its own fonts: node pictures.mjs CHROMIUM FILE.svg …
//
// Ends with status 1 and the reasons where a label leaves its box or the sheet, an edge runs through a box, or the
// label of an edge lies on one; with status 3 where no font is as wide as Helvetica, for which pictures are laid out.

import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { chromium } from "playwright-core";

const [program, ...files] = process.argv.slice(2);

// Runs in the page: what is wrong with its picture, and how many boxes were looked at.
function measured() {
  const faults = [];
  const root = document.querySelector("svg");
  const sheet = root.getBoundingClientRect();
  const place = (one) => one.getBoundingClientRect();
  const words = (one) => one.textContent.slice(0, 60);
  const boxes = [];
  for (const group of root.querySelectorAll("g")) {
    const outlines = [...group.querySelectorAll(":scope > rect, :scope > path:not([fill=none])")];
    const labels = [...group.querySelectorAll("text")];
    if (outlines.length === 0 || labels.length === 0 || group.hasAttribute("transform")) continue;
    // Of a stack the last outline is the uppermost, and the first reaches furthest.
    const upper = place(outlines.at(-1));
    boxes.push({ words: words(group), ...place(outlines[0]).toJSON() });
    for (const label of labels) {
      const { left, right, top, bottom } = place(label);
      const out = Math.max(upper.left - left, right - upper.right, upper.top - top, bottom - upper.bottom);
      if (out > 0) faults.push(`“${words(label)}” leaves its box by ${out.toFixed(1)}`);
    }
  }
  for (const label of root.querySelectorAll("text")) {
    const { left, right } = place(label);
    if (left < sheet.left + 4 || right > sheet.right - 4) faults.push(`“${words(label)}” leaves the sheet`);
  }
  for (const line of root.querySelectorAll("g > path[fill=none]")) {
    const edge = line.parentElement;
    if (edge.querySelector(":scope > rect")) continue;
    const [matrix, length] = [line.getScreenCTM(), line.getTotalLength()];
    const points = Array.from({ length: 61 }, (_, at) =>
      line.getPointAtLength((length * at) / 60).matrixTransform(matrix),
    );
    const label = edge.querySelector("text") && place(edge.querySelector("text"));
    for (const box of boxes) {
      const within = ({ x, y }) => x > box.left + 2 && x < box.right - 2 && y > box.top + 2 && y < box.bottom - 2;
      if (points.filter(within).length > 1) faults.push(`“${words(edge)}” runs through “${box.words}”`);
      if (
        label &&
        label.left < box.right &&
        label.right > box.left &&
        label.top < box.bottom &&
        label.bottom > box.top
      )
        faults.push(`“${words(edge)}” lies on “${box.words}”`);
    }
  }
  return { faults, boxes: boxes.length };
}

const browser = await chromium.launch({
  executablePath: program,
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});
let faults = 0;
try {
  const page = await browser.newPage();
  await page.setContent('<svg><text font-family="Helvetica,Arial,Liberation Sans" font-size="100">Hand</text></svg>');
  const wide = await page.evaluate(() => document.querySelector("text").getBoundingClientRect().width);
  if (Math.abs(wide - 240) > 3) process.exit(3);
  for (const file of files) {
    await page.setContent(readFileSync(file, "utf8"));
    const found = await page.evaluate(measured);
    if (found.boxes === 0) found.faults.push("no box was found");
    for (const fault of found.faults) console.log(`${basename(file)}: ${fault}`);
    faults += found.faults.length;
  }
} finally {
  await browser.close();
}
process.exit(faults ? 1 : 0);
