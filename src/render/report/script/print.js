// Paper: the summary is printed as the whole report, with the pages of as many claims as are asked for; any other page
// is printed as it is.

const SOME_CLAIMS = 30;
const MOST_CLAIMS = 300;
// How many elements the lists get, all together, beside their beginnings: laying out pages costs a browser a second for
// some two thousand.
const ROOM = 10_000;
// How many rows of the table of claims are printed.
const MOST_ROWS = 500;
// Pictures are for the first few: paper shows no more than a reader looks at.
const DRAWN_CLAIMS = 8;

// How many pages of claims the summary prints: `none`, `some` or `all`.
function printedClaims(paper) {
  if (paper === "none") return 0;
  return Math.min(paper === "all" ? MOST_CLAIMS : SOME_CLAIMS, claims.length);
}

// The choice, and what it means, on the summary.
function paperChoice(paper) {
  const number = printedClaims(paper);
  const choices = [
    ["none", "no pages of claims"],
    claims.length > SOME_CLAIMS && ["some", `those of the first ${grouped(SOME_CLAIMS)}`],
    ["all", `those of ${claims.length > MOST_CLAIMS ? "the first" : "all"} ${grouped(printedClaims("all"))}`],
  ].filter(Boolean);
  return el(
    "section",
    { "aria-labelledby": "on-paper", class: "on-paper" },
    el("h2", { id: "on-paper" }, "On paper"),
    el(
      "p",
      { class: "note" },
      `This page, printed, is the report: the findings, the tables of claims, conflicts, actors and sources, the timeline, and the pages of ${number < claims.length ? `${grouped(number)} of ` : "all "}${counted(claims.length, "claim")}. Any other page prints as it is. The pages that it names are those of A4 and Letter, with the margins that the browser proposes.`,
    ),
    select("Pages of claims", choices, paper || (claims.length > SOME_CLAIMS ? "some" : "all"), (value) =>
      replace("summary", { paper: value }),
    ),
  );
}

// The parts of the report on paper, in their order. What is printed among the findings is not printed with the conflicts
// again, and a matrix that takes a turned page stands with what else does.
const PARTS = {
  claims: "Claims",
  findings: "Findings",
  conflicts: "Conflicts",
  linchpins: "Linchpins",
  matrix: "Matrix",
  timeline: "Timeline",
  actors: "Actors",
  sources: "Sources",
};
const SINGLE = "Claims, one by one";
const LARGE = "Large pictures";

// More speakers than this and a matrix is broader than an upright page.
const MATRIX_COLUMNS = 28;

function wholeReport(paper) {
  const chosen = index.order.slice(0, printedClaims(paper));
  const parts = Object.entries(PARTS).map(([name, words]) =>
    onPaper(PAGES[name][1]({ findings: "" }), name, words, `part-${name}`),
  );
  const single = chosen.map((claim, nth) => printedClaim(claim, nth < DRAWN_CLAIMS));
  single[0]?.prepend(el("p", { class: "part-title" }, SINGLE));
  const turned = parts.filter((part) => part.querySelectorAll(".matrix .turned").length > MATRIX_COLUMNS);
  for (const part of turned) part.classList.add("sideways");
  const input = index.input.errors ? [onPaper(inputPage(), "input", "The input", "part-input")] : [];
  return [...parts.filter((part) => !turned.includes(part)), ...single, ...input, ...turned];
}

// An article of the report as one of a part on paper; `id` is where what names it leads.
function onPaper(article, name, words, id) {
  article.classList.add("printed", `part-${name}`);
  article.dataset.part = words;
  article.id = id;
  return article;
}

// A case so small that its parts follow one another on the page.
const SLIM = 25;

// What the print holds, in its order, and where.
function contents(printed) {
  const items = [...new Map(printed.map((one) => [one.dataset.part, one])).keys()].map((words) => {
    const first = printed.find((one) => one.dataset.part === words);
    return el("li", el("a", { href: `#${first.id}` }, words === SINGLE ? singleWords() : words), pageNumber(first.id));
  });
  return el("section", { class: "contents printed" }, el("h2", "What this print holds"), el("ol", { class: "brief" }, items));
}

// How many claims have a page of their own, and where the others are.
function singleWords() {
  const own = main.querySelectorAll(".part-claim").length;
  if (own === claims.length) return `All ${counted(own, "claim")}, one by one`;
  const others = claims.length - own;
  const listed = main.querySelectorAll(".part-claims table.claims tbody tr").length;
  const words = own > 0 ? `The ${counted(own, "claim")} that matter most, one by one; ` : "";
  return listed === claims.length
    ? `${words}${grouped(others)} more are in the table of claims alone`
    : `${words}the table of claims has the first ${grouped(listed)} of ${grouped(claims.length)}`;
}

// Where the number of the page will stand on which something begins.
const pageNumber = (id, words) => el("span", { class: "page-number", "data-page-of": id, "data-words": words });

// A claim on paper: its findings are printed once, among the findings.
function printedClaim(claim, drawn) {
  const page = claimArticle(claim, false);
  if (!drawn) page.querySelector(".drawn")?.remove();
  const names = findingsByClaim()[claim].map((at) =>
    rules[index.findings[at].rule].name.replaceAll("-", " "),
  );
  const cards = page.querySelector("section.findings");
  cards?.replaceWith(el("p", { class: "note" }, "Findings: ", [...new Set(names)].join(", ")));
  // What leads to a claim leads to its page, in a document too.
  return onPaper(page, "claim", SINGLE, `claim-${claims[claim].claim}`);
}

// Takes the pictures that are large out of the text, which says where they are.
function plates() {
  const found = [".part-claim .plate", ".printed:not(.part-claim) .plate"].flatMap((plate) => [...main.querySelectorAll(plate)]);
  // In the order of the pages: turned ones come last.
  const turned = (section) => section.classList.contains("sideways");
  const sections = [...found.filter((one) => !turned(one)), ...found.filter(turned)];
  return sections.map((section, at) => {
    const article = section.closest("article");
    const id = `plate-${at + 1}`;
    section.before(
      el("p", { class: "note" }, "The picture of it is among the ", el("a", { href: `#${id}` }, "large pictures"), pageNumber(id, ", on page ")),
    );
    const own = section.querySelector("h2");
    const title = (article.matches(".part-claim") || !own ? article.querySelector("h1") : own).textContent;
    own?.remove();
    section.prepend(...(at === 0 ? [el("p", { class: "part-title" }, LARGE)] : []), el("h2", { dir: "auto" }, title));
    const plate = onPaper(el("article", section), "plates", LARGE, id);
    plate.classList.toggle("sideways", turned(section));
    return plate;
  });
}

// A page that is printed alone has its large pictures at its end: where they stand they would part it.
function picturesLast() {
  for (const section of main.querySelectorAll("section.drawn.plate")) {
    const copy = section.cloneNode(true);
    copy.classList.add("printed");
    section.classList.add("off-paper");
    main.firstChild.append(copy);
  }
}

// What is on the screen while paper is made.
let screen = null;

function beforePrint() {
  const { section, state } = asked();
  document.body.classList.toggle("slim", claims.length <= SLIM);
  screen = { ...lists };
  lists.brief = true;
  const whole = section === "summary";
  if (whole) main.append(...wholeReport(state.paper));
  printMore();
  shortenProofs();
  main.querySelectorAll("figure.picture").forEach(layOnPaper);
  for (const one of main.querySelectorAll(
    whole ? ".part-findings .v-error > details, .part-findings .v-warning > details" : "details:not([open])",
  )) {
    one.open = true;
    one.dataset.shut = "";
  }
  if (!whole) {
    picturesLast();
    return;
  }
  main.append(...plates());
  // Pages that are turned come last: among the others each would end one page and begin another.
  main.append(...main.querySelectorAll(":scope > .sideways"));
  frontPage();
  numberClaims();
  layOnSheets();
}

// The first page holds what matters first, and where the rest is; what helps to read it comes after.
function frontPage() {
  main.querySelector(".side").prepend(contents([...main.querySelectorAll(":scope > .printed")]));
  for (const name of ["strengths", "reading"])
    main.querySelector(`.side > [aria-labelledby="${name}"]`)?.classList.add("off-paper");
  main.firstChild.after(onPaper(el("article", strengths(), reading()), "tail", undefined, "part-tail"));
}

// The table of claims says on which page a claim is told.
function numberClaims() {
  const table = main.querySelector(".part-claims table.claims");
  if (!table) return;
  table.tHead.rows[0].append(el("th", { scope: "col", class: "number" }, "Page"));
  for (const row of table.tBodies[0].rows) {
    const id = decoded(row.querySelector("a.to-claim").hash.slice(1));
    row.append(el("td", { class: "number" }, pageNumber(id)));
  }
}

// A longer proof is shown by its ends.
const PROOF = { most: 7, start: 4, end: 2 };

function shortenProofs() {
  for (const proof of main.querySelectorAll(".witness")) {
    const steps = [...proof.children];
    if (steps.length <= PROOF.most) continue;
    const middle = steps.slice(PROOF.start, -PROOF.end);
    for (const step of middle) step.classList.add("off-paper");
    const words = `and ${grouped(middle.length)} more, which are not printed`;
    middle[0].before(el("li", { class: "note unprinted" }, words));
  }
}

// Shows more of every list while there is room, to each part of the report as much, and says what is left out. The
// table of claims comes before: who looks for a claim looks there.
function printMore() {
  const table = main.querySelector(".part-claims > button.more");
  while (table?.left() > 0 && table.parentElement.querySelectorAll("tbody tr").length < MOST_ROWS) table.print(20);
  const open = () => [...main.querySelectorAll("button.more")].filter((rest) => rest !== table && rest.left() > 0);
  let room = ROOM;
  while (room > 0 && open().length > 0) {
    const parts = [...Map.groupBy(open(), (rest) => rest.closest(".printed")?.className).values()];
    const share = room / parts.length;
    for (const own of parts) room -= share - own.reduce((left, rest) => printList(rest, left), share);
  }
  for (const rest of main.querySelectorAll("button.more")) {
    if (rest.left() > 0)
      rest.after(el("p", { class: "note unprinted" }, `and ${grouped(rest.left())} more, which are not printed`));
  }
}

// Some rows at a time, while there is room; what is left of it.
function printList(rest, room) {
  let left = room;
  while (rest.left() > 0 && left > 0) left -= rest.print(10);
  return left;
}

function afterPrint() {
  for (const one of main.querySelectorAll(".printed, .unprinted, .sheets, .on-paper-only")) one.remove();
  for (const one of main.querySelectorAll(".sideways, .plate, .off-paper")) {
    one.classList.remove("sideways", "plate", "off-paper");
    if (!one.classList.length) one.removeAttribute("class");
  }
  for (const one of main.querySelectorAll("details[data-shut]")) {
    one.open = false;
    delete one.dataset.shut;
  }
  clearSheets();
  Object.assign(lists, screen);
}
