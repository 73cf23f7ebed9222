//! Whether a variable can be nil at a point, by what the function itself shows: its zero value, an assigned `nil`, or a test.
//!
//! Paths are walked with what the variable is known to hold and with the conditions that they have decided, so that
//! `if p == nil { return }` and repeated tests rule out what cannot happen. What comes from calls is unknown, not nil.

use rustc_hash::FxHashSet;

use super::cfg::{Block, BlockId, Point, Test};
use super::near_nil::switched;
pub use super::nil_values::Reason;
use super::nil_values::{Given, Value, values};
use super::source::Place;
use super::tie;
use super::values::FuncFlow;
use super::walk::Known;
use crate::syntax::ast::StmtKind;
use crate::text::{Idx, Span};

/// A path on which a variable is nil.
#[derive(Clone, Debug)]
pub struct NilPath {
    pub reason: Reason,
    /// The declaration, assignment or test that makes it nil.
    pub origin: Span,
    /// The tests decided on the path after it became nil, in order, with their spans.
    pub tests: Vec<(Test, bool, Span)>,
    /// It is nil on every path that was found to the place.
    pub always: bool,
}

impl NilPath {
    /// Whether a test found it nil.
    pub fn reason_is_test(&self) -> bool {
        self.reason == Reason::Tested
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct State {
    value: Value,
    known: Known,
}

struct Walk {
    block: BlockId,
    state: State,
    parent: Option<usize>,
    test: Option<(Test, bool)>,
}

/// States explored before the search gives up, which is silence.
const BUDGET: usize = 2000;

/// What the steps of a function make of one variable, as far as nil goes: found once, asked at each use of it.
#[derive(Debug)]
pub(super) struct Fate {
    /// What it is when the function begins.
    entry: Value,
    /// The values it is given, in the order of the steps.
    given: Vec<Given>,
    /// By block: the values it may begin with, whatever else the path knows ([`UNKNOWN`] and so on).
    begins: Vec<u8>,
}

const UNKNOWN: u8 = 1;
const NIL: u8 = 2;
const NOT_NIL: u8 = 4;

impl Given {
    /// Whether it is seen at an offset of a step.
    fn is_before(&self, at: Point, offset: u32) -> bool {
        (self.point.step, self.from) < (at.step, offset)
    }
}

impl Value {
    fn bit(self) -> u8 {
        match self {
            Value::Unknown => UNKNOWN,
            Value::Nil(..) => NIL,
            Value::NotNil => NOT_NIL,
        }
    }
}

impl Fate {
    /// `None`: its value cannot be followed, or it is nowhere known to be nil.
    fn of(flow: &FuncFlow<'_>, place: &Place) -> Option<Fate> {
        let (entry, given) = values(flow, place)?;
        let tested = flow.nil_tests().iter().flatten().any(|(tested, _)| tested == place);
        if !tested && entry.bit() != NIL && given.iter().all(|given| given.value.bit() != NIL) {
            return None;
        }
        let mut fate = Fate { entry, given, begins: vec![0; flow.cfg.blocks.len()] };
        fate.solve(flow, place);
        Some(fate)
    }

    /// Without regard to other conditions: what may hold where.
    fn solve(&mut self, flow: &FuncFlow<'_>, place: &Place) {
        let cfg = &flow.cfg;
        let tests = flow.nil_tests();
        self.begins[cfg.entry.index()] = self.entry.bit();
        let mut work = vec![cfg.entry];
        while let Some(block) = work.pop() {
            let bits = self.bits_at(Point { block, step: u32::MAX }, 0);
            let test = tests[block.index()].as_ref().filter(|(tested, _)| tested == place);
            for edge in &cfg.blocks[block].succs {
                let bits = match (test, edge.test) {
                    (Some((_, equal)), Some((_, taken))) if *equal == taken => {
                        if bits & (UNKNOWN | NIL) != 0 {
                            NIL
                        } else {
                            0
                        }
                    }
                    (Some(_), Some(_)) => {
                        if bits & (UNKNOWN | NOT_NIL) != 0 {
                            NOT_NIL
                        } else {
                            0
                        }
                    }
                    _ => bits,
                };
                let into = &mut self.begins[edge.to.index()];
                if *into | bits != *into {
                    *into |= bits;
                    work.push(edge.to);
                }
            }
        }
    }

    /// The values given within a block.
    fn given_in(&self, block: BlockId) -> &[Given] {
        let from = self.given.partition_point(|given| given.point.block < block);
        let to = self.given[from..].partition_point(|given| given.point.block == block);
        &self.given[from..from + to]
    }

    /// The values that it may have at an offset of a step.
    fn bits_at(&self, at: Point, offset: u32) -> u8 {
        let given = self.given_in(at.block).iter().rev().find(|given| given.is_before(at, offset));
        given.map_or(self.begins[at.block.index()], |given| given.value.bit())
    }
}

/// By block: the variable or field that its test compares with nil, and whether by `==`.
pub(super) fn tests_of_nil(flow: &FuncFlow<'_>) -> Vec<Option<(Place, bool)>> {
    let src = &flow.src;
    let compared = |block: &Block| {
        let test = block.succs.first()?.test?.0;
        if let Test::Type { switch, case } = test {
            let StmtKind::TypeSwitch { assign, .. } = src.ast.stmt(switch) else { return None };
            return Some((src.place(switched(src, assign).filter(|_| src.is_nil(case))?)?, true));
        }
        let (x, y, equal) = tie::comparison(src, test)?;
        let other = match (src.is_nil(x), src.is_nil(y)) {
            (true, false) => y,
            (false, true) => x,
            _ => return None,
        };
        Some((src.place(other)?, equal))
    };
    flow.cfg.blocks.iter().map(compared).collect()
}

/// A path from the function's entry to `at` on which the variable or field is nil when what stands at `offset` in the step there
/// is evaluated; `None` where no such path is known, or where the value cannot be followed (captured and assigned, addressed).
pub fn nil_path(flow: &FuncFlow<'_>, place: &Place, at: Point, offset: u32) -> Option<NilPath> {
    if flow.cfg.incomplete {
        return None;
    }
    flow.cfg.step(at)?;
    let fate = flow.fate(place, || Fate::of(flow, place))?;
    if fate.bits_at(at, offset) & NIL == 0 {
        return None;
    }
    let conditions = flow.conditions();
    let tests_of_nil = flow.nil_tests();
    let leads = leading_to(flow, at.block);
    let mut walks = vec![Walk {
        block: flow.cfg.entry,
        state: State { value: fate.entry, known: Known::default() },
        parent: None,
        test: None,
    }];
    let mut seen: FxHashSet<(BlockId, State)> = FxHashSet::default();
    let mut found: Option<NilPath> = None;
    let mut always_so_far = true;
    let mut next = 0;
    while next < walks.len() {
        if next > BUDGET {
            return found.map(|path| NilPath { always: false, ..path });
        }
        let block = walks[next].block;
        let mut state = walks[next].state;
        let mut given = fate.given_in(block).iter().peekable();
        if block == at.block {
            while let Some(given) = given.next_if(|given| given.is_before(at, offset)) {
                state.value = given.value;
            }
            match (&mut found, state.value) {
                (None, Value::Nil(reason, origin)) => {
                    let tests = tests(flow, &walks, next, origin, reason);
                    found = Some(NilPath { reason, origin, tests, always: always_so_far });
                }
                (Some(_), Value::Nil(..)) => {}
                (Some(path), _) => path.always = false,
                (None, _) => always_so_far = false,
            }
            // Nothing can change what was found any more.
            if found.as_ref().is_some_and(|path| !path.always) {
                return found;
            }
        }
        if let Some(given) = given.last() {
            state.value = given.value;
        }
        if conditions.changes_in(block) {
            for step in 0..flow.cfg.steps(block).len() {
                state.known.step(conditions, Point { block, step: step as u32 });
            }
        }
        let branch = conditions.branch(block);
        let test_of_nil = tests_of_nil[block.index()].as_ref().filter(|(tested, _)| tested == place);
        for edge in flow.cfg.blocks[block].succs.iter().filter(|edge| leads[edge.to.index()]) {
            let mut after = state;
            if let Some((test, taken)) = edge.test {
                if !after.known.decide(branch, taken) {
                    continue;
                }
                if let Some((_, equal)) = test_of_nil {
                    let is_nil = taken == *equal;
                    match (after.value, is_nil) {
                        (Value::Nil(..), false) | (Value::NotNil, true) => continue,
                        (Value::Unknown, true) => {
                            after.value = Value::Nil(Reason::Tested, flow.cfg.test_span(flow.src.ast, test));
                        }
                        (Value::Unknown, false) => after.value = Value::NotNil,
                        _ => {}
                    }
                }
            }
            if seen.insert((edge.to, after)) {
                walks.push(Walk { block: edge.to, state: after, parent: Some(next), test: edge.test });
            }
        }
        next += 1;
    }
    found
}

/// By block: whether some way leads from it to this one.
fn leading_to(flow: &FuncFlow<'_>, target: BlockId) -> Vec<bool> {
    let mut leads = vec![false; flow.cfg.blocks.len()];
    leads[target.index()] = true;
    let mut work = vec![target];
    while let Some(block) = work.pop() {
        for &before in &flow.cfg.blocks[block].preds {
            if !std::mem::replace(&mut leads[before.index()], true) {
                work.push(before);
            }
        }
    }
    leads
}

/// The tests on the way to a node since the variable became nil.
fn tests(flow: &FuncFlow<'_>, walks: &[Walk], last: usize, origin: Span, reason: Reason) -> Vec<(Test, bool, Span)> {
    let mut found = Vec::new();
    let mut at = Some(last);
    while let Some(walk) = at.map(|at| &walks[at]) {
        if walk.state.value != Value::Nil(reason, origin) {
            break;
        }
        if let Some((test, taken)) = walk.test {
            found.push((test, taken, flow.cfg.test_span(flow.src.ast, test)));
        }
        at = walk.parent;
    }
    found.reverse();
    found
}
