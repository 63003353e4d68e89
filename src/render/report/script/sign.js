// Signs: a status, a severity, a stance, an interval. Each is a word too.

const statusRecord = (word) => index.statuses.find((status) => status.word === word);

function statusBadge(word) {
  const { sign, meaning } = statusRecord(word);
  return el(
    "span",
    { class: `status s-${word}`, title: meaning },
    el("span", { class: "sign", "aria-hidden": "true" }, sign),
    ` ${word.replaceAll("-", " ")}`,
  );
}

// The cells that every table of claims has: what it stands on, what it says.
const claimCells = (at) => [
  el("td", statusBadge(claims[at].status)),
  el("th", { scope: "row", class: "text" }, link("claim", at)),
];
const linesCell = (at) =>
  el("td", { class: "number", "data-label": "Lines" }, claims[at].statements ? supportLines(claims[at]) : "–");
const denialCell = (at) => el("td", { class: "number", "data-label": "Denial" }, denialLines(claims[at]));

// The sign alone, its word for those who hear the page.
function statusSign(word) {
  const { sign } = statusRecord(word);
  return el(
    "span",
    { class: `status s-${word} small`, title: word },
    el("span", { class: "sign", "aria-hidden": "true" }, sign),
    unseen(word),
  );
}

const SEVERITIES = {
  error: { sign: "✕", word: "error", meaning: "cannot stand as it is" },
  warning: { sign: "▲", word: "warning", meaning: "somebody should look" },
  info: { sign: "ⓘ", word: "info", meaning: "good to know" },
  note: { sign: "＋", word: "strength", meaning: "speaks for it" },
};

function severityBadge(severity) {
  const { sign, word, meaning } = SEVERITIES[severity];
  return el(
    "span",
    { class: `severity v-${severity}`, title: meaning },
    el("span", { class: "sign", "aria-hidden": "true" }, sign),
    ` ${word}`,
  );
}

const STANCES = {
  asserts: { sign: "+", side: "for" },
  corroborates: { sign: "⧺", side: "for" },
  relays: { sign: "→", side: "for" },
  questions: { sign: "?", side: "doubt" },
  disputes: { sign: "−", side: "against" },
  retracts: { sign: "↩", side: "against" },
  silent: { sign: "…", side: "doubt" },
  declines: { sign: "∅", side: "doubt" },
};

const STANCE_WORDS = { silent: "is silent", declines: "declines to comment" };

function stanceMark(stance) {
  const { sign, side } = STANCES[stance];
  return el(
    "span",
    { class: `stance t-${side}` },
    el("span", { class: "sign", "aria-hidden": "true" }, sign),
    unseen(stance),
  );
}

const interval = (least, most) => (least === most ? String(least) : `${least}–${most}`);
const supportLines = (claim) => interval(claim.lines_min, claim.lines_max);
const denialLines = (claim) => (claim.denials ? interval(claim.denial_min, claim.denial_max) : "–");

// A bar of claims by status, each part a link to those claims where `href` gives one.
function statusBar(tally, href) {
  const total = tally.reduce((sum, [, number]) => sum + number, 0);
  const part = ([word, number]) => {
    const { sign } = statusRecord(word);
    const title = `${word.replaceAll("-", " ")}: ${counted(number, "claim")}`;
    const inner = [
      el("span", { class: "sign", "aria-hidden": "true" }, sign),
      el("span", { class: "number" }, grouped(number)),
    ];
    const look = { class: `s-${word}`, title, "aria-label": title, style: { "flex-grow": String(number) } };
    return href ? el("a", { ...look, href: href(word) }, inner) : el("span", { ...look, role: "img" }, inner);
  };
  return el(
    "div",
    { class: "statusbar", role: "group", "aria-label": `${counted(total, "claim")} by status` },
    tally.filter(([, number]) => number).map(part),
  );
}

// How many of some claims have each status, the best supported first.
function tallied(list) {
  const numbers = new Map();
  for (const claim of list) numbers.set(claims[claim].status, (numbers.get(claims[claim].status) ?? 0) + 1);
  return index.statuses.map(({ word }) => [word, numbers.get(word) ?? 0]).reverse();
}
