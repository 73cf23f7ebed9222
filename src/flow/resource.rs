//! What becomes of a resource: the questions that rules and summaries ask of [`super::engine`].

use smallvec::SmallVec;

use super::acquire::{self, Acquired};
use super::cfg::Point;
use super::compiled::Compiled;
use super::effect::ParamEffect;
use super::engine::{Birth, Duty, Engine, Found, Holder, Phase, State};
use super::escape::{Effect, Eye, is_lent};
use super::path::{Leak, Loss};
use super::source::Place;
use super::summary::Program;
use super::tie::{Tie, Tied};
use super::values::FuncFlow;
use crate::syntax::ast::ExprId;
use crate::text::Symbol;
use crate::types::ObjectId;

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
    if flow.cfg.incomplete {
        return None;
    }
    let given = acquire::given(flow, program, protocol, call)?;
    let point = flow.cfg.point_of(flow.src.ast, call)?;
    if !flow.cfg.reachable(point.block) || flow.src.func_of_node(call) != Some(flow.func) {
        return None;
    }
    match acquire::target(flow, program, protocol, call, given)? {
        Acquired::Discarded { ties } if duty == Duty::Release => {
            let eye = Eye { flow, protocol, program, path: &protocol.path, embedded: false };
            let engine = Engine::new(eye, duty, Some(Birth { point, holder: None, ties }), None);
            engine.explore(true).leak.map(|_| Leak {
                call,
                ident: None,
                fields: Vec::new(),
                loss: Loss::Discarded,
                released_elsewhere: false,
                lent: false,
                next: None,
                path: Vec::new(),
            })
        }
        Acquired::Discarded { .. } => None,
        Acquired::Returned { .. } => None,
        Acquired::Variable { ident, var, ties, place, left, embedded } => {
            let path = place.unwrap_or_else(|| protocol.path.clone());
            let eye = Eye { flow, protocol, program, path: &path, embedded };
            let holder = Holder { var, taken: 0 };
            let engine = Engine::new(eye, duty, Some(Birth { point, holder: Some(holder), ties }), Some(holder));
            if !engine.can_follow(holder, point) {
                return None;
            }
            let found = engine.explore(true);
            let (node, loss) = found.leak?;
            let next = found.nodes[node].state_at_loss.as_ref().and_then(|state| state.next);
            Some(Leak {
                call,
                ident: Some(ident),
                fields: protocol.path[protocol.path.len() - usize::from(left)..].to_vec(),
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
    let engine = Engine::new(eye, Duty::Read, None, Some(holder));
    let entry = Point { block: flow.cfg.entry, step: 0 };
    let released = engine.effects_of(holder).values().flatten().any(|&effect| effect == Effect::Release);
    if flow.cfg.incomplete || !released || !engine.can_follow(holder, entry) {
        return None;
    }
    let found = engine.explore_from(State::given(Phase::Idle, holder, SmallVec::new()));
    let (node, loss) = found.leak?;
    let next = found.nodes[node].state_at_loss.as_ref().and_then(|state| state.next);
    let path = engine.path(&found.nodes, node, loss, ident, next);
    let released_elsewhere = engine.has_release(var);
    let fields = protocol.path.clone();
    Some(Leak { call: ident, ident: Some(ident), fields, loss, released_elsewhere, lent: false, next, path })
}

/// What a function does to the resource in its parameter; `error`: a parameter that is nil while there is a resource.
pub(super) fn param_effect<'a>(
    flow: &FuncFlow<'a>,
    program: &Program<'a>,
    protocol: &'static Compiled,
    var: ObjectId,
    error: Option<ObjectId>,
    path: &[Symbol],
) -> ParamEffect {
    if flow.cfg.incomplete {
        return ParamEffect::Unknown;
    }
    let eye = Eye { flow, protocol, program, path, embedded: false };
    let holder = Holder { var, taken: 0 };
    let engine = Engine::new(eye, Duty::Release, None, Some(holder));
    let entry = Point { block: flow.cfg.entry, step: 0 };
    if !engine.can_follow(holder, entry) {
        return ParamEffect::Unknown;
    }
    let ties = error.map(|error| Tie { place: Place::var(error), value: Tied::Nil }).into_iter().collect();
    let found = engine.explore_from(State::given(Phase::Live, holder, ties));
    match found {
        Found { overflow: true, .. } | Found { escaped: true, .. } => ParamEffect::Unknown,
        Found { returned: Some((at, taken)), lost: false, .. } => ParamEffect::Returns { at, taken },
        Found { returned: Some(_), .. } => ParamEffect::Unknown,
        Found { released: true, lost: false, .. } => ParamEffect::Releases,
        Found { released: false, lost: true, .. } => ParamEffect::Borrows,
        Found { released: true, lost: true, .. } => ParamEffect::Sometimes,
        _ => ParamEffect::Unknown,
    }
}
