//! Types and objects as text.
//!
//! The full form is what the oracle's printer writes: full package paths, aliases resolved, no parameter names, interface
//! methods sorted. The short form is for people: package names instead of paths.

use std::fmt::Write;

use super::object::{ObjectKind, TypeName};
use super::store::Store;
use super::ty::{NamedId, ObjectId, PackageId, Signature, Type, TypeId};
use crate::syntax::ast::ChanDir;

/// How a type is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// `net/http.Client`
    Full,
    /// `http.Client`
    Short,
    /// As code of this package writes it: `http.Client`, `T` for its own.
    Within(PackageId),
}

impl Store {
    /// The type with full package paths; `?` for what is unknown.
    pub fn show(&self, ty: TypeId) -> String {
        self.show_as(ty, Form::Full)
    }

    /// The type as people write it, with package names.
    pub fn show_short(&self, ty: TypeId) -> String {
        self.show_as(ty, Form::Short)
    }

    /// The type in one of the forms.
    pub fn show_as(&self, ty: TypeId, form: Form) -> String {
        let mut writer = Writer { store: self, out: String::new(), form, depth: 0 };
        writer.ty(ty);
        writer.out
    }

    /// How rules name an object: `net/http.Get`, `(*sync.Mutex).Lock`, `(net/http.Handler).ServeHTTP`, `append`, `unsafe.Sizeof`;
    /// a local or field is only its name.
    pub fn symbol(&self, id: ObjectId) -> String {
        let object = self.object(id);
        let path = |package: PackageId| self.package(package).path.as_str();
        if let Some(receiver) = object.receiver() {
            let Some(base) = receiver.base else { return format!("(?).{}", object.name) };
            let star = if receiver.pointer { "*" } else { "" };
            return format!("({star}{}).{}", self.named_symbol(base), object.name);
        }
        let top = match object.kind {
            ObjectKind::Var(kind) => kind == super::object::VarKind::Package,
            ObjectKind::Type(TypeName::Param(_)) | ObjectKind::Package(_) | ObjectKind::Label => false,
            _ => true,
        };
        match object.package {
            Some(package) if top => format!("{}.{}", path(package), object.name),
            _ => object.name.as_str().to_owned(),
        }
    }

    /// `net/http.Client`, `error`.
    pub fn named_symbol(&self, id: NamedId) -> String {
        let object = self.object(self.named(id).object);
        match object.package {
            Some(package) => format!("{}.{}", self.package(package).path, object.name),
            None => object.name.as_str().to_owned(),
        }
    }
}

struct Writer<'a> {
    store: &'a Store,
    out: String,
    form: Form,
    depth: u32,
}

impl Writer<'_> {
    fn ty(&mut self, id: TypeId) {
        if self.depth > 64 {
            self.out.push('?');
            return;
        }
        self.depth += 1;
        self.kind(id);
        self.depth -= 1;
    }

    fn kind(&mut self, id: TypeId) {
        match self.store.ty(id) {
            Type::Basic(basic) => self.out.push_str(basic.name()),
            Type::Named { origin, args } => {
                self.named(*origin);
                if !args.is_empty() {
                    self.out.push('[');
                    self.list(args);
                    self.out.push(']');
                }
            }
            Type::Pointer(elem) => {
                self.out.push('*');
                self.ty(*elem);
            }
            Type::Slice(elem) => {
                self.out.push_str("[]");
                self.ty(*elem);
            }
            Type::Array { len, elem } => {
                match len {
                    Some(len) => {
                        let _ = write!(self.out, "[{len}]");
                    }
                    None => self.out.push_str("[?]"),
                }
                self.ty(*elem);
            }
            Type::Map { key, value } => {
                self.out.push_str("map[");
                self.ty(*key);
                self.out.push(']');
                self.ty(*value);
            }
            Type::Chan { dir, elem } => self.chan(*dir, *elem),
            Type::Struct(fields) => {
                self.out.push_str("struct{");
                for (position, field) in fields.iter().enumerate() {
                    if position > 0 {
                        self.out.push_str("; ");
                    }
                    if !field.embedded {
                        self.out.push_str(field.name.as_str());
                        self.out.push(' ');
                    }
                    self.ty(field.ty);
                    if let Some(tag) = field.tag {
                        let _ = write!(self.out, " {}", go_quote(tag.as_str()));
                    }
                }
                self.out.push('}');
            }
            Type::Signature(signature) => {
                self.out.push_str("func");
                self.signature(signature);
            }
            Type::Interface(_) => self.interface(id),
            Type::Tuple(types) => {
                self.out.push('(');
                self.list(types);
                self.out.push(')');
            }
            Type::TypeParam(param) => {
                let param = self.store.type_param(*param);
                self.out.push_str(param.name.as_str());
                if self.form == Form::Full {
                    let owner = param.owner.map(|owner| self.store.object(owner).name.as_str()).unwrap_or_default();
                    let _ = write!(self.out, "@{owner}");
                }
            }
            Type::Union(terms) => {
                for (position, term) in terms.iter().enumerate() {
                    if position > 0 {
                        self.out.push_str(" | ");
                    }
                    if term.tilde {
                        self.out.push('~');
                    }
                    self.ty(term.ty);
                }
            }
        }
    }

    fn is_own(&self, own: PackageId, package: PackageId) -> bool {
        self.store.package(own).path == self.store.package(package).path
    }

    fn named(&mut self, id: NamedId) {
        let object = self.store.object(self.store.named(id).object);
        if let Some(package) = object.package {
            match self.form {
                Form::Full => self.out.push_str(self.store.package(package).path.as_str()),
                Form::Short => self.out.push_str(self.store.package_name(package).as_str()),
                Form::Within(own) if self.is_own(own, package) => {}
                Form::Within(_) => self.out.push_str(self.store.package_name(package).as_str()),
            }
            if !matches!(self.form, Form::Within(own) if self.is_own(own, package)) {
                self.out.push('.');
            }
        }
        self.out.push_str(object.name.as_str());
        if let (Form::Full, super::object::Origin::Fixed, Some(place)) = (self.form, object.origin, object.place) {
            let _ = write!(self.out, "@{}", place.offset);
        }
    }

    fn chan(&mut self, dir: ChanDir, elem: TypeId) {
        self.out.push_str(match dir {
            ChanDir::Both => "chan ",
            ChanDir::Send => "chan<- ",
            ChanDir::Recv => "<-chan ",
        });
        let parens = dir != ChanDir::Recv && matches!(self.store.ty(elem), Type::Chan { dir: ChanDir::Recv, .. });
        if parens {
            self.out.push('(');
        }
        self.ty(elem);
        if parens {
            self.out.push(')');
        }
    }

    fn list(&mut self, types: &[TypeId]) {
        for (position, &ty) in types.iter().enumerate() {
            if position > 0 {
                self.out.push_str(", ");
            }
            self.ty(ty);
        }
    }

    fn signature(&mut self, signature: &Signature) {
        if !signature.type_params.is_empty() {
            self.out.push('[');
            for (position, &param) in signature.type_params.iter().enumerate() {
                if position > 0 {
                    self.out.push_str(", ");
                }
                self.ty(self.store.param_type(param));
                self.out.push(' ');
                self.ty(self.store.constraint(param));
            }
            self.out.push(']');
        }
        self.out.push('(');
        for (position, &ty) in signature.params.iter().enumerate() {
            if position > 0 {
                self.out.push_str(", ");
            }
            match self.store.ty(ty) {
                Type::Slice(elem) if signature.variadic && position + 1 == signature.params.len() => {
                    self.out.push_str("...");
                    self.ty(*elem);
                }
                _ => self.ty(ty),
            }
        }
        self.out.push(')');
        match &*signature.results {
            [] => {}
            [only] => {
                self.out.push(' ');
                self.ty(*only);
            }
            several => {
                self.out.push_str(" (");
                self.list(several);
                self.out.push(')');
            }
        }
    }

    fn interface(&mut self, id: TypeId) {
        let Type::Interface(interface) = self.store.ty(id) else { return };
        if id == TypeId::EMPTY_INTERFACE {
            self.out.push_str("any");
            return;
        }
        let mut parts: Vec<String> = Vec::new();
        for method in &interface.methods {
            let mut inner = Writer { store: self.store, out: String::new(), form: self.form, depth: self.depth };
            inner.out.push_str(method.name.as_str());
            if let Some(signature) = self.store.as_signature(method.ty) {
                inner.signature(signature);
            }
            parts.push(inner.out);
        }
        for &embed in &interface.embeds {
            let mut inner = Writer { store: self.store, out: String::new(), form: self.form, depth: self.depth };
            inner.ty(embed);
            parts.push(inner.out);
        }
        if interface.comparable {
            parts.push("comparable".to_owned());
        }
        let text = parts.join("; ");
        if interface.implicit && interface.methods.is_empty() && interface.embeds.len() == 1 {
            self.out.push_str(&text);
        } else {
            let _ = write!(self.out, "interface{{{text}}}");
        }
    }
}

/// A string in double quotes, escaped as Go's `strconv.Quote` does for what occurs in tags.
fn go_quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if (c as u32) < 0x20 || c as u32 == 0x7f => {
                let _ = write!(out, "\\x{:02x}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
