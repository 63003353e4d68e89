//! Pictures within a page: views drawn once for both grounds.
//!
//! The two drawings of a view differ in their colours alone, so one of them serves for both when each colour becomes
//! a variable of the style sheet that holds the pair. What is too large for a sheet of paper is drawn once more, folded
//! to fewer nodes: the page prints that one where it cannot lay the large one in pieces.

use std::collections::BTreeMap;
use std::fmt::Write;

use rayon::prelude::*;
use serde::Serialize;

use crate::case::{ClaimGraph, ClaimIdx, Node};
use crate::draw::{self, Selection, Theme, View, svg};
use crate::render::Checked;
use crate::rules::Finding;

/// A picture in a page.
pub(super) struct Drawn {
    /// What it is of: the id of its element.
    pub key: String,
    /// The words that stand with it.
    pub caption: Caption,
    /// Its legend.
    pub legend: Vec<Sign>,
    /// The `svg` element, its colours variables.
    pub svg: String,
}

/// A sign of a legend.
#[derive(Serialize)]
pub(super) struct Sign {
    /// An `svg` element, its colours variables.
    pub svg: String,
    /// What it means.
    pub words: String,
}

/// The words that stand with a picture.
#[derive(Clone, Serialize)]
pub(super) struct Caption {
    /// What it shows.
    pub title: String,
    /// How to read it, and what it leaves out.
    pub notes: Vec<String>,
}

/// Every picture of a page.
pub(super) struct Drawings {
    /// Those of the whole case, then those of claims.
    pub pictures: Vec<Drawn>,
    /// The claims that have one, the most consequential first.
    pub claims: Vec<ClaimIdx>,
    /// The colours that they use: on light and on dark ground.
    pub palette: Vec<(String, String)>,
}

/// Draws the whole case in every way, and the lineages of some claims.
pub(super) fn draw_all(
    checked: &Checked<'_, '_>,
    findings: &[Finding],
    claims: &[ClaimIdx],
) -> Drawings {
    let graph = checked.facts.graph();
    let whole = draw::PICTURES
        .iter()
        .filter(|picture| !picture.about_one_claim)
        .map(|picture| (picture.name.to_owned(), picture, Selection::default()));
    let lineage = draw::PICTURES.iter().find(|one| one.about_one_claim);
    let single = claims.iter().filter_map(|&claim| {
        let key = format!("claim-{}", claim.at());
        Some((key, lineage?, Selection::around(claim, 0)))
    });
    let asked: Vec<(String, &draw::Picture, Selection)> = whole.chain(single).collect();
    let drawn: Vec<Vec<(String, Twice)>> = asked
        .into_par_iter()
        .map(|(key, picture, selection)| {
            let view = |selection: &Selection| (picture.view)(checked.facts, findings, selection);
            let large = Sketch::new(graph, view(&selection));
            let folded = folded(graph, &view, &selection, &large)
                .map(|sketch| (format!("{key}-folded"), sketch.drawn(graph)));
            let large = (key, large.drawn(graph));
            [large].into_iter().chain(folded).collect()
        })
        .collect();
    let mut palette = Palette::default();
    let pictures = drawn
        .into_iter()
        .flatten()
        .map(|(key, drawn)| palette.drawn(key, drawn))
        .collect();
    Drawings {
        pictures,
        claims: claims.to_vec(),
        palette: palette.pairs(),
    }
}

/// A picture on both grounds, and its legend.
struct Twice {
    caption: Caption,
    legend: [Vec<(Vec<u8>, String)>; 2],
    drawings: [String; 2],
}

/// What a sheet of paper has room for, upright and turned, below a heading, a caption and a legend; in points of the
/// screen. The page's own script has the same sheet (`script/paper.js`).
const SHEETS: [(f64, f64); 2] = [(710.0, 822.0), (952.0, 580.0)];
/// How far letters may shrink on paper.
const SMALLEST: f64 = 0.66;

/// How many times smaller a picture may be than its nodes are fewer.
const SHRINKS: f64 = 1.5;

/// A view laid out, and not yet drawn.
struct Sketch {
    view: View,
    caption: Caption,
    laid_out: svg::LaidOut,
}

impl Sketch {
    /// Of a view, without the words that the page itself says.
    fn new(graph: &ClaimGraph, mut view: View) -> Sketch {
        // The page isolates names by elements of its own.
        let plain = |text: String| draw::text::without_isolates(&text).into_owned();
        let caption = Caption {
            title: plain(std::mem::take(&mut view.title)),
            notes: std::mem::take(&mut view.notes)
                .into_iter()
                .map(|note| plain(without_command(&note).to_owned()))
                .collect(),
        };
        for node in &mut view.nodes {
            without_id(graph, node.record, &mut node.tooltip);
            for member in &mut node.stack {
                without_id(graph, member.record, &mut member.tooltip);
            }
        }
        let laid_out = svg::lay_out(&view);
        Sketch {
            view,
            caption,
            laid_out,
        }
    }

    /// By how much it has room on a sheet of paper, its letters shrunk as far as they can be read; below one: it has
    /// not.
    fn room(&self) -> f64 {
        let [width, height] = self.laid_out.size();
        let scales = SHEETS.map(|(wide, high)| (wide / width).min(high / height));
        scales[0].max(scales[1]) / SMALLEST
    }

    /// On both grounds.
    fn drawn(self, graph: &ClaimGraph) -> Twice {
        let links = |record: Node| Some(address(graph, record));
        let grounds = [Theme::Light, Theme::Dark];
        Twice {
            caption: self.caption,
            legend: grounds.map(|theme| svg::legend(&self.view, theme)),
            drawings: grounds.map(|theme| utf8(&self.laid_out.inline(theme, &links))),
        }
    }
}

/// The view of fewer nodes that fits a sheet of paper where the large one does not: of as many as fit; `None`: none
/// does, or the large one.
fn folded(
    graph: &ClaimGraph,
    view: &dyn Fn(&Selection) -> View,
    selection: &Selection,
    large: &Sketch,
) -> Option<Sketch> {
    let (room, nodes) = (large.room(), large.view.nodes.len());
    if room >= 1.0 {
        return None;
    }
    let may_fit = |sixths: &usize| *sixths == 1 || *sixths as f64 / 6.0 <= SHRINKS * room;
    [5, 4, 3, 2, 1]
        .into_iter()
        .filter(may_fit)
        .find_map(|sixths| {
            let mut fewer = selection.clone();
            fewer.limit = Some((nodes * sixths / 6).max(2));
            let sketch = Sketch::new(graph, view(&fewer));
            (sketch.room() >= 1.0).then_some(sketch)
        })
}

fn utf8(drawing: &[u8]) -> String {
    String::from_utf8_lossy(drawing).into_owned()
}

/// Takes the id of its record off the words on a node: in the page nobody asks for it.
fn without_id(graph: &ClaimGraph, record: Option<Node>, words: &mut String) {
    if let Some(id) = record.map(|record| format!("[{}]", graph.id(record)))
        && let Some(kept) = words.strip_suffix(&id)
    {
        let kept = kept.trim_end_matches([' ', '·', '\u{200e}']).len();
        words.truncate(kept);
    }
}

/// A note without how to ask the command line for more: the page's own lists hold it.
fn without_command(note: &str) -> &str {
    note.split_once(": use --").map_or(note, |(words, _)| words)
}

/// Where in the page a record is told of: its kind and id as a fragment.
fn address(graph: &ClaimGraph, record: Node) -> String {
    let kind = match record {
        Node::Actor(_) => "actor",
        Node::Claim(_) => "claim",
        Node::Event(_) => "event",
        Node::Evidence(_) => "evidence",
        Node::Report(_) => "report",
        Node::Statement(_) => "statement",
    };
    let mut out = format!("#{kind}-");
    for byte in graph.id(record).bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                out.push(char::from(byte));
            }
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

/// Pairs of colours, numbered as they occur.
#[derive(Default)]
struct Palette {
    numbers: BTreeMap<(String, String), usize>,
}

/// The length of a colour in an attribute: `"#a0b1c2"`.
const COLOUR: usize = 9;

impl Palette {
    /// A picture for both grounds.
    fn drawn(&mut self, key: String, twice: Twice) -> Drawn {
        let [light, dark] = twice.legend;
        let sign = |((light, words), (dark, _)): ((Vec<u8>, String), (Vec<u8>, String))| Sign {
            svg: self.paired(&utf8(&light), &utf8(&dark)),
            words: draw::text::clean(&draw::text::without_isolates(&words)).into_owned(),
        };
        let legend = light.into_iter().zip(dark).map(sign).collect();
        let [light, dark] = twice.drawings;
        Drawn {
            key,
            caption: twice.caption,
            legend,
            svg: self.paired(&light, &dark),
        }
    }

    /// One drawing for both grounds.
    fn paired(&mut self, light: &str, dark: &str) -> String {
        let mut out = String::with_capacity(light.len());
        let mut copied = 0;
        let mut at = 0;
        while let Some(found) = light[at..].find("\"#") {
            at += found;
            let end = at + COLOUR;
            match (colour(light, at), colour(dark, at)) {
                (Some(one), Some(other)) => {
                    let number = self.number(one, other);
                    let _ = write!(out, "{}\"var(--p{number})\"", &light[copied..at]);
                    copied = end;
                    at = end;
                }
                _ => at += 2,
            }
        }
        out.push_str(&light[copied..]);
        out
    }

    fn number(&mut self, light: &str, dark: &str) -> usize {
        let next = self.numbers.len();
        let pair = (light.to_owned(), dark.to_owned());
        *self.numbers.entry(pair).or_insert(next)
    }

    /// The pairs in the order of their numbers.
    fn pairs(self) -> Vec<(String, String)> {
        let mut pairs: Vec<_> = self.numbers.into_iter().collect();
        pairs.sort_by_key(|&(_, number)| number);
        pairs.into_iter().map(|(pair, _)| pair).collect()
    }
}

/// The colour that is the whole of an attribute's value at this place.
fn colour(drawing: &str, at: usize) -> Option<&str> {
    let value = drawing.get(at..at + COLOUR)?;
    let digits = value.strip_prefix("\"#")?.strip_suffix('"')?;
    let hexadecimal = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    hexadecimal.then(|| &drawing[at + 1..at + COLOUR - 1])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_become_variables_and_links_and_words_stay() {
        let mut palette = Palette::default();
        let light = "<a href=\"#claim-a\"><p fill=\"#ffffff\" stroke=\"#000001\"/>&quot;#ffffff&quot;</a><p fill=\"#ffffff\"/>";
        let dark = light.replace("=\"#ffffff\"", "=\"#14181d\"");
        assert_eq!(
            palette.paired(light, &dark),
            "<a href=\"#claim-a\"><p fill=\"var(--p0)\" stroke=\"var(--p1)\"/>&quot;#ffffff&quot;</a><p fill=\"var(--p0)\"/>"
        );
        let pair = |one: &str, other: &str| (one.to_owned(), other.to_owned());
        assert_eq!(
            palette.pairs(),
            [pair("#ffffff", "#14181d"), pair("#000001", "#000001")]
        );
    }
}
