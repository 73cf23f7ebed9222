//! Database handles opened per request.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("sql-open-per-request")).on_call(
    &[
        "database/sql.Open",
        "database/sql.OpenDB",
        "github.com/jmoiron/sqlx.Open",
        "github.com/jmoiron/sqlx.Connect",
        "github.com/jmoiron/sqlx.MustConnect",
        "github.com/jmoiron/sqlx.MustOpen",
        "github.com/jackc/pgx/v5/pgxpool.New",
        "github.com/jackc/pgx/v5/pgxpool.NewWithConfig",
        "github.com/jackc/pgx/v4/pgxpool.Connect",
        "github.com/jackc/pgx/v4/pgxpool.ConnectConfig",
        "gorm.io/gorm.Open",
    ],
    check,
);

fn check<'a>(cx: &Cx<'a>, call: Call<'a>) -> Option<()> {
    if cx.is_test() || in_once(call) {
        return None;
    }
    let name = call.fun().text();
    let draft = |message: String| Finding::at(call.head(), message).here("makes a pool, not a connection");
    // A handler, or a literal that is one.
    let handler =
        std::iter::successors(call.enclosing_func(), |func| func.enclosing_func()).find(|func| is_handler(cx, *func));
    if let Some(handler) = handler {
        let request = handler.params().entries().into_iter().rev().find_map(|(name, _)| name);
        let draft = draft(format!("`{name}` in a handler opens a new pool for each request"))
            .help("open one handle at start-up and give it to the handler");
        return cx.report(match request {
            Some(request) => draft.label(Role::Declared, request, "one call of this function for each request"),
            None => draft,
        });
    }
    if !is_used_up(cx, call)? {
        return None;
    }
    if let Some(turn) = call.enclosing_loop() {
        return cx.report(
            draft(format!("`{name}` in a loop opens a new pool at each turn"))
                .label(Role::Loop, (turn, turn.head()), "at each turn of this loop")
                .help("open one handle before the loop"),
        );
    }
    let func = call.enclosing_func()?;
    if !runs_per_request(cx, func) {
        return None;
    }
    cx.report(
        draft(format!("`{name}` in `{}` opens a new pool for each call", func.name_text()))
            .label(Role::Declared, func.name()?, "this runs for each request")
            .help("open one handle at start-up and keep it in the receiver"),
    )
}

fn is_handler<'a>(cx: &Cx<'a>, func: Func<'a>) -> bool {
    let params = func.params();
    let has = |name: &str| params.fields().iter().any(|field| cx.type_of(field.ty()).is_some_and(|ty| ty.is(name)));
    has("net/http.ResponseWriter") && has("*net/http.Request")
        || [
            "*github.com/gin-gonic/gin.Context",
            "github.com/labstack/echo/v4.Context",
            "*github.com/gofiber/fiber/v2.Ctx",
        ]
        .iter()
        .any(|name| has(name))
}

/// The body of a `sync.Once`.
fn in_once(call: Call<'_>) -> bool {
    call.ancestors().filter_map(Node::as_func).any(|func| {
        let outer = func.literal().and_then(|literal| literal.parent()).and_then(Node::as_call);
        outer
            .and_then(Call::name)
            .is_some_and(|name| matches!(name.text(), "Do" | "OnceFunc" | "OnceValue" | "OnceValues"))
    })
}

/// Whether the handle stays in a variable of the function (declared in the loop around the call, if there is one) and goes nowhere
/// else; `None`: not known.
fn is_used_up<'a>(cx: &Cx<'a>, call: Call<'a>) -> Option<bool> {
    let (_, targets, _) = call.parent()?.as_stmt()?.as_assign()?;
    let target = targets.first()?;
    let object = cx.variable(target).filter(|object| object.is_local())?;
    if call.enclosing_loop().is_some_and(|turn| cx.declared_at(object).is_none_or(|ident| !turn.contains(ident))) {
        return Some(false);
    }
    let closed = cx.uses(object).any(|mention| cx.method_call(mention).is_some_and(|call| is_named(call, "Close")));
    let stays = cx.uses(object).filter(|mention| *mention != target).all(|mention| {
        cx.method_call(mention).is_some()
            || mention.parent().is_some_and(|parent| {
                parent.as_call().is_some() || parent.as_expr().and_then(Expr::as_binary).is_some()
            })
    });
    Some(closed && stays)
}

fn is_named(call: Call<'_>, wanted: &str) -> bool {
    call.name().is_some_and(|name| name.text() == wanted)
}

/// A method, or a function with a context or request, that is not named for start-up or maintenance.
fn runs_per_request<'a>(cx: &Cx<'a>, func: Func<'a>) -> bool {
    const ONCE: &[&str] = &[
        "main", "init", "new", "open", "connect", "setup", "start", "run", "migrat", "seed", "ping", "check", "health",
        "create", "drop", "ensure", "wait", "test", "bench", "command", "exec", "dump", "restore", "make", "must",
    ];
    let name = func.name_text().to_lowercase();
    let takes = cx.context_param(func).is_some();
    !func.is_literal() && (func.is_method() || takes) && !ONCE.iter().any(|word| name.contains(word))
}
