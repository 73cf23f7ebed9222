//! Data of a pooled object that outlives its return to the pool, and things that are no scratch memory.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("pool-misuse"))
    .on_call(&["(*sync.Pool).Get"], check_get)
    .on_call(&["(*sync.Pool).Put"], check_put)
    .on(&[Kind::CompositeLit], check_new);

/// `obj := pool.Get().(*T)`, or `obj := get()` of a function that only wraps it: what becomes of it after Put.
fn check_get<'a>(cx: &Cx<'a>, get: Call<'a>) -> Option<()> {
    let value = asserted(get);
    if let Some(target) = target(value) {
        return follow(cx, target);
    }
    // `func getBuf() *bytes.Buffer { return pool.Get().(*bytes.Buffer) }`: its callers take from the pool as well.
    value.parent()?.as_stmt()?.as_return()?;
    let wrapper = cx.func_object(get.enclosing_func()?)?;
    for call in cx.tree().calls().filter(|call| cx.callee(*call) == Some(wrapper)) {
        target(call.expr()).and_then(|target| follow(cx, target));
    }
    Some(())
}

/// The expression with the type assertion around it.
fn asserted<'a>(get: Call<'a>) -> Expr<'a> {
    let mut value = get.expr();
    while let Some(outer) = value.parent().and_then(Node::as_expr) {
        match outer.kind() {
            ExprKind::TypeAssert { .. } | ExprKind::Paren(_) => value = outer,
            _ => break,
        }
    }
    value
}

/// The variable that keeps a value.
fn target<'a>(value: Expr<'a>) -> Option<Expr<'a>> {
    let parent = value.parent()?;
    match parent.as_spec().map(Spec::kind) {
        Some(SpecKind::Value { names, .. }) => names.first(),
        _ => parent.as_stmt()?.as_assign()?.1.first(),
    }
}

/// Looks at all that happens to a pooled object in a variable.
fn follow<'a>(cx: &Cx<'a>, target: Expr<'a>) -> Option<()> {
    let object = cx.variable(target).filter(|object| object.is_local())?;
    let func = target.enclosing_func()?;
    let cfg = cx.cfg(func)?;
    let mentions: Vec<Expr<'a>> =
        cx.uses_within(object, func).into_iter().filter(|mention| *mention != target).collect();
    let puts: Vec<Call<'a>> = mentions.iter().filter_map(|mention| put_of(cx, *mention)).collect();
    let reassigned = cx.flow(func)?.mentions(object.id).iter().filter(|mention| mention.assigned).count() > 1;
    if puts.is_empty() {
        // Whoever it is handed to may put it back.
        let handed = mentions.iter().any(|mention| {
            let stmt = mention.enclosing_stmt();
            mention.parent().and_then(Node::as_call).is_some()
                || stmt.is_some_and(|stmt| stmt.as_return().is_some())
                || stmt
                    .and_then(Stmt::as_assign)
                    .is_some_and(|(_, _, values)| values.iter().any(|v| v.contains(*mention)))
        });
        return if handed { None } else { missing_put(cx, func, target, &puts) };
    }
    let deferred = |put: &Call<'a>| put.as_deferred().is_some() || put.enclosing_func() != Some(func);
    let back = |at: Point| {
        puts.iter().find(|put| {
            put.enclosing_func() == Some(func)
                && put.as_deferred().is_none()
                && cx.point_in(func, **put).is_some_and(|point| point != at && cfg.reaches(point, at))
        })
    };
    // The object itself after Put.
    if !reassigned {
        for mention in mentions.iter().filter(|mention| mention.enclosing_func() == Some(func)) {
            let Some(at) = cx.point_in(func, *mention) else { continue };
            let taken_again = cx.point_in(func, target).is_some_and(|get| cfg.in_cycle(get.block));
            if taken_again {
                break;
            }
            if let Some(put) = back(at).filter(|put| !put.contains(*mention)) {
                return cx.report(
                    Finding::at(*mention, format!("`{}` is used after its return to the pool", target.text()))
                        .here("somebody else may have it by now")
                        .label(Role::Released, put.head(), "handed back here")
                        .help("put it back when nothing needs it any more"),
                );
            }
        }
    }
    // A view of it that is returned: by then the deferred Put has run, or another one before.
    let views: Vec<Object<'a>> = mentions.iter().filter_map(|mention| kept_view(cx, *mention)).collect();
    for values in func.own_nodes().into_iter().filter_map(Node::as_stmt).filter_map(Stmt::as_return) {
        for value in values.iter() {
            let own = cx.is_use_of(value, object) || holds(cx, value, object);
            let view = own || views.iter().any(|view| holds(cx, value, *view) || cx.is_use_of(value, *view));
            let Some(at) = cx.point_in(func, value).filter(|_| view) else { continue };
            let put = puts.iter().find(|put| {
                let place = put.as_deferred().map_or(cx.point_in(func, **put), |stmt| cx.point_in(func, stmt));
                let place = match put.enclosing_func() == Some(func) {
                    true => place,
                    false => put.enclosing_func().and_then(Func::deferred).and_then(|stmt| cx.point_in(func, stmt)),
                };
                place.is_some_and(|place| cfg.point_dominates(place, at))
            });
            let Some(put) = put else { continue };
            let name = target.text();
            return cx.report(
                Finding::at(value, format!("this memory belongs to `{name}`, which is back in the pool"))
                    .here("the next user writes into it")
                    .label(
                        Role::Released,
                        put.head(),
                        if deferred(put) { "handed back on return" } else { "handed back here" },
                    )
                    .help("return a copy: bytes.Clone, slices.Clone, or a string"),
            );
        }
    }
    // A view that is stored or sent away, while the object goes back all the same.
    for stmt in func.own_nodes().into_iter().filter_map(Node::as_stmt) {
        let stored = match stmt.kind() {
            StmtKind::Send { value, .. } => Some(value),
            StmtKind::Assign { lhs, rhs, .. } => lhs.iter().zip(rhs.iter()).find_map(|(to, value)| {
                let outside = to.ident().is_none() || cx.variable(to).is_some_and(|to| to.is_package_var());
                outside.then_some(value)
            }),
            _ => None,
        };
        let Some(value) = stored.filter(|value| holds(cx, *value, object)) else { continue };
        // `*p = append((*p)[:0], …)` keeps the slice in its own object.
        let own = stmt.as_assign().and_then(|(_, lhs, _)| lhs.first()?.root()).is_some_and(|r| cx.is_use_of(r, object));
        let Some(put) = puts.first().filter(|_| !own) else { continue };
        let name = target.text();
        return cx.report(
            Finding::at(value, format!("this memory belongs to `{name}`, which goes back to the pool"))
                .here("the next user writes into it")
                .label(Role::Released, put.head(), "handed back here")
                .help("store a copy: bytes.Clone, slices.Clone, or a string"),
        );
    }
    // A view in a variable that is used after Put.
    for view in &views {
        for mention in cx.uses_within(*view, func) {
            let assigned = mention.parent().and_then(Node::as_stmt).and_then(Stmt::as_assign);
            let assigned = assigned.is_some_and(|(_, targets, _)| targets.iter().any(|target| target == mention));
            let Some(at) = cx.point_in(func, mention).filter(|_| !assigned && !is_length(cx, mention)) else {
                continue;
            };
            let Some(put) = back(at) else { continue };
            return cx.report(
                Finding::at(
                    mention,
                    format!("`{}` shares memory with an object that is back in the pool", view.name()),
                )
                .here("may change while it is read")
                .label(Role::Released, put.head(), "handed back here")
                .help("copy the data before Put"),
            );
        }
    }
    missing_put(cx, func, target, &puts)
}

/// The call that gives an object back: `pool.Put(obj)`, or a function of the package that does only so much more.
fn put_of<'a>(cx: &Cx<'a>, mention: Expr<'a>) -> Option<Call<'a>> {
    let argument = mention.parent()?.as_expr().filter(|outer| outer.address_of() == Some(mention)).unwrap_or(mention);
    let call = argument.parent()?.as_call()?;
    let at = call.args().iter().position(|arg| arg == argument)?;
    if cx.calls(call, "(*sync.Pool).Put") == Some(true) {
        return Some(call);
    }
    let (other, func) = cx.callee_body(call)?;
    let (name, _) = *func.params().entries().get(at)?;
    let parameter = other.object(name?)?;
    let puts = func.own_calls().into_iter().any(|inner| {
        other.calls(inner, "(*sync.Pool).Put") == Some(true)
            && inner.arg(0).is_some_and(|value| other.is_use_of(value.without_address(), parameter))
    });
    puts.then_some(call)
}

/// The variable that a view of the object is assigned to: `b := buf.Bytes()`, `b := (*p)[:n]`.
fn kept_view<'a>(cx: &Cx<'a>, mention: Expr<'a>) -> Option<Object<'a>> {
    let object = cx.object(mention)?;
    let (_, targets, values) = mention.enclosing_stmt()?.as_assign()?;
    let at = values.iter().position(|value| shares(cx, value, object))?;
    cx.variable(targets.get(at)?).filter(|kept| kept.is_local() && *kept != object)
}

/// Whether a value shares memory with the object: its bytes, a part of the slice, what a pointer to a slice points to.
fn shares<'a>(cx: &Cx<'a>, value: Expr<'a>, object: Object<'a>) -> bool {
    let value = value.unparen();
    match value.kind() {
        ExprKind::Slice { x, .. } => {
            let x = x.unparen();
            let slice = cx.type_of(x).and_then(Ty::is_slice) == Some(true);
            slice && (cx.is_use_of(x, object) || shares(cx, x, object))
        }
        ExprKind::Star(x) => cx.is_use_of(x, object) && cx.type_of(value).and_then(Ty::is_slice) == Some(true),
        ExprKind::Call(call) => {
            let view = ["(*bytes.Buffer).Bytes", "(*bytes.Buffer).AvailableBuffer", "(*bytes.Buffer).Next"];
            if cx.calls_any(call, &view) == Some(true) {
                return call.qualifier().is_some_and(|on| cx.is_use_of(on, object));
            }
            let builtin = cx.callee(call).and_then(Object::builtin) == Some(Builtin::Append);
            let trims = ["bytes.TrimSpace", "bytes.TrimRight", "bytes.TrimSuffix", "bytes.TrimPrefix", "bytes.Trim"];
            let first = || call.arg(0);
            (builtin || cx.calls_any(call, &trims) == Some(true))
                && first().is_some_and(|first| shares(cx, first, object) || is_slice_variable(cx, first, object))
        }
        _ => false,
    }
}

/// Whether a value is a view of the object, or a literal with one.
fn holds<'a>(cx: &Cx<'a>, value: Expr<'a>, object: Object<'a>) -> bool {
    shares(cx, value, object)
        || value.without_address().as_composite().is_some_and(|(_, elements)| {
            elements.iter().any(|element| match element.kind() {
                ExprKind::KeyValue { value, .. } => holds(cx, value, object),
                _ => holds(cx, element, object),
            })
        })
}

fn is_slice_variable<'a>(cx: &Cx<'a>, expr: Expr<'a>, object: Object<'a>) -> bool {
    cx.is_use_of(expr, object) && object.ty().and_then(Ty::is_slice) == Some(true)
}

/// `len(view)` reads no memory of it.
fn is_length<'a>(cx: &Cx<'a>, mention: Expr<'a>) -> bool {
    let builtin = mention.parent().and_then(Node::as_call).and_then(|call| cx.callee(call)).and_then(Object::builtin);
    matches!(builtin, Some(Builtin::Len | Builtin::Cap))
}

/// A return on which the object does not go back, where another one gives it back.
fn missing_put<'a>(cx: &Cx<'a>, func: Func<'a>, target: Expr<'a>, puts: &[Call<'a>]) -> Option<()> {
    let object = cx.variable(target)?;
    let get = cx.point_in(func, target)?;
    let mut ends: Vec<Point> = Vec::new();
    for mention in cx.uses_within(object, func) {
        let leaves = mention.parent().is_some_and(|parent| match parent.as_stmt().map(Stmt::kind) {
            Some(StmtKind::Return(_) | StmtKind::Send { .. }) => true,
            Some(StmtKind::Assign { rhs, .. }) => rhs.iter().any(|value| value == mention),
            _ => parent
                .as_expr()
                .is_some_and(|expr| matches!(expr.kind(), ExprKind::KeyValue { .. } | ExprKind::CompositeLit { .. })),
        });
        let captured = mention.enclosing_func() != Some(func);
        if leaves || captured {
            return None;
        }
    }
    for put in puts {
        ends.push(cx.point_in(func, *put)?);
    }
    let way = cx.search(
        func,
        false,
        |taken: &mut bool, point, _| {
            if *taken && ends.contains(&point) {
                return Next::Stop;
            }
            *taken |= point == get;
            Next::Go
        },
        |taken| *taken,
    )?;
    let draft = Finding::at(target, format!("`{}` does not go back to the pool on every path", target.text()))
        .here("taken from the pool")
        .help("defer the Put right after Get")
        .hint();
    cx.report(draft.along(cx.told(func, &way)))
}

/// Types that own something outside of memory.
const OWNING: &[&str] = &[
    "*os.File",
    "net.Conn",
    "*net.TCPConn",
    "*net.UDPConn",
    "*net/http.Client",
    "*net/http.Response",
    "*database/sql.DB",
    "*database/sql.Conn",
    "*database/sql.Tx",
    "*database/sql.Rows",
    "*database/sql.Stmt",
    "*crypto/tls.Conn",
    "*google.golang.org/grpc.ClientConn",
];

/// What owns something outside of memory, and slices and structs that allocate at each Put.
fn check_put<'a>(cx: &Cx<'a>, put: Call<'a>) -> Option<()> {
    let value = put.arg(0)?;
    let ty = cx.type_of(value)?;
    if ty.is_any_of(OWNING) {
        return owns(cx, value, ty);
    }
    let what = match ty.shape()? {
        Type::Slice(_) => "slice",
        Type::Struct(fields) if !fields.is_empty() => "struct",
        Type::Array { .. } => "array",
        Type::Basic(basic) if basic.is_string() => "string",
        _ => return None,
    };
    if ty.is_type_param() {
        return None;
    }
    cx.report(
        Finding::at(value, format!("each Put of the {what} `{}` allocates", value.text()))
            .here("boxed into an interface")
            .help(format!("pool a pointer to the {what}")),
    )
}

fn owns<'a>(cx: &Cx<'a>, at: Expr<'a>, ty: Ty<'a>) -> Option<()> {
    cx.report(
        Finding::at(at, format!("a pool may drop this `{}` at any time, with what it owns", ty.show()))
            .here("no scratch memory")
            .help("keep resources in a structure that closes them"),
    )
}

/// `sync.Pool{New: func() any { conn, _ := net.Dial(…); return conn }}`
fn check_new<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    let literal = node.as_expr()?;
    literal.as_composite()?.0?;
    if !cx.type_of(literal)?.is("sync.Pool") {
        return None;
    }
    let made = literal.field_value("New")?.as_func_lit()?;
    let value = made.own_nodes().into_iter().filter_map(Node::as_stmt).find_map(|stmt| {
        let value = stmt.as_return()?.only()?;
        cx.type_of(value).is_some_and(|ty| ty.is_any_of(OWNING)).then_some(value)
    })?;
    owns(cx, value, cx.type_of(value)?)
}
