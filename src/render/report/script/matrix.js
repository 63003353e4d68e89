// The matrix: claims down, speakers across, in each cell the stance.

function matrixPage({ event = "", actor = "", rows = "40" }) {
  const page = view("Matrix", "Who takes which stance on which claim. Speakers of one side stand together.");
  const go = (change) => replace("matrix", { event, actor, rows, ...change });
  const speaking = actors
    .map((_, at) => at)
    .filter((at) => statementsByActor()[at].length)
    .sort((a, b) => actors[a].name.localeCompare(actors[b].name));
  put(
    page,
    el(
      "div",
      { class: "filters", role: "group", "aria-label": "Filters" },
      events.length > 0 &&
        select("Event", [["", "all"], ...events.map((one) => [one.id, one.name])], event, (value) =>
          go({ event: value }),
        ),
      speaking.length > 0 &&
        select(
          "Speaker",
          [["", "all"], ...speaking.map((at) => [actors[at].id, actors[at].name])],
          actor,
          (value) => go({ actor: value }),
        ),
      select(
        "Rows",
        [
          ["40", "40"],
          ["100", "100"],
          ["300", "300"],
        ],
        rows,
        (value) => go({ rows: value }),
      ),
    ),
    el(
      "ul",
      { class: "key", "aria-label": "Signs" },
      Object.keys(STANCES).map((stance) =>
        el("li", stanceMark(stance), ` ${STANCE_WORDS[stance] ?? stance}`),
      ),
    ),
  );
  const said = filtered({ event, actor }).filter((claim) => statementsByClaim()[claim].length);
  const shown = said.slice(0, Number(rows) || 40);
  const { heads, cells, leftOut } = crossed(shown);
  tell(page, [
    `${counted(shown.length, "claim")} by ${counted(heads.length, "speaker")}`,
    said.length > shown.length && `; ${grouped(said.length - shown.length)} more claims, by consequence`,
    leftOut > 0 && `; ${grouped(leftOut)} who say less have no column`,
  ]);
  if (shown.length === 0) put(page, el("p", { class: "note" }, "Nobody says anything here."));
  else put(page, grid(shown, heads, cells));
  return page;
}

// The speakers on some claims, those of one side together, and what each says of each.
function crossed(shown, most = 48) {
  const cells = new Map();
  const weight = new Map();
  for (const claim of shown) {
    for (const at of statementsByClaim()[claim].filter(counts)) {
      const key = `${claim} ${statements.by[at]}`;
      if (!cells.has(key)) cells.set(key, []);
      cells.get(key).push(at);
      weight.set(statements.by[at], (weight.get(statements.by[at]) ?? 0) + 1);
    }
  }
  const heaviest = [...weight.keys()].sort((a, b) => weight.get(b) - weight.get(a) || a - b);
  const kept = heaviest.slice(0, most);
  const sides = new Map();
  for (const at of kept) sides.set(actors[at].side, (sides.get(actors[at].side) ?? 0) + weight.get(at));
  const heads = kept.sort(
    (a, b) =>
      sides.get(actors[b].side) - sides.get(actors[a].side) ||
      actors[a].side - actors[b].side ||
      weight.get(b) - weight.get(a) ||
      a - b,
  );
  return { heads, cells, leftOut: heaviest.length - kept.length };
}

function grid(shown, heads, cells) {
  const groups = [];
  for (const at of heads) {
    if (groups.at(-1)?.side === actors[at].side) groups.at(-1).count += 1;
    else groups.push({ side: actors[at].side, count: 1 });
  }
  const first = new Set();
  let column = 0;
  for (const group of groups) {
    first.add(column);
    column += group.count;
  }
  const sides = el(
    "tr",
    { class: "groups" },
    el("td", { colspan: "2" }),
    groups.map(({ side, count }) =>
      count > 1
        ? el(
            "th",
            { scope: "colgroup", colspan: String(count), class: "first" },
            link("actor", side, short(actors[side].name, 8 * count)),
          )
        : el("td", { class: "first" }),
    ),
  );
  const names = el(
    "tr",
    el("th", { scope: "col", class: "claim-head" }, "Claim"),
    el("th", { scope: "col" }, unseen("Status")),
    heads.map((at, nth) =>
      el(
        "th",
        { scope: "col", class: `turned${first.has(nth) ? " first" : ""}` },
        el("span", link("actor", at, short(actors[at].name, 27))),
      ),
    ),
  );
  const body = shown.map((claim) =>
    el(
      "tr",
      el("th", { scope: "row", class: "text" }, link("claim", claim, short(claims[claim].text, 140))),
      el("td", statusSign(claims[claim].status)),
      heads.map((at, nth) => cell(cells.get(`${claim} ${at}`), first.has(nth))),
    ),
  );
  const box = el(
    "div",
    { class: "wide tall", tabindex: "0", role: "region", "aria-label": "Matrix of claims and speakers" },
    el(
      "table",
      { class: "matrix" },
      el("caption", { class: "unseen" }, "Claims and speakers"),
      el("thead", sides, names),
      el("tbody", body),
    ),
  );
  box.addEventListener("keydown", walkCells);
  return box;
}

function cell(said, first) {
  const look = first ? "first" : null;
  if (!said) return el("td", { class: look });
  const kinds = [...new Set(said.map(stanceOf))];
  const title = said
    .map(
      (at) =>
        `${actors[statements.by[at]].name} ${STANCE_WORDS[stanceOf(at)] ?? stanceOf(at)}, ${dateWords(statements.date[at])}`,
    )
    .join("\n");
  return el(
    "td",
    { class: `${look ?? ""} full` },
    el(
      "a",
      { href: address("statement", statements.id[said[0]]), title },
      kinds.map(stanceMark),
      said.length > kinds.length && el("sup", String(said.length)),
    ),
  );
}

// The arrow keys go from filled cell to filled cell.
function walkCells(event) {
  const here = event.target.closest?.("td.full, tbody th");
  const step = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] }[event.key];
  if (!here || !step) return;
  let [row, at] = [here.parentElement, here.cellIndex];
  for (;;) {
    at += step[1];
    row = step[0] > 0 ? row.nextElementSibling : step[0] < 0 ? row.previousElementSibling : row;
    const next = row?.cells[at];
    if (!next) return;
    const target = next.querySelector("a");
    if (target) {
      target.focus();
      event.preventDefault();
      return;
    }
  }
}

// Claims that cannot stand together, drawn and listed.
function conflictsPage() {
  const page = view(
    "Conflicts",
    "Claims that are denied or oppose one another, and the sides that hold them.",
  );
  put(page, picture("conflict", "claimgraph graph --view conflict …"));
  const denied = index.order.filter((claim) => claims[claim].denials > 0);
  if (denied.length) {
    const box = table(
      "Claims that are denied",
      [
        column("Status"),
        column("Claim"),
        column("Those for it"),
        column("Lines", { class: "number" }),
        column("Those against it"),
        column("Lines", { class: "number" }),
      ],
      [],
      { class: "claims" },
    );
    const body = box.querySelector("tbody");
    put(
      page,
      el("h2", "Claims that are denied ", el("span", { class: "faint" }, grouped(denied.length))),
      box,
      paged(denied, 60, opposed, (rows) => body.append(...rows)),
    );
  }
  const found = index.findings.flatMap((finding, at) =>
    rules[finding.rule].family.toLowerCase() === "conflict" ? [at] : [],
  );
  if (found.length) {
    const list = el("div", { class: "findings" });
    put(
      page,
      el("h2", "Findings"),
      list,
      paged(
        found,
        30,
        (at) => findingCard(at),
        (cards) => list.append(...cards),
      ),
    );
  }
  return page;
}

function opposed(at) {
  const detail = claimDetail(at);
  const heads = (list) => [...new Set(list.map((one) => actors[statements.by[one]].side))];
  const names = (list) => {
    const found = heads(list);
    return [
      listed(found.slice(0, 4).map((one) => link("actor", one))),
      found.length > 4 && ` and ${found.length - 4} more`,
    ];
  };
  return el(
    "tr",
    el("td", statusBadge(claims[at].status)),
    el("th", { scope: "row", class: "text" }, link("claim", at)),
    el("td", names(detail.support)),
    el("td", { class: "number" }, claims[at].statements ? supportLines(claims[at]) : "–"),
    el("td", names(detail.denial)),
    el("td", { class: "number" }, denialLines(claims[at])),
  );
}
