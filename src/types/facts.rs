//! What was found out about a file as JSON lines, for the oracle (`tests/oracle/types`): spelled so that what is equal on
//! either side is equal text.
//!
//! Types are written with full package paths, aliases resolved, no parameter names, interfaces as their type sets, type
//! parameters with their owner, local types with the offset of their declaration. Unknown is a question mark.

use std::fmt::Write;

use rustc_hash::FxHashMap;

use super::constant::Constant;
use super::info::{Info, Mode, SelectionKind};
use super::object::{Object, ObjectKind, Origin, TypeName, VarKind};
use super::store::Store;
use super::ty::{Basic, NamedId, PackageId, Signature, Term, Type, TypeId, TypeParamId};
use crate::package::{UnitFile, UnitId};
use crate::syntax::ast::{ChanDir, ExprId, ExprKind};
use crate::text::Symbol;

/// Texts longer than this are told by length and hash.
const MAX_TEXT: usize = 100;

/// One line: the place, the kind, and the rest of the JSON object.
type Line = (u32, u32, &'static str, String);

/// The lines about one file, sorted by place and kind.
pub fn facts(store: &Store, unit: UnitId, file: &UnitFile, info: &Info) -> String {
    let mut facts = Facts {
        store,
        file,
        info,
        from: store.workspace.unit(unit).path,
        spelled: FxHashMap::default(),
        lines: Vec::new(),
    };
    for expr in file.ast.exprs.ids() {
        facts.expr(expr);
    }
    facts.lines.sort_by(|x, y| (x.0, x.1, x.2).cmp(&(y.0, y.1, y.2)));
    let mut out = String::new();
    for (start, end, kind, rest) in &facts.lines {
        let _ = writeln!(out, r#"{{"start":{start},"end":{end},"kind":"{kind}",{rest}}}"#);
    }
    out
}

struct Facts<'a> {
    store: &'a Store,
    file: &'a UnitFile,
    info: &'a Info,
    /// The path of the unit.
    from: Symbol,
    spelled: FxHashMap<TypeId, String>,
    lines: Vec<Line>,
}

impl Facts<'_> {
    fn add(&mut self, expr: ExprId, kind: &'static str, rest: String) {
        let span = self.file.ast.expr_spans[expr];
        self.lines.push((span.start, span.end, kind, rest));
    }

    fn expr(&mut self, expr: ExprId) {
        let kind = self.file.ast.exprs[expr];
        if let ExprKind::Ident(_) = kind {
            self.ident(expr);
        }
        // The type of a function literal is a node of its own in go/ast.
        if let ExprKind::FuncLit(func) = kind
            && let Some(ty) = self.info.type_of(expr)
        {
            let ast = &self.file.ast;
            let span = ast.sigs[ast.funcs[func].sig].span;
            let rest = format!(r#""mode":"type","type":{}"#, json(self.spell(ty)));
            self.lines.push((span.start, span.end, "FuncType", rest));
        }
        if let Some(selection) = self.info.selections.get(&expr) {
            let (name, steps) = match selection.kind {
                SelectionKind::Field => ("field", selection.path.len()),
                SelectionKind::Method => ("method", selection.path.len().saturating_sub(1)),
                SelectionKind::MethodExpr => ("expr", selection.path.len().saturating_sub(1)),
            };
            let path: Vec<String> = selection.path[..steps].iter().map(u32::to_string).collect();
            let rest = format!(r#""selection":"{name}","path":"{}","indirect":{}"#, path.join("."), selection.indirect);
            self.add(expr, "selection", rest);
        }
        let mode = match self.info.mode(expr) {
            Mode::None => return,
            Mode::Unknown => "?",
            Mode::NoValue => "void",
            Mode::Builtin => "builtin",
            Mode::Type => "type",
            Mode::Constant => "const",
            Mode::Variable => "var",
            Mode::MapIndex => "mapindex",
            Mode::Value => "value",
            Mode::Nil => "nil",
            Mode::CommaOk => "commaok",
        };
        let rest = match self.info.types.get(expr).copied().flatten() {
            _ if matches!(mode, "void" | "builtin") => format!(r#""mode":"{mode}""#),
            None => r#""mode":"?""#.to_owned(),
            Some(ty) => {
                let mut rest = format!(r#""mode":"{mode}","type":{}"#, json(self.spell(ty)));
                if mode == "const" {
                    let value =
                        self.info.constant(expr).map_or_else(|| "?".to_owned(), |v| constant(self.store, ty, v));
                    let _ = write!(rest, r#","const":{}"#, json(&value));
                }
                rest
            }
        };
        self.add(expr, kind_name(kind), rest);
    }

    fn spell(&mut self, ty: TypeId) -> &str {
        let store = self.store;
        self.spelled.entry(ty).or_insert_with(|| spell(store, ty))
    }

    fn ident(&mut self, ident: ExprId) {
        let store = self.store;
        let declares =
            |object: &Object| object.place.is_some_and(|place| place.file == self.file.file && place.ident == ident);
        let used = self.info.object(ident).map(|id| (id, store.object(id)));
        let field = self.info.embedded.get(&ident).map(|&id| (id, store.object(id)));
        for (id, object) in field.into_iter().chain(used.filter(|(_, object)| declares(object))) {
            let kind = object_kind(object);
            let ty = match object.kind {
                ObjectKind::Label => continue,
                ObjectKind::Package(_) => String::new(),
                _ => self.spell(store.type_of(id)).to_owned(),
            };
            self.add(ident, "def", format!(r#""object":"{kind}","type":{}"#, json(&ty)));
        }
        // A receiver declares its type parameters and uses them.
        let both = |object: &Object| match object.kind {
            ObjectKind::Type(TypeName::Param(param)) => {
                let owner = store.type_param(param).owner;
                owner.is_some_and(|owner| store.receiver_params_of(owner).contains(&param))
            }
            _ => false,
        };
        if let Some((_, object)) = used.filter(|(_, object)| !declares(object) || both(object)) {
            let name = self.object(object);
            self.add(ident, "use", format!(r#""object":{}"#, json(&name)));
        }
        if let Some(instance) = self.info.instances.get(&ident) {
            let args: Vec<String> = instance.args.iter().map(|&arg| self.spell(arg).to_owned()).collect();
            let ty = json(self.spell(instance.ty));
            self.add(ident, "instance", format!(r#""args":{},"type":{ty}"#, json(&args.join(", "))));
        }
    }

    /// What an identifier refers to: by name where that is unique, else by the place of its declaration.
    fn object(&self, object: &Object) -> String {
        let store = self.store;
        let name = object.name;
        let path = |package: PackageId| store.package(package).path;
        match &object.kind {
            ObjectKind::Package(package) => return format!("package {}", path(*package)),
            ObjectKind::Builtin(_) | ObjectKind::Nil => {
                return match object.package {
                    Some(package) => format!("{}.{name}", path(package)),
                    None => format!("universe {name}"),
                };
            }
            ObjectKind::Func(detail) => {
                if let Some(receiver) = detail.receiver {
                    return match receiver.base {
                        Some(base) if store.object(store.named(base).object).package.is_none() => {
                            format!("universe {}.{name}", store.object(store.named(base).object).name)
                        }
                        Some(base) => {
                            let mut speller = Speller { store, out: String::new(), depth: 0 };
                            speller.named(base);
                            format!("method {}.{name}", speller.out)
                        }
                        None => format!("method {}", member(store, name, object.package)),
                    };
                }
            }
            ObjectKind::Var(VarKind::Field { .. }) => {
                let own = object.package.is_some_and(|package| path(package) == self.from);
                let place = if own { self.place(object) } else { String::new() };
                return format!("field {}{place}", member(store, name, object.package));
            }
            _ => {}
        }
        let Some(package) = object.package else { return format!("universe {name}") };
        let top = match object.kind {
            ObjectKind::Func(_) | ObjectKind::Var(VarKind::Package) | ObjectKind::Type(TypeName::Basic) => true,
            ObjectKind::Const(_)
            | ObjectKind::Type(TypeName::Named(_) | TypeName::Alias | TypeName::GenericAlias(_)) => {
                object.origin != Origin::Fixed || object.place.is_none()
            }
            _ => false,
        };
        if top {
            return format!("{}.{name}", path(package));
        }
        format!("{} {name}{}", object_kind(object), self.place(object))
    }

    fn place(&self, object: &Object) -> String {
        let Some(place) = object.place else { return "?".to_owned() };
        let file = self.store.workspace.files.get(place.file);
        format!("@{}:{}", file.path.rsplit('/').next().unwrap_or_default(), place.offset)
    }
}

fn object_kind(object: &Object) -> &'static str {
    match object.kind {
        ObjectKind::Package(_) => "package",
        ObjectKind::Const(_) => "const",
        ObjectKind::Type(_) => "type",
        ObjectKind::Var(VarKind::Field { .. }) => "field",
        ObjectKind::Var(_) => "var",
        ObjectKind::Func(_) => "func",
        ObjectKind::Label => "label",
        ObjectKind::Builtin(_) => "builtin",
        ObjectKind::Nil => "nil",
    }
}

fn kind_name(kind: ExprKind) -> &'static str {
    match kind {
        ExprKind::Bad(_) => "Bad",
        ExprKind::Ident(_) => "Ident",
        ExprKind::Lit(_) => "Lit",
        ExprKind::CompositeLit { .. } => "CompositeLit",
        ExprKind::FuncLit(_) => "FuncLit",
        ExprKind::Paren(_) => "Paren",
        ExprKind::Selector { .. } => "Selector",
        ExprKind::Index { .. } => "Index",
        ExprKind::Slice { .. } => "Slice",
        ExprKind::TypeAssert { .. } => "TypeAssert",
        ExprKind::Call { .. } => "Call",
        ExprKind::Star(_) => "Star",
        ExprKind::Unary { .. } => "Unary",
        ExprKind::Binary { .. } => "Binary",
        ExprKind::KeyValue { .. } => "KeyValue",
        ExprKind::ArrayType { .. } => "ArrayType",
        ExprKind::StructType(_) => "StructType",
        ExprKind::FuncType(_) => "FuncType",
        ExprKind::InterfaceType(_) => "InterfaceType",
        ExprKind::MapType { .. } => "MapType",
        ExprKind::ChanType { .. } => "ChanType",
        ExprKind::Ellipsis(_) => "Ellipsis",
    }
}

/// A constant by its type: integers in decimal, floats by the bits of the nearest float64, long texts by length and FNV-1a hash.
fn constant(store: &Store, ty: TypeId, value: &Constant) -> String {
    let float = |value: &Constant| match value.to_float().to_f64() {
        Some(float) => format!("{:016x}", (float + 0.0).to_bits()), // no negative zero
        None => "?".to_owned(),
    };
    let Some(basic) = store.basic_of(ty) else { return value.exact_string() };
    match value {
        Constant::Unknown => "?".to_owned(),
        Constant::Str(text) if text.len() > MAX_TEXT => {
            let hash = text.bytes().iter().fold(0xcbf2_9ce4_8422_2325u64, |hash, &byte| {
                (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
            });
            format!("{}#{hash:016x}", text.len())
        }
        Constant::Str(text) => quote(text.bytes()),
        _ if basic.is_integer() => match value.to_int() {
            Constant::Unknown => "?".to_owned(),
            value => value.exact_string(),
        },
        _ if basic.is_float() => float(value),
        _ if basic.is_complex() => format!("{}+{}i", float(&value.real()), float(&value.imag())),
        _ => value.exact_string(),
    }
}

/// Printable ASCII without question marks.
fn quote(bytes: &[u8]) -> String {
    let mut out = String::from("\"");
    for &byte in bytes {
        match byte {
            b'"' | b'\\' | b'?' => {
                let _ = write!(out, "\\x{byte:02x}");
            }
            b' '..=b'~' => out.push(char::from(byte)),
            _ => {
                let _ = write!(out, "\\x{byte:02x}");
            }
        }
    }
    out.push('"');
    out
}

fn json(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c < ' ' => {
                let _ = write!(out, "\\u{:04x}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// The name of a field or method: unexported ones belong to their package.
fn member(store: &Store, name: Symbol, package: Option<PackageId>) -> String {
    match package {
        Some(package) if !name.is_exported() => format!("{}.{name}", store.package(package).path),
        _ => name.to_string(),
    }
}

/// Spells a type as the oracle does.
pub fn spell(store: &Store, ty: TypeId) -> String {
    let mut speller = Speller { store, out: String::new(), depth: 0 };
    speller.ty(ty);
    speller.out
}

struct Speller<'a> {
    store: &'a Store,
    out: String,
    depth: u32,
}

impl Speller<'_> {
    fn ty(&mut self, id: TypeId) {
        if self.depth > 200 {
            self.out.push('?');
            return;
        }
        self.depth += 1;
        self.kind(id);
        self.depth -= 1;
    }

    fn inner(&mut self, before: &str, id: TypeId, after: &str) {
        self.out.push_str(before);
        self.ty(id);
        self.out.push_str(after);
    }

    fn list(&mut self, types: &[TypeId]) {
        for (position, &ty) in types.iter().enumerate() {
            self.inner(if position > 0 { ", " } else { "" }, ty, "");
        }
    }

    fn kind(&mut self, id: TypeId) {
        let store = self.store;
        match store.ty(id) {
            Type::Basic(basic) => self.out.push_str(basic.name()),
            Type::Named { origin, args } => {
                self.named(*origin);
                if !args.is_empty() {
                    self.out.push('[');
                    self.list(args);
                    self.out.push(']');
                }
            }
            Type::Pointer(elem) => self.inner("*", *elem, ""),
            Type::Slice(elem) => self.inner("[]", *elem, ""),
            Type::Array { len: Some(len), elem } => self.inner(&format!("[{len}]"), *elem, ""),
            Type::Array { len: None, elem } => self.inner("[?]", *elem, ""),
            Type::Map { key, value } => {
                self.inner("map[", *key, "]");
                self.ty(*value);
            }
            Type::Chan { dir, elem } => {
                let before = match dir {
                    ChanDir::Both => "chan (",
                    ChanDir::Send => "chan<- (",
                    ChanDir::Recv => "<-chan (",
                };
                self.inner(before, *elem, ")");
            }
            Type::Struct(fields) => {
                self.out.push_str("struct{");
                for (position, field) in fields.iter().enumerate() {
                    let separator = if position > 0 { "; " } else { "" };
                    let embed = if field.embedded { "embed " } else { "" };
                    let name = member(store, field.name, store.object(field.object).package);
                    self.inner(&format!("{separator}{embed}{name} "), field.ty, "");
                    if let Some(tag) = field.tag {
                        let _ = write!(self.out, " {}", quote(tag.as_str().as_bytes()));
                    }
                }
                self.out.push('}');
            }
            Type::Signature(signature) => {
                self.out.push_str("func");
                self.type_params(&signature.type_params);
                self.signature(signature);
            }
            Type::Interface(_) => self.interface(id),
            Type::Tuple(types) => {
                self.out.push('(');
                self.list(types);
                self.out.push(')');
            }
            Type::TypeParam(param) => self.param(*param),
            Type::Union(terms) => self.terms(terms),
        }
    }

    fn named(&mut self, id: NamedId) {
        let object = self.store.object(self.store.named(id).object);
        let Some(package) = object.package else {
            self.out.push_str(object.name.as_str());
            return;
        };
        let _ = write!(self.out, "{}.{}", self.store.package(package).path, object.name);
        // What is declared locally, or cannot be named at all.
        if let Some(place) = object.place.filter(|_| object.origin == Origin::Fixed || object.name.is_blank()) {
            let _ = write!(self.out, "@{}", place.offset);
        }
    }

    fn param(&mut self, id: TypeParamId) {
        let store = self.store;
        let param = store.type_param(id);
        let _ = write!(self.out, "{}@", param.name);
        let Some(owner) = param.owner.map(|owner| store.object(owner)) else {
            self.out.push('?');
            return;
        };
        if let Some(package) = owner.package {
            let _ = write!(self.out, "{}.", store.package(package).path);
        }
        match owner.receiver().map(|receiver| receiver.base) {
            None => {}
            Some(Some(base)) => {
                let _ = write!(self.out, "{}.", store.object(store.named(base).object).name);
            }
            Some(None) => self.out.push_str("?."),
        }
        self.out.push_str(owner.name.as_str());
    }

    fn type_params(&mut self, params: &[TypeParamId]) {
        if params.is_empty() {
            return;
        }
        let store = self.store;
        for (position, &param) in params.iter().enumerate() {
            self.out.push_str(if position > 0 { ", " } else { "[" });
            self.param(param);
            self.out.push(' ');
            let constraint = store.constraint(param);
            let under = store.underlying(constraint);
            match store.ty(under) {
                Type::Interface(_) | Type::Basic(Basic::Unknown) => self.ty(constraint),
                _ => self.ty(store.underlying(store.param_type(param))),
            }
        }
        self.out.push(']');
    }

    fn signature(&mut self, signature: &Signature) {
        self.out.push('(');
        for (position, &ty) in signature.params.iter().enumerate() {
            if position > 0 {
                self.out.push_str(", ");
            }
            if signature.variadic && position + 1 == signature.params.len() {
                self.out.push_str("...");
                match self.store.ty(ty) {
                    Type::Slice(elem) => self.ty(*elem),
                    _ => self.ty(ty),
                }
            } else {
                self.ty(ty);
            }
        }
        self.out.push(')');
        if !signature.results.is_empty() {
            self.out.push_str(" (");
            self.list(&signature.results);
            self.out.push(')');
        }
    }

    fn interface(&mut self, id: TypeId) {
        let store = self.store;
        let Some(set) = store.type_set(id) else {
            self.out.push('?');
            return;
        };
        let mut methods: Vec<_> = set
            .methods
            .iter()
            .map(|method| (member(store, method.name, store.object(method.object).package), method.ty))
            .collect();
        methods.sort();
        self.out.push_str("interface{");
        let mut first = true;
        let mut separate = |out: &mut String| {
            if !std::mem::take(&mut first) {
                out.push_str("; ");
            }
        };
        for (name, ty) in methods {
            separate(&mut self.out);
            self.out.push_str(&name);
            match store.as_signature(ty) {
                Some(signature) => self.signature(signature),
                None => self.out.push('?'),
            }
        }
        if let Some(terms) = &set.terms {
            separate(&mut self.out);
            self.terms(terms);
        } else if set.comparable {
            separate(&mut self.out);
            self.out.push_str("comparable");
        }
        if set.unknown {
            separate(&mut self.out);
            self.out.push('?');
        }
        self.out.push('}');
    }

    fn terms(&mut self, terms: &[Term]) {
        let spelled = |term: &Term| {
            let mut inner = Speller { store: self.store, out: String::new(), depth: self.depth };
            inner.inner(if term.tilde { "~" } else { "" }, term.ty, "");
            inner.out
        };
        let mut texts: Vec<String> = terms.iter().map(spelled).collect();
        texts.sort();
        texts.dedup();
        if texts.is_empty() {
            self.out.push_str("no types");
        }
        self.out.push_str(&texts.join(" | "));
    }
}
