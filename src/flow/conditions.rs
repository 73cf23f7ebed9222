//! Conditions that one function tests more than once: what a path has learnt from the first test holds at the second.
//!
//! Two conditions are the same if they are built alike from the same objects, fields, literals and operators (`len` and `cap`
//! are the only calls); `x != nil` is `x == nil` turned round. A fact ends where one of its variables is assigned. Fields are
//! taken to keep their values meanwhile: facts only ever rule paths out, so a wrong one costs a finding and never makes one.

use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashMap, FxHasher};
use smallvec::SmallVec;

use super::cfg::{BlockId, Point, Test};
use super::source::Source;
use super::values::FuncFlow;
use crate::syntax::ast::{AssignOp, BinaryOp, DeclKind, ExprId, ExprKind, LitKind, Node, SpecKind, StmtKind, UnaryOp};
use crate::text::Idx;
use crate::types::{Builtin, ObjectId};

/// A condition of one function, numbered.
pub type Fact = u16;

/// Some conditions of a function, one bit each.
pub type FactSet = u64;

/// The conditions that a path has decided, with their values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Facts {
    decided: FactSet,
    hold: FactSet,
}

/// Conditions remembered on a path.
const FACTS: u32 = 8;

impl Facts {
    /// The value of a condition, if it is decided.
    pub fn get(self, fact: Fact) -> Option<bool> {
        (self.decided & 1 << fact != 0).then_some(self.hold & 1 << fact != 0)
    }

    /// Remembers a value; what comes when there is no more room is forgotten.
    pub fn learn(&mut self, fact: Fact, value: bool) {
        let bit = 1 << fact;
        if self.decided & bit != 0 || self.decided.count_ones() < FACTS {
            self.decided |= bit;
            self.hold = if value { self.hold | bit } else { self.hold & !bit };
        }
    }

    /// Decides the condition of a branch by its outcome; `false` if what is known says otherwise.
    pub fn follow(&mut self, branch: Branch, taken: bool) -> bool {
        let Some((fact, positive)) = branch.fact else { return true };
        match (positive == taken, branch.alone) {
            (true, _) => self.hold & branch.excludes == 0 && self.decide(fact, true),
            (false, true) => self.get(fact) != Some(true),
            (false, false) => self.decide(fact, false),
        }
    }

    /// Forgets.
    pub fn end(&mut self, ended: FactSet) {
        self.decided &= !ended;
        self.hold &= !ended;
    }

    /// Decides a condition this way, unless it is decided the other way already: then `false`.
    pub fn decide(&mut self, fact: Fact, value: bool) -> bool {
        match self.get(fact) {
            Some(known) => known == value,
            None => {
                self.learn(fact, value);
                true
            }
        }
    }
}

/// What a step does to facts: those that end, then those that begin with a value.
#[derive(Clone, Debug, Default)]
pub struct Change {
    pub ends: FactSet,
    pub begins: SmallVec<[(Fact, bool); 2]>,
}

/// What the test at the end of a block is to a path.
#[derive(Clone, Copy, Debug, Default)]
pub struct Branch {
    /// The condition that it asks, and its value where the test is true.
    pub fact: Option<(Fact, bool)>,
    /// Conditions that cannot hold together with it: equality with other constants.
    pub excludes: FactSet,
    /// The condition is asked only here, and followed for those that it excludes: that it does not hold says nothing.
    pub alone: bool,
    /// It is `true` or `false`.
    pub literal: Option<bool>,
    /// It is the test of a counting loop that takes at least one turn: the number of that loop.
    pub turns: Option<u8>,
}

/// The conditions of a function that are worth remembering.
#[derive(Debug, Default)]
pub struct Conditions {
    branches: Vec<Branch>,
    changes: FxHashMap<Point, Change>,
    /// By block: whether any of its steps changes anything.
    changing: Vec<bool>,
    any: bool,
}

struct Found {
    hash: u64,
    /// The test holds when the condition does (else: when it does not).
    positive: bool,
    roots: SmallVec<[ObjectId; 4]>,
    /// The variable, if the condition is a plain one or `variable == nil`.
    simple: Option<(ObjectId, bool)>,
    /// What is compared with a constant, and the constant, both by their hashes.
    equals: Option<(u64, u64)>,
}

/// At most this many conditions (and counting loops) a function are followed.
const MOST: usize = FactSet::BITS as usize;

impl Conditions {
    pub(crate) fn new(flow: &FuncFlow<'_>) -> Conditions {
        let mut by_hash: FxHashMap<u64, Vec<(BlockId, Found)>> = FxHashMap::default();
        let mut order: Vec<u64> = Vec::new();
        let count = flow.cfg.blocks.len();
        let mut conditions = Conditions {
            branches: vec![Branch::default(); count],
            changing: vec![false; count],
            ..Conditions::default()
        };
        let mut loops = 0;
        for (id, block) in flow.cfg.blocks.iter_enumerated() {
            let Some((test, true)) = block.succs.first().and_then(|edge| edge.test) else { continue };
            if let Test::Cond(cond) = test {
                let branch = &mut conditions.branches[id.index()];
                branch.literal = flow.src.bool_literal(cond);
                if loops < MOST && counts_up(flow, cond) {
                    branch.turns = Some(loops as u8);
                    loops += 1;
                }
            }
            let Some(found) = Found::of(&flow.src, test) else { continue };
            let same = by_hash.entry(found.hash).or_default();
            if same.is_empty() {
                order.push(found.hash);
            }
            same.push((id, found));
        }
        let groups = exclusive(flow, &by_hash, &order);
        let mut numbered: Vec<(u64, u64, Fact)> = Vec::new();
        let mut next: Fact = 0;
        for hash in order {
            let same = &by_hash[&hash];
            let addressed = |&var: &ObjectId| flow.mentions(var).iter().any(|m| m.addressed);
            let roots = &same[0].1.roots;
            if usize::from(next) == MOST || roots.iter().any(addressed) {
                continue;
            }
            let mut constants: SmallVec<[(Point, bool); 4]> = SmallVec::new();
            if let Some((var, nil)) = same[0].1.simple {
                for mention in flow.mentions(var).iter().filter(|m| m.assigned && m.literal.is_none()) {
                    if let Some(value) = constant(&flow.src, mention.ident, nil) {
                        constants.push((mention.point, value));
                    }
                }
            }
            let group = same[0].1.equals.filter(|(subject, _)| groups.contains(subject));
            let alone = same.len() < 2 && constants.is_empty();
            if alone && group.is_none() {
                continue;
            }
            for (block, found) in same {
                let branch = &mut conditions.branches[block.index()];
                (branch.fact, branch.alone) = (Some((next, found.positive)), alone);
            }
            numbered.extend(group.map(|(subject, constant)| (subject, constant, next)));
            conditions.any = true;
            for &root in roots {
                for mention in flow.mentions(root).iter().filter(|m| m.assigned) {
                    conditions.changes.entry(mention.point).or_default().ends |= 1 << next;
                    conditions.changing[mention.point.block.index()] = true;
                }
            }
            for (point, value) in constants {
                conditions.changes.entry(point).or_default().begins.push((next, value));
                conditions.changing[point.block.index()] = true;
            }
            next += 1;
        }
        for branch in &mut conditions.branches {
            let own = branch.fact.and_then(|(fact, _)| numbered.iter().find(|(_, _, other)| *other == fact));
            let Some((subject, constant, _)) = own else { continue };
            let others = numbered.iter().filter(|(other, value, _)| other == subject && value != constant);
            branch.excludes = others.fold(0, |set, (_, _, fact)| set | 1 << fact);
        }
        conditions
    }

    /// Whether there is nothing to remember.
    pub fn is_empty(&self) -> bool {
        !self.any
    }

    /// The test at the end of a block.
    pub fn branch(&self, block: BlockId) -> Branch {
        self.branches[block.index()]
    }

    /// Whether a step of the block changes any condition.
    pub fn changes_in(&self, block: BlockId) -> bool {
        self.changing[block.index()]
    }

    /// What a step changes.
    pub fn change(&self, point: Point) -> Option<&Change> {
        self.changes_in(point.block).then(|| self.changes.get(&point))?
    }
}

/// Constants that something is compared with and that are worth following together.
const GROUP: usize = 8;

/// What is compared with several constants in more than one statement: `if n == 1 { … }` and later `if n == 2 { … }`. Within one
/// `switch` or chain of `else if` the graph says it all.
fn exclusive(flow: &FuncFlow<'_>, by_hash: &FxHashMap<u64, Vec<(BlockId, Found)>>, order: &[u64]) -> Vec<u64> {
    type Group = (u64, SmallVec<[u64; 4]>, SmallVec<[Option<Node>; 4]>);
    let mut groups: Vec<Group> = Vec::new();
    for (block, found) in order.iter().flat_map(|hash| &by_hash[hash]) {
        let Some((subject, constant)) = found.equals else { continue };
        let test = flow.cfg.blocks[*block].succs.first().and_then(|edge| edge.test);
        let chain = test.and_then(|(test, _)| chain(&flow.src, test));
        let at = match groups.iter().position(|(other, _, _)| *other == subject) {
            Some(at) => at,
            None => {
                groups.push((subject, SmallVec::new(), SmallVec::new()));
                groups.len() - 1
            }
        };
        let (_, constants, chains) = &mut groups[at];
        if !constants.contains(&constant) {
            constants.push(constant);
        }
        if !chains.contains(&chain) {
            chains.push(chain);
        }
    }
    groups.retain(|(_, constants, chains)| (2..=GROUP).contains(&constants.len()) && chains.len() > 1);
    groups.into_iter().map(|(subject, _, _)| subject).collect()
}

/// The statement whose branches a test decides between: a `switch`, the first `if` of a chain.
fn chain(src: &Source<'_>, test: Test) -> Option<Node> {
    let (Test::Cond(expr) | Test::Equals { value: expr, .. }) = test else { return None };
    let mut node = Node::Expr(expr);
    while matches!(node, Node::Expr(_)) {
        node = src.ast.parent(node)?;
    }
    loop {
        let Node::Stmt(stmt) = node else { return Some(node) };
        let parent = src.ast.parent(node)?;
        match (src.ast.stmt(stmt), parent) {
            (StmtKind::Case { .. } | StmtKind::Block(_), _) => node = parent,
            (StmtKind::If { .. }, Node::Stmt(outer)) => match src.ast.stmt(outer) {
                StmtKind::If { els: Some(els), .. } if els == stmt => node = parent,
                _ => return Some(node),
            },
            _ => return Some(node),
        }
    }
}

impl Found {
    fn of(src: &Source<'_>, test: Test) -> Option<Found> {
        let mut hasher = FxHasher::default();
        let mut roots = SmallVec::new();
        let mut positive = true;
        let mut simple = None;
        let mut equals = None;
        match test {
            Test::Cond(cond) => {
                let cond = src.ast.unparen(cond);
                if let ExprKind::Binary { op, x, y } = src.ast.expr(cond) {
                    let (kind, x, y) = match op {
                        BinaryOp::Eq => (0u8, x, y),
                        BinaryOp::Ne => {
                            positive = false;
                            (0, x, y)
                        }
                        BinaryOp::Lt => (1, x, y),
                        BinaryOp::Gt => (1, y, x),
                        BinaryOp::Ge => {
                            positive = false;
                            (1, x, y)
                        }
                        BinaryOp::Le => {
                            positive = false;
                            (1, y, x)
                        }
                        _ => return None,
                    };
                    if kind == 0 {
                        equality(src, x, y, &mut hasher, &mut roots)?;
                        equals = with_constant(src, x, y);
                        simple = if src.is_nil(y) {
                            src.variable(x).map(|var| (var, true))
                        } else if src.is_nil(x) {
                            src.variable(y).map(|var| (var, true))
                        } else {
                            None
                        };
                    } else {
                        kind.hash(&mut hasher);
                        value(src, x, &mut hasher, &mut roots)?;
                        value(src, y, &mut hasher, &mut roots)?;
                    }
                } else {
                    2u8.hash(&mut hasher);
                    value(src, cond, &mut hasher, &mut roots)?;
                    simple = src.variable(cond).map(|var| (var, false));
                }
            }
            Test::Equals { tag, value } => {
                equality(src, tag, value, &mut hasher, &mut roots)?;
                equals = with_constant(src, tag, value);
            }
            Test::Type { .. } | Test::More(_) | Test::Comm(_) => return None,
        }
        if roots.is_empty() {
            return None;
        }
        Some(Found { hash: hasher.finish(), positive, roots, simple, equals })
    }
}

/// The hashes of what is compared and of the constant that it is compared with.
fn with_constant(src: &Source<'_>, x: ExprId, y: ExprId) -> Option<(u64, u64)> {
    let constant = |expr: ExprId| src.info.constants.get(&src.ast.unparen(expr));
    let (subject, constant) = match (constant(x), constant(y)) {
        (None, Some(constant)) => (x, constant),
        (Some(constant), None) => (y, constant),
        _ => return None,
    };
    let mut hasher = FxHasher::default();
    value(src, subject, &mut hasher, &mut SmallVec::new())?;
    let mut of_constant = FxHasher::default();
    format!("{constant:?}").hash(&mut of_constant);
    Some((hasher.finish(), of_constant.finish()))
}

/// Mixes in `x == y`, in either order.
fn equality(
    src: &Source<'_>,
    x: ExprId,
    y: ExprId,
    into: &mut FxHasher,
    roots: &mut SmallVec<[ObjectId; 4]>,
) -> Option<()> {
    let mut one = |expr| {
        let mut hasher = FxHasher::default();
        value(src, expr, &mut hasher, roots)?;
        Some(hasher.finish())
    };
    let (x, y) = (one(x)?, one(y)?);
    (0u8, x.min(y), x.max(y)).hash(into);
    Some(())
}

/// Mixes in an expression; `None` if it may differ from one look to the next.
fn value(src: &Source<'_>, expr: ExprId, into: &mut FxHasher, roots: &mut SmallVec<[ObjectId; 4]>) -> Option<()> {
    let ast = src.ast;
    let mut expr = expr;
    // Selectors and the like are a spine: walked in a loop.
    loop {
        expr = ast.unparen(expr);
        match ast.expr(expr) {
            ExprKind::Ident(name) => {
                match src.info.object(expr) {
                    Some(object) => {
                        object.hash(into);
                        if src.variable(expr).is_some() {
                            roots.push(object);
                        }
                    }
                    // The name of a field or method, or unknown: its text.
                    None => name.as_str().hash(into),
                }
                return Some(());
            }
            ExprKind::Lit(_) => {
                ast.text(expr).hash(into);
                return Some(());
            }
            ExprKind::Selector { x, name } => {
                (3u8, ast.text(name)).hash(into);
                if let Some(object) = src.info.object(name)
                    && !src.info.selections.contains_key(&expr)
                {
                    // A qualified identifier.
                    object.hash(into);
                    if src.variable(name).is_some() {
                        roots.push(object);
                    }
                    return Some(());
                }
                expr = x;
            }
            ExprKind::Star(x) => {
                4u8.hash(into);
                expr = x;
            }
            ExprKind::Unary { op: op @ (UnaryOp::Minus | UnaryOp::Not | UnaryOp::Xor), x } => {
                (5u8, op).hash(into);
                expr = x;
            }
            ExprKind::Binary { op, x, y } => {
                (6u8, op).hash(into);
                // Only the plainest operands: `n-1 > 0`.
                if !matches!(ast.expr(ast.unparen(y)), ExprKind::Ident(_) | ExprKind::Lit(_)) {
                    return None;
                }
                value(src, y, into, roots)?;
                expr = x;
            }
            ExprKind::Call { args, .. } => {
                let builtin = src.builtin(expr)?;
                if !matches!(builtin, Builtin::Len | Builtin::Cap) {
                    return None;
                }
                (7u8, builtin).hash(into);
                expr = ast.only(args)?;
            }
            _ => return None,
        }
    }
}

/// What an assignment of a constant makes of the condition `variable` (or, `nil`: of `variable == nil`).
fn constant(src: &Source<'_>, ident: ExprId, nil: bool) -> Option<bool> {
    let ast = src.ast;
    let assigned = match ast.parent(ident)? {
        Node::Stmt(stmt) => match ast.stmt(stmt) {
            StmtKind::Assign { lhs, rhs, .. } => {
                let at = ast.list(lhs).position(|target| target == ident)?;
                if ast.list(lhs).len() != ast.list(rhs).len() {
                    return None;
                }
                ast.list(rhs).nth(at)
            }
            _ => return None,
        },
        Node::Spec(spec) => match ast.specs[spec] {
            SpecKind::Value { names, values, .. } => {
                let at = ast.list(names).position(|name| name == ident)?;
                match values.is_empty() {
                    // The zero value: false, or nil (a test against nil says that the type has one).
                    true if is_var(src, spec) => return Some(nil),
                    true => return None,
                    false if ast.list(values).len() != ast.list(names).len() => return None,
                    false => ast.list(values).nth(at),
                }
            }
            _ => return None,
        },
        _ => return None,
    }?;
    if !nil {
        return src.bool_literal(assigned);
    }
    if src.is_nil(assigned) {
        return Some(true);
    }
    let fresh = match ast.expr(ast.unparen(assigned)) {
        ExprKind::Unary { op: UnaryOp::And, .. } | ExprKind::FuncLit(_) | ExprKind::CompositeLit { .. } => true,
        ExprKind::Call { .. } => matches!(src.builtin(ast.unparen(assigned)), Some(Builtin::New | Builtin::Make)),
        _ => false,
    };
    fresh.then_some(false)
}

fn is_var(src: &Source<'_>, spec: crate::syntax::ast::SpecId) -> bool {
    match src.ast.parent(Node::Spec(spec)) {
        Some(Node::Decl(decl)) => {
            matches!(src.ast.decls[decl], DeclKind::Gen { tok: crate::syntax::ast::GenTok::Var, .. })
        }
        _ => false,
    }
}

/// Whether the condition is that of a loop `for i := A; i < B; …` with literals A < B, whose body runs at least once.
pub(super) fn counts_up(flow: &FuncFlow<'_>, cond: ExprId) -> bool {
    let ast = flow.src.ast;
    let Some(Node::Stmt(stmt)) = ast.parent(Node::Expr(cond)) else { return false };
    let StmtKind::For { init: Some(init), cond: Some(condition), .. } = ast.stmt(stmt) else { return false };
    if condition != cond {
        return false;
    }
    let number = |expr: ExprId| {
        let expr = ast.unparen(expr);
        matches!(ast.expr(expr), ExprKind::Lit(LitKind::Int)).then(|| ast.text(expr).parse::<u64>().ok()).flatten()
    };
    let ExprKind::Binary { op, x, y } = ast.expr(ast.unparen(cond)) else { return false };
    let StmtKind::Assign { op: AssignOp::Define, lhs, rhs } = ast.stmt(init) else { return false };
    let (Some(name), Some(first)) = (ast.only(lhs), ast.only(rhs)) else { return false };
    if flow.src.variable(ast.unparen(x)).is_none() || flow.src.variable(ast.unparen(x)) != flow.src.variable(name) {
        return false;
    }
    // A limit that is a named constant is not read here: its name says that there is at least one turn.
    let limit = number(y);
    let constant = limit.is_none() && flow.src.info.mode(ast.unparen(y)) == crate::types::Mode::Constant;
    match (op, number(first), limit) {
        (BinaryOp::Lt, Some(first), Some(limit)) => first < limit,
        (BinaryOp::Le, Some(first), Some(limit)) => first <= limit,
        (BinaryOp::Lt | BinaryOp::Le, Some(_), None) => constant,
        _ => false,
    }
}
