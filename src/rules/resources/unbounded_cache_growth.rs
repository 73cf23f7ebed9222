//! Maps, `sync.Map`s and slices that requests add to and nothing removes from.

use std::collections::{BTreeMap, BTreeSet};

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("unbounded-cache-growth")).on_package(check);

/// What is known of a variable or field that could grow.
struct Growing<'a> {
    /// The file of its declaration, the name there.
    declared: (usize, Expr<'a>),
    /// It belongs to a type that calls itself a cache.
    cache: bool,
    /// Where something is added, in the order of files and source.
    added: Vec<(usize, Expr<'a>)>,
    /// Something removes, replaces, counts or hands it on.
    bounded: bool,
}

fn check<'a>(package: &PackageCx<'a>) -> Option<()> {
    let files = package.files();
    let mut candidates: Vec<(Object<'a>, Growing<'a>)> = Vec::new();
    let serves = files.iter().any(|cx| !cx.is_test() && cx.imports_package("net/http"));
    for (at, cx) in files.iter().enumerate().filter(|(_, cx)| !cx.is_test()) {
        for (name, cache) in declared(cx, serves) {
            let Some(object) = cx.object(name).filter(|object| object.ty().is_some_and(grows)) else { continue };
            let growing = Growing { declared: (at, name), cache, added: Vec::new(), bounded: false };
            candidates.push((object, growing));
        }
    }
    if candidates.is_empty() {
        return None;
    }
    let numbers: BTreeMap<_, usize> = candidates.iter().enumerate().map(|(n, (object, _))| (object.id, n)).collect();
    for (at, cx) in files.iter().enumerate().filter(|(_, cx)| !cx.is_test()) {
        for (ident, object) in cx.info().objects.iter_enumerated() {
            let Some(&number) = object.and_then(|object| numbers.get(&object)) else { continue };
            let mention: Expr<'a> = cx.tree().view(ident);
            let growing = &mut candidates[number].1;
            match use_of(cx, mention) {
                Use::Adds(place) => growing.added.push((at, place)),
                Use::Reads => {}
                Use::Bounds => growing.bounded |= growing.declared != (at, mention),
            }
        }
    }
    candidates.retain(|(_, growing)| !growing.bounded && !growing.added.is_empty());
    if candidates.is_empty() {
        return None;
    }
    let served = served(files);
    for (object, mut growing) in candidates {
        growing.added.sort_by_key(|(at, place)| (*at, place.span().start));
        let hit = growing.added.iter().find(|(at, place)| {
            let cx = &files[*at];
            let decl = place.enclosing_func_decl().and_then(|func| cx.func_object(func));
            let starts = place.enclosing_func_decl().is_some_and(|func| at_start(func.name_text()));
            in_handler(cx, *place) || !starts && (growing.cache || decl.is_some_and(&served))
        });
        let Some((at, place)) = hit else { continue };
        let (cx, (home, name)) = (&files[*at], growing.declared);
        let (who, here) = match in_handler(cx, *place) || !growing.cache {
            true => ("requests add", "grows with every new key"),
            false => ("callers add", "grows with every new key"),
        };
        let draft = Finding::at(*place, format!("{who} to `{}`, and nothing ever removes from it", object.name()))
            .here(here)
            .help("bound its size, expire entries, or use a cache with a limit");
        // A label in another file would not be drawn beside it.
        cx.report(if home == *at { draft.mark(Role::Declared, name) } else { draft });
    }
    Some(())
}

/// The unexported package variables and struct fields of a file, and whether a cache has them. Without any handler in the
/// package only caches count.
fn declared<'a>(cx: &Cx<'a>, serves: bool) -> Vec<(Expr<'a>, bool)> {
    let mut names = Vec::new();
    for ty in cx.tree().types() {
        let SpecKind::Type { name, ty, .. } = ty.kind() else { continue };
        let ExprKind::StructType(fields) = ty.kind() else { continue };
        let cache = is_cache(name.text());
        if serves || cache {
            let fields = fields.fields();
            names.extend(fields.iter().flat_map(|field| field.names().iter()).map(|name| (name, cache)));
        }
    }
    let package_level = cx.tree().ast.specs.ids().map(|id| cx.tree().view(id));
    for spec in package_level.filter(|spec: &Spec<'a>| spec.enclosing_func().is_none()) {
        if let SpecKind::Value { names: declared, .. } = spec.kind() {
            names.extend(declared.iter().filter(|_| serves).map(|name| (name, false)));
        }
    }
    names.retain(|(name, _)| !name.text().starts_with(|first: char| first.is_uppercase()));
    names
}

fn is_cache(name: &str) -> bool {
    name.to_ascii_lowercase().ends_with("cache")
}

fn grows(ty: Ty<'_>) -> bool {
    ty.is_map() == Some(true) || ty.is_slice() == Some(true) || ty.deref().is("sync.Map")
}

/// A function that runs at the start of the program, or fills a registry.
fn at_start(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["init", "main", "new", "register", "must", "load", "setup", "with", "open", "parse", "build"]
        .iter()
        .any(|start| name.starts_with(start))
}

enum Use<'a> {
    Adds(Expr<'a>),
    Reads,
    Bounds,
}

/// What a mention of the variable or field does to it.
fn use_of<'a>(cx: &Cx<'a>, mention: Expr<'a>) -> Use<'a> {
    // `c.entries`: the selector is what is used; `entries: …` in a literal of the struct makes it.
    let mut value = mention;
    if let Some(outer) = mention.parent().and_then(Node::as_expr) {
        match outer.kind() {
            ExprKind::Selector { name, .. } if name == mention => value = outer,
            ExprKind::KeyValue { key, .. } if key == mention => return Use::Reads,
            _ => {}
        }
    }
    let Some(parent) = value.parent() else { return Use::Bounds };
    if parent.as_field().is_some() || parent.as_spec().is_some() {
        return Use::Reads;
    }
    if let Some(expr) = parent.as_expr() {
        return match expr.kind() {
            ExprKind::Index { x, .. } if x == value => {
                let stores = expr.parent().and_then(Node::as_stmt).is_some_and(|stmt| match stmt.kind() {
                    StmtKind::Assign { lhs, .. } => lhs.iter().any(|target| target == expr),
                    StmtKind::IncDec { .. } => true,
                    _ => false,
                });
                let map = cx.type_of(value).and_then(Ty::is_map) == Some(true);
                let closed = match expr.kind() {
                    ExprKind::Index { args, .. } => args.only().is_none_or(|key| is_closed(cx, key)),
                    _ => true,
                };
                if stores && map && !closed { Use::Adds(expr) } else { Use::Reads }
            }
            // Methods of sync.Map.
            ExprKind::Selector { x, name } if x == value => match name.text() {
                "Store" | "LoadOrStore" | "Swap" => Use::Adds(expr),
                "Load" => Use::Reads,
                _ => Use::Bounds,
            },
            ExprKind::Binary { op: BinaryOp::Eq | BinaryOp::Ne, x, y } if cx.is_nil(x) || cx.is_nil(y) => Use::Reads,
            ExprKind::Call(call) if is_append_to_itself(cx, call, value) => Use::Adds(value),
            _ => Use::Bounds,
        };
    }
    match parent.as_stmt().map(Stmt::kind) {
        Some(StmtKind::Range { x, .. }) if x == value => Use::Reads,
        Some(StmtKind::Assign { lhs, rhs, .. }) => {
            let at = lhs.iter().position(|target| target == value);
            let new = at.and_then(|at| rhs.get(at));
            match new.and_then(Expr::as_call) {
                Some(call) if call.arg(0).is_some_and(|first| is_append_to_itself(cx, call, first)) => Use::Reads,
                // `if m == nil { m = make(…) }`, and what a constructor does.
                Some(call)
                    if cx.callee(call).and_then(Object::builtin) == Some(Builtin::Make) && is_first(cx, value) =>
                {
                    Use::Reads
                }
                _ => Use::Bounds,
            }
        }
        _ => Use::Bounds,
    }
}

/// A key from a closed set: a constant, a Boolean.
fn is_closed<'a>(cx: &Cx<'a>, key: Expr<'a>) -> bool {
    cx.constant(key).is_some() || cx.type_of(key).and_then(Ty::is_boolean) == Some(true)
}

/// `s = append(s, …)`
fn is_append_to_itself<'a>(cx: &Cx<'a>, call: Call<'a>, value: Expr<'a>) -> bool {
    let target = call.parent().and_then(Node::as_stmt).and_then(Stmt::as_assign).and_then(|(_, lhs, _)| lhs.only());
    cx.callee(call).and_then(Object::builtin) == Some(Builtin::Append)
        && call.arg(0) == Some(value)
        && target.is_some_and(|target| target.same_text(value))
}

/// Made where it was nil, or in a function that makes its owner.
fn is_first<'a>(cx: &Cx<'a>, value: Expr<'a>) -> bool {
    let constructs = value.enclosing_func_decl().is_some_and(|func| at_start(func.name_text()));
    constructs
        || value.ancestors().filter_map(Node::as_stmt).any(|stmt| match stmt.kind() {
            StmtKind::If { cond, .. } => {
                cond.as_binary().is_some_and(|(op, x, y)| op == BinaryOp::Eq && cx.is_nil(y) && x.same_text(value))
            }
            _ => false,
        })
}

/// Whether the place runs in a handler: a function with a request parameter.
fn in_handler<'a>(cx: &Cx<'a>, at: Expr<'a>) -> bool {
    std::iter::successors(at.enclosing_func(), |func| func.enclosing_func()).any(|func| is_handler(cx, func))
}

fn is_handler<'a>(cx: &Cx<'a>, func: Func<'a>) -> bool {
    cx.context_param(func).is_some_and(|(_, is_request)| is_request)
}

/// How far from a handler what it calls still works for the one request.
const NEAR: u8 = 2;

/// The functions that handlers of the package call, also through each other (a few calls deep).
fn served<'a>(files: &[Cx<'a>]) -> impl Fn(Object<'a>) -> bool {
    let mut calls: BTreeMap<_, Vec<_>> = BTreeMap::new();
    let mut work = Vec::new();
    for cx in files.iter().filter(|cx| !cx.is_test()) {
        for func in cx.funcs() {
            let callees = || func.own_calls().into_iter().filter_map(|call| cx.callee(call)).map(|callee| callee.id);
            if let Some(decl) = if func.is_literal() { None } else { cx.func_object(func) } {
                calls.entry(decl.id).or_default().extend(callees());
            }
            if std::iter::successors(Some(func), |func| func.enclosing_func()).any(|func| is_handler(cx, func)) {
                work.extend(callees());
            }
        }
    }
    let mut served = BTreeSet::new();
    for _ in 0..NEAR {
        let reached = std::mem::take(&mut work).into_iter().filter(|function| served.insert(*function));
        work = reached
            .collect::<Vec<_>>()
            .into_iter()
            .filter_map(|function| calls.get(&function))
            .flatten()
            .copied()
            .collect();
    }
    move |function| served.contains(&function.id)
}
