// Pictures wait in templates and are copied into the page when they are looked at.

function picture(key, command) {
  const template = document.getElementById(`picture-${key}`);
  if (!template) {
    return el(
      "p",
      { class: "note" },
      `Pictures are drawn for the ${counted(index.pictures.claims.length, "claim")} that matter most, and this is none of them. To draw it: `,
      el("code", command),
    );
  }
  const { title, notes } = index.pictures.captions[key];
  const drawing = document.importNode(template.content, true);
  const image = drawing.querySelector("svg");
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
    { type: "button", class: "size", "aria-pressed": "false", on: { click: resize } },
    "Fit to the page",
  );
  function resize() {
    const fitted = frame.classList.toggle("fitted");
    size.setAttribute("aria-pressed", String(fitted));
  }
  return el(
    "figure",
    { class: "picture" },
    frame,
    el(
      "figcaption",
      el("b", { dir: "auto" }, title),
      " ",
      notes.map((note) => [el("span", { dir: "auto" }, note), " "]),
      size,
    ),
  );
}

// A link of a picture whose text can be selected: browsers drag a link away instead.
function selectable(anchor) {
  const to = anchor.getAttribute("href");
  const follow = () => {
    if (getSelection().isCollapsed) location.hash = to;
  };
  const press = (event) => {
    if (event.key === "Enter") location.hash = to;
  };
  const node = svg(
    "g",
    { role: "link", tabindex: "0", "data-to": to, on: { click: follow, keydown: press } },
    [...anchor.childNodes],
  );
  anchor.replaceWith(node);
}
