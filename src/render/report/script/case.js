// The case: its index at once, blocks of detail when they are asked for.

const index = JSON.parse(document.getElementById("case").textContent);
const { claims, actors, events, evidence, reports, statements, dates, rules } = index;

const RECORDS = { actor: actors, claim: claims, event: events, evidence, report: reports };
const KINDS = { a: "actor", c: "claim", e: "event", v: "evidence", r: "report", s: "statement" };

// A function of no arguments whose result is kept.
function once(make) {
  let made;
  return () => (made ??= { value: make() }).value;
}

const read = new Map();

function block(id) {
  if (!read.has(id)) read.set(id, JSON.parse(document.getElementById(id).textContent));
  return read.get(id);
}

function claimDetail(claim) {
  const size = index.blocks.claims;
  return block(`claims-${Math.floor(claim / size)}`).claims[claim % size];
}

function statementDetail(statement) {
  const starts = index.blocks.statements;
  let [low, high] = [0, starts.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (starts[middle] <= statement) low = middle;
    else high = middle;
  }
  return block(`claims-${low}`).statements[statement - starts[low]];
}

function findingDetail(finding) {
  const size = index.blocks.findings;
  return block(`findings-${Math.floor(finding / size)}`)[finding % size];
}

// The name of a record as people read it: an id that stands for one is read as words, and of two actors of one name
// each is told by where it first speaks.
function nameOf(kind, at) {
  if (kind === "claim") return claims[at].text;
  if (kind === "statement") return statements.id[at];
  const { name, id } = RECORDS[kind][at];
  if (kind === "actor") return namesakes().get(at) ?? name;
  return name === id ? id.replaceAll("-", " ") : name;
}

const namesakes = once(() => {
  const alike = new Map();
  actors.forEach(({ name }, at) => alike.set(name, [...(alike.get(name) ?? []), at]));
  const told = new Map();
  for (const at of [...alike.values()].filter((list) => list.length > 1).flat()) {
    const report = statements.report[statements.by.indexOf(at)] ?? -1;
    const publisher = report < 0 ? null : reports[report].publisher;
    const where = publisher === null || publisher === at ? actors[at].id : actors[publisher].name;
    told.set(at, `${actors[at].name} (${where})`);
  }
  return told;
});

function idOf(kind, at) {
  if (kind === "statement") return statements.id[at];
  return kind === "claim" ? claims[at].claim : RECORDS[kind][at].id;
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
// The findings that are not accepted: those that count.
const openFindings = once(() =>
  index.findings.flatMap((finding, at) => (finding.accepted ? [] : [at])),
);
const findingsBy = (list, of) =>
  gathered(
    list.length,
    openFindings().flatMap((at) => of(index.findings[at]).map((one) => [one, at])),
  );
const findingsByClaim = once(() => findingsBy(claims, (finding) => finding.claims));
const findingsByActor = once(() => findingsBy(actors, (finding) => finding.actors));
// The place of each claim among all by consequence.
const rank = once(() => {
  const places = new Array(claims.length).fill(claims.length);
  index.order.forEach((claim, place) => (places[claim] = place));
  return places;
});

const SUPPORT = new Set(["asserts", "corroborates", "relays"]);

// A date as it is said: what is only known to be no later than its report is said so.
function dateWords(date) {
  const [text] = dates[date];
  const [first, last] = text.split("/");
  if (last === undefined) return text;
  if (first === "..") return `on or before ${last}`;
  return last === ".." ? `on or after ${first}` : `${first} to ${last}`;
}

// Sorts by the latest day, then the earliest; undated last.
function byDate(one, other) {
  const key = (date) => [dates[date][2] ?? Infinity, dates[date][1] ?? -Infinity];
  const [a, b] = [key(one), key(other)];
  return a[0] === b[0] ? (a[1] === b[1] ? 0 : a[1] - b[1]) : a[0] - b[0];
}
