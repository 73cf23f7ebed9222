//! Whether a variable can be nil at a point, by what the function itself shows: its zero value, an assigned `nil`, or a test.
//!
//! Paths are walked with what the variable is known to hold and with the conditions that they have decided, so that
//! `if p == nil { return }` and repeated tests rule out what cannot happen. What comes from calls is unknown, not nil.

use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

use super::cfg::{Block, BlockId, Point, Step, Test};
use super::source::Source;
use super::tie;
use super::values::FuncFlow;
use super::walk::Known;
use crate::syntax::ast::{AssignOp, BinaryOp, DeclKind, ExprId, ExprKind, Node, SpecKind, StmtKind, UnaryOp};
use crate::text::{Idx, Span, Symbol};
use crate::types::{Builtin, ObjectId, ObjectKind, VarKind};

/// Why a variable is nil on a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// Declared without a value: its zero value.
    Zero,
    /// `nil` was assigned.
    Assigned,
    /// A test on this path found it nil.
    Tested,
}

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
enum Value {
    Unknown,
    Nil(Reason, Span),
    NotNil,
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
    given: Vec<(Point, Value)>,
    /// By block: the values it may begin with, whatever else the path knows ([`UNKNOWN`] and so on).
    begins: Vec<u8>,
}

const UNKNOWN: u8 = 1;
const NIL: u8 = 2;
const NOT_NIL: u8 = 4;

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
    fn of(flow: &FuncFlow<'_>, var: ObjectId) -> Option<Fate> {
        if !flow.is_plain(var) {
            return None;
        }
        let result = matches!(flow.src.store.object(var).kind, ObjectKind::Var(VarKind::Result));
        let entry = if result { Value::Nil(Reason::Zero, declared(flow, var)?) } else { Value::Unknown };
        let given: Vec<(Point, Value)> = flow
            .mentions(var)
            .iter()
            .filter(|mention| mention.assigned && mention.literal.is_none())
            .map(|mention| {
                let value = flow.cfg.step(mention.point).and_then(|step| assigned(flow, step, mention.ident));
                (mention.point, value.unwrap_or(Value::Unknown))
            })
            .collect();
        let tested = flow.nil_tests().iter().any(|test| test.is_some_and(|(tested, _)| tested == var));
        if !tested && entry.bit() != NIL && given.iter().all(|(_, value)| value.bit() != NIL) {
            return None;
        }
        let mut fate = Fate { entry, given, begins: vec![0; flow.cfg.blocks.len()] };
        fate.solve(flow, var);
        Some(fate)
    }

    /// Without regard to other conditions: what may hold where.
    fn solve(&mut self, flow: &FuncFlow<'_>, var: ObjectId) {
        let cfg = &flow.cfg;
        let tests = flow.nil_tests();
        self.begins[cfg.entry.index()] = self.entry.bit();
        let mut work = vec![cfg.entry];
        while let Some(block) = work.pop() {
            let bits = self.bits_at(Point { block, step: u32::MAX });
            let test = tests[block.index()].filter(|(tested, _)| *tested == var);
            for edge in &cfg.blocks[block].succs {
                let bits = match (test, edge.test) {
                    (Some((_, equal)), Some((_, taken))) if equal == taken => {
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
    fn given_in(&self, block: BlockId) -> &[(Point, Value)] {
        let from = self.given.partition_point(|(point, _)| point.block < block);
        let to = self.given[from..].partition_point(|(point, _)| point.block == block);
        &self.given[from..from + to]
    }

    /// The values that it may have just before a step.
    fn bits_at(&self, at: Point) -> u8 {
        let given = self.given_in(at.block).iter().rev().find(|(point, _)| point.step < at.step);
        given.map_or(self.begins[at.block.index()], |(_, value)| value.bit())
    }
}

/// The variables of a file that may be nil at all, found in one pass over it.
#[derive(Debug, Default)]
pub struct NearNil {
    /// Those compared with nil, assigned it, or declared without a value; besides results, no other can have a path on which
    /// it is nil.
    pub touched: FxHashSet<ObjectId>,
    /// Those that are one of several results of a call, not the last: the calls, with the position.
    pub results: FxHashMap<ObjectId, SmallVec<[(ExprId, u32); 1]>>,
    /// Those that take the value of `v, ok := m[k]` or `v, ok := x.(T)`.
    pub doubtful: FxHashSet<ObjectId>,
}

/// The variables of a file that may be nil.
pub fn near_nil(src: &Source<'_>) -> NearNil {
    let ast = src.ast;
    let mut near = NearNil::default();
    for stmt in ast.stmts.ids() {
        let StmtKind::Assign { op: AssignOp::Assign | AssignOp::Define, lhs, rhs } = ast.stmt(stmt) else { continue };
        let (Some(call), targets) = (ast.only(rhs), ast.list(lhs).len()) else { continue };
        let call = ast.unparen(call);
        if targets == 2 && matches!(ast.expr(call), ExprKind::Index { .. } | ExprKind::TypeAssert { .. }) {
            near.doubtful.extend(ast.list(lhs).next().and_then(|value| src.variable(value)));
        }
        if targets < 2 || !matches!(ast.expr(call), ExprKind::Call { .. }) {
            continue;
        }
        for (position, target) in ast.list(lhs).enumerate().take(targets - 1) {
            if let Some(var) = src.variable(target) {
                near.results.entry(var).or_default().push((call, position as u32));
            }
        }
    }
    let mut add = |expr: ExprId| near.touched.extend(src.variable(expr));
    let nil = Symbol::intern("nil");
    for id in ast.exprs.ids() {
        if ast.exprs[id] != ExprKind::Ident(nil) {
            continue;
        }
        let mut expr = id;
        loop {
            match ast.parent(expr) {
                Some(Node::Expr(outer)) => match ast.expr(outer) {
                    ExprKind::Paren(_) | ExprKind::Call { .. } => {
                        expr = outer;
                        continue;
                    }
                    ExprKind::Binary { op: BinaryOp::Eq | BinaryOp::Ne, x, y } => add(if x == expr { y } else { x }),
                    _ => {}
                },
                Some(Node::Stmt(stmt)) => match ast.stmt(stmt) {
                    StmtKind::Assign { lhs, .. } => ast.list(lhs).for_each(&mut add),
                    StmtKind::Case { .. } => {
                        let mut around = Node::Stmt(stmt);
                        while let Some(outer @ Node::Stmt(stmt)) = ast.parent(around) {
                            match ast.stmt(stmt) {
                                StmtKind::Switch { tag: Some(tag), .. } => add(tag),
                                StmtKind::Block(_) => {
                                    around = outer;
                                    continue;
                                }
                                _ => {}
                            }
                            break;
                        }
                    }
                    _ => {}
                },
                Some(Node::Spec(spec)) => {
                    if let SpecKind::Value { names, .. } = ast.specs[spec] {
                        ast.list(names).for_each(&mut add);
                    }
                }
                _ => {}
            }
            break;
        }
    }
    for spec in ast.specs.iter() {
        if let SpecKind::Value { names, values, .. } = *spec
            && values.is_empty()
        {
            ast.list(names).for_each(&mut add);
        }
    }
    near
}

/// By block: the variable that its test compares with nil, and whether by `==`.
pub(super) fn tests_of_nil(flow: &FuncFlow<'_>) -> Vec<Option<(ObjectId, bool)>> {
    let src = &flow.src;
    let compared = |block: &Block| {
        let (x, y, equal) = tie::comparison(src, block.succs.first()?.test?.0)?;
        let other = match (src.is_nil(x), src.is_nil(y)) {
            (true, false) => y,
            (false, true) => x,
            _ => return None,
        };
        Some((src.variable(other)?, equal))
    };
    flow.cfg.blocks.iter().map(compared).collect()
}

/// A path from the function's entry to `at` on which `var` is nil when the step there begins; `None` where no such path is
/// known, or where the variable's value cannot be followed (captured and assigned, addressed).
pub fn nil_path(flow: &FuncFlow<'_>, var: ObjectId, at: Point) -> Option<NilPath> {
    if flow.cfg.incomplete {
        return None;
    }
    flow.cfg.step(at)?;
    let fate = flow.fate(var, || Fate::of(flow, var))?;
    if fate.bits_at(at) & NIL == 0 {
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
            while let Some((_, value)) = given.next_if(|(point, _)| point.step < at.step) {
                state.value = *value;
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
        if let Some((_, value)) = given.last() {
            state.value = *value;
        }
        if conditions.changes_in(block) {
            for step in 0..flow.cfg.steps(block).len() {
                state.known.step(conditions, Point { block, step: step as u32 });
            }
        }
        let branch = conditions.branch(block);
        let test_of_nil = tests_of_nil[block.index()].filter(|(tested, _)| *tested == var);
        for edge in flow.cfg.blocks[block].succs.iter().filter(|edge| leads[edge.to.index()]) {
            let mut after = state;
            if let Some((test, taken)) = edge.test {
                if !after.known.decide(branch, taken) {
                    continue;
                }
                if let Some((_, equal)) = test_of_nil {
                    let is_nil = taken == equal;
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

/// Where the variable is declared.
fn declared(flow: &FuncFlow<'_>, var: ObjectId) -> Option<Span> {
    flow.src.store.object(var).place.map(|place| {
        let length = flow.src.store.object(var).name.as_str().len() as u32;
        Span::new(place.offset, place.offset + length)
    })
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

/// The value that a step gives to the variable named by `ident`.
fn assigned(flow: &FuncFlow<'_>, step: Step, ident: ExprId) -> Option<Value> {
    let ast = flow.src.ast;
    let Step::Stmt(stmt) = step else { return None };
    match ast.stmt(stmt) {
        StmtKind::Assign { op: AssignOp::Assign | AssignOp::Define, lhs, rhs } => {
            let position = ast.list(lhs).position(|target| ast.unparen(target) == ident)?;
            let value =
                if ast.list(rhs).len() == ast.list(lhs).len() { ast.list(rhs).nth(position)? } else { return None };
            Some(value_of(flow, value, ast.span(stmt)))
        }
        StmtKind::Decl(decl) => {
            let DeclKind::Gen { specs, .. } = ast.decls[decl] else { return None };
            ast.list(specs).find_map(|spec| {
                let SpecKind::Value { names, values, .. } = ast.specs[spec] else { return None };
                let position = ast.list(names).position(|name| name == ident)?;
                if values.is_empty() {
                    return Some(Value::Nil(Reason::Zero, ast.span(spec)));
                }
                Some(match ast.list(values).nth(position) {
                    Some(value) if ast.list(values).len() == ast.list(names).len() => {
                        value_of(flow, value, ast.span(spec))
                    }
                    _ => Value::Unknown,
                })
            })
        }
        _ => None,
    }
}

/// Whether an expression is nil, cannot be nil, or may be either.
fn value_of(flow: &FuncFlow<'_>, expr: ExprId, origin: Span) -> Value {
    let ast = flow.src.ast;
    let expr = ast.unparen(expr);
    if flow.src.is_nil(expr) {
        return Value::Nil(Reason::Assigned, origin);
    }
    match ast.expr(expr) {
        ExprKind::CompositeLit { .. } | ExprKind::FuncLit(_) => Value::NotNil,
        ExprKind::Unary { op: UnaryOp::And, .. } => Value::NotNil,
        ExprKind::Call { fun, args, .. } => {
            if flow.src.is_conversion(fun) {
                return match ast.only(args) {
                    Some(arg) => value_of(flow, arg, origin),
                    None => Value::Unknown,
                };
            }
            match flow.src.builtin(expr) {
                Some(Builtin::New | Builtin::Make) => Value::NotNil,
                _ => Value::Unknown,
            }
        }
        _ => Value::Unknown,
    }
}
