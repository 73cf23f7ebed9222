//! The one spelling of functions and types: `net/http.Get`, `(*database/sql.DB).Query`, `*database/sql.Rows`.

use crate::text::Symbol;
use crate::types::{ObjectId, ObjectKind, Store, Type, TypeId};

/// The name of a function or method, as interned parts. Whether a receiver is a pointer does not matter: Go allows no two
/// methods that differ only in that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FuncName {
    /// The import path of the package; `None` for the universe.
    pub path: Option<Symbol>,
    /// The receiver's type name.
    pub receiver: Option<Symbol>,
    pub name: Symbol,
}

impl FuncName {
    /// Reads `net/http.Get`, `(*net/http.Client).Do`, `(net.Listener).Accept`, `panic`.
    pub fn parse(text: &str) -> FuncName {
        if let Some((receiver, name)) = text.strip_prefix('(').and_then(|rest| rest.split_once(").")) {
            let (path, ty) = split(receiver.trim_start_matches('*'));
            return FuncName { path, receiver: Some(ty), name: Symbol::intern(name) };
        }
        let (path, name) = split(text);
        FuncName { path, receiver: None, name }
    }

    /// The name of a declared function, method or builtin; `None` for others (variables, literals' methods).
    pub fn of(store: &Store, id: ObjectId) -> Option<FuncName> {
        let object = store.object(id);
        let path = object.package.map(|package| store.package(package).path);
        match &object.kind {
            ObjectKind::Builtin(_) => Some(FuncName { path, receiver: None, name: object.name }),
            ObjectKind::Func(detail) => {
                let receiver = match detail.receiver {
                    None => None,
                    Some(receiver) => Some(store.object(store.named(receiver.base?).object).name),
                };
                Some(FuncName { path, receiver, name: object.name })
            }
            _ => None,
        }
    }

    /// As `net/http.Client.Do`; `None` for those of the universe.
    pub fn spelled(self) -> Option<String> {
        let path = self.path?;
        Some(match self.receiver {
            Some(receiver) => format!("{path}.{receiver}.{}", self.name),
            None => format!("{path}.{}", self.name),
        })
    }
}

/// `path.Name` at the last dot after the last slash; without a dot there is no path.
fn split(text: &str) -> (Option<Symbol>, Symbol) {
    let from = text.rfind('/').map_or(0, |at| at + 1);
    match text[from..].rfind('.') {
        Some(dot) => (Some(Symbol::intern(&text[..from + dot])), Symbol::intern(&text[from + dot + 1..])),
        None => (None, Symbol::intern(text)),
    }
}

/// The name of a declared type, perhaps behind pointers: `*database/sql.Rows`, `context.Context`, `error`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TypeSpelling {
    pub pointers: u8,
    pub path: Option<Symbol>,
    pub name: Symbol,
}

impl TypeSpelling {
    pub fn parse(text: &str) -> TypeSpelling {
        let bare = text.trim_start_matches('*');
        let (path, name) = split(bare);
        TypeSpelling { pointers: (text.len() - bare.len()) as u8, path, name }
    }

    /// Whether the type has this name; `false` also where it is unknown.
    pub fn matches(&self, store: &Store, mut ty: TypeId) -> bool {
        for _ in 0..self.pointers {
            match store.ty(ty) {
                Type::Pointer(elem) => ty = *elem,
                _ => return false,
            }
        }
        match store.ty(ty) {
            Type::Named { origin, .. } => {
                let object = store.object(store.named(*origin).object);
                object.name == self.name && object.package.map(|package| store.package(package).path) == self.path
            }
            _ => false,
        }
    }
}

/// Whether a type is the predeclared `error`.
pub fn is_error(store: &Store, ty: TypeId) -> bool {
    match store.ty(ty) {
        Type::Named { origin, .. } => {
            let object = store.object(store.named(*origin).object);
            object.package.is_none() && object.name == "error"
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{FuncName, TypeSpelling};

    #[test]
    fn spellings_are_read() {
        let name = FuncName::parse("(*github.com/jackc/pgx/v5.Conn).Query");
        assert_eq!(name.path.map(|path| path.as_str()), Some("github.com/jackc/pgx/v5"));
        assert_eq!(name.receiver.map(|name| name.as_str()), Some("Conn"));
        assert_eq!(name.name, "Query");
        let name = FuncName::parse("gopkg.in/yaml.v3.Marshal");
        assert_eq!((name.path.map(|path| path.as_str()), name.name.as_str()), (Some("gopkg.in/yaml.v3"), "Marshal"));
        assert_eq!(FuncName::parse("panic").path, None);
        let ty = TypeSpelling::parse("*database/sql.Rows");
        assert_eq!((ty.pointers, ty.name.as_str()), (1, "Rows"));
    }
}
