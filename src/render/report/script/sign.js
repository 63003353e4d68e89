// Signs: a status, a severity, a stance, an interval. Each is a word too.

const statusRecord = (word) => index.statuses.find((status) => status.word === word);

// What a status means; of a day in the past, what had been said by then.
function meaningOf(word) {
  const { meaning } = statusRecord(word);
  return index.as_of ? meaning.replace(/^nobody says so$/, "nobody had said so by then") : meaning;
}

function statusBadge(word) {
  const { sign } = statusRecord(word);
  return el(
    "span",
    { class: `status s-${word}`, title: meaningOf(word) },
    el("span", { class: "sign", "aria-hidden": "true" }, sign),
    ` ${word.replaceAll("-", " ")}`,
  );
}

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
  error: { sign: "×", word: "error", meaning: "cannot stand as it is" },
  warning: { sign: "▲", word: "warning", meaning: "somebody should look" },
  info: { sign: "i", word: "info", meaning: "good to know" },
  note: { sign: "+", word: "strength", meaning: "speaks for it" },
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
  corroborates: { sign: "++", side: "for" },
  relays: { sign: "→", side: "for" },
  questions: { sign: "?", side: "doubt" },
  disputes: { sign: "−", side: "against" },
  retracts: { sign: "←", side: "against" },
  silent: { sign: "…", side: "doubt" },
  declines: { sign: "ø", side: "doubt" },
};

const STANCE_WORDS = { silent: "is silent", declines: "declines to comment" };

const stanceWords = (stance) => STANCE_WORDS[stance] ?? stance;

// The sign of a stance where its word stands beside it.
function stanceSign(stance) {
  const { sign, side } = STANCES[stance];
  return el(
    "span",
    { class: `stance t-${side}`, "aria-hidden": "true" },
    el("span", { class: "sign" }, sign),
  );
}

// The sign alone, its word for those who hear the page.
const stanceMark = (stance) => [stanceSign(stance), unseen(stanceWords(stance))];

const interval = (least, most) => (least === most ? String(least) : `${least}–${most}`);
const supportLines = (claim) => (claim.statements ? interval(claim.lines_min, claim.lines_max) : "–");
const denialLines = (claim) => (claim.denials ? interval(claim.denial_min, claim.denial_max) : "–");
const orNone = (number) => (number ? grouped(number) : "–");

// A bar of claims by status, each part a link to those claims where `href` gives one; where there are several bars,
// as long as its share of the longest.
function statusBar(tally, href, longest) {
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
    {
      class: "statusbar",
      role: "group",
      "aria-label": `${counted(total, "claim")} by status`,
      style: longest ? { width: `${((100 * total) / longest).toFixed(1)}%` } : {},
    },
    tally.filter(([, number]) => number).map(part),
  );
}

// How many of some claims have each status, the best supported first.
function tallied(list) {
  const numbers = new Map();
  for (const claim of list) numbers.set(claims[claim].status, (numbers.get(claims[claim].status) ?? 0) + 1);
  return index.statuses.map(({ word }) => [word, numbers.get(word) ?? 0]).reverse();
}
