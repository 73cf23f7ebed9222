//! Writes to maps that are nil.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("nil-map-write"))
    .on(&[Kind::Assign, Kind::IncDec, Kind::Range], check)
    .on_call(WRITERS, check_method)
    .on_package(check_fields)
    .on_package(check_variables);

/// Methods of maps that write to their receiver.
const WRITERS: &[&str] = &[
    "(net/url.Values).Set",
    "(net/url.Values).Add",
    "(net/http.Header).Set",
    "(net/http.Header).Add",
    "(net/textproto.MIMEHeader).Set",
    "(net/textproto.MIMEHeader).Add",
    "(google.golang.org/grpc/metadata.MD).Set",
    "(google.golang.org/grpc/metadata.MD).Append",
];

fn check<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    for target in targets(node.as_stmt()?) {
        let ExprKind::Index { x, .. } = target.unparen().kind() else { continue };
        if cx.type_of(x).and_then(Ty::is_map) == Some(true) {
            written(cx, x.unparen(), "this write panics");
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

fn check_method<'a>(cx: &Cx<'a>, call: Call<'a>) -> Option<()> {
    written(cx, call.qualifier()?.unparen(), "this call panics: it writes")
}

fn written<'a>(cx: &Cx<'a>, map: Expr<'a>, what: &str) -> Option<()> {
    let name = map.text();
    let message = if what.ends_with("writes") {
        format!("{what} to `{name}`, a nil map")
    } else {
        format!("{what}: `{name}` is a nil map")
    };
    if map.ident().is_none() {
        let left_out = left_out(cx, map)?;
        return cx.report(
            Finding::at(map, message)
                .here("nil: nothing sets it before")
                .label(Role::Assigned, left_out, "built without the map")
                .help("set the field to a map where the struct is built")
                .error(),
        );
    }
    let path = cx.nil_path(map).or_else(|| {
        // A copy of another variable that is nil where it is copied.
        let reaching = cx.reaching(map)?;
        let [Definition::Value(value)] = reaching[..] else { return None };
        cx.nil_path(value.unparen())
    });
    let path = path.filter(|path| path.always);
    let mut draft = Finding::at(map, message).here("nil on every path to here");
    match &path {
        Some(path) => {
            draft = draft.along(cx.told_nil(path));
        }
        None => {
            let declared = cx.never_set(cx.variable(map)?)?;
            draft = draft.label(Role::Declared, declared, "declared without a value, and never set");
        }
    }
    cx.report(draft.help("make the map before it is written to").fix_if(make_it(cx, map)).error())
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

/// The literal (or declaration) of the struct in the same function that leaves out the map `s.m`.
fn left_out<'a>(cx: &Cx<'a>, map: Expr<'a>) -> Option<Expr<'a>> {
    let (owner, field) = map.as_selector()?;
    let owner = owner.unparen();
    let variable = cx.variable(owner)?;
    let selection = cx.selection(map)?;
    if selection.kind != SelectionKind::Field || selection.path.len() != 1 {
        return None;
    }
    let func = map.enclosing_func()?;
    let flow = cx.flow(func)?;
    let built: Vec<Definition<'a>> = definitions(cx, owner)?;
    let place = match built[..] {
        [Definition::Value(value)] => {
            let literal = value.without_address();
            match literal.as_composite() {
                Some((Some(_), elements)) => {
                    let keyed = elements.iter().all(|element| matches!(element.kind(), ExprKind::KeyValue { .. }));
                    if !keyed || literal.field_value(field.text()).is_some() {
                        return None;
                    }
                    literal
                }
                _ => {
                    let call = value.as_call()?;
                    (cx.callee(call)?.builtin() == Some(Builtin::New)).then_some(value)?
                }
            }
        }
        [Definition::Zero(ident)] if cx.variable(ident)?.ty()?.is_struct()? => ident,
        _ => return None,
    };
    // In between nothing but plain uses of fields, and no assignment of this one.
    let (from, to) = (cx.point_in(func, place)?, cx.point_in(func, map)?);
    for mention in flow.mentions(variable.id) {
        let ident = Expr { tree: map.tree, id: mention.ident };
        if ident == owner || mention.point == from || !flow.cfg.reaches(mention.point, to) && mention.point != to {
            continue;
        }
        let selector = ident.parent()?.as_expr()?;
        let (_, name) = selector.as_selector()?;
        let same = name.text() == field.text();
        if mention.literal.is_some() || !is_plain_use(cx, selector, same) {
            return None;
        }
    }
    Some(place)
}

/// What reaches the variable, also where the address of one of its fields is taken.
fn definitions<'a>(cx: &Cx<'a>, variable: Expr<'a>) -> Option<Vec<Definition<'a>>> {
    cx.reaching(variable)
}

/// A use of `s.f` that neither assigns it (if it is the field in question), nor calls a method, nor takes the address.
fn is_plain_use<'a>(cx: &Cx<'a>, selector: Expr<'a>, same: bool) -> bool {
    if cx.selection(selector).is_none_or(|selection| selection.kind != SelectionKind::Field) {
        return false;
    }
    let Some(parent) = selector.parent() else { return false };
    if let Some(stmt) = parent.as_stmt() {
        return !(same
            && match stmt.kind() {
                StmtKind::Assign { lhs, .. } => lhs.iter().any(|target| target == selector),
                _ => false,
            });
    }
    match parent.as_expr().map(Expr::kind) {
        Some(ExprKind::Unary { op: UnaryOp::And, .. }) => false,
        // A map that is handed over is nil there as well.
        _ => true,
    }
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
        if left_out(cx, expr).is_some() {
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
