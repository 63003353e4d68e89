// The pages of events, evidence, reports and statements, and what is found by searching.

const factList = (facts) =>
  el(
    "dl",
    { class: "facts" },
    facts.filter(Boolean).map(([name, value]) => el("div", el("dt", name), el("dd", value))),
  );

const remarkFacts = (record) => [
  record.aliases && ["Also", listed(record.aliases.map(bdi))],
  record.note && ["Note", el("span", { dir: "auto" }, long(record.note))],
  record.url && ["Found at", outside(record.url)],
  record.archive && ["Archived at", outside(record.archive)],
];

function eventsPage() {
  const page = view("Events", "What the claims are about, by the day on which it began.");
  const order = events.map((_, at) => at).sort(byStart);
  const longest = claimsByEvent().reduce((most, one) => Math.max(most, one.size), 1);
  const row = (at) =>
    el(
      "tr",
      el("th", { scope: "row" }, link("event", at)),
      el("td", { class: "date" }, dateWords(events[at].date)),
      el("td", events[at].place ? bdi(events[at].place) : "–"),
      el("td", listed(events[at].parties.map((one) => link("actor", one)))),
      el("td", fare([...claimsByEvent()[at]], longest)),
    );
  const columns = [column("Event"), column("Date"), column("Place"), column("Parties"), column("Its claims")];
  put(
    page,
    order.length > 0
      ? listing("Events", columns, order, 100, row)
      : el("p", { class: "note" }, "The case names no event."),
    el("section", { class: "drawn" }, el("h2", "Who says what about them"), picture("case")),
  );
  return page;
}

function eventPage(id) {
  const at = findAs("event", id);
  if (at === undefined) return missing("event", id);
  const event = events[at];
  const parts = events.flatMap((one, number) => (one.part_of === at ? [number] : []));
  const page = view(nameOf("event", at), null, [["#events", "Events"]]);
  put(
    page,
    factList([
      ["When", dateWords(event.date)],
      event.place && ["Where", bdi(event.place)],
      event.parties.length > 0 && ["Parties", listed(event.parties.map((one) => link("actor", one)))],
      event.part_of !== null && ["Part of", link("event", event.part_of)],
      parts.length > 0 && ["Its parts", listed(parts.map((one) => link("event", one)))],
      event.possibly_same_as.length > 0 && [
        "Possibly the same as",
        listed(event.possibly_same_as.map((one) => link("event", one))),
      ],
      ...remarkFacts(event),
      ["Coded as", el("code", { dir: "auto" }, short(event.id, 120))],
    ]),
    el(
      "p",
      el("a", { href: `#timeline?event=${encodeURIComponent(event.id)}` }, "Timeline"),
      " · ",
      el("a", { href: `#matrix?event=${encodeURIComponent(event.id)}` }, "Matrix"),
    ),
  );
  put(page, claimList("Claims about it", [...claimsByEvent()[at]]));
  const of = evidence.flatMap((one, number) =>
    one.of.includes(at) || one.of_one_of.includes(at) ? [number] : [],
  );
  if (of.length)
    put(
      page,
      el("h2", "Evidence of it"),
      el(
        "ul",
        of.map((one) => el("li", link("evidence", one))),
      ),
    );
  return page;
}

function evidencePage(id) {
  const at = findAs("evidence", id);
  if (at === undefined) return missing("evidence", id);
  const record = evidence[at];
  const who = (actor) => (actor === null ? "not known" : link("actor", actor));
  const page = view(nameOf("evidence", at), null, [["#sources", "Sources"]]);
  put(
    page,
    factList([
      ["Kind", record.kind],
      record.number && ["How many", bdi(record.number)],
      ["Made by", who(record.producer)],
      ["Released by", who(record.released_by)],
      ["When", dateWords(record.date)],
      record.of.length > 0 && ["Of", listed(record.of.map((one) => link("event", one)))],
      record.of_one_of.length > 0 && ["Of one of", listed(record.of_one_of.map((one) => link("event", one)))],
      ...remarkFacts(record),
      ["Coded as", el("code", { dir: "auto" }, short(record.id, 120))],
    ]),
  );
  const texts = (list) => list.map((text) => el("li", { dir: "auto" }, long(text)));
  const shown = (title, list, words) =>
    list.length + words.length > 0
      ? [
          el("h2", title),
          el(
            "ul",
            list.map((one) => el("li", statusSign(claims[one].status), " ", link("claim", one))),
            texts(words),
          ),
        ]
      : null;
  put(
    page,
    shown("It shows", record.shows, record.shows_text),
    shown("It does not show", record.does_not_show, record.does_not_show_text),
    record.verified.length > 0 && [
      el("h2", "Verified"),
      el(
        "ul",
        record.verified.map((entry) =>
          el(
            "li",
            "by ",
            link("actor", entry.by),
            ": ",
            listed(
              entry.claims.map((one) => link("claim", one)),
              "; ",
            ),
          ),
        ),
      ),
    ],
  );
  return page;
}

// The statements that each report carries: those read in it, and those said in it of which another tells.
const carried = once(() => {
  const lists = reports.map(() => []);
  statements.report.forEach((at, one) => at >= 0 && lists[at].push(one));
  for (const [one, at] of statements.said_in) lists[at].push(one);
  return lists.map((list) => list.sort((a, b) => a - b));
});

// How many statements cite each report and each artefact.

const cited = once(() => {
  const numbers = new Map();
  statements.id.forEach((_, at) => {
    for (const one of statementDetail(at).cites ?? []) numbers.set(one, (numbers.get(one) ?? 0) + 1);
  });
  return numbers;
});

function sourcesPage() {
  const page = view("Sources", "The reports that carry the statements, and the evidence that they cite.");
  if (reports.length) {
    const order = reports
      .map((_, at) => at)
      .sort((a, b) => byDate(reports[a].date, reports[b].date) || a - b);
    const columns = [
      column("Report"),
      column("Publisher"),
      column("Date"),
      column("Carries", { class: "number", title: "Statements that are read in it, or were said in it as another report tells" }),
      column("Cited", { class: "number", title: "Statements that cite it" }),
    ];
    put(
      page,
      el("h2", "Reports"),
      statements.said_in.length > 0 &&
        el(
          "p",
          { class: "note" },
          "What one report tells of another is carried by both, and counted at both.",
        ),
      listing("Reports", columns, order, 100, reportRow),
    );
  }
  if (evidence.length) {
    const columns = [
      column("Evidence"),
      column("Kind"),
      column("Made by"),
      column("Shows", { class: "number" }),
      column("Does not show", { class: "number" }),
      column("Verified by"),
      column("Cited", { class: "number", title: "Statements that cite it" }),
    ];
    const order = evidence.map((_, at) => at);
    put(page, el("h2", "Evidence"), listing("Evidence", columns, order, 100, evidenceRow));
  }
  if (!reports.length && !evidence.length)
    put(page, el("p", { class: "note" }, "The case names no report and no evidence."));
  return page;
}

function reportRow(at) {
  const { publisher, date } = reports[at];
  return el(
    "tr",
    el("th", { scope: "row" }, link("report", at)),
    el("td", publisher === null ? "not known" : link("actor", publisher)),
    el("td", { class: "date" }, dateWords(date)),
    el("td", { class: "number" }, orNone(carried()[at].length)),
    el("td", { class: "number" }, orNone(cited().get(`r${at}`))),
  );
}

function evidenceRow(at) {
  const one = evidence[at];
  return el(
    "tr",
    el("th", { scope: "row" }, link("evidence", at)),
    el("td", one.kind),
    el("td", one.producer === null ? "not known" : link("actor", one.producer)),
    el("td", { class: "number" }, orNone(one.shows.length + one.shows_text.length)),
    el("td", { class: "number" }, orNone(one.does_not_show.length + one.does_not_show_text.length)),
    el(
      "td",
      one.verified.length
        ? listed([...new Set(one.verified.map((entry) => entry.by))].map((by) => link("actor", by)))
        : "–",
    ),
    el("td", { class: "number" }, orNone(cited().get(`v${at}`))),
  );
}

function reportPage(id) {
  const at = findAs("report", id);
  if (at === undefined) return missing("report", id);
  const record = reports[at];
  const page = view(nameOf("report", at), null, [["#sources", "Sources"]]);
  put(
    page,
    factList([
      ["Publisher", record.publisher === null ? "not known" : link("actor", record.publisher)],
      ["Date", dateWords(record.date)],
      ...remarkFacts(record),
      ["Coded as", el("code", { dir: "auto" }, short(record.id, 120))],
    ]),
  );
  put(
    page,
    saidList(
      "What it carries",
      carried()[at],
      "The case reads no statement in it. What it says may be known through another report.",
    ),
  );
  return page;
}

// A statement is read on the page of its claim.
function statementPage(id) {
  const at = findAs("statement", id);
  if (at === undefined) return missing("statement", id);
  const claim = claimOf(at);
  if (claim === undefined) {
    const page = view("A statement on a statement", null, [["#claims", "Claims"]]);
    put(page, el("ol", { class: "statements" }, statementItem(at)));
    return page;
  }
  const page = claimPage(claims[claim].claim);
  const known = toldHere(id, page);
  // One that is far down in a long list is shown above all.
  page.sought = known ?? statementItem(at, claim);
  if (!known) page.insertBefore(el("ol", { class: "statements" }, page.sought), page.children[2]);
  return page;
}

function searchPage({ text = "" }) {
  const page = view("Search", null);
  const words = wordsOf(text);
  if (words.length === 0) {
    tell(page, "Nothing was asked for.");
    return page;
  }
  const fits = (texts) => {
    const all = texts.filter(Boolean).join(" ").toLowerCase();
    return words.every((word) => all.includes(word));
  };
  const hits = (list, of) => list.flatMap((one, at) => (fits(of(one)) ? [at] : []));
  const found = filtered({ text });
  const groups = [
    ["Actors", "actor", hits(actors, (one) => [one.name, one.id, ...(one.aliases ?? [])])],
    ["Events", "event", hits(events, (one) => [one.name, one.id, one.place])],
    ["Evidence", "evidence", hits(evidence, (one) => [one.name, one.id])],
    ["Reports", "report", hits(reports, (one) => [one.name, one.id])],
  ].filter(([, , list]) => list.length);
  const total = found.length + groups.reduce((sum, [, , list]) => sum + list.length, 0);
  tell(
    page,
    total === 0
      ? `Nothing holds “${short(text, 80)}”.`
      : `${counted(total, "record")} with “${short(text, 80)}”`,
  );
  if (total === 0) put(page, nearWords(words));
  page.addEventListener("keydown", walkLinks);
  for (const [title, kind, list] of groups) {
    const box = el("ul", { class: "flat" });
    put(
      page,
      el("h2", title),
      box,
      paged(
        list,
        20,
        (at) => el("li", link(kind, at)),
        (items) => box.append(...items),
      ),
    );
  }
  put(page, claimList("Claims", found, text));
  return page;
}

// The arrow keys go from one thing that was found to the next, and back to the box above the first.
function walkLinks(event) {
  const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const all = [...main.querySelectorAll("ul.flat a, table a.to-claim")];
  const at = all.indexOf(event.target);
  if (!way || at < 0) return;
  (all[at + way] ?? (way < 0 ? document.getElementById("sought") : null))?.focus();
  event.preventDefault();
}

// Words of the case that are written nearly as those that were asked for.
function nearWords(asked) {
  const words = asked.map((word) => word.replaceAll(/^["“”'«»]+|["“”'«»]+$/g, "")).filter(Boolean);
  const known = new Set(
    [...actors, ...events, ...reports]
      .flatMap((one) => one.name.split(/[^\p{L}\p{N}]+/u))
      .filter((one) => one.length > 3),
  );
  for (const claim of claims) {
    for (const one of short(claim.text, 400).split(/[^\p{L}\p{N}]+/u)) if (one.length > 3) known.add(one);
  }
  const near = words.map(
    (word) =>
      [...known].filter((one) => isNear(word, one.toLowerCase())).sort((a, b) => a.localeCompare(b))[0],
  );
  if (!near.some(Boolean)) return null;
  const text = words.map((word, at) => near[at] ?? word).join(" ");
  return el("p", "Did you mean ", el("a", { href: fragment("search", { text }) }, bdi(text)), "?");
}

// Whether one letter more, less or other makes one word of the other; the end may differ.
function isNear(word, other) {
  if (word.length < 4 || Math.abs(word.length - other.length) > 2) return false;
  let at = 0;
  while (at < word.length && word[at] === other[at]) at += 1;
  const ends = [
    [word.slice(at + 1), other.slice(at + 1)],
    [word.slice(at + 1), other.slice(at)],
    [word.slice(at), other.slice(at + 1)],
  ];
  return at > 1 && ends.some(([a, b]) => a === b || (at > 4 && (a.startsWith(b) || b.startsWith(a))));
}
