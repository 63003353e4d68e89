// What a reader gets on paper: report.mjs makes these checks with the others.

import assert from "node:assert/strict";

// On which page of a document each of its named places lies, counted from one, and how many pages it has.
function placesIn(pdf) {
  const words = pdf.toString("latin1");
  const objects = new Map([...words.matchAll(/(?<!\d)(\d+) 0 obj\n([^]*?)endobj/g)].map(([, at, body]) => [at, body]));
  const catalog = [...objects.values()].find((body) => body.includes("/Type /Catalog"));
  const named = (key) => objects.get(new RegExp(`/${key} (\\d+) 0 R`).exec(catalog)[1]);
  const pages = [];
  const open = [/\/Pages (\d+) 0 R/.exec(catalog)[1]];
  while (open.length) {
    const at = open.shift();
    const kids = /\/Type \/Pages\b[^]*\/Kids \[([^\]]*)\]|\/Kids \[([^\]]*)\][^]*\/Type \/Pages\b/.exec(objects.get(at));
    if (kids) open.unshift(...[...(kids[1] ?? kids[2]).matchAll(/(\d+) 0 R/g)].map(([, kid]) => kid));
    else pages.push(at);
  }
  const places = [...named("Dests").matchAll(/\/(\S+) \[(\d+) 0 R/g)].map(([, id, at]) => [id, pages.indexOf(at) + 1]);
  return { pages: pages.length, places: new Map(places) };
}

// What the page says about where things lie: the id of each, and the number that is printed for it.
const numbered = () =>
  [...document.querySelectorAll("[data-page-of]")]
    .filter((one) => /\d/.test(one.textContent))
    .map((one) => [one.dataset.pageOf, Number(/\d+$/.exec(one.textContent)[0])]);

// Runs in the page while it is laid out as paper: what lies in pieces on two pages or columns that should be whole, and
// what is broader than its page.
function torn() {
  const whole = "h1, h2, h3, h4, p, tr, blockquote, figcaption, .legend, .finding, .statement, .brief li, .sheets svg";
  // What is laid out more than once is looked at as it is at last.
  const found = new Map();
  const lay = pagesOf;
  // eslint-disable-next-line no-global-assign
  pagesOf = (part, taken) => {
    const laid = lay(part, taken);
    const sheet = document.body.getBoundingClientRect();
    for (const block of part.blocks) {
      const faults = [];
      found.set(block, faults);
      for (const one of block.querySelectorAll(whole)) {
        const pieces = [...one.getClientRects()].filter((box) => box.height > 1 && box.width > 1);
        const told = `${one.tagName} ${one.className.baseVal ?? one.className} ${one.textContent.slice(0, 60)}`;
        if (new Set(pieces.map((box) => Math.round(box.left))).size > 1) faults.push(`torn: ${told}`);
        if (pieces[0] && ((pieces[0].left - sheet.left) % sheet.width) + pieces[0].width > sheet.width + 2)
          faults.push(`too broad: ${told}`);
      }
    }
    return laid;
  };
  beforePrint();
  pagesOf = lay;
  return [...found.values()].flat();
}

export const paperChecks = ({ opened, closed, to, text, whole }) => ({
  async paper_gets_the_whole_report_and_the_screen_gets_its_page_back() {
    const page = await opened("quickstart");
    const before = await page.locator("main").innerHTML();
    const { pages } = placesIn(await page.pdf({ format: "A4" }));
    assert.ok(pages >= 5 && pages <= 8, `${pages} pages`);
    await page.waitForFunction(() => document.querySelectorAll(".printed").length === 0);
    assert.equal(await page.locator("main").innerHTML(), before);
    const rules = await page.evaluate(() => [...printRule().cssRules].filter((rule) => /sheet-/.test(rule.cssText)).length);
    assert.equal(rules, 0, "nothing of one print is left for the next");
    // The page says how much of the report it prints, and the reader may ask for less.
    assert.match(await text(page, ".on-paper"), /the pages of all 5 claims/);
    await page.getByLabel("Pages of claims").selectOption("none");
    assert.match(await text(page, ".on-paper"), /the pages of 0 of 5 claims/);
    assert.match(page.url(), /#summary\?paper=none/);
    await page.evaluate(() => beforePrint());
    assert.equal(await page.locator(".part-claim").count(), 0);
    await page.evaluate(() => afterPrint());
    await to(page, "#claim-battery-started");
    assert.ok(placesIn(await page.pdf({ format: "A4" })).pages <= 2);
    await closed(page);
  },

  async the_pages_that_are_named_on_paper_are_those_on_which_things_lie() {
    const cases = [
      ["quickstart", "A4"],
      ["citogenesis", "Letter"],
      ["crowded", "A4"],
      ["crowded", "Letter"],
      ...(whole ? [["afghanistan", "A4", "#summary?paper=none"]] : []),
    ];
    for (const [name, format, hash] of cases) {
      const page = await opened(name, hash);
      await page.evaluate(() => beforePrint());
      const said = await page.evaluate(numbered);
      const heads = await page.locator(".printed :is(h1, h2, .part-title)").allInnerTexts();
      assert.ok(heads.length > 8 && !heads.some((words) => /^(false|null|undefined)/.test(words)), `${heads}`);
      await page.evaluate(() => afterPrint());
      const { places } = placesIn(await page.pdf({ format, timeout: 300_000 }));
      assert.ok(said.length > 8, `${said.length} numbers`);
      for (const [id, number] of said) assert.equal(number, places.get(id), `${name} on ${format}: ${id}`);
      await closed(page);
    }
  },

  async nothing_on_paper_is_torn_or_broader_than_its_page() {
    for (const name of ["quickstart", "citogenesis", "crowded", "turned", "afghanistan"]) {
      const page = await opened(name);
      assert.deepEqual(await page.evaluate(torn), [], name);
      await closed(page);
    }
  },

  async a_page_printed_alone_has_its_large_picture_at_its_end() {
    const page = await opened("crowded", "#claim-c");
    await page.evaluate(() => beforePrint());
    await page.emulateMedia({ media: "print" });
    const [picture, sides] = await page.evaluate(() =>
      ["section.drawn.printed .sheets svg", ".sides"].map((one) => document.querySelector(one).getBoundingClientRect().top),
    );
    assert.ok(picture > sides, "what is said comes before it");
    assert.equal(await page.locator(".drawn:visible").count(), 1, "it is printed once");
    await page.emulateMedia({ media: "screen" });
    await page.evaluate(() => afterPrint());
    assert.equal(await page.locator(".drawn:visible").count(), 1, "and on the screen it is where it was");
    assert.equal(await page.locator(".printed, .off-paper, .sheets").count(), 0);
    await closed(page);
  },

  async the_first_page_is_full_and_names_the_others() {
    const page = await opened("afghanistan", "#summary?paper=none");
    await page.evaluate(() => beforePrint());
    const [left, right, contents] = await page.evaluate(() =>
      inPrintStyle(() => {
        pagesOf({ blocks: [main.firstChild], turned: false }, 0);
        const { width, height } = document.body.getBoundingClientRect();
        const lowest = (from, to) =>
          Math.max(
            ...[...main.firstChild.querySelectorAll("li, tr, article")]
              .flatMap((one) => [...one.getClientRects()])
              .filter((box) => box.left >= from && box.left < to)
              .map((box) => box.bottom / height),
          );
        const { left, bottom } = document.querySelector(".contents").getBoundingClientRect();
        return [lowest(0, width / 2 - 1), lowest(width / 2, width - 1), left < width && bottom <= height];
      }),
    );
    assert.ok(left > 0.85 && right > 0.85, `filled to ${left} and ${right}`);
    assert.ok(contents, "what the print holds is on its first page");
    await closed(page);
  },

  async pictures_on_paper_are_large_enough_to_read_and_lineages_are_whole() {
    for (const [name, least] of [["afghanistan", 8], ["citogenesis", 3], ["crowded", 2]]) {
      const page = await opened(name);
      await page.evaluate(() => beforePrint());
      const drawn = await page.evaluate(() =>
        [...main.querySelectorAll("figure.picture:has(.sheets)")].map((figure) => {
          const words = (one) => one.querySelectorAll("text").length;
          const pieces = [...figure.querySelectorAll(".sheets svg")];
          return {
            key: figure.dataset.picture,
            sideways: Boolean(figure.closest(".sideways")),
            scales: pieces.map((svg) => Number(svg.getAttribute("width")) / svg.viewBox.baseVal.width),
            wide: Math.max(...pieces.map((svg) => Number(svg.getAttribute("width")))),
            high: Math.max(...pieces.map((svg) => Number(svg.getAttribute("height")))),
            all: words(figure.querySelector(".frame svg")),
            printed: pieces.reduce((sum, svg) => sum + words(svg), 0),
            caption: figure.textContent,
          };
        }),
      );
      assert.ok(drawn.length >= least, `${drawn.length} pictures`);
      for (const { key, sideways, scales, wide, high, all, printed, caption } of drawn) {
        assert.ok(Math.min(...scales) >= 0.65, `${key}: letters of eleven points are shrunk to ${scales}`);
        const [width, height] = sideways ? [952, 710] : [710, 952];
        assert.ok(wide <= width && high <= height, `${key}: ${wide} by ${high} lies on no page`);
        if (key.startsWith("claim-")) assert.equal(scales.length, 1, `${key} is cut`);
        // Fewer boxes are told of; else every word is on one sheet.
        if (!/fewer boxes/.test(caption)) assert.equal(printed, all, key);
      }
      const fewer = drawn.filter(({ caption }) => /fewer boxes/.test(caption));
      assert.equal(fewer.length > 0, name === "crowded", `${fewer.map(({ key }) => key)}`);
      await page.evaluate(() => afterPrint());
      assert.equal(await page.locator(".sheets, .sideways, .plate, .off-paper, .on-paper-only, .measured").count(), 0);
      await closed(page);
    }
  },

  async lists_on_paper_are_whole_or_say_what_they_leave_out() {
    const page = await opened("afghanistan", "#summary?paper=none");
    await page.evaluate(() => beforePrint());
    const listed = await page.locator(".part-claims table.claims tbody tr").count();
    assert.equal(listed, await page.evaluate(() => claims.length), "the table of claims is whole");
    await closed(page);
    const many = await opened("crowded");
    await many.evaluate(() => beforePrint());
    const long = many.locator(".part-findings .witness:has(.unprinted)").first();
    const [steps, hidden] = [await long.locator("li").count(), await long.locator("li.off-paper").count()];
    assert.ok(steps - hidden <= 8, `${steps - hidden} steps of a proof are printed`);
    assert.match(await long.locator(".unprinted").textContent(), new RegExp(`^and ${hidden} more, which are not printed$`));
    await closed(many);
  },

  async paper_gets_of_ten_thousand_claims_what_a_printer_can_take() {
    const page = await opened("large");
    await page.evaluate(() => beforePrint());
    const size = await page.evaluate(() => document.querySelectorAll("main *").length);
    assert.ok(size < 60_000, `${size} elements`);
    const parts = await page.locator(".printed:has(.unprinted)").evaluateAll((all) => all.map((one) => one.className));
    for (const name of ["claims", "actors", "timeline"])
      assert.ok(parts.some((one) => one.includes(`part-${name}`)), `${name} says what is not printed: ${parts}`);
    assert.match(await page.locator(".part-claims .unprinted").innerText(), /^and [\d,]+ more, which are not printed$/);
    const listed = await page.locator(".part-claims table.claims tbody tr").count();
    assert.match(await text(page, ".contents"), new RegExp(`the table of claims has the first ${listed} of 10,000`));
    await page.evaluate(() => afterPrint());
    if (whole) await page.pdf({ format: "A4", timeout: 300_000 });
    await closed(page);
  },
});
