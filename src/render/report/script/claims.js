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
    order: (a, b) => claims[a].lines_min - claims[b].lines_min || claims[a].lines_max - claims[b].lines_max,
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

// All that is searched of a claim.
const searched = once(() =>
  claims.map((claim, at) => {
    const speakers = statementsByClaim()[at].map((statement) => actors[statements.by[statement]].name);
    return [
      claim.text,
      claim.claim,
      claim.name,
      ...claim.events.map((event) => events[event].name),
      ...new Set(speakers),
    ]
      .filter(Boolean)
      .join(" ")
      .toLowerCase();
  }),
);

function filtered({ status = "", text = "", event = "", actor = "", kind = "", finding = "" }) {
  let found = [...index.order];
  const wanted = status.split(",").filter((word) => statusRecord(word));
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
  for (const word of text.toLowerCase().split(/\s+/).filter(Boolean)) {
    found = found.filter((claim) => searched()[claim].includes(word));
  }
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
  const found = filtered(state);
  const by = COLUMNS.find(({ key }) => key === sort) ?? COLUMNS[0];
  found.sort((a, b) => (down ? -1 : 1) * by.order(a, b) || rank()[a] - rank()[b]);
  const only = [status, text, event, actor, kind, finding].some(Boolean);
  const unknown = status.split(",").filter((word) => word && !statusRecord(word));
  tell(
    page,
    (only && unknown.length ? `There is no status “${short(unknown.join(", "), 80)}”. ` : "") + (only ? `${grouped(found.length)} of ${counted(claims.length, "claim")}` : counted(claims.length, "claim")),
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
  const box = table("Claims", heads, [], { class: "claims" });
  const body = box.querySelector("tbody");
  put(
    page,
    box,
    paged(found, 100, claimRow, (rows) => body.append(...rows)),
  );
  if (found.length === 0) put(page, el("p", { class: "note" }, "No claim is like that."));
  box.addEventListener("keydown", walkRows);
  return page;
}

// The filters for an event and for a speaker, which several pages have.
function eventFilter(event, act) {
  return events.length > 0 && select("Event", [["", "all"], ...events.map((one, at) => [one.id, nameOf("event", at)])], event, act);
}

function speakerFilter(actor, act) {
  const speaking = actors
    .map((_, at) => at)
    .filter((at) => statementsByActor()[at].length)
    .sort((a, b) => nameOf("actor", a).localeCompare(nameOf("actor", b)));
  return (
    speaking.length > 0 &&
    select("Speaker", [["", "all"], ...speaking.map((at) => [actors[at].id, nameOf("actor", at)])], actor, act)
  );
}

function claimFilters(state, go) {
  const { status = "", text = "", event = "", actor = "", kind = "", finding = "" } = state;
  const chosen = new Set(status.split(",").filter(Boolean));
  const toggle = (word) => {
    if (!chosen.delete(word)) chosen.add(word);
    go({ status: [...chosen].join(",") });
  };
  // As many as would be shown, were this status chosen.
  const known = new Set(claims.map((claim) => claim.status));
  const chips = tallied(filtered({ ...state, status: "" }))
    .filter(([word]) => known.has(word) || chosen.has(word))
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
  const used = [...new Set(openFindings().map((at) => index.findings[at].rule))].sort((a, b) => a - b);
  const kinds = [...new Set(claims.map((claim) => claim.kind))];
  return [
    el("div", { class: "chips", role: "group", "aria-label": "Only these statuses" }, chips),
    el(
      "div",
      { class: "filters", role: "group", "aria-label": "Filters" },
      textFilter("Containing", text, (value) => go({ text: value })),
      eventFilter(event, (value) => go({ event: value })),
      speakerFilter(actor, (value) => go({ actor: value })),
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

function claimRow(at) {
  const claim = claims[at];
  const found = findingsByClaim()[at];
  const sharpest = ORDER.find((severity) => found.some((one) => index.findings[one].severity === severity));
  return el(
    "tr",
    el("td", { class: "number faint rank" }, grouped(rank()[at] + 1)),
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
    ),
    linesCell(at),
    denialCell(at),
    el("td", { class: "number", "data-label": "Said" }, grouped(claim.statements)),
    el("td", { class: "number", "data-label": "Denied" }, claim.denials ? grouped(claim.denials) : "–"),
    el("td", { class: "date", "data-label": "Last" }, claim.last ?? "undated"),
    el(
      "td",
      { class: "number", "data-label": "Findings" },
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

// A short table of some claims within another page.
function claimList(caption, list) {
  if (list.length === 0) return null;
  const box = table(
    caption,
    [
      column("Status"),
      column("Claim"),
      column("Lines", { class: "number" }),
      column("Denial", { class: "number" }),
    ],
    [],
    { class: "claims" },
  );
  const body = box.querySelector("tbody");
  const row = (at) => el("tr", claimCells(at), linesCell(at), denialCell(at));
  const rest = paged(
    [...list].sort((a, b) => rank()[a] - rank()[b]),
    50,
    row,
    (rows) => body.append(...rows),
  );
  return [el("h2", caption, " ", el("span", { class: "faint" }, grouped(list.length))), box, rest];
}
