//! Following a channel, or the value whose field it is, through the functions that are called and started with it.

use super::chan::{ChanOp, ChanUse, FOLLOWED, STARTERS, many_ways};
use super::{Cx, Object};
use crate::lint::view::{Call, Expr, ExprKind, Func, Stmt, UnaryOp, View};

/// In whose course a mention is evaluated; see [`ChanUse`].
#[derive(Clone, Copy)]
pub(super) struct Course<'a> {
    pub routine: Option<Func<'a>>,
    pub start: Option<Stmt<'a>>,
    pub origin: Option<Stmt<'a>>,
    pub given: Option<Expr<'a>>,
    /// Where the routine calls the function that is looked at.
    pub at: Option<At<'a>>,
}

impl<'a> Course<'a> {
    /// A function's own.
    pub fn of(func: Func<'a>) -> Course<'a> {
        Course { routine: Some(func), start: None, origin: None, given: None, at: None }
    }
}

/// What a routine gives to a function that it calls.
#[derive(Clone, Copy)]
pub(super) struct At<'a> {
    pub ident: Expr<'a>,
    pub func: Func<'a>,
    pub vague: bool,
}

/// What a mention of a value with a channel in it is.
enum Part<'a> {
    Chan(Expr<'a>),
    Method(Call<'a>, Expr<'a>),
    /// A method as a value.
    MethodValue(Expr<'a>),
    Other,
    Whole(Expr<'a>),
}

pub(super) struct Trace<'c, 'a> {
    pub cx: &'c Cx<'a>,
    pub uses: Vec<ChanUse<'a>>,
    /// The mention that gives the variable or field its value.
    pub set: Option<Expr<'a>>,
}

impl<'a> Trace<'_, 'a> {
    /// The uses of a variable that is the channel, or whose field is, within a function that runs in this course.
    pub fn object(
        &mut self,
        object: Object<'a>,
        field: Option<Object<'a>>,
        scope: Func<'a>,
        course: Course<'a>,
        depth: usize,
    ) -> Option<()> {
        let cx = self.cx;
        let declared = cx.declared_at(object);
        for ident in cx.uses_within(object, scope) {
            if Some(ident) == declared
                && (field.is_some() || ident.parent().is_some_and(|parent| parent.as_field().is_some()))
            {
                continue;
            }
            let func = ident.enclosing_func()?;
            let course = self.course(func, scope, course);
            let part = match field {
                None => Part::Whole(ident),
                Some(field) => self.part(ident, field),
            };
            match part {
                Part::Other => {}
                Part::Chan(chan) => {
                    let op = if self.set == Some(chan) { ChanOp::Declared } else { cx.chan_op(chan, object) };
                    let followed = matches!(op, ChanOp::Escapes)
                        && depth > 0
                        && self.argument(chan, None, course, scope, depth).is_some();
                    if !followed {
                        self.push(chan, op, scope, course)?;
                    }
                }
                Part::Method(call, receiver) => {
                    if self.method(call, receiver, field?, course, scope, depth).is_none() {
                        self.push(receiver, ChanOp::Escapes, scope, course)?;
                    }
                }
                Part::MethodValue(value) => {
                    if self.method_value(value, ident, field?, course, depth).is_none() {
                        self.push(value, ChanOp::Escapes, scope, course)?;
                    }
                }
                Part::Whole(whole) => {
                    let mut op = cx.chan_op(whole, object);
                    if field.is_none() && self.set == Some(ident) {
                        op = ChanOp::Declared;
                    }
                    // What is done with a value as a channel is done with something else.
                    if field.is_some()
                        && !matches!(op, ChanOp::Looked | ChanOp::Returned(_) | ChanOp::Assigned | ChanOp::Declared)
                    {
                        op = ChanOp::Escapes;
                    }
                    let followed = matches!(op, ChanOp::Escapes)
                        && depth > 0
                        && self.argument(whole, field, course, scope, depth).is_some();
                    if !followed {
                        self.push(ident, op, scope, course)?;
                    }
                }
            }
        }
        Some(())
    }

    /// The uses in a constructor, but for that it returns the value.
    pub fn constructor(&mut self, constructor: Func<'a>, field: Object<'a>, course: Course<'a>) -> Option<()> {
        let cx = self.cx;
        let from = self.uses.len();
        // The variable of the constructor that it returns.
        let mut returned: Vec<Object<'a>> = Vec::new();
        for node in constructor.own_nodes() {
            let Some(values) = node.as_stmt().and_then(Stmt::as_return) else { continue };
            let Some(variable) = values.first().and_then(|value| cx.variable(value)).filter(|object| object.is_local())
            else {
                continue;
            };
            if !returned.contains(&variable) {
                returned.push(variable);
            }
        }
        for variable in returned {
            self.object(variable, Some(field), constructor, course, FOLLOWED)?;
        }
        let mut at = 0;
        self.uses.retain(|each| {
            at += 1;
            at <= from || !matches!(each.op, ChanOp::Returned(_) | ChanOp::Declared)
        });
        Some(())
    }

    fn push(&mut self, mention: Expr<'a>, op: ChanOp<'a>, scope: Func<'a>, course: Course<'a>) -> Option<()> {
        let Course { routine, start, origin, given, at } = course;
        let select = many_ways(mention.enclosing_stmt()?);
        let (ident, func, inside, vague) = match at {
            None => (mention, mention.enclosing_func()?, None, false),
            Some(at) => {
                let looked = matches!(op, ChanOp::Looked | ChanOp::Declared);
                (at.ident, at.func, Some(mention), !looked && (at.vague || !self.surely(scope, mention)))
            }
        };
        self.uses.push(ChanUse { ident, inside, vague, op, func, routine, start, origin, given, select });
        Some(())
    }

    /// Whether the function does it once, whatever happens.
    fn surely(&self, func: Func<'a>, node: Expr<'a>) -> bool {
        let judge = || {
            let (cfg, at) = (self.cx.cfg(func)?, self.cx.point_in(func, node)?);
            Some(!cfg.incomplete && !cfg.in_cycle(at.block) && cfg.post_dominates(at.block, cfg.entry))
        };
        judge() == Some(true)
    }

    /// In whose course a function within `scope` runs.
    fn course(&self, func: Func<'a>, scope: Func<'a>, course: Course<'a>) -> Course<'a> {
        if func == scope {
            return course;
        }
        if let Some(start) = self.cx.start_of(func) {
            return self.started(start, func, None, scope, course);
        }
        match func.called_literal().and_then(|_| func.enclosing_func()) {
            Some(around) => self.course(around, scope, course),
            None => Course { routine: None, ..course },
        }
    }

    /// The course of a goroutine. Where a function starts it that the routine calls, the call stands for the start.
    fn started(
        &self,
        start: Stmt<'a>,
        routine: Func<'a>,
        given: Option<Expr<'a>>,
        scope: Func<'a>,
        course: Course<'a>,
    ) -> Course<'a> {
        let Some(at) = course.at else {
            return Course { routine: Some(routine), start: Some(start), origin: None, given, at: None };
        };
        let once = start.enclosing_func() == Some(scope)
            && self
                .cx
                .cfg(scope)
                .zip(self.cx.point_in(scope, start))
                .is_some_and(|(cfg, point)| !cfg.in_cycle(point.block));
        // How many a called function starts is not known.
        let known = once && !at.vague;
        let from = if known { at.ident.enclosing_stmt() } else { None };
        Course {
            routine: Some(routine).filter(|_| from.is_some()),
            start: from,
            origin: Some(start),
            given: None,
            at: None,
        }
    }

    /// Which part of the value a mention is.
    fn part(&self, ident: Expr<'a>, field: Object<'a>) -> Part<'a> {
        let cx = self.cx;
        let mut expr = ident;
        loop {
            let Some(outer) = expr.parent().and_then(|node| node.as_expr()) else { return Part::Whole(expr) };
            match outer.kind() {
                ExprKind::Paren(_) | ExprKind::Star(_) => expr = outer,
                ExprKind::Selector { x, name } if x == expr => {
                    let Some(selected) = cx.object(name) else { return Part::Whole(expr) };
                    if selected == field {
                        return Part::Chan(outer);
                    }
                    if !selected.is_func() {
                        return Part::Other;
                    }
                    return match outer.parent().and_then(|node| node.as_call()) {
                        Some(call) if call.fun() == outer => Part::Method(call, expr),
                        _ => Part::MethodValue(outer),
                    };
                }
                _ => return Part::Whole(expr),
            }
        }
    }

    /// Follows a value into a method of it that is called, deferred or started.
    fn method(
        &mut self,
        call: Call<'a>,
        receiver: Expr<'a>,
        field: Object<'a>,
        course: Course<'a>,
        scope: Func<'a>,
        depth: usize,
    ) -> Option<()> {
        let callee = self.cx.callee(call)?;
        // A method of something embedded that has no such field.
        let target = self.cx.func_of(callee)?;
        if depth == 0 || target.contains(call) {
            return None;
        }
        let Some(name) = target.receiver()?.names().first().filter(|name| !name.is_blank()) else { return Some(()) };
        let course = self.course_of(call, receiver, target, course, scope);
        self.object(self.cx.object(name)?, Some(field), target, course, depth - 1)
    }

    /// `wg.Go(s.run)`
    fn method_value(
        &mut self,
        value: Expr<'a>,
        ident: Expr<'a>,
        field: Object<'a>,
        course: Course<'a>,
        depth: usize,
    ) -> Option<()> {
        let cx = self.cx;
        let call = value.parent()?.as_call().filter(|call| call.args().only() == Some(value))?;
        let start = call.as_stmt().filter(|_| cx.calls_any(call, STARTERS) == Some(true))?;
        let target = cx.func_of(cx.denotes(value)?)?;
        if depth == 0 || target.contains(call) || course.at.is_some() {
            return None;
        }
        let name = target.receiver()?.names().first()?;
        let course = Course { routine: Some(target), start: Some(start), origin: None, given: Some(ident), at: None };
        self.object(cx.object(name)?, Some(field), target, course, depth - 1)
    }

    /// Follows a channel, or the value with it, into the function that is called, deferred or started with it.
    fn argument(
        &mut self,
        given: Expr<'a>,
        field: Option<Object<'a>>,
        course: Course<'a>,
        scope: Func<'a>,
        depth: usize,
    ) -> Option<()> {
        let cx = self.cx;
        let mut argument = given;
        loop {
            let outer = argument.parent()?.as_expr()?;
            match outer.kind() {
                ExprKind::Paren(_) => argument = outer,
                ExprKind::Unary { op: UnaryOp::And, .. } if field.is_some() => argument = outer,
                _ => break,
            }
        }
        let call = argument.parent()?.as_call()?;
        let position = call.args().iter().position(|other| other == argument)?;
        let target = match call.fun().as_func_lit() {
            Some(literal) => literal,
            None => cx.func_of(cx.callee(call)?)?,
        };
        let entries = target.params().entries();
        let (name, entry) = entries.get(position)?;
        // A function that passes the channel on to itself is not followed.
        if matches!(entry.ty().kind(), ExprKind::Ellipsis(_)) || target.contains(call) {
            return None;
        }
        let Some(name) = name.filter(|name| !name.is_blank()) else { return Some(()) };
        let parameter = cx.object(name)?;
        // A copy of the value has the same channel, but an interface hides what is done.
        if field.is_some() && !parameter.ty()?.deref().is_struct()? {
            return None;
        }
        let course = match (call.fun().as_func_lit(), call.as_started()) {
            // What a literal does that is called or deferred at once belongs to the function around it.
            (Some(_), None) => course,
            _ => self.course_of(call, given, target, course, scope),
        };
        self.object(parameter, field, target, course, depth - 1)
    }

    /// The course of what a call does.
    fn course_of(
        &self,
        call: Call<'a>,
        given: Expr<'a>,
        target: Func<'a>,
        course: Course<'a>,
        scope: Func<'a>,
    ) -> Course<'a> {
        if let Some(start) = call.as_started() {
            let named = (!target.is_literal()).then_some(given);
            return self.started(start, target, named, scope, course);
        }
        let deferred = call.as_deferred().is_some();
        let at = match course.at {
            None => At { ident: given, func: given.enclosing_func().unwrap_or(scope), vague: deferred },
            Some(at) => At { vague: at.vague || deferred || !self.surely(scope, given), ..at },
        };
        Course { at: Some(at), ..course }
    }
}
