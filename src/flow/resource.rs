//! The resource engine: follows one resource from the call that gives it along every feasible path, and finds one on which
//! nobody releases it.
//!
//! The paths are explored as a graph of (block, state). A state says which variables hold the resource, which errors and
//! booleans are tied to its existence, and up to four conditions that the path has decided. A path ends silently where the
//! resource is released, handed on, or known to be nil; a leak is a path that reaches an exit with exactly the live
//! resource. The search is breadth-first, so the path shown is a shortest one, and the same for every run.

use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

use super::acquire::{self, Acquired};
use super::cfg::{BlockId, Point, Step, Test};
use super::compiled::Compiled;
use super::conditions::{FactSet, Facts};
use super::effect::ParamEffect;
use super::escape::{Effect, Eye, is_lent};
pub use super::path::{Leak, Loss, PathEvent, PathStep};
use super::protocol::{Exits, Starts, Subject};
use super::summary::Program;
use super::tie::{self, Tie};
use super::values::{FuncFlow, Mention};
use crate::syntax::ast::{ExprId, StmtKind};
use crate::text::{Idx, Symbol};
use crate::types::{ObjectId, ObjectKind, VarKind};

/// What is asked of a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Duty {
    Release,
    /// To call one of the methods that must be called, once a loop over it has ended.
    Read,
}

/// A variable that holds the resource, or the whole that it is a part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Holder {
    var: ObjectId,
    /// Fields of the protocol's path that lie behind it.
    taken: u8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Phase {
    /// Not acquired yet.
    Before,
    /// Acquired; nothing is due yet.
    Idle,
    Live,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct State {
    phase: Phase,
    holders: SmallVec<[Holder; 2]>,
    ties: SmallVec<[Tie; 2]>,
    facts: Facts,
    next: Option<ExprId>,
}

/// States explored for one resource before the engine gives up, which is silence.
const BUDGET: usize = 6000;

/// The leak of the resource that a call acquires, if the call acquires one of this protocol and some path loses it.
pub fn leak<'a>(flow: &FuncFlow<'a>, program: &Program<'a>, protocol: &'static Compiled, call: ExprId) -> Option<Leak> {
    search(flow, program, protocol, call, Duty::Release)
}

/// A path on which a loop over the resource ends and none of the methods that must be called then is called.
pub fn unread<'a>(
    flow: &FuncFlow<'a>,
    program: &Program<'a>,
    protocol: &'static Compiled,
    call: ExprId,
) -> Option<Leak> {
    search(flow, program, protocol, call, Duty::Read)
}

fn search<'a>(
    flow: &FuncFlow<'a>,
    program: &Program<'a>,
    protocol: &'static Compiled,
    call: ExprId,
    duty: Duty,
) -> Option<Leak> {
    if flow.cfg.incomplete || !acquire::acquires(&flow.src, program, protocol, call) {
        return None;
    }
    let point = flow.cfg.point_of(flow.src.ast, call)?;
    if !flow.cfg.reachable(point.block) || flow.src.func_of_node(call) != Some(flow.func) {
        return None;
    }
    match acquire::target(flow, protocol, call)? {
        Acquired::Discarded => (duty == Duty::Release).then(|| Leak {
            call,
            ident: None,
            loss: Loss::Discarded,
            released_elsewhere: false,
            lent: false,
            next: None,
            path: Vec::new(),
        }),
        Acquired::Variable { ident, var, ties, place, embedded } => {
            let path = place.unwrap_or_else(|| protocol.path.clone());
            let eye = Eye { flow, protocol, program, path: &path, embedded };
            let holder = Holder { var, taken: 0 };
            let engine = Engine::new(eye, duty, Some(Birth { point, holder, ties }), holder);
            if !engine.can_follow(holder, point) {
                return None;
            }
            let found = engine.explore(true);
            let (node, loss) = found.leak?;
            let next = found.nodes[node].state_at_loss.as_ref().and_then(|state| state.next);
            Some(Leak {
                call,
                ident: Some(ident),
                loss,
                released_elsewhere: engine.has_release(var),
                lent: is_lent(flow, var, &path),
                next,
                path: engine.path(&found.nodes, node, loss, call, next),
            })
        }
    }
}

/// As [`unread`], of the resource in a parameter (named by `ident`) of a function that releases it.
pub fn unread_param<'a>(
    flow: &FuncFlow<'a>,
    program: &Program<'a>,
    protocol: &'static Compiled,
    ident: ExprId,
) -> Option<Leak> {
    let var = flow.src.variable(ident)?;
    let eye = Eye { flow, protocol, program, path: &protocol.path, embedded: false };
    let holder = Holder { var, taken: 0 };
    let engine = Engine::new(eye, Duty::Read, None, holder);
    let entry = Point { block: flow.cfg.entry, step: 0 };
    let released = engine.effects_of(holder).values().flatten().any(|&effect| effect == Effect::Release);
    if flow.cfg.incomplete || !released || !engine.can_follow(holder, entry) {
        return None;
    }
    let found = engine.explore_from(State {
        phase: Phase::Idle,
        holders: SmallVec::from_slice(&[holder]),
        ties: SmallVec::new(),
        facts: Facts::default(),
        next: None,
    });
    let (node, loss) = found.leak?;
    let next = found.nodes[node].state_at_loss.as_ref().and_then(|state| state.next);
    let path = engine.path(&found.nodes, node, loss, ident, next);
    let released_elsewhere = engine.has_release(var);
    Some(Leak { call: ident, ident: Some(ident), loss, released_elsewhere, lent: false, next, path })
}

/// What a function does to the resource in its parameter.
pub(super) fn param_effect<'a>(
    flow: &FuncFlow<'a>,
    program: &Program<'a>,
    protocol: &'static Compiled,
    var: ObjectId,
    path: &[Symbol],
) -> ParamEffect {
    if flow.cfg.incomplete {
        return ParamEffect::Unknown;
    }
    let eye = Eye { flow, protocol, program, path, embedded: false };
    let holder = Holder { var, taken: 0 };
    let engine = Engine::new(eye, Duty::Release, None, holder);
    let entry = Point { block: flow.cfg.entry, step: 0 };
    if !engine.can_follow(holder, entry) {
        return ParamEffect::Unknown;
    }
    let found = engine.explore_from(State {
        phase: Phase::Live,
        holders: SmallVec::from_slice(&[holder]),
        ties: SmallVec::new(),
        facts: Facts::default(),
        next: None,
    });
    match found {
        Found { overflow: true, .. } | Found { escaped: true, .. } => ParamEffect::Unknown,
        Found { released: true, lost: false, .. } => ParamEffect::Releases,
        Found { released: false, lost: true, .. } => ParamEffect::Borrows,
        Found { released: true, lost: true, .. } => ParamEffect::Sometimes,
        _ => ParamEffect::Unknown,
    }
}

struct Birth {
    point: Point,
    holder: Holder,
    ties: SmallVec<[Tie; 2]>,
}

/// What happens to one holder, by place.
pub(super) type Effects = FxHashMap<Point, SmallVec<[Effect; 2]>>;

/// What the effects on a holder depend on within one function.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct EffectsKey {
    holder: Holder,
    protocol: &'static str,
    path: SmallVec<[Symbol; 2]>,
    embedded: bool,
    duty: Duty,
}

/// The effects of the holders that were looked at.
type Known = SmallVec<[(Holder, std::rc::Rc<Effects>); 2]>;

struct Engine<'f, 'a> {
    eye: Eye<'f, 'a>,
    duty: Duty,
    birth: Option<Birth>,
    effects: std::cell::RefCell<Known>,
    /// The conditions that decide anything here: see [`Engine::find_relevant`].
    relevant: FactSet,
}

struct Node {
    block: BlockId,
    /// First step to run.
    from: u32,
    state: State,
    parent: Option<usize>,
    /// The edge that led here.
    test: Option<(Test, bool)>,
    state_at_loss: Option<State>,
}

#[derive(Default)]
struct Found {
    nodes: Vec<Node>,
    leak: Option<(usize, Loss)>,
    escaped: bool,
    released: bool,
    lost: bool,
    overflow: bool,
}

/// What a step makes of a path.
enum After {
    Goes,
    Released,
    Escaped,
    /// There is no such path.
    Impossible,
    Lost(Loss),
}

impl<'f, 'a> Engine<'f, 'a> {
    fn new(eye: Eye<'f, 'a>, duty: Duty, birth: Option<Birth>, start: Holder) -> Engine<'f, 'a> {
        let mut engine = Engine { eye, duty, birth, effects: Default::default(), relevant: 0 };
        engine.relevant = engine.find_relevant(start);
        engine
    }

    /// The conditions of which some test decides what a path comes to first: a release, an escape, an exit, the acquiring
    /// call. All others need not be remembered, for whatever they hold, the same happens.
    fn find_relevant(&self, start: Holder) -> FactSet {
        let flow = self.flow();
        let conditions = flow.conditions();
        let mut relevant = 0;
        if conditions.is_empty() {
            return relevant;
        }
        let cfg = &flow.cfg;
        let mut targets = vec![false; cfg.blocks.len()];
        let mut holders = vec![start];
        let mut at = 0;
        while let Some(&holder) = holders.get(at) {
            at += 1;
            for (point, effects) in self.effects_of(holder).iter() {
                for effect in effects.iter().filter(|effect| !effect.is_harmless()) {
                    targets[point.block.index()] = true;
                    if let Effect::Copy { to, taken } = *effect {
                        let copy = Holder { var: to, taken };
                        if !holders.contains(&copy) {
                            holders.push(copy);
                        }
                    }
                }
            }
        }
        if let Some(birth) = &self.birth {
            targets[birth.point.block.index()] = true;
        }
        targets[cfg.exit.index()] = true;
        let mut seen = vec![0u32; cfg.blocks.len()];
        let mut round = 0;
        let mut first = |from: BlockId, avoid: BlockId| {
            round += 1;
            let mut found: SmallVec<[BlockId; 8]> = SmallVec::new();
            let mut work = vec![from];
            while let Some(block) = work.pop() {
                if std::mem::replace(&mut seen[block.index()], round) == round || block == avoid {
                    continue;
                }
                if targets[block.index()] {
                    found.push(block);
                    continue;
                }
                work.extend(cfg.blocks[block].succs.iter().map(|edge| edge.to));
            }
            found.sort_unstable();
            found
        };
        for (block, what) in cfg.blocks.iter_enumerated() {
            let Some((fact, _)) = conditions.branch(block).fact else { continue };
            if relevant & 1 << fact != 0 || what.succs.len() < 2 {
                continue;
            }
            if first(what.succs[0].to, block) != first(what.succs[1].to, block) {
                relevant |= 1 << fact;
            }
        }
        relevant
    }

    fn flow(&self) -> &'f FuncFlow<'a> {
        self.eye.flow
    }

    /// The effects of all mentions of a holder, by step.
    fn effects_of(&self, holder: Holder) -> std::rc::Rc<Effects> {
        if let Some((_, known)) = self.effects.borrow().iter().find(|(other, _)| *other == holder) {
            return known.clone();
        }
        let eye = &self.eye;
        let key = EffectsKey {
            holder,
            protocol: eye.protocol.row.name,
            path: SmallVec::from_slice(eye.path),
            embedded: eye.embedded,
            duty: self.duty,
        };
        let found = self.flow().effects(key, || {
            let mut table = Effects::default();
            for mention in self.flow().mentions(holder.var) {
                let mut effect = eye.effect(mention, holder.taken);
                if self.duty == Duty::Read
                    && matches!(effect, Effect::Release | Effect::Use)
                    && eye.goes_to_reader(mention.ident)
                {
                    effect = Effect::Read;
                }
                if effect != Effect::None {
                    table.entry(mention.point).or_default().push(effect);
                }
            }
            table
        });
        self.effects.borrow_mut().push((holder, found.clone()));
        found
    }

    /// Whether all that happens to a variable from `point` on can be seen: it is declared here, nothing takes its address, no
    /// literal assigns it, and no literal that may release it was made before (nor, of a lock, its unlock deferred).
    fn can_follow(&self, holder: Holder, point: Point) -> bool {
        let flow = self.flow();
        let mentions = flow.mentions(holder.var);
        let plain = match self.eye.protocol.row.subject {
            // A place may be in a package's variable, and a lock is always used by its address.
            Subject::Place => mentions.iter().all(|m| !m.assigned || m.literal.is_none()),
            _ => flow.is_plain(holder.var),
        };
        let before = |mention: &Mention| {
            mention.literal.is_some()
                || self.eye.protocol.row.subject == Subject::Place && self.is_deferred(mention.point)
        };
        plain
            && mentions.iter().filter(|mention| before(mention)).all(|mention| {
                self.eye.effect(mention, holder.taken).is_harmless() || !flow.cfg.reaches(mention.point, point)
            })
    }

    fn is_deferred(&self, point: Point) -> bool {
        let flow = self.flow();
        matches!(flow.cfg.step(point), Some(Step::Stmt(stmt)) if matches!(flow.src.ast.stmt(stmt), StmtKind::Defer(_)))
    }

    fn has_release(&self, var: ObjectId) -> bool {
        let wanted = if self.duty == Duty::Release { Effect::Release } else { Effect::Read };
        self.effects_of(Holder { var, taken: 0 }).values().flatten().any(|&effect| effect == wanted)
    }

    fn explore(&self, first_only: bool) -> Found {
        let birth = self.birth.as_ref().expect("a resource that is followed was acquired somewhere");
        let before = State {
            phase: Phase::Before,
            holders: SmallVec::new(),
            ties: SmallVec::new(),
            facts: Facts::default(),
            next: None,
        };
        if self.relevant != 0 {
            let found = self.run(self.flow().cfg.entry, 0, before.clone(), first_only);
            if !found.overflow {
                return found;
            }
        }
        self.run(birth.point.block, birth.point.step, before, first_only)
    }

    fn explore_from(&self, state: State) -> Found {
        self.run(self.flow().cfg.entry, 0, state, false)
    }

    fn run(&self, block: BlockId, from: u32, state: State, first_only: bool) -> Found {
        let cfg = &self.flow().cfg;
        let mut found = Found::default();
        let mut seen: FxHashSet<(BlockId, State)> = FxHashSet::default();
        found.nodes.push(Node { block, from, state, parent: None, test: None, state_at_loss: None });
        let mut at = 0;
        while at < found.nodes.len() {
            if at > BUDGET {
                found.overflow = true;
                return found;
            }
            let (block, from) = (found.nodes[at].block, found.nodes[at].from);
            let mut state = found.nodes[at].state.clone();
            let mut after = After::Goes;
            for (step, &what) in cfg.steps(block).iter().enumerate().skip(from as usize) {
                after = self.step(&mut state, Point { block, step: step as u32 }, what);
                if !matches!(after, After::Goes) {
                    break;
                }
            }
            match after {
                After::Goes => {}
                After::Released => found.released = true,
                After::Escaped => found.escaped = true,
                After::Impossible => {}
                After::Lost(loss) => {
                    found.lost = true;
                    found.nodes[at].state_at_loss = Some(state.clone());
                    found.leak.get_or_insert((at, loss));
                }
            }
            if matches!(after, After::Goes) {
                for edge in &cfg.blocks[block].succs {
                    let mut next = state.clone();
                    match self.edge(&mut next, block, edge.test) {
                        After::Goes => {}
                        After::Released => {
                            found.released = true;
                            continue;
                        }
                        After::Escaped => {
                            found.escaped = true;
                            continue;
                        }
                        After::Impossible | After::Lost(_) => continue,
                    }
                    if edge.to == cfg.exit {
                        match self.exit(&next, block, &found.nodes, at) {
                            After::Lost(loss) => {
                                found.lost = true;
                                found.nodes[at].state_at_loss = Some(next);
                                found.leak.get_or_insert((at, loss));
                            }
                            After::Escaped => found.escaped = true,
                            _ => {}
                        }
                    } else if edge.to != cfg.panic && edge.to != cfg.dead && seen.insert((edge.to, next.clone())) {
                        found.nodes.push(Node {
                            block: edge.to,
                            from: 0,
                            state: next,
                            parent: Some(at),
                            test: edge.test,
                            state_at_loss: None,
                        });
                    }
                }
            }
            if first_only && found.leak.is_some() {
                return found;
            }
            at += 1;
        }
        found
    }

    fn step(&self, state: &mut State, point: Point, step: Step) -> After {
        if let Some(birth) = self.birth.as_ref().filter(|birth| birth.point == point) {
            match state.phase {
                Phase::Before => {
                    let live = self.duty == Duty::Release && self.eye.protocol.row.starts == Starts::Acquired;
                    state.phase = if live { Phase::Live } else { Phase::Idle };
                    state.holders.push(birth.holder);
                    state.ties = birth.ties.clone();
                    self.remember(state, point);
                    return After::Goes;
                }
                Phase::Live => return After::Lost(Loss::Again),
                Phase::Idle => return After::Impossible,
            }
        }
        if state.phase != Phase::Before {
            match self.effects(state, point, step) {
                After::Goes => {}
                other => return other,
            }
            if !tie::step(self.flow(), &mut state.ties, point) {
                return After::Impossible;
            }
            let names = &self.eye.protocol.released_by_error;
            if !names.is_empty() && self.duty == Duty::Release {
                for holder in &state.holders {
                    tie::errors_of(self.flow(), &mut state.ties, holder.var, names, point);
                }
            }
        }
        self.remember(state, point);
        After::Goes
    }

    /// What the mentions of the holders in a step do.
    fn effects(&self, state: &mut State, point: Point, step: Step) -> After {
        let mut copies: SmallVec<[Holder; 2]> = SmallVec::new();
        let mut killed: SmallVec<[Holder; 2]> = SmallVec::new();
        let mut all: SmallVec<[(Holder, Effect); 4]> = SmallVec::new();
        for &holder in &state.holders {
            if let Some(effects) = self.effects_of(holder).get(&point) {
                all.extend(effects.iter().map(|&effect| (holder, effect)));
            }
        }
        // Released and passed on in one statement: released.
        for &(_, effect) in &all {
            match (effect, self.duty) {
                (Effect::Release, Duty::Release) => return After::Released,
                // What it says before the last `Next` is no answer, unless it is asked when the function returns.
                (Effect::Read, Duty::Read) if state.phase == Phase::Live || self.is_deferred(point) => {
                    return After::Released;
                }
                _ => {}
            }
        }
        for (holder, effect) in all {
            match effect {
                Effect::Escape => return After::Escaped,
                Effect::Next(call) => {
                    let ast = self.flow().src.ast;
                    let decided = step == Step::Expr(call)
                        || matches!(step, Step::Stmt(stmt) if matches!(ast.stmt(stmt), StmtKind::Expr(x) if ast.unparen(x) == call));
                    if !decided {
                        return After::Escaped;
                    }
                }
                Effect::Copy { to, taken } => copies.push(Holder { var: to, taken }),
                Effect::Kill => killed.push(holder),
                // To lock what one holds is another mistake; of a function that is called, it says that it is not meant to
                // be called with the lock held.
                Effect::Again if self.birth.is_some() => return After::Impossible,
                Effect::Again => return After::Lost(Loss::Again),
                Effect::Use if self.duty == Duty::Release => state.phase = Phase::Live,
                Effect::None | Effect::Use | Effect::Release | Effect::Read => {}
            }
        }
        state.holders.retain(|holder| !killed.contains(holder));
        for copy in copies {
            if !self.can_follow(copy, point) {
                return After::Escaped;
            }
            if !state.holders.contains(&copy) {
                state.holders.push(copy);
            }
        }
        if state.holders.is_empty() {
            return match state.phase {
                Phase::Live if self.duty == Duty::Release && self.eye.protocol.row.subject != Subject::Place => {
                    After::Lost(Loss::Overwritten(step))
                }
                _ => After::Escaped,
            };
        }
        After::Goes
    }

    /// What a step does to the conditions that the path has decided.
    fn remember(&self, state: &mut State, point: Point) {
        let conditions = self.flow().conditions();
        if let Some(change) = conditions.change(point) {
            state.facts.end(change.ends);
            for &(fact, value) in change.begins.iter().filter(|(fact, _)| self.relevant & 1 << fact != 0) {
                state.facts.learn(fact, value);
            }
        }
    }

    fn edge(&self, state: &mut State, block: BlockId, test: Option<(Test, bool)>) -> After {
        let Some((test, taken)) = test else { return After::Goes };
        let branch = self.flow().conditions().branch(block);
        if let Some((fact, positive)) = branch.fact.filter(|(fact, _)| self.relevant & 1 << fact != 0)
            && !state.facts.decide(fact, positive == taken)
        {
            return After::Impossible;
        }
        let src = &self.flow().src;
        if branch.literal.is_some_and(|value| value != taken) {
            return After::Impossible;
        }
        if let Test::Cond(cond) = test
            && state.phase != Phase::Before
            && !taken
            && self.is_next(state, block, cond)
        {
            match self.duty {
                Duty::Release => return After::Released,
                Duty::Read if self.flow().cfg.in_cycle(block) => {
                    state.phase = Phase::Live;
                    state.next = Some(cond);
                }
                Duty::Read => {}
            }
        }
        if state.phase == Phase::Before {
            return After::Goes;
        }
        if !tie::allows(src, &state.ties, test, taken) || !self.allows_nil(state, test, taken) {
            return After::Impossible;
        }
        After::Goes
    }

    /// Whether a condition is the call of the method that releases at its end.
    fn is_next(&self, state: &State, block: BlockId, cond: ExprId) -> bool {
        let last = self.flow().cfg.steps(block).len().saturating_sub(1);
        let point = Point { block, step: last as u32 };
        state.holders.iter().any(|&holder| {
            self.effects_of(holder).get(&point).is_some_and(|effects| effects.contains(&Effect::Next(cond)))
        })
    }

    /// A live resource is not nil, nor is the whole that holds it.
    fn allows_nil(&self, state: &State, test: Test, taken: bool) -> bool {
        let src = &self.flow().src;
        let Some((x, y, equal)) = tie::comparison(src, test) else { return true };
        let other = match (src.is_nil(x), src.is_nil(y)) {
            (true, false) => y,
            (false, true) => x,
            _ => return true,
        };
        let Some(place) = src.place(other) else { return true };
        let path = self.eye.path;
        let holds = state.holders.iter().any(|holder| {
            holder.var == place.root
                && path.get(usize::from(holder.taken)..).is_some_and(|rest| rest.starts_with(&place.fields))
        });
        // `x == nil` is false, `x != nil` is true.
        !holds || taken != equal
    }

    /// At a return.
    fn exit(&self, state: &State, block: BlockId, nodes: &[Node], at: usize) -> After {
        if state.phase != Phase::Live {
            return After::Goes;
        }
        let flow = self.flow();
        let last = flow.cfg.steps(block).last().copied().unwrap_or(Step::End);
        let values = match last {
            Step::Stmt(stmt) => match flow.src.ast.stmt(stmt) {
                StmtKind::Return(values) => Some(values),
                _ => None,
            },
            _ => None,
        };
        let is_result =
            |holder: &Holder| matches!(flow.src.store.object(holder.var).kind, ObjectKind::Var(VarKind::Result));
        if values.is_some_and(|values| values.is_empty()) && state.holders.iter().any(is_result) {
            return After::Escaped;
        }
        let success = match self.duty {
            Duty::Read => acquire::may_succeed(flow, &state.ties, values),
            Duty::Release => {
                self.eye.protocol.row.exits != Exits::Success
                    || acquire::is_success(flow, values)
                    || acquire::hands_on_error(flow, values) && {
                        let way = std::iter::successors(Some(at), |&at| nodes[at].parent);
                        !acquire::has_failed(flow, way.filter_map(|at| nodes[at].test), values)
                    }
            }
        };
        if !success {
            return After::Goes;
        }
        if self.birth.is_some() && self.eye.protocol.row.ends_with_process && acquire::is_main(flow) {
            return After::Goes;
        }
        After::Lost(Loss::Exit(last))
    }

    /// The path to a node as it is told.
    fn path(&self, nodes: &[Node], last: usize, loss: Loss, call: ExprId, next: Option<ExprId>) -> Vec<PathStep> {
        let flow = self.flow();
        let ast = flow.src.ast;
        let mut steps = Vec::new();
        let lost = match loss {
            Loss::Discarded | Loss::Again => ast.span(call),
            Loss::Exit(step) | Loss::Overwritten(step) => flow.cfg.span(ast, step),
        };
        steps.push(PathStep { span: lost, event: PathEvent::Lost(loss) });
        let mut at = Some(last);
        while let Some(node) = at.map(|at| &nodes[at]) {
            if node.state.phase == Phase::Before {
                break;
            }
            if let Some((test, taken)) = node.test {
                let exhausted = !taken && matches!(test, Test::Cond(cond) if Some(cond) == next);
                let event = if exhausted { PathEvent::Exhausted } else { PathEvent::Branch(test, taken) };
                steps.push(PathStep { span: flow.cfg.test_span(ast, test), event });
            }
            at = node.parent;
        }
        steps.push(PathStep { span: ast.span(call), event: PathEvent::Acquired });
        steps.reverse();
        steps
    }
}
