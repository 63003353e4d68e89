// The matrix: claims down, speakers across, in each cell the stance.

const ROWS = ["40", "100", "300"];

function matrixPage({ event = "", actor = "", speaker = "", rows = "40" }) {
  actor ||= speaker;
  const page = view("Matrix", "Who takes which stance on which claim. Speakers of one side stand together.");
  const go = (change) => replace("matrix", { event, actor, rows, ...change });
  put(
    page,
    el(
      "div",
      { class: "filters", role: "group", "aria-label": "Filters" },
      eventFilter(event, go),
      speakerFilter(actor, go),
      select(
        "Rows",
        ROWS.map((number) => [number, number]),
        rows,
        (value) => go({ rows: value }),
      ),
    ),
    el(
      "details",
      // On a phone the first screen is for the matrix.
      { class: "signs", open: !matchMedia("(max-width: 40rem)").matches },
      el("summary", "Signs"),
      el(
        "ul",
        { class: "key", "aria-label": "Signs" },
        Object.keys(STANCES).map((stance) => el("li", stanceSign(stance), ` ${stanceWords(stance)}`)),
        Object.values(IMPLIED).map((one) => el("li", impliedSign(one), ` ${one.key}`)),
      ),
    ),
  );
  tellUnknown(page, { event, actor });
  const said = filtered({ event, actor }).filter(
    (claim) => statementsByClaim()[claim].length + claims[claim].statements + claims[claim].denials,
  );
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

// What follows for a claim from what somebody says of another; who only passes that on says neither.
const IMPLIED = {
  for: { sign: "(+)", side: "for", key: "supports it by another claim, which entails it" },
  against: { sign: "(−)", side: "against", key: "denies it by another claim, which it contradicts" },
  relayed: { sign: "(→)", side: "doubt", key: "passes on another claim, which entails or contradicts it" },
};

const impliedBy = ({ at, side }) => IMPLIED[stanceOf(at) === "relays" ? "relayed" : side];

const impliedSign = ({ sign, side }) =>
  el(
    "span",
    { class: `stance implied t-${side}`, "aria-hidden": "true" },
    el("span", { class: "sign" }, sign),
  );

// What is said of a claim, and what follows for it from what is said of others: the statement, and its side if so.
function bearing(claim) {
  const own = statementsByClaim()[claim].filter(counts);
  const direct = new Set(own);
  const { support, denial } = claimDetail(claim);
  const implied = (list, side) => list.filter((at) => !direct.has(at)).map((at) => ({ at, side }));
  return [...own.map((at) => ({ at })), ...implied(support, "for"), ...implied(denial, "against")];
}

// The speakers on some claims, those of one side together, and what each says of each.
function crossed(shown, most = lists.brief ? 34 : 48) {
  const cells = new Map();
  const weight = new Map();
  for (const claim of shown) {
    for (const one of bearing(claim)) {
      const { at } = one;
      const key = `${claim} ${statements.by[at]}`;
      if (!cells.has(key)) cells.set(key, []);
      cells.get(key).push(one);
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
    el("td"),
    groups.map(({ side, count }) => {
      const { name } = actors[side];
      return count > 1
        ? el(
            "th",
            { scope: "colgroup", colspan: String(count), class: "first", title: name },
            el("span", { dir: direction(name) }, link("actor", side)),
          )
        : el("td", { class: "first" });
    }),
  );
  const names = el(
    "tr",
    el("th", { scope: "col", class: "claim-head" }, "Claim"),
    heads.map((at, nth) =>
      el(
        "th",
        { scope: "col", class: `turned${first.has(nth) ? " first" : ""}`, title: distinctName(at) },
        el("span", { dir: direction(actors[at].name) }, link("actor", at, distinctName(at))),
      ),
    ),
  );
  const body = shown.map((claim) =>
    el(
      "tr",
      // The status stays in sight with the claim, however far the columns are moved.
      el(
        "th",
        { scope: "row", class: "text" },
        statusSign(claims[claim].status),
        " ",
        link("claim", claim, short(claims[claim].text, 140)),
      ),
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
  const direct = [...new Set(said.filter(({ side }) => !side).map(({ at }) => stanceOf(at)))];
  const implied = [...new Set(said.filter(({ side }) => side).map(impliedBy))];
  const kinds = direct.length + implied.length;
  return el(
    "td",
    { class: `${look ?? ""} full` },
    el(
      "a",
      {
        href: address("statement", statements.id[said[0].at]),
        title: said.map(({ at }) => statementTitle(at)).join("\n\n"),
      },
      direct.map(stanceMark),
      implied.map((one) => [impliedSign(one), unseen(one.key)]),
      said.length > kinds && el("sup", String(said.length)),
    ),
  );
}

// The arrow keys go from filled cell to filled cell: along a row, and to the nearest column of the next row that has
// any. Home and End go to the ends of a row, with Ctrl to the first row and the last.
function walkCells(event) {
  const here = event.target.closest?.("td.full, tbody th");
  const target = here && cellFor(event, here)?.querySelector("a");
  if (!target) return;
  target.focus();
  event.preventDefault();
}

function cellFor({ key, ctrlKey }, here) {
  const row = here.parentElement;
  const filled = (one) => [...one.cells].filter((cell) => cell.querySelector("a"));
  const own = filled(row);
  const rows = [...row.parentElement.rows];
  switch (key) {
    case "ArrowRight":
      return own[own.indexOf(here) + 1];
    case "ArrowLeft":
      return own[own.indexOf(here) - 1];
    case "ArrowDown":
      return nearest(filled(row.nextElementSibling ?? row), here.cellIndex);
    case "ArrowUp":
      return nearest(filled(row.previousElementSibling ?? row), here.cellIndex);
    case "Home":
      return ctrlKey ? filled(rows[0])[0] : own[0];
    case "End":
      return ctrlKey ? filled(rows.at(-1)).at(-1) : own.at(-1);
    default:
      return undefined;
  }
}

// Of some cells the one whose column is nearest; the claim itself only for who comes from one.
function nearest(cells, column) {
  const among = column === 0 || cells.length === 1 ? cells : cells.slice(1);
  return among.reduce((best, one) =>
    Math.abs(one.cellIndex - column) < Math.abs(best.cellIndex - column) ? one : best,
  );
}

// Claims that cannot stand together, drawn and listed.
function conflictsPage({ findings = "1" }) {
  const page = view(
    "Conflicts",
    "Claims that are denied or oppose one another, and the sides that hold them.",
  );
  put(page, el("section", { class: "drawn" }, picture("conflict")));
  const denied = index.order.filter((claim) => claims[claim].denials > 0);
  if (denied.length) {
    const columns = [
      column("Status"),
      column("Claim"),
      column("Those for it"),
      column("Lines", { class: "number" }),
      column("Those against it"),
      column("Lines", { class: "number" }),
    ];
    put(
      page,
      el("h2", "Claims that are denied ", el("span", { class: "faint" }, grouped(denied.length))),
      listing("Claims that are denied", columns, denied, 60, opposed, { class: "claims" }),
    );
  }
  const found = index.findings.flatMap((finding, at) =>
    rules[finding.rule].family.toLowerCase() === "conflict" ? [at] : [],
  );
  if (found.length && findings) put(page, el("h2", "Findings"), findingCards(found, {}, 30));
  return page;
}

function opposed(at) {
  const detail = claimDetail(at);
  const heads = (list) => [...new Set(list.map((one) => actors[statements.by[one]].side))];
  const names = (list, leftOut) => {
    const found = heads(list);
    return [
      listed(found.slice(0, 4).map((one) => link("actor", one))),
      leftOut > 0 ? " and others" : found.length > 4 && ` and ${found.length - 4} more`,
    ];
  };
  return el(
    "tr",
    el("td", statusBadge(claims[at].status)),
    el("th", { scope: "row", class: "text" }, link("claim", at)),
    el("td", names(detail.support, detail.support_left_out)),
    el("td", { class: "number" }, supportLines(claims[at])),
    el("td", names(detail.denial, detail.denial_left_out)),
    el("td", { class: "number" }, denialLines(claims[at])),
  );
}
