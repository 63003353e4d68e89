// Findings: one as a card, all as a page, one with its rule as a page.

const WITNESS = { line: "line", cut: "cut", cycle: "cycle", chain: "chain", conflict: "conflict" };

const findingAddress = (at) => `#finding-${index.findings[at].fingerprint}`;

// What was found, how it is known and what to do.
function findingCard(at, { heading = "h3", whole = false } = {}) {
  const head = index.findings[at];
  const detail = findingDetail(at);
  const rule = rules[head.rule];
  const part = (words) => el(heading === "h2" ? "h3" : "h4", { class: "part" }, words);
  const proof = [
    detail.witness.length > 0 && [
      part("How it is known"),
      el("ol", { class: "witness" }, detail.witness.map(witnessStep)),
    ],
    part("What to do"),
    el("p", { dir: "auto" }, prose(sentence(detail.help))),
    detail.places.length > 0 &&
      el(
        "p",
        { class: "anchor coded" },
        "Coded at ",
        listed(detail.places.slice(0, 12).map(codedAt)),
        detail.places.length > 12 && ` and ${detail.places.length - 12} more`,
      ),
    whole ? null : el("p", el("a", { href: `#rule-${rule.name}` }, "About this rule")),
  ];
  return el(
    "article",
    { class: `finding v-${head.severity}` },
    el(
      "p",
      { class: "rule" },
      severityBadge(head.severity),
      " ",
      el("a", { href: whole ? `#rule-${rule.name}` : findingAddress(at) }, rule.name),
    ),
    el(heading, { class: "message", dir: "auto" }, long(sentence(detail.message), prose)),
    whole ? proof : el("details", el("summary", "Proof and advice"), proof),
  );
}

// Days as the engine writes them.
const SPAN = /(?:\.\.|\b\d{4}(?:-\d\d){0,2})\/(?:\.\.|\d{4}(?:-\d\d){0,2}\b)/g;

// Of two steps in the same words the day tells which is which.
function saidThen(statement) {
  const date = statements.date[statement];
  return dates[date][0] === "undated" ? "" : `, ${dateWords(date)}`;
}

// What a step is, is said where it is not what the one before was.
function witnessStep([kind, about, text], at, all) {
  const told = at > 0 && all[at - 1][0] === kind;
  const statement = about?.startsWith("s") ? Number(about.slice(1)) : null;
  return el(
    "li",
    el("span", { class: "kind" }, told ? unseen(WITNESS[kind] ?? kind) : (WITNESS[kind] ?? kind)),
    el(
      "div",
      { dir: "auto" },
      long(text.replaceAll(SPAN, (span) => intervalWords(span)), prose),
      " ",
      statement !== null &&
        el(
          "a",
          { href: address("statement", idOf("statement", statement)), class: "go", title: statementTitle(statement) },
          `see the statement${/\d{4}/.test(text.replaceAll(/`[^`]*`/g, "")) ? "" : saidThen(statement)}`,
        ),
    ),
  );
}

function ruleText(rule, heading = "h2") {
  const parts = [
    ["Why it matters", rule.why],
    ["What to do", rule.help],
    ["When it is wrong", rule.caveat],
    ["Source", rule.source],
  ];
  return [
    el("p", { class: "lead" }, "Fires when ", prose(rule.summary), "."),
    parts.map(([words, text]) => [el(heading, words), el("p", prose(sentence(text)))]),
    el(heading, "It fires on"),
    el("pre", { tabindex: "0" }, el("code", rule.fires.trim())),
    el(heading, "It is quiet on"),
    el("pre", { tabindex: "0" }, el("code", rule.clean.trim())),
  ];
}

// The first of some findings, and a button for more.
function findingCards(found, options = {}, most = 12) {
  const list = el("div", { class: "findings" });
  return [
    list,
    paged(
      found,
      most,
      (at) => findingCard(at, options),
      (cards) => list.append(...cards),
    ),
  ];
}

const ORDER = ["error", "warning", "note", "info"];

function findingsPage({ severity = "", rule = "", text = "" }) {
  const page = view(
    "Findings",
    "What is weak, circular or contradictory, and what is strong, each with its proof.",
  );
  const used = [...new Set(index.findings.map((finding) => finding.rule))].sort((a, b) => a - b);
  const go = (change) => replace("findings", { severity, rule, text, ...change });
  const number = (word) => index.findings.filter((finding) => finding.severity === word).length;
  put(
    page,
    el(
      "div",
      { class: "filters", role: "group", "aria-label": "Filters" },
      select(
        "Severity",
        [["", "all"], ...ORDER.map((word) => [word, `${SEVERITIES[word].word} (${number(word)})`])],
        severity,
        (value) => go({ severity: value }),
      ),
      select("Rule", [["", "all"], ...used.map((at) => [rules[at].name, rules[at].name])], rule, (value) =>
        go({ rule: value }),
      ),
      textFilter("Containing", text, (value) => go({ text: value })),
    ),
  );
  const wanted = text.toLowerCase();
  const found = index.findings
    .map((_, at) => at)
    .filter((at) => !severity || index.findings[at].severity === severity)
    .filter((at) => !rule || rules[index.findings[at].rule].name === rule)
    .filter((at) => !wanted || findingDetail(at).message.toLowerCase().includes(wanted))
    .sort(
      (a, b) =>
        ORDER.indexOf(index.findings[a].severity) - ORDER.indexOf(index.findings[b].severity) || a - b,
    );
  if (rule && !used.some((at) => rules[at].name === rule)) unknownFilter(page, "finding of the rule", rule);
  if (severity && !ORDER.includes(severity)) unknownFilter(page, "severity", severity);
  tell(page, `${grouped(found.length)} of ${counted(index.findings.length, "finding")}`);
  put(page, findingCards(found, { heading: "h2" }, 40), acceptedFindings(index.accepted));
  return page;
}

// What somebody accepted: told with the reason, and counted nowhere.
function acceptedFindings(found) {
  if (found.length === 0) return null;
  return el(
    "section",
    { class: "accepted" },
    el("h2", "Accepted ", el("span", { class: "faint" }, grouped(found.length))),
    el(
      "p",
      { class: "note" },
      "Somebody has accepted these findings, for the reason given. They count nowhere.",
    ),
    found.map((one) =>
      el(
        "article",
        { class: "finding" },
        el(
          "p",
          { class: "rule" },
          severityBadge(one.severity),
          " ",
          el("a", { href: `#rule-${rules[one.rule].name}` }, rules[one.rule].name),
        ),
        el("h3", { class: "message", dir: "auto" }, long(sentence(one.message), prose)),
        el(
          "p",
          { class: "anchor" },
          "Accepted: ",
          long(one.because, isolated, 400),
          one.place && [" · ", codedAt(one.place)],
        ),
      ),
    ),
  );
}

function findingPage(fingerprint) {
  const at = index.findings.findIndex((finding) => finding.fingerprint === fingerprint);
  if (at < 0) return missing("finding", fingerprint);
  const rule = rules[index.findings[at].rule];
  const page = view(`A finding: ${rule.name.replaceAll("-", " ")}`, null, [["#findings", "Findings"]]);
  put(
    page,
    findingCard(at, { heading: "h2", whole: true }),
    claimList("Claims it is about", index.findings[at].claims),
    el("h2", "The rule"),
    el("div", { class: "prose" }, ruleText(rule, "h3")),
  );
  return page;
}

function rulePage(name) {
  const at = rules.findIndex((rule) => rule.name === name);
  if (at < 0) return missing("rule", name);
  const rule = rules[at];
  const page = view(rule.name, null, [["#rules", "Rules"]]);
  const found = index.findings.flatMap((finding, one) => (finding.rule === at ? [one] : []));
  put(
    page,
    el(
      "p",
      { class: "facts" },
      severityBadge(rule.severity),
      ` · ${rule.family} · since ${rule.since} · `,
      found.length
        ? el("a", { href: `#findings?rule=${rule.name}` }, counted(found.length, "finding"), " here")
        : "nothing found here",
    ),
    el("div", { class: "prose" }, ruleText(rule)),
  );
  return page;
}

function rulesPage() {
  const page = view("Rules", "What was looked for. A rule that found nothing is an answer too.");
  const numbers = new Map();
  for (const finding of index.findings) numbers.set(finding.rule, (numbers.get(finding.rule) ?? 0) + 1);
  const row = (at) =>
    el(
      "tr",
      el("th", { scope: "row" }, el("a", { href: `#rule-${rules[at].name}` }, rules[at].name)),
      el("td", severityBadge(rules[at].severity)),
      el("td", { class: "text" }, prose(rules[at].summary)),
      el(
        "td",
        { class: "number" },
        numbers.get(at) ? el("a", { href: `#findings?rule=${rules[at].name}` }, String(numbers.get(at))) : "–",
      ),
    );
  for (const family of new Set(rules.map((rule) => rule.family))) {
    const own = rules.flatMap((rule, at) => (rule.family === family ? [at] : []));
    const columns = [column("Rule"), column("Severity"), column("Fires when"), column("Found", { class: "number" })];
    put(page, el("h2", family), listing(`Rules: ${family}`, columns, own, own.length, row));
  }
  return page;
}
