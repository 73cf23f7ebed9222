//! Local channels: where one is made, and all that is done with it, also by the goroutines and functions that are given it. A
//! channel that is a field of a local value is one as well, as long as all that is done with the value is in sight.

use super::trace::{At, Course, Trace};
use super::{Cx, Object};
use crate::lint::view::{AssignOp, Call, Expr, ExprKind, Func, SpecKind, Stmt, StmtKind, UnaryOp, View};
use crate::types::{Builtin, VarKind};

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
    /// Where the routine does it: the channel; of what is done in a function that it calls, what the call is given.
    pub ident: Expr<'a>,
    /// The channel where a function does it that the routine calls.
    pub inside: Option<Expr<'a>>,
    /// A called function does it in a loop, or it is done by a deferred call: how often and when is not known.
    pub vague: bool,
    pub op: ChanOp<'a>,
    /// The function of `ident`.
    pub func: Func<'a>,
    /// The function in whose course it is done: the channel's owner, or what a goroutine runs. Literals that are deferred or
    /// called at once belong to the function around them. `None`: nobody knows when it is done.
    pub routine: Option<Func<'a>>,
    /// The statement with which the owner starts the routine; `None` for the owner's own doing.
    pub start: Option<Stmt<'a>>,
    /// The `go` statement itself, where a function that the owner calls starts the routine.
    pub origin: Option<Stmt<'a>>,
    /// The argument by which the owner gives the channel to a declared function that it starts: `ch` of `go produce(ch)`.
    pub given: Option<Expr<'a>>,
    /// The `select` with further ways one of whose clauses does it.
    pub select: Option<Stmt<'a>>,
}

/// A channel made and kept in one variable, or in a field of one.
pub struct LocalChan<'a> {
    pub object: Object<'a>,
    /// The field of the variable that is the channel.
    pub field: Option<Object<'a>>,
    pub make: Call<'a>,
    /// The function that makes it.
    pub owner: Func<'a>,
    /// Its capacity, if that is a constant.
    pub capacity: Option<i64>,
    pub uses: Vec<ChanUse<'a>>,
}

impl<'a> LocalChan<'a> {
    /// How its owner calls it: `ch`, `s.ch`.
    pub fn name(&self) -> String {
        match self.field {
            Some(field) => format!("{}.{}", self.object.name(), field.name()),
            None => self.object.name().to_owned(),
        }
    }

    /// Whether nothing but sends, receives and closes in sight happens to it, of each of which is known when it is done.
    pub fn is_contained(&self) -> bool {
        self.is_in_sight() && !self.uses.iter().any(|each| each.vague)
    }

    /// Whether nothing but sends, receives and closes in sight happens to it.
    pub fn is_in_sight(&self) -> bool {
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

/// Where the channel of a `make` is kept.
struct Kept<'a> {
    object: Object<'a>,
    field: Option<Object<'a>>,
    owner: Func<'a>,
    /// The mention that gives the variable or field its value.
    set: Option<Expr<'a>>,
    /// The call of the constructor that makes it for the owner.
    built: Option<(Call<'a>, Func<'a>)>,
}

impl<'a> Cx<'a> {
    /// The local channel that `make(chan …)` begins: `ch := make(chan T)`, `var ch = make(chan T)`, `s := &S{ch: make(chan T)}`
    /// also in a constructor of which the owner gets `s`, `s.ch = make(chan T)`.
    pub fn local_chan(&self, make: Call<'a>) -> Option<LocalChan<'a>> {
        if self.callee(make)?.builtin() != Some(Builtin::Make) || !self.type_of(make.expr())?.is_chan()? {
            return None;
        }
        let capacity = match make.arg(1) {
            None => Some(0),
            Some(size) => self.int_value(size),
        };
        let chan = |kept: &Kept<'a>| {
            let uses = self.kept_uses(kept)?;
            Some(LocalChan { object: kept.object, field: kept.field, make, owner: kept.owner, capacity, uses })
        };
        if let Some(ident) = defined_by(make.expr()).filter(|ident| ident.ident().is_some()) {
            let object = self.variable(ident).filter(|object| object.is_local())?;
            let owner = make.enclosing_func()?;
            if self.declared_at(object)? != ident {
                let SpecKind::Value { values, .. } = self.spec_of(object)?.kind() else { return None };
                if !values.is_empty() || self.owner(object)? != owner {
                    return None;
                }
            }
            // `var ch chan T`, and made later.
            return chan(&Kept { object, field: None, owner, set: Some(ident), built: None });
        }
        let kept = self.kept_in_field(make)?;
        let found = chan(&kept)?;
        let returned = || found.uses.iter().all(|each| !matches!(each.op, ChanOp::Escapes | ChanOp::Assigned));
        if found.uses.iter().any(|each| matches!(each.op, ChanOp::Returned(_))) && returned() {
            return chan(&self.built_for(kept)?);
        }
        Some(found)
    }

    /// The field that a `make` is for: of a literal that a variable gets, or of a variable.
    fn kept_in_field(&self, make: Call<'a>) -> Option<Kept<'a>> {
        let owner = make.enclosing_func()?;
        if let Some(target) = defined_by(make.expr()) {
            let (x, name) = target.as_selector()?;
            let field = self.object(name).filter(|field| field.is_field())?;
            let object = self.variable(x).filter(|object| object.is_local())?;
            let set = Some(target);
            let kept = Kept { object, field: Some(field), owner, set, built: None };
            if object.var_kind() == Some(VarKind::Local) {
                let fresh = self.first_value(object).is_none_or(|value| is_literal(self, value));
                return (fresh && self.owner(object)? == owner).then_some(kept);
            }
            // The owner's caller has it too: then all of the package has to be looked at.
            return self.is_only_within(&kept).then_some(kept);
        }
        let pair = make.parent()?.as_expr()?;
        let ExprKind::KeyValue { key, .. } = pair.kind() else { return None };
        let field = self.object(key).filter(|field| field.is_field())?;
        let literal = pair.parent()?.as_expr()?;
        let value = match literal.parent().and_then(|node| node.as_expr()) {
            Some(outer) if outer.address_of() == Some(literal) => outer,
            _ => literal,
        };
        if let Some(values) = value.parent()?.as_stmt().and_then(Stmt::as_return) {
            (values.first() == Some(value)).then_some(())?;
            return self.built_at(owner, field);
        }
        let ident = defined_by(value)?;
        let object = self.variable(ident).filter(|object| object.var_kind() == Some(VarKind::Local))?;
        (self.declared_at(object)? == ident).then_some(Kept {
            object,
            field: Some(field),
            owner,
            set: None,
            built: None,
        })
    }

    /// The caller of a constructor that keeps its result in a variable.
    fn built_for(&self, kept: Kept<'a>) -> Option<Kept<'a>> {
        self.built_at(kept.owner, kept.field?)
    }

    fn built_at(&self, constructor: Func<'a>, field: Object<'a>) -> Option<Kept<'a>> {
        let function = self.func_object(constructor)?;
        self.uses(function).find_map(|name| {
            let call = name.ancestors().find_map(|node| node.as_call()).filter(|call| call.name() == Some(name))?;
            let ident = defined_by_first(call.expr())?;
            let object = self.variable(ident).filter(|object| object.var_kind() == Some(VarKind::Local))?;
            let owner = call.enclosing_func()?;
            // One that is made in a loop, or for a test's table, is looked at like any other.
            (self.declared_at(object)? == ident && owner != constructor).then_some(Kept {
                object,
                field: Some(field),
                owner,
                set: None,
                built: Some((call, constructor)),
            })
        })
    }

    /// All uses, in the owner and in what it calls and starts.
    fn kept_uses(&self, kept: &Kept<'a>) -> Option<Vec<ChanUse<'a>>> {
        let mut trace = Trace { cx: self, uses: Vec::new(), set: kept.set };
        let course = Course::of(kept.owner);
        trace.object(kept.object, kept.field, kept.owner, course, FOLLOWED)?;
        if let Some((call, constructor)) = kept.built {
            let within = Course { at: Some(At { ident: call.expr(), func: kept.owner, vague: false }), ..course };
            trace.constructor(constructor, kept.field?, within)?;
        }
        // Several goroutines that one call starts cannot be told apart.
        let starts: Vec<_> = trace.uses.iter().map(|each| (each.start, each.origin)).collect();
        for each in &mut trace.uses {
            each.vague |= each.start.is_some()
                && starts.iter().any(|(start, origin)| *start == each.start && *origin != each.origin);
        }
        Some(trace.uses)
    }

    /// Whether all that the package does with the field is seen from the function that makes it.
    fn is_only_within(&self, kept: &Kept<'a>) -> bool {
        let judge = || -> Option<bool> {
            let field = kept.field.filter(|field| !field.is_exported())?;
            let name = memchr::memmem::Finder::new(field.name());
            if self.other_texts().any(|text| name.find(text.as_bytes()).is_some()) {
                return Some(false);
            }
            let uses = self.kept_uses(kept)?;
            let seen = |ident: Expr<'a>| uses.iter().any(|each| each.inside.unwrap_or(each.ident).contains(ident));
            let declared = self.declared_at(field)?;
            Some(self.uses(field).all(|ident| ident == declared || seen(ident)))
        };
        judge() == Some(true)
    }

    /// The texts of the package's other files.
    fn other_texts(&self) -> impl Iterator<Item = &'a str> {
        let own = self.tree().file;
        let files = &self.program.workspace.content(self.target.unit.id).files;
        files.iter().filter(move |other| other.file != own).map(|other| &*other.ast.text)
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

/// Calls of functions with the channel that are followed.
pub(super) const FOLLOWED: usize = 3;

/// Functions that run their argument in a goroutine of its own.
pub(super) const STARTERS: &[&str] =
    &["(*sync.WaitGroup).Go", "(*golang.org/x/sync/errgroup.Group).Go", "(*golang.org/x/sync/errgroup.Group).TryGo"];

/// A new value: a literal or `new(T)`.
fn is_literal<'a>(cx: &Cx<'a>, value: Expr<'a>) -> bool {
    value.without_address().as_composite().is_some()
        || value.as_call().is_some_and(|call| cx.callee(call).and_then(Object::builtin) == Some(Builtin::New))
}

/// The name that gets the first or only result of a call.
fn defined_by_first(value: Expr<'_>) -> Option<Expr<'_>> {
    match value.parent()?.as_stmt().and_then(Stmt::as_assign) {
        Some((AssignOp::Define, lhs, rhs)) if rhs.only() == Some(value) => lhs.first(),
        _ => defined_by(value),
    }
}

/// The target that gets a value: `x := value`, `var x = value`, `x = value`, `x.f = value`.
fn defined_by(value: Expr<'_>) -> Option<Expr<'_>> {
    let parent = value.parent()?;
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
