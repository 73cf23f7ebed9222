//! Fields and methods of types: what `x.f` selects.
//!
//! A breadth-first search through embedded fields, as «Selectors» of the Go specification wants it: the shallowest depth wins,
//! two at one depth hide each other. After golang/go: `src/go/types/lookup.go`.

use smallvec::SmallVec;

use super::object::Origin;
use super::store::Store;
use super::subst::Substitution;
use super::ty::{NamedId, ObjectId, PackageId, Type, TypeId};
use crate::text::Symbol;

/// Positions of the fields on the way, the last one being that of the field or method itself.
pub type Path = SmallVec<[u32; 4]>;

/// What a type has under a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// A field with its (substituted) type.
    Field {
        object: ObjectId,
        ty: TypeId,
        path: Path,
        indirect: bool,
    },
    /// A method with its (substituted) signature.
    Method {
        object: ObjectId,
        ty: TypeId,
        path: Path,
        indirect: bool,
    },
    /// A method of the pointer to the type: it needs a pointer or an addressable operand.
    NeedsPointer,
    /// Several at the same depth.
    Ambiguous,
    Nothing,
    /// Something embedded is unknown, so that it may have the name.
    Unknown,
}

/// A type to look into, with the way to it.
struct Embedded {
    ty: TypeId,
    path: Path,
    /// A pointer was followed on the way.
    indirect: bool,
    /// The type occurs several times at this depth: whatever it has is ambiguous.
    multiple: bool,
}

/// A type with more methods than these has an index of them.
const FEW: usize = 6;

impl Store {
    /// The field or method that `x.name` selects for an `x` of this type, written in `package` (which matters for unexported
    /// names). `addressable` says that a method of the pointer will do.
    pub fn lookup(&self, ty: TypeId, addressable: bool, package: Option<PackageId>, name: Symbol) -> Found {
        // A declared pointer type has the fields of what it points to, but no methods.
        if let Type::Named { .. } = self.ty(ty)
            && let under = self.underlying(ty)
            && let Type::Pointer(_) = self.ty(under)
        {
            return match self.search(under, false, package, name) {
                Found::Method { .. } | Found::NeedsPointer => Found::Nothing,
                found => found,
            };
        }
        self.search(ty, addressable, package, name)
    }

    /// The method of this name in the method set of the type.
    pub fn find_method(&self, ty: TypeId, package: Option<PackageId>, name: Symbol) -> Found {
        self.lookup(ty, false, package, name)
    }

    /// The signature of a method for a receiver with these type arguments.
    pub fn method_signature(&self, method: ObjectId, args: &[TypeId]) -> TypeId {
        let ty = self.type_of(method);
        let params = self.receiver_params_of(method);
        if args.is_empty() {
            ty
        } else if params.len() == args.len() {
            self.substitute(ty, Substitution { params, args })
        } else if self.has_type_param(ty) {
            TypeId::UNKNOWN // without them the signature's type parameters cannot be told
        } else {
            ty
        }
    }

    /// A method that is declared for the type itself, with its position in the order of declaration.
    pub(super) fn declared_method(
        &self,
        named: NamedId,
        package: Option<PackageId>,
        name: Symbol,
    ) -> Option<(u32, ObjectId)> {
        let visible = |object: ObjectId| name.is_exported() || self.same_package(self.object(object).package, package);
        let (fixed, added) = self.method_lists(named);
        let count = fixed.len() + added.count();
        if count <= FEW {
            let same = |&(_, object): &(usize, ObjectId)| self.object(object).name == name && visible(object);
            let found = self.methods_of(named).enumerate().find(same);
            return found.map(|(position, object)| (position as u32, object));
        }
        let index = &self.named(named).by_name;
        if index.read().count != count {
            let mut index = index.write();
            index.names.clear();
            index.count = 0;
            for (position, object) in self.methods_of(named).enumerate() {
                index.count += 1;
                index.names.entry(self.object(object).name).or_default().push((position as u32, object));
            }
        }
        let index = index.read();
        index.names.get(&name)?.iter().copied().find(|&(_, object)| visible(object))
    }

    /// The methods that a type's summary has, and those that were declared in source.
    fn method_lists(&self, id: NamedId) -> (&[ObjectId], &boxcar::Vec<ObjectId>) {
        let named = self.named(id);
        let fixed: &[ObjectId] = match self.object(named.object).origin {
            Origin::Record(_) => named.summary_methods.get_or_init(|| self.summary_methods(id)),
            _ => &[],
        };
        (fixed, &named.methods)
    }

    /// The methods declared for a type, in order of declaration.
    pub fn methods_of(&self, id: NamedId) -> impl Iterator<Item = ObjectId> + '_ {
        let (fixed, added) = self.method_lists(id);
        fixed.iter().copied().chain(added.iter().map(|(_, &object)| object))
    }

    fn search(&self, ty: TypeId, addressable: bool, package: Option<PackageId>, name: Symbol) -> Found {
        if name.is_blank() {
            return Found::Nothing;
        }
        let (ty, indirect) = self.dereferenced(ty);
        if indirect && matches!(self.ty(self.underlying(ty)), Type::Interface(_)) {
            return Found::Nothing; // a pointer to an interface has no methods
        }
        let mut current = vec![Embedded { ty, path: Path::new(), indirect, multiple: false }];
        let mut seen: SmallVec<[TypeId; 8]> = SmallVec::new();
        while !current.is_empty() {
            let mut next: Vec<Embedded> = Vec::new();
            let mut found: Option<Found> = None;
            let mut unknown = false;
            for at in &current {
                let mut hits: SmallVec<[Found; 1]> = SmallVec::new();
                if let Type::Named { origin, args } = self.ty(at.ty) {
                    if seen.contains(&at.ty) {
                        continue;
                    }
                    seen.push(at.ty);
                    if let Some((position, object)) = self.declared_method(*origin, package, name) {
                        let ty = self.method_signature(object, args);
                        hits.push(Found::Method {
                            object,
                            ty,
                            path: extended(&at.path, position),
                            indirect: at.indirect,
                        });
                    }
                }
                if hits.is_empty() {
                    self.look_into(at, package, name, found.is_none(), &mut hits, &mut next, &mut unknown);
                }
                for hit in hits {
                    if found.is_some() || at.multiple {
                        return Found::Ambiguous;
                    }
                    found = Some(hit);
                }
            }
            match found {
                Some(Found::Method { object, indirect: false, .. })
                    if !addressable && self.object(object).receiver().is_some_and(|receiver| receiver.pointer) =>
                {
                    return Found::NeedsPointer;
                }
                Some(found) => return found,
                // What is deeper may be hidden by a member of what is not known.
                None if unknown => return Found::Unknown,
                None => current = self.consolidated(next),
            }
        }
        Found::Nothing
    }

    /// Fields of a struct and methods of an interface; embedded fields are to be looked into next.
    #[allow(clippy::too_many_arguments)] // the state of one search
    fn look_into(
        &self,
        at: &Embedded,
        package: Option<PackageId>,
        name: Symbol,
        collect: bool,
        hits: &mut SmallVec<[Found; 1]>,
        next: &mut Vec<Embedded>,
        unknown: &mut bool,
    ) {
        let under = self.underlying(at.ty);
        match self.ty(under) {
            Type::Struct(fields) => {
                for (position, field) in fields.iter().enumerate() {
                    let position = position as u32;
                    if field.name == name
                        && (name.is_exported() || self.same_package(self.object(field.object).package, package))
                    {
                        let path = extended(&at.path, position);
                        hits.push(Found::Field { object: field.object, ty: field.ty, path, indirect: at.indirect });
                        continue;
                    }
                    if field.embedded && collect && hits.is_empty() {
                        let (ty, pointer) = self.dereferenced(field.ty);
                        if ty.basic().is_none() || ty.is_unknown() {
                            next.push(Embedded {
                                ty,
                                path: extended(&at.path, position),
                                indirect: at.indirect || pointer,
                                multiple: at.multiple,
                            });
                        }
                    }
                }
            }
            Type::Interface(_) => {
                let Some(set) = self.type_set(at.ty) else { return };
                let position = set.methods.iter().position(|method| {
                    method.name == name
                        && (name.is_exported() || self.same_package(self.object(method.object).package, package))
                });
                if let Some(position) = position {
                    let method = set.methods[position];
                    let path = extended(&at.path, position as u32);
                    hits.push(Found::Method { object: method.object, ty: method.ty, path, indirect: at.indirect });
                } else if set.unknown {
                    *unknown = true;
                }
            }
            // The constraint of a type parameter may be a declared interface.
            Type::Named { .. } if self.is_type_param(at.ty) => {
                let constraint = Embedded { ty: under, path: at.path.clone(), ..*at };
                self.look_into(&constraint, package, name, collect, hits, next, unknown);
            }
            _ if under.is_unknown() => *unknown = true,
            _ => {}
        }
    }

    /// The type a pointer points to, and whether it is one.
    fn dereferenced(&self, ty: TypeId) -> (TypeId, bool) {
        match *self.ty(ty) {
            Type::Pointer(to) => (to, true),
            _ => (ty, false),
        }
    }

    /// Embedded types of one depth, each only once.
    fn consolidated(&self, list: Vec<Embedded>) -> Vec<Embedded> {
        let mut out: Vec<Embedded> = Vec::with_capacity(list.len());
        for at in list {
            match out.iter_mut().find(|other| self.identical(other.ty, at.ty).is_yes()) {
                Some(other) => other.multiple = true,
                None => out.push(at),
            }
        }
        out
    }
}

fn extended(path: &Path, position: u32) -> Path {
    let mut path = path.clone();
    path.push(position);
    path
}
