//! Every text and type number within a record, for renumbering.

use super::format::{FuncRec, MemberKind, MemberRec, MethodRec, ParamRec, Str, Ty, TypeRec};

/// The types that a type is made of.
pub(super) fn parts(ty: &mut TypeRec, f: &impl Fn(&mut Ty)) {
    match ty {
        TypeRec::Basic(_) | TypeRec::Param { .. } => {}
        TypeRec::Named { args, .. } => args.iter_mut().for_each(f),
        TypeRec::Pointer(elem) | TypeRec::Slice(elem) | TypeRec::Array { elem, .. } | TypeRec::Chan { elem, .. } => {
            f(elem);
        }
        TypeRec::Map { key, value } => {
            f(key);
            f(value);
        }
        TypeRec::Struct { fields, .. } => fields.iter_mut().for_each(|field| f(&mut field.ty)),
        TypeRec::Signature { params, results, .. } => params.iter_mut().chain(results).for_each(f),
        TypeRec::Interface { methods, embeds, .. } => {
            methods.iter_mut().for_each(|method| f(&mut method.signature));
            embeds.iter_mut().for_each(f);
        }
        TypeRec::Tuple(types) => types.iter_mut().for_each(f),
        TypeRec::Union(terms) => terms.iter_mut().for_each(|(_, ty)| f(ty)),
    }
}

/// The texts of a type itself.
pub(super) fn texts(ty: &mut TypeRec, f: &impl Fn(&mut Str)) {
    match ty {
        TypeRec::Named { package, name, .. } => {
            f(package);
            f(name);
        }
        TypeRec::Struct { package, fields } => {
            f(package);
            for field in fields {
                f(&mut field.name);
                field.tag.iter_mut().for_each(f);
            }
        }
        TypeRec::Interface { package, methods, .. } => {
            f(package);
            for method in methods {
                f(&mut method.name);
                method.names.iter_mut().for_each(f);
            }
        }
        _ => {}
    }
}

fn params(params: &mut [ParamRec], text: &impl Fn(&mut Str), ty: &impl Fn(&mut Ty)) {
    for param in params {
        text(&mut param.name);
        ty(&mut param.constraint);
    }
}

fn func(func: &mut FuncRec, text: &impl Fn(&mut Str), ty: &impl Fn(&mut Ty)) {
    params(&mut func.params, text, ty);
    ty(&mut func.signature);
    func.names.iter_mut().for_each(text);
}

fn member(record: &mut MemberRec, text: &impl Fn(&mut Str), ty: &impl Fn(&mut Ty)) {
    match &mut record.kind {
        MemberKind::Const { ty: own, .. } | MemberKind::Var { ty: own } => ty(own),
        MemberKind::Func(record) => func(record, text, ty),
        MemberKind::Alias { params: list, target } => {
            params(list, text, ty);
            ty(target);
        }
        MemberKind::Type { params: list, underlying, .. } => {
            params(list, text, ty);
            ty(underlying);
        }
    }
}

fn method(record: &mut MethodRec, text: &impl Fn(&mut Str), ty: &impl Fn(&mut Ty)) {
    text(&mut record.name);
    record.receiver_params.iter_mut().for_each(text);
    func(&mut record.func, text, ty);
}

pub(super) fn member_texts(record: &mut MemberRec, f: &impl Fn(&mut Str)) {
    member(record, f, &|_| {});
}

pub(super) fn member_types(record: &mut MemberRec, f: &impl Fn(&mut Ty)) {
    member(record, &|_| {}, f);
}

pub(super) fn method_texts(record: &mut MethodRec, f: &impl Fn(&mut Str)) {
    method(record, f, &|_| {});
}

pub(super) fn method_types(record: &mut MethodRec, f: &impl Fn(&mut Ty)) {
    method(record, &|_| {}, f);
}
