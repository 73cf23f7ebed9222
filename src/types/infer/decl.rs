//! Declarations: those of functions are made here, those of packages are recorded.

use smallvec::SmallVec;

use super::{Checker, FuncEnv, Operand};
use crate::syntax::ast::{DeclId, DeclKind, ExprId, FieldListId, FuncId, GenTok, List, SpecId, SpecKind};
use crate::types::constant::Constant;
use crate::types::object::{ConstSlot, Object, ObjectKind, Origin, TypeName, VarKind};
use crate::types::ty::{NamedId, ObjectId, Type, TypeId, TypeParamId};

impl Checker<'_> {
    /// The type and value of the constant at a position of a specification.
    pub fn constant_at(&mut self, values: SpecId, position: u32, iota: u32) -> (TypeId, Constant) {
        let SpecKind::Value { ty, values, .. } = self.ast.specs[values] else {
            return (TypeId::UNKNOWN, Constant::Unknown);
        };
        let saved = self.iota.replace(iota);
        let ty = ty.map(|ty| self.typ(ty));
        let value = self.ast.list(values).nth(position as usize);
        let x = value.map(|value| self.expr(value));
        self.iota = saved;
        self.init_const(ty, x)
    }

    /// What a constant declared with this type and value is.
    fn init_const(&mut self, ty: Option<TypeId>, x: Option<Operand>) -> (TypeId, Constant) {
        let unknown = (TypeId::UNKNOWN, Constant::Unknown);
        let Some(mut x) = x else { return (ty.unwrap_or(TypeId::UNKNOWN), Constant::Unknown) };
        if x.is_unknown() || !x.is_constant() {
            return (ty.unwrap_or(TypeId::UNKNOWN), Constant::Unknown);
        }
        let Some(ty) = ty else { return (x.ty, x.value) };
        if ty.is_unknown() {
            self.assignment(&mut x, Some(ty));
            return unknown;
        }
        self.assignment(&mut x, Some(ty));
        if x.is_unknown() { (ty, Constant::Unknown) } else { (ty, x.value) }
    }

    /// The type of the variable at a position of a specification.
    pub fn variable_at(&mut self, spec: SpecId, position: u32) -> TypeId {
        let SpecKind::Value { names, ty, values, .. } = self.ast.specs[spec] else { return TypeId::UNKNOWN };
        match ty {
            Some(ty) => self.typ(ty),
            None => self.value_type(self.ast.list(names).len(), values, position),
        }
    }

    /// A declaration within a function.
    pub(super) fn local_decl(&mut self, decl: DeclId) {
        match self.ast.decls[decl] {
            DeclKind::Bad { stmts, exprs } => {
                self.unknown = true;
                self.use_exprs(self.ast.list(exprs));
                for stmt in self.ast.list(stmts) {
                    self.stmt(stmt);
                }
            }
            DeclKind::Func(_) => self.unknown = true,
            DeclKind::Gen { tok, specs, .. } => {
                let mut group = None;
                for spec in self.ast.list(specs) {
                    match tok {
                        GenTok::Import => self.unknown = true,
                        GenTok::Const => self.local_const(spec, &mut group),
                        GenTok::Var => self.local_var(spec),
                        GenTok::Type => self.local_type(spec),
                    }
                }
            }
        }
    }

    fn local_const(&mut self, spec: SpecId, group: &mut Option<SpecId>) {
        let SpecKind::Value { names, ty, values, iota } = self.ast.specs[spec] else { return };
        let own = ty.is_some() || !values.is_empty();
        if own {
            *group = Some(spec);
        }
        let source = group.unwrap_or(spec);
        let mut made: SmallVec<[(ExprId, ObjectId); 2]> = SmallVec::new();
        for (position, ident) in self.ast.list(names).enumerate() {
            // What an earlier specification says is evaluated again, silently.
            let info = if own { None } else { self.info.take() };
            let (ty, value) = self.constant_at(source, position as u32, iota);
            if info.is_some() {
                self.info = info;
            }
            let slot = ConstSlot { value: std::sync::OnceLock::from(value) };
            let kind = ObjectKind::Const(Box::new(slot));
            let object = Object::new(kind, self.name(ident), Some(self.package), Some(self.place(ident)), ty);
            let object = self.store.add_object(object);
            self.record_def(ident, object);
            made.push((ident, object));
        }
        self.extra_values(names, values);
        for (ident, object) in made {
            self.bind(self.name(ident), object);
        }
    }

    /// Values without a name.
    fn extra_values(&mut self, names: List<ExprId>, values: List<ExprId>) {
        let names = self.ast.list(names).len();
        for value in self.ast.list(values).skip(names) {
            self.use_expr(value);
        }
    }

    fn local_var(&mut self, spec: SpecId) {
        let SpecKind::Value { names, ty, values, .. } = self.ast.specs[spec] else { return };
        let ty = ty.map(|ty| self.typ(ty));
        let mut vars: SmallVec<[ObjectId; 4]> = SmallVec::new();
        for ident in self.ast.list(names) {
            let variable = self.new_var(ident, VarKind::Local, ty);
            self.record_def(ident, variable);
            vars.push(variable);
        }
        if !values.is_empty() {
            self.init_vars(&vars, values);
        }
        for variable in vars {
            self.bind(self.store.object(variable).name, variable);
        }
    }

    fn local_type(&mut self, spec: SpecId) {
        let SpecKind::Type { name: ident, type_params, alias, ty } = self.ast.specs[spec] else { return };
        let (name, place) = (self.name(ident), Some(self.place(ident)));
        if alias && type_params.is_none() {
            let target = self.typ(ty);
            let kind = ObjectKind::Type(TypeName::Alias);
            let object = self.store.add_object(Object::new(kind, name, Some(self.package), place, target));
            self.record_def(ident, object);
            self.bind(name, object);
            return;
        }
        let generic = type_params.is_some();
        let object = self.store.add_named_object(name, Some(self.package), place, Origin::Fixed, alias, generic);
        self.record_def(ident, object);
        self.bind(name, object);
        let (ObjectKind::Type(TypeName::Named(named)) | ObjectKind::Type(TypeName::GenericAlias(named))) =
            self.store.object(object).kind
        else {
            return;
        };
        let block = self.open();
        if let Some(list) = type_params {
            let params = self.store.make_type_params(self, list, object);
            let _ = self.store.named(named).type_params.set(params);
            let params = self.store.type_params(named);
            self.record_type_params(list, params);
            for &param in params {
                let constraint = self.constraint_at(list, self.store.type_param(param).index);
                let _ = self.store.type_param(param).constraint.set(constraint);
            }
        }
        let target = self.declared_type(ty, Some(named).filter(|_| !alias));
        self.close(block);
        if alias {
            let _ = self.store.named(named).underlying.set(target);
            let _ = self.store.object(object).ty.set(target);
            return;
        }
        let under = match self.store.ty(target) {
            Type::TypeParam(_) => TypeId::UNKNOWN,
            _ => self.under(target),
        };
        let _ = self.store.named(named).underlying.set(under);
    }

    /// Records a declaration at top level, and checks the bodies in it.
    pub(super) fn top_decl(&mut self, decl: DeclId) {
        match self.ast.decls[decl] {
            DeclKind::Bad { stmts, exprs } => {
                self.use_exprs(self.ast.list(exprs));
                self.in_body = true;
                let block = self.open();
                for stmt in self.ast.list(stmts) {
                    self.stmt(stmt);
                }
                self.close(block);
                self.in_body = false;
            }
            DeclKind::Func(func) => self.func_decl(func),
            DeclKind::Gen { tok, specs, .. } => {
                for spec in self.ast.list(specs) {
                    match tok {
                        GenTok::Import => self.top_import(spec),
                        GenTok::Const => self.top_const(spec),
                        GenTok::Var => self.top_var(spec),
                        GenTok::Type => self.top_type(spec),
                    }
                }
            }
        }
    }

    fn declared(&self, ident: ExprId) -> Option<ObjectId> {
        if let Some(functions) = &self.again {
            return functions.get(&self.ast.expr_spans[ident].start).copied();
        }
        self.scope.declared.get(&(self.number, ident)).copied()
    }

    fn top_import(&mut self, spec: SpecId) {
        let Some(entry) = self.file.imports.iter().find(|entry| entry.spec == spec) else { return };
        let object = self.store.import_object(self.unit, entry);
        match entry.name {
            Some((_, ident)) => self.record_def(ident, object),
            None => self.record_implicit(spec, object),
        }
    }

    fn top_const(&mut self, spec: SpecId) {
        let SpecKind::Value { names, ty, values, iota } = self.ast.specs[spec] else { return };
        for ident in self.ast.list(names) {
            if let Some(object) = self.declared(ident) {
                self.record_def(ident, object);
            }
        }
        self.iota = Some(iota);
        let ty = ty.map(|ty| self.typ(ty));
        let names = self.ast.list(names).len();
        for (position, value) in self.ast.list(values).enumerate() {
            if position >= names {
                self.use_expr(value);
                continue;
            }
            let x = self.expr(value);
            self.init_const(ty, Some(x));
        }
        self.iota = None;
    }

    fn top_var(&mut self, spec: SpecId) {
        let SpecKind::Value { names, ty, values, .. } = self.ast.specs[spec] else { return };
        let mut vars: SmallVec<[ObjectId; 4]> = SmallVec::new();
        for ident in self.ast.list(names) {
            let Some(object) = self.declared(ident) else { continue };
            self.record_def(ident, object);
            vars.push(object);
        }
        if let Some(ty) = ty {
            self.typ(ty);
        }
        if !values.is_empty() {
            self.init_vars(&vars, values);
        }
    }

    fn top_type(&mut self, spec: SpecId) {
        let SpecKind::Type { name: ident, type_params, ty, .. } = self.ast.specs[spec] else { return };
        let Some(object) = self.declared(ident) else { return };
        self.record_def(ident, object);
        let named = match self.store.object(object).kind {
            ObjectKind::Type(TypeName::Named(named) | TypeName::GenericAlias(named)) => Some(named),
            _ => None,
        };
        let block = self.open();
        if let (Some(list), Some(named)) = (type_params, named) {
            self.record_type_params(list, self.store.type_params(named));
        }
        let is_alias = matches!(self.store.object(object).kind, ObjectKind::Type(TypeName::GenericAlias(_)));
        self.declared_type(ty, named.filter(|_: &NamedId| !is_alias));
        self.close(block);
    }

    /// Brings type parameters into scope and records their names and constraints.
    fn record_type_params(&mut self, list: FieldListId, params: &[TypeParamId]) {
        let ast = self.ast;
        self.declare_type_params(params);
        let fields = ast.list(ast.field_lists[list].fields);
        let names = fields.clone().flat_map(|field| ast.list(ast.fields[field].names));
        for (ident, &param) in names.zip(params) {
            self.record_def(ident, self.store.type_param(param).object);
        }
        for field in fields {
            self.constraint_expr(ast.fields[field].ty);
        }
    }

    pub(super) fn func_decl(&mut self, func: FuncId) {
        let data = self.ast.funcs[func];
        // The statements of a snippet stand in a function without a name, and so without an object.
        let object = data.name.and_then(|ident| Some((ident, self.declared(ident)?)));
        let block = self.open();
        let mut receiver = None;
        if let Some((ident, object)) = object {
            self.record_def(ident, object);
            self.declare_type_params(self.store.receiver_params_of(object));
            receiver = data.recv.map(|list| (list, self.receiver_type(func, object)));
            if let Some(list) = self.ast.sigs[data.sig].type_params {
                self.record_type_params(list, self.store.type_params_of(object));
            }
        }
        let params = self.names.len();
        let signature = self.signature(data.sig);
        if let Some((list, ty)) = receiver {
            let ast = self.ast;
            for field in ast.list(ast.field_lists[list].fields).take(1) {
                let names = ast.fields[field].names;
                if names.is_empty() {
                    let place = ast.fields[field].ty;
                    let receiver = self.new_var(place, VarKind::Receiver, Some(ty));
                    self.record_implicit(field, receiver);
                }
                for ident in ast.list(names) {
                    let receiver = self.new_var(ident, VarKind::Receiver, Some(ty));
                    self.record_def(ident, receiver);
                    let name = self.name(ident);
                    // A parameter of the same name is a mistake, and the receiver is the one that is meant.
                    match self.names[params..].iter().position(|&other| other == name) {
                        Some(position) => self.bound[params + position] = receiver,
                        None => self.bind(name, receiver),
                    }
                }
            }
        }
        if let Some(body) = data.body {
            self.func = FuncEnv { results: signature.results.to_vec() };
            let in_body = std::mem::replace(&mut self.in_body, true);
            self.body(func, body);
            self.in_body = in_body;
            self.func = FuncEnv::default();
        }
        self.close(block);
    }
}
