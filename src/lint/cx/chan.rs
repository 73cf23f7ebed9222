//! Local channels: where one is made, and all that is done with it, also by the goroutines that are given it.

use super::{Cx, Object};
use crate::lint::view::{AssignOp, Call, Expr, ExprKind, Func, SpecKind, Stmt, StmtKind, UnaryOp, View};
use crate::types::Builtin;

/// What a mention of a channel does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChanOp<'a> {
    /// It is declared here.
    Declared,
    Send(Stmt<'a>),
    Receive(Expr<'a>),
    /// `range ch`.
    Range(Stmt<'a>),
    Close(Call<'a>),
    /// `len`, `cap`, a comparison.
    Looked,
    Assigned,
    Returned(Stmt<'a>),
    /// Anything else: passed, stored, captured as a value.
    Escapes,
}

/// One mention of a channel.
#[derive(Clone, Copy, Debug)]
pub struct ChanUse<'a> {
    pub ident: Expr<'a>,
    pub op: ChanOp<'a>,
    /// The function that does it.
    pub func: Func<'a>,
    /// The function in whose course it is done: the channel's owner, or what a goroutine runs. Literals that are deferred or
    /// called at once belong to the function around them. `None`: nobody knows when it is done.
    pub routine: Option<Func<'a>>,
    /// The statement that starts the routine; `None` for the owner's own doing.
    pub start: Option<Stmt<'a>>,
    /// The argument by which the owner gives the channel to a declared function that it starts: `ch` of `go produce(ch)`.
    pub given: Option<Expr<'a>>,
    /// The `select` with further ways one of whose clauses does it.
    pub select: Option<Stmt<'a>>,
}

/// A channel made and kept in one variable.
pub struct LocalChan<'a> {
    pub object: Object<'a>,
    pub make: Call<'a>,
    /// The function that makes it.
    pub owner: Func<'a>,
    /// Its capacity, if that is a constant.
    pub capacity: Option<i64>,
    pub uses: Vec<ChanUse<'a>>,
}

impl<'a> LocalChan<'a> {
    pub fn name(&self) -> &'static str {
        self.object.name()
    }

    /// Whether nothing but sends, receives and closes in sight happens to it.
    pub fn is_contained(&self) -> bool {
        self.uses.iter().all(|each| {
            each.routine.is_some() && !matches!(each.op, ChanOp::Escapes | ChanOp::Assigned | ChanOp::Returned(_))
        })
    }

    /// What its owner does in its own course.
    pub fn own(&self) -> impl Iterator<Item = ChanUse<'a>> {
        self.uses.iter().copied().filter(|each| each.routine == Some(self.owner) && each.start.is_none())
    }

    /// What goroutines do.
    pub fn others(&self) -> impl Iterator<Item = ChanUse<'a>> {
        self.uses.iter().copied().filter(|each| each.start.is_some())
    }

    pub fn sends(&self) -> impl Iterator<Item = ChanUse<'a>> {
        self.uses.iter().copied().filter(|each| matches!(each.op, ChanOp::Send(_)))
    }

    /// Receives and ranges.
    pub fn receives(&self) -> impl Iterator<Item = ChanUse<'a>> {
        self.uses.iter().copied().filter(|each| matches!(each.op, ChanOp::Receive(_) | ChanOp::Range(_)))
    }

    pub fn closes(&self) -> impl Iterator<Item = (ChanUse<'a>, Call<'a>)> {
        self.uses.iter().filter_map(|each| match each.op {
            ChanOp::Close(call) => Some((*each, call)),
            _ => None,
        })
    }
}

impl<'a> Cx<'a> {
    /// The local channel that `make(chan …)` begins: `ch := make(chan T)`, `var ch = make(chan T)`.
    pub fn local_chan(&self, make: Call<'a>) -> Option<LocalChan<'a>> {
        if self.callee(make)?.builtin() != Some(Builtin::Make) || !self.type_of(make.expr())?.is_chan()? {
            return None;
        }
        let ident = defined_by(make)?;
        let object = self.variable(ident).filter(|object| object.is_local())?;
        let owner = make.enclosing_func()?;
        if self.declared_at(object)? != ident {
            let SpecKind::Value { values, .. } = self.spec_of(object)?.kind() else { return None };
            if !values.is_empty() || self.owner(object)? != owner {
                return None;
            }
        }
        let capacity = match make.arg(1) {
            None => Some(0),
            Some(size) => self.int_value(size),
        };
        let mut chan = LocalChan { object, make, owner, capacity, uses: Vec::new() };
        let course = Course { routine: Some(owner), start: None, given: None };
        self.chan_uses(&mut chan.uses, object, owner, course, FOLLOWED)?;
        // `var ch chan T`, and made later.
        for each in &mut chan.uses {
            if each.ident == ident {
                each.op = ChanOp::Declared;
            }
        }
        Some(chan)
    }

    /// The uses of the variable of a channel within a function that runs in this course.
    fn chan_uses(
        &self,
        uses: &mut Vec<ChanUse<'a>>,
        object: Object<'a>,
        scope: Func<'a>,
        course: Course<'a>,
        depth: usize,
    ) -> Option<()> {
        let declared = self.declared_at(object);
        for ident in self.uses_within(object, scope) {
            if Some(ident) == declared && ident.parent().is_some_and(|parent| parent.as_field().is_some()) {
                continue;
            }
            let func = ident.enclosing_func()?;
            let course = self.course(func, scope, course);
            let op = self.chan_op(ident, object);
            if matches!(op, ChanOp::Escapes) && depth > 0 && self.followed(uses, ident, course, depth).is_some() {
                continue;
            }
            let Course { routine, start, given } = course;
            uses.push(ChanUse { ident, op, func, routine, start, given, select: many_ways(ident.enclosing_stmt()?) });
        }
        Some(())
    }

    /// In whose course a function within `scope` runs.
    fn course(&self, func: Func<'a>, scope: Func<'a>, course: Course<'a>) -> Course<'a> {
        if func == scope {
            return course;
        }
        if let Some(start) = self.start_of(func) {
            return Course { routine: Some(func), start: Some(start), given: None };
        }
        match func.called_literal().and_then(|_| func.enclosing_func()) {
            Some(around) => self.course(around, scope, course),
            None => Course { routine: None, ..course },
        }
    }

    /// The statement that starts a goroutine with this literal: `go func() {…}()`, `wg.Go(func() {…})`, or the only `go f()`
    /// of a variable that is the literal and nothing else.
    pub fn start_of(&self, func: Func<'a>) -> Option<Stmt<'a>> {
        if let Some(start) = func.started() {
            return Some(start);
        }
        let literal = func.literal()?;
        let parent = literal.parent()?;
        if let Some(call) = parent.as_call().filter(|call| call.args().only() == Some(literal)) {
            return (self.calls_any(call, STARTERS)?).then(|| call.as_stmt())?;
        }
        let (AssignOp::Define, names, values) = parent.as_stmt()?.as_assign()? else { return None };
        let name = names.only().filter(|_| values.len() == 1)?;
        let object = self.object(name)?;
        let around = func.enclosing_func()?;
        let mut others = self.uses_within(object, around).into_iter().filter(|ident| *ident != name);
        let only = others.next().filter(|_| others.next().is_none())?;
        only.parent()?.as_call().filter(|call| call.fun() == only)?.as_started()
    }

    /// Follows a channel into the function that is started with it, or into the literal that is called with it.
    fn followed(&self, uses: &mut Vec<ChanUse<'a>>, ident: Expr<'a>, course: Course<'a>, depth: usize) -> Option<()> {
        let mut argument = ident;
        while let Some(ExprKind::Paren(_)) = argument.parent()?.as_expr().map(Expr::kind) {
            argument = argument.parent()?.as_expr()?;
        }
        let call = argument.parent()?.as_call()?;
        let position = call.args().iter().position(|other| other == argument)?;
        let started = call.as_started();
        let (target, course) = match (call.fun().as_func_lit(), started) {
            (Some(literal), None) => (literal, course),
            (Some(literal), start) => (literal, Course { routine: Some(literal), start, given: None }),
            (None, Some(_)) => {
                let target = self.func_of(self.callee(call)?)?;
                (target, Course { routine: Some(target), start: started, given: Some(ident) })
            }
            (None, None) => return self.helped(uses, ident, call, position, course, depth),
        };
        let entries = target.params().entries();
        let (name, field) = entries.get(position)?;
        if matches!(field.ty().kind(), ExprKind::Ellipsis(_)) {
            return None;
        }
        let Some(name) = name.filter(|name| !name.is_blank()) else { return Some(()) };
        let parameter = self.object(name)?;
        // A function that passes the channel on to itself is not followed.
        if course.given.is_some() && target.contains(call) {
            return None;
        }
        self.chan_uses(uses, parameter, target, course, depth - 1)
    }

    /// A function of this file that is called with the channel and does one thing to it, whatever happens: as if that stood in
    /// the place of the call.
    fn helped(
        &self,
        uses: &mut Vec<ChanUse<'a>>,
        ident: Expr<'a>,
        call: Call<'a>,
        position: usize,
        course: Course<'a>,
        depth: usize,
    ) -> Option<()> {
        let target = self.func_of(self.callee(call)?)?;
        let (name, field) = *target.params().entries().get(position)?;
        if matches!(field.ty().kind(), ExprKind::Ellipsis(_)) || target.contains(call) || call.as_deferred().is_some() {
            return None;
        }
        let name = name.filter(|name| !name.is_blank())?;
        let mut found = Vec::new();
        let inner = Course { routine: Some(target), start: None, given: None };
        self.chan_uses(&mut found, self.object(name)?, target, inner, depth - 1)?;
        let &[only] = &found[..] else { return None };
        let cfg = self.cfg(target)?;
        let at = self.point_in(target, only.ident)?;
        let deferred = matches!(only.ident.enclosing_stmt()?.kind(), StmtKind::Defer(_)) || only.func != target;
        let whole = !cfg.incomplete && !cfg.in_cycle(at.block) && cfg.post_dominates(at.block, cfg.entry);
        let plain = matches!(only.op, ChanOp::Send(_) | ChanOp::Receive(_) | ChanOp::Range(_) | ChanOp::Close(_));
        let closes = matches!(only.op, ChanOp::Close(_)) && only.func == target;
        if !whole || !plain || deferred && !closes || only.select.is_some() || only.routine != Some(target) {
            return None;
        }
        let Course { routine, start, given } = course;
        uses.push(ChanUse { ident, func: ident.enclosing_func()?, routine, start, given, ..only });
        Some(())
    }

    /// What a mention of a channel does; `object` is the variable, for telling its declaration.
    pub fn chan_op(&self, ident: Expr<'a>, object: Object<'a>) -> ChanOp<'a> {
        let mut expr = ident;
        loop {
            let Some(parent) = expr.parent() else { return ChanOp::Escapes };
            if let Some(stmt) = parent.as_stmt() {
                return match stmt.kind() {
                    StmtKind::Send { chan, .. } if chan == expr => ChanOp::Send(stmt),
                    StmtKind::Range { x, .. } if x == expr => ChanOp::Range(stmt),
                    StmtKind::Return(_) => ChanOp::Returned(stmt),
                    StmtKind::Assign { op, lhs, .. } if lhs.iter().any(|target| target == expr) => {
                        let declares = op == AssignOp::Define && self.declared_at(object) == Some(ident);
                        if declares { ChanOp::Declared } else { ChanOp::Assigned }
                    }
                    _ => ChanOp::Escapes,
                };
            }
            if let Some(spec) = parent.as_spec() {
                return match spec.kind() {
                    SpecKind::Value { names, .. } if names.iter().any(|name| name == expr) => ChanOp::Declared,
                    _ => ChanOp::Escapes,
                };
            }
            let Some(outer) = parent.as_expr() else { return ChanOp::Escapes };
            match outer.kind() {
                ExprKind::Paren(_) => expr = outer,
                ExprKind::Unary { op: UnaryOp::Recv, .. } => return ChanOp::Receive(outer),
                ExprKind::Binary { .. } => return ChanOp::Looked,
                ExprKind::Call(call) => {
                    return match self.callee(call).and_then(Object::builtin) {
                        Some(Builtin::Close) => ChanOp::Close(call),
                        Some(Builtin::Len | Builtin::Cap) => ChanOp::Looked,
                        _ => ChanOp::Escapes,
                    };
                }
                _ => return ChanOp::Escapes,
            }
        }
    }
}

/// In whose course a mention is evaluated; see [`ChanUse`].
#[derive(Clone, Copy)]
struct Course<'a> {
    routine: Option<Func<'a>>,
    start: Option<Stmt<'a>>,
    given: Option<Expr<'a>>,
}

/// Calls of functions with the channel that are followed.
const FOLLOWED: usize = 3;

/// Functions that run their argument in a goroutine of its own.
const STARTERS: &[&str] =
    &["(*sync.WaitGroup).Go", "(*golang.org/x/sync/errgroup.Group).Go", "(*golang.org/x/sync/errgroup.Group).TryGo"];

/// The name that gets a value: `x := value`, `var x = value`, `x = value`.
fn defined_by<'a>(value: Call<'a>) -> Option<Expr<'a>> {
    let parent = value.parent()?;
    let value = value.expr();
    if let Some(stmt) = parent.as_stmt() {
        let (AssignOp::Define | AssignOp::Assign, lhs, rhs) = stmt.as_assign()? else { return None };
        let position = rhs.iter().position(|other| other == value)?;
        return lhs.get(position).filter(|_| lhs.len() == rhs.len());
    }
    match parent.as_spec()?.kind() {
        SpecKind::Value { names, values, .. } if names.len() == values.len() => {
            names.get(values.iter().position(|other| other == value)?)
        }
        _ => None,
    }
}

/// The `select` with more than one way whose clause waits with this statement.
pub fn many_ways(stmt: Stmt<'_>) -> Option<Stmt<'_>> {
    let clause = stmt.parent()?.as_stmt()?;
    let StmtKind::Comm { comm: Some(comm), .. } = clause.kind() else { return None };
    let select = clause.parent()?.as_stmt()?.parent()?.as_stmt()?;
    let StmtKind::Select { body } = select.kind() else { return None };
    (comm == stmt && body.stmts()?.len() > 1).then_some(select)
}
