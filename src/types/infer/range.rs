//! `for … range x`

use super::{BLANK, Checker, Operand};
use crate::syntax::ast::{ExprId, RangeOp, StmtId};
use crate::types::info::Mode;
use crate::types::object::VarKind;
use crate::types::ty::{Basic, ObjectId, Type, TypeId};

/// What ranging over something gives; `None` where there is no such value.
struct Ranged {
    key: Option<TypeId>,
    value: Option<TypeId>,
}

impl Checker<'_> {
    pub(super) fn range_stmt(
        &mut self,
        op: RangeOp,
        key: Option<ExprId>,
        value: Option<ExprId>,
        over: ExprId,
        body: StmtId,
    ) {
        let mut x = self.expr(over);
        let ranged = if x.is_unknown() {
            Ranged { key: Some(TypeId::UNKNOWN), value: Some(TypeId::UNKNOWN) }
        } else {
            self.ranged(x.ty).unwrap_or(Ranged { key: Some(TypeId::UNKNOWN), value: Some(TypeId::UNKNOWN) })
        };
        let over_int = !x.is_unknown() && self.is(x.ty, Basic::is_integer);
        let block = self.open();
        let mut variables: [Option<ObjectId>; 2] = [None, None];
        for (position, (target, ty)) in [(key, ranged.key), (value, ranged.value)].into_iter().enumerate() {
            let Some(target) = target else { continue };
            let ty = ty.unwrap_or(TypeId::UNKNOWN);
            let place = Operand { expr: None, ..Operand::new(Mode::Value, ty, target) };
            match op {
                RangeOp::Define if self.ast.ident(target).is_some() => {
                    let variable = self.new_var(target, VarKind::Local, None);
                    self.record_def(target, variable);
                    variables[position] = Some(variable);
                    if over_int && position == 0 {
                        self.init_var(variable, &mut x);
                    } else {
                        let mut place = place;
                        self.init_var(variable, &mut place);
                    }
                }
                RangeOp::Assign => {
                    if over_int && position == 0 {
                        self.assign_operand(target, &mut x);
                    } else {
                        let mut place = place;
                        self.assign_operand(target, &mut place);
                    }
                }
                _ => {
                    if self.ast.ident(target) != Some(*BLANK) {
                        self.use_expr(target);
                    }
                }
            }
        }
        if over_int && key.is_none() {
            self.assignment(&mut x, None);
        }
        for variable in variables.into_iter().flatten() {
            self.bind(self.store.object(variable).name, variable);
        }
        self.stmt(body);
        self.close(block);
    }

    fn ranged(&self, ty: TypeId) -> Option<Ranged> {
        let both = |key, value| Some(Ranged { key: Some(key), value: Some(value) });
        let mut under = self.common_under(ty)?;
        if let &Type::Pointer(to) = self.store.ty(under)
            && let Type::Array { .. } = self.under_kind(to)
        {
            under = self.under(to);
        }
        match *self.store.ty(under) {
            Type::Basic(basic) if basic.is_string() => both(TypeId::INT, TypeId::INT32),
            Type::Basic(basic) if basic.is_integer() => Some(Ranged { key: Some(ty), value: None }),
            Type::Array { elem, .. } | Type::Slice(elem) => both(TypeId::INT, elem),
            Type::Map { key, value } => both(key, value),
            Type::Chan { elem, .. } => Some(Ranged { key: Some(elem), value: None }),
            Type::Signature(ref signature) => {
                let &[yielder] = &*signature.params else { return None };
                let Type::Signature(yielder) = self.store.ty(self.common_under(yielder)?) else { return None };
                let mut params = yielder.params.iter().copied();
                Some(Ranged { key: params.next(), value: params.next() })
            }
            _ => None,
        }
    }
}
