//! Type expressions.

use smallvec::SmallVec;

use super::{Checker, Operand};
use crate::syntax::ast::{BinaryOp, FieldId};
use crate::syntax::ast::{ExprId, ExprKind, FieldListId, FuncId, List, LitKind, SigId, UnaryOp};
use crate::text::Symbol;
use crate::types::constant::Constant;
use crate::types::info::Mode;
use crate::types::object::{FuncDetail, Object, ObjectKind, Receiver, TypeName, VarKind};
use crate::types::subst::Substitution;
use crate::types::ty::{Basic, Field, Interface, Method, NamedId, ObjectId, Signature, Term, Type, TypeId};

impl Checker<'_> {
    /// A type expression.
    pub fn typ(&mut self, e: ExprId) -> TypeId {
        self.declared_type(e, None)
    }

    /// A type expression; `owner` is the declared type whose declaration it is.
    pub fn declared_type(&mut self, e: ExprId, owner: Option<NamedId>) -> TypeId {
        if self.depth > super::MAX_DEPTH {
            return TypeId::UNKNOWN;
        }
        self.depth += 1;
        let mut ty = self.type_kind(e, owner);
        self.depth -= 1;
        if let Type::Named { origin, args } = self.store.ty(ty)
            && args.is_empty()
            && !self.store.type_params(*origin).is_empty()
        {
            ty = TypeId::UNKNOWN; // a generic type without its arguments
        }
        self.record_type(e, ty);
        ty
    }

    fn type_kind(&mut self, e: ExprId, owner: Option<NamedId>) -> TypeId {
        match self.ast.expr(e) {
            ExprKind::Ident(_) => match self.type_object(e) {
                Some(object) if !self.is_generic_alias(object) => self.store.type_of(object),
                _ => TypeId::UNKNOWN,
            },
            ExprKind::Selector { x, name } => match self.selected_type(x, name) {
                Some(object) if !self.is_generic_alias(object) => self.store.type_of(object),
                _ => TypeId::UNKNOWN,
            },
            ExprKind::Index { x, args } => self.instantiated(e, x, args),
            ExprKind::Paren(inner) => self.declared_type(inner, owner),
            ExprKind::ArrayType { len, elem } => {
                let Some(len) = len else {
                    let elem = self.typ(elem);
                    return self.store.slice(elem);
                };
                let len = self.array_len(len);
                let elem = self.typ(elem);
                self.store.intern(Type::Array { len, elem })
            }
            ExprKind::StructType(fields) => self.struct_type(fields),
            ExprKind::Star(inner) => match self.typ(inner) {
                TypeId::UNKNOWN => TypeId::UNKNOWN,
                base => self.store.pointer(base),
            },
            ExprKind::FuncType(sig) => {
                let block = self.open();
                let signature = self.signature(sig);
                self.close(block);
                self.store.signature(signature)
            }
            ExprKind::InterfaceType(list) => self.interface_type(list, owner),
            ExprKind::MapType { key, value } => {
                let key = self.typ(key);
                let value = self.typ(value);
                self.store.map(key, value)
            }
            ExprKind::ChanType { dir, elem } => {
                let elem = self.typ(elem);
                self.store.intern(Type::Chan { dir, elem })
            }
            ExprKind::Bad(parts) => {
                self.use_exprs(self.ast.list(parts));
                TypeId::UNKNOWN
            }
            _ => {
                self.use_expr(e);
                TypeId::UNKNOWN
            }
        }
    }

    /// The type's name that an identifier uses; recorded.
    fn type_object(&mut self, e: ExprId) -> Option<ObjectId> {
        let object = self.lookup(self.name(e))?;
        if !matches!(self.store.object(object).kind, ObjectKind::Package(_)) {
            self.record_use(e, object);
        }
        matches!(self.store.object(object).kind, ObjectKind::Type(_)).then_some(object)
    }

    /// The type's name that `pkg.Name` uses; recorded.
    fn selected_type(&mut self, x: ExprId, name: ExprId) -> Option<ObjectId> {
        match self.package_named(x, name) {
            Some(package) => {
                let object = self.package_member(package, name)?;
                matches!(self.store.object(object).kind, ObjectKind::Type(_)).then_some(object)
            }
            None => {
                self.use_expr(x);
                None
            }
        }
    }

    fn is_generic_alias(&self, object: ObjectId) -> bool {
        matches!(self.store.object(object).kind, ObjectKind::Type(TypeName::GenericAlias(_)))
    }

    /// `T[args]`
    fn instantiated(&mut self, e: ExprId, x: ExprId, args: List<ExprId>) -> TypeId {
        let object = match self.ast.expr(self.ast.unparen(x)) {
            ExprKind::Ident(_) => self.type_object(x),
            ExprKind::Selector { x, name } => self.selected_type(x, name),
            _ => {
                self.use_expr(x);
                None
            }
        };
        let args: SmallVec<[TypeId; 4]> = self.ast.list(args).map(|arg| self.typ(arg)).collect();
        let Some(object) = object else { return TypeId::UNKNOWN };
        let (generic, params, alias) = match self.store.object(object).kind {
            ObjectKind::Type(TypeName::Named(named)) => (named, self.store.type_params(named), false),
            ObjectKind::Type(TypeName::GenericAlias(named)) => (named, self.store.type_params(named), true),
            _ => return TypeId::UNKNOWN,
        };
        if params.is_empty() {
            return TypeId::UNKNOWN;
        }
        let written = if alias { self.store.alias_target(generic) } else { self.store.type_of(object) };
        self.record_type(x, written);
        if params.len() != args.len() || args.iter().any(|arg| arg.is_unknown()) {
            return TypeId::UNKNOWN;
        }
        let ty = if alias {
            self.store.substitute(written, Substitution { params, args: &args })
        } else {
            self.store.named_type(generic, args.as_slice())
        };
        self.record_instance(e, &args, ty);
        ty
    }

    fn array_len(&mut self, e: ExprId) -> Option<u64> {
        if let ExprKind::Ellipsis(_) = self.ast.expr(e) {
            return None;
        }
        let x = self.expr(e);
        if !x.is_constant() || !x.is_untyped() && !self.is(x.ty, Basic::is_integer) {
            return None;
        }
        match x.value.to_int() {
            Constant::Int(len) => u64::try_from(len).ok(),
            _ => None,
        }
    }

    fn struct_type(&mut self, list: FieldListId) -> TypeId {
        let ast = self.ast;
        let mut fields: Vec<Field> = Vec::new();
        // A second field of a name is a mistake; the first is meant.
        let is_new = |fields: &[Field], name| name == *super::BLANK || fields.iter().all(|field| field.name != name);
        for id in ast.list(ast.field_lists[list].fields) {
            let field = ast.fields[id];
            let ty = self.typ(field.ty);
            let tag = field.tag.and_then(|tag| {
                let text = Constant::from_literal(LitKind::String, ast.text(tag));
                text.as_str().filter(|text| !text.is_empty()).map(Symbol::intern)
            });
            if field.names.is_empty() {
                let Some(ident) = embedded_name(ast, field.ty) else { continue };
                let object = self.field(ident, ty, true);
                if let Some(info) = &mut self.info {
                    info.embedded.insert(ident, object);
                }
                let name = self.name(ident);
                if is_new(&fields, name) {
                    fields.push(Field { name, ty, object, embedded: true, tag });
                }
                continue;
            }
            for ident in ast.list(field.names) {
                let object = self.field(ident, ty, false);
                self.record_def(ident, object);
                let name = self.name(ident);
                if is_new(&fields, name) {
                    fields.push(Field { name, ty, object, embedded: false, tag });
                }
            }
        }
        self.store.intern(Type::Struct(fields.into()))
    }

    fn field(&mut self, ident: ExprId, ty: TypeId, embedded: bool) -> ObjectId {
        self.site(ident, |checker| {
            let kind = ObjectKind::Var(VarKind::Field { embedded });
            Object::new(kind, checker.name(ident), Some(checker.package), Some(checker.place(ident)), ty)
        })
    }

    fn interface_type(&mut self, list: FieldListId, owner: Option<NamedId>) -> TypeId {
        let ast = self.ast;
        let mut interface = Interface::default();
        let mut methods: Vec<Method> = Vec::new();
        let mut embeds: Vec<TypeId> = Vec::new();
        for id in ast.list(ast.field_lists[list].fields) {
            let field = ast.fields[id];
            let Some(ident) = ast.list(field.names).next() else {
                embeds.push(self.embedded_element(field.ty));
                continue;
            };
            let ty = self.typ(field.ty);
            if self.store.as_signature(ty).is_none() || self.name(ident).is_blank() {
                continue;
            }
            let object = self.site(ident, |checker| {
                let receiver = Some(Receiver { base: owner, pointer: false, interface: true });
                let kind = ObjectKind::Func(Box::new(FuncDetail { receiver, ..FuncDetail::default() }));
                Object::new(kind, checker.name(ident), Some(checker.package), Some(checker.place(ident)), ty)
            });
            self.record_def(ident, object);
            methods.push(Method { name: self.name(ident), ty, object });
        }
        interface.methods = methods.into();
        interface.embeds = embeds.into();
        self.store.interface(interface)
    }

    /// An embedded element: a type, `~T`, or a union of these.
    fn embedded_element(&mut self, e: ExprId) -> TypeId {
        let mut operands: SmallVec<[ExprId; 8]> = SmallVec::new();
        let mut unions: SmallVec<[ExprId; 8]> = SmallVec::new();
        let mut rest = e;
        while let ExprKind::Binary { op: BinaryOp::Or, x, y } = self.ast.expr(rest) {
            operands.push(y);
            unions.push(rest);
            rest = x;
        }
        operands.push(rest);
        operands.reverse();
        unions.reverse();
        let mut terms: Vec<Term> = Vec::with_capacity(operands.len());
        for (position, &operand) in operands.iter().enumerate() {
            let (tilde, inner) = match self.ast.expr(operand) {
                ExprKind::Unary { op: UnaryOp::Tilde, x } => (true, x),
                _ => (false, operand),
            };
            let ty = self.typ(inner);
            if operands.len() == 1 && !tilde {
                return ty;
            }
            terms.push(Term { tilde, ty });
            if tilde {
                let single = self.store.intern(Type::Union([Term { tilde, ty }].into()));
                self.record_type(operand, if ty.is_unknown() { ty } else { single });
            }
            if position > 0 {
                let so_far = self.store.intern(Type::Union(terms.as_slice().into()));
                self.record_type(unions[position - 1], so_far);
            }
        }
        self.store.intern(Type::Union(terms.into()))
    }

    /// The constraint of a type parameter as written: `~int | string` stands for an interface.
    pub(super) fn constraint_expr(&mut self, e: ExprId) -> TypeId {
        let wrapped = matches!(
            self.ast.expr(e),
            ExprKind::Unary { op: UnaryOp::Tilde, .. } | ExprKind::Binary { op: BinaryOp::Or, .. }
        );
        if !wrapped {
            return self.typ(e);
        }
        let element = self.embedded_element(e);
        self.store.interface(Interface { embeds: [element].into(), implicit: true, ..Interface::default() })
    }

    /// The constraint of the type parameter at this position of a list.
    pub fn constraint_at(&mut self, list: FieldListId, index: u32) -> TypeId {
        let ast = self.ast;
        let mut before = 0;
        for id in ast.list(ast.field_lists[list].fields) {
            let field = ast.fields[id];
            before += ast.list(field.names).len() as u32;
            if index < before {
                let ty = self.constraint_expr(field.ty);
                return if self.is_type_param(ty) { TypeId::UNKNOWN } else { ty };
            }
        }
        TypeId::UNKNOWN
    }

    /// A function type; while answers are recorded, its parameters come into scope.
    pub fn signature(&mut self, sig: SigId) -> Signature {
        let sig = self.ast.sigs[sig];
        let mut bound: SmallVec<[(Symbol, ObjectId); 8]> = SmallVec::new();
        let (params, variadic) = self.params(sig.params, VarKind::Param, &mut bound);
        let results = match sig.results {
            Some(results) => self.params(results, VarKind::Result, &mut bound).0,
            None => Box::default(),
        };
        for (name, object) in bound {
            self.bind(name, object);
        }
        Signature { type_params: Box::default(), params, results, variadic }
    }

    fn params(
        &mut self,
        list: FieldListId,
        kind: VarKind,
        bound: &mut SmallVec<[(Symbol, ObjectId); 8]>,
    ) -> (Box<[TypeId]>, bool) {
        let ast = self.ast;
        let fields = ast.list(ast.field_lists[list].fields);
        let count = fields.len();
        let mut types: SmallVec<[TypeId; 8]> = SmallVec::new();
        let mut variadic = false;
        for (position, id) in fields.enumerate() {
            let field = ast.fields[id];
            let names = ast.list(field.names);
            let ty = match ast.expr(field.ty) {
                ExprKind::Ellipsis(elem) => {
                    let elem = elem.map_or(TypeId::UNKNOWN, |elem| self.typ(elem));
                    if kind == VarKind::Param && position + 1 == count && names.len() <= 1 {
                        variadic = true;
                        let slice = self.store.slice(elem);
                        self.record_type(field.ty, slice);
                        slice
                    } else {
                        elem
                    }
                }
                _ => self.typ(field.ty),
            };
            if field.names.is_empty() {
                types.push(ty);
                self.unnamed_param(id, field.ty, kind, ty);
                continue;
            }
            for ident in names {
                types.push(ty);
                if self.info.is_some() {
                    let object = self.new_var(ident, kind, Some(ty));
                    self.record_def(ident, object);
                    bound.push((self.name(ident), object));
                }
            }
        }
        (types.as_slice().into(), variadic)
    }

    fn unnamed_param(&mut self, field: FieldId, place: ExprId, kind: VarKind, ty: TypeId) {
        if self.info.is_some() {
            let object = self.new_var(place, kind, Some(ty));
            self.record_implicit(field, object);
        }
    }

    /// The names that a receiver like `*Map[K, V]` gives to the type's parameters.
    pub fn receiver_param_names(&self, func: FuncId) -> Vec<ExprId> {
        let Some(mut ty) = self.receiver_expr(func) else { return Vec::new() };
        loop {
            match self.ast.expr(ty) {
                ExprKind::Paren(inner) | ExprKind::Star(inner) => ty = inner,
                ExprKind::Index { args, .. } => {
                    return self.ast.list(args).filter(|&arg| self.ast.ident(arg).is_some()).collect();
                }
                _ => return Vec::new(),
            }
        }
    }

    pub(super) fn receiver_expr(&self, func: FuncId) -> Option<ExprId> {
        let list = self.ast.funcs[func].recv?;
        let field = self.ast.list(self.ast.field_lists[list].fields).next()?;
        Some(self.ast.fields[field].ty)
    }

    /// The receiver's type, recorded; its type parameters are in scope.
    pub(super) fn receiver_type(&mut self, func: FuncId, method: ObjectId) -> TypeId {
        let Some(e) = self.receiver_expr(func) else { return TypeId::UNKNOWN };
        let params = self.store.receiver_params_of(method);
        if params.is_empty() {
            return self.typ(e);
        }
        // `*(T[P])`: the name in the middle, then outwards.
        let mut around: SmallVec<[ExprId; 4]> = SmallVec::new();
        let mut inner = e;
        let name = loop {
            match self.ast.expr(inner) {
                ExprKind::Paren(x) | ExprKind::Star(x) => {
                    around.push(inner);
                    inner = x;
                }
                ExprKind::Index { x, args } => {
                    for (arg, &param) in self.ast.list(args).zip(params) {
                        let object = self.store.type_param(param).object;
                        self.record_use(arg, object);
                        let ty = self.store.param_type(param);
                        self.record_type(arg, ty);
                    }
                    around.push(inner);
                    break x;
                }
                _ => return TypeId::UNKNOWN,
            }
        };
        let mut ty = TypeId::UNKNOWN;
        if let Some(object) = self.type_object(self.ast.unparen(name))
            && let ObjectKind::Type(TypeName::Named(named)) = self.store.object(object).kind
        {
            let generic = self.store.type_of(object);
            self.record_type(name, generic);
            if self.store.type_params(named).len() == params.len() {
                let args: Vec<TypeId> = params.iter().map(|&param| self.store.param_type(param)).collect();
                ty = self.store.named_type(named, args.as_slice());
                self.record_instance(name, &args, ty);
            }
        }
        while let Some(outer) = around.pop() {
            if let ExprKind::Star(_) = self.ast.expr(outer)
                && !ty.is_unknown()
            {
                ty = self.store.pointer(ty);
            }
            self.record_type(outer, ty);
        }
        ty
    }

    /// What an expression is as a type operand, for `new` and the like.
    pub(super) fn type_or_value(&mut self, e: ExprId) -> Operand {
        let x = self.expr_or_type(e, false);
        if matches!(x.mode, Mode::NoValue | Mode::Builtin) { Operand::unknown(e) } else { x }
    }
}

/// The identifier that names an embedded field: the last one of its type's name.
fn embedded_name(ast: &crate::syntax::ast::Ast, mut ty: ExprId) -> Option<ExprId> {
    loop {
        match ast.expr(ty) {
            ExprKind::Ident(_) => return Some(ty),
            ExprKind::Selector { name, .. } => return Some(name),
            ExprKind::Star(inner) | ExprKind::Paren(inner) => ty = inner,
            ExprKind::Index { x, .. } => ty = x,
            _ => return None,
        }
    }
}
