// Paper: the summary is printed as the whole report, with the pages of as many claims as are asked for; any other page
// is printed as it is.

const SOME_CLAIMS = 30;
const MOST_CLAIMS = 300;
// How many elements the lists get, all together, beside their beginnings: laying out pages costs a browser a second for
// some two thousand.
const ROOM = 10_000;
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
      `This page, printed, is the report: the findings, the tables of claims, conflicts, actors and sources, the timeline, and the pages of ${number < claims.length ? `${grouped(number)} of ` : "all "}${counted(claims.length, "claim")}. Any other page prints as it is.`,
    ),
    select("Pages of claims", choices, paper || (claims.length > SOME_CLAIMS ? "some" : "all"), (value) =>
      replace("summary", { paper: value }),
    ),
  );
}

// The parts of the report on paper, and how each lies there.
// What is printed among the findings is not printed with the conflicts again.
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

function wholeReport(paper) {
  const part = (name, page) => {
    page.classList.add("printed", `part-${name}`);
    if (name !== "claim") page.id = `part-${name}`;
    return page;
  };
  const chosen = index.order.slice(0, printedClaims(paper));
  const parts = Object.keys(PARTS).map((name) => part(name, PAGES[name][1]({ findings: "" })));
  const single = chosen.map((claim, nth) => part("claim", printedClaim(claim, nth < DRAWN_CLAIMS)));
  if (single.length) single[0].prepend(el("p", { class: "part-title", id: "part-claim" }, "Claims, one by one"));
  return [contents(chosen.length), ...parts, ...single];
}

// A case so small that its parts follow one another on the page.
const SLIM = 25;

// What the print holds, in its order.
function contents(number) {
  const items = [
    ...Object.entries(PARTS),
    [
      "claim",
      number === claims.length
        ? `All ${counted(number, "claim")}, one by one`
        : `The ${counted(number, "claim")} that matter most, one by one; ${grouped(claims.length - number)} more are in the table of claims alone`,
    ],
    ...(index.input.errors ? [["input", `Left out of the input: ${counted(index.input.errors, "error")}`]] : []),
  ];
  return el(
    "article",
    { class: "printed contents" },
    el("h2", "What this print holds"),
    el(
      "ol",
      { class: "brief" },
      items.map(([name, words]) => el("li", el("a", { href: `#part-${name}` }, words))),
    ),
  );
}

// A claim on paper: its findings are printed once, among the findings.
function printedClaim(claim, drawn) {
  const page = claimArticle(claim, false);
  // What leads to a claim leads to its page, in a document too.
  page.id = `claim-${claims[claim].claim}`;
  if (!drawn) page.querySelector(".drawn")?.remove();
  const names = findingsByClaim()[claim].map((at) =>
    rules[index.findings[at].rule].name.replaceAll("-", " "),
  );
  const cards = page.querySelector("section.findings");
  cards?.replaceWith(el("p", { class: "note" }, "Findings: ", [...new Set(names)].join(", ")));
  return page;
}

// What is on the screen while paper is made.
let screen = null;

function beforePrint() {
  const { section, state } = asked();
  document.body.classList.toggle("slim", claims.length <= SLIM);
  screen = { ...lists };
  lists.brief = true;
  if (section === "summary") main.append(...wholeReport(state.paper));
  if (section === "summary" && index.input.errors) main.append(inputPart());
  printMore();
  main.querySelectorAll("figure.picture").forEach(layOnPaper);
  for (const one of main.querySelectorAll(
    section === "summary"
      ? ".part-findings .v-error > details, .part-findings .v-warning > details"
      : "details:not([open])",
  )) {
    one.open = true;
    one.dataset.shut = "";
  }
}

// Shows more of every list while there is room, to each part of the report as much, and says what is left out.
function printMore() {
  const open = () => [...main.querySelectorAll("button.more")].filter((rest) => rest.left() > 0);
  let room = ROOM;
  while (room > 0 && open().length > 0) {
    const parts = [...Map.groupBy(open(), (rest) => rest.closest(".printed")?.className).values()];
    const share = room / parts.length;
    for (const own of parts) room -= share - own.reduce((left, rest) => printList(rest, left), share);
  }
  for (const rest of open())
    rest.after(el("p", { class: "note unprinted" }, `and ${grouped(rest.left())} more, which are not printed`));
}

// Some rows at a time, while there is room; what is left of it.
function printList(rest, room) {
  let left = room;
  while (rest.left() > 0 && left > 0) left -= rest.print(10);
  return left;
}

function inputPart() {
  const page = inputPage();
  page.id = "part-input";
  page.classList.add("printed", "part-input");
  return page;
}

function afterPrint() {
  for (const one of main.querySelectorAll(".printed, .unprinted, .sheets")) one.remove();
  for (const one of main.querySelectorAll(".broad")) one.classList.remove("broad");
  for (const one of main.querySelectorAll("details[data-shut]")) {
    one.open = false;
    delete one.dataset.shut;
  }
  Object.assign(lists, screen);
}
