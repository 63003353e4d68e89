// The timeline: event by event, who said what when.

function timelinePage({ event = "" }) {
  const page = view("Timeline", "What was said about each event, in the order in which it was said.");
  const only = event && findAs("event", event);
  if (event && only === undefined) return missing("event", event);
  const list = timed();
  put(
    page,
    el(
      "div",
      { class: "filters", role: "group", "aria-label": "Filters" },
      eventFilter(event, (value) => replace("timeline", { event: value })),
    ),
    strokes(),
  );
  const shown = event ? [list.find((one) => one.event === only) ?? { event: only, said: [] }] : list;
  const box = el("div", { class: "timeline" });
  if (shown.length === 0) put(page, el("p", { class: "note" }, "No statement is about an event."));
  put(
    page,
    box,
    paged(
      shown,
      12,
      (one) => eventLine(one, Boolean(event)),
      (next) => box.append(...next),
    ),
  );
  return page;
}

// Each event with the statements on the claims that are about it alone, not about its parts; then what is about none.
const timed = once(() => {
  const said = new Map();
  claims.forEach((claim, at) => {
    for (const event of claim.events.length ? claim.events : [-1]) {
      if (!said.has(event)) said.set(event, new Set());
      for (const statement of statementsByClaim()[at]) said.get(event).add(statement);
    }
  });
  const place = (one) =>
    one.event < 0 ? Infinity : (dates[events[one.event].date][1] ?? dates[events[one.event].date][2] ?? 1e9);
  return [...said]
    .map(([event, set]) => ({ event, said: [...set] }))
    .filter((one) => one.said.length)
    .sort((a, b) => place(a) - place(b) || a.event - b.event);
});

function strokes() {
  const entry = (side, words) =>
    el("li", el("span", { class: `dot t-${side}`, "aria-hidden": "true" }), words);
  return el(
    "ul",
    { class: "key", "aria-label": "Signs" },
    entry("for", "support"),
    entry("against", "denial"),
    entry("doubt", "neither"),
    entry("event", "the event"),
  );
}

function eventLine({ event, said }, whole) {
  const record = events[event];
  const sorted = [...said].sort((a, b) => byDate(statements.date[a], statements.date[b]) || a - b);
  const list = el("ol", { class: "days" });
  return el(
    "section",
    { class: "event" },
    el("h2", record ? link("event", event) : "About no event"),
    record &&
      el(
        "p",
        { class: "facts" },
        listed(
          [
            dateWords(record.date) !== "undated" && dateWords(record.date),
            record.place && bdi(record.place),
            record.parties.length > 0 && [
              "between ",
              listed(record.parties.map((one) => link("actor", one))),
            ],
          ].filter(Boolean),
          " · ",
        ),
      ),
    strip(record, sorted),
    list,
    paged(days(sorted), whole ? 200 : 6, day, (next) => list.append(...next)),
  );
}

function days(sorted) {
  const found = [];
  for (const at of sorted) {
    const words = dateWords(statements.date[at]);
    if (found.at(-1)?.words !== words) found.push({ words, said: [] });
    found.at(-1).said.push(at);
  }
  return found;
}

function day({ words, said }) {
  return el(
    "li",
    el("span", { class: "date" }, words),
    el(
      "ul",
      said.map((at) => {
        const stance = stanceOf(at);
        const claim = claimOf(at);
        return el(
          "li",
          { class: counts(at) ? null : "dead" },
          stanceMark(stance),
          " ",
          link("actor", statements.by[at]),
          " ",
          el(
            "a",
            { href: address("statement", statements.id[at]), class: "verb" },
            STANCE_WORDS[stance] ?? stance,
          ),
          " ",
          claim !== undefined && link("claim", claim),
        );
      }),
    ),
  );
}

// Statements as marks on a line of days: support above it, denial below, what is neither on it.
function strip(record, sorted) {
  const known = sorted.map((at) => [at, dates[statements.date[at]]]).filter(([, date]) => date[2] !== null);
  const span = record ? dates[record.date] : [null, null, null];
  const all = [
    ...known.map(([, date]) => date[2]),
    ...known.map(([, date]) => date[1]),
    span[1],
    span[2],
  ].filter((one) => one !== null);
  if (all.length < 2) return null;
  const [first, last] = [Math.min(...all), Math.max(...all)];
  if (first === last) return null;
  const x = (one) => `${(2 + (96 * (one - first)) / (last - first)).toFixed(2)}%`;
  const marks = [];
  const taken = new Map();
  for (const [at, date] of known) {
    const side = STANCES[stanceOf(at)].side;
    const key = `${side} ${date[2]}`;
    const nth = taken.get(key) ?? 0;
    taken.set(key, nth + 1);
    if (nth > 4) continue;
    const y = { for: 26 - 7 * nth, against: 46 + 7 * nth, doubt: 36 }[side];
    const title = svg(
      "title",
      `${dateWords(statements.date[at])} ${nameOf("actor", statements.by[at])} ${stanceOf(at)}`,
    );
    const place = { class: `dot t-${side}`, "data-at": at };
    if (side === "for") marks.push(svg("circle", { ...place, cx: x(date[2]), cy: y, r: 3 }, title));
    else if (side === "against")
      marks.push(
        svg(
          "rect",
          { ...place, x: x(date[2]), y: y - 3, width: 6, height: 6, transform: "translate(-3 0)" },
          title,
        ),
      );
    else marks.push(svg("circle", { ...place, cx: x(date[2]), cy: y, r: 3.5 }, title));
  }
  const [from, to] = [span[1] ?? span[2], span[2] ?? span[1]];
  const box =
    from !== null &&
    svg("rect", {
      class: "span",
      x: x(from),
      y: 29,
      width: `max(3px, ${((96 * (to - from)) / (last - first)).toFixed(2)}%)`,
      height: 14,
    });
  const words = (one) => new Date(one * 86400000).toISOString().slice(0, 10);
  return svg(
    "svg",
    {
      class: "strip",
      role: "img",
      width: "100%",
      height: 84,
      "aria-label": `${counted(known.length, "dated statement")} from ${words(first)} to ${words(last)}`,
    },
    box,
    svg("line", { class: "axis", x1: "0", x2: "100%", y1: 36, y2: 36 }),
    marks,
    svg("text", { x: "0", y: 80 }, words(first)),
    svg("text", { x: "100%", y: 80, "text-anchor": "end" }, words(last)),
  );
}
