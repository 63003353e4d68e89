// Sheets: which parts share a page, the head that runs over them, and on which page each begins.
//
// No browser tells a document on which page of paper something lies, nor fills in the number (`target-counter`). But a
// column of a multi-column box is broken by the same rules as a page. So the print style is put on for a moment, each
// flow of pages laid out as columns as large as a page's content, and the columns are counted. The content of a page
// is as large on A4 as on Letter (print.css), so that the numbers hold on both.

// How much of its last page a flow leaves free for the next part to begin there; a small case is kept together.
const REST = 0.3;
const REST_OF_SLIM = 0.1;
// More parts than this on pages of one flow, and the head over them names none.
const NAMED = 2;

// Lays the parts out on pages, and says wherever a page is named which it is.
function layOnSheets() {
  const print = printRule();
  if (!print) return;
  const flows = inPrintStyle(flowsOf);
  const pages = new Map();
  let first = 1;
  flows.forEach((flow, at) => {
    flow.starts.forEach((start, nth) => pages.set(flow.blocks[nth].id, first + start));
    first += flow.pages;
    flow.blocks.forEach((block) => at > 0 && block.style.setProperty("page", `sheet-${at}`));
    if (at > 0) print.insertRule(pageRule(`sheet-${at}`, flow), print.cssRules.length);
  });
  print.insertRule(`@page { @top-left { content: ${cssText(short(index.title, 100))} } }`, print.cssRules.length);
  for (const one of main.querySelectorAll("[data-page-of]")) {
    const page = pages.get(one.dataset.pageOf);
    if (page) one.textContent = `${one.dataset.words ?? ""}${page}`;
  }
}

// The rules for paper, where the browser numbers pages at all.
function printRule() {
  const print = [...document.styleSheets[0].cssRules].find((rule) => rule.media?.mediaText === "print");
  const page = [...print.cssRules].find((rule) => rule.constructor.name === "CSSPageRule");
  return page?.cssRules?.length ? print : null;
}

function pageRule(name, { turned, parts }) {
  const named = [...new Set(parts)].filter(Boolean);
  const head = named.length <= NAMED ? named.join(" · ") : "";
  const size = turned ? "size: landscape; margin: max(1cm, (100% - 188mm) / 2) max(1cm, (100% - 252mm) / 2);" : "";
  return `@page ${name} { ${size} @top-right { content: ${cssText(head)} } }`;
}

// A text as a style sheet writes it.
const cssText = (text) =>
  `"${plain(text).replace(/[^\p{Letter}\p{Number} ]/gu, (sign) => `\\${sign.codePointAt(0).toString(16)} `)}"`;

// What stands on a page before what is measured.
const before = el("div");

// Does something while the page has the style of paper; nobody sees it.
function inPrintStyle(act) {
  const rules = [...document.styleSheets[0].cssRules].filter((rule) => rule.media);
  const media = rules.map((rule) => rule.media.mediaText);
  const [left, top] = [window.scrollX, window.scrollY];
  rules.forEach((rule, at) => {
    if (/print/.test(media[at])) rule.media.mediaText = "all";
    else if (/screen/.test(media[at])) rule.media.mediaText = "not all";
  });
  document.body.classList.add("measuring");
  main.before(before);
  try {
    return act();
  } finally {
    document.body.classList.remove("measuring", "sideways-sheet");
    before.remove();
    clearHeads();
    for (const one of document.querySelectorAll(".elsewhere")) one.classList.remove("elsewhere");
    rules.forEach((rule, at) => (rule.media.mediaText = media[at]));
    window.scrollTo(left, top);
  }
}

// The parts that follow one another on pages: one begins on a new page where the one before leaves little of its last.
function flowsOf() {
  const flows = [];
  fitMatrix();
  const wanted = document.body.classList.contains("slim") ? REST_OF_SLIM : REST;
  for (const part of partsOnPaper()) {
    const last = flows.at(-1);
    if (last && last.turned === part.turned && last.rest >= wanted) {
      // How something is broken into pages depends on nothing before it but how far down the page it begins.
      const { starts, pages, rest } = pagesOf(part, 1 - last.rest);
      last.starts.push(...starts.map((start) => last.pages - 1 + start));
      last.pages += pages - 1;
      last.rest = rest;
      last.blocks.push(...part.blocks);
      last.parts.push(part.name);
    } else {
      flows.push({ ...part, parts: [part.name], ...pagesOf(part, 0) });
    }
  }
  return flows;
}

// A matrix whose cells make it broader than its page gets them on several lines.
function fitMatrix() {
  const matrix = main.querySelector(".part-matrix .matrix");
  const part = matrix?.closest(".part-matrix");
  if (!part) return;
  pagesOf({ blocks: [part], turned: part.classList.contains("sideways") }, 0);
  if (matrix.getBoundingClientRect().width > part.getBoundingClientRect().width + 1) matrix.classList.add("dense");
}

// The articles of the report, those of one part on pages of one kind together.
function partsOnPaper() {
  const parts = [];
  for (const block of main.children) {
    const name = block.dataset.part;
    const turned = block.classList.contains("sideways");
    const last = parts.at(-1);
    if (last && last.name === name && last.turned === turned) last.blocks.push(block);
    else parts.push({ name, turned, blocks: [block] });
  }
  return parts;
}

// How many pages some articles take, the first of which is taken so far already; on which each begins, counted from
// nought; and how much of the last is free.
function pagesOf({ blocks, turned }, taken) {
  const { body } = document;
  body.classList.toggle("sideways-sheet", turned);
  document.querySelector(".masthead").classList.toggle("elsewhere", blocks[0] !== main.firstChild);
  for (const block of main.children) block.classList.toggle("elsewhere", !blocks.includes(block));
  const sheet = body.getBoundingClientRect();
  before.style.height = `${taken * sheet.height}px`;
  clearHeads();
  for (const block of blocks) block.querySelectorAll("table").forEach(repeatHead);
  const page = ({ left }) => Math.round((left - sheet.left) / sheet.width);
  const end = [...blocks.at(-1).getClientRects()].at(-1);
  return {
    pages: page(end) + 1,
    // What finds no room on a page may leave an empty piece of itself there.
    starts: blocks.map((block) => page([...block.getClientRects()].find((one) => one.height > 1) ?? end)),
    rest: (sheet.bottom - end.bottom) / sheet.height,
  };
}

// On every page on which a table goes on it has its head again, which in a column it has not: a row as high stands for it.
function repeatHead(table) {
  const rows = [...table.tBodies].flatMap((body) => [...body.rows]);
  const left = (row) => [...row.getClientRects()].at(-1)?.left ?? 0;
  for (let at = 1; at < rows.length; at++) {
    if (left(rows[at]) <= left(rows[at - 1]) + 1) continue;
    const cell = el("td", { colspan: "999", style: { height: `${table.tHead.getBoundingClientRect().height}px` } });
    rows[at].before(el("tr", { class: "again" }, cell));
  }
}

function clearHeads() {
  for (const row of main.querySelectorAll("tr.again")) row.remove();
}

// Takes the rules for the pages of one print away.
function clearSheets() {
  const print = printRule();
  if (!print) return;
  for (let at = print.cssRules.length - 1; at >= 0; at--) {
    const { cssText: text } = print.cssRules[at];
    if (/^@page (sheet-|\{ @top-left)/.test(text)) print.deleteRule(at);
  }
}
