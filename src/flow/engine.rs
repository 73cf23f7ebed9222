//! The resource engine: follows one resource from the call that gives it along every feasible path, and finds one on which
//! nobody releases it.
//!
//! The paths are explored as a graph of (block, state). A state says which variables hold the resource, which errors and
//! booleans are tied to its existence, and up to four conditions that the path has decided. A path ends silently where the
//! resource is released, handed on, or known to be nil; a leak is a path that reaches an exit with exactly the live
//! resource. The search is breadth-first, so the path shown is a shortest one, and the same for every run.

use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

use super::acquire;
use super::cfg::{BlockId, Point, Step, Test};
use super::conditions::{FactSet, Facts};
use super::escape::{Effect, Eye};
use super::path::{Loss, PathEvent, PathStep};
use super::protocol::{Exits, Starts, Subject};
use super::tie::{self, Tie};
use super::values::{FuncFlow, Mention};
use crate::syntax::ast::{ExprId, StmtKind};
use crate::text::{Idx, Symbol};
use crate::types::ObjectId;

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
    pub var: ObjectId,
    /// Fields of the protocol's path that lie behind it.
    pub taken: u8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Phase {
    /// Not acquired yet.
    Before,
    /// Acquired; nothing is due yet.
    Idle,
    Live,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct State {
    phase: Phase,
    holders: SmallVec<[Holder; 2]>,
    ties: SmallVec<[Tie; 2]>,
    facts: Facts,
    /// The call of `Next` that has said that there is no more.
    pub next: Option<ExprId>,
}

impl State {
    /// Of a function that is given the resource in a variable.
    pub fn given(phase: Phase, holder: Holder, ties: SmallVec<[Tie; 2]>) -> State {
        State { phase, holders: SmallVec::from_slice(&[holder]), ties, facts: Facts::default(), next: None }
    }
}

/// States explored for one resource before the engine gives up, which is silence.
const BUDGET: usize = 6000;

/// Where a resource is acquired.
pub(super) struct Birth {
    pub point: Point,
    /// `None`: nobody holds it.
    pub holder: Option<Holder>,
    pub ties: SmallVec<[Tie; 2]>,
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

/// The search for what becomes of one resource in one function.
pub(super) struct Engine<'f, 'a> {
    eye: Eye<'f, 'a>,
    duty: Duty,
    birth: Option<Birth>,
    effects: std::cell::RefCell<Known>,
    /// The conditions that decide anything here: see [`Engine::find_relevant`].
    relevant: FactSet,
}

/// A block of the graph entered in a state.
pub(super) struct Node {
    block: BlockId,
    /// First step to run.
    from: u32,
    state: State,
    parent: Option<usize>,
    /// The edge that led here.
    test: Option<(Test, bool)>,
    pub state_at_loss: Option<State>,
}

/// What the search has found.
#[derive(Default)]
pub(super) struct Found {
    pub nodes: Vec<Node>,
    /// The node and the way of the first loss.
    pub leak: Option<(usize, Loss)>,
    pub escaped: bool,
    /// As which result it is given back, and how many fields of the path nearer.
    pub returned: Option<(u8, u8)>,
    pub released: bool,
    pub lost: bool,
    /// It was given up.
    pub overflow: bool,
}

impl Found {
    /// Notes that the resource is given back; in two ways at once is an escape.
    fn give_back(&mut self, at: u8, taken: u8) {
        self.escaped |= self.returned.replace((at, taken)).is_some_and(|other| other != (at, taken));
    }
}

/// What a step makes of a path.
enum After {
    Goes,
    Released,
    Escaped,
    Returned {
        at: u8,
        taken: u8,
    },
    /// There is no such path.
    Impossible,
    Lost(Loss),
}

/// What a step does to the ties, besides its assignments.
#[derive(Default)]
struct Notes {
    /// Another variable gets the resource.
    copied: bool,
    /// The call of `Next` that it makes.
    asked: Option<ExprId>,
}

impl<'f, 'a> Engine<'f, 'a> {
    pub fn new(eye: Eye<'f, 'a>, duty: Duty, birth: Option<Birth>, start: Option<Holder>) -> Engine<'f, 'a> {
        let mut engine = Engine { eye, duty, birth, effects: Default::default(), relevant: 0 };
        engine.relevant = engine.find_relevant(start);
        engine
    }

    /// The conditions of which some test decides what a path comes to first: a release, an escape, an exit, the acquiring
    /// call. All others need not be remembered, for whatever they hold, the same happens.
    fn find_relevant(&self, start: Option<Holder>) -> FactSet {
        let flow = self.flow();
        let conditions = flow.conditions();
        let mut relevant = 0;
        if conditions.is_empty() {
            return relevant;
        }
        let cfg = &flow.cfg;
        let mut targets = vec![false; cfg.blocks.len()];
        let mut holders = Vec::from_iter(start);
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
    pub fn effects_of(&self, holder: Holder) -> std::rc::Rc<Effects> {
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
    pub fn can_follow(&self, holder: Holder, point: Point) -> bool {
        let flow = self.flow();
        let mentions = flow.mentions(holder.var);
        let plain = match self.eye.protocol.row.subject {
            // A place may be in a package's variable, and a lock is always used by its address.
            Subject::Place => mentions.iter().all(|m| !m.assigned || m.literal.is_none()),
            _ => flow.is_plain(holder.var),
        };
        // A struct that has the resource in a field may have been given away before it got that.
        let is_place = self.eye.protocol.row.subject == Subject::Place;
        let part = !is_place && self.eye.path.len() > self.eye.protocol.path.len();
        let before = |mention: &Mention| {
            mention.literal.is_some() || part && !mention.assigned || is_place && self.is_deferred(mention.point)
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

    pub fn has_release(&self, var: ObjectId) -> bool {
        let wanted = if self.duty == Duty::Release { Effect::Release } else { Effect::Read };
        self.effects_of(Holder { var, taken: 0 }).values().flatten().any(|&effect| effect == wanted)
    }

    pub fn explore(&self, first_only: bool) -> Found {
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

    pub fn explore_from(&self, state: State) -> Found {
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
                After::Returned { at, taken } => found.give_back(at, taken),
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
                        After::Impossible | After::Lost(_) | After::Returned { .. } => continue,
                    }
                    if edge.to == cfg.exit {
                        match self.exit(&next, block, &found.nodes, at) {
                            After::Lost(loss) => {
                                found.lost = true;
                                found.nodes[at].state_at_loss = Some(next);
                                found.leak.get_or_insert((at, loss));
                            }
                            After::Escaped => found.escaped = true,
                            After::Returned { at, taken } => found.give_back(at, taken),
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
                    // What nobody holds was used on the spot.
                    let starts = birth.holder.is_none() || self.eye.protocol.row.starts == Starts::Acquired;
                    let live = self.duty == Duty::Release && starts;
                    state.phase = if live { Phase::Live } else { Phase::Idle };
                    state.holders.extend(birth.holder);
                    state.ties = birth.ties.clone();
                    self.remember(state, point);
                    return After::Goes;
                }
                Phase::Live => return After::Lost(Loss::Again),
                Phase::Idle => return After::Impossible,
            }
        }
        if state.phase != Phase::Before {
            let mut notes = Notes::default();
            match self.effects(state, point, step, &mut notes) {
                After::Goes => {}
                other => return other,
            }
            if !tie::step(self.flow(), &mut state.ties, point) {
                return After::Impossible;
            }
            if notes.copied {
                tie::companion(self.flow(), &mut state.ties, step);
            }
            if let Some(call) = notes.asked {
                tie::more(self.flow(), &mut state.ties, call, step);
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
    fn effects(&self, state: &mut State, point: Point, step: Step, notes: &mut Notes) -> After {
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
        let mut given = None;
        for (holder, effect) in all {
            match effect {
                Effect::Escape => return After::Escaped,
                // The same twice is one of the two and another's.
                Effect::Return { .. } if given.is_some() => return After::Escaped,
                Effect::Return { at, taken } => given = Some(After::Returned { at, taken }),
                Effect::Next(call) => {
                    if !self.is_decided(call, step) {
                        return After::Escaped;
                    }
                    notes.asked = Some(call);
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
        if let Some(given) = given {
            return given;
        }
        state.holders.retain(|holder| !killed.contains(holder));
        notes.copied = !copies.is_empty();
        for copy in copies {
            if !self.can_follow(copy, point) {
                return After::Escaped;
            }
            if !state.holders.contains(&copy) {
                state.holders.push(copy);
            }
        }
        if state.holders.is_empty() && !killed.is_empty() {
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
        if branch.fact.is_some_and(|(fact, _)| self.relevant & 1 << fact != 0) && !state.facts.follow(branch, taken) {
            return After::Impossible;
        }
        let src = &self.flow().src;
        if branch.literal.is_some_and(|value| value != taken) {
            return After::Impossible;
        }
        if state.phase == Phase::Before {
            return After::Goes;
        }
        if let Some(next) = self.exhausted(state, block, test, taken) {
            match self.duty {
                Duty::Release => return After::Released,
                Duty::Read if self.flow().cfg.in_cycle(block) => {
                    state.phase = Phase::Live;
                    state.next = Some(next);
                }
                Duty::Read => {}
            }
        }
        if !tie::allows(src, &state.ties, test, taken) || !self.allows_nil(state, test, taken) {
            return After::Impossible;
        }
        After::Goes
    }

    /// The call of the method that releases at its end, where a test finds that it has come to that.
    fn exhausted(&self, state: &State, block: BlockId, test: Test, taken: bool) -> Option<ExprId> {
        if let Test::Cond(cond) = test
            && !taken
        {
            let last = self.flow().cfg.steps(block).len().saturating_sub(1);
            let point = Point { block, step: last as u32 };
            let asks = |&holder: &Holder| {
                self.effects_of(holder).get(&point).is_some_and(|effects| effects.contains(&Effect::Next(cond)))
            };
            if state.holders.iter().any(asks) {
                return Some(cond);
            }
        }
        tie::exhausted(&self.flow().src, &state.ties, test, taken)
    }

    /// Whether it is seen what comes of a call of `Next`: it is a condition, or kept in a variable, or nobody wants to know. Handed
    /// on, it is taken to have said that there is more; so it does on some path.
    fn is_decided(&self, call: ExprId, step: Step) -> bool {
        let flow = self.flow();
        let ast = flow.src.ast;
        if step == Step::Expr(call) || tie::told(flow, call, step).is_some() {
            return true;
        }
        let Step::Stmt(stmt) = step else { return false };
        match (ast.stmt(stmt), ast.parent(call)) {
            (StmtKind::Expr(x), _) if ast.unparen(x) == call => true,
            (StmtKind::Return(_) | StmtKind::Expr(_), Some(_)) => self.birth.is_some() && self.duty == Duty::Release,
            _ => false,
        }
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
        if values.is_some_and(|values| values.is_empty()) {
            let named = acquire::declared_results(flow);
            let position =
                |holder: &Holder| Some((named.iter().position(|(_, var)| *var == Some(holder.var))?, holder.taken));
            let mut given = state.holders.iter().filter_map(position);
            match (given.next(), given.next()) {
                (Some((at, taken)), None) => return After::Returned { at: at as u8, taken },
                (Some(_), Some(_)) => return After::Escaped,
                (None, _) => {}
            }
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
    pub fn path(&self, nodes: &[Node], last: usize, loss: Loss, call: ExprId, next: Option<ExprId>) -> Vec<PathStep> {
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
