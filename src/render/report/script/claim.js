// The page of one claim: what stands behind it, for it and against it.

function claimPage(id) {
  const at = findAs("claim", id);
  if (at === undefined) return missing("claim", id);
  return claimArticle(at, true);
}

function claimArticle(at, alone) {
  const claim = claims[at];
  const detail = claimDetail(at);
  const page = view(claim.text, null, alone ? [["#claims", "Claims"]] : null, alone ? neighbours(at) : null);
  page.classList.add("claim");
  put(
    page,
    el(
      "p",
      { class: "verdict" },
      statusBadge(claim.status),
      " ",
      el("span", { dir: "auto" }, long(sentence(detail.why), isolated)),
      detail.adverse && [
        " ",
        el(
          "span",
          { class: "strength" },
          "Opponents agree on it, or a side says it against its own interest.",
        ),
      ],
    ),
    claimFacts(claim, detail),
  );
  const found = findingsByClaim()[at];
  const findings =
    found.length > 0 &&
    el(
      "section",
      { class: "findings" },
      el("h2", "Findings"),
      found.map((one) => findingCard(one)),
    );
  if (findings && alone) {
    const go = () => findings.scrollIntoView({ block: "start" });
    const words = [...new Set(found.map((one) => rules[index.findings[one].rule].name))];
    put(
      page,
      el(
        "p",
        { class: "jump" },
        el("button", { type: "button", class: "size", on: { click: go } }, counted(found.length, "finding")),
        el("span", { class: "faint" }, ` ${words.join(", ")}`),
      ),
    );
  }
  put(
    page,
    el(
      "section",
      { class: "lineage" },
      el("h2", "What stands behind it"),
      picture(`claim-${at}`, `claimgraph graph --view claim ${claim.claim} ${index.inputs.join(" ")} -o claim.svg`, {
        focus: address("claim", claim.claim),
      }),
    ),
    el(
      "div",
      { class: "sides" },
      side("Support", "for", at, detail.support, detail.support_in_words),
      side("Denial", "against", at, detail.denial, detail.denial_in_words),
    ),
    around(at, detail),
    linesSection("Independent lines", detail.lines, detail.lines_left_out),
    detail.denial.length > 0 && linesSection("Independent lines of the denial", detail.denial_lines, 0),
    related(at, detail),
    findings,
  );
  return page;
}

function neighbours(at) {
  const order = index.order;
  const place = rank()[at];
  const step = (to, words, rel) =>
    to === undefined
      ? null
      : el("a", { href: address("claim", claims[to].claim), rel, title: short(claims[to].text, 200) }, words);
  return el(
    "span",
    { class: "steps" },
    step(order[place - 1], "← previous", "prev"),
    el("span", { class: "faint" }, `${grouped(place + 1)} of ${grouped(order.length)} by consequence`),
    step(order[place + 1], "next →", "next"),
  );
}

function claimFacts(claim, detail) {
  const facts = [
    claim.events.length + claim.actors.length > 0 && [
      "About",
      listed([
        ...claim.events.map((one) => link("event", one)),
        ...claim.actors.map((one) => link("actor", one)),
      ]),
    ],
    claim.kind !== "fact" && ["Kind", claim.kind],
    detail.quantity && ["Counts", bdi(detail.quantity)],
    detail.favours.length > 0 && ["Serves", listed(detail.favours.map((one) => link("actor", one)))],
    detail.against.length > 0 && ["Is against", listed(detail.against.map((one) => link("actor", one)))],
    detail.credibility && ["Graded", String(detail.credibility)],
    claim.first && ["Said", claim.first === claim.last ? claim.first : `${claim.first} to ${claim.last}`],
    detail.aliases && ["Also", listed(detail.aliases.map(bdi))],
    detail.note && ["Note", el("span", { dir: "auto" }, long(detail.note))],
    detail.url && ["Found at", outside(detail.url)],
    [
      "Coded as",
      [
        el("code", { dir: "auto" }, short(claim.claim, 120)),
        detail.place && [" at ", el("code", detail.place)],
      ],
    ],
  ];
  return el(
    "dl",
    { class: "facts" },
    facts.filter(Boolean).map(([name, value]) => el("div", el("dt", name), el("dd", value))),
  );
}

function side(words, kind, claim, list, numbers) {
  const head = el("h2", words);
  if (list.length === 0) {
    return el(
      "section",
      { class: `one-side ${kind} empty` },
      head,
      el("p", { class: "note" }, kind === "for" ? "Nobody says so." : "Nobody denies it."),
    );
  }
  const items = [...list].sort(
    (a, b) => byDate(statements.date[a], statements.date[b]) || depth(a) - depth(b) || a - b,
  );
  const box = el("ol", { class: "statements" });
  return el(
    "section",
    { class: `one-side ${kind}` },
    head,
    el("p", { class: "numbers" }, sentence(numbers)),
    box,
    paged(
      items,
      40,
      (one) => statementItem(one, claim),
      (next) => box.append(...next),
    ),
  );
}

// How far a statement is from its origins: of one day, what is passed on stands before who passes it on.
function depth(statement, steps = 6) {
  const cited = (statementDetail(statement).cites ?? []).filter((one) => one[0] === "s");
  if (steps === 0 || cited.length === 0) return 0;
  return 1 + Math.max(...cited.slice(0, 6).map((one) => depth(Number(one.slice(1)), steps - 1)));
}

// What is neither support nor denial, and what is said of the statements.
function around(claim, detail) {
  const neither = detail.neither;
  const shown = new Set([...detail.support, ...detail.denial, ...neither]);
  const others = statementsByClaim()[claim].filter((one) => !shown.has(one));
  return [
    neither.length > 0 &&
      el(
        "section",
        el("h2", "Neither support nor denial"),
        el(
          "ol",
          { class: "statements" },
          neither.map((one) => statementItem(one, claim)),
        ),
      ),
    others.length > 0 &&
      el(
        "section",
        el("h2", "Does not count, or is about a statement"),
        el(
          "ol",
          { class: "statements" },
          others.map((one) => statementItem(one, claim)),
        ),
      ),
  ];
}

// One statement: who, when, how; the words; where it is read and what it rests on.
function statementItem(at, claim) {
  const detail = statementDetail(at);
  const stance = stanceOf(at);
  const object = statements.object[at];
  const report = statements.report[at];
  const on = object === claim ? null : [" ", object < 0 ? mention(`s${-1 - object}`) : link("claim", object)];
  const anchor = [
    report >= 0 && [link("report", report), detail.at && `, ${placeWords(detail.at)}`],
    detail.place && el("code", detail.place),
  ].filter(Boolean);
  return el(
    "li",
    {
      class: `statement t-${STANCES[stance].side}${counts(at) ? "" : " dead"}`,
      id: plain(`statement-${statements.id[at]}`),
    },
    el(
      "p",
      { class: "who" },
      stanceMark(stance),
      " ",
      el("span", { class: "date" }, dateWords(statements.date[at])),
      " ",
      link("actor", statements.by[at]),
      " ",
      el("b", STANCE_WORDS[stance] ?? stance),
      on,
      detail.how && [el("span", { class: "how" }, ", ", isolated(plain(detail.how).replaceAll("`", "")))],
    ),
    detail.quote && el("blockquote", { dir: "auto" }, long(`“${detail.quote}”`)),
    el("p", { class: "anchor" }, listed(anchor, " · ")),
    statementNotes(at, detail, claim),
  );
}

// Where in a report: a bare number is that of a paragraph.
const placeWords = (at) => (/^\d+$/.test(at) ? `paragraph ${at}` : `at ${short(at, 60)}`);

// Why a statement on another claim stands with this one.
function bearing(at, claim) {
  const other = claimOf(at);
  if (claim === undefined || other === undefined || other === claim) return null;
  const { support, denial } = claimDetail(claim);
  const same = SUPPORT.has(stanceOf(at)) === support.includes(at);
  if (![...support, ...denial].includes(at)) return null;
  return ["Bears on it", same ? "what it says entails this" : "what it says cannot stand with this"];
}

function statementNotes(at, detail, claim) {
  const notes = [
    bearing(at, claim),
    detail.cites && ["Rests on", listed(detail.cites.map(mention))],
    detail.voices && ["Counts as one voice with", listed(detail.voices.map((one) => link("actor", one)))],
    detail.through_relays && ["Known", "only through those who pass it on"],
    detail.certainty && ["Certainty", detail.certainty.replaceAll("-", " ")],
    detail.number && ["How many speak", bdi(short(detail.number, 80))],
    detail.note && ["Note", el("span", { dir: "auto" }, long(detail.note))],
    !counts(at) && ["Does not count", "taken back, or later than the as-of date"],
    counts(at) &&
      detail.grounded === false &&
      SUPPORT.has(stanceOf(at)) && ["Rests on", "nothing that is known"],
  ].filter(Boolean);
  if (notes.length === 0) return null;
  return el(
    "p",
    { class: "notes" },
    listed(
      notes.map(([name, value]) => [el("span", { class: "kind" }, name), " ", value]),
      " · ",
    ),
  );
}

// The proof of the numbers: each line from its root to the claim, and what cuts them all.
function linesSection(title, certificate, leftOut) {
  if (certificate.lines.length === 0) return null;
  return el(
    "section",
    { class: "lines" },
    el("h2", title),
    el(
      "ol",
      certificate.lines.map((line) =>
        el(
          "li",
          el(
            "span",
            { class: `known ${line.known ? "yes" : "no"}` },
            line.known ? "known" : "not fully known",
          ),
          " ",
          chain(line.steps),
        ),
      ),
    ),
    leftOut > 0 && el("p", { class: "note" }, `and ${counted(leftOut, "line")} more`),
    certificate.cut.length > 0 &&
      el(
        "p",
        { class: "cut" },
        el("b", "Without these no line is left: "),
        listed(certificate.cut.map(cutLabel)),
      ),
  );
}

function chain(steps) {
  const most = 12;
  const shown = steps.length > most ? [...steps.slice(0, most / 2), null, ...steps.slice(-most / 2)] : steps;
  const arrow = () => el("span", { class: "arrow", "aria-label": "then" }, " → ");
  return listed(
    shown.map((step) =>
      step ? lineStep(step) : el("span", { class: "faint" }, `${steps.length - most} more`),
    ),
    arrow,
  );
}

function lineStep(step) {
  if (step.statement === undefined) {
    const { by, report } = step.implied;
    const id = by ?? report;
    const found = id && find(id);
    return el(
      "span",
      found ? link(found.kind, found.at) : "somebody unknown",
      el("span", { class: "faint" }, " (cited, not recorded)"),
    );
  }
  const at = findAs("statement", step.statement);
  return el(
    "span",
    el("a", { href: address("statement", step.statement) }, bdi(short(nameOf("actor", statements.by[at]), 80))),
    el("span", { class: "faint" }, ` ${dateWords(statements.date[at])}`),
  );
}

function cutLabel(label) {
  if (label.voice !== undefined) return link("actor", findAs("actor", label.voice));
  if (label.artefact !== undefined) return link("evidence", findAs("evidence", label.artefact));
  return "a source without a name";
}

function related(at, detail) {
  const show = (list) => evidence.flatMap((one, number) => (list(one).includes(at) ? [number] : []));
  const rows = [
    ...detail.relations.map(([relation, list]) => [
      relation,
      list.map((one) => el("li", statusSign(claims[one].status), " ", link("claim", one))),
    ]),
    ["is shown by", show((one) => one.shows).map((one) => el("li", link("evidence", one)))],
    ["is not shown by", show((one) => one.does_not_show).map((one) => el("li", link("evidence", one)))],
    [
      "was verified on",
      evidence.flatMap((one, number) =>
        one.verified
          .filter((entry) => entry.claims.includes(at))
          .map((entry) => el("li", link("evidence", number), " by ", link("actor", entry.by))),
      ),
    ],
  ].filter(([, items]) => items.length);
  if (rows.length === 0) return null;
  return el(
    "section",
    { class: "related" },
    el("h2", "Around it"),
    el(
      "dl",
      { class: "facts" },
      rows.map(([relation, items]) =>
        el(
          "div",
          el("dt", `It ${relation}`.replace(/^It (contradicts|contrasts|entails|follows)/, "It $1")),
          el("dd", el("ul", { class: "flat" }, items)),
        ),
      ),
    ),
  );
}
