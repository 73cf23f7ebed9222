//! `==`, `!=` and `switch` between an error and a sentinel, which miss wrapped errors.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("error-compared-with-equals")).on(&[Kind::Binary, Kind::Switch], check);

fn check<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    match node.as_stmt().map(|stmt| stmt.kind()) {
        Some(StmtKind::Switch { tag, body, .. }) => check_switch(cx, tag?, body),
        _ => check_comparison(cx, node.as_expr()?),
    }
}

fn check_comparison<'a>(cx: &Cx<'a>, comparison: Expr<'a>) -> Option<()> {
    let (op, x, y) = comparison.as_binary()?;
    let word = match op {
        BinaryOp::Eq => "==",
        BinaryOp::Ne => "!=",
        _ => return None,
    };
    let (error, sentinel, object) = match (sentinel(cx, x), sentinel(cx, y)) {
        (None, Some(object)) => (x, y, object),
        (Some(object), None) => (y, x, object),
        _ => return None,
    };
    let strict = promise(cx, error, object)?;
    let message = format!("`{word}` misses a wrapped `{}`", sentinel.text());
    let fix = cx.qualified("errors", "Is", comparison).map(|is| {
        let not = if op == BinaryOp::Ne { "!" } else { "" };
        let text = format!("{not}{is}({}, {})", error.text(), sentinel.text());
        let title = "compare with errors.Is";
        let fix = if may_define_is(cx, object) { Fix::risky(title) } else { Fix::safe(title) };
        fix.replace(comparison, text).import("errors")
    });
    let draft = Finding::at(comparison, message).here("false for an error that wraps it").fix_if(fix);
    cx.report(if strict { draft.strict() } else { draft })
}

fn check_switch<'a>(cx: &Cx<'a>, tag: Expr<'a>, body: Stmt<'a>) -> Option<()> {
    for clause in body.stmts()?.iter() {
        let StmtKind::Case { values, .. } = clause.kind() else { continue };
        for value in values.iter() {
            let Some(object) = sentinel(cx, value) else { continue };
            let strict = promise(cx, tag, object)?;
            let draft = Finding::at(value, format!("`switch` misses a wrapped `{}`", value.text()))
                .here("not taken for an error that wraps it")
                .label(Role::Note, tag, "compared with == here")
                .help("switch without a tag, and errors.Is in each case");
            cx.report(if strict { draft.strict() } else { draft });
        }
    }
    Some(())
}

/// The package-level error variable that an expression names.
fn sentinel<'a>(cx: &Cx<'a>, expr: Expr<'a>) -> Option<Object<'a>> {
    let object = cx.denotes(expr).filter(|object| object.is_package_var())?;
    let ty = cx.type_of(expr)?;
    (ty.is_error() || cx.implements(ty, "error") == Some(true)).then_some(object)
}

/// Whether every definition of the error is a call that promises the bare sentinel, so that only the strict tier reports.
/// `None`: not an error at all, or one that must be compared like this.
fn promise<'a>(cx: &Cx<'a>, error: Expr<'a>, sentinel: Object<'a>) -> Option<bool> {
    let ty = cx.type_of(error)?;
    let is_error = ty.is_error() || ty.is_interface()? && cx.implements(ty, "error")?;
    if !is_error || is_method_is(error) {
        return None;
    }
    if sentinel.is_any(&["io/fs.SkipDir", "io/fs.SkipAll", "path/filepath.SkipDir", "path/filepath.SkipAll"]) {
        return Some(true);
    }
    if is_std_detail(cx, error) {
        return Some(true);
    }
    // What a table of cases expects is the sentinel itself.
    let name = error.name().map_or("", |name| name.text()).to_ascii_lowercase();
    if ["want", "expect", "wanted", "expected"].iter().any(|word| name.starts_with(word)) {
        return None;
    }
    let Some(sources) = cx.sources(error) else { return Some(false) };
    // Never assigned: nothing can be wrapped in it.
    if !sources.is_empty() && sources.iter().all(|source| matches!(source, Definition::Zero(_))) {
        return None;
    }
    if sources.iter().any(|source| is_recovered(cx, *source)) {
        return None;
    }
    Some(is_promised(cx, &sources, sentinel, COPIES))
}

/// How many copies of an error into another variable are followed.
const COPIES: u8 = 2;

/// Whether every definition that can be an error at all is a call that promises the bare sentinel, or a copy of such an error.
fn is_promised<'a>(cx: &Cx<'a>, sources: &[Definition<'a>], sentinel: Object<'a>, copies: u8) -> bool {
    let mut errors = sources.iter().filter(|source| match source {
        Definition::Zero(_) => false,
        Definition::Value(value) => !cx.is_nil(*value),
        _ => true,
    });
    let kept = |source: &Definition<'a>| match source {
        Definition::Value(value) if copies > 0 && value.ident().is_some() => {
            cx.reaching(*value).is_some_and(|sources| is_promised(cx, &sources, sentinel, copies - 1))
        }
        Definition::Value(value) if copies > 0 && value.unparen().as_unary().is_some() => {
            is_received(cx, *value, sentinel, copies - 1).unwrap_or(false)
        }
        _ => source.call().is_some_and(|call| promises(cx, call, sentinel)),
    };
    errors.clone().next().is_some() && errors.all(kept)
}

/// Whether the error comes from a local channel, to which an error that promises the bare sentinel is sent.
fn is_received<'a>(cx: &Cx<'a>, value: Expr<'a>, sentinel: Object<'a>, copies: u8) -> Option<bool> {
    let (op, chan) = value.unparen().as_unary()?;
    let sources = cx.sources(chan).filter(|_| op == UnaryOp::Recv)?;
    let &[source] = &sources[..] else { return None };
    let chan = cx.local_chan(source.call()?)?;
    let sent = chan.sends().filter_map(|each| match each.op {
        ChanOp::Send(stmt) => Some(stmt.kind()),
        _ => None,
    });
    let promised = |kind| match kind {
        StmtKind::Send { value, .. } => {
            cx.reaching(value).is_some_and(|sources| is_promised(cx, &sources, sentinel, copies))
        }
        _ => false,
    };
    Some({ sent }.any(promised))
}

/// The field `Err` of an error struct of the standard library (`*strconv.NumError`, `*exec.Error`), which holds the bare cause.
fn is_std_detail<'a>(cx: &Cx<'a>, error: Expr<'a>) -> bool {
    error.as_selector().is_some_and(|(x, name)| {
        let owner = cx.type_of(x).and_then(|ty| ty.deref().declared()).and_then(Object::package_path);
        name.text() == "Err" && owner.is_some_and(|path| !path.split('/').next().unwrap_or_default().contains('.'))
    })
}

/// Inside `func (…) Is(error) bool`, which is called for each wrapped error in turn.
fn is_method_is(error: Expr<'_>) -> bool {
    let method = error.enclosing_func_decl();
    method.is_some_and(|func| func.is_method() && func.name_text() == "Is" && func.params().count() == 1)
}

/// `recover().(error)`, also by way of a variable.
fn is_recovered<'a>(cx: &Cx<'a>, source: Definition<'a>) -> bool {
    let Definition::Value(value) = source else { return false };
    let ExprKind::TypeAssert { x, .. } = value.unparen().kind() else { return false };
    let recovers = |source: &Definition<'a>| {
        source.call().and_then(|call| cx.callee(call)).is_some_and(|callee| callee.builtin() == Some(Builtin::Recover))
    };
    cx.sources(x).is_some_and(|sources| sources.iter().any(recovers))
}

/// Sentinels that calls with certain names give bare, by the contract of the standard library.
const PROMISES: &[(&[&str], &[&str])] = &[
    (&["io.EOF"], &["Read", "Recv", "Receive", "Next", "Token", "Decode", "Scan", "Peek", "CopyN", "Send"]),
    (&["google.golang.org/api/iterator.Done"], &["Next"]),
    (&["io.ErrUnexpectedEOF"], &["Read"]),
    (&["database/sql.ErrNoRows", "github.com/jackc/pgx/v5.ErrNoRows", "github.com/jackc/pgx/v4.ErrNoRows"], &["Scan"]),
    (&["context.Canceled", "context.DeadlineExceeded"], &["Err", "Cause"]),
    (&["net/http.ErrServerClosed"], &["Serve", "ListenAndServe"]),
];

fn promises<'a>(cx: &Cx<'a>, call: Call<'a>, sentinel: Object<'a>) -> bool {
    // A field of function type promises as much as a method of that name.
    let Some(name) = call.name() else { return false };
    let name = name.text();
    PROMISES.iter().any(|(sentinels, starts)| {
        sentinel.is_any(sentinels)
            && starts.iter().any(|start| match *start {
                "Err" => cx.calls(call, "(context.Context).Err") == Some(true),
                "Cause" => cx.calls(call, "context.Cause") == Some(true),
                start => starts_with(name, start),
            })
    })
}

/// `ReadByte`, `readLine`, `Scan`, `Sscanf`: a name that begins with the word, whatever the case of its first letter.
fn starts_with(name: &str, word: &str) -> bool {
    let name = name.strip_prefix(['S', 'F', 's', 'f']).filter(|rest| rest.starts_with("scan")).unwrap_or(name);
    name.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
}

/// Whether the sentinel's own type may say what it is equal to. Those of the standard library do not, and neither does what
/// errors.New and fmt.Errorf make.
fn may_define_is<'a>(cx: &Cx<'a>, sentinel: Object<'a>) -> bool {
    if let Some(ty) = sentinel.ty()
        && !ty.is_error()
    {
        return cx.lacks(ty, "Is") != Some(true);
    }
    let value = cx.spec_of(sentinel).and_then(|spec| match spec.kind() {
        SpecKind::Value { names, values, .. } => {
            let position = names.iter().position(|name| cx.object(name) == Some(sentinel))?;
            values.get(position)
        }
        _ => None,
    });
    match value {
        None => false,
        Some(value) => {
            let plain =
                value.as_call().is_some_and(|call| cx.calls_any(call, &["errors.New", "fmt.Errorf"]) == Some(true));
            !plain && cx.type_of(value).is_none_or(|ty| ty.is_error() || cx.lacks(ty, "Is") != Some(true))
        }
    }
}
