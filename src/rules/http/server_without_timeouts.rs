//! http.Server without read timeouts, and the helpers that cannot have any.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("server-without-timeouts"))
    .on_call(
        &["net/http.ListenAndServe", "net/http.ListenAndServeTLS", "net/http.Serve", "net/http.ServeTLS"],
        check_helper,
    )
    .on(&[Kind::CompositeLit], check_literal);

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
    let has = |name: &str| literal.field_value(name).is_some() || later.contains(&name);
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
    Some(fields)
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

/// Whether the file assigns a timeout field of a server that is not a plain variable.
fn assigns_timeouts(cx: &Cx<'_>) -> bool {
    ["ReadHeaderTimeout =", "ReadTimeout ="].iter().any(|text| cx.text().contains(text))
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
    let missing: Vec<(&str, &str)> = common.into_iter().filter(|(name, _)| !has(name)).collect();
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
