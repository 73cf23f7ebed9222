//! The questions about constants, methods and interfaces.

use super::reach::may_set;
use super::{Cx, Object, Ty};
use crate::lint::view::{AssignOp, BinaryOp, Expr, ExprKind, Stmt, StmtKind};
use crate::text::Symbol;
use crate::types::constant::Constant;
use crate::types::members::Found;
use crate::types::relate::{Answer, Implements};

impl<'a> Cx<'a> {
    /// The value of a constant expression.
    pub fn constant(&self, expr: Expr<'a>) -> Option<&'a Constant> {
        self.info().constant(expr.unparen().id).filter(|value| !value.is_unknown())
    }

    /// The value of a string constant.
    pub fn string_value(&self, expr: Expr<'a>) -> Option<String> {
        self.constant(expr)?.as_bytes().map(|bytes| String::from_utf8_lossy(bytes).into_owned())
    }

    /// The value of an integer constant that fits.
    pub fn int_value(&self, expr: Expr<'a>) -> Option<i64> {
        match self.constant(expr)? {
            Constant::Int(value) => Some(*value),
            _ => None,
        }
    }

    /// How many turns a loop makes at most, where its head says so in constants and its body leaves the counter alone: a written
    /// list, `for range 3`, `for i := 0; i < 3; i++`.
    pub fn turns(&self, around: Stmt<'a>) -> Option<i64> {
        match around.kind() {
            StmtKind::Range { x, .. } => match x.as_composite() {
                Some((_, elements)) => {
                    let keyed = elements.iter().any(|each| matches!(each.kind(), ExprKind::KeyValue { .. }));
                    (!keyed || self.type_of(x)?.is_map()?).then(|| i64::try_from(elements.len()).ok())?
                }
                None => self.int_value(x),
            },
            StmtKind::For { init: Some(init), cond: Some(cond), post: Some(post), body } => {
                let (AssignOp::Define, targets, values) = init.as_assign()? else { return None };
                let counter = self.variable(targets.only()?)?;
                let from = self.int_value(values.only()?)?;
                let (op, x, y) = cond.as_binary()?;
                let StmtKind::IncDec { x: stepped, dec: false } = post.kind() else { return None };
                if !self.is_use_of(x, counter)
                    || !self.is_use_of(stepped, counter)
                    || self.uses_within(counter, body).into_iter().any(may_set)
                {
                    return None;
                }
                let to = self.int_value(y)?;
                match op {
                    BinaryOp::Lt => to.checked_sub(from),
                    BinaryOp::Le => to.checked_sub(from)?.checked_add(1),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// The value of a Boolean constant.
    pub fn bool_value(&self, expr: Expr<'a>) -> Option<bool> {
        match self.constant(expr)? {
            Constant::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// The thing with this full name that the file could mention: `io.Reader`, `net/http.Client`; `error` and the like.
    /// `None` where its package is not known.
    pub fn named(&self, full_name: &str) -> Option<Object<'a>> {
        let store = self.store();
        let id = match full_name.rsplit_once('.') {
            None => store.universe(Symbol::intern(full_name))?,
            Some((path, name)) => {
                let path = Symbol::intern(path);
                let import = self.program.workspace.resolve_import(self.unit().id, path);
                let package = store.package_of_import(import, path);
                match store.member(package, Symbol::intern(name)) {
                    crate::types::declare::Member::Found(id) => id,
                    _ => return None,
                }
            }
        };
        Some(Object { store, id })
    }

    /// Whether a type implements an interface: `cx.implements(ty, "io.Closer")`; `None`: unknown.
    pub fn implements(&self, ty: Ty<'a>, interface: &str) -> Option<bool> {
        let interface = match interface {
            "error" => crate::types::TypeId::ERROR,
            name => self.named(name)?.ty()?.id,
        };
        ty.implements(interface)
    }

    /// Whether a type or the pointer to it implements an interface; `None`: unknown.
    pub fn implements_by_pointer(&self, ty: Ty<'a>, interface: &str) -> Option<bool> {
        if self.implements(ty, interface)? {
            return Some(true);
        }
        self.implements(Ty { id: self.store().pointer(ty.id), ..ty }, interface)
    }

    /// Whether a value of one type can be assigned to another; `None`: unknown.
    pub fn is_assignable(&self, from: Ty<'a>, to: Ty<'a>) -> Option<bool> {
        known(self.store().assignable(from.id, None, to.id))
    }

    /// Whether two types are identical; `None`: unknown.
    pub fn is_identical(&self, a: Ty<'a>, b: Ty<'a>) -> Option<bool> {
        if a.id == b.id {
            return Some(!a.has_unknown()).filter(|same| *same);
        }
        known(self.store().identical(a.id, b.id))
    }

    /// A type as code of this package writes it: `*http.Client`, `T` for its own.
    pub fn show_type(&self, ty: Ty<'a>) -> String {
        let own = self.store().package_of_unit(self.unit().id);
        self.store().show_as(ty.id, crate::types::show::Form::Within(own))
    }

    /// What `x.name` is for an addressable `x` of this type: a field or method, promoted ones too. `None`: nothing, ambiguous
    /// or unknown; see [`Cx::lacks`].
    pub fn member(&self, ty: Ty<'a>, name: &str) -> Option<Object<'a>> {
        let package = Some(self.store().package_of_unit(self.unit().id));
        match self.store().lookup(ty.id, true, package, Symbol::intern(name)) {
            Found::Field { object, .. } | Found::Method { object, .. } => {
                Some(Object { store: self.store(), id: object })
            }
            _ => None,
        }
    }

    /// The method of this name that an addressable value of the type has, promoted ones too.
    pub fn method(&self, ty: Ty<'a>, name: &str) -> Option<Object<'a>> {
        self.member(ty, name).filter(|object| object.is_func())
    }

    /// Whether a type surely has neither field nor method of this name; `None`: unknown.
    pub fn lacks(&self, ty: Ty<'a>, name: &str) -> Option<bool> {
        let package = Some(self.store().package_of_unit(self.unit().id));
        match self.store().lookup(ty.id, true, package, Symbol::intern(name)) {
            Found::Nothing => Some(true),
            Found::Unknown => None,
            _ => Some(false),
        }
    }
}

impl<'a> Ty<'a> {
    /// Whether it implements an interface type; `None`: unknown.
    pub fn implements(self, interface: crate::types::TypeId) -> Option<bool> {
        match self.store.implements(self.id, interface, false) {
            Implements::Yes => Some(true),
            Implements::Unknown | Implements::NoInterface => None,
            _ => Some(false),
        }
    }

    /// Whether `==` may compare it (an interface's values at run time); `None`: unknown.
    pub fn is_comparable(self) -> Option<bool> {
        known(self.store.comparable(self.id, true))
    }
}

fn known(answer: Answer) -> Option<bool> {
    match answer {
        Answer::Yes => Some(true),
        Answer::No => Some(false),
        Answer::Unknown => None,
    }
}
