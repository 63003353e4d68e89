// The table of claims: sorted, filtered, searched. Its state is in the address, so that it can be passed on.

const COLUMNS = [
  {
    key: "matter",
    words: "Rank",
    title: "By consequence: findings, conflict, how much is said",
    order: (a, b) => rank()[a] - rank()[b],
  },
  { key: "status", words: "Status", order: (a, b) => statusOrder(a) - statusOrder(b) },
  { key: "claim", words: "Claim", order: (a, b) => claims[a].text.localeCompare(claims[b].text) },
  {
    key: "lines",
    words: "Lines",
    number: true,
    title: "Independent lines of support",
    order: (a, b) =>
      Math.sign(claims[a].statements) - Math.sign(claims[b].statements) ||
      claims[a].lines_min - claims[b].lines_min ||
      claims[a].lines_max - claims[b].lines_max,
  },
  {
    key: "denial",
    words: "Denial",
    number: true,
    title: "Independent lines of denial",
    order: (a, b) => claims[a].denial_max - claims[b].denial_max,
  },
  {
    key: "said",
    words: "Said",
    number: true,
    title: "Statements in support",
    order: (a, b) => claims[a].statements - claims[b].statements,
  },
  {
    key: "denied",
    words: "Denied",
    number: true,
    title: "Statements in denial",
    order: (a, b) => claims[a].denials - claims[b].denials,
  },
  {
    key: "last",
    words: "Last",
    title: "Latest statement",
    order: (a, b) => (claims[a].last ?? "").localeCompare(claims[b].last ?? ""),
  },
  {
    key: "findings",
    words: "Findings",
    number: true,
    order: (a, b) => findingsByClaim()[a].length - findingsByClaim()[b].length,
  },
];

const statusOrder = (claim) => index.statuses.findIndex(({ word }) => word === claims[claim].status);

function textFilter(label, value, act) {
  let waiting;
  const box = el("input", {
    type: "search",
    value,
    autocomplete: "off",
    spellcheck: "false",
    on: {
      input: () => {
        clearTimeout(waiting);
        waiting = setTimeout(() => act(box.value), 250);
      },
    },
  });
  return el("label", { class: "choice" }, el("span", label), box);
}

// All that is searched of a claim: what its row shows, then what it does not show.
const searched = once(() =>
  claims.map((claim, at) => {
    const speakers = statementsByClaim()[at].map((statement) => actors[statements.by[statement]].name);
    return {
      shown: [claim.text, ...claim.events.map((event) => events[event].name)].join(" ").toLowerCase(),
      hidden: [claim.name, claim.claim, ...new Set(speakers)].filter(Boolean),
    };
  }),
);

const wordsOf = (text) => text.toLowerCase().split(/\s+/).filter(Boolean);
const holds = ({ shown, hidden }, word) =>
  shown.includes(word) || hidden.some((one) => one.toLowerCase().includes(word));

// Why a claim was found where its row does not show the words: who says so, or how it is coded.
function whyFound(claim, text) {
  const { shown, hidden } = searched()[claim];
  const elsewhere = wordsOf(text)
    .filter((word) => !shown.includes(word))
    .map((word) => hidden.find((one) => one.toLowerCase().includes(word)));
  if (elsewhere.length === 0) return null;
  const { name, claim: id } = claims[claim];
  const told = (one) =>
    one === id || one === name ? ["coded as ", bdi(short(one, 80))] : ["spoken of by ", bdi(short(one, 80))];
  return el("span", { class: "about why" }, listed([...new Set(elsewhere)].map(told)));
}

// A filter that means nothing here is said, and shows nothing.
function unknownFilter(page, kind, value) {
  put(page, el("p", { class: "note" }, `This report has no ${kind} “${short(value, 80)}”.`));
}

function tellUnknown(page, { status = "", event = "", actor = "", speaker = "", kind = "", finding = "" }) {
  for (const word of status.split(",").filter(Boolean)) {
    if (!statusRecord(word)) unknownFilter(page, "status", word);
  }
  if (event && findAs("event", event) === undefined) unknownFilter(page, "event", event);
  const who = actor || speaker;
  if (who && findAs("actor", who) === undefined) unknownFilter(page, "actor", who);
  if (kind && !claims.some((claim) => claim.kind === kind)) unknownFilter(page, "kind of claim", kind);
  if (finding && finding !== "any" && !rules.some((rule) => rule.name === finding))
    unknownFilter(page, "rule", finding);
}

// The claims that fit, by consequence. An actor is called `speaker` too.
function filtered({ status = "", text = "", event = "", actor = "", speaker = "", kind = "", finding = "" }) {
  let found = [...index.order];
  actor ||= speaker;
  const wanted = status.split(",").filter(Boolean);
  if (wanted.length) found = found.filter((claim) => wanted.includes(claims[claim].status));
  if (kind) found = found.filter((claim) => claims[claim].kind === kind);
  if (event) {
    const at = findAs("event", event);
    const within = at === undefined ? new Set() : claimsByEvent()[at];
    found = found.filter((claim) => within.has(claim));
  }
  if (actor) {
    const at = findAs("actor", actor);
    const spoken = new Set(at === undefined ? [] : statementsByActor()[at].map(claimOf));
    found = found.filter((claim) => spoken.has(claim));
  }
  if (finding) {
    found = found.filter((claim) =>
      findingsByClaim()[claim].some(
        (at) => finding === "any" || rules[index.findings[at].rule].name === finding,
      ),
    );
  }
  for (const word of wordsOf(text)) found = found.filter((claim) => holds(searched()[claim], word));
  return found;
}

function claimsPage(state) {
  const {
    status = "",
    text = "",
    event = "",
    actor = "",
    kind = "",
    finding = "",
    sort = "matter",
    down = "",
  } = state;
  const page = view("Claims", "Every claim with what it stands on.");
  const go = (change) => replace("claims", { ...state, ...change });
  put(page, claimFilters(state, go));
  tellUnknown(page, state);
  const found = filtered(state);
  const by = COLUMNS.find(({ key }) => key === sort) ?? COLUMNS[0];
  found.sort((a, b) => (down ? -1 : 1) * by.order(a, b) || rank()[a] - rank()[b]);
  const only = [status, text, event, actor, kind, finding].some(Boolean);
  tell(
    page,
    only ? `${grouped(found.length)} of ${counted(claims.length, "claim")}` : counted(claims.length, "claim"),
    only && [" · ", el("a", { href: "#claims" }, "show all")],
  );
  const heads = COLUMNS.map(({ key, words, number, title }) => {
    const sorted = by.key === key;
    // Numbers are asked for from the top.
    const turn = sorted ? !down : Boolean(number) || key === "last";
    const press = el(
      "button",
      { type: "button", title, on: { click: () => go({ sort: key, down: turn ? "1" : "" }) } },
      words,
      el("span", { class: "way", "aria-hidden": "true" }, sorted ? (down ? "▼" : "▲") : ""),
    );
    return el(
      "th",
      {
        scope: "col",
        class: `k-${key}${number ? " number" : ""}`,
        "aria-sort": sorted ? (down ? "descending" : "ascending") : "none",
      },
      press,
    );
  });
  const [box, rest] = listing("Claims", heads, found, 100, (claim) => claimRow(claim, text), {
    class: "claims",
  });
  put(page, found.length > 0 && [box, rest]);
  if (found.length === 0) put(page, el("p", { class: "note" }, "No claim is like that."));
  box.addEventListener("keydown", walkRows);
  return page;
}

// Those who speak, by name, to choose from.
const speakers = once(() =>
  actors
    .map((_, at) => at)
    .filter((at) => statementsByActor()[at].length)
    .sort((a, b) => actors[a].name.localeCompare(actors[b].name)),
);

const eventFilter = (event, go) =>
  events.length > 0 &&
  select("Event", [["", "all"], ...events.map((one, at) => [one.id, nameOf("event", at)])], event, (value) =>
    go({ event: value }),
  );

const speakerFilter = (actor, go) =>
  speakers().length > 0 &&
  select(
    "Speaker",
    [["", "all"], ...speakers().map((at) => [actors[at].id, distinctName(at)])],
    actor,
    (value) => go({ actor: value }),
  );

function claimFilters({ status = "", text = "", event = "", actor = "", kind = "", finding = "" }, go) {
  const chosen = new Set(status.split(",").filter(Boolean));
  const toggle = (word) => {
    if (!chosen.delete(word)) chosen.add(word);
    go({ status: [...chosen].join(",") });
  };
  // As many as would be shown if only this status were asked for beside the other filters.
  const chips = tallied(filtered({ text, event, actor, kind, finding }))
    .filter(([word]) => chosen.has(word) || claims.some((claim) => claim.status === word))
    .map(([word, number]) =>
      el(
        "button",
        {
          type: "button",
          class: `chip s-${word}`,
          "aria-pressed": String(chosen.has(word)),
          on: { click: () => toggle(word) },
        },
        el("span", { class: "sign", "aria-hidden": "true" }, statusRecord(word).sign),
        ` ${word.replaceAll("-", " ")} `,
        el("span", { class: "number" }, grouped(number)),
      ),
    );
  const used = [...new Set(index.findings.map((one) => one.rule))].sort((a, b) => a - b);
  const kinds = [...new Set(claims.map((claim) => claim.kind))];
  return [
    el("div", { class: "chips", role: "group", "aria-label": "Only these statuses" }, chips),
    el(
      "div",
      { class: "filters", role: "group", "aria-label": "Filters" },
      textFilter("Containing", text, (value) => go({ text: value })),
      eventFilter(event, go),
      speakerFilter(actor, go),
      used.length > 0 &&
        select(
          "Finding",
          [["", "all"], ["any", "any finding"], ...used.map((at) => [rules[at].name, rules[at].name])],
          finding,
          (value) => go({ finding: value }),
        ),
      kinds.length > 1 &&
        select("Kind", [["", "all"], ...kinds.map((one) => [one, one])], kind, (value) =>
          go({ kind: value }),
        ),
    ),
  ];
}

function claimRow(at, text) {
  const claim = claims[at];
  const found = findingsByClaim()[at];
  const sharpest = ORDER.find((severity) => found.some((one) => index.findings[one].severity === severity));
  return el(
    "tr",
    el("td", { class: "number faint" }, grouped(rank()[at] + 1)),
    el("td", statusBadge(claim.status)),
    el(
      "th",
      { scope: "row", class: "text" },
      el(
        "a",
        { href: address("claim", claim.claim), class: "to-claim" },
        el("bdi", { dir: "auto", class: "clamp" }, short(claim.text, 400)),
      ),
      el(
        "span",
        { class: "about" },
        listed(
          claim.events.slice(0, 2).map((event) => link("event", event)),
          " · ",
        ),
      ),
      whyFound(at, text),
    ),
    el("td", { class: "number" }, supportLines(claim)),
    el("td", { class: "number" }, denialLines(claim)),
    el("td", { class: "number" }, orNone(claim.statements)),
    el("td", { class: "number" }, orNone(claim.denials)),
    el("td", { class: "date" }, claim.last ?? "undated"),
    el(
      "td",
      { class: "number" },
      found.length
        ? el(
            "span",
            {
              class: `v-${sharpest}`,
              title: listed(found.map((one) => rules[index.findings[one].rule].name)).join(""),
            },
            el("span", { class: "sign", "aria-hidden": "true" }, SEVERITIES[sharpest].sign),
            ` ${found.length}`,
            unseen(`, ${SEVERITIES[sharpest].word}`),
          )
        : "–",
    ),
  );
}

// The arrow keys go from claim to claim.
function walkRows(event) {
  const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const row = event.target.closest?.("tbody tr");
  if (!way || !row) return;
  const next = way > 0 ? row.nextElementSibling : row.previousElementSibling;
  next?.querySelector("a.to-claim")?.focus();
  event.preventDefault();
}

// A short table of some claims within another page; where it was searched for, with why each was found.
function claimList(caption, list, text = "") {
  if (list.length === 0) return null;
  const columns = [
    column("Status"),
    column("Claim"),
    column("Lines", { class: "number" }),
    column("Denial", { class: "number" }),
  ];
  const row = (at) =>
    el(
      "tr",
      el("td", statusBadge(claims[at].status)),
      el("th", { scope: "row", class: "text" }, link("claim", at), whyFound(at, text)),
      el("td", { class: "number" }, supportLines(claims[at])),
      el("td", { class: "number" }, denialLines(claims[at])),
    );
  const sorted = [...list].sort((a, b) => rank()[a] - rank()[b]);
  return [
    el("h2", caption, " ", el("span", { class: "faint" }, grouped(list.length))),
    listing(caption, columns, sorted, 50, row, { class: "claims" }),
  ];
}
