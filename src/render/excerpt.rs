//! Diagnostics with excerpts of the source, in the manner of rustc.
//!
//! Only the lines that matter are looked at, and of a long line only what surrounds the place: the cost does not
//! depend on the size of the input. A place that spans several lines is shown by its first.

use annotate_snippets::{Annotation, AnnotationKind, Element, Group, Level, Origin, Snippet};

use super::safe;
use super::style::Colour;
use crate::source::{FileId, Place, SourceFile, SourceMap, Span, character_start};

/// A place to show, with what to say right there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The place.
    pub span: Span,
    /// What it shows; may be empty.
    pub label: String,
}

/// A message with its places.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// How bad it is.
    pub level: Level<'static>,
    /// The name of the rule, if there is one.
    pub id: Option<&'static str>,
    /// What is the matter.
    pub title: String,
    /// Where; the first is the main place.
    pub marks: Vec<Mark>,
    /// Further remarks, each on a line of its own.
    pub notes: Vec<String>,
    /// What to add or change.
    pub help: Option<String>,
}

/// Lines this close are shown in one excerpt.
const NEARBY: usize = 12;
/// A line of more bytes than this is cut around its place.
const LONG_LINE: usize = 2_000;
/// How much of a long line is shown before and after the start of the place, in bytes.
const BEFORE: usize = 60;
const AFTER: usize = 240;
/// Texts quote names and ids, which may be of any length.
const MOST_OF_A_LABEL: usize = 240;
const MOST_OF_A_NOTE: usize = 1_000;

/// The text of a diagnostic, with a line break at its end.
pub fn render(sources: &SourceMap, diagnostic: &Diagnostic, colour: Colour) -> String {
    let mut title = diagnostic
        .level
        .clone()
        .primary_title(safe::clip(&diagnostic.title, MOST_OF_A_NOTE));
    if let Some(id) = diagnostic.id {
        title = title.id(id);
    }
    let mut group = Group::with_title(title);
    for excerpt in excerpts(sources, &diagnostic.marks) {
        group = group.elements(excerpt.elements());
    }
    for note in &diagnostic.notes {
        group = group.element(Level::NOTE.message(safe::clip(note, MOST_OF_A_NOTE)));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(safe::clip(help, MOST_OF_A_NOTE)));
    }
    let mut text = colour.renderer().render(&[group]);
    text.push('\n');
    text
}

/// One mark, found in its file.
struct Found<'a> {
    mark: &'a Mark,
    file: &'a SourceFile,
    place: Place,
    main: bool,
}

impl Found<'_> {
    fn line_bytes(&self) -> std::ops::Range<usize> {
        self.file.line_range(self.place.line)
    }

    fn is_long(&self) -> bool {
        self.line_bytes().len() > LONG_LINE
    }
}

/// A run of lines of one file with its marks.
struct Excerpt<'a> {
    path: String,
    first_line: usize,
    text: String,
    annotations: Vec<Annotation<'a>>,
    /// The true place, where the text does not tell it because the line is cut.
    origin: Option<Place>,
}

impl<'a> Excerpt<'a> {
    fn elements(self) -> Vec<Element<'a>> {
        let snippet = Snippet::source(self.text)
            .line_start(self.first_line)
            .annotations(self.annotations);
        match self.origin {
            None => vec![snippet.path(self.path).into()],
            Some(place) => vec![
                Origin::path(self.path)
                    .line(place.line)
                    .char_column(place.column)
                    .into(),
                snippet.into(),
            ],
        }
    }
}

/// The excerpts that show the marks: the main one first, then by file and line.
fn excerpts<'a>(sources: &'a SourceMap, marks: &'a [Mark]) -> Vec<Excerpt<'a>> {
    let mut found: Vec<(FileId, Found<'a>)> = marks
        .iter()
        .enumerate()
        .map(|(at, mark)| {
            let found = Found {
                mark,
                file: sources.file(mark.span.file),
                place: sources.place(mark.span),
                main: at == 0,
            };
            (mark.span.file, found)
        })
        .collect();
    found.sort_by_key(|(file, found)| (*file, found.place));
    let mut runs: Vec<Vec<(FileId, Found<'a>)>> = Vec::new();
    for one in found {
        match runs.last_mut() {
            Some(run) if goes_with(run, &one) => run.push(one),
            _ => runs.push(vec![one]),
        }
    }
    runs.sort_by_key(|run| !run.iter().any(|(_, found)| found.main));
    runs.into_iter().map(|run| excerpt(&run)).collect()
}

fn goes_with(run: &[(FileId, Found<'_>)], one: &(FileId, Found<'_>)) -> bool {
    let (file, last) = run.last().expect("a run has at least one mark");
    *file == one.0
        && one.1.place.line - last.place.line <= NEARBY
        && !last.is_long()
        && !one.1.is_long()
}

fn excerpt<'a>(run: &[(FileId, Found<'a>)]) -> Excerpt<'a> {
    let found = || run.iter().map(|(_, found)| found);
    let (first, last) = (&run[0].1, &run[run.len() - 1].1);
    let path = safe::inline(first.file.name()).into_owned();
    if first.is_long() {
        return window(path, first);
    }
    let mut text = String::new();
    let mut annotations = Vec::new();
    for line in first.place.line..=last.place.line {
        let bytes = first.file.line_range(line);
        // Lines between two places may be long; they are folded away or cut, never marked.
        let kept = bytes.start..bytes.end.min(bytes.start + LONG_LINE);
        let start = text.len();
        let written = Written::new(&first.file.bytes()[kept.clone()]);
        for one in found().filter(|one| one.place.line == line) {
            let span = written.place(kept.start, one.mark.span);
            annotations.push(annotation(one, start + span.start..start + span.end));
        }
        text.push_str(&written.text);
        text.push('\n');
    }
    Excerpt {
        path,
        first_line: first.place.line,
        text,
        annotations,
        origin: None,
    }
}

/// A long line, cut around its place.
fn window<'a>(path: String, found: &Found<'a>) -> Excerpt<'a> {
    let line = found.line_bytes();
    let at = (found.mark.span.start as usize).clamp(line.start, line.end);
    let bytes = found.file.bytes();
    let start = character_start(bytes, at.saturating_sub(BEFORE).max(line.start));
    let end = character_start(bytes, (at + AFTER).min(line.end));
    let written = Written::new(&bytes[start..end]);
    let ellipsis = |cut: bool| if cut { "…" } else { "" };
    let before = ellipsis(start > line.start);
    let span = written.place(start, found.mark.span);
    let shifted = before.len() + span.start..before.len() + span.end;
    Excerpt {
        path,
        first_line: found.place.line,
        text: format!("{before}{}{}", written.text, ellipsis(end < line.end)),
        annotations: vec![annotation(found, shifted)],
        origin: Some(found.place),
    }
}

fn annotation<'a>(found: &Found<'a>, span: std::ops::Range<usize>) -> Annotation<'a> {
    let kind = if found.main {
        AnnotationKind::Primary
    } else {
        AnnotationKind::Context
    };
    let annotation = kind.span(span);
    if found.mark.label.is_empty() {
        annotation
    } else {
        annotation.label(safe::clip(&found.mark.label, MOST_OF_A_LABEL))
    }
}

/// Part of a line as it is shown, and where each byte of the file went.
struct Written {
    text: String,
    /// For every chunk of valid or replaced input: its offset there and its offset in `text`.
    offsets: Vec<(usize, usize)>,
}

impl Written {
    fn new(bytes: &[u8]) -> Self {
        let bytes = bytes.strip_suffix(b"\r").unwrap_or(bytes);
        let mut written = Written {
            text: String::with_capacity(bytes.len()),
            offsets: Vec::new(),
        };
        let mut read = 0;
        for chunk in bytes.utf8_chunks() {
            for character in chunk.valid().chars() {
                written.offsets.push((read, written.text.len()));
                let mut buffer = [0; 4];
                let text = character.encode_utf8(&mut buffer);
                written.text.push_str(&safe::source_line(text));
                read += text.len();
            }
            if !chunk.invalid().is_empty() {
                written.offsets.push((read, written.text.len()));
                written.text.push(char::REPLACEMENT_CHARACTER);
                read += chunk.invalid().len();
            }
        }
        written.offsets.push((read, written.text.len()));
        written
    }

    /// Where a span lies in the text, which starts at byte `start` of the file; never empty where there is text.
    fn place(&self, start: usize, span: Span) -> std::ops::Range<usize> {
        let offset = |at: u64| {
            let at = (at as usize).saturating_sub(start);
            let found = self.offsets.partition_point(|&(read, _)| read < at);
            self.offsets[found.min(self.offsets.len() - 1)].1
        };
        let (from, to) = (offset(span.start), offset(span.end));
        let to = to.max(from);
        let place = &self.text[from..to];
        let first = place.chars().next().map_or(0, char::len_utf8);
        from..from + place.trim_end().len().max(first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Text;

    fn sources(text: impl Into<Vec<u8>>) -> (SourceMap, FileId) {
        let mut sources = SourceMap::default();
        let file = sources.add("case.yaml", Text::Owned(text.into()));
        (sources, file)
    }

    fn shown(sources: &SourceMap, marks: Vec<Mark>) -> String {
        let diagnostic = Diagnostic {
            level: Level::WARNING,
            id: Some("some-rule"),
            title: "a title with `a name`".to_owned(),
            marks,
            notes: vec!["a note".to_owned()],
            help: Some("do something".to_owned()),
        };
        render(sources, &diagnostic, Colour::Off)
    }

    fn mark(file: FileId, range: std::ops::Range<usize>, label: &str) -> Mark {
        Mark {
            span: Span::new(file, range),
            label: label.to_owned(),
        }
    }

    #[test]
    fn main_and_second_place_share_an_excerpt() {
        let (sources, file) = sources("one: 1\ntwo: 2\nthree: 3\n");
        let text = shown(
            &sources,
            vec![mark(file, 12..13, "here"), mark(file, 0..3, "and here")],
        );
        let places: Vec<&str> = text.lines().filter(|line| line.contains("here")).collect();
        assert_eq!(places.len(), 2, "{text}");
        assert_eq!(text.matches("case.yaml").count(), 1, "{text}");
    }

    #[test]
    fn a_long_line_is_cut_around_its_place_and_keeps_its_true_column() {
        let mut text = vec![b'x'; 5_000_000];
        text[4_000_000..4_000_004].copy_from_slice(b"HERE");
        let (sources, file) = sources(text);
        let text = shown(&sources, vec![mark(file, 4_000_000..4_000_004, "this")]);
        assert!(text.len() < 1_000, "{}", text.len());
        assert!(text.contains("case.yaml:1:4000001"), "{text}");
        assert!(text.contains("HERE"), "{text}");
    }

    #[test]
    fn bytes_that_are_no_text_are_shown_and_the_place_stays_right() {
        let (sources, file) = sources(b"a\xff\xfe\x1b[31m: value\r\n".to_vec());
        let text = shown(&sources, vec![mark(file, 10..15, "the value")]);
        assert!(text.contains("the value"), "{text}");
        assert!(!text.contains('\u{1b}'));
    }

    #[test]
    fn a_blank_of_several_bytes_is_a_place() {
        for blank in [" ", "\u{85}", "\u{a0}", "\u{2003}", "\u{2028}", "\u{3000}"] {
            let (sources, file) = sources(format!("a{blank}\n{blank}\n"));
            for start in [1, 2 + blank.len()] {
                let text = shown(
                    &sources,
                    vec![mark(file, start..start + blank.len(), "here")],
                );
                assert!(text.contains("here"), "{blank:?}: {text}");
            }
        }
    }

    #[test]
    fn a_place_over_several_lines_is_shown_by_its_first() {
        let (sources, file) = sources("a:\n  - b\n  - c\nlast: 1\n");
        let text = shown(&sources, vec![mark(file, 0..15, "all of it")]);
        assert!(!text.contains("- c"), "{text}");
    }

    #[test]
    fn an_empty_place_at_the_end_is_shown() {
        let (sources, file) = sources("a: 1");
        assert!(shown(&sources, vec![mark(file, 4..4, "")]).contains("case.yaml:1:5"));
        let (sources, file) = super::tests::sources("");
        assert!(shown(&sources, vec![mark(file, 0..0, "empty")]).contains("case.yaml:1:1"));
    }
}
