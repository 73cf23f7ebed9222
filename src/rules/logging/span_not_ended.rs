//! Tracing spans that some path never ends, and errors that the span is not told.

use crate::lint::prelude::*;

pub static RULE: Rule =
    Rule::new(page!("span-not-ended")).protocols(ROWS).on(&[Kind::Call], check).on(&[Kind::Call], check_errors);

const ROWS: &[&str] = &["otel.Span"];

/// Types of spans.
const SPANS: &[&str] = &["go.opentelemetry.io/otel/trace.Span", "*go.opencensus.io/trace.Span"];

fn check<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    let leaking = cx.leaking(node.as_call()?, ROWS)?;
    let variable = leaking.variable();
    let name = leaking.name();
    let fix = variable
        .and_then(|_| leaking.defer_fix(cx, "end the span when the function returns", &format!("defer {name}.End()")));
    let message = match variable {
        Some(_) => format!("`{name}` is not ended on every path: it is never exported"),
        None => format!("the span of `{name}` is dropped without being ended"),
    };
    cx.report(
        leaking
            .draft(cx, message)
            .here("exported only when it ends")
            .help(leaking.advice(cx, "end", "defer the end on the next line"))
            .fix_if(fix),
    )
}

/// What a path through the function has done so far.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Path {
    /// The span has started, and nothing was recorded since.
    silent: bool,
    /// A test found an error.
    failed: bool,
}

/// Error paths that return without a word to the span.
fn check_errors<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    let call = node.as_call()?;
    // `ctx, span := tracer.Start(ctx, "name")`
    if !matches!(call.name()?.text(), "Start" | "StartSpan" | "NewSpan") || cx.is_test() {
        return None;
    }
    let stmt = call.parent()?.as_stmt()?;
    let (_, targets, _) = stmt.as_assign()?;
    let is_span = |target: &Expr<'a>| cx.variable(*target).and_then(Object::ty).is_some_and(|ty| ty.is_any_of(SPANS));
    let target = targets.iter().find(is_span)?;
    let span = cx.variable(target)?;
    let func = call.enclosing_func()?;
    if !returns_error(cx, func)? {
        return None;
    }
    let mut told = Vec::new();
    for mention in cx.flow(func)?.mentions(span.id) {
        let ident: Expr<'a> = cx.tree().view(mention.ident);
        if mention.assigned {
            continue;
        }
        // Passed on or stored, others may tell it.
        let (x, method) = ident.parent()?.as_expr()?.as_selector()?;
        if x != ident {
            return None;
        }
        if matches!(method.text(), "RecordError" | "SetStatus") {
            if mention.literal.is_some() {
                return None;
            }
            told.push(mention.point);
        }
    }
    let start = cx.point_in(func, call)?;
    let mut returns: Vec<Stmt<'a>> = Vec::new();
    cx.search_with_tests(
        func,
        Path { silent: false, failed: false },
        |path, point, step| {
            if point == start {
                path.silent = true;
            } else if told.contains(&point) {
                return Next::Stop;
            }
            let stmt = cx.step_node(step).and_then(Node::as_stmt);
            let Some(values) = stmt.and_then(Stmt::as_return) else { return Next::Go };
            if let Some(stmt) = stmt.filter(|stmt| path.silent && !returns.contains(stmt))
                && fails(cx, values, path.failed)
            {
                returns.push(stmt);
            }
            Next::Stop
        },
        |path, test, taken| {
            let error = cx.nil_test(test, taken).filter(|(x, _)| cx.type_of(*x).is_some_and(Ty::is_error));
            if let Some((_, is_nil)) = error {
                path.failed = !is_nil;
            }
            true
        },
        |_| false,
    );
    returns.sort_by_key(|stmt| stmt.span().start);
    let name = target.text();
    for stmt in returns {
        cx.report(
            Finding::at((stmt, stmt.head()), format!("this error is not recorded on `{name}`: the trace looks fine"))
                .here("returns an error that the span never hears of")
                .label(Role::Acquired, target, "the span starts here")
                .help(format!("call `{name}.RecordError` and `{name}.SetStatus` before the return"))
                .strict(),
        );
    }
    Some(())
}

fn returns_error<'a>(cx: &Cx<'a>, func: Func<'a>) -> Option<bool> {
    let (_, last) = func.results()?.entries().pop()?;
    Some(cx.type_of(last.ty())?.is_error())
}

/// Whether a return gives an error for sure.
fn fails<'a>(cx: &Cx<'a>, values: Exprs<'a>, failed: bool) -> bool {
    let Some(value) = values.last() else { return failed };
    if cx.is_nil(value) {
        return false;
    }
    if cx.variable(value).is_some_and(|variable| !variable.is_package_var()) {
        return failed;
    }
    match value.as_call() {
        Some(call) => {
            failed && call.args().iter().any(|arg| cx.type_of(arg).is_some_and(Ty::is_error))
                || cx.calls_any(call, &["errors.New", "fmt.Errorf"]) == Some(true)
        }
        None => true,
    }
}
