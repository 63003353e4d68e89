// Actors: side by side, what they say and how their claims fare.

// The claims that an actor supports, each once.
const supported = (at) =>
  [
    ...new Set(
      statementsByActor()
        [at].filter((one) => counts(one) && SUPPORT.has(stanceOf(one)))
        .map(claimOf),
    ),
  ].filter((claim) => claim !== undefined);

const sides = once(() => {
  const found = new Map();
  actors.forEach((actor, at) => {
    if (!found.has(actor.side)) found.set(actor.side, []);
    found.get(actor.side).push(at);
  });
  const said = (list) => list.reduce((sum, at) => sum + statementsByActor()[at].length, 0);
  return [...found]
    .map(([head, members]) => ({
      head,
      members: members.sort((a, b) => statementsByActor()[b].length - statementsByActor()[a].length || a - b),
      said: said(members),
    }))
    .sort((a, b) => b.said - a.said || a.head - b.head);
});

function actorsPage({ text = "" }) {
  const page = view(
    "Actors",
    "Who speaks, for whom, and how their claims fare. Those of one side count as one voice.",
  );
  put(
    page,
    el(
      "div",
      { class: "filters", role: "group", "aria-label": "Filters" },
      textFilter("Name", text, (value) => replace("actors", { text: value })),
    ),
  );
  const wanted = text.toLowerCase();
  const fits = (at) =>
    !wanted ||
    [actors[at].name, actors[at].id, ...(actors[at].aliases ?? [])].join(" ").toLowerCase().includes(wanted);
  const shown = sides().filter((side) => side.members.some(fits));
  const box = table(
    "Actors by side",
    [
      column("Actor"),
      column("Kind"),
      column("Statements", { class: "number" }),
      column("Of them"),
      column("How the claims it supports fare"),
      column("Findings", { class: "number" }),
    ],
    [],
    { class: "actors" },
  );
  const body = box.querySelector("table");
  body.querySelector("tbody").remove();
  tell(page, `${counted(actors.length, "actor")} on ${counted(sides().length, "side")}`);
  const longest = sides().reduce(
    (most, one) => Math.max(most, new Set(one.members.flatMap(supported)).size),
    1,
  );
  put(
    page,
    box,
    paged(
      shown,
      60,
      (one) => sideRows(one, fits, longest),
      (groups) => body.append(...groups),
    ),
  );
  put(page, el("section", { class: "drawn" }, el("h2", "Who cites whom"), picture("sourcing")));
  return page;
}

function sideRows({ head, members }, fits, longest) {
  const group = el("tbody");
  if (members.length > 1) {
    const all = [...new Set(members.flatMap(supported))];
    group.append(
      el(
        "tr",
        { class: "side" },
        el(
          "th",
          { scope: "rowgroup" },
          "Side of ",
          link("actor", head),
        ),
        el("td", { class: "faint" }, counted(members.length, "actor")),
        el("td"),
        el("td"),
        el("td", fare(all, longest)),
        el("td"),
      ),
    );
  }
  for (const at of members.filter(fits)) group.append(actorRow(at, longest));
  return group;
}

function actorRow(at, longest) {
  const actor = actors[at];
  const own = statementsByActor()[at];
  const found = findingsByActor()[at];
  return el(
    "tr",
    el("th", { scope: "row" }, link("actor", at)),
    el("td", actor.kind.replaceAll("-", " ")),
    el("td", { class: "number" }, orNone(own.length)),
    el("td", stanceTally(own)),
    el("td", fare(supported(at), longest)),
    el("td", { class: "number" }, orNone(found.length)),
  );
}

function stanceTally(list) {
  const numbers = new Map();
  for (const at of list) numbers.set(stanceOf(at), (numbers.get(stanceOf(at)) ?? 0) + 1);
  return el(
    "span",
    { class: "tally" },
    listed(
      [...numbers]
        .sort((a, b) => b[1] - a[1])
        .map(([stance, number]) =>
          el("span", { title: stanceWords(stance) }, stanceMark(stance), ` ${grouped(number)}`),
        ),
      " ",
    ),
  );
}

// How some claims fare, as long as their share of the most that are compared.
function fare(list, longest) {
  if (list.length === 0) return el("span", { class: "faint" }, "–");
  return el("span", { class: "fare" }, statusBar(tallied(list), longest), statusTally(tallied(list)));
}

function actorPage(id) {
  const at = findAs("actor", id);
  if (at === undefined) return missing("actor", id);
  const actor = actors[at];
  const page = view(actor.name, null, [["#actors", "Actors"]]);
  const side = sides().find((one) => one.head === actor.side);
  const others = side.members.filter((one) => one !== at);
  const facts = [
    ["Kind", actor.kind.replaceAll("-", " ")],
    actor.side !== at && ["Answers in the end to", link("actor", actor.side)],
    actor.ties.length > 0 && ["Ties", listed(actor.ties.map(tie), "; ")],
    others.length > 0 && [
      "One voice with",
      [
        listed(others.slice(0, 12).map((one) => link("actor", one))),
        others.length > 12 && ` and ${others.length - 12} more`,
      ],
    ],
    actor.adversaries.length > 0 && [
      "Adversary of",
      listed(actor.adversaries.map((one) => link("actor", one))),
    ],
    actor.reliability && ["Graded", actor.reliability],
    ...remarkFacts(actor),
    ["Coded as", el("code", { dir: "auto" }, short(actor.id, 120))],
  ];
  put(page, factList(facts));
  const mine = supported(at);
  const all = new Set(side.members.flatMap(supported));
  if (all.size)
    put(
      page,
      el("h2", "How the claims it supports fare"),
      mine.length > 0 && [
        statusBar(tallied(mine)),
        statusTally(tallied(mine), (word) => `#claims?status=${word}&actor=${encodeURIComponent(actor.id)}`),
      ],
      others.length > 0 && [
        el(
          "p",
          { class: "note" },
          `Those that its whole side supports, ${counted(side.members.length, "actor")}:`,
        ),
        statusBar(tallied(all)),
        statusTally(tallied(all)),
      ],
    );
  put(page, saidList("What it says", statementsByActor()[at]));
  const found = findingsByActor()[at];
  if (found.length)
    put(
      page,
      el("h2", "Findings ", el("span", { class: "faint" }, grouped(found.length))),
      findingCards(found),
    );
  const about = claims.flatMap((claim, one) => (claim.actors.includes(at) ? [one] : []));
  put(page, claimList("Claims about it", about));
  return page;
}

function tie(one) {
  const when = [
    one.from && `from ${one.from}`,
    one.until && `until ${one.until}`,
    one.alleged && "alleged",
  ].filter(Boolean);
  return [
    one.role.replaceAll("-", " "),
    " ",
    link("actor", one.to),
    when.length > 0 && ` (${when.join(", ")})`,
  ];
}

function saidList(title, list, none = "Nothing.") {
  const box = el("ol", { class: "statements" });
  const sorted = inOrder(list);
  return el(
    "section",
    el("h2", title, " ", el("span", { class: "faint" }, grouped(list.length))),
    list.length === 0
      ? el("p", { class: "note" }, none)
      : [
          box,
          paged(
            sorted,
            40,
            (at) => statementItem(at),
            (next) => box.append(...next),
          ),
        ],
  );
}
