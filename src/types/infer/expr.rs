//! Expressions: the entry points and the plain kinds.

use super::{Checker, IOTA, MAX_DEPTH, Operand};
use crate::syntax::ast::{ExprId, ExprKind, LitKind, UnaryOp};
use crate::types::constant::Constant;
use crate::types::info::Mode;
use crate::types::object::ObjectKind;
use crate::types::ty::{Basic, Type, TypeId};

impl Checker<'_> {
    /// A single value.
    pub(super) fn expr(&mut self, e: ExprId) -> Operand {
        let x = self.raw_expr(None, e, None, false);
        self.single(self.valued(x))
    }

    /// A single value assigned to something of type `target`, which helps to infer a generic function's arguments.
    pub(super) fn expr_for(&mut self, target: Option<TypeId>, e: ExprId) -> Operand {
        let target = target.filter(|&target| matches!(self.under_kind(target), Type::Signature(_)));
        let x = self.raw_expr(target, e, None, false);
        self.single(self.valued(x))
    }

    /// A single value; a literal without type takes that of the hint.
    pub(super) fn expr_hinted(&mut self, e: ExprId, hint: TypeId) -> Operand {
        let x = self.raw_expr(None, e, Some(hint), false);
        self.single(self.valued(x))
    }

    /// A single value that may be a generic function without its arguments.
    pub(super) fn generic_expr(&mut self, e: ExprId) -> Operand {
        let x = self.raw_expr(None, e, None, true);
        self.single(self.valued(x))
    }

    /// A single value or a type.
    pub(super) fn expr_or_type(&mut self, e: ExprId, generic: bool) -> Operand {
        let x = self.raw_expr(None, e, None, generic);
        self.single(x)
    }

    /// One value or the several of a call; a comma-ok form is one value here.
    pub(super) fn multi_expr(&mut self, e: ExprId) -> Operand {
        let x = self.raw_expr(None, e, None, false);
        self.valued(x)
    }

    /// Looks at an expression of which nothing more is known, so that the names in it count as uses.
    pub(super) fn use_expr(&mut self, e: ExprId) {
        if self.ast.ident(e) == Some(*super::BLANK) {
            return;
        }
        let mut x = self.raw_expr(None, e, None, true);
        if !x.is_unknown() && x.is_untyped() {
            self.lose(&mut x);
        }
    }

    pub(super) fn use_exprs(&mut self, exprs: impl IntoIterator<Item = ExprId>) {
        for e in exprs {
            self.use_expr(e);
        }
    }

    fn valued(&self, mut x: Operand) -> Operand {
        if matches!(x.mode, Mode::NoValue | Mode::Builtin | Mode::Type) {
            x.forget();
        }
        x
    }

    fn single(&self, mut x: Operand) -> Operand {
        if x.mode == Mode::Value && matches!(self.store.ty(x.ty), Type::Tuple(_)) {
            x.forget();
        }
        x
    }

    /// Any expression; records what it comes to. `target` is the function type wanted of a generic function, `hint` the type of
    /// a literal without one; `generic` says that a generic type or function may be left without arguments.
    pub(super) fn raw_expr(
        &mut self,
        target: Option<TypeId>,
        e: ExprId,
        hint: Option<TypeId>,
        generic: bool,
    ) -> Operand {
        if self.depth > MAX_DEPTH {
            return Operand::unknown(e);
        }
        self.depth += 1;
        let mut x = self.expr_kind(target, e, hint);
        self.depth -= 1;
        if !generic {
            self.not_generic(target, &mut x);
        }
        x.expr = Some(e);
        self.record(e, &x);
        x
    }

    /// A generic type or function without its arguments is no operand, unless they follow from the wanted type.
    pub(super) fn not_generic(&mut self, target: Option<TypeId>, x: &mut Operand) {
        if x.is_unknown() {
            return;
        }
        match self.store.ty(x.ty) {
            Type::Named { origin, args }
                if x.mode == Mode::Type && args.is_empty() && !self.store.type_params(*origin).is_empty() =>
            {
                x.forget();
            }
            Type::Signature(signature) if !signature.type_params.is_empty() => match target {
                Some(_) => self.instantiate_function(target, x, None),
                None => x.forget(),
            },
            _ => {}
        }
    }

    fn expr_kind(&mut self, target: Option<TypeId>, e: ExprId, hint: Option<TypeId>) -> Operand {
        let unknown = Operand::unknown(e);
        match self.ast.expr(e) {
            ExprKind::Bad(parts) => {
                self.use_exprs(self.ast.list(parts));
                unknown
            }
            ExprKind::Ident(_) => self.ident(e),
            ExprKind::Lit(kind) => self.literal(e, kind),
            ExprKind::FuncLit(func) => self.func_lit(e, func),
            ExprKind::CompositeLit { ty, elements } => self.composite_lit(e, ty, elements, hint),
            ExprKind::Paren(inner) => self.raw_expr(None, inner, None, false),
            ExprKind::Selector { x, name } => self.selector(e, x, name, false),
            ExprKind::Index { x, args } => {
                let mut operand = self.index_expr(e, x, args);
                if self.is_generic_function(&operand) {
                    self.instantiate_function(target, &mut operand, Some((e, args)));
                }
                operand
            }
            ExprKind::Slice { x, bounds } => self.slice_expr(e, x, bounds),
            ExprKind::TypeAssert { x, ty } => {
                let x = self.expr(x);
                let Some(ty) = ty else { return unknown };
                let ty = self.typ(ty);
                if ty.is_unknown() || !x.is_unknown() && !self.is_interface(x.ty) {
                    return unknown;
                }
                Operand::new(Mode::CommaOk, ty, e)
            }
            ExprKind::Call { fun, args, ellipsis } => self.call(e, fun, args, ellipsis),
            ExprKind::Star(inner) => {
                let x = self.expr_or_type(inner, false);
                if x.is_unknown() {
                    return unknown;
                }
                if x.mode == Mode::Type {
                    return Operand::new(Mode::Type, self.store.pointer(x.ty), e);
                }
                match self.pointer_base(x.ty) {
                    Some(base) => Operand::new(Mode::Variable, base, e),
                    None => unknown,
                }
            }
            ExprKind::Unary { op, x } => {
                if op == UnaryOp::Tilde {
                    self.use_expr(x);
                    return unknown;
                }
                self.unary(e, op, x)
            }
            ExprKind::Binary { .. } => self.binary_expr(e),
            ExprKind::KeyValue { key, value } => {
                self.use_expr(key);
                self.use_expr(value);
                unknown
            }
            ExprKind::ArrayType { .. }
            | ExprKind::StructType(_)
            | ExprKind::FuncType(_)
            | ExprKind::InterfaceType(_)
            | ExprKind::MapType { .. }
            | ExprKind::ChanType { .. } => {
                let ty = self.typ(e);
                Operand::new(Mode::Type, ty, e)
            }
            ExprKind::Ellipsis(_) => unknown,
        }
    }

    /// What a pointer points to, also where all types of a type parameter are pointers to one.
    fn pointer_base(&self, ty: TypeId) -> Option<TypeId> {
        if let Type::Pointer(base) = self.store.ty(self.common_under(ty)?) {
            return Some(*base);
        }
        None
    }

    fn ident(&mut self, e: ExprId) -> Operand {
        let name = self.name(e);
        let Some(object) = self.lookup(name) else { return Operand::unknown(e) };
        self.record_use(e, object);
        self.object_operand(e, object)
    }

    /// An object as an operand, after its use was recorded.
    pub(super) fn object_operand(&mut self, e: ExprId, id: crate::types::ty::ObjectId) -> Operand {
        let store = self.store;
        let object = store.object(id);
        let mode = match &object.kind {
            ObjectKind::Package(_) | ObjectKind::Label => return Operand::unknown(e),
            ObjectKind::Builtin(builtin) => {
                let x = Operand::new(Mode::Builtin, TypeId::UNKNOWN, e);
                return Operand { builtin: Some(*builtin), ..x };
            }
            ObjectKind::Const(_) => {
                let ty = store.type_of(id);
                let value = if object.name == *IOTA && object.package.is_none() {
                    match self.iota {
                        Some(iota) => Constant::Int(i64::from(iota)),
                        None => return Operand::unknown(e),
                    }
                } else {
                    store.constant_of(id)
                };
                return Operand::constant(ty, value, e);
            }
            ObjectKind::Type(_) => Mode::Type,
            ObjectKind::Var(_) => Mode::Variable,
            ObjectKind::Func(_) => Mode::Value,
            ObjectKind::Nil => Mode::Nil,
        };
        Operand::new(mode, store.type_of(id), e)
    }

    fn literal(&mut self, e: ExprId, kind: LitKind) -> Operand {
        let basic = match kind {
            LitKind::Int => Basic::UntypedInt,
            LitKind::Float => Basic::UntypedFloat,
            LitKind::Imag => Basic::UntypedComplex,
            LitKind::Char => Basic::UntypedRune,
            LitKind::String => Basic::UntypedString,
        };
        let mut x = Operand::constant(basic.id(), Constant::from_literal(kind, self.ast.text(e)), e);
        self.overflow(&mut x);
        x
    }
}
