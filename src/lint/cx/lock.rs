//! Locks: what each call of a function does to a `sync.Mutex` or `sync.RWMutex`, and which are surely held at a step.

use std::rc::Rc;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::{Cx, Definition, Object};
use crate::flow::solve::{Analysis, Solution, forward};
use crate::flow::{FuncFlow, Place as VarPlace, Point, Step};
use crate::lint::view::{Call, Expr, ExprKind, Func, StmtKind, View};
use crate::syntax::ast;
use crate::text::Symbol;

/// What a call does to a lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LockOp {
    Lock,
    RLock,
    Unlock,
    RUnlock,
    /// `TryLock`, or something that a function literal does: the lock may be held afterwards or not.
    Unknown,
}

/// A call of a lock's method in a function's own steps.
#[derive(Clone, Debug)]
pub struct LockCall<'a> {
    pub call: Call<'a>,
    pub op: LockOp,
    /// The lock: a variable, or a field of one; an embedded lock has its type's name as last field.
    pub lock: VarPlace,
    /// It runs when the function returns.
    pub deferred: bool,
    pub point: Point,
    /// Not the lock's method is called but a function that calls it, whatever happens, and no other: `s.release()`.
    pub helper: bool,
}

impl<'a> LockCall<'a> {
    /// The lock as written; where a helper is called for it, the call.
    pub fn text(&self) -> &'a str {
        if self.helper { self.call.head().text() } else { self.call.qualifier().map_or("", View::text) }
    }
}

/// The operation of a lock's method and the lock.
pub fn lock_op<'a>(cx: &Cx<'a>, call: Call<'a>) -> Option<(LockOp, VarPlace)> {
    let op = match call.name()?.text() {
        "Lock" => LockOp::Lock,
        "RLock" => LockOp::RLock,
        "Unlock" => LockOp::Unlock,
        "RUnlock" => LockOp::RUnlock,
        "TryLock" | "TryRLock" => LockOp::Unknown,
        _ => return None,
    };
    let callee = cx.callee(call)?;
    let base = callee.receiver_type()?;
    if callee.package_path() != Some("sync") || !matches!(base.name(), "Mutex" | "RWMutex" | "Locker") {
        return None;
    }
    let mut place = lock_place(cx, call.qualifier()?)?;
    if !cx.receiver(call)?.deref().is_any_of(&["sync.Mutex", "sync.RWMutex", "sync.Locker"]) {
        place.fields.push(Symbol::intern(base.name()));
    }
    Some((op, place))
}

/// The lock that an expression names: a variable, a field of one, also of an element: `s.shards[i].mu`. An element has its index
/// as a field; where that is a variable, it is the same lock until the variable changes.
fn lock_place<'a>(cx: &Cx<'a>, expr: Expr<'a>) -> Option<VarPlace> {
    if let Some(place) = cx.var_place(expr) {
        return Some(place);
    }
    match expr.without_address().kind() {
        ExprKind::Star(x) => lock_place(cx, x),
        ExprKind::Selector { x, name } => {
            let mut place = lock_place(cx, x)?;
            place.fields.push(name.ident()?);
            Some(place)
        }
        ExprKind::Index { x, args } => {
            let index = args.only()?;
            let element = element(cx, index)?;
            let mut place = lock_place(cx, x)?;
            place.fields.push(element);
            Some(place)
        }
        _ => None,
    }
}

/// The element that a constant or a local variable is the index of.
fn element<'a>(cx: &Cx<'a>, index: Expr<'a>) -> Option<Symbol> {
    match cx.int_value(index) {
        Some(value) => Some(Symbol::intern(&format!("[{value}]"))),
        None => element_at(cx.variable(index).filter(|object| object.is_local())?),
    }
}

/// The element that a local variable is the index of, as a field of a lock's place.
pub fn element_at(index: Object<'_>) -> Option<Symbol> {
    Some(Symbol::intern(&format!("[{}@{}]", index.name(), index.place()?.offset)))
}

/// The locks of a function.
pub struct LockFlow<'a> {
    flow: FuncFlow<'a>,
    pub calls: Vec<LockCall<'a>>,
    solved: Rc<Solved>,
}

/// What was found out about the locks of a function, for keeping.
#[derive(Clone, Default)]
pub(super) struct KeptLocks {
    /// Each call with what a [`LockCall`] says of it.
    calls: Option<Rc<Vec<KeptCall>>>,
    solved: Option<Rc<Solved>>,
}

type KeptCall = (ast::ExprId, LockOp, VarPlace, bool, Point, bool);

struct Solved {
    walk: Walk,
    solution: Solution<State>,
}

/// Held locks: position of the call that locks, and whether for writing.
type State = SmallVec<[(u16, bool); 2]>;

struct Walk {
    events: FxHashMap<Point, SmallVec<[u16; 2]>>,
    places: Vec<(VarPlace, LockOp, bool)>,
    assigned: FxHashMap<Point, Vec<usize>>,
}

impl Analysis for Walk {
    type State = State;

    fn step(&self, state: &mut State, point: Point, _: Step) {
        for &event in self.events.get(&point).into_iter().flatten() {
            let (place, op, deferred) = &self.places[event as usize];
            if *deferred {
                continue;
            }
            let same = |held: u16| self.places[held as usize].0 == *place;
            match op {
                LockOp::Lock => insert(state, (event, true), &self.places),
                LockOp::RLock => insert(state, (event, false), &self.places),
                LockOp::Unlock => state.retain(|(held, write)| !(*write && same(*held))),
                LockOp::RUnlock => state.retain(|(held, write)| *write || !same(*held)),
                LockOp::Unknown => state.retain(|(held, _)| !same(*held)),
            }
        }
        for &changed in self.assigned.get(&point).into_iter().flatten() {
            state.retain(|(held, _)| *held as usize != changed);
        }
    }

    fn join(&self, into: &mut State, other: &State) -> bool {
        let before = into.clone();
        into.retain(|(held, write)| {
            other
                .iter()
                .any(|(twin, mode)| mode == write && self.places[*twin as usize].0 == self.places[*held as usize].0)
        });
        for (held, write) in into.iter_mut() {
            let twin = other
                .iter()
                .find(|(twin, mode)| *mode == *write && self.places[*twin as usize].0 == self.places[*held as usize].0);
            *held = twin.map_or(*held, |(twin, _)| (*twin).min(*held));
        }
        *into != before
    }
}

fn insert(state: &mut State, new: (u16, bool), places: &[(VarPlace, LockOp, bool)]) {
    let place = &places[new.0 as usize].0;
    if !state.iter().any(|(held, write)| *write == new.1 && places[*held as usize].0 == *place) {
        state.push(new);
        state.sort_unstable();
    }
}

impl<'a> Cx<'a> {
    /// All calls of methods of locks in a function's own steps, in the order of the source.
    pub fn lock_calls(&self, func: Func<'a>) -> Vec<LockCall<'a>> {
        let kept = self.locks.borrow().get(&func.id).and_then(|kept| kept.calls.clone());
        let kept = kept.unwrap_or_else(|| {
            let found = self.find_lock_calls(func).into_iter();
            let found = found.map(|each| (each.call.id, each.op, each.lock, each.deferred, each.point, each.helper));
            let found = Rc::new(found.collect::<Vec<_>>());
            self.locks.borrow_mut().entry(func.id).or_default().calls = Some(found.clone());
            found
        });
        let tree = self.tree();
        let call = |(id, op, lock, deferred, point, helper): &KeptCall| LockCall {
            call: Call { tree, id: *id },
            op: *op,
            lock: lock.clone(),
            deferred: *deferred,
            point: *point,
            helper: *helper,
        };
        kept.iter().map(call).collect()
    }

    fn find_lock_calls(&self, func: Func<'a>) -> Vec<LockCall<'a>> {
        // All the methods have it in their names.
        if memchr::memmem::find(func.text().as_bytes(), b"ock").is_none() {
            return Vec::new();
        }
        let Some(flow) = self.flow(func) else { return Vec::new() };
        let mut found = Vec::new();
        let ast = self.tree().ast;
        for call in func.own_calls() {
            let Some(point) = flow.cfg.point_of(ast, call.id) else { continue };
            if let Some((op, lock)) = lock_op(self, call) {
                if call.as_started().is_none() {
                    found.push(LockCall {
                        call,
                        op,
                        lock,
                        deferred: call.as_deferred().is_some(),
                        point,
                        helper: false,
                    });
                }
                continue;
            }
            // A literal that is called or deferred at once.
            let Some(literal) = call.fun().as_func_lit().filter(|_| call.as_started().is_none()) else { continue };
            for inner in literal.own_calls() {
                let Some((op, lock)) = lock_op(self, inner) else { continue };
                let plain = inner.as_stmt().and_then(View::parent).and_then(|node| node.as_stmt()) == literal.body();
                let deferred = call.as_deferred().is_some() && plain;
                let op = if deferred { op } else { LockOp::Unknown };
                found.push(LockCall { call: inner, op, lock, deferred, point, helper: false });
            }
        }
        if !found.is_empty() {
            for call in func.own_calls().into_iter().filter(|call| call.as_started().is_none()) {
                let helped = || Some((flow.cfg.point_of(ast, call.id)?, self.locks_through(call)?));
                let Some((point, (op, lock))) = helped() else { continue };
                found.push(LockCall { call, op, lock, deferred: call.as_deferred().is_some(), point, helper: true });
            }
            found.sort_by_key(|each| each.call.span().start);
        }
        found
    }

    /// What a call of a function of these packages, or of a literal kept in a variable, does to one lock of the caller's: the only
    /// call of a lock's method in it.
    fn locks_through(&self, call: Call<'a>) -> Option<(LockOp, VarPlace)> {
        let kept = || match self.reaching(call.fun().unparen())?[..] {
            [Definition::Value(value)] => value.as_func_lit(),
            _ => None,
        };
        let literal = if self.callee(call).is_none() { kept() } else { None };
        let text = match literal {
            Some(literal) => literal.text(),
            None => {
                let (src, func) = self.program.flow?.body(self.callee(call)?.id)?;
                src.ast.text(src.ast.funcs[func].body?)
            }
        };
        // Told by the text, before anything is looked at.
        if memchr::memmem::find_iter(text.as_bytes(), b"ock()").count() != 1 {
            return None;
        }
        let (other, func) = match literal {
            Some(literal) => (None, literal),
            None => self.callee_body(call).map(|(other, func)| (Some(other), func))?,
        };
        let cx = other.as_ref().unwrap_or(self);
        let calls = cx.lock_calls(func);
        let [only] = &calls[..] else { return None };
        let lock = match literal {
            Some(literal) => {
                let root = super::Object { store: self.store(), id: only.lock.root };
                self.is_outer(root, literal).then(|| only.lock.clone())?
            }
            None => self.seen_by_caller(call, cx, func, &only.lock)?,
        };
        let cfg = cx.cfg(func)?;
        let entry = Point { block: cfg.entry, step: 0 };
        let surely =
            !cfg.incomplete && cfg.exit_avoiding_from(entry, |step| cfg.step(only.point) == Some(step)).is_none();
        Some((if surely { only.op } else { LockOp::Unknown }, lock))
    }

    /// The caller's name for a place that the function it calls names by its receiver, a parameter or a package-level variable.
    pub fn seen_by_caller(&self, call: Call<'a>, other: &Cx<'a>, func: Func<'a>, place: &VarPlace) -> Option<VarPlace> {
        let root = super::Object { store: self.store(), id: place.root };
        if root.is_package_var() {
            return Some(place.clone());
        }
        let is_root = |name: Expr<'a>| other.object(name) == Some(root);
        let receiver = func.receiver().and_then(|field| field.names().first()).filter(|name| is_root(*name));
        let given = match receiver {
            Some(_) => call.qualifier()?,
            None => {
                let at = func.params().entries().iter().position(|(name, _)| name.is_some_and(is_root))?;
                call.args().get(at)?
            }
        };
        let mut seen = self.var_place(given)?;
        for &field in &place.fields {
            seen.fields.push(if field.as_str().contains('@') {
                // An element whose index the caller gives.
                let entries = func.params().entries();
                let is_index = |name: Expr<'a>| other.object(name).and_then(element_at) == Some(field);
                let at = entries.iter().position(|(name, _)| name.is_some_and(is_index))?;
                element(self, call.args().get(at)?)?
            } else {
                field
            });
        }
        Some(seen)
    }

    /// The locks of a function that locks something.
    pub fn lock_flow(&self, func: Func<'a>) -> Option<LockFlow<'a>> {
        let flow = self.flow(func)?;
        if flow.cfg.incomplete {
            return None;
        }
        let calls = self.lock_calls(func);
        let solved = self.locks.borrow().get(&func.id).and_then(|kept| kept.solved.clone());
        let solved = solved.unwrap_or_else(|| {
            let solved = Rc::new(solve(&flow, &calls));
            self.locks.borrow_mut().entry(func.id).or_default().solved = Some(solved.clone());
            solved
        });
        Some(LockFlow { flow, calls, solved })
    }
}

/// Whether it stands in brackets.
fn is_index(ident: Expr<'_>) -> bool {
    let outer = ident.parent().and_then(|node| node.as_expr());
    matches!(outer.map(Expr::kind), Some(ExprKind::Index { args, .. }) if args.only() == Some(ident))
}

fn solve(flow: &FuncFlow<'_>, calls: &[LockCall<'_>]) -> Solved {
    let mut events: FxHashMap<Point, SmallVec<[u16; 2]>> = FxHashMap::default();
    let mut assigned: FxHashMap<Point, Vec<usize>> = FxHashMap::default();
    for (at, call) in calls.iter().enumerate().take(usize::from(u16::MAX)) {
        events.entry(call.point).or_default().push(at as u16);
        let indices = call.call.qualifier().into_iter().flat_map(View::idents_within);
        let indices = indices.filter(|ident| is_index(*ident)).filter_map(|ident| flow.src.variable(ident.id));
        for variable in indices.chain([call.lock.root]) {
            for mention in flow.mentions(variable).iter().filter(|m| m.assigned) {
                assigned.entry(mention.point).or_default().push(at);
            }
        }
    }
    let places = calls.iter().map(|call| (call.lock.clone(), call.op, call.deferred)).collect();
    let walk = Walk { events, places, assigned };
    let solution = forward(&flow.cfg, &walk, State::new());
    Solved { walk, solution }
}

impl<'a> LockFlow<'a> {
    /// The locks surely held just before a step, each with the call that took it, and whether for writing.
    pub fn held(&self, point: Point) -> Vec<(&LockCall<'a>, bool)> {
        let state = self.solved.solution.before(&self.flow.cfg, &self.solved.walk, point).unwrap_or_default();
        state.into_iter().map(|(at, write)| (&self.calls[at as usize], write)).collect()
    }

    /// The step of a node.
    pub fn point(&self, node: impl View<'a>) -> Option<Point> {
        self.flow.cfg.point_of(self.flow.src.ast, node.node().id)
    }

    /// Whether this is the first of the calls.
    pub fn begins_with(&self, call: Call<'a>) -> bool {
        self.calls.first().is_some_and(|first| first.call == call)
    }
}

/// The places that a step's statement writes: targets of assignments, `x++`, the map of `delete(m, k)` and `clear(m)`.
pub fn written<'a>(cx: &Cx<'a>, func: Func<'a>) -> Vec<Expr<'a>> {
    let mut found = Vec::new();
    for node in func.own_nodes() {
        if let Some(stmt) = node.as_stmt() {
            match stmt.kind() {
                StmtKind::Assign { lhs, .. } => found.extend(lhs.iter().filter(|target| !target.is_blank())),
                StmtKind::IncDec { x, .. } => found.push(x),
                _ => {}
            }
        } else if let Some(call) = node.as_call().filter(|call| call.expr().node() == node)
            && matches!(
                cx.callee(call).and_then(super::Object::builtin),
                Some(crate::types::Builtin::Delete | crate::types::Builtin::Clear)
            )
        {
            found.extend(call.arg(0));
        }
    }
    found
}
