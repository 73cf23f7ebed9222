//! `x.f`: members of packages, fields, methods, method expressions.

use super::{Checker, Operand};
use crate::syntax::ast::{ExprId, ExprKind};
use crate::types::declare::Member;
use crate::types::info::{Mode, Selection, SelectionKind};
use crate::types::members::Found;
use crate::types::object::ObjectKind;
use crate::types::ty::{ObjectId, PackageId, Signature, Type, TypeId};

impl Checker<'_> {
    /// If `x` of `x.member` names an imported package: that package. Where imports may be guessed, a name that nothing
    /// declares is that of the only standard package that has the member.
    pub(super) fn package_named(&mut self, x: ExprId, member: ExprId) -> Option<PackageId> {
        let ExprKind::Ident(name) = self.ast.expr(x) else { return None };
        let object = match self.lookup(name) {
            Some(object) => object,
            None if self.store.workspace.unit(self.unit).guessed_imports => {
                self.store.guessed_import(name, self.name(member))?
            }
            None => return None,
        };
        let ObjectKind::Package(package) = self.store.object(object).kind else { return None };
        self.record_use(x, object);
        Some(package)
    }

    /// The member of a package that `name` uses; its use is recorded.
    pub(super) fn package_member(&mut self, package: PackageId, name: ExprId) -> Option<ObjectId> {
        match self.store.member(package, self.name(name)) {
            Member::Found(object) => {
                self.record_use(name, object);
                Some(object)
            }
            Member::Missing | Member::Unknown => None,
        }
    }

    pub(super) fn selector(&mut self, e: ExprId, x: ExprId, name: ExprId, want_type: bool) -> Operand {
        if let Some(package) = self.package_named(x, name) {
            return match self.package_member(package, name) {
                Some(object) => self.object_operand(e, object),
                None => Operand::unknown(e),
            };
        }
        let x = self.expr_or_type(x, false);
        if x.is_unknown() || want_type {
            return Operand::unknown(e);
        }
        let symbol = self.name(name);
        let addressable = x.mode == Mode::Variable;
        let (object, ty, path, indirect, is_method) =
            match self.store.lookup(x.ty, addressable, Some(self.package), symbol) {
                Found::Field { object, ty, path, indirect } => (object, ty, path, indirect, false),
                Found::Method { object, ty, path, indirect } => (object, ty, path, indirect, true),
                _ => return Operand::unknown(e),
            };
        let kind = match (is_method, x.mode) {
            (true, Mode::Type) => SelectionKind::MethodExpr,
            (true, _) => SelectionKind::Method,
            (false, Mode::Type) => return Operand::unknown(e),
            (false, _) => SelectionKind::Field,
        };
        if self.info.is_some() {
            self.record_selection(e, Selection { kind, receiver: x.ty, object, path, indirect });
        }
        match kind {
            SelectionKind::Field => {
                let mode = if addressable || indirect { Mode::Variable } else { Mode::Value };
                Operand::new(mode, ty, e)
            }
            SelectionKind::Method => Operand::new(Mode::Value, ty, e),
            SelectionKind::MethodExpr => Operand::new(Mode::Value, self.method_expr(x.ty, ty), e),
        }
    }

    /// The function type of `T.f`: the receiver comes first.
    fn method_expr(&self, receiver: TypeId, method: TypeId) -> TypeId {
        let Type::Signature(signature) = self.store.ty(method) else { return TypeId::UNKNOWN };
        let params = std::iter::once(receiver).chain(signature.params.iter().copied()).collect();
        self.store.signature(Signature { params, ..Signature::clone(signature) })
    }
}
