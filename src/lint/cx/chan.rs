//! Local channels: where one is made, and all that is done with it.

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
        self.uses.iter().all(|each| !matches!(each.op, ChanOp::Escapes | ChanOp::Assigned | ChanOp::Returned(_)))
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
            return None;
        }
        let capacity = match make.arg(1) {
            None => Some(0),
            Some(size) => self.int_value(size),
        };
        let uses = self.uses_within(object, owner).into_iter().map(|ident| self.chan_use(ident, object));
        Some(LocalChan { object, make, owner, capacity, uses: uses.collect::<Option<_>>()? })
    }

    fn chan_use(&self, ident: Expr<'a>, object: Object<'a>) -> Option<ChanUse<'a>> {
        let op = self.chan_op(ident, object);
        let stmt = ident.enclosing_stmt()?;
        Some(ChanUse { ident, op, func: ident.enclosing_func()?, select: many_ways(stmt) })
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

/// The name that a value defines: `x := value`, `var x = value`.
fn defined_by<'a>(value: Call<'a>) -> Option<Expr<'a>> {
    let parent = value.parent()?;
    let value = value.expr();
    if let Some(stmt) = parent.as_stmt() {
        let (AssignOp::Define, lhs, rhs) = stmt.as_assign()? else { return None };
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
fn many_ways(stmt: Stmt<'_>) -> Option<Stmt<'_>> {
    let clause = stmt.parent()?.as_stmt()?;
    let StmtKind::Comm { comm: Some(comm), .. } = clause.kind() else { return None };
    let select = clause.parent()?.as_stmt()?.parent()?.as_stmt()?;
    let StmtKind::Select { body } = select.kind() else { return None };
    (comm == stmt && body.stmts()?.len() > 1).then_some(select)
}
