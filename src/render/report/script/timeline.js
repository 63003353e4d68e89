// The timeline: event by event, who said what when.

function timelinePage({ event = "" }) {
  const page = view("Timeline", "What was said about each event, in the order in which it was said.");
  const only = event && findAs("event", event);
  const list = timed();
  put(
    page,
    el(
      "div",
      { class: "filters", role: "group", "aria-label": "Filters" },
      eventFilter(event, (change) => replace("timeline", change)),
    ),
    strokes(),
  );
  tellUnknown(page, { event });
  const shown =
    event && only === undefined
      ? []
      : event
        ? [list.find((one) => one.event === only) ?? { event: only, said: [] }]
        : list;
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
  return [...said]
    .map(([event, set]) => ({ event, said: [...set] }))
    .filter((one) => one.said.length)
    .sort((a, b) => (a.event < 0) - (b.event < 0) || byStart(a.event, b.event));
});

// Sorts events by the day on which they began; undated last.
function byStart(one, other) {
  const day = (at) => dates[events[at]?.date]?.[1] ?? dates[events[at]?.date]?.[2] ?? 1e9;
  return day(one) - day(other) || one - other;
}

function strokes() {
  const entry = (side, words) =>
    el("li", el("span", { class: `dot t-${side}`, "aria-hidden": "true" }), words);
  return el(
    "ul",
    { class: "key", "aria-label": "Signs" },
    entry("for", "support"),
    entry("against", "denial"),
    entry("doubt", "neither"),
    entry("for open", "hollow: on or before that day; when exactly is not known"),
    entry("event", "the event"),
  );
}

function eventLine({ event, said }, whole) {
  const record = events[event];
  const sorted = inOrder(said);
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
            dates[record.date][0] !== "undated" && dateWords(record.date),
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
          stanceSign(stance),
          " ",
          link("actor", statements.by[at]),
          " ",
          el(
            "a",
            { href: address("statement", statements.id[at]), class: "verb", title: statementTitle(at) },
            stanceWords(stance),
          ),
          " ",
          claim !== undefined && link("claim", claim),
        );
      }),
    ),
  );
}

// A line with fewer marks than this, or with all of them on one day, says no more than the list below it: paper is
// spared it.
const SPARSE = 3;

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
    const { side } = STANCES[stanceOf(at)];
    const key = `${side} ${date[2]}`;
    const nth = taken.get(key) ?? 0;
    taken.set(key, nth + 1);
    if (nth < 5) marks.push(mark(at, side, x(date[2]), nth));
  }
  const days = new Set(known.map(([, date]) => date[2]));
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
  return svg(
    "svg",
    {
      class: `strip${marks.length < SPARSE || days.size < 2 ? " sparse" : ""}`,
      role: "img",
      width: "100%",
      height: 84,
      "aria-label": `${counted(known.length, "dated statement")}: ${spoken(known.map(([at]) => at))}`,
    },
    box,
    svg("line", { class: "axis", x1: x(first), x2: x(last), y1: 36, y2: 36 }),
    ticks(first, last).map((one) =>
      svg("line", { class: "axis", x1: x(one), x2: x(one), y1: 32, y2: 40 }, svg("title", dayWords(one))),
    ),
    marks,
    svg("text", { x: x(first), y: 80 }, dayWords(first)),
    named(first, last).map(([one, share]) =>
      svg(
        "text",
        { class: `between${share < NARROW_SHARE ? " close" : ""}`, x: x(one), y: 80, "text-anchor": "middle" },
        dayWords(one).slice(0, 7),
      ),
    ),
    svg("text", { x: x(last), y: 80, "text-anchor": "end" }, dayWords(last)),
  );
}

// How much of a line lies between two names on it, at least; between the two ends and others, as they are longer, half
// as much again. On a phone it is more.
const SHARE = 0.1;
const NARROW_SHARE = 0.19;

// The days that are named between the two ends, each with the share of the line that is free beside it.
function named(first, last) {
  const all = ticks(first, last);
  const share = (days) => days / (last - first);
  const gap = all.length > 1 ? share(all[1] - all[0]) : 1;
  return all
    .map((one) => [one, Math.min(gap, share(one - first) / 1.5, share(last - one) / 1.5)])
    .filter(([, free]) => free > SHARE);
}

// When some statements were made, in their order.
function spoken(sorted) {
  const words = [...new Set(sorted.map((at) => dateWords(statements.date[at])))];
  return words.length > 3 ? `${words[0]} to ${words.at(-1)}` : words.join(", ");
}

const dayWords = (day) => new Date(day * 86400000).toISOString().slice(0, 10);

// The first days of so many months, quarters or years between two days that there are at most seven.
function ticks(first, last) {
  for (const step of [1, 3, 12, 60, 120, 1200]) {
    const found = [];
    const start = new Date(first * 86400000);
    for (let month = 12 * start.getUTCFullYear() + start.getUTCMonth() + 1; ; month++) {
      const day = Date.UTC(Math.floor(month / 12), month % 12) / 86400000;
      if (day >= last || found.length > 7) break;
      if (month % step === 0) found.push(day);
    }
    if (found.length <= 7) return found;
  }
  return [];
}

// A statement as a mark that tells it and leads to it; hollow where only the latest day is known.
function mark(at, side, x, nth) {
  const y = { for: 26 - 7 * nth, against: 46 + 7 * nth, doubt: 36 }[side];
  const look = { class: `dot t-${side}${isBound(statements.date[at]) ? " open" : ""}` };
  // The shape tells the stance, its ground how well the day is known.
  const square = (size) => ({ ...look, x, y: y - size / 2, width: size, height: size });
  const shape = {
    for: () => svg("circle", { ...look, cx: x, cy: y, r: 3 }),
    against: () => svg("rect", { ...square(6), transform: "translate(-3 0)" }),
    doubt: () => svg("svg", { x, y, overflow: "visible" }, svg("path", { ...look, d: "M0 -4L4 0L0 4L-4 0Z" })),
  }[side]();
  const to = address("statement", statements.id[at]);
  return svg(
    "g",
    { "data-at": at, on: { click: () => (location.hash = to) } },
    svg("title", statementTitle(at)),
    shape,
  );
}
