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
      el("span", { dir: "auto" }, verdict(claim, detail)),
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
  const drawn = el("section", { class: "drawn" }, el("h2", "What stands behind it"), picture(`claim-${at}`, claim.claim));
  // On a screen the picture comes first; on paper, which is read from page to page, what it draws.
  const first = alone && templateOf(`claim-${at}`);
  put(
    page,
    first && drawn,
    el(
      "div",
      { class: `sides ${balance(detail.support.length + detail.support_left_out, detail.denial.length + detail.denial_left_out)}` },
      side("Support", "for", at, detail.support, detail.support_left_out, detail.support_in_words),
      side("Denial", "against", at, detail.denial, detail.denial_left_out, detail.denial_in_words),
    ),
    around(at, detail),
    !first && drawn,
    linesSection("Independent lines", detail.lines, detail.lines_left_out),
    detail.denial.length > 0 && linesSection("Independent lines of the denial", detail.denial_lines, detail.denial_lines_left_out),
    found.length > 0 &&
      el(
        "section",
        { class: "findings" },
        el("h2", "Findings ", el("span", { class: "faint" }, grouped(found.length))),
        findingCards(found),
      ),
    acceptedFindings(index.accepted.filter((one) => one.claims.includes(at))),
    related(at, detail),
  );
  return page;
}

// How two sides lie on paper: one beside the other unless half of the page stayed empty.
function balance(support, denial) {
  if (denial === 0) return "one";
  const [less, more] = [Math.min(support, denial), Math.max(support, denial)];
  return more > 5 && more > 2 * less ? "uneven" : "even";
}

// Why it has its status; of what is contested, who is on which side.
function verdict(claim, detail) {
  if (claim.status !== "contested") return isolated(sentence(detail.why));
  const names = (list, leftOut) => {
    const own = list.filter((at) => stanceOf(at) !== "relays");
    const found = [...new Set((own.length ? own : list).map((at) => statements.by[at]))];
    return [
      listed(found.slice(0, 3).map((at) => bdi(short(actors[at].name, 80)))),
      leftOut > 0 ? " and others" : found.length > 3 && ` and ${found.length - 3} more`,
    ];
  };
  const lines = (least, most) => `${interval(least, most)} ${most === 1 ? "line" : "lines"}`;
  return [
    "For it: ",
    names(detail.support, detail.support_left_out),
    ` (${lines(claim.lines_min, claim.lines_max)}). Against it: `,
    names(detail.denial, detail.denial_left_out),
    ` (${lines(claim.denial_min, claim.denial_max)}).`,
  ];
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
        detail.place && el("span", { class: "coded" }, " at ", codedAt(detail.place)),
      ],
    ],
  ];
  return el(
    "dl",
    { class: "facts" },
    facts.filter(Boolean).map(([name, value]) => el("div", el("dt", name), el("dd", value))),
  );
}

const NOBODY = {
  for: { ever: "Nobody says so.", then: "Nobody had said so by then." },
  against: { ever: "Nobody denies it.", then: "Nobody had denied it by then." },
};

function side(words, kind, claim, list, leftOut, numbers) {
  const head = el("h2", words);
  if (list.length + leftOut === 0) {
    return el(
      "section",
      { class: `one-side ${kind} empty` },
      head,
      el("p", { class: "note" }, NOBODY[kind][index.as_of ? "then" : "ever"]),
    );
  }
  const items = sameWords(inOrder(list, claim));
  const box = el("ol", { class: "statements" });
  return el(
    "section",
    { class: `one-side ${kind}` },
    head,
    el("p", { class: "numbers" }, sentence(numbers)),
    box,
    paged(
      items,
      FEW_STATEMENTS,
      ([one, ...others]) => statementItem(one, claim, others),
      (next) => box.append(...next),
    ),
    leftOut > 0 && el("p", { class: "note" }, `and ${counted(leftOut, "statement")} more, on other claims`),
  );
}

// Statements of one speaker in the same words at one place, coded of several claims, are told once: that of the claim
// itself, with the others.
function sameWords(list) {
  const told = new Map();
  for (const at of list) {
    const { quote, at: place } = statementDetail(at);
    const report = statements.report[at];
    const key = quote || (report >= 0 && place)
      ? [statements.by[at], stanceOf(at), statements.date[at], report, place, quote].join("\u0000")
      : at;
    if (!told.has(key)) told.set(key, []);
    told.get(key).push(at);
  }
  return [...told.values()];
}

// As many as leave the picture within reach.
const FEW_STATEMENTS = 12;

// What is neither support nor denial, and what is said of the statements.
function around(claim, detail) {
  const neither = detail.neither;
  const shown = new Set([...detail.support, ...detail.denial, ...neither]);
  const others = statementsByClaim()[claim].filter((one) => !shown.has(one));
  return [
    aside("Neither support nor denial", neither, claim),
    aside("Does not count, or is about a statement", others, claim),
  ];
}

function aside(title, list, claim) {
  if (list.length === 0) return null;
  const box = el("ol", { class: "statements" });
  return el(
    "section",
    el("h2", title),
    box,
    paged(
      inOrder(list, claim),
      FEW_STATEMENTS,
      (one) => statementItem(one, claim),
      (next) => box.append(...next),
    ),
  );
}

// The words of a quotation without quotation marks of their own around all of them.
const bare = (quote) => /^[“"«]([^“”"«»]*)[”"»]$/u.exec(quote.trim())?.[1] ?? quote;

// One statement: who, when, how; the words; where it is read and what it rests on.
function statementItem(at, claim, others = []) {
  const detail = statementDetail(at);
  const stance = stanceOf(at);
  const object = statements.object[at];
  const report = statements.report[at];
  const on =
    object === claim ? null : [" ", object < 0 ? mention(`s${-1 - object}`) : through(object, claim)];
  const anchor = [
    report >= 0 && [link("report", report), detail.at && [", ", bdi(placeWords(detail.at))]],
    detail.place && el("span", { class: "coded" }, report >= 0 && " · ", codedAt(detail.place)),
  ];
  const item = el(
    "li",
    { class: `statement t-${STANCES[stance].side}${counts(at) ? "" : " dead"}` },
    el(
      "p",
      { class: "who" },
      stanceSign(stance),
      " ",
      el("span", { class: "date" }, dateWords(statements.date[at])),
      " ",
      link("actor", statements.by[at]),
      " ",
      el("b", stanceWords(stance)),
      on,
      detail.how && [el("span", { class: "how" }, ", ", long(detail.how.replaceAll("`", ""), isolated))],
    ),
    detail.quote && el("blockquote", { dir: "auto" }, long(`“${bare(detail.quote)}”`)),
    el("p", { class: "anchor" }, anchor),
    statementNotes(at, detail),
    others.length > 0 &&
      el(
        "p",
        { class: "notes" },
        el("span", { class: "kind" }, "In the same words"),
        ` it ${stanceWords(stance)} `,
        listed(
          others.map((one) => {
            const told = claimOf(one);
            return told === undefined ? "another statement" : through(told, told === claim ? undefined : claim);
          }),
          "; ",
        ),
      ),
  );
  item.told = [at, ...others].map((one) => plain(statements.id[one]));
  return item;
}

// Where a statement is told on the page that is shown.
const toldHere = (id, page = main) =>
  [...page.querySelectorAll(".statement")].find((one) => one.told.includes(plain(id)));

// The other claim by which a statement bears on this one, and how.
function through(object, claim) {
  if (claim === undefined) return link("claim", object);
  const { relations } = claimDetail(claim);
  const [relation] = relations.find(([, list]) => list.includes(object)) ?? [];
  const how = {
    "follows from": ", from which this follows",
    entails: ", which follows from this",
    contradicts: ", which contradicts this",
  }[relation];
  return [
    "“",
    link("claim", object, short(claims[object].text, 140)),
    "”",
    el("span", { class: "how" }, how ?? ", which bears on this through other claims"),
  ];
}

// With whom a speaker counts as one: the side, where they are all of it; else by name.
function voicesOf(at, { voices, voices_left_out: more }) {
  const { side } = actors[statements.by[at]];
  if (voices.some((one) => actors[one].side !== side)) {
    const links = voices.map((one) => link("actor", one));
    return listed(more ? [...links, `and ${more} more`] : links);
  }
  return statements.by[at] === side
    ? "those who answer to it"
    : ["the side of ", link("actor", side)];
}

function statementNotes(at, detail) {
  const notes = [
    detail.cites && ["Rests on", listed(detail.cites.map(mention))],
    detail.voices && ["One voice with", voicesOf(at, detail)],
    detail.through_relays && ["Known", "only through those who pass it on"],
    detail.certainty && ["Certainty", detail.certainty.replaceAll("-", " ")],
    detail.number && ["Spoken by", detail.number === "several" ? "several people" : bdi(detail.number)],
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

// As many as are followed one by one.
const FEW_LINES = 16;

// The proof of the numbers: each line from its root to the claim, and what cuts them all.
function linesSection(title, certificate, leftOut) {
  const shown = certificate.lines.length;
  if (shown + leftOut === 0) return null;
  const box = el("ol");
  const line = ([known, steps, leftOut]) =>
    el(
      "li",
      el("span", { class: `known ${known ? "yes" : "no"}` }, known ? "known" : "not fully known"),
      " ",
      chain(steps, leftOut),
    );
  return el(
    "section",
    { class: "lines" },
    el("h2", title),
    box,
    paged(certificate.lines, FEW_LINES, line, (next) => box.append(...next)),
    leftOut > 0 &&
      el(
        "p",
        { class: "note" },
        shown > 0 ? `and ${counted(leftOut, "line")} more` : `${counted(leftOut, "line")}, too long or too many to list here`,
      ),
    certificate.cut.length > 0 &&
      el(
        "p",
        { class: "cut" },
        el("b", certificate.cut.length > 1 ? "Every line runs through one of these: " : "Every line runs through: "),
        listed(certificate.cut.slice(0, FEW_LINES).map(cutLabel)),
        certificate.cut.length > FEW_LINES && ` and ${certificate.cut.length - FEW_LINES} more`,
      ),
  );
}

// The steps of a line; of a long one those at its ends.
function chain(steps, leftOut) {
  const half = steps.length / 2;
  const shown = leftOut > 0 ? [...steps.slice(0, half), null, ...steps.slice(half)] : steps;
  const arrow = () => el("span", { class: "arrow", "aria-label": "then" }, " → ");
  return listed(
    shown.map((step) =>
      step ? lineStep(step) : el("span", { class: "faint" }, `${leftOut} more`),
    ),
    arrow,
  );
}

// A statement; whoever is cited without one.
function lineStep(step) {
  if (!step.startsWith("s")) {
    return el(
      "span",
      step === "?" ? "somebody unknown" : mention(step),
      el("span", { class: "faint" }, " (cited, not recorded)"),
    );
  }
  const at = Number(step.slice(1));
  return el(
    "span",
    el(
      "a",
      { href: address("statement", idOf("statement", at)), title: statementTitle(at) },
      bdi(short(actors[statements.by[at]].name, 80)),
    ),
    el("span", { class: "faint" }, ` ${dateWords(statements.date[at])}`),
  );
}

const cutLabel = (named) => (named === "?" ? "a source without a name" : mention(named));

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
