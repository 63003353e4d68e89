// The case: its index at once, blocks of detail when they are asked for.

let index;
let claims, actors, events, evidence, reports, statements, dates, rules;
let RECORDS;

// Takes the index of the case; what is nothing, none or as usual is not written down in it.
function hold(text) {
  index = JSON.parse(text);
  ({ claims, actors, events, evidence, reports, statements, dates, rules } = index);
  RECORDS = { actor: actors, claim: claims, event: events, evidence, report: reports };
  for (const claim of claims) {
    claim.denial_min ??= 0;
    claim.denial_max ??= 0;
    claim.denials ??= 0;
    claim.kind ??= "fact";
    claim.events ??= [];
    claim.actors ??= [];
  }
  for (const finding of index.findings) {
    finding.severity ??= rules[finding.rule].severity;
    finding.claims ??= [];
    finding.actors ??= [];
  }
}

const NO_LINES = { lines: [], cut: [] };
const NOTHING = {
  support: [],
  denial: [],
  neither: [],
  support_left_out: 0,
  denial_left_out: 0,
  lines_left_out: 0,
  denial_lines_left_out: 0,
  denial_lines: NO_LINES,
  relations: [],
  favours: [],
  against: [],
};

const KINDS = { a: "actor", c: "claim", e: "event", v: "evidence", r: "report", s: "statement" };

// A function of no arguments whose result is kept.
function once(make) {
  let made;
  return () => (made ??= { value: make() }).value;
}

// The texts of index and blocks lie in the page; where they are large together, in one stream, which is unpacked once.
let unpacked = null;
const places = once(() => JSON.parse(document.getElementById("places").textContent));

const textOf = (id) =>
  unpacked
    ? new TextDecoder().decode(unpacked.subarray(...places()[id]))
    : document.getElementById(id).textContent;

async function unpack(packed) {
  const letters = atob(packed);
  const bytes = new Uint8Array(letters.length);
  for (let at = 0; at < letters.length; at++) bytes[at] = letters.charCodeAt(at);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  unpacked = new Uint8Array(await new Response(stream).arrayBuffer());
}

const read = new Map();

function block(id) {
  if (!read.has(id)) read.set(id, JSON.parse(textOf(id)));
  return read.get(id);
}

function claimDetail(claim) {
  const size = index.blocks.claims;
  const { claims: list, words } = block(`claims-${Math.floor(claim / size)}`);
  const detail = list[claim % size];
  return {
    ...NOTHING,
    ...detail,
    why: words[detail.why],
    support_in_words: words[detail.support_in_words],
    denial_in_words: words[detail.denial_in_words] ?? "",
    place: placeOf(detail.place),
  };
}

function statementDetail(statement) {
  const starts = index.blocks.statements;
  let [low, high] = [0, starts.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (starts[middle] <= statement) low = middle;
    else high = middle;
  }
  const { statements: list, words } = block(`claims-${low}`);
  const detail = list[statement - starts[low]];
  return { ...detail, how: words[detail.how], place: placeOf(detail.place) };
}

function findingDetail(finding) {
  const size = index.blocks.findings;
  const detail = block(`findings-${Math.floor(finding / size)}`)[finding % size];
  return {
    help: rules[index.findings[finding].rule].help,
    witness: [],
    ...detail,
    places: detail.places.map(placeOf),
  };
}

// File and line of a record; nothing where it has no place.
function placeOf(place) {
  const [file, line] = place.split(":");
  return line === undefined ? "" : `${index.files[file]}:${line}`;
}

// The name of a record as people read it.
function nameOf(kind, at) {
  if (kind === "claim") return claims[at].text;
  if (kind === "statement") return statements.id[at];
  const { name, id } = RECORDS[kind][at];
  return name === id ? described(kind, at) : name;
}

// What has no name is called by what is known of it.
function described(kind, at) {
  const { id } = RECORDS[kind][at];
  return kind === "evidence" ? artefactNames()[at] : id.replaceAll(/[-_]+/g, " ");
}

const artefactNames = once(() => {
  const names = evidence.map(({ kind, of, producer }) => {
    const event = of.length ? ` of ${nameOf("event", of[0])}` : "";
    return `${kind}${event}${producer === null ? "" : `, made by ${actors[producer].name}`}`;
  });
  const numbers = new Map();
  for (const name of names) numbers.set(name, (numbers.get(name) ?? 0) + 1);
  const words = (at) => evidence[at].id.replaceAll(/[-_]+/g, " ");
  return names.map((name, at) =>
    numbers.get(name) > 1 || !evidence[at].of.length ? `${name} (${words(at)})` : name,
  );
});

function idOf(kind, at) {
  if (kind === "statement") return statements.id[at];
  return kind === "claim" ? claims[at].claim : RECORDS[kind][at].id;
}

// The name of an actor, with what tells it from others of that name.
const namesakes = once(() => {
  const numbers = new Map();
  for (const { name } of actors) numbers.set(name, (numbers.get(name) ?? 0) + 1);
  return numbers;
});

function distinctName(at) {
  const { name, id } = actors[at];
  if (namesakes().get(name) < 2) return name;
  const first = statementsByActor()[at].find((one) => statements.report[one] >= 0);
  if (first === undefined) return `${name} (${id})`;
  const { at: anchor } = statementDetail(first);
  const where = short(nameOf("report", statements.report[first]), 40);
  return `${name} (${anchor ? `${placeWords(anchor)}, ` : ""}${where})`;
}

// Every id with its kind and number: all kinds share one namespace.
const byId = once(() => {
  const all = new Map();
  for (const [kind, list] of Object.entries(RECORDS)) {
    list.forEach((_, at) => all.set(idOf(kind, at), { kind, at }));
  }
  statements.id.forEach((id, at) => all.set(id, { kind: "statement", at }));
  return all;
});

const find = (id) => byId().get(id);
const findAs = (kind, id) => {
  const found = find(id);
  return found?.kind === kind ? found.at : undefined;
};

const stanceOf = (statement) => index.stances[statements.stance[statement]];
const dead = once(() => new Set(statements.dead));
const counts = (statement) => !dead().has(statement);

// The claim on which a statement bears, through the statements that it is about, if any.
function claimOf(statement) {
  let object = statements.object[statement];
  for (let steps = 0; object < 0 && steps < statements.id.length; steps++) {
    object = statements.object[-1 - object];
  }
  return object < 0 ? undefined : object;
}

function gathered(length, pairs) {
  const lists = Array.from({ length }, () => []);
  for (const [at, item] of pairs) lists[at].push(item);
  return lists;
}

const statementsByClaim = once(() =>
  gathered(
    claims.length,
    statements.id.map((_, at) => [claimOf(at), at]).filter(([claim]) => claim !== undefined),
  ),
);
const statementsByActor = once(() =>
  gathered(
    actors.length,
    statements.by.map((by, at) => [by, at]),
  ),
);
const claimsByEvent = once(() => {
  // An event holds the claims about its parts.
  const lists = events.map(() => new Set());
  claims.forEach((claim, at) => {
    for (const event of claim.events) {
      const seen = new Set();
      for (let one = event; one !== null && one !== undefined && !seen.has(one); one = events[one].part_of) {
        seen.add(one);
        lists[one].add(at);
      }
    }
  });
  return lists;
});
const findingsByClaim = once(() =>
  gathered(
    claims.length,
    index.findings.flatMap((finding, at) => finding.claims.map((claim) => [claim, at])),
  ),
);
const findingsByActor = once(() =>
  gathered(
    actors.length,
    index.findings.flatMap((finding, at) => finding.actors.map((actor) => [actor, at])),
  ),
);
// The place of each claim among all by consequence.
const rank = once(() => {
  const places = new Array(claims.length).fill(claims.length);
  index.order.forEach((claim, place) => (places[claim] = place));
  return places;
});

const SUPPORT = new Set(["asserts", "corroborates", "relays"]);

// A date as it is said: what is only known within bounds is said so.
function dateWords(date) {
  return intervalWords(dates[date][0]);
}

function intervalWords(text) {
  const [from, until] = text.split("/");
  if (until === undefined) return text;
  if (from === "..") return `on or before ${until}`;
  return until === ".." ? `on or after ${from}` : `between ${from} and ${until}`;
}

// Whether it is only known to be no later than this.
const isBound = (date) => dates[date][1] === null && dates[date][2] !== null;

// Sorts by the latest day, then the earliest; undated last.
function byDate(one, other) {
  const key = (date) => [dates[date][2] ?? Infinity, dates[date][1] ?? -Infinity];
  const [a, b] = [key(one), key(other)];
  return a[0] === b[0] ? (a[1] === b[1] ? 0 : a[1] - b[1]) : a[0] - b[0];
}

// Where in a report: a bare number is that of a paragraph.
const placeWords = (at) => (/^\d+$/.test(at) ? `paragraph ${at}` : `at ${short(at, 60)}`);

// Where a statement is read: its report, that report's date, and the place within it.
function anchorWords(at) {
  const report = statements.report[at];
  const { at: place } = statementDetail(at);
  return [
    report >= 0 && nameOf("report", report),
    report >= 0 && dates[reports[report].date][0] !== "undated" && dateWords(reports[report].date),
    place && placeWords(place),
  ]
    .filter(Boolean)
    .join(", ");
}

// A statement in words, as hovering over its mark tells it.
function statementTitle(at) {
  const { quote } = statementDetail(at);
  const claim = claimOf(at);
  return [
    `${actors[statements.by[at]].name} ${stanceWords(stanceOf(at))}${claim === undefined ? "" : `: “${short(claims[claim].text, 200)}”`}`,
    dateWords(statements.date[at]),
    quote && `“${short(quote, 300)}”`,
    anchorWords(at),
  ]
    .filter(Boolean)
    .join("\n");
}

// Statements as they were said; of one day, what is said in one's own voice before those who pass it on, and what is said
// of the claim itself before what bears on it through another.
function inOrder(list, claim) {
  const day = (at) => dates[statements.date[at]][2] ?? Infinity;
  const passed = (at) => 2 * Number(stanceOf(at) === "relays") + Number(claimOf(at) !== claim);
  return [...list].sort(
    (a, b) =>
      (day(a) === day(b) ? passed(a) - passed(b) : day(a) - day(b)) ||
      byDate(statements.date[a], statements.date[b]) ||
      a - b,
  );
}
