//! Loops with costly turns that never look at their context.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("loop-without-cancellation-check")).on(&[Kind::Range, Kind::For], check);

/// Packages whose calls wait for something outside of the process.
const COSTLY: &[&str] =
    &["net", "net/http", "os", "os/exec", "database/sql", "net/rpc", "net/smtp", "io", "github.com/jmoiron/sqlx"];

fn check<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    if cx.is_test() {
        return None;
    }
    let stmt = node.as_stmt()?;
    let context = cx.context_in_scope(stmt)?;
    if context.may_outlive || !cx.complete(context.func) {
        return None;
    }
    if let StmtKind::Range { x, .. } = stmt.kind()
        && (x.as_composite().is_some() || cx.constant(x).is_some() || is_small(cx, x))
    {
        return None;
    }
    // A context of any name that the loop mentions is looked at or passed on, and so is one of the request.
    let looks = stmt.idents_within().into_iter().any(|ident| {
        cx.object(ident)
            .is_some_and(|object| object.ty().is_some_and(|ty| ty.is("context.Context") || ty.is("*net/http.Request")))
    });
    // A channel or rows that the context ends.
    if looks || ends_with_context(cx, stmt) {
        return None;
    }
    let costly = stmt.body()?.calls_within().into_iter().find(|call| is_costly(cx, *call))?;
    let text = context.text();
    cx.report(
        Finding::at((stmt, stmt.head()), format!("this loop goes on when `{text}` is cancelled"))
            .label(Role::Call, costly.head(), "costly work at each turn")
            .label(Role::Declared, context.name, "this context is at hand")
            .help(format!("test `{text}.Err()` at the top of each turn, or pass the context on"))
            .fix_if(test_it(cx, stmt, &text)),
    )
}

/// Whether the loop works on something that was made with a context: a cancelled query ends its rows, a cancelled call its
/// stream.
fn ends_with_context<'a>(cx: &Cx<'a>, stmt: Stmt<'a>) -> bool {
    let made_with = |x: Expr<'a>| {
        let call = cx.reaching(x)?.into_iter().find_map(Definition::call)?;
        Some(call.args().iter().any(|argument| cx.type_of(argument).is_some_and(|ty| ty.is("context.Context"))))
    };
    let stream = stmt.body().is_some_and(|body| {
        body.calls_within().into_iter().any(|call| {
            call.name().is_some_and(|name| matches!(name.text(), "Send" | "Recv" | "SendMsg" | "RecvMsg"))
                && call.qualifier().and_then(made_with) == Some(true)
        })
    });
    if stream {
        return true;
    }
    let StmtKind::For { cond: Some(cond), .. } = stmt.kind() else { return false };
    let rows = || {
        let next = cond.as_call().filter(|call| call.name().is_some_and(|name| name.text() == "Next"))?;
        made_with(next.qualifier()?)
    };
    rows().unwrap_or(false)
}

/// Arrays of a few elements.
fn is_small<'a>(cx: &Cx<'a>, x: Expr<'a>) -> bool {
    let constant = |x: Expr<'a>| {
        cx.reaching(x).is_some_and(|found| {
            !found.is_empty()
                && found
                    .iter()
                    .all(|definition| matches!(definition, Definition::Value(value) if value.as_composite().is_some()))
        })
    };
    cx.type_of(x).is_some_and(|ty| matches!(ty.deref().raw(), Type::Array { .. })) || x.ident().is_some() && constant(x)
}

/// Input and output that can fail, or work of another package of this module that can.
fn is_costly<'a>(cx: &Cx<'a>, call: Call<'a>) -> bool {
    let Some(callee) = cx.callee(call).filter(|callee| callee.is_func()) else { return false };
    let Some(path) = callee.package_path() else { return false };
    let fails = callee.signature().is_some_and(|signature| {
        signature.results.iter().any(|result| Ty::known(cx.store(), *result).is_some_and(Ty::is_error))
    });
    let own = cx.module().is_some_and(|module| path.starts_with(module.path.as_str())) && path != cx.package_path();
    let works = callee.name();
    let does =
        ["Send", "Write", "Save", "Process", "Fetch", "Load", "Store", "Insert", "Update", "Delete", "Publish", "Do"];
    let computes = ["Parse", "Split", "Join", "Get", "Lookup", "Is", "Scan", "Close", "Err", "Columns", "Set"];
    // `os.LookupEnv` computes, `net.LookupHost` does not.
    let computes = computes.iter().any(|prefix| works.starts_with(prefix))
        && !matches!(path, "net/http")
        && !(path == "net" && works.starts_with("Lookup"));
    fails && COSTLY.contains(&path) && !computes && works != "Write"
        || fails && own && does.iter().any(|prefix| works.starts_with(prefix))
        || callee.is("time.Sleep")
}

/// `if err := ctx.Err(); err != nil { return err }` at the top, in a function that returns only an error.
fn test_it<'a>(cx: &Cx<'a>, stmt: Stmt<'a>, text: &str) -> Option<Fix> {
    let func = stmt.enclosing_func()?;
    let results = func.results()?;
    (results.count() == 1).then_some(())?;
    let leave = cx.return_error(func)?;
    let first = stmt.body()?.stmts()?.first()?;
    let check = format!("if err := {text}.Err(); err != nil {{\n\t{leave}\n}}");
    Some(Fix::risky("test the context at the top of each turn").line_before(first, &check))
}
