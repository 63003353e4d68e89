//! Columns on a page: the cells of a picture one below the other, as in a newspaper.

use super::view::{ClusterAt, NodeAt, Pull, Role, View};

impl View {
    /// The cells of each column, in order, so that no column is much higher than the others and the page is about
    /// half as wide again as it is high, but no wider than a screen: people scroll down, and read what they see.
    pub(super) fn columns(&self, members: &[Vec<NodeAt>]) -> Vec<Vec<ClusterAt>> {
        let heights: Vec<usize> = members
            .iter()
            .map(|members| self.cell_height(members))
            .collect();
        let two_camps = self.edges.iter().any(|edge| edge.pull == Pull::Backward);
        let wide = if two_camps { WIDE_WITH_TWO_CAMPS } else { WIDE };
        let page = |count: usize| {
            let limit = least_height(&heights, count);
            // Two thirds of the width against the height, the larger over the smaller.
            let (across, down) = ((count * wide * 2).max(1), (limit * 3).max(1));
            (across.max(down) * 100 / across.min(down), limit)
        };
        let most = heights.len().min(SCREEN / wide).max(1);
        let best = (1..=most).map(page).min_by_key(|&(shape, _)| shape);
        filled(&heights, best.map_or(0, |(_, limit)| limit))
    }

    /// The lines of text that stand one below the other in a cell.
    fn cell_height(&self, members: &[NodeAt]) -> usize {
        let lines = |&at: &NodeAt| self.nodes[at].lines().len() + 2;
        let (claims, others): (Vec<NodeAt>, Vec<NodeAt>) = members
            .iter()
            .partition(|&&at| matches!(self.nodes[at].role, Role::Claim(_)));
        let of = |nodes: &[NodeAt]| nodes.iter().map(lines).sum::<usize>();
        of(&claims).max(of(&others)) + 4
    }
}

/// The width in lines of text beyond which a page is made smaller than can be read.
const SCREEN: usize = 110;
/// The width of a column in lines of text: actors beside claims, or claims between actors.
const WIDE: usize = 30;
const WIDE_WITH_TWO_CAMPS: usize = 54;

/// The least height at which cells of these heights fit into so many columns.
fn least_height(heights: &[usize], columns: usize) -> usize {
    let (mut low, mut high) = (
        heights.iter().copied().max().unwrap_or(0),
        heights.iter().sum(),
    );
    while low < high {
        let middle = low + (high - low) / 2;
        if filled(heights, middle).len() <= columns {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}

/// Cells of these heights put into columns no higher than `limit`, but for a cell that is higher itself.
fn filled(heights: &[usize], limit: usize) -> Vec<Vec<ClusterAt>> {
    let mut columns: Vec<Vec<ClusterAt>> = Vec::new();
    let mut used = 0;
    for (cell, &height) in heights.iter().enumerate() {
        match columns.last_mut() {
            Some(column) if used + height <= limit => column.push(cell),
            _ => {
                columns.push(vec![cell]);
                used = 0;
            }
        }
        used += height;
    }
    columns
}
