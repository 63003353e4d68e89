// What is wrong with the input: what was left out of the case, and what is probably not as it was meant.

function inputPage() {
  const page = view("The input", "What of it could not be used, and what is probably not as it was meant.");
  put(page, inputProblems("error", "Left out"), inputProblems("warning", "To look at"));
  const { errors, warnings, told } = index.input;
  const more = errors + warnings - told.length;
  if (more > 0) put(page, el("p", { class: "note" }, `and ${grouped(more)} more`));
  if (told.length === 0) put(page, el("p", { class: "note" }, "Nothing is wrong with the input."));
  return page;
}

function inputProblems(gravity, title) {
  const found = index.input.told.filter((one) => one.gravity === gravity);
  if (found.length === 0) return null;
  const number = gravity === "error" ? index.input.errors : index.input.warnings;
  return el(
    "section",
    el("h2", title, " ", el("span", { class: "faint" }, grouped(number))),
    el("ol", { class: "problems" }, found.map(inputProblem)),
  );
}

function inputProblem({ gravity, message, place, excerpt, help }) {
  return el(
    "li",
    el("p", { dir: "auto" }, severityBadge(gravity), " ", long(sentence(message), prose)),
    excerpt && el("pre", { dir: "auto", tabindex: "0" }, el("code", excerpt)),
    el("p", { class: "anchor" }, place && el("code", place), help && [" · ", long(help, prose)]),
  );
}
