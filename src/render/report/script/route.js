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

// The frame of a page: where it belongs, its title, what it is about.
function view(title, about, path, more) {
  return el(
    "article",
    path &&
      el(
        "nav",
        { class: "path", "aria-label": "Where this belongs" },
        path.map(([href, words]) => [el("a", { href }, words), " › "]),
        more,
      ),
    title !== null && el("h1", { dir: "auto" }, long(title)),
    about && el("p", { class: "about-page" }, about),
  );
}

function missing(kind, id) {
  const page = view(`No such ${kind}`, null);
  page.classList.add("missing");
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
  if (Object.hasOwn(PAGES, path))
    return { section: path, make: () => PAGES[path][1](Object.fromEntries(new URLSearchParams(query))) };
  const [kind] = path.split("-", 1);
  if (Object.hasOwn(RECORD_PAGES, kind) && path.length > kind.length) {
    const [make, section] = RECORD_PAGES[kind];
    return { section, make: () => make(decoded(path.slice(kind.length + 1))) };
  }
  if (path) return { section: "summary", make: () => missing("page", decoded(hash)) };
  return { section: "summary", make: summaryPage };
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
  history.replaceState(null, "", fragment(section, state));
  show(false);
  const next = all()[at];
  next?.focus({ preventScroll: true });
  if (typeof caret === "number" && next?.setSelectionRange) next.setSelectionRange(caret, caret);
}

function show(moved = true) {
  const { section, make } = asked();
  const page = make();
  main.replaceChildren(page);
  document.body.classList.toggle("inner", section !== "summary");
  const heading = page.querySelector("h1")?.textContent;
  document.title =
    section === "summary" || !heading ? index.title : `${short(heading, 80)} – ${short(index.title, 80)}`;
  for (const one of document.querySelectorAll("#sections a")) {
    if (one.hash === `#${section}`) one.setAttribute("aria-current", "page");
    else one.removeAttribute("aria-current");
  }
  for (const one of page.querySelectorAll(".frame")) one.classList.toggle("slid", one.scrollWidth > one.clientWidth);
  if (!moved) return;
  if (page.sought) {
    page.sought.scrollIntoView({ block: "center" });
    page.sought.focus({ preventScroll: true });
  } else {
    window.scrollTo(0, 0);
    main.focus({ preventScroll: true });
  }
}

// The ground: as the system has it, light or dark.
const GROUNDS = { system: "Auto", light: "Light", dark: "Dark" };

function ground(wanted) {
  document.documentElement.dataset.scheme = wanted;
  const button = document.getElementById("scheme");
  const next = Object.keys(GROUNDS)[(Object.keys(GROUNDS).indexOf(wanted) + 1) % 3];
  button.replaceChildren(
    el("span", { "aria-hidden": "true" }, { system: "◐", light: "○", dark: "●" }[wanted]),
    ` ${GROUNDS[wanted]}`,
  );
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

// Paper: the summary is printed as the whole report, any other page as it is.
const PRINTED_CLAIMS = 30;

function beforePrint() {
  const { section } = asked();
  if (section === "summary" && !main.querySelector(".missing")) main.append(...wholeReport());
  for (const rest of main.querySelectorAll("button.more")) rest.all?.();
  // A proof is printed once: with its finding, not with each claim that it is about.
  for (const one of main.querySelectorAll(
    section === "summary" ? ".proofs details:not([open])" : "details:not([open])",
  )) {
    one.open = true;
    one.dataset.shut = "";
  }
}

// The parts of the report on paper: each begins a page, or follows on where it is short, or lies across.
const PARTS = {
  findings: "proofs",
  claims: null,
  conflicts: null,
  linchpins: "brief-part",
  matrix: "across",
  timeline: null,
  actors: null,
  sources: "brief-part",
};

function wholeReport() {
  const part = (page, look) => {
    page.classList.add("printed");
    if (look) page.classList.add(look);
    return page;
  };
  // What is printed with the findings is not printed with the conflicts again.
  const parts = Object.entries(PARTS).map(([name, look]) => part(PAGES[name][1]({ findings: "" }), look));
  const chosen = index.order.slice(0, PRINTED_CLAIMS);
  const single = chosen.map((claim) => part(claimArticle(claim, false)));
  const rest = claims.length - chosen.length;
  if (rest > 0) {
    const words = `The pages of ${grouped(rest)} more claims, the least consequential ones, are not printed here. Each prints from its own page.`;
    single.push(part(el("article", el("p", { class: "note" }, words)), "brief-part"));
  }
  return [...parts, ...single];
}

function afterPrint() {
  for (const one of main.querySelectorAll(".printed")) one.remove();
  for (const one of main.querySelectorAll("details[data-shut]")) {
    one.open = false;
    delete one.dataset.shut;
  }
}

function begin() {
  document.getElementById("sections").append(
    ...Object.entries(PAGES)
      .filter(([, [words]]) => words)
      .map(([name, [words]]) => el("li", el("a", { href: `#${name}` }, words))),
  );
  document
    .getElementById("stand")
    .replaceChildren(
      ...fill(
        el("p"),
        listed(
          [
            counted(claims.length, "claim"),
            counted(statements.id.length, "statement"),
            counted(actors.length, "actor"),
            events.length > 0 && counted(events.length, "event"),
            reports.length > 0 && counted(reports.length, "report"),
          ].filter(Boolean),
          " · ",
        ),
      ).childNodes,
    );
  document.getElementById("provenance").textContent = plain(
    [
      index.as_of && `as of ${index.as_of}`,
      index.inputs.join(", "),
      `${index.tool.name} ${index.tool.version}`,
    ]
      .filter(Boolean)
      .join(" · "),
  );
  const form = document.getElementById("search");
  const sought = document.getElementById("sought");
  const search = () => {
    const to = fragment("search", { text: sought.value });
    if (location.hash.startsWith("#search")) {
      history.replaceState(null, "", to);
      show(false);
    } else if (sought.value) {
      history.pushState(null, "", to);
      show(false);
    }
  };
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault();
    main.focus();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    search();
  });
  sought.addEventListener("input", search);
  ground(remembered() in GROUNDS ? remembered() : document.documentElement.dataset.scheme);
  document.getElementById("bar").hidden = false;
  window.addEventListener("hashchange", () => show());
  window.addEventListener("beforeprint", beforePrint);
  window.addEventListener("afterprint", afterPrint);
  show(location.hash.length > 1);
}

begin();
