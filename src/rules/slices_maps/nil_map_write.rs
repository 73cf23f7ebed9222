//! Writes to maps that are nil.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("nil-map-write"))
    .on(&[Kind::Assign, Kind::IncDec, Kind::Range], check)
    .on(&[Kind::Call], check_call)
    .on_package(check_fields)
    .on_package(check_variables);

/// Methods of maps that write to their receiver, and functions that write to their first argument.
const WRITERS: &[&str] = &[
    "(net/url.Values).Set",
    "(net/url.Values).Add",
    "(net/http.Header).Set",
    "(net/http.Header).Add",
    "(net/textproto.MIMEHeader).Set",
    "(net/textproto.MIMEHeader).Add",
    "(google.golang.org/grpc/metadata.MD).Set",
    "(google.golang.org/grpc/metadata.MD).Append",
    "maps.Copy",
    "maps.Insert",
];

fn check<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    for target in targets(node.as_stmt()?) {
        let ExprKind::Index { x, .. } = target.unparen().kind() else { continue };
        if cx.type_of(x).and_then(Ty::is_map) == Some(true) {
            written(cx, x.unparen(), "this write panics", || true);
        }
    }
    Some(())
}

fn targets(stmt: Stmt<'_>) -> Vec<Expr<'_>> {
    match stmt.kind() {
        StmtKind::Assign { op, lhs, .. } if op != AssignOp::Define => lhs.iter().collect(),
        StmtKind::IncDec { x, .. } => vec![x],
        StmtKind::Range { op: RangeOp::Assign, key, value, .. } => key.into_iter().chain(value).collect(),
        _ => Vec::new(),
    }
}

fn check_call<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    let call = node.as_call().filter(|call| call.expr().node() == node)?;
    let callee = cx.callee(call).filter(|callee| callee.builtin().is_none())?;
    let known = callee.is_any(WRITERS);
    let is_map = |expr: Expr<'a>| cx.is_nil(expr) || cx.type_of(expr).and_then(Ty::is_map) == Some(true);
    let writes = |param: Param| known || cx.program().flow.is_some_and(|flow| flow.writes_map(callee.id, param));
    if let Some(receiver) = call.qualifier().filter(|on| callee.is_method() && is_map(*on)) {
        return written(cx, receiver.unparen(), "this call panics: it writes", || writes(Param::Receiver));
    }
    let arguments = call.args().iter().enumerate().take(if known { 1 } else { usize::MAX });
    for (at, argument) in arguments.filter(|(_, argument)| is_map(*argument)) {
        written(cx, argument.unparen(), "this call panics: it writes", || writes(Param::At(at)));
    }
    Some(())
}

/// Reports a write to a map that is nil; `surely`, asked last, says that it is one.
fn written<'a>(cx: &Cx<'a>, map: Expr<'a>, what: &str, surely: impl Fn() -> bool) -> Option<()> {
    let nil = nil_map(cx, map).filter(|_| surely())?;
    let name = map.text();
    let message = if what.ends_with("writes") {
        format!("{what} to `{name}`, a nil map")
    } else {
        format!("{what}: `{name}` is a nil map")
    };
    let mut draft = Finding::at(map, message).here(nil.here);
    draft = draft.along(nil.told);
    cx.report(draft.help(nil.help).fix_if(make_it(cx, map)).error())
}

/// Why a map is nil.
struct NilMap {
    here: &'static str,
    told: Told,
    help: &'static str,
}

fn nil_map<'a>(cx: &Cx<'a>, map: Expr<'a>) -> Option<NilMap> {
    let why = |here, told: Told| {
        let help = match told.labels.first() {
            Some(label) if label.message.starts_with("built") => "set the field to a map where the struct is built",
            _ => "make the map before it is written to",
        };
        Some(NilMap { here, told, help })
    };
    let label = |role, at: Expr<'a>, message: &str| {
        let labels = vec![Label { role, place: at.place(), message: message.to_owned() }];
        Told { trace: labels.clone(), labels }
    };
    if cx.is_nil(map) || cx.is_converted_nil(map) {
        return why("nil", Told::default());
    }
    // An element of a map or slice that nobody gives any.
    if let ExprKind::Index { x, .. } = map.kind() {
        let x = x.unparen();
        if cx.type_of(x)?.is_map()?
            && let Some(outer) = nil_map(cx, x)
        {
            return Some(outer);
        }
        let made = never_filled(cx, x)?;
        let mut nil = why("nil: no element was ever set", label(Role::Acquired, made, "made here, without elements"))?;
        nil.help = "make the inner map before it is written to";
        return Some(nil);
    }
    let path = cx.nil_path(map).or_else(|| {
        // A copy of another variable that is nil where it is copied.
        let reaching = cx.reaching(map)?;
        let [Definition::Value(value)] = reaching[..] else { return None };
        cx.nil_path(value.unparen())
    });
    if let Some(path) = path.filter(|path| path.always || cx.goes_on_nil(map)) {
        let here =
            if path.always { "nil on every path to here" } else { "nil on the path on which the test finds it so" };
        return why(here, cx.told_nil(&path));
    }
    let declared = cx.never_set(cx.variable(map)?)?;
    why("nil on every path to here", label(Role::Declared, declared, "declared without a value, and never set"))
}

/// Where a local map, slice or array of maps is made without elements, if no element of it is ever set.
fn never_filled<'a>(cx: &Cx<'a>, whole: Expr<'a>) -> Option<Expr<'a>> {
    let variable = cx.variable(whole).filter(|variable| variable.is_local())?;
    let owner = cx.owner(variable)?;
    let made = |value: Expr<'a>| match value.unparen().kind() {
        ExprKind::CompositeLit { elements, .. } => elements.is_empty(),
        ExprKind::Call(call) => cx.callee(call).and_then(Object::builtin) == Some(Builtin::Make),
        _ => false,
    };
    let ty = cx.type_of(whole)?;
    let is_array = !ty.is_map()? && !ty.is_slice()?;
    let mut origin = None;
    for ident in cx.uses_within(variable, owner) {
        let parent = ident.parent()?;
        if let Some(SpecKind::Value { names, values, .. }) = parent.as_spec().map(Spec::kind) {
            let at = names.iter().position(|name| name == ident)?;
            match values.get(at) {
                Some(value) if names.len() == values.len() && made(value) => origin = Some(value),
                None if is_array && values.is_empty() => origin = Some(ident),
                _ => return None,
            }
            continue;
        }
        if let Some(stmt) = parent.as_stmt() {
            match stmt.kind() {
                StmtKind::Assign { op: AssignOp::Define | AssignOp::Assign, lhs, rhs } => {
                    let at = lhs.iter().position(|target| target == ident)?;
                    origin = Some(rhs.get(at).filter(|value| lhs.len() == rhs.len() && made(*value))?);
                }
                // Its elements are read.
                StmtKind::Range { x, .. } if x == ident => {}
                _ => return None,
            }
            continue;
        }
        let outer = parent.as_expr()?;
        match outer.kind() {
            ExprKind::Index { x, .. } if x == ident => {
                let set = match outer.parent()?.as_stmt() {
                    Some(stmt) => {
                        targets(stmt).contains(&outer)
                            || stmt.as_assign().is_some_and(|(_, to, _)| to.iter().any(|to| to == outer))
                    }
                    None => matches!(outer.parent()?.as_expr()?.kind(), ExprKind::Unary { op: UnaryOp::And, .. }),
                };
                if set {
                    return None;
                }
            }
            ExprKind::Binary { .. } => {}
            ExprKind::Call(call) => {
                let harmless = matches!(
                    cx.callee(call)?.builtin()?,
                    Builtin::Len | Builtin::Cap | Builtin::Delete | Builtin::Clear
                );
                if !harmless {
                    return None;
                }
            }
            _ => return None,
        }
    }
    origin
}

/// `m := make(map[K]V)` in the place of `var m map[K]V`.
fn make_it<'a>(cx: &Cx<'a>, map: Expr<'a>) -> Option<Fix> {
    let spec = cx.spec_of(cx.variable(map)?)?;
    let SpecKind::Value { names, ty: Some(ty), values, .. } = spec.kind() else { return None };
    let decl = spec.decl()?;
    let DeclKind::Gen { grouped: false, .. } = decl.kind() else { return None };
    if !values.is_empty() || names.len() != 1 || spec.enclosing_func().is_none() {
        return None;
    }
    let stmt = decl.parent()?.as_stmt()?;
    Some(Fix::safe("make the map").replace(stmt, format!("{} := make({})", names.text(), ty.text())))
}

/// Strict: a map field that nothing in the package sets, written by a function of it.
fn check_fields<'a>(package: &PackageCx<'a>) -> Option<()> {
    let mut writes: Vec<(usize, Object<'a>, Expr<'a>)> = Vec::new();
    let mut set: Vec<Object<'a>> = Vec::new();
    for (at, cx) in package.files().iter().enumerate() {
        let tree = cx.tree();
        for id in tree.ast.exprs.ids() {
            let expr = Expr { tree, id };
            match expr.kind() {
                ExprKind::Selector { name, .. } => {
                    let Some(field) = cx.object(name).filter(|object| is_own_map(package, *object)) else { continue };
                    match use_of(cx, expr) {
                        Use::Writes => writes.push((at, field, expr)),
                        Use::Reads => {}
                        Use::Sets => set.push(field),
                    }
                }
                ExprKind::KeyValue { key, .. } => set.extend(cx.object(key).filter(|object| object.is_field())),
                ExprKind::CompositeLit { elements, .. } => {
                    // Without keys all fields are set.
                    let keyed = elements.first().is_none_or(|first| matches!(first.kind(), ExprKind::KeyValue { .. }));
                    if !keyed && let Some(ty) = cx.type_of(expr).filter(|ty| ty.is_struct() != Some(false)) {
                        for field in ty.fields().into_iter().flatten() {
                            set.push(Object { store: cx.store(), id: field.object });
                        }
                    }
                }
                _ => {}
            }
        }
    }
    let mut reported: Vec<Object<'a>> = Vec::new();
    for (at, field, expr) in writes {
        let cx = &package.files()[at];
        if set.contains(&field)
            || reported.contains(&field)
            || cx.is_test()
            || package.files().iter().any(Cx::guessed_imports)
        {
            continue;
        }
        // The same function may have built the struct: then the default tier has said so.
        if nil_map(cx, expr).is_some() {
            continue;
        }
        reported.push(field);
        let name = expr.text();
        let mut draft = Finding::at(expr, format!("this write panics: nothing in the package sets `{name}`"))
            .here("a nil map, unless code outside of the package sets it");
        if let Some(place) = cx.declared_at(field) {
            draft = draft.mark(Role::Declared, place);
        }
        cx.report(draft.help("set the field to a map in the constructor").strict());
    }
    Some(())
}

/// Whether the field is an unexported map, without tag, of a struct of this package.
fn is_own_map<'a>(package: &PackageCx<'a>, field: Object<'a>) -> bool {
    field.is_field()
        && !field.is_exported()
        && field.package_path() == Some(package.path())
        && field.ty().and_then(Ty::is_map) == Some(true)
}

/// A package-level map without value that nothing in the package sets.
fn check_variables<'a>(package: &PackageCx<'a>) -> Option<()> {
    let is_own = |object: Object<'a>| {
        object.is_package_var()
            && !object.is_exported()
            && object.package_path() == Some(package.path())
            && object.ty().and_then(Ty::is_map) == Some(true)
    };
    let mut writes: Vec<(usize, Object<'a>, Expr<'a>)> = Vec::new();
    let mut set: Vec<Object<'a>> = Vec::new();
    for (at, cx) in package.files().iter().enumerate() {
        let tree = cx.tree();
        for (id, object) in cx.info().objects.iter_enumerated() {
            let Some(object) = object.map(|id| Object { store: cx.store(), id }).filter(|object| is_own(*object))
            else {
                continue;
            };
            let ident: Expr<'a> = tree.view(id);
            match ident.parent().and_then(Node::as_spec).map(Spec::kind) {
                Some(SpecKind::Value { values, names, .. }) if names.iter().any(|name| name == ident) => {
                    if !values.is_empty() {
                        set.push(object);
                    }
                }
                _ => match use_of(cx, ident) {
                    Use::Writes => writes.push((at, object, ident)),
                    Use::Reads => {}
                    Use::Sets => set.push(object),
                },
            }
        }
    }
    let mut reported: Vec<Object<'a>> = Vec::new();
    for (at, object, ident) in writes {
        let cx = &package.files()[at];
        if set.contains(&object) || reported.contains(&object) || package.files().iter().any(Cx::guessed_imports) {
            continue;
        }
        reported.push(object);
        let declared = cx.declared_at(object);
        cx.report(
            Finding::at(ident, format!("this write panics: nothing sets the map `{}`", ident.text()))
                .here("a nil map")
                .mark_if(Role::Declared, declared)
                .help("make the map where it is declared")
                .error(),
        );
    }
    Some(())
}

enum Use {
    Reads,
    Writes,
    Sets,
}

/// What is done with the field at one of its mentions; anything that is not plainly a read may set it.
fn use_of<'a>(cx: &Cx<'a>, expr: Expr<'a>) -> Use {
    let Some(parent) = expr.parent() else { return Use::Sets };
    if let Some(stmt) = parent.as_stmt() {
        return match stmt.kind() {
            StmtKind::Range { x, .. } if x == expr => Use::Reads,
            StmtKind::Return(_) => Use::Reads,
            StmtKind::Assign { rhs, .. } if rhs.iter().any(|value| value == expr) => Use::Reads,
            _ => Use::Sets,
        };
    }
    let Some(outer) = parent.as_expr() else { return Use::Sets };
    match outer.kind() {
        ExprKind::Index { x, .. } if x == expr => {
            let written = outer.parent().and_then(Node::as_stmt).is_some_and(|stmt| targets(stmt).contains(&outer));
            if written { Use::Writes } else { Use::Reads }
        }
        ExprKind::Binary { .. } => Use::Reads,
        ExprKind::Call(call) => match cx.callee(call).and_then(Object::builtin) {
            Some(Builtin::Len | Builtin::Delete | Builtin::Clear) => Use::Reads,
            _ => Use::Sets,
        },
        _ => Use::Sets,
    }
}
