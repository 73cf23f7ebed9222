//! Composite and function literals.

use super::{Checker, FuncEnv, Operand};
use crate::syntax::ast::{ExprId, ExprKind, FuncId, List};
use crate::text::Symbol;
use crate::types::info::Mode;
use crate::types::members::Found;
use crate::types::ty::{Field, ObjectId, Type, TypeId};

impl Checker<'_> {
    pub(super) fn func_lit(&mut self, e: ExprId, func: FuncId) -> Operand {
        let sig = self.ast.funcs[func].sig;
        let block = self.open();
        let signature = self.signature(sig);
        let results = signature.results.to_vec();
        let ty = self.store.signature(signature);
        let ExprKind::FuncLit(_) = self.ast.expr(e) else { return Operand::unknown(e) };
        // A function type is recorded by `typ`; a literal's has no expression of its own.
        if self.info.is_some()
            && let Some(body) = self.ast.funcs[func].body
        {
            let func_env = std::mem::replace(&mut self.func, FuncEnv { results });
            let in_body = std::mem::replace(&mut self.in_body, true);
            let has_call = self.has_call;
            self.body(func, body);
            self.has_call = has_call;
            self.in_body = in_body;
            self.func = func_env;
        }
        self.close(block);
        Operand::new(Mode::Value, ty, e)
    }

    pub(super) fn composite_lit(
        &mut self,
        e: ExprId,
        ty: Option<ExprId>,
        elements: List<ExprId>,
        hint: Option<TypeId>,
    ) -> Operand {
        let (ty, base) = match (ty, hint) {
            (Some(ty), _) => {
                if let ExprKind::ArrayType { len: Some(len), elem } = self.ast.expr(ty)
                    && let ExprKind::Ellipsis(None) = self.ast.expr(len)
                {
                    let elem = self.typ(elem);
                    let len = self.elements(elements, elem);
                    let array = self.store.intern(Type::Array { len, elem });
                    self.record_type(ty, array);
                    return Operand::new(Mode::Value, array, e);
                }
                let ty = self.typ(ty);
                (ty, ty)
            }
            (None, Some(hint)) => {
                let base = match self.common_under(hint).map(|under| self.store.ty(under)) {
                    Some(&Type::Pointer(base)) => base,
                    _ => hint,
                };
                (hint, base)
            }
            (None, None) => (TypeId::UNKNOWN, TypeId::UNKNOWN),
        };
        let known = match self.common_under(base).map(|under| self.store.ty(under)) {
            Some(Type::Struct(fields)) => {
                self.struct_elements(base, fields, elements);
                true
            }
            Some(&Type::Array { elem, .. } | &Type::Slice(elem)) => {
                self.elements(elements, elem);
                true
            }
            Some(&Type::Map { key, value }) => {
                for element in self.ast.list(elements) {
                    let ExprKind::KeyValue { key: k, value: v } = self.ast.expr(element) else {
                        self.use_expr(element);
                        continue;
                    };
                    let mut x = self.expr_hinted(k, key);
                    self.assignment(&mut x, Some(key));
                    let mut x = self.expr_hinted(v, value);
                    self.assignment(&mut x, Some(value));
                }
                true
            }
            _ => {
                self.unknown_elements(elements);
                false
            }
        };
        // The type is as written, even where nothing is known of what is underneath.
        if ty.is_unknown() || !known && !self.under(base).is_unknown() {
            return Operand::unknown(e);
        }
        Operand::new(Mode::Value, ty, e)
    }

    /// Elements of a literal of which nothing is known: keys may be fields.
    fn unknown_elements(&mut self, elements: List<ExprId>) {
        for element in self.ast.list(elements) {
            let value = match self.ast.expr(element) {
                ExprKind::KeyValue { key, value } => {
                    if self.ast.ident(key).is_none() {
                        self.use_expr(key);
                    }
                    value
                }
                _ => element,
            };
            match self.ast.expr(value) {
                // `{…}` without a type of its own
                ExprKind::CompositeLit { ty: None, elements } => {
                    self.unknown_elements(elements);
                    self.record(value, &Operand::unknown(value));
                }
                _ => self.use_expr(value),
            }
        }
    }

    fn struct_elements(&mut self, base: TypeId, fields: &[Field], elements: List<ExprId>) {
        for (position, element) in self.ast.list(elements).enumerate() {
            match self.ast.expr(element) {
                ExprKind::KeyValue { key, value } => {
                    let field = self.ast.ident(key).and_then(|name| self.keyed_field(base, fields, name));
                    match field {
                        Some((object, ty)) => {
                            let mut x = self.expr_for(Some(ty), value);
                            self.record_use(key, object);
                            self.assignment(&mut x, Some(ty));
                        }
                        None => {
                            self.unknown = true;
                            self.use_expr(value);
                        }
                    }
                }
                _ => {
                    let Some(field) = fields.get(position) else {
                        self.use_expr(element);
                        continue;
                    };
                    let mut x = self.expr_for(Some(field.ty), element);
                    self.assignment(&mut x, Some(field.ty));
                }
            }
        }
    }

    /// The field that a key of a struct literal names; from Go 1.27 on also one of an embedded field.
    fn keyed_field(&self, base: TypeId, fields: &[Field], name: Symbol) -> Option<(ObjectId, TypeId)> {
        let visible = |field: &&Field| {
            field.name == name
                && (name.is_exported()
                    || self.store.same_package(self.store.object(field.object).package, Some(self.package)))
        };
        if let Some(field) = fields.iter().find(visible) {
            return Some((field.object, field.ty));
        }
        if !self.language_at_least(27) {
            return None;
        }
        match self.store.lookup(base, true, Some(self.package), name) {
            Found::Field { object, ty, .. } => Some((object, ty)),
            _ => None,
        }
    }

    /// Elements of an array or slice literal: the length they make, `None` if an index is not known.
    fn elements(&mut self, elements: List<ExprId>, elem: TypeId) -> Option<u64> {
        let mut index = 0u64;
        let mut len = 0u64;
        let mut known = true;
        for element in self.ast.list(elements) {
            let value = match self.ast.expr(element) {
                ExprKind::KeyValue { key, value } => {
                    match self.index(key) {
                        Some(at) => index = at,
                        None => known = false,
                    }
                    value
                }
                _ => element,
            };
            index = index.saturating_add(1);
            len = len.max(index);
            let mut x = self.expr_hinted(value, elem);
            self.assignment(&mut x, Some(elem));
        }
        known.then_some(len)
    }
}
