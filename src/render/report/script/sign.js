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

// A bar of claims by status, to scale: what is written in it would make small parts larger. `longest`: as long as its
// share of the most that are compared.
function statusBar(tally, longest) {
  const total = tally.reduce((sum, [, number]) => sum + number, 0);
  const told = tally.filter(([, number]) => number);
  const words = ([word, number]) => `${word.replaceAll("-", " ")}: ${grouped(number)}`;
  return el(
    "span",
    {
      class: "statusbar",
      role: "img",
      "aria-label": `${counted(total, "claim")} by status: ${told.map(words).join(", ")}`,
      style: longest ? { width: `${((100 * total) / longest).toFixed(2)}%` } : {},
    },
    told.map(([word, number]) =>
      el("span", { class: `s-${word}`, title: words([word, number]), style: { "flex-grow": String(number) } }),
    ),
  );
}

// The same in numbers, each a link to those claims where `href` gives one.
function statusTally(tally, href) {
  const part = ([word, number]) => {
    const inner = [statusSign(word), " ", grouped(number)];
    return href ? el("a", { href: href(word) }, inner) : el("span", inner);
  };
  return el("span", { class: "tally" }, listed(tally.filter(([, number]) => number).map(part), " "));
}

// How many of some claims have each status, the best supported first.
function tallied(list) {
  const numbers = new Map();
  for (const claim of list) numbers.set(claims[claim].status, (numbers.get(claims[claim].status) ?? 0) + 1);
  return index.statuses.map(({ word }) => [word, numbers.get(word) ?? 0]).reverse();
}
