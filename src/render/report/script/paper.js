// Pictures on paper: of a size that can be read, cut between their boxes where a page ends, and a broad one on its side.

// What a page has room for upright, on A4 as on Letter, in points of the screen; turned, it is the other way round.
const PAGE = { wide: 690, high: 930 };
// What stands over a picture on its first page.
const ABOVE = 90;
const CAPTION = 60;
// How far letters may shrink: the smallest of a picture come to seven points; to six on a broad page of its own, and to
// five where it is turned to stay whole.
const SHRUNK = 0.9;
const BROAD_SHRUNK = 0.78;
const TURNED_SHRUNK = 0.68;

// Puts the sheets of a picture beside the frame in which it scrolls on a screen.
function layOnPaper(figure) {
  const holder = el("div", { class: "measured" }, figure.querySelector(".frame svg").cloneNode(true));
  document.body.append(holder);
  const drawing = measured(holder.firstChild);
  const alone = !figure.closest(".claim");
  const sheets = sheetsOf(drawing, alone);
  holder.remove();
  if (sheets.broad) figure.closest("section.drawn, article").classList.add("broad");
  figure.append(el("div", { class: "sheets" }, sheets.pieces));
}

// The sheets on which a picture lies: upright; on broad pages if it has some of its own; else turned, or side by side.
function sheetsOf(drawing, alone) {
  const { wide, high } = drawing;
  const upright = Math.min(1, PAGE.wide / wide);
  // One of the whole case that is whole on a page is better small than cut.
  const whole = alone && upright >= TURNED_SHRUNK && high * upright <= PAGE.high - ABOVE;
  if (upright >= SHRUNK || whole) return { pieces: down(drawing, [0, wide], upright, PAGE.high) };
  const broad = Math.min(1, (alone ? PAGE.high : PAGE.high - CAPTION) / wide);
  if (alone && broad >= BROAD_SHRUNK) {
    // A little smaller if then no frame is cut.
    const scales = [1, 0.94, 0.88, 0.82].map((share) => share * broad).filter((one) => one >= BROAD_SHRUNK);
    const room = PAGE.wide - 40;
    const clean = (scale) => !parted(drawing.along, high, room / scale, ABOVE / scale).some(({ cuts }) => cuts);
    const scale = scales.find(clean) ?? broad;
    return { broad: true, pieces: down(drawing, [0, wide], scale, room) };
  }
  if (broad >= TURNED_SHRUNK) return { pieces: down(drawing, [0, wide], broad, PAGE.wide, "turned") };
  // Columns of boxes from left to right, each strip below the one before, as even as the boxes allow.
  const number = Math.ceil((wide * SHRUNK) / PAGE.wide);
  const columns = parted({ frames: [], boxes: drawing.across.boxes }, wide, (1.15 * wide) / number);
  return {
    pieces: columns.map(({ from, to }, at) => [
      at > 0 && el("p", { class: "note" }, "Its right-hand side, continued:"),
      down(drawing, [from, to], Math.min(1, PAGE.wide / (to - from)), PAGE.high),
    ]),
  };
}

// The pieces of a strip, one for each page that it takes; the first leaves room for what stands over it.
function down({ image, units, high, along }, [left, right], scale, page, way) {
  const pieces = parted(along, high, page / scale, way === "turned" ? 0 : ABOVE / scale);
  return pieces.map(({ from: top, to: bottom }) => piece(image, units, [left, top, right, bottom], scale, way === "turned"));
}

// Cuts a length into stretches of at most so much, the first less: between frames if one can, else between boxes, which
// is told of it.
function parted({ frames, boxes }, length, room, less = 0) {
  const stretches = [];
  let start = 0;
  for (;;) {
    const last = start + room - (start === 0 ? less : 0);
    if (last >= length) return [...stretches, { from: start, to: length }];
    const free = (taken) => {
      const between = (at) => at > start + room / 4 && at <= last && taken.every(([a, b]) => at <= a || at >= b);
      return Math.max(...taken.map(([, end]) => end + 3).filter(between));
    };
    const clear = free([...frames, ...boxes]);
    const to = [clear, free(boxes), last].find(Number.isFinite);
    stretches.push({ from: start, to, cuts: to !== clear });
    start = to;
  }
}

// A picture with where its parts lie: its units (each drawn or left out whole), and what is not to be cut through.
function measured(image) {
  const { left, top, width, height } = image.getBoundingClientRect();
  const place = (element) => {
    const box = element.getBoundingClientRect();
    return [box.left - left, box.top - top, box.right - left, box.bottom - top];
  };
  const units = [...image.querySelectorAll(":scope > :not(g), :scope > g > *")].map(place);
  const frames = [];
  const boxes = [];
  for (const shape of image.querySelectorAll('rect, text, path:not([fill="none"])')) {
    if (shape.hasAttribute("pointer-events")) continue;
    const held = shape.localName === "text" || shape.parentNode.querySelector(":scope > text");
    (held ? boxes : frames).push(place(shape));
  }
  const spans = (from, to) => ({
    frames: frames.map((box) => [box[from], box[to]]),
    boxes: boxes.map((box) => [box[from], box[to]]),
  });
  return { image, units, wide: width, high: height, across: spans(0, 2), along: spans(1, 3) };
}

// A copy of what lies within these borders.
function piece(image, units, [left, top, right, bottom], scale, turned) {
  const copy = image.cloneNode(true);
  const parts = [...copy.querySelectorAll(":scope > :not(g), :scope > g > *")];
  parts.forEach((part, at) => {
    const [a, b, c, d] = units[at];
    if (c < left || a > right || d < top || b > bottom) part.remove();
  });
  const [wide, high] = [right - left, bottom - top];
  if (turned) {
    const whole = svg("g", { transform: `translate(${high} 0) rotate(90) translate(${-left} ${-top})` });
    whole.append(...copy.childNodes);
    copy.append(whole);
  }
  const [width, height] = turned ? [high, wide] : [wide, high];
  attributes(copy, {
    viewBox: turned ? `0 0 ${high} ${wide}` : `${left} ${top} ${wide} ${high}`,
    width: (width * scale).toFixed(1),
    height: (height * scale).toFixed(1),
  });
  return copy;
}
