//! One worklist for any small lattice, forward or backward.
//!
//! States are joined where edges meet; unreachable blocks have none. Blocks are taken in (reverse) postorder, so that loops
//! settle in few rounds (J. Kam, J. Ullman, "Global data flow analysis and iterative algorithms", 1976).

use std::collections::BTreeSet;

use super::cfg::{BlockId, Cfg, Edge, Point, Step};
use crate::text::{Idx, IndexVec};

/// An analysis: what is known at a point, how steps and edges change it, how it is joined. States must form a lattice of
/// finite height, and `join` must only go up.
pub trait Analysis {
    type State: Clone + PartialEq;

    /// What a step makes of the state before it (backward: of the state after it).
    fn step(&self, state: &mut Self::State, point: Point, step: Step);

    /// What an edge makes of it; `false` if it cannot be taken.
    fn edge(&self, state: &mut Self::State, from: BlockId, edge: &Edge) -> bool {
        let _ = (state, from, edge);
        true
    }

    /// Adds what is known on another way; whether anything changed.
    fn join(&self, into: &mut Self::State, other: &Self::State) -> bool;
}

/// The states of a solved analysis.
#[derive(Clone, Debug)]
pub struct Solution<S> {
    /// Forward: at the start of each block; backward: at its end. `None`: no way leads there.
    pub blocks: IndexVec<BlockId, Option<S>>,
}

/// Rounds over all blocks after which an analysis that does not settle is given up (its lattice is too high).
const ROUNDS: usize = 50;

/// Solves from the entry on.
pub fn forward<A: Analysis>(cfg: &Cfg, analysis: &A, entry: A::State) -> Solution<A::State> {
    let order = postorder(cfg, &[cfg.entry], |block| cfg.blocks[block].succs.iter().map(|edge| edge.to).collect());
    let mut blocks: IndexVec<BlockId, Option<A::State>> = IndexVec::filled(None, cfg.blocks.len());
    blocks[cfg.entry] = Some(entry);
    run(&order, &[cfg.entry], |block, work| {
        let Some(mut state) = blocks[block].clone() else { return };
        for (at, &step) in cfg.steps(block).iter().enumerate() {
            analysis.step(&mut state, Point { block, step: at as u32 }, step);
        }
        for edge in &cfg.blocks[block].succs {
            let mut out = state.clone();
            if analysis.edge(&mut out, block, edge) && merge(analysis, &mut blocks[edge.to], out) {
                work(edge.to);
            }
        }
    });
    Solution { blocks }
}

/// Solves from the exits back; `exit` gives the state at each of the three.
pub fn backward<A: Analysis>(cfg: &Cfg, analysis: &A, exit: impl Fn(BlockId) -> A::State) -> Solution<A::State> {
    let exits = [cfg.exit, cfg.panic, cfg.dead];
    let order = postorder(cfg, &exits, |block| cfg.blocks[block].preds.to_vec());
    let mut blocks: IndexVec<BlockId, Option<A::State>> = IndexVec::filled(None, cfg.blocks.len());
    for block in exits {
        blocks[block] = Some(exit(block));
    }
    run(&order, &exits, |block, work| {
        let Some(mut state) = blocks[block].clone() else { return };
        for (at, &step) in cfg.steps(block).iter().enumerate().rev() {
            analysis.step(&mut state, Point { block, step: at as u32 }, step);
        }
        for &before in &cfg.blocks[block].preds {
            for edge in cfg.blocks[before].succs.iter().filter(|edge| edge.to == block) {
                let mut out = state.clone();
                if analysis.edge(&mut out, before, edge) && merge(analysis, &mut blocks[before], out) {
                    work(before);
                }
            }
        }
    });
    Solution { blocks }
}

impl<S: Clone> Solution<S> {
    /// The state just before a step; the solution must be a forward one.
    pub fn before<A: Analysis<State = S>>(&self, cfg: &Cfg, analysis: &A, point: Point) -> Option<S> {
        let mut state = self.blocks[point.block].clone()?;
        for (at, &step) in cfg.steps(point.block).iter().enumerate().take(point.step as usize) {
            analysis.step(&mut state, Point { block: point.block, step: at as u32 }, step);
        }
        Some(state)
    }

    /// The state just after a step; the solution must be a backward one.
    pub fn after<A: Analysis<State = S>>(&self, cfg: &Cfg, analysis: &A, point: Point) -> Option<S> {
        let mut state = self.blocks[point.block].clone()?;
        for (at, &step) in cfg.steps(point.block).iter().enumerate().skip(point.step as usize + 1).rev() {
            analysis.step(&mut state, Point { block: point.block, step: at as u32 }, step);
        }
        Some(state)
    }
}

fn merge<A: Analysis>(analysis: &A, into: &mut Option<A::State>, state: A::State) -> bool {
    match into {
        Some(known) => analysis.join(known, &state),
        None => {
            *into = Some(state);
            true
        }
    }
}

/// Takes blocks from a worklist, those that come first in the order first.
fn run(order: &[u32], start: &[BlockId], mut visit: impl FnMut(BlockId, &mut dyn FnMut(BlockId))) {
    let mut work: BTreeSet<(u32, BlockId)> = start.iter().map(|&block| (order[block.index()], block)).collect();
    let mut left = order.len() * ROUNDS;
    while let Some((_, block)) = work.pop_first() {
        visit(block, &mut |next| {
            work.insert((order[next.index()], next));
        });
        left -= 1;
        if left == 0 {
            debug_assert!(false, "the lattice is too high");
            return;
        }
    }
}

/// For each block its place in reverse postorder.
fn postorder(cfg: &Cfg, roots: &[BlockId], next: impl Fn(BlockId) -> Vec<BlockId>) -> Vec<u32> {
    let n = cfg.blocks.len();
    let mut order = vec![n as u32; n];
    let mut seen = vec![false; n];
    let mut number = n as u32;
    let mut stack: Vec<(BlockId, Vec<BlockId>)> = Vec::new();
    for &root in roots {
        if std::mem::replace(&mut seen[root.index()], true) {
            continue;
        }
        stack.push((root, next(root)));
        while let Some((block, rest)) = stack.last_mut() {
            match rest.pop() {
                Some(to) if !std::mem::replace(&mut seen[to.index()], true) => stack.push((to, next(to))),
                Some(_) => {}
                None => {
                    number -= 1;
                    order[block.index()] = number;
                    stack.pop();
                }
            }
        }
    }
    order
}
