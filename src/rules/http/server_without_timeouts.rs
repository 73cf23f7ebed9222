//! http.Server without read timeouts, and the helpers that cannot have any.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("server-without-timeouts"))
    .on_call(
        &["net/http.ListenAndServe", "net/http.ListenAndServeTLS", "net/http.Serve", "net/http.ServeTLS"],
        check_helper,
    )
    .on(&[Kind::CompositeLit], check_literal)
    .on(&[Kind::ValueSpec], check_zero)
    .on_call(&["new"], check_new);

fn check_helper<'a>(cx: &Cx<'a>, call: Call<'a>) -> Option<()> {
    if cx.is_test() {
        return None;
    }
    let first = call.arg(0)?;
    let local = match start_of(cx, first) {
        Some(address) => is_loopback(&address),
        None => listens_locally(cx, first),
    };
    if local {
        return None;
    }
    let name = call.fun().text();
    cx.report(
        Finding::at(call.head(), format!("`{name}` has no timeouts: a slow client stays for ever"))
            .here("serves without any timeout")
            .help("build an http.Server with ReadHeaderTimeout, ReadTimeout, WriteTimeout and IdleTimeout, and serve with it"),
    )
}

/// The constant that an address begins with: `"localhost:" + port`.
fn start_of<'a>(cx: &Cx<'a>, address: Expr<'a>) -> Option<String> {
    match address.as_binary() {
        Some((BinaryOp::Add, x, _)) => start_of(cx, x),
        _ => cx.string_value(address),
    }
}

/// Whether the listener was made in this function for a Unix socket or the loopback interface.
fn listens_locally<'a>(cx: &Cx<'a>, listener: Expr<'a>) -> bool {
    let calls = || -> Option<bool> {
        let object = cx.variable(listener)?;
        let declared = cx.declared_at(object)?;
        let (_, _, values) = declared.enclosing_stmt()?.as_assign()?;
        let call = values.only()?.as_call()?;
        if !cx.calls(call, "net.Listen")? {
            return None;
        }
        let network = cx.string_value(call.arg(0)?)?;
        Some(network.starts_with("unix") || cx.string_value(call.arg(1)?).is_some_and(|at| is_loopback(&at)))
    };
    calls().unwrap_or(false)
}

fn is_loopback(address: &str) -> bool {
    ["localhost:", "127.", "[::1]:"].iter().any(|prefix| address.starts_with(prefix))
}

fn check_literal<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    let literal = node.as_expr()?;
    let (written, elements) = literal.as_composite()?;
    let written = written?;
    if cx.is_test() || !cx.type_of(literal)?.is("net/http.Server") {
        return None;
    }
    // Without keys all fields are given.
    if elements.iter().any(|element| !matches!(element.kind(), ExprKind::KeyValue { .. })) {
        return None;
    }
    if literal.field_value("Addr").and_then(|at| cx.string_value(at)).is_some_and(|at| is_loopback(&at)) {
        return None;
    }
    let later = later_fields(cx, literal)?;
    let set = |name: &str| literal.field_value(name).is_some_and(|value| cx.int_value(value) != Some(0));
    let has = |name: &str| set(name) || later.contains(&name);
    let edge = |names: &[&str]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" and ");
    if !has("ReadHeaderTimeout") && !has("ReadTimeout") {
        return cx.report(
            Finding::at(written, "this server has no read timeout: a slow client holds its connection for ever")
                .here("neither `ReadHeaderTimeout` nor `ReadTimeout` is set")
                .help("set ReadHeaderTimeout, ReadTimeout, WriteTimeout and IdleTimeout")
                .fix_if(insert_timeouts(cx, literal, elements, &has)),
        );
    }
    let missing: Vec<&str> = ["WriteTimeout", "IdleTimeout"].into_iter().filter(|name| !has(name)).collect();
    if missing.is_empty() || uses_response_controller(cx) {
        return None;
    }
    cx.report(
        Finding::at(written, format!("this server does not set {}", edge(&missing)))
            .here(format!("{} left at zero: no limit", edge(&missing)))
            .help("bound the whole response and idle keep-alive connections too")
            .strict(),
    )
}

/// The fields assigned later to the variable that the literal initialises; `None` where the variable cannot be followed
/// (a field, a result, an argument to a function that may set them).
fn later_fields<'a>(cx: &Cx<'a>, literal: Expr<'a>) -> Option<Vec<&'a str>> {
    let Some(object) = holder(cx, literal) else {
        // Held by a field or passed on: set elsewhere only if this package assigns a timeout of any server.
        return if assigns_timeouts(cx) { None } else { Some(Vec::new()) };
    };
    Some(fields_of(cx, object))
}

/// The fields of a variable that are assigned somewhere in the file.
fn fields_of<'a>(cx: &Cx<'a>, object: Object<'a>) -> Vec<&'a str> {
    let mut fields = Vec::new();
    for mention in cx.uses(object) {
        let Some((x, name)) = mention.parent().and_then(Node::as_expr).and_then(Expr::as_selector) else { continue };
        if x != mention {
            continue;
        }
        let Some(selector) = mention.parent().and_then(Node::as_expr) else { continue };
        let assigned = selector.parent().and_then(Node::as_stmt).and_then(Stmt::as_assign);
        if assigned.is_some_and(|(_, targets, _)| targets.iter().any(|target| target == selector)) {
            fields.push(name.text());
        }
    }
    fields
}

/// `var srv http.Server`
fn check_zero<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    let SpecKind::Value { names, ty: Some(ty), values, .. } = node.as_spec()?.kind() else { return None };
    if !values.is_empty() || !cx.type_of(ty)?.is("net/http.Server") {
        return None;
    }
    check_variable(cx, names.only()?)
}

/// `srv := new(http.Server)`
fn check_new<'a>(cx: &Cx<'a>, call: Call<'a>) -> Option<()> {
    if !cx.type_of(call.arg(0)?)?.is("net/http.Server") {
        return None;
    }
    let parent = call.parent()?;
    match parent.as_spec().map(Spec::kind) {
        Some(SpecKind::Value { names, .. }) => check_variable(cx, names.only()?),
        _ => check_variable(cx, parent.as_stmt()?.as_assign()?.1.only()?),
    }
}

/// A server made as a zero value, which serves without a read timeout ever being set.
fn check_variable<'a>(cx: &Cx<'a>, name: Expr<'a>) -> Option<()> {
    let server = cx.variable(name).filter(|_| !cx.is_test())?;
    let mut serves = None;
    for mention in cx.uses(server).filter(|mention| *mention != name) {
        // Handed to somebody or assigned whole, it may be set up there.
        let (x, member) = mention.parent()?.as_expr()?.as_selector()?;
        if x != mention {
            return None;
        }
        if matches!(member.text(), "ListenAndServe" | "ListenAndServeTLS" | "Serve" | "ServeTLS") {
            serves.get_or_insert(member);
        }
    }
    let fields = fields_of(cx, server);
    if fields.iter().any(|field| matches!(*field, "ReadHeaderTimeout" | "ReadTimeout")) {
        return None;
    }
    let address = |mention: Expr<'a>| -> Option<String> {
        let selector = mention.parent()?.as_expr()?;
        let (_, targets, values) = selector.parent()?.as_stmt()?.as_assign()?;
        let at = targets
            .iter()
            .position(|target| target == selector && target.as_selector().is_some_and(|(_, n)| n.text() == "Addr"))?;
        start_of(cx, values.get(at)?)
    };
    if cx.uses(server).any(|mention| address(mention).is_some_and(|address| is_loopback(&address))) {
        return None;
    }
    cx.report(
        Finding::at(name, "this server has no read timeout: a slow client holds its connection for ever")
            .here("neither `ReadHeaderTimeout` nor `ReadTimeout` is set")
            .label(Role::Call, serves?, "serves here")
            .help("set ReadHeaderTimeout, ReadTimeout, WriteTimeout and IdleTimeout"),
    )
}

/// The variable that `x := &http.Server{…}` or `var x = http.Server{…}` declares.
fn holder<'a>(cx: &Cx<'a>, literal: Expr<'a>) -> Option<Object<'a>> {
    let mut value = literal;
    while let Some(outer) = value.parent()?.as_expr() {
        if !matches!(outer.kind(), ExprKind::Paren(_)) && outer.address_of() != Some(value) {
            return None;
        }
        value = outer;
    }
    if let Some(spec) = value.parent()?.as_spec() {
        let SpecKind::Value { names, values, .. } = spec.kind() else { return None };
        let position = values.iter().position(|v| v == value)?;
        return cx.object(names.get(position)?);
    }
    let (_, targets, values) = value.parent()?.as_stmt()?.as_assign()?;
    let position = values.iter().position(|v| v == value)?;
    cx.variable(targets.get(position)?)
}

/// Whether the file assigns a read timeout of a server that is in a field, a parameter or the like: it may be any of those
/// that no variable holds.
fn assigns_timeouts<'a>(cx: &Cx<'a>) -> bool {
    if !["ReadHeaderTimeout =", "ReadTimeout ="].iter().any(|text| cx.text().contains(text)) {
        return false;
    }
    let tree = cx.tree();
    tree.ast.exprs.ids().map(|id| tree.view(id)).any(|expr: Expr<'a>| {
        let ExprKind::Selector { x, name } = expr.kind() else { return false };
        matches!(name.text(), "ReadHeaderTimeout" | "ReadTimeout")
            && cx.type_of(x).is_none_or(|ty| ty.deref().is("net/http.Server"))
            && !cx.variable(x).is_some_and(|server| is_own(cx, server))
    })
}

/// A variable with a server of its own: a literal, `new`, a declaration without value.
fn is_own<'a>(cx: &Cx<'a>, server: Object<'a>) -> bool {
    match cx.first_value(server) {
        Some(value) => {
            value.without_address().as_composite().is_some()
                || value.as_call().is_some_and(|call| cx.calls(call, "new") == Some(true))
        }
        None => cx.spec_of(server).is_some(),
    }
}

fn uses_response_controller(cx: &Cx<'_>) -> bool {
    cx.text().contains("NewResponseController")
}

fn insert_timeouts<'a>(cx: &Cx<'a>, literal: Expr<'a>, elements: Exprs<'a>, has: &dyn Fn(&str) -> bool) -> Option<Fix> {
    let common = [
        ("ReadHeaderTimeout", "5 * time.Second"),
        ("ReadTimeout", "30 * time.Second"),
        ("WriteTimeout", "30 * time.Second"),
        ("IdleTimeout", "2 * time.Minute"),
    ];
    let missing: Vec<(&str, &str)> =
        common.into_iter().filter(|(name, _)| !has(name) && literal.field_value(name).is_none()).collect();
    let fields: Vec<String> = missing.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    let fix = Fix::risky("set common timeouts").import("time");
    let closing = literal.span().end - 1;
    if !literal.text().contains('\n') {
        return Some(match elements.last() {
            Some(last) => fix.after(last, format!(", {}", fields.join(", "))),
            None => fix.before((literal, Span::new(closing, closing + 1)), fields.join(", ")),
        });
    }
    // A blank line begins a new section, so that gofmt does not align the old fields anew.
    let before = cx.text().get(..closing as usize)?;
    let line = before.rfind('\n')? + 1;
    let indent = before.get(line..).filter(|blank| blank.trim().is_empty())?;
    let width = missing.iter().map(|(name, _)| name.len()).max()? + 1;
    let lines: String =
        missing.iter().map(|(name, value)| format!("{indent}\t{:width$} {value},\n", format!("{name}:"))).collect();
    let line = line as u32;
    Some(fix.replace((literal, Span::at(line)), format!("\n{lines}")))
}
