use std::sync::{Arc, OnceLock};

use super::infer_args::{CallTypes, CannotInfer};
use super::object::{Object, ObjectKind, TypeName, TypeParam, VarKind};
use super::relate::Answer;
use super::store::Store;
use super::subst::Substitution;
use super::ty::{Basic, Field, Interface, Method, Signature, Term, Type, TypeId, TypeParamId};
use crate::package::Workspace;
use crate::syntax::ast::ChanDir;
use crate::text::Symbol;

struct World(Store);

impl World {
    fn new() -> World {
        World(Store::new(Arc::new(Workspace::default())))
    }

    fn param(&self, name: &str, constraint: TypeId) -> TypeParamId {
        let object = self.0.add_object(Object::new(
            ObjectKind::Type(TypeName::Basic),
            Symbol::intern(name),
            None,
            None,
            TypeId::UNKNOWN,
        ));
        self.0.add_type_param(TypeParam {
            object,
            name: Symbol::intern(name),
            index: 0,
            owner: None,
            constraint: OnceLock::from(constraint),
        })
    }

    fn func(&self, params: &[TypeId], results: &[TypeId]) -> TypeId {
        let signature = Signature { params: params.into(), results: results.into(), ..Signature::default() };
        self.0.signature(signature)
    }

    fn var(&self, name: &str, ty: TypeId) -> super::ty::ObjectId {
        let kind = ObjectKind::Var(VarKind::Field { embedded: false });
        self.0.add_object(Object::new(kind, Symbol::intern(name), None, None, ty))
    }

    fn strukt(&self, fields: &[(&str, TypeId)], tag: Option<&str>) -> TypeId {
        let fields = fields
            .iter()
            .map(|&(name, ty)| Field {
                name: Symbol::intern(name),
                ty,
                object: self.var(name, ty),
                embedded: false,
                tag: tag.map(Symbol::intern),
            })
            .collect();
        self.0.intern(Type::Struct(fields))
    }

    fn interface(&self, methods: &[(&str, TypeId)], embeds: &[TypeId]) -> TypeId {
        let methods = methods
            .iter()
            .map(|&(name, ty)| Method { name: Symbol::intern(name), ty, object: self.var(name, ty) })
            .collect();
        self.0.interface(Interface { methods, embeds: embeds.into(), ..Interface::default() })
    }

    fn union(&self, terms: &[(bool, TypeId)]) -> TypeId {
        self.0.intern(Type::Union(terms.iter().map(|&(tilde, ty)| Term { tilde, ty }).collect()))
    }

    fn constraint(&self, terms: &[(bool, TypeId)]) -> TypeId {
        self.interface(&[], &[self.union(terms)])
    }

    fn infer(&self, of: &[TypeParamId], params: &[TypeId], args: &[TypeId]) -> Result<Vec<TypeId>, CannotInfer> {
        let call = CallTypes { type_params: of, given: &[], params, args, given_args: &[], go1_21: true };
        self.0.infer_call(call).map(|inference| inference.callee.to_vec())
    }

    fn chan(&self, dir: ChanDir, elem: TypeId) -> TypeId {
        self.0.intern(Type::Chan { dir, elem })
    }
}

const INT: TypeId = TypeId::INT;
const STRING: TypeId = TypeId::STRING;

#[test]
fn literals_of_equal_shape_are_identical() {
    let w = World::new();
    let (x, y) = (w.strukt(&[("A", INT)], None), w.strukt(&[("A", INT)], None));
    assert_ne!(x, y);
    assert_eq!(w.0.identical(x, y), Answer::Yes);
    assert_eq!(w.0.identical(w.0.slice(x), w.0.slice(y)), Answer::Yes);
    assert_eq!(w.0.identical(x, w.strukt(&[("A", STRING)], None)), Answer::No);
    let tagged = w.strukt(&[("A", INT)], Some("json"));
    assert_eq!(w.0.identical(x, tagged), Answer::No);
    assert_eq!(w.0.convertible(x, None, tagged), Answer::Yes);
    assert_eq!(w.0.identical(x, w.strukt(&[("A", TypeId::UNKNOWN)], None)), Answer::Unknown);
    assert_eq!(w.0.identical(x, w.strukt(&[("B", TypeId::UNKNOWN)], None)), Answer::No);
}

#[test]
fn interfaces_compare_by_type_set() {
    let w = World::new();
    let f = w.func(&[], &[]);
    let a = w.interface(&[("A", f)], &[]);
    let ab = w.interface(&[("A", f), ("B", f)], &[]);
    let embedding = w.interface(&[("B", f)], &[a]);
    assert_eq!(w.0.identical(ab, embedding), Answer::Yes);
    assert_eq!(w.0.identical(a, ab), Answer::No);
    let any = w.interface(&[], &[TypeId::EMPTY_INTERFACE]);
    assert_eq!(w.0.identical(any, TypeId::EMPTY_INTERFACE), Answer::Yes);
    assert_eq!(w.0.implements(ab, a, false).answer(), Answer::Yes);
    assert_eq!(w.0.implements(a, ab, false).answer(), Answer::No);
    assert_eq!(w.0.assignable(ab, None, a), Answer::Yes);
    assert_eq!(w.0.assignable(INT, None, a), Answer::No);
    let unsure = w.interface(&[], &[TypeId::UNKNOWN]);
    assert_eq!(w.0.implements(INT, unsure, false).answer(), Answer::Unknown);
}

#[test]
fn constraints_admit_their_terms() {
    let w = World::new();
    let numbers = w.constraint(&[(true, INT), (false, TypeId::FLOAT64)]);
    assert_eq!(w.0.implements(INT, numbers, true).answer(), Answer::Yes);
    assert_eq!(w.0.implements(STRING, numbers, true).answer(), Answer::No);
    assert_eq!(w.0.implements(w.0.slice(INT), TypeId::COMPARABLE, true).answer(), Answer::No);
    assert_eq!(w.0.implements(TypeId::EMPTY_INTERFACE, TypeId::COMPARABLE, true).answer(), Answer::Yes);
    assert_eq!(w.0.implements(TypeId::EMPTY_INTERFACE, TypeId::COMPARABLE, false).answer(), Answer::No);
    let both = w.interface(&[], &[w.union(&[(true, INT), (true, STRING)]), w.union(&[(true, STRING)])]);
    let set = w.0.type_set(both).expect("an interface");
    assert_eq!(set.specific(), &[Term { tilde: true, ty: STRING }]);
    let none = w.interface(&[], &[w.union(&[(false, INT)]), w.union(&[(false, STRING)])]);
    assert!(w.0.type_set(none).expect("an interface").is_empty());
}

#[test]
fn channels_and_numbers_convert() {
    let w = World::new();
    let both = w.chan(ChanDir::Both, INT);
    let recv = w.chan(ChanDir::Recv, INT);
    assert_eq!(w.0.assignable(both, None, recv), Answer::Yes);
    assert_eq!(w.0.assignable(recv, None, both), Answer::No);
    assert_eq!(w.0.convertible(INT, None, TypeId::FLOAT64), Answer::Yes);
    assert_eq!(w.0.convertible(INT, None, STRING), Answer::Yes);
    assert_eq!(w.0.convertible(STRING, None, INT), Answer::No);
    assert_eq!(w.0.convertible(STRING, None, TypeId::BYTES), Answer::Yes);
    let array = w.0.intern(Type::Array { len: Some(4), elem: INT });
    assert_eq!(w.0.convertible(w.0.slice(INT), None, array), Answer::Yes);
    assert_eq!(w.0.convertible(w.0.slice(INT), None, w.0.pointer(array)), Answer::Yes);
    assert_eq!(w.0.convertible(TypeId::UNKNOWN, None, INT), Answer::Unknown);
    let value = super::constant::Constant::Int(300);
    assert_eq!(w.0.assignable(TypeId::UNTYPED_INT, Some(&value), INT), Answer::Yes);
    assert_eq!(w.0.assignable(TypeId::UNTYPED_INT, Some(&value), TypeId::UINT8), Answer::No);
    assert_eq!(w.0.assignable(TypeId::UNTYPED_NIL, None, w.0.slice(INT)), Answer::Yes);
    assert_eq!(w.0.assignable(TypeId::UNTYPED_NIL, None, INT), Answer::No);
}

#[test]
fn substitution_goes_through_everything() {
    let w = World::new();
    let t = w.param("T", TypeId::EMPTY_INTERFACE);
    let ty = w.0.param_type(t);
    let deep = w.func(&[w.0.map(STRING, w.0.slice(ty))], &[w.0.pointer(w.strukt(&[("A", ty)], None))]);
    let by = Substitution { params: &[t], args: &[INT] };
    let done = w.0.substitute(deep, by);
    assert!(!w.0.has_type_param(done));
    let wanted = w.func(&[w.0.map(STRING, w.0.slice(INT))], &[w.0.pointer(w.strukt(&[("A", INT)], None))]);
    assert_eq!(w.0.identical(done, wanted), Answer::Yes);
}

#[test]
fn type_arguments_follow_from_arguments() {
    let w = World::new();
    let e = w.param("E", TypeId::EMPTY_INTERFACE);
    let element = w.0.param_type(e);
    let s = w.param("S", w.constraint(&[(true, w.0.slice(element))]));
    let list = w.0.param_type(s);
    assert_eq!(w.infer(&[s, e], &[list], &[w.0.slice(INT)]), Ok(vec![w.0.slice(INT), INT]));
    assert_eq!(w.infer(&[s, e], &[list, element], &[w.0.slice(STRING), TypeId::UNTYPED_STRING]), {
        Ok(vec![w.0.slice(STRING), STRING])
    });
    assert_eq!(w.infer(&[s, e], &[list], &[INT]), Err(CannotInfer));
    // The largest kind of untyped constants wins.
    let kinds = [TypeId::UNTYPED_INT, TypeId::UNTYPED_FLOAT, TypeId::UNTYPED_RUNE];
    assert_eq!(w.infer(&[e], &[element, element, element], &kinds), Ok(vec![TypeId::FLOAT64]));
    assert_eq!(w.infer(&[e], &[element, element], &[TypeId::UNTYPED_INT, Basic::Uint8.id()]), Ok(vec![TypeId::UINT8]));
    assert_eq!(w.infer(&[e], &[element], &[TypeId::UNTYPED_NIL]), Err(CannotInfer));
    assert_eq!(w.infer(&[e], &[element, element], &[INT, STRING]), Err(CannotInfer));
    // A function that calls itself with its own type parameter.
    assert_eq!(w.infer(&[e], &[element], &[w.0.slice(element)]), Ok(vec![w.0.slice(element)]));
    // The channel with a direction is kept.
    let (both, recv) = (w.chan(ChanDir::Both, INT), w.chan(ChanDir::Recv, INT));
    assert_eq!(w.infer(&[e], &[element, element], &[both, recv]), Ok(vec![recv]));
}

#[test]
fn unknown_arguments_leave_what_they_may_change_unknown() {
    let w = World::new();
    let t = w.param("T", TypeId::EMPTY_INTERFACE);
    let ty = w.0.param_type(t);
    let unknown = TypeId::UNKNOWN;
    assert_eq!(w.infer(&[t], &[ty], &[unknown]), Ok(vec![unknown]));
    assert_eq!(w.infer(&[t], &[ty, ty], &[unknown, TypeId::UNTYPED_INT]), Ok(vec![unknown]));
    assert_eq!(w.infer(&[t], &[ty, ty], &[unknown, w.0.slice(INT)]), Ok(vec![unknown]));
    assert_eq!(w.infer(&[t], &[ty, ty], &[unknown, INT]), Ok(vec![INT]));
    let u = w.param("U", TypeId::EMPTY_INTERFACE);
    let other = w.0.param_type(u);
    assert_eq!(w.infer(&[t, u], &[w.0.slice(ty), other], &[unknown, STRING]), Ok(vec![unknown, STRING]));
}

#[test]
fn generic_functions_are_arguments() {
    let w = World::new();
    let generic = |name: &str| {
        let p = w.param(name, TypeId::EMPTY_INTERFACE);
        let ty = w.0.param_type(p);
        let signature =
            Signature { type_params: [p].into(), params: [ty].into(), results: [ty].into(), variadic: false };
        (p, w.0.signature(signature))
    };
    let (_, identity) = generic("P");
    let t = w.param("T", TypeId::EMPTY_INTERFACE);
    let ty = w.0.param_type(t);
    let f = w.func(&[ty], &[ty]);
    let call = CallTypes {
        type_params: &[t],
        given: &[],
        params: &[ty, f, f],
        args: &[INT, identity, identity],
        given_args: &[],
        go1_21: true,
    };
    let inference = w.0.infer_call(call).expect("all is known");
    assert_eq!(&*inference.callee, [INT]);
    assert_eq!(inference.args, [(1, Box::from([INT])), (2, Box::from([INT]))]);
    let target = w.func(&[STRING], &[STRING]);
    assert_eq!(w.0.infer_from_target(identity, &[], target, true), Ok([STRING].into()));
    assert_eq!(w.0.infer_from_target(identity, &[], w.func(&[STRING], &[INT]), true), Err(CannotInfer));
    assert_eq!(w.0.identical(identity, generic("Q").1), Answer::Yes, "names of type parameters do not matter");
}
