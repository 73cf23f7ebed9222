//! A search for a feasible path through a function, with a state of the asker's.
//!
//! Paths are followed as a graph of (block, state): what a path has learnt from a condition holds where the condition is asked
//! again ([`super::conditions`]). The search is breadth-first, so the path found is a shortest one, and the same for every run.

use std::hash::Hash;

use rustc_hash::FxHashSet;

use super::cfg::{BlockId, Point, Step, Test};
use super::conditions::{Branch, Conditions, Facts};
use super::values::FuncFlow;
use crate::text::Span;

/// How the search goes on after a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    Go,
    /// Nothing of interest can follow on this path.
    Stop,
    /// This is it.
    Found,
}

/// A path.
#[derive(Clone, Debug)]
pub struct Way<S> {
    pub state: S,
    /// Where it was found; `None`: at the exit.
    pub at: Option<Point>,
    /// The last step: the one it was found at, or the `return` (or end) that leaves.
    pub last: Step,
    /// The tests decided on the path in order, with their spans.
    pub tests: Vec<(Test, bool, Span)>,
}

/// What a path knows of conditions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Known {
    facts: Facts,
    /// Counting loops whose body the path has been through, one bit each.
    entered: u64,
}

impl Known {
    /// What a step changes.
    pub fn step(&mut self, conditions: &Conditions, point: Point) {
        if let Some(change) = conditions.change(point) {
            self.facts.end(change.ends);
            for &(fact, value) in &change.begins {
                self.facts.learn(fact, value);
            }
        }
    }

    /// Whether a path can leave a block by this outcome of its test; what it learns there.
    pub fn decide(&mut self, branch: Branch, taken: bool) -> bool {
        if !self.facts.follow(branch, taken) {
            return false;
        }
        if branch.literal.is_some_and(|value| value != taken) {
            return false;
        }
        if let Some(number) = branch.turns {
            if !taken && self.entered & 1 << number == 0 {
                return false;
            }
            self.entered |= 1 << number;
        }
        true
    }
}

struct Walk<S> {
    block: BlockId,
    state: S,
    known: Known,
    parent: Option<usize>,
    test: Option<(Test, bool)>,
}

/// States explored before the search gives up, which is silence.
const BUDGET: usize = 300;

/// A path from the entry on which `step` says `Found`, or one to a normal return at which `exit` is true. `edge` may change
/// the state by the outcome of a test, and says whether the path can go on.
pub fn search<S: Clone + Eq + Hash>(
    flow: &FuncFlow<'_>,
    start: S,
    mut step: impl FnMut(&mut S, Point, Step) -> Next,
    mut edge: impl FnMut(&mut S, Test, bool) -> bool,
    mut exit: impl FnMut(&S) -> bool,
) -> Option<Way<S>> {
    if flow.cfg.incomplete {
        return None;
    }
    let mut walks =
        vec![Walk { block: flow.cfg.entry, state: start, known: Known::default(), parent: None, test: None }];
    let mut seen: FxHashSet<(BlockId, S, Known)> = FxHashSet::default();
    let conditions = flow.conditions();
    let mut next = 0;
    'walks: while next < walks.len() {
        if next > BUDGET {
            return None;
        }
        let block = walks[next].block;
        let (mut state, mut known) = (walks[next].state.clone(), walks[next].known);
        for (at, &what) in flow.cfg.steps(block).iter().enumerate() {
            let point = Point { block, step: at as u32 };
            match step(&mut state, point, what) {
                Next::Go => known.step(conditions, point),
                Next::Stop => {
                    next += 1;
                    continue 'walks;
                }
                Next::Found => {
                    return Some(Way { state, at: Some(point), last: what, tests: tests(flow, &walks, next) });
                }
            }
        }
        let branch = conditions.branch(block);
        for way in &flow.cfg.blocks[block].succs {
            if way.to == flow.cfg.exit {
                if exit(&state) {
                    let last = flow.cfg.steps(block).last().copied().unwrap_or(Step::End);
                    return Some(Way { state, at: None, last, tests: tests(flow, &walks, next) });
                }
                continue;
            }
            if way.to == flow.cfg.panic || way.to == flow.cfg.dead {
                continue;
            }
            let (mut after, mut learnt) = (state.clone(), known);
            if let Some((test, taken)) = way.test
                && (!learnt.decide(branch, taken) || !edge(&mut after, test, taken))
            {
                continue;
            }
            if seen.insert((way.to, after.clone(), learnt)) {
                walks.push(Walk { block: way.to, state: after, known: learnt, parent: Some(next), test: way.test });
            }
        }
        next += 1;
    }
    None
}

fn tests<S>(flow: &FuncFlow<'_>, walks: &[Walk<S>], last: usize) -> Vec<(Test, bool, Span)> {
    let mut found = Vec::new();
    let mut at = Some(last);
    while let Some(walk) = at.map(|at| &walks[at]) {
        if let Some((test, taken)) = walk.test {
            found.push((test, taken, flow.cfg.test_span(flow.src.ast, test)));
        }
        at = walk.parent;
    }
    found.reverse();
    found
}
