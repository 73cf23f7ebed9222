//! Pooled objects that keep what their last user left.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("pool-object-not-reset")).on_call(&["(*sync.Pool).Get"], check);

/// Types whose content stays until they are reset, besides those of the package that have a `Reset` without arguments.
const KEEPING: &[&str] = &["*bytes.Buffer", "*strings.Builder", "*bufio.Writer", "*bufio.Reader"];

fn check<'a>(cx: &Cx<'a>, get: Call<'a>) -> Option<()> {
    // `buf := pool.Get().(*bytes.Buffer)`
    let assertion = get.parent()?.as_expr()?;
    let ExprKind::TypeAssert { ty: Some(ty), .. } = assertion.kind() else { return None };
    let pool = cx.denotes(get.qualifier()?.without_address())?;
    let kind = kind_of(cx, cx.type_of(ty)?)?;
    let parent = assertion.parent()?;
    if let Some(values) = parent.as_stmt().and_then(Stmt::as_return) {
        // `func get() *bytes.Buffer { return pool.Get().(*bytes.Buffer) }` and its callers.
        values.only()?;
        let wrapper = cx.func_object(get.enclosing_func()?)?;
        for call in cx.tree().calls().filter(|call| cx.callee(*call) == Some(wrapper)) {
            let target = call.parent().and_then(Node::as_stmt).and_then(Stmt::as_assign);
            if let Some(target) = target.and_then(|(_, targets, _)| targets.first()) {
                follow(cx, target, call.expr(), pool, kind);
            }
        }
        return Some(());
    }
    let target = match parent.as_spec().map(Spec::kind) {
        Some(SpecKind::Value { names, .. }) => names.first()?,
        _ => parent.as_stmt()?.as_assign()?.1.first()?,
    };
    follow(cx, target, assertion, pool, kind)
}

/// What is kept in the pool.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kept {
    /// Something with a reset method; whether it takes no argument.
    Object {
        plain: bool,
    },
    Slice,
    SlicePointer,
}

fn kind_of<'a>(cx: &Cx<'a>, ty: Ty<'a>) -> Option<Kept> {
    if ty.is_any_of(KEEPING) {
        return Some(Kept::Object { plain: !ty.declared_path_is("bufio") });
    }
    if ty.is_slice()? {
        return Some(Kept::Slice);
    }
    let pointee = ty.pointee()?;
    if pointee.is_slice() == Some(true) {
        return Some(Kept::SlicePointer);
    }
    let reset = cx.method(ty, "Reset")?.ty()?;
    let own = pointee.declared()?.package_path()? == cx.package_path();
    (own && reset.params()?.is_empty()).then_some(Kept::Object { plain: true })
}

/// Looks whether the object in `target`, which `value` gives, is reset before it is used or given back.
fn follow<'a>(cx: &Cx<'a>, target: Expr<'a>, value: Expr<'a>, pool: Object<'a>, kind: Kept) -> Option<()> {
    let object = cx.variable(target)?;
    let func = target.enclosing_func()?;
    let mut put = None;
    let mut grows = false;
    for mention in cx.uses_within(object, func).into_iter().filter(|mention| *mention != target) {
        if !matches!(kind, Kept::Object { .. }) && is_cut(cx, mention) {
            return None;
        }
        let parent = mention.parent()?;
        if let Some((x, name)) = parent.as_expr().and_then(Expr::as_selector)
            && x == mention
        {
            if matches!(name.text(), "Reset" | "Truncate") {
                return None;
            }
            grows = true;
            continue;
        }
        // Overwritten whole: `*obj = T{}`.
        if matches!(kind, Kept::Object { .. }) && is_overwritten(parent) {
            return None;
        }
        let argument = parent.as_expr().filter(|outer| outer.address_of() == Some(mention)).unwrap_or(mention);
        let Some(call) = argument.parent().and_then(Node::as_call) else { continue };
        if cx.calls(call, "(*sync.Pool).Put") == Some(true) {
            if cx.denotes(call.qualifier()?.without_address())? != pool {
                return None;
            }
            put = Some(call);
        } else if cx.callee(call).and_then(Object::builtin) == Some(Builtin::Append) {
            grows |= call.arg(0) == Some(mention);
        } else if let Some(gives) = gives_back(cx, call, argument, pool) {
            if gives {
                return None; // reset there
            }
            put = Some(call);
        } else if cx.callee(call).is_none_or(|callee| callee.package_path() == Some(cx.package_path())) {
            return None; // may be reset there
        } else {
            grows = true;
        }
    }
    let put = put?;
    // A slice that is only indexed or filled is written whole.
    let appended = is_appended_to(cx, func, object);
    if kind == Kept::Slice && !grows && !appended || kind == Kept::SlicePointer && !appended {
        return None;
    }
    // Whoever else uses this pool may reset it for all.
    let elsewhere = cx.uses(pool).any(|mention| {
        mention.enclosing_func().is_some_and(|other| {
            other != func
                && other.calls_within().iter().any(|call| call.name().is_some_and(|name| name.text() == "Reset"))
        })
    });
    if elsewhere {
        return None;
    }
    let name = target.text();
    let fix = match kind {
        Kept::Object { plain: true } => {
            let stmt = put.as_stmt().or(put.as_deferred());
            match put.as_deferred() {
                None => stmt.map(|stmt| {
                    Fix::safe("reset it before it goes back").line_before(stmt, &format!("{name}.Reset()"))
                }),
                Some(_) => value
                    .enclosing_stmt()
                    .map(|stmt| Fix::safe("reset it before it is used").line_after(stmt, &format!("{name}.Reset()"))),
            }
        }
        _ => None,
    };
    let help = match kind {
        Kept::Object { .. } => "reset it right after Get, or before Put".to_owned(),
        Kept::Slice => format!("cut it to length zero first: `{name}[:0]`"),
        Kept::SlicePointer => format!("cut it to length zero first: `(*{name})[:0]`"),
    };
    cx.report(
        Finding::at(put.head(), format!("`{name}` goes back with its content: the next user finds it"))
            .here("put back without a reset")
            .label(Role::Acquired, target, "taken from the pool here")
            .help(help)
            .fix_if(fix),
    )
}

/// `b[:0]`, `(*b)[:0]`, `clear(b)`, `len`-zero slices alike.
fn is_cut<'a>(cx: &Cx<'a>, mention: Expr<'a>) -> bool {
    mention.ancestors().take_while(|node| node.as_expr().is_some()).filter_map(Node::as_expr).any(|outer| {
        match outer.kind() {
            ExprKind::Slice { bounds: [low, Some(_), _], .. } => low.is_none_or(|low| cx.int_value(low) == Some(0)),
            ExprKind::Call(call) => cx.callee(call).and_then(Object::builtin) == Some(Builtin::Clear),
            _ => false,
        }
    })
}

/// `append(obj, …)`, `append(*obj, …)`
fn is_appended_to<'a>(cx: &Cx<'a>, func: Func<'a>, object: Object<'a>) -> bool {
    func.calls_within().into_iter().any(|call| {
        cx.callee(call).and_then(Object::builtin) == Some(Builtin::Append)
            && call.arg(0).and_then(Expr::root).is_some_and(|root| cx.is_use_of(root, object))
    })
}

/// `*obj = …`
fn is_overwritten(parent: Node<'_>) -> bool {
    let Some(star) = parent.as_expr().filter(|outer| matches!(outer.kind(), ExprKind::Star(_))) else { return false };
    let assign = star.parent().and_then(Node::as_stmt).and_then(Stmt::as_assign);
    assign.is_some_and(|(_, targets, _)| targets.iter().any(|target| target == star))
}

/// Whether a function of the package puts its argument into the pool, and whether it resets it on the way.
fn gives_back<'a>(cx: &Cx<'a>, call: Call<'a>, argument: Expr<'a>, pool: Object<'a>) -> Option<bool> {
    let at = call.args().iter().position(|arg| arg == argument)?;
    let (other, func) = cx.callee_body(call)?;
    let (name, _) = *func.params().entries().get(at)?;
    let parameter = other.object(name?)?;
    let puts = func.own_calls().into_iter().any(|inner| {
        other.calls(inner, "(*sync.Pool).Put") == Some(true)
            && inner.qualifier().and_then(|on| other.denotes(on.without_address())) == Some(pool)
            && inner.arg(0).is_some_and(|value| other.is_use_of(value.without_address(), parameter))
    });
    let resets = other.uses_within(parameter, func).into_iter().any(|mention| {
        let selector = mention.parent().and_then(Node::as_expr).and_then(Expr::as_selector);
        is_cut(&other, mention)
            || mention.parent().is_some_and(is_overwritten)
            || selector.is_some_and(|(_, name)| matches!(name.text(), "Reset" | "Truncate"))
    });
    puts.then_some(resets)
}
