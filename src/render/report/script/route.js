// Which page is shown: by the fragment of the address. And the ground, the search, the paper.

const PAGES = {
  summary: ["Summary", summaryPage],
  findings: ["Findings", findingsPage],
  claims: ["Claims", claimsPage],
  conflicts: ["Conflicts", conflictsPage],
  linchpins: ["Linchpins", linchpinsPage],
  matrix: ["Matrix", matrixPage],
  timeline: ["Timeline", timelinePage],
  actors: ["Actors", actorsPage],
  events: ["Events", eventsPage],
  sources: ["Sources", sourcesPage],
  rules: ["Rules", rulesPage],
  input: [null, inputPage],
  search: [null, searchPage],
};
const RECORD_PAGES = {
  claim: [claimPage, "claims"],
  finding: [findingPage, "findings"],
  rule: [rulePage, "rules"],
  actor: [actorPage, "actors"],
  event: [eventPage, "events"],
  evidence: [evidencePage, "sources"],
  report: [reportPage, "sources"],
  statement: [statementPage, "claims"],
};

const main = document.getElementById("page");

// A heading leaves what it stands over in sight: the longest titles of articles have some two hundred letters.
const HEADING = 280;

// The frame of a page: where it belongs, its title, what it is about.
function view(title, about, path, more) {
  return el(
    "article",
    path &&
      el(
        "nav",
        { class: "path", "aria-label": "Where this belongs" },
        path.map(([href, words]) => el("a", { href, class: "up" }, "← ", words)),
        more,
      ),
    title !== null && el("h1", { dir: "auto" }, short(title, HEADING)),
    title !== null && plain(title).length > HEADING && el("p", { dir: "auto" }, long(title, isolated, 1)),
    about && el("p", { class: "about-page" }, about),
  );
}

function missing(kind, id) {
  const page = view(`No such ${kind}`, null);
  put(
    page,
    el(
      "p",
      "This report has no ",
      kind,
      " ",
      el("code", short(id, 200)),
      ". ",
      el("a", { href: "#summary" }, "To the summary"),
    ),
  );
  return page;
}

// How much is shown: seen, and said to those who hear the page.
function tell(page, words, more) {
  put(page, el("p", { class: "told" }, words, more));
  document.getElementById("told").textContent = [words].flat().filter(Boolean).join("");
}

function asked() {
  const hash = location.hash.slice(1);
  const [path, query = ""] = hash.split("?");
  if (Object.hasOwn(PAGES, path)) {
    const state = Object.fromEntries(new URLSearchParams(query));
    return { section: path, state, make: () => PAGES[path][1](state) };
  }
  const [kind] = path.split("-", 1);
  if (Object.hasOwn(RECORD_PAGES, kind) && path.length > kind.length) {
    const [make, section] = RECORD_PAGES[kind];
    return { section, make: () => make(decoded(path.slice(kind.length + 1))) };
  }
  if (path === "" || path === "page") return { section: "summary", state: {}, make: () => summaryPage({}) };
  return { section: null, make: () => missing("page", decoded(path)) };
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function fragment(section, state) {
  const query = new URLSearchParams(Object.entries(state).filter(([, value]) => value));
  return `#${section}${[...query].length ? `?${query}` : ""}`;
}

// Changes what is asked of the page that is shown, without a step in the history, and keeps the place of the reader.
function replace(section, state) {
  const held = document.activeElement;
  const all = () => [...main.querySelectorAll("input, select, button")];
  const [at, caret] = [all().indexOf(held), held?.selectionStart];
  history.replaceState(history.state, "", fragment(section, state));
  show(false);
  const next = all()[at];
  next?.focus({ preventScroll: true });
  if (typeof caret === "number" && next?.setSelectionRange) next.setSelectionRange(caret, caret);
}

// Where a reader was on each page of the history: how far down, how much of each list was shown, what had the focus.
const visits = new Map();
let visit = 0;

const focusable = () => [...main.querySelectorAll("a, button, input, select, summary, [tabindex]")];

function leave() {
  visits.set(visit, {
    top: window.scrollY,
    shown: lists.all.map((shown) => shown()),
    focus: focusable().indexOf(document.activeElement),
  });
}

// The place of a reader who comes back to a page; nothing at the first visit.
function arrive() {
  const known = history.state?.visit;
  if (visits.has(known)) {
    visit = known;
    return visits.get(known);
  }
  visit = visits.size + 1;
  visits.set(visit, null);
  history.replaceState({ visit }, "");
  return null;
}

// A step in the history that the page itself takes.
function step(to) {
  leave();
  history.pushState(null, "", to || "#summary");
  arrive();
}

// The address of what is shown.
let shownHash = null;

// Shows what the address asks for. `moved`: by a step in the history, not by a change to what is shown.
function show(moved = true) {
  if (moved) leave();
  const back = moved ? arrive() : null;
  const { section, make } = asked();
  shownHash = location.hash;
  Object.assign(lists, { all: [], wanted: back?.shown ?? [] });
  const page = make();
  lists.wanted = [];
  main.replaceChildren(page);
  document.body.classList.toggle("inner", section !== "summary");
  const heading = page.querySelector("h1")?.textContent;
  document.title =
    section === "summary" || !heading ? index.title : `${short(heading, 80)} – ${short(index.title, 80)}`;
  for (const one of document.querySelectorAll("#sections a")) {
    if (one.hash === `#${section}`) one.setAttribute("aria-current", "page");
    else one.removeAttribute("aria-current");
  }
  showCurrent();
  const sought = document.getElementById("sought");
  const text = section === "search" && new URLSearchParams(location.hash.split("?")[1]).get("text");
  if (sought !== document.activeElement) sought.value = text || "";
  if (!moved) return;
  if (back) {
    window.scrollTo(0, back.top);
    (focusable()[back.focus] ?? main).focus({ preventScroll: true });
  } else if (page.sought) {
    seek(page.sought);
  } else {
    window.scrollTo(0, 0);
    main.focus({ preventScroll: true });
  }
}

// Brings the name of the section into sight, where there is no room for all names.
function showCurrent() {
  const bar = document.getElementById("sections").parentElement;
  const name = bar.querySelector("[aria-current]")?.getBoundingClientRect();
  if (!name) return;
  const room = bar.getBoundingClientRect();
  bar.scrollLeft += (name.left + name.right - room.left - room.right) / 2;
}

// The ground: as the system has it, light or dark.
const GROUNDS = { system: "Auto", light: "Light", dark: "Dark" };

function ground(wanted) {
  document.documentElement.dataset.scheme = wanted;
  const button = document.getElementById("scheme");
  const next = Object.keys(GROUNDS)[(Object.keys(GROUNDS).indexOf(wanted) + 1) % 3];
  button.replaceChildren(`Colours: ${GROUNDS[wanted].toLowerCase()}`);
  button.setAttribute(
    "aria-label",
    `Colours: ${GROUNDS[wanted].toLowerCase()}. Change to ${GROUNDS[next].toLowerCase()}`,
  );
  button.onclick = () => {
    ground(next);
    remember(next);
  };
}

// Some viewers forbid a page to keep anything.
function remember(wanted) {
  try {
    localStorage.setItem("claimgraph-scheme", wanted);
  } catch {
    // Then the choice lasts as long as the page.
  }
}

function remembered() {
  try {
    return localStorage.getItem("claimgraph-scheme");
  } catch {
    return null;
  }
}

// Whether there is nothing at all to show on a page.
function isBare(name) {
  const held = {
    conflicts: claims,
    linchpins: claims,
    matrix: claims,
    timeline: statements.id,
    actors,
    events,
  };
  return name === "sources" ? reports.length + evidence.length === 0 : held[name]?.length === 0;
}

// How many there are; where not all that was said counts, of how many something does.
function heard(all, what, column) {
  if (statements.dead.length === 0) return counted(all, what);
  const seen = new Set(column.filter((one, at) => one >= 0 && counts(at)));
  return `${grouped(seen.size)} of ${counted(all, what)} heard by then`;
}

// What the page says above everything: how much there is, as of when, and whether any of it was left out.
function masthead() {
  const live = statements.id.length - statements.dead.length;
  const counts = [
    counted(claims.length, "claim"),
    live < statements.id.length
      ? `${grouped(live)} of ${counted(statements.id.length, "statement")} count`
      : counted(live, "statement"),
    heard(actors.length, "actor", statements.by),
    events.length > 0 && counted(events.length, "event"),
    reports.length > 0 && heard(reports.length, "report", statements.report),
  ].map((words) => words && words.replaceAll(" ", "\u00a0"));
  document.getElementById("stand").replaceChildren(counts.filter(Boolean).join(" · "));
  document.getElementById("provenance").textContent = plain(
    [index.inputs.join(", "), `${index.tool.name} ${index.tool.version}`].join(" · "),
  );
  if (index.as_of) {
    const box = document.getElementById("as-of");
    put(box, "As of ", el("b", intervalWords(index.as_of)), ": what was said later does not count.");
    box.hidden = false;
  }
  const { errors } = index.input;
  if (errors === 0) return;
  const box = document.getElementById("alarm");
  put(
    box,
    el("b", counted(errors, "error"), " in the input."),
    " What they concern was left out, so this report does not show the whole case. ",
    el("a", { href: "#input" }, "What was left out"),
  );
  box.hidden = false;
}

function begin() {
  hold(textOf("case"));
  document.getElementById("sections").append(
    ...Object.entries(PAGES)
      .filter(([name, [words]]) => words && !isBare(name))
      .map(([name, [words]]) => el("li", el("a", { href: `#${name}` }, words))),
  );
  masthead();
  const form = document.getElementById("search");
  const sought = document.getElementById("sought");
  const search = () => {
    const to = fragment("search", { text: sought.value });
    if (location.hash.startsWith("#search")) {
      history.replaceState(history.state, "", to);
      show(false);
    } else if (sought.value) {
      step(to);
      show(false);
    }
  };
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault();
    main.focus();
  });
  const toFirst = () => main.querySelector("ul.flat a, table a.to-claim")?.focus();
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    search();
    toFirst();
  });
  sought.addEventListener("input", search);
  sought.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown") return;
    toFirst();
    event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, select, textarea");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    sought.focus();
    event.preventDefault();
  });
  ground(remembered() in GROUNDS ? remembered() : document.documentElement.dataset.scheme);
  document.getElementById("bar").hidden = false;
  history.scrollRestoration = "manual";
  window.addEventListener("hashchange", () => show());
  // A step between two places of one page changes no address.
  window.addEventListener("popstate", () => location.hash === shownHash && show());
  window.addEventListener("beforeprint", beforePrint);
  window.addEventListener("afterprint", afterPrint);
  show(location.hash.length > 1);
}

// Large cases are packed; a browser of before 2023 cannot unpack them.
const packed = document.getElementById("packed");
if (packed) {
  unpack(packed.textContent).then(begin, () =>
    put(main, el("p", { class: "note" }, "This browser cannot unpack the report: a newer one can.")),
  );
} else {
  begin();
}
