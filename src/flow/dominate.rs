//! Reachability, dominator trees and cycles of directed graphs, whose nodes are numbers from 0.

/// A directed graph.
pub trait Graph {
    /// How many nodes it has.
    fn nodes(&self) -> usize;
    /// The successor of a node at a position, counted from 0; `None` past the last.
    fn succ(&self, node: usize, at: usize) -> Option<usize>;
    /// The predecessor of a node at a position.
    fn pred(&self, node: usize, at: usize) -> Option<usize>;
}

/// For each node whether it can be reached from `start`.
pub fn reachable(graph: &impl Graph, start: usize) -> Vec<bool> {
    let mut seen = vec![false; graph.nodes()];
    seen[start] = true;
    let mut work = vec![start];
    while let Some(node) = work.pop() {
        for to in (0..).map_while(|at| graph.succ(node, at)) {
            if !std::mem::replace(&mut seen[to], true) {
                work.push(to);
            }
        }
    }
    seen
}

/// The strongly connected components (R. Tarjan, "Depth-first search and linear graph algorithms", 1972; here with a stack
/// of our own, for graphs are deeper than thread stacks).
#[derive(Debug)]
pub struct Components {
    component: Vec<u32>,
    cyclic: Vec<bool>,
}

impl Components {
    /// Those of a graph.
    pub fn new(graph: &impl Graph) -> Components {
        let n = graph.nodes();
        let (component, count) = components(n, |node, at| graph.succ(node, at));
        let mut size = vec![0u32; count];
        for &c in &component {
            size[c as usize] += 1;
        }
        let mut cyclic: Vec<bool> = size.iter().map(|&size| size > 1).collect();
        for node in 0..n {
            if (0..).map_while(|at| graph.succ(node, at)).any(|to| to == node) {
                cyclic[component[node] as usize] = true;
            }
        }
        Components { component, cyclic }
    }

    /// The number of a node's component.
    pub fn component(&self, node: usize) -> u32 {
        self.component[node]
    }

    /// Whether the node lies on a cycle.
    pub fn in_cycle(&self, node: usize) -> bool {
        self.cyclic[self.component[node] as usize]
    }
}

/// Numbers the strongly connected components of any graph of `n` nodes, callees (successors) before callers;
/// `succ(node, i)` is the i-th successor. Gives the component of each node and their count.
pub fn components(n: usize, succ: impl Fn(usize, usize) -> Option<usize>) -> (Vec<u32>, usize) {
    const NEW: u32 = u32::MAX;
    let mut index = vec![NEW; n];
    let mut low = vec![0u32; n];
    let mut component = vec![NEW; n];
    let mut open: Vec<usize> = Vec::new();
    let mut stack: Vec<(usize, usize)> = Vec::new();
    let (mut next, mut count) = (0u32, 0u32);
    for root in 0..n {
        if index[root] != NEW {
            continue;
        }
        stack.push((root, 0));
        while let Some(&mut (node, ref mut at)) = stack.last_mut() {
            if *at == 0 && index[node] == NEW {
                index[node] = next;
                low[node] = next;
                next += 1;
                open.push(node);
            }
            if let Some(to) = succ(node, *at) {
                *at += 1;
                if index[to] == NEW {
                    stack.push((to, 0));
                } else if component[to] == NEW {
                    low[node] = low[node].min(index[to]);
                }
                continue;
            }
            stack.pop();
            if let Some(&(above, _)) = stack.last() {
                low[above] = low[above].min(low[node]);
            }
            if low[node] == index[node] {
                while let Some(member) = open.pop() {
                    component[member] = count;
                    if member == node {
                        break;
                    }
                }
                count += 1;
            }
        }
    }
    (component, count as usize)
}

/// A dominator tree (K. Cooper, T. Harvey, K. Kennedy, "A simple, fast dominance algorithm", 2001), with an interval for each
/// node, so that a question costs two comparisons.
#[derive(Debug)]
pub struct Tree {
    /// Entry and exit times of the depth-first walk of the tree; 0 for nodes outside.
    times: Vec<(u32, u32)>,
}

impl Tree {
    /// What every way from one of `roots` to a node goes through.
    pub fn dominators(graph: &impl Graph, roots: &[usize]) -> Tree {
        Tree::new(graph.nodes(), roots, |node, at| graph.succ(node, at), |node, at| graph.pred(node, at))
    }

    /// What every way from a node to one of `exits` goes through.
    pub fn post_dominators(graph: &impl Graph, exits: &[usize]) -> Tree {
        Tree::new(graph.nodes(), exits, |node, at| graph.pred(node, at), |node, at| graph.succ(node, at))
    }

    /// A virtual root (number `n`) stands before all `roots`.
    fn new(
        n: usize,
        roots: &[usize],
        succ: impl Fn(usize, usize) -> Option<usize>,
        pred: impl Fn(usize, usize) -> Option<usize>,
    ) -> Tree {
        let succ = |node: usize, at: usize| if node == n { roots.get(at).copied() } else { succ(node, at) };
        // Postorder.
        let mut order: Vec<usize> = Vec::with_capacity(n + 1);
        let mut number = vec![u32::MAX; n + 1];
        let mut seen = vec![false; n + 1];
        let mut stack = vec![(n, 0)];
        seen[n] = true;
        while let Some(&mut (node, ref mut at)) = stack.last_mut() {
            if let Some(to) = succ(node, *at) {
                *at += 1;
                if !std::mem::replace(&mut seen[to], true) {
                    stack.push((to, 0));
                }
                continue;
            }
            number[node] = order.len() as u32;
            order.push(node);
            stack.pop();
        }
        const NONE: u32 = u32::MAX;
        let root = number[n];
        let mut idom = vec![NONE; order.len()]; // in postorder numbers
        idom[root as usize] = root;
        let mut is_root = vec![false; n + 1];
        for &node in roots {
            is_root[node] = true;
        }
        let mut changed = true;
        while changed {
            changed = false;
            for &node in order.iter().rev().filter(|&&node| node != n) {
                let mut new = if is_root[node] { root } else { NONE };
                let mut at = 0;
                while let Some(before) = pred(node, at) {
                    at += 1;
                    let b = number[before];
                    if b == NONE || idom[b as usize] == NONE {
                        continue;
                    }
                    new = if new == NONE { b } else { intersect(&idom, new, b) };
                }
                let slot = &mut idom[number[node] as usize];
                if *slot != new {
                    *slot = new;
                    changed = true;
                }
            }
        }
        let mut children: Vec<Vec<u32>> = vec![Vec::new(); order.len()];
        for (node, &parent) in idom.iter().enumerate() {
            if parent != NONE && node as u32 != root {
                children[parent as usize].push(node as u32);
            }
        }
        let mut times = vec![(0, 0); n + 1];
        let mut clock = 0;
        let mut stack = vec![(root, 0usize)];
        while let Some(&mut (node, ref mut at)) = stack.last_mut() {
            if *at == 0 {
                clock += 1;
                times[order[node as usize]].0 = clock;
            }
            if let Some(&child) = children[node as usize].get(*at) {
                *at += 1;
                stack.push((child, 0));
                continue;
            }
            clock += 1;
            times[order[node as usize]].1 = clock;
            stack.pop();
        }
        Tree { times }
    }

    /// Whether `a` is `b` or above it.
    pub fn covers(&self, a: usize, b: usize) -> bool {
        let (a, b) = (self.times[a], self.times[b]);
        a.0 != 0 && b.0 != 0 && a.0 <= b.0 && b.1 <= a.1
    }
}

fn intersect(idom: &[u32], mut a: u32, mut b: u32) -> u32 {
    while a != b {
        while a < b {
            a = idom[a as usize];
        }
        while b < a {
            b = idom[b as usize];
        }
    }
    a
}

#[cfg(test)]
mod tests {
    use super::{Tree, components};

    #[test]
    fn cycles_are_components_in_reverse_topological_order() {
        let graph: [&[usize]; 5] = [&[1], &[2, 3], &[1], &[4], &[4]];
        let (component, count) = components(5, |node, at| graph[node].get(at).copied());
        assert_eq!(count, 4);
        assert_eq!(component[1], component[2]);
        assert!(component[4] < component[3] && component[3] < component[1] && component[1] < component[0]);
    }

    #[test]
    fn a_diamond_is_dominated_by_its_top() {
        let graph: [&[usize]; 5] = [&[1, 2], &[3], &[3], &[], &[3]];
        let back: [&[usize]; 5] = [&[], &[0], &[0], &[1, 2, 4], &[]];
        let tree = Tree::new(5, &[0], |n, at| graph[n].get(at).copied(), |n, at| back[n].get(at).copied());
        let covers = |a, b| tree.covers(a, b);
        assert!(covers(0, 3) && covers(3, 3) && !covers(1, 3) && !covers(0, 4) && !covers(4, 4));
    }
}
