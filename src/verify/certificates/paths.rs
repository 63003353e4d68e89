//! Components, and the citation paths of a claim's support (semantics §5).

use num_bigint::BigUint;

use super::reading::{Edge, NodeNumber, Reading};
use crate::case::StatementIdx;

/// The sets of nodes that all lead to one another, what cites before what it cites: Kosaraju's two passes.
pub fn strong(cited: &[Vec<u32>]) -> Vec<Vec<u32>> {
    let nodes = cited.len();
    let mut citing: Vec<Vec<u32>> = vec![Vec::new(); nodes];
    for (from, to) in (0u32..).zip(cited) {
        to.iter().for_each(|&to| citing[to as usize].push(from));
    }
    let mut seen = vec![false; nodes];
    let mut order = Vec::with_capacity(nodes);
    for start in 0..nodes as u32 {
        if std::mem::replace(&mut seen[start as usize], true) {
            continue;
        }
        let mut path = vec![(start, 0)];
        while let Some((node, next)) = path.last_mut() {
            match cited[*node as usize].get(*next) {
                Some(&to) => {
                    *next += 1;
                    if !std::mem::replace(&mut seen[to as usize], true) {
                        path.push((to, 0));
                    }
                }
                None => {
                    order.push(*node);
                    path.pop();
                }
            }
        }
    }
    let mut found = Vec::new();
    for &start in order.iter().rev() {
        if !std::mem::replace(&mut seen[start as usize], false) {
            continue;
        }
        let mut members = vec![start];
        let mut next = 0;
        while next < members.len() {
            for &from in &citing[members[next] as usize] {
                if std::mem::replace(&mut seen[from as usize], false) {
                    members.push(from);
                }
            }
            next += 1;
        }
        members.sort_unstable();
        found.push(members);
    }
    found
}

impl Reading<'_> {
    /// The sets of nodes that all lead to one another by the citations that count, only those with a cycle.
    pub fn components(&self, counts: impl Fn(NodeNumber, &Edge) -> bool) -> Vec<Vec<NodeNumber>> {
        let nodes = 0..self.node_count() as u32;
        let cited = |from| {
            let counting = self.edges(from).iter().filter(|edge| counts(from, edge));
            counting.map(|edge| edge.to).collect()
        };
        let cited: Vec<Vec<NodeNumber>> = nodes.map(cited).collect();
        let mut found = strong(&cited);
        let cites_itself = |node: NodeNumber| cited[node as usize].contains(&node);
        found.retain(|members| members.len() > 1 || cites_itself(members[0]));
        found.sort();
        found
    }

    /// How many citation paths there are among some statements: circles count as one node, and of several citations
    /// between two nodes one. None runs along a citation that closes no circle.
    pub fn citation_paths(&self, statements: &[StatementIdx]) -> BigUint {
        let mut among: Vec<NodeNumber> = statements.iter().map(|at| at.0).collect();
        among.sort_unstable();
        let cited: Vec<Vec<u32>> = (among.iter())
            .map(|&from| {
                let carrying = self.edges(from).iter().filter(|edge| edge.carries);
                let places = carrying.filter_map(|edge| {
                    let place = among.binary_search(&edge.to).ok()?;
                    self.may_close(from, edge).then_some(place as u32)
                });
                places.collect()
            })
            .collect();
        let components = strong(&cited);
        let mut component_of = vec![0; among.len()];
        for (nth, members) in components.iter().enumerate() {
            members
                .iter()
                .for_each(|&member| component_of[member as usize] = nth);
        }
        // What is cited comes later: its paths are counted first.
        let mut starting = vec![BigUint::ZERO; components.len()];
        let mut sum = BigUint::ZERO;
        for (nth, members) in components.iter().enumerate().rev() {
            let to = members.iter().flat_map(|&member| &cited[member as usize]);
            let mut to: Vec<usize> = to.map(|&to| component_of[to as usize]).collect();
            to.sort_unstable();
            to.dedup();
            let paths = to.into_iter().filter(|&to| to != nth);
            starting[nth] = paths.map(|to| &starting[to] + 1u32).sum();
            sum += &starting[nth];
        }
        sum
    }
}
