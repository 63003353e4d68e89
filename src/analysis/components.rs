//! Strongly connected components without recursion (Tarjan 1972, explicit stack).
//!
//! petgraph's `tarjan_scc` recurses and overflows the stack on a citation chain 100,000 long; it is the oracle in
//! the tests. O(V + E) time, O(V) memory beside the graph.

const UNSEEN: u32 = u32::MAX;

/// The components, each after those that it leads to; members of one in ascending order.
///
/// `successors(v, visit)` calls `visit` with each target of `v`, in the same order each time.
pub fn strong(nodes: usize, successors: impl Fn(u32, &mut dyn FnMut(u32))) -> Vec<Vec<u32>> {
    let mut search = Search {
        index: vec![UNSEEN; nodes],
        low: vec![0; nodes],
        on_stack: vec![false; nodes],
        stack: Vec::new(),
        next: 0,
    };
    let mut components = Vec::new();
    // (node, where its targets start in `targets`, how many of them are done)
    let mut frames: Vec<(u32, usize, usize)> = Vec::new();
    let mut targets: Vec<u32> = Vec::new();
    for start in 0..nodes as u32 {
        if search.index[start as usize] != UNSEEN {
            continue;
        }
        search.enter(start);
        frames.push((start, targets.len(), 0));
        successors(start, &mut |to| targets.push(to));
        while let Some(&mut (node, first, ref mut done)) = frames.last_mut() {
            if first + *done < targets.len() {
                let to = targets[first + *done];
                *done += 1;
                if search.index[to as usize] == UNSEEN {
                    search.enter(to);
                    frames.push((to, targets.len(), 0));
                    successors(to, &mut |next| targets.push(next));
                } else if search.on_stack[to as usize] {
                    let low = search.low[node as usize].min(search.index[to as usize]);
                    search.low[node as usize] = low;
                }
                continue;
            }
            targets.truncate(first);
            frames.pop();
            if let Some(&(parent, ..)) = frames.last() {
                let low = search.low[parent as usize].min(search.low[node as usize]);
                search.low[parent as usize] = low;
            }
            if search.low[node as usize] == search.index[node as usize] {
                components.push(search.leave(node));
            }
        }
    }
    components
}

struct Search {
    index: Vec<u32>,
    low: Vec<u32>,
    on_stack: Vec<bool>,
    stack: Vec<u32>,
    next: u32,
}

impl Search {
    fn enter(&mut self, node: u32) {
        self.index[node as usize] = self.next;
        self.low[node as usize] = self.next;
        self.next += 1;
        self.stack.push(node);
        self.on_stack[node as usize] = true;
    }

    fn leave(&mut self, root: u32) -> Vec<u32> {
        let start = self
            .stack
            .iter()
            .rposition(|&member| member == root)
            .unwrap_or(0);
        let mut members = self.stack.split_off(start);
        for &member in &members {
            self.on_stack[member as usize] = false;
        }
        members.sort_unstable();
        members
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use petgraph::graph::DiGraph;
    use proptest::prelude::*;

    #[test]
    fn a_chain_a_million_long_needs_no_stack() {
        let nodes = 1_000_000;
        let components = strong(nodes, |at, visit| {
            if (at as usize) + 1 < nodes {
                visit(at + 1);
            }
        });
        assert_eq!(components.len(), nodes);
    }

    proptest! {
        #[test]
        fn components_agree_with_petgraph(edges in prop::collection::vec((0u32..12, 0u32..12), 0..40)) {
            let mut graph = DiGraph::<(), ()>::new();
            for _ in 0..12 {
                graph.add_node(());
            }
            let mut out = vec![Vec::new(); 12];
            for &(from, to) in &edges {
                graph.add_edge(from.into(), to.into(), ());
                out[from as usize].push(to);
            }
            let ours = strong(12, |at, visit| out[at as usize].iter().copied().for_each(visit));
            let mut theirs: Vec<Vec<u32>> = petgraph::algo::tarjan_scc(&graph)
                .into_iter()
                .map(|members| {
                    let mut members: Vec<u32> = members.iter().map(|at| at.index() as u32).collect();
                    members.sort_unstable();
                    members
                })
                .collect();
            theirs.sort();
            let mut sorted = ours.clone();
            sorted.sort();
            prop_assert_eq!(sorted, theirs);
            // Every component after those that it leads to.
            let place = |node: u32| ours.iter().position(|members| members.contains(&node));
            for &(from, to) in &edges {
                prop_assert!(place(to) <= place(from));
            }
        }
    }
}
