//! Calls of builtin functions, each by hand.

use super::call::Args;
use super::{Checker, Operand};
use crate::syntax::ast::{BinaryOp, ExprId, ExprKind, List};
use crate::types::constant::Constant;
use crate::types::info::{Mode, Selection, SelectionKind};
use crate::types::members::Found;
use crate::types::object::Builtin;
use crate::types::ty::{Basic, Type, TypeId};

impl Checker<'_> {
    pub(super) fn builtin(
        &mut self,
        e: ExprId,
        _fun: ExprId,
        builtin: Builtin,
        list: List<ExprId>,
        ellipsis: bool,
    ) -> Operand {
        let unknown = Operand::unknown(e);
        if ellipsis && builtin != Builtin::Append {
            self.use_exprs(self.ast.list(list));
            return unknown;
        }
        match builtin {
            Builtin::Make => return self.make(e, list),
            Builtin::New => return self.new_value(e, list),
            Builtin::UnsafeOffsetof => return self.offset(e, list),
            _ => {}
        }
        let had_call = std::mem::replace(&mut self.has_call, false);
        let mut args = self.plain_args(list);
        let call_inside = self.has_call;
        self.has_call = match builtin {
            Builtin::Len | Builtin::Cap => had_call,
            _ => had_call || call_inside,
        };
        // The results of these do not depend on their arguments.
        let fixed = match builtin {
            Builtin::Clear | Builtin::Close | Builtin::Delete | Builtin::Panic | Builtin::Print | Builtin::Println => {
                Some(Operand::new(Mode::NoValue, TypeId::EMPTY_TUPLE, e))
            }
            Builtin::Copy => Some(Operand::new(Mode::Value, TypeId::INT, e)),
            Builtin::Recover => Some(Operand::new(Mode::Value, TypeId::EMPTY_INTERFACE, e)),
            Builtin::UnsafeAdd => Some(Operand::new(Mode::Value, TypeId::UNSAFE_POINTER, e)),
            Builtin::UnsafeString => Some(Operand::new(Mode::Value, TypeId::STRING, e)),
            Builtin::UnsafeStringData => Some(Operand::new(Mode::Value, self.store.pointer(TypeId::UINT8), e)),
            _ => None,
        };
        if let Some(result) = fixed {
            self.finish_args(builtin, &mut args);
            return result;
        }
        if args.is_empty() || args.iter().any(Operand::is_unknown) {
            let slice = args.first().map_or(TypeId::UNKNOWN, |first| first.ty);
            for arg in &mut args {
                self.lose(arg);
            }
            // What is appended does not change the type.
            let appends = builtin == Builtin::Append && !slice.is_unknown() && !slice.is_untyped();
            return if appends { Operand::new(Mode::Value, slice, e) } else { unknown };
        }
        match builtin {
            Builtin::Append => self.append(e, args, ellipsis),
            Builtin::Cap | Builtin::Len => self.length(e, builtin, &args[0], call_inside),
            Builtin::Complex => self.complex(e, args),
            Builtin::Imag | Builtin::Real => self.part(e, builtin, args),
            Builtin::Max | Builtin::Min => self.extreme(e, builtin, args),
            Builtin::UnsafeAlignof | Builtin::UnsafeSizeof => self.size(e, builtin, args),
            Builtin::UnsafeSlice => {
                if let Some(len) = args.get_mut(1) {
                    self.index_operand(len);
                }
                match self.common_under(args[0].ty).map(|under| self.store.ty(under)) {
                    Some(&Type::Pointer(base)) => Operand::new(Mode::Value, self.store.slice(base), e),
                    _ => unknown,
                }
            }
            Builtin::UnsafeSliceData => match self.common_under(args[0].ty).map(|under| self.store.ty(under)) {
                Some(&Type::Slice(elem)) => Operand::new(Mode::Value, self.store.pointer(elem), e),
                _ => unknown,
            },
            _ => unknown,
        }
    }

    /// The arguments; the several results of a single call are an argument each.
    fn plain_args(&mut self, list: List<ExprId>) -> Args {
        let exprs = self.ast.list(list);
        if exprs.len() != 1 {
            return exprs.map(|e| self.expr(e)).collect();
        }
        let mut args = Args::new();
        for e in exprs {
            let x = self.multi_expr(e);
            match self.store.ty(x.ty) {
                Type::Tuple(types) if x.mode == Mode::Value => {
                    args.extend(types.iter().map(|&ty| Operand::new(Mode::Value, ty, e)));
                }
                _ => args.push(x),
            }
        }
        args
    }

    /// Gives the arguments of builtins with a fixed result their final types.
    fn finish_args(&mut self, builtin: Builtin, args: &mut Args) {
        match builtin {
            Builtin::Panic => {
                for arg in args {
                    self.assignment(arg, Some(TypeId::EMPTY_INTERFACE));
                }
            }
            Builtin::Print | Builtin::Println => {
                let unsure = args.iter().any(Operand::is_unknown);
                for arg in args {
                    // go/types gives up at the first broken argument.
                    if unsure { self.lose(arg) } else { self.assignment(arg, None) }
                }
            }
            Builtin::Delete => {
                if let [map, key, ..] = &mut args[..] {
                    let mut wanted = None;
                    if !map.is_unknown() {
                        self.every_under(map.ty, |_, under| match self.store.ty(under) {
                            Type::Map { key, .. } => {
                                wanted = Some(*key);
                                true
                            }
                            _ => false,
                        });
                    }
                    self.assignment(key, Some(wanted.unwrap_or(TypeId::UNKNOWN)));
                }
            }
            Builtin::UnsafeAdd | Builtin::UnsafeString => {
                if let Some(len) = args.get_mut(1) {
                    self.index_operand(len);
                }
                if builtin == Builtin::UnsafeAdd
                    && let Some(pointer) = args.get_mut(0)
                {
                    self.assignment(pointer, Some(TypeId::UNSAFE_POINTER));
                }
            }
            Builtin::UnsafeStringData => {
                if let Some(text) = args.get_mut(0) {
                    self.assignment(text, Some(TypeId::STRING));
                }
            }
            _ => {}
        }
    }

    fn append(&mut self, e: ExprId, mut args: Args, ellipsis: bool) -> Operand {
        let slice = args[0].ty;
        let mut elem = None;
        let known = self.every_under(slice, |_, under| match self.store.ty(under) {
            Type::Slice(of) => {
                elem = elem.or(Some(*of));
                true
            }
            _ => false,
        });
        let Some(elem) = elem.filter(|_| known) else {
            // `append([]byte(nil), …)` has a typed first argument; an untyped nil is an error.
            for arg in &mut args {
                self.lose(arg);
            }
            return Operand::unknown(e);
        };
        let last = args.len() - 1;
        for (position, arg) in args.iter_mut().enumerate().skip(1) {
            let wanted = if ellipsis && position == last { self.store.slice(elem) } else { elem };
            // `append(bytes, text...)`: the text stays a string.
            let text = ellipsis && position == last && self.is_text(arg.ty);
            if !text {
                self.assignment(arg, Some(wanted));
            }
        }
        Operand::new(Mode::Value, slice, e)
    }

    /// Strings, and type parameters that stand for some.
    fn is_text(&self, ty: TypeId) -> bool {
        let mut some = false;
        self.every_under(ty, |_, under| {
            some |= under.basic().is_some_and(Basic::is_string);
            true
        });
        some
    }

    fn length(&mut self, e: ExprId, builtin: Builtin, x: &Operand, call_inside: bool) -> Operand {
        let is_len = builtin == Builtin::Len;
        let mut under = self.under(x.ty);
        if let Type::Pointer(to) = self.store.ty(under)
            && let array @ Type::Array { .. } = self.under_kind(*to)
        {
            under = self.store.intern(array.clone());
        }
        let value = Operand::new(Mode::Value, TypeId::INT, e);
        match self.store.ty(under) {
            Type::Basic(basic) if basic.is_string() && is_len => match (x.is_constant(), x.value.len()) {
                (true, Some(len)) => Operand::constant(TypeId::INT, Constant::Int(len as i64), e),
                (true, None) => Operand::constant(TypeId::INT, Constant::Unknown, e),
                _ => value,
            },
            Type::Array { len, .. } if !call_inside => {
                let len = len.map_or(Constant::Unknown, Constant::from_u64);
                Operand::constant(TypeId::INT, len, e)
            }
            Type::Array { .. } | Type::Slice(_) | Type::Chan { .. } => value,
            Type::Map { .. } if is_len => value,
            Type::Interface(_) if self.is_type_param(x.ty) => value,
            _ => Operand::unknown(e),
        }
    }

    fn complex(&mut self, e: ExprId, mut args: Args) -> Operand {
        let unknown = Operand::unknown(e);
        let [x, y] = &mut args[..] else { return unknown };
        match (x.is_untyped(), y.is_untyped()) {
            (false, false) => {}
            (true, false) => self.convert_untyped(x, y.ty),
            (false, true) => self.convert_untyped(y, x.ty),
            (true, true) if x.is_constant() && y.is_constant() => {
                for operand in [&mut *x, &mut *y] {
                    if operand.value.imag().signum() == Some(0) {
                        operand.ty = TypeId::UNTYPED_FLOAT;
                    }
                }
            }
            (true, true) => {
                self.convert_untyped(x, TypeId::FLOAT64);
                self.convert_untyped(y, TypeId::FLOAT64);
            }
        }
        if x.is_unknown() || y.is_unknown() {
            return unknown;
        }
        let ty = match self.under(x.ty).basic() {
            Some(Basic::Float32) => Basic::Complex64.id(),
            Some(Basic::Float64) => Basic::Complex128.id(),
            Some(Basic::UntypedFloat) => TypeId::UNTYPED_COMPLEX,
            _ => return unknown,
        };
        if x.is_constant() && y.is_constant() {
            return Operand::constant(ty, Constant::complex_of(&x.value, &y.value), e);
        }
        Operand::new(Mode::Value, ty, e)
    }

    fn part(&mut self, e: ExprId, builtin: Builtin, mut args: Args) -> Operand {
        let x = &mut args[0];
        if x.is_untyped() {
            if x.is_constant() {
                x.ty = TypeId::UNTYPED_COMPLEX;
            } else {
                self.convert_untyped(x, Basic::Complex128.id());
            }
        }
        let ty = match self.under(x.ty).basic() {
            Some(Basic::Complex64) => Basic::Float32.id(),
            Some(Basic::Complex128) => TypeId::FLOAT64,
            Some(Basic::UntypedComplex) => TypeId::UNTYPED_FLOAT,
            _ => return Operand::unknown(e),
        };
        if x.is_constant() {
            let value = if builtin == Builtin::Real { x.value.real() } else { x.value.imag() };
            return Operand::constant(ty, value, e);
        }
        Operand::new(Mode::Value, ty, e)
    }

    fn extreme(&mut self, e: ExprId, builtin: Builtin, mut args: Args) -> Operand {
        let op = if builtin == Builtin::Max { BinaryOp::Gt } else { BinaryOp::Lt };
        let mut x = args[0].clone();
        for arg in args.iter_mut().skip(1) {
            self.match_types(&mut x, arg);
            if x.is_unknown() || arg.is_unknown() {
                return Operand::unknown(e);
            }
            if x.is_constant() && arg.is_constant() {
                match arg.value.compare(op, &x.value) {
                    Some(true) => x = arg.clone(),
                    Some(false) => {}
                    None => x.value = Constant::Unknown,
                }
            } else {
                x.mode = Mode::Value;
                x.value = Constant::Unknown;
            }
        }
        if !x.is_constant() {
            x.mode = Mode::Value;
            self.assignment(&mut x, Some(TypeId::EMPTY_INTERFACE));
            if x.is_unknown() {
                return Operand::unknown(e);
            }
        }
        for arg in &args {
            self.update_type(arg.expr, x.ty);
        }
        x.expr = Some(e);
        x
    }

    fn size(&mut self, e: ExprId, builtin: Builtin, mut args: Args) -> Operand {
        let x = &mut args[0];
        self.assignment(x, None);
        if x.is_unknown() {
            return Operand::unknown(e);
        }
        if self.has_variable_size(x.ty) {
            return Operand::new(Mode::Value, TypeId::UINTPTR, e);
        }
        let size = if builtin == Builtin::UnsafeSizeof { self.size_of(x.ty) } else { self.align_of(x.ty) };
        Operand::constant(TypeId::UINTPTR, size.map_or(Constant::Unknown, Constant::from_u64), e)
    }

    fn make(&mut self, e: ExprId, list: List<ExprId>) -> Operand {
        let mut args = self.ast.list(list);
        let Some(first) = args.next() else { return Operand::unknown(e) };
        let ty = self.typ(first);
        for arg in args {
            let mut x = self.expr(arg);
            self.index_operand(&mut x);
        }
        if ty.is_unknown() {
            return Operand::unknown(e);
        }
        Operand::new(Mode::Value, ty, e)
    }

    fn new_value(&mut self, e: ExprId, list: List<ExprId>) -> Operand {
        let Some(arg) = self.ast.only(list) else {
            self.use_exprs(self.ast.list(list));
            return Operand::unknown(e);
        };
        let mut x = self.type_or_value(arg);
        if x.is_unknown() {
            return Operand::unknown(e);
        }
        if x.mode != Mode::Type {
            if x.is_untyped() {
                self.assignment(&mut x, None);
            }
            if x.is_unknown() {
                return Operand::unknown(e);
            }
        }
        Operand::new(Mode::Value, self.store.pointer(x.ty), e)
    }

    fn offset(&mut self, e: ExprId, list: List<ExprId>) -> Operand {
        let unknown = Operand::unknown(e);
        let Some(arg) = self.ast.only(list) else {
            self.use_exprs(self.ast.list(list));
            return unknown;
        };
        let selector = self.ast.unparen(arg);
        let ExprKind::Selector { x, name } = self.ast.expr(selector) else {
            self.use_expr(arg);
            return unknown;
        };
        let x = self.expr(x);
        if x.is_unknown() {
            return unknown;
        }
        let base = match self.under_kind(x.ty) {
            &Type::Pointer(to) if matches!(self.under_kind(to), Type::Struct(_)) => to,
            _ => x.ty,
        };
        let symbol = self.name(name);
        let Found::Field { object, ty, path, indirect: false } =
            self.store.lookup(base, false, Some(self.package), symbol)
        else {
            return unknown;
        };
        let offset = self.offset_of(base, &path);
        self.record_selection(
            selector,
            Selection { kind: SelectionKind::Field, receiver: base, object, path, indirect: false },
        );
        let mode = if x.mode == Mode::Variable { Mode::Variable } else { Mode::Value };
        self.record(selector, &Operand::new(mode, ty, selector));
        if self.has_variable_size(base) {
            return Operand::new(Mode::Value, TypeId::UINTPTR, e);
        }
        Operand::constant(TypeId::UINTPTR, offset.map_or(Constant::Unknown, Constant::from_u64), e)
    }
}
