// Pictures wait in templates and are copied into the page when they are looked at.

const templateOf = (key) => document.getElementById(`picture-${key}`);

// `claim` is the id of the claim that it is of, if it is of one; the picture opens where that is.
function picture(key, claim) {
  const template = templateOf(key);
  if (!template) {
    const inputs = index.inputs.join(" ");
    return el(
      "p",
      { class: "note" },
      `This page holds pictures of the ${counted(index.pictures.claims.length, "claim")} that matter most, and this is none of them: its statements and its lines are written out here. Whoever has the case can draw it: `,
      el("code", `claimgraph graph --view claim ${short(claim, 120)} ${short(inputs, 200)}`),
    );
  }
  const { title, notes } = index.pictures.captions[key];
  const drawing = document.importNode(template.content, true);
  const image = drawing.lastElementChild;
  if (!image.querySelector("text")) return el("p", { class: "note" }, notes.join(" "));
  const signs = drawing.querySelector(".legend");
  signs?.remove();
  signs?.querySelectorAll("svg").forEach((one) => one.setAttribute("aria-hidden", "true"));
  image.setAttribute("role", "group");
  image.setAttribute("aria-label", plain(title));
  image.querySelectorAll("a").forEach(selectable);
  const frame = el(
    "div",
    { class: "frame", tabindex: "0", role: "region", "aria-label": `Picture: ${short(title, 200)}` },
    drawing,
  );
  const size = el(
    "button",
    { type: "button", class: "size", on: { click: resize } },
    "Fit to the page",
  );
  requestAnimationFrame(() => {
    const share = frame.clientWidth / Number(image.getAttribute("width"));
    // What fits needs no button; what is little too broad is made to fit.
    size.hidden = share >= 1;
    if (share < 1 && share >= LITTLE) resize();
    if (claim === undefined) return;
    // All of it where it is no broader than the page; else it opens at the claim.
    if (share >= LITTLE) frame.classList.add("whole");
    else centred(frame, address("claim", claim));
  });
  function resize() {
    const fitted = frame.classList.toggle("fitted");
    size.replaceChildren(fitted ? "Full size" : "Fit to the page");
  }
  return el(
    "figure",
    { class: "picture", "data-picture": key },
    el(
      "figcaption",
      size,
      " ",
      // What is drawn of a claim stands under its heading.
      claim === undefined && [el("b", { dir: "auto" }, long(title, isolated, 300)), " "],
      notes.map((note) => [el("span", { dir: "auto" }, long(note, isolated, 600)), " "]),
    ),
    signs,
    frame,
  );
}

// How far a picture is made smaller unasked: its letters of twelve points come to nine.
const LITTLE = 0.72;

// Scrolls a frame to the node that leads to this address.
function centred(frame, to) {
  const node = [...frame.querySelectorAll("[data-to]")].find((one) => one.dataset.to === to);
  if (!node) return;
  const [inner, outer] = [node.getBoundingClientRect(), frame.getBoundingClientRect()];
  const middle = (start, end) => (start + end) / 2;
  frame.scrollTop += middle(inner.top, inner.bottom) - middle(outer.top, outer.bottom);
  if (frame.scrollWidth > frame.clientWidth) frame.scrollLeft += inner.right - outer.right + 16;
}

// A link of a picture whose text can be selected: browsers drag a link away instead.
function selectable(anchor) {
  const to = anchor.getAttribute("href");
  const follow = () => {
    if (getSelection().isCollapsed) go(to);
  };
  const press = (event) => {
    if (event.key === "Enter") go(to);
  };
  const node = svg(
    "g",
    { role: "link", tabindex: "0", "data-to": to, on: { click: follow, keydown: press } },
    [...anchor.childNodes],
  );
  anchor.replaceWith(node);
}

// A statement that stands on this page is shown there; anything else is on a page of its own.
function go(to) {
  const here = to.startsWith("#statement-") && toldHere(decoded(to.slice("#statement-".length)));
  if (!here) location.hash = to;
  else {
    // A step in the history all the same: back leads to the picture.
    step(location.hash);
    seek(here);
  }
}

// Marks what was asked for, and brings it into sight.
function seek(item) {
  for (const one of main.querySelectorAll(".sought")) one.classList.remove("sought");
  item.classList.add("sought");
  item.tabIndex = -1;
  item.scrollIntoView({ block: "center" });
  item.focus({ preventScroll: true });
}
