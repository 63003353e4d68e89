// The first page: what stands, what does not, and where to look next.

function summaryPage({ paper = "" }) {
  const page = view(null);
  page.classList.add("summary");
  put(
    page,
    el("h1", { class: "unseen" }, "Summary"),
    el(
      "div",
      { class: "columns" },
      el("div", { class: "main" }, standing(), consequential(), strengths()),
      el(
        "div",
        { class: "side" },
        linchpins(),
        nextChecks(),
        reading(),
        claims.length > 0 && paperChoice(paper),
      ),
    ),
  );
  return page;
}

function standing() {
  const total = claims.length;
  const tally = tallied(claims.keys());
  const by = (word) => `#claims?status=${word}`;
  return el(
    "section",
    { "aria-labelledby": "standing" },
    el("h2", { id: "standing" }, "What the claims stand on"),
    total === 0 && el("p", "The case has no claims."),
    total > 0 && statusBar(tally),
    total > 0 &&
      table(
        "Claims by status",
        [column("Status"), column("Claims", { class: "number" }), column("What it means")],
        tally
          .filter(([, number]) => number)
          .map(([word, number]) =>
            el(
              "tr",
              el("th", { scope: "row" }, el("a", { href: by(word) }, statusBadge(word))),
              el("td", { class: "number" }, grouped(number)),
              el("td", { class: "text" }, meaningOf(word)),
            ),
          ),
        { class: "plain stacked" },
      ),
  );
}

function consequential() {
  const most = 8;
  const sharp = index.findings.flatMap((finding, at) =>
    ["error", "warning"].includes(finding.severity) ? [at] : [],
  );
  const others = index.findings.length - sharp.length;
  return el(
    "section",
    { "aria-labelledby": "consequential" },
    el("h2", { id: "consequential" }, "The most consequential findings"),
    sharp.length === 0 && el("p", "No errors and no warnings."),
    sharp.slice(0, most).map((at) => findingCard(at)),
    el(
      "p",
      { class: "go" },
      el(
        "a",
        { href: "#findings" },
        sharp.length > most
          ? `All ${counted(index.findings.length, "finding")}`
          : counted(index.findings.length, "finding"),
      ),
      others > 0 && `, ${grouped(others)} of them ${others === 1 ? "a remark or a strength" : "remarks and strengths"}`,
      index.accepted.length > 0 && [
        "; ",
        el("a", { href: "#findings" }, `${grouped(index.accepted.length)} accepted`),
        ", with the reason, and not among them",
      ],
    ),
  );
}

function strengths() {
  const found = index.findings.flatMap((finding, at) => (finding.severity === "note" ? [at] : []));
  if (found.length === 0) return null;
  return el(
    "section",
    { "aria-labelledby": "strengths" },
    el("h2", { id: "strengths" }, "Strengths"),
    el(
      "ul",
      { class: "brief" },
      found
        .slice(0, 4)
        .map((at) =>
          el(
            "li",
            { dir: "auto" },
            prose(sentence(findingDetail(at).message)),
            " ",
            el("a", { href: findingAddress(at), class: "go" }, "proof"),
          ),
        ),
    ),
    found.length > 4 &&
      el("p", { class: "go" }, el("a", { href: "#findings?severity=note" }, `All ${found.length} strengths`)),
  );
}

// What much hangs on: voices and artefacts without which the most claims would lose their status.
function linchpins() {
  const found = index.advice.linchpins;
  if (found.length === 0) return null;
  return el(
    "section",
    { "aria-labelledby": "linchpins" },
    el("h2", { id: "linchpins" }, "What much hangs on"),
    el("p", { class: "note" }, HANGING),
    el("ol", { class: "brief" }, found.slice(0, 5).map(linchpin)),
    found.length > 5 && el("p", { class: "go" }, el("a", { href: "#linchpins" }, `All ${found.length}`)),
  );
}

const HANGING =
  "How many claims would lose their status without it. A finding counts fewer: of the claims of fact that others tell too.";

function linchpin({ what, class: whole, support, standing: standings, facts, claims: list }) {
  const side = whole ? sides().find(({ head }) => `a${head}` === what) : null;
  const members = side?.members ?? (what.startsWith("a") ? [Number(what.slice(1))] : []);
  const number = support + standings;
  const own = members.length > 0 && list.length === number ? ownClaims(members, list) : null;
  return el(
    "li",
    el(
      "p",
      mention(what),
      members.length > 1 && el("span", { class: "faint" }, ` and ${members.length - 1} who answer to it`),
      ": ",
      el("b", counted(number, "claim")),
      facts === number ? " of fact" : `, ${facts > 0 ? grouped(facts) : "none"} of them of fact`,
    ),
    el(
      "p",
      { class: "faint" },
      listed([
        support > 0 && `${grouped(support)} would have nothing left`,
        standings > 0 && `${grouped(standings)} would stand on less`,
      ].filter(Boolean)),
      ".",
      own !== null && own < number && [
        own > 0 ? ` It says ${grouped(own)} itself; ` : " It says none of them itself: ",
        `${grouped(number - own)} ${number - own === 1 ? "rests" : "rest"} on it through those who cite it, or on evidence that it made.`,
      ],
    ),
  );
}

// How many of the claims that hang on somebody are said by them.
function ownClaims(members, list) {
  const said = new Set(members.flatMap(supported));
  return list.filter((claim) => said.has(claim)).length;
}

// What to check next: unknowns that, once settled, would corroborate the most claims.
function nextChecks() {
  const found = index.advice.next;
  if (found.length === 0) return null;
  return el(
    "section",
    { "aria-labelledby": "next" },
    el("h2", { id: "next" }, "What to check next"),
    el("p", { class: "note" }, "Each, once settled, would corroborate the claims named with it."),
    el("ol", { class: "brief" }, found.slice(0, 5).map(nextCheck)),
    found.length > 5 && el("p", { class: "go" }, el("a", { href: "#linchpins" }, `All ${found.length}`)),
  );
}

function nextCheck({ kind, about, raises }) {
  const first = raises.slice(0, 3).map((claim) => link("claim", claim, short(claims[claim].text, 90)));
  return el(
    "li",
    el("p", question(kind, about)),
    kind === "basis" && theStatement(about[0]),
    el(
      "p",
      el("span", { class: "faint" }, "It would corroborate: "),
      listed(first, "; "),
      raises.length > 3 && `; and ${grouped(raises.length - 3)} more`,
      ".",
    ),
  );
}

// The statement that a question is about: when, and in which words.
function theStatement(named) {
  const at = Number(named.slice(1));
  const { quote } = statementDetail(at);
  return el(
    "p",
    { class: "faint" },
    el(
      "a",
      { href: address("statement", idOf("statement", at)) },
      `The statement, ${dateWords(statements.date[at])}`,
    ),
    ": ",
    quote
      ? el("span", { dir: "auto" }, `“${short(bare(quote), 160)}”`)
      : short(nameOf("claim", claimOf(at) ?? 0), 120),
  );
}

function question(kind, about) {
  const speaker = (statement) => statements.by[Number(statement.slice(1))];
  switch (kind) {
    case "basis":
      return ["How does ", link("actor", speaker(about[0])), " know?"];
    case "name":
      return ["Who is “", mention(about[0]), "”?"];
    case "artefact":
      return ["Can somebody from outside verify ", mention(about[0]), "?"];
    case "unrecorded":
      return ["What did ", about.length > 1 ? mention(about[0]) : "the source that is cited", " say itself?"];
    default:
      return ["Does ", mention(about[0]), " answer to ", mention(about[1]), ", as is alleged?"];
  }
}

function linchpinsPage() {
  const page = view("Linchpins", "What much hangs on, and what is worth checking next.");
  const { linchpins: found, next, unsettled } = index.advice;
  const each = (title, note, list, make) =>
    list.length > 0 &&
    el(
      "section",
      el("h2", title),
      el("p", { class: "note" }, note),
      el("ol", { class: "brief" }, list.map(make)),
    );
  put(
    page,
    each("What much hangs on", HANGING, found, linchpin),
    each(
      "What to check next",
      "Each, once settled, would corroborate the claims named with it.",
      next,
      nextCheck,
    ),
    found.length + next.length === 0 &&
      el(
        "p",
        { class: "note" },
        "No two claims hang on one voice or artefact, and no single unknown would corroborate a claim.",
      ),
    unsettled > 0 &&
      el(
        "p",
        { class: "note" },
        `${counted(unsettled, "claim")} are too large for everything to be tried: they may hang on more.`,
      ),
  );
  return page;
}

function reading() {
  return el(
    "section",
    { "aria-labelledby": "reading" },
    el("h2", { id: "reading" }, "How to read this"),
    el(
      "dl",
      { class: "terms" },
      el("dt", "Line"),
      el(
        "dd",
        "One way by which a claim comes to us, from somebody who can know it to the one who says it. Two lines are independent if nobody and nothing is on both.",
      ),
      el("dt", "1–3 lines"),
      el(
        "dd",
        "At least one is known to be independent; up to three, if what nobody declared is independent too. What is unknown widens the range and adds no source.",
      ),
      el("dt", "Cut"),
      el("dd", "Those of whom every line runs through one: where there is one only, it is on all of them."),
      el("dt", "Side"),
      el("dd", "Those who answer to one another. They count as one voice."),
      el("dt", { class: "on-screen" }, "Keys"),
      el(
        "dd",
        { class: "on-screen" },
        "A slash goes to the search; the arrow keys go from row to row and, in the matrix, from cell to cell, Home and End to the ends of its rows.",
      ),
    ),
    el("p", { class: "go" }, el("a", { href: "#rules" }, "What is checked, and why")),
  );
}
