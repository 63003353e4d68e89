//! The parts of a picture as cells of a page: in columns, as a newspaper does.

use super::place::{BETWEEN_CELLS, Course, Placed, Point, Sized, lay_out, moved};
use crate::draw::columns::{self, Extent};
use crate::draw::view::{ClusterAt, NodeAt, View};

/// The width beyond which a page is made smaller than can be read.
const SCREEN: f64 = 1_500.0;
/// How much wider a column may become so that two find room in a row.
const SLACK: f64 = 1.04;

/// Puts the parts into columns; in a column those that are small stand beside one another, and the frames of its rows
/// end where it does.
pub(super) fn fill(sized: &Sized<'_>, parts: Vec<Vec<NodeAt>>, placed: &mut Placed) {
    let view = sized.view;
    let extents = extents(sized, &parts, placed);
    let mut left = 0.0;
    for column in columns::arranged(&extents, SCREEN) {
        let widest = column
            .iter()
            .map(|&cell| extents[cell].wide)
            .fold(0.0, f64::max);
        let rows = rows(&column, &extents, widest * SLACK);
        let width = |row: &Vec<ClusterAt>| row.iter().map(|&cell| extents[cell].wide).sum();
        let wide = rows.iter().map(width).fold(0.0, f64::max);
        let mut top = 0.0;
        for row in rows {
            let high = row
                .iter()
                .map(|&cell| extents[cell].high)
                .fold(0.0, f64::max);
            let mut start = left;
            for (nth, &cell) in row.iter().enumerate() {
                shift(view, &parts[cell], (start, top), placed);
                start += extents[cell].wide;
                let end = if nth + 1 == row.len() {
                    left + wide
                } else {
                    start
                };
                let corner = (end - BETWEEN_CELLS, top + high - BETWEEN_CELLS);
                stretch(view, &parts[cell], corner, placed);
            }
            top += high;
        }
        placed.height = placed.height.max(top - BETWEEN_CELLS);
        left += wide;
    }
    placed.width = (left - BETWEEN_CELLS).max(0.0);
}

/// Puts the parts one below the other, those that are small beside one another, no row wider than the widest part.
pub(super) fn stack(sized: &Sized<'_>, parts: &[Vec<NodeAt>], placed: &mut Placed) {
    let extents = extents(sized, parts, placed);
    let all: Vec<ClusterAt> = (0..parts.len()).collect();
    let widest = extents.iter().map(|one| one.wide).fold(0.0, f64::max);
    let mut top = 0.0;
    for row in rows(&all, &extents, widest) {
        let (mut left, mut high) = (0.0, 0.0_f64);
        for part in row {
            shift(sized.view, &parts[part], (left, top), placed);
            left += extents[part].wide;
            high = high.max(extents[part].high);
        }
        top += high;
    }
    placed.width = (widest - BETWEEN_CELLS).max(0.0);
    placed.height = (top - BETWEEN_CELLS).max(0.0);
}

/// Lays out each part for itself; tells how much room it takes, with what parts it from the next.
fn extents(sized: &Sized<'_>, parts: &[Vec<NodeAt>], placed: &mut Placed) -> Vec<Extent> {
    let mut extent = |part: &Vec<NodeAt>| {
        let (wide, high) = lay_out(sized, part, (0.0, 0.0), placed);
        Extent {
            wide: wide + BETWEEN_CELLS,
            high: high + BETWEEN_CELLS,
        }
    };
    parts.iter().map(&mut extent).collect()
}

/// The cells of a column in rows, each as full as their order allows.
fn rows(column: &[ClusterAt], extents: &[Extent], wide: f64) -> Vec<Vec<ClusterAt>> {
    let mut rows: Vec<Vec<ClusterAt>> = Vec::new();
    let mut used = 0.0;
    for &cell in column {
        match rows.last_mut() {
            Some(row) if used + extents[cell].wide <= wide => row.push(cell),
            _ => {
                rows.push(vec![cell]);
                used = 0.0;
            }
        }
        used += extents[cell].wide;
    }
    rows
}

/// Lets the frame around a part, if one holds all of it, end at this corner.
fn stretch(view: &View, part: &[NodeAt], corner: Point, placed: &mut Placed) {
    if let Some(home) = view.nodes[part[0]].cluster
        && part.iter().all(|&at| view.nodes[at].cluster == Some(home))
        && let Some(frame) = &mut placed.clusters[home]
    {
        (frame.right, frame.bottom) = corner;
    }
}

/// Moves a part that was laid out.
fn shift(view: &View, nodes: &[NodeAt], by: Point, placed: &mut Placed) {
    let mut homes: Vec<ClusterAt> = Vec::new();
    for &at in nodes {
        placed.nodes[at] = placed.nodes[at].moved(by);
        homes.extend(view.nodes[at].cluster);
    }
    homes.sort_unstable();
    homes.dedup();
    for home in homes {
        placed.clusters[home] = placed.clusters[home].map(|frame| frame.moved(by));
    }
    for (edge, course) in view.edges.iter().zip(&mut placed.edges) {
        if nodes.binary_search(&edge.from).is_ok() {
            let whole = std::mem::replace(course, Course::Flow(Vec::new()));
            *course = moved(whole, by);
        }
    }
}
