// Elements and text. Text from the case only ever becomes a text node or an attribute, cleaned here.

// Characters that act instead of being shown: controls, and those that turn round the text after them.
const ACTING = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

function plain(text) {
  return String(text).replace(ACTING, (sign) => {
    const code = sign.charCodeAt(0);
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    return code === 0x7f ? "\u2421" : "\ufffd";
  });
}

function short(text, most) {
  const clean = plain(text);
  if (clean.length <= most) return clean;
  return `${Array.from(clean.slice(0, most * 2))
    .slice(0, most - 1)
    .join("")
    .trimEnd()}…`;
}

function fill(element, parts) {
  for (const part of parts.flat(Infinity)) {
    if (part === null || part === undefined || part === false) continue;
    if (part instanceof Node) element.append(part);
    else if (typeof part === "object") attributes(element, part);
    else element.append(plain(part));
  }
  return element;
}

function attributes(element, list) {
  for (const [name, value] of Object.entries(list)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") {
      for (const [event, act] of Object.entries(value)) element.addEventListener(event, act);
    } else if (name === "style") {
      for (const [property, set] of Object.entries(value)) element.style.setProperty(property, set);
    } else {
      element.setAttribute(name, value === true ? "" : plain(value));
    }
  }
}

// Puts more into an element.
const put = (element, ...parts) => fill(element, parts);

// An element: attributes and children in any order.
const el = (name, ...parts) => fill(document.createElement(name), parts);
const svg = (name, ...parts) => fill(document.createElementNS("http://www.w3.org/2000/svg", name), parts);

// Text that may be very long: its beginning, and a button for all of it.
const LONG = 1200;

function long(text, make = (words) => words, most = LONG) {
  const clean = plain(text);
  if (clean.length <= most) return make(clean);
  const box = el("span", make(short(clean, most)), " ");
  const all = () => box.replaceChildren(...el("span", make(clean)).childNodes);
  put(
    box,
    el(
      "button",
      { type: "button", class: "whole", on: { click: all } },
      `Show all ${grouped(clean.length)} characters`,
    ),
  );
  return box;
}

// A name, which may be read in the other direction than the text around it.
const bdi = (text) => el("bdi", { dir: "auto" }, long(text));

// Words for a screen reader alone.
const unseen = (text) => el("span", { class: "unseen" }, text);

const address = (kind, id) => `#${kind}-${encodeURIComponent(id)}`;

function link(kind, at, words) {
  const label = words ?? nameOf(kind, at);
  return el("a", { href: address(kind, idOf(kind, at)), class: `to-${kind}` }, bdi(short(label, 240)));
}

// A record named by its letter and number; a statement by its speaker and date.
function mention(named) {
  const [kind, at] = [KINDS[named[0]], Number(named.slice(1))];
  if (kind !== "statement") return link(kind, at);
  return [link(kind, at, actors[statements.by[at]].name), ` (${dateWords(statements.date[at])})`];
}

// Items with something between them; an element is made anew for each place.
function listed(items, between = ", ") {
  const next = typeof between === "function" ? between : () => between;
  return items.map((item, at) => (at ? [next(), item] : item));
}

// A run of text from right to left, its inner blanks and marks included.
const TURNED =
  /([\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc](?:[^\p{Letter}\p{Number}`]*[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u200c-\u200f]+)*)/u;

const turnedNames = once(() =>
  [actors, events, evidence, reports]
    .flatMap((list) => list.map((one) => plain(one.name)))
    .filter((name) => TURNED.test(name))
    .sort((a, b) => b.length - a.length),
);

// A name of the case that holds such text is one piece, with its digits and brackets; else each run is.
function isolated(text) {
  if (!TURNED.test(text)) return text;
  const within = turnedNames().filter((name) => text.includes(name));
  const names = within.map((name) => name.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&"));
  const pieces = names.length ? text.split(new RegExp(`(${names.join("|")})`, "u")) : [text];
  return pieces.map((piece, at) =>
    at % 2 ? bdi(piece) : piece.split(TURNED).map((part, nth) => (nth % 2 ? el("bdi", part) : part)),
  );
}

// Which way a text runs: as its first letter does.
const direction = (text) =>
  /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/.test(/\p{Letter}/u.exec(text)?.[0] ?? "") ? "rtl" : "ltr";

// Where the page shows what a command does.
const COMMANDS = {
  "claimgraph linchpins": ["#linchpins", "the list of linchpins"],
  "claimgraph influence": ["#actors", "the picture of who cites whom"],
};

// What advice calls by the name of its field, for those who do not write the case.
const FIELDS = {
  archive: "an archived copy",
  at: "its place in the report",
  basis: "how the speaker knows",
  cites: "what it rests on",
  hash: "a checksum",
  quote: "the words themselves",
  relays: "passed on from another",
  retracts: "taken back",
  until: "the end of the tie",
};

// Where something is coded: file and line, and on pointing at it the whole path.
const codedAt = (place) => el("code", { class: "coded", title: place }, place.split(/[\\/]/).at(-1));

// A sentence of the engine: ids in backticks become the names of what they stand for, and lead there.
function prose(text) {
  return plain(text)
    .split(/`([^`]+)`/)
    .map((part, at) => {
      if (at % 2 === 0) return isolated(part);
      if (Object.hasOwn(COMMANDS, part)) return el("a", { href: COMMANDS[part][0] }, COMMANDS[part][1]);
      const found = find(part);
      if (!found && Object.hasOwn(FIELDS, part))
        return [FIELDS[part], " (", el("code", part), ")"];
      if (!found || found.kind === "statement") {
        const code = el("code", { dir: "auto" }, short(part, 80));
        return found ? el("a", { href: address("statement", part) }, code) : code;
      }
      const name =
        found.kind === "claim"
          ? (claims[found.at].name ?? claims[found.at].text)
          : nameOf(found.kind, found.at);
      const words = bdi(short(name, 90));
      return [
        found.kind === "claim" && "“",
        el("a", { href: address(found.kind, part), title: short(part, 120) }, words),
        found.kind === "claim" && "”",
      ];
    });
}

const sentence = (text) => {
  const clean = plain(text);
  const start = clean.startsWith("`") ? clean : clean.charAt(0).toUpperCase() + clean.slice(1);
  return /[.?!)]$/.test(start) ? start : `${start}.`;
};

const grouped = (number) => number.toLocaleString("en-GB");
const counted = (number, one, many = `${one}s`) => `${grouped(number)} ${number === 1 ? one : many}`;

// A link to a place outside, where it is a place on the web at all.
function outside(url, words) {
  if (!/^https?:\/\//i.test(url)) return bdi(short(url, 200));
  return el(
    "a",
    { href: url, rel: "noopener noreferrer external", target: "_blank" },
    bdi(short(words ?? url, 120)),
  );
}

// A table of as many rows as are asked for; on a narrow screen each cell names its column.
function listing(caption, columns, items, most, row, more = {}) {
  const box = table(caption, columns, [], { ...more, class: `${more.class ?? ""} stacked`.trim() });
  const body = box.querySelector("tbody");
  const words = columns.map((one) => (one.querySelector("button") ?? one).firstChild?.textContent ?? "");
  const labelled = (item) => {
    const made = row(item);
    [...made.cells].forEach(
      (cell, at) => cell.tagName === "TD" && cell.setAttribute("data-label", words[at]),
    );
    return made;
  };
  return [box, paged(items, most, labelled, (rows) => body.append(...rows))];
}

// A table whose head stays in sight; `columns` are header cells, `rows` row elements.
function table(caption, columns, rows, more = {}) {
  return el(
    "div",
    { class: "wide", tabindex: "0", role: "region", "aria-label": caption },
    el(
      "table",
      more,
      el("caption", { class: "unseen" }, caption),
      el("thead", el("tr", columns)),
      el("tbody", rows),
    ),
  );
}

const column = (words, more = {}) => el("th", { scope: "col", ...more }, words);

// The lists of the page that is shown, and how much of each is to be shown when a reader comes back to it.
// On paper every list begins with a part of what the screen shows, so that there is room for all.
const lists = { all: [], wanted: [], brief: false };

// The first `most` of what `make` makes of each item, and a button for as many more.
function paged(items, most, make, put) {
  let [shown, made] = [0, 0];
  const rest = el("button", { type: "button", class: "more", on: { click: () => more(most) } });
  function more(count) {
    const next = items.slice(shown, shown + count).map(make);
    shown += next.length;
    put(next);
    made = next.reduce((sum, one) => sum + 1 + one.querySelectorAll("*").length, 0);
    rest.hidden = shown >= items.length;
    rest.replaceChildren(
      `Show ${grouped(Math.min(most, items.length - shown))} of ${grouped(items.length - shown)} more`,
    );
  }
  const wanted = lists.wanted[lists.all.length] ?? 0;
  lists.all.push(() => shown);
  more(Math.max(lists.brief ? Math.ceil(most / 4) : most, wanted));
  // Paper has no buttons: what is printed is shown. As many elements as that takes.
  rest.print = (count) => {
    more(count);
    return made;
  };
  rest.left = () => items.length - shown;
  return rest;
}

const select = (label, options, chosen, act) => {
  const box = el(
    "select",
    { on: { change: () => act(box.value) } },
    options.map(([value, words]) => el("option", { value, selected: value === chosen }, short(words, 80))),
  );
  return el("label", { class: "choice" }, el("span", label), box);
};
