//! Columns on a page: the cells of a picture one below the other, as in a newspaper.

use super::view::{ClusterAt, NodeAt, Pull, Role, View};

/// The room that a cell takes.
#[derive(Clone, Copy)]
pub(super) struct Extent {
    pub wide: f64,
    pub high: f64,
}

/// The cells of each column, in order, so that no column is much higher than the others and the page is about half as
/// wide again as it is high, but no wider than a screen: people scroll down, and read what they see.
///
/// Costs O(c² log s) for `c` cells of a height of `s` together.
pub(super) fn arranged(cells: &[Extent], screen: f64) -> Vec<Vec<ClusterAt>> {
    let page = |count: usize| {
        let columns = filled(cells, least_height(cells, count), count).unwrap_or_default();
        let across: f64 = columns.iter().map(|column| most(cells, column)).sum();
        let down = columns
            .iter()
            .map(|column| column.iter().map(|&at| cells[at].high).sum())
            .fold(0.0, f64::max);
        // Two thirds of the width against the height, the larger over the smaller.
        let (across, down) = (across.max(1.0), down.max(1.0) * 1.5);
        (across.max(down) / across.min(down), across, columns)
    };
    let mut pages: Vec<_> = (1..=cells.len().clamp(1, 12)).map(page).collect();
    // A page that would be a ribbon may be wider.
    let within = |width: f64| pages.iter().filter(move |page| page.1 <= width);
    let room = match within(screen).all(|page| page.0 > RIBBON) {
        true => 2.0 * screen,
        false => screen,
    };
    match within(room).count() {
        0 => pages.truncate(1),
        _ => pages.retain(|page| page.1 <= room),
    }
    let best = pages
        .into_iter()
        .min_by(|one, other| one.0.total_cmp(&other.0));
    best.map_or_else(Vec::new, |(_, _, columns)| columns)
}

/// A page of which the height and the width are so far from each other is a ribbon.
const RIBBON: f64 = 6.0;

fn most(cells: &[Extent], column: &[ClusterAt]) -> f64 {
    column.iter().map(|&at| cells[at].wide).fold(0.0, f64::max)
}

impl View {
    /// The same for cells with these members of so many lines each, as far as their room can be told without laying
    /// them out.
    pub(super) fn columns(
        &self,
        members: &[Vec<NodeAt>],
        heights: &[usize],
    ) -> Vec<Vec<ClusterAt>> {
        let two_camps = self.edges.iter().any(|edge| edge.pull == Pull::Backward);
        let wide = if two_camps { WIDE_WITH_TWO_CAMPS } else { WIDE };
        let extent = |members: &Vec<NodeAt>| Extent {
            wide,
            high: self.cell_height(members, heights) as f64,
        };
        let cells: Vec<Extent> = members.iter().map(extent).collect();
        arranged(&cells, SCREEN)
    }

    /// The lines of text that stand one below the other in a cell.
    fn cell_height(&self, members: &[NodeAt], heights: &[usize]) -> usize {
        let lines = |&at: &NodeAt| heights[at] + 2;
        let (claims, others): (Vec<NodeAt>, Vec<NodeAt>) = members
            .iter()
            .partition(|&&at| matches!(self.nodes[at].role, Role::Claim(_)));
        let of = |nodes: &[NodeAt]| nodes.iter().map(lines).sum::<usize>();
        of(&claims).max(of(&others)) + 4
    }
}

/// The width in lines of text beyond which a page is made smaller than can be read.
const SCREEN: f64 = 110.0;
/// The width of a column in lines of text: actors beside claims, or claims between actors.
const WIDE: f64 = 30.0;
const WIDE_WITH_TWO_CAMPS: f64 = 54.0;

/// The least height, to a point, at which these cells fit into so many columns.
fn least_height(cells: &[Extent], columns: usize) -> f64 {
    let heights = || cells.iter().map(|cell| cell.high);
    let (mut low, mut high) = (heights().fold(0.0, f64::max), heights().sum::<f64>());
    while high - low > 1.0 {
        let middle = f64::midpoint(low, high);
        match filled(cells, middle, columns).is_some() {
            true => high = middle,
            false => low = middle,
        }
    }
    high
}

/// The cells put one below the other into so many columns, none higher than `limit`; what finds no room in the last
/// column goes below one that ended early. `None`: they do not fit.
fn filled(cells: &[Extent], limit: f64, columns: usize) -> Option<Vec<Vec<ClusterAt>>> {
    let mut used = vec![0.0; columns];
    let mut filled: Vec<Vec<ClusterAt>> = vec![Vec::new(); columns];
    let mut current = 0;
    for (at, cell) in cells.iter().enumerate() {
        let fits = |column: &usize| used[*column] + cell.high <= limit;
        let column = (current..columns).chain(0..current).find(fits)?;
        current = current.max(column);
        used[column] += cell.high;
        filled[column].push(at);
    }
    filled.retain(|column| !column.is_empty());
    Some(filled)
}
