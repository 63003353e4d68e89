// Pictures on paper: whole, on a page that is turned as a whole if that makes them larger, and cut only where nothing
// is cut through.

// What a page has room for: a box that lies on A4 as on Letter, upright and turned, in points of the screen (print.css
// has it in millimetres).
const UPRIGHT = { wide: 710, high: 952 };
const SIDEWAYS = { wide: 952, high: 710 };
// What stands over a picture: the heading of its part, its own, its caption, and its legend.
const HEAD = 130;
// How far letters may shrink: those of eleven points come to five and a half on paper.
const SMALLEST = 0.66;
// A picture that takes more of an upright page than this is put on a page of its own, after the text.
const INLINE = 400;

// Puts the picture as it lies on paper beside the frame in which it scrolls on a screen.
function layOnPaper(figure) {
  const large = figure.querySelector(".frame svg");
  // A picture of nothing has only its words.
  if (!large.querySelector("rect, path")) return;
  const key = `${figure.dataset.picture}-folded`;
  const other = templateOf(key)?.content;
  const folded = other?.lastElementChild;
  // Of a lineage every line belongs to every other: it is never cut.
  const whole = figure.dataset.picture.startsWith("claim-");
  const sheets = bestOf([large, folded].filter(Boolean), whole);
  if (sheets.image === folded) tellFolded(figure, index.pictures.captions[key], other.querySelector(".legend"));
  figure.append(el("div", { class: "sheets" }, sheets.pieces));
  const holder = figure.closest("section.drawn, article");
  holder.classList.toggle("sideways", sheets.turned);
  holder.classList.toggle("plate", sheets.turned || sheets.high > INLINE);
}

// A picture of fewer boxes has a caption of its own, which says what it leaves out, and a legend.
function tellFolded(figure, { notes }, legend) {
  for (const one of figure.querySelectorAll("figcaption, .legend")) one.classList.add("off-paper");
  const told = ["On paper with fewer boxes than on the screen.", ...notes];
  const words = told.map((note) => [el("span", { dir: "auto" }, note), " "]);
  put(figure, el("figcaption", { class: "on-paper-only" }, words));
  if (legend) put(figure, el("div", { class: "on-paper-only" }, legend.cloneNode(true)));
}

// The first of some drawings that can be read on paper; else the last, which is the smallest.
function bestOf(images, whole) {
  for (const image of images) {
    const sheets = sheetsOf(image, whole);
    if (sheets.scale >= SMALLEST || image === images.at(-1)) return sheets;
  }
}

// How one drawing lies: upright, turned, or in pieces one below the other, whichever leaves its letters largest; upright
// where that is large enough, as a page need not be turned then.
function sheetsOf(image, uncut) {
  const holder = el("div", { class: "measured" }, image.cloneNode(true));
  document.body.append(holder);
  const drawing = measured(holder.firstChild);
  holder.remove();
  const fitted = (page) => Math.min(1, page.wide / drawing.wide, (page.high - HEAD) / drawing.high);
  const [upright, turned] = [fitted(UPRIGHT), fitted(SIDEWAYS)];
  if (upright >= SMALLEST) return whole(image, drawing, upright, false);
  if (turned >= SMALLEST) return whole(image, drawing, turned, true);
  for (const page of uncut ? [] : [UPRIGHT, SIDEWAYS]) {
    const scale = Math.min(1, page.wide / drawing.wide);
    const pieces = scale >= SMALLEST && parted(drawing, page.high / scale, HEAD / scale);
    if (pieces) {
      return {
        image,
        scale,
        turned: page === SIDEWAYS,
        high: 0,
        pieces: pieces.map(([top, bottom]) => piece(image, drawing, top, bottom, scale)),
      };
    }
  }
  return turned > upright ? whole(image, drawing, turned, true) : whole(image, drawing, upright, false);
}

function whole(image, drawing, scale, turned) {
  return { image, scale, turned, high: drawing.high * scale, pieces: [piece(image, drawing, 0, drawing.high, scale)] };
}

// Cuts a drawing into pieces of at most so much height, the first less, where nothing crosses; `null`: it cannot be.
function parted({ high, spans }, room, less) {
  const pieces = [];
  let start = 0;
  while (start + room - (start === 0 ? less : 0) < high) {
    const last = start + room - (start === 0 ? less : 0);
    const free = (at) => at > start && at <= last && spans.every(([top, bottom]) => at <= top || at >= bottom);
    const to = Math.max(...spans.map(([, bottom]) => bottom + 3).filter(free));
    // A cut that leaves next to nothing above it parts the legend from what it explains.
    if (!Number.isFinite(to) || to - start < room / 4) return null;
    pieces.push([start, to]);
    start = to;
  }
  return [...pieces, [start, high]];
}

// The parts of a drawing, each of which is drawn or left out as a whole.
const partsOf = (image) => [...image.querySelectorAll(":scope > :not(g), :scope > g > *")];

// How large a drawing is, and from where to where each of its parts reaches.
function measured(image) {
  const { top, width, height } = image.getBoundingClientRect();
  const spans = partsOf(image).map((part) => {
    const box = part.getBoundingClientRect();
    return [box.top - top, box.bottom - top];
  });
  return { wide: width, high: height, spans };
}

// A copy of what lies between two heights.
function piece(image, { wide, spans }, top, bottom, scale) {
  const copy = image.cloneNode(true);
  partsOf(copy).forEach((part, at) => {
    const [start, end] = spans[at];
    if (end < top || start > bottom) part.remove();
  });
  attributes(copy, {
    viewBox: `0 ${top} ${wide} ${bottom - top}`,
    width: (wide * scale).toFixed(1),
    height: ((bottom - top) * scale).toFixed(1),
  });
  return copy;
}
