//! Queries whose text is joined from data.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("sql-string-concatenation")).on(&[Kind::Call], check);

/// How sure it is that a part of a query is data.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Data {
    /// A name of a table or the like, text that another function made: the strict tier.
    Maybe,
    Surely,
}

/// A query that is joined: the joining expression, the part of it that is data, and how sure that is.
type Joined<'a> = (Expr<'a>, Expr<'a>, Data);

fn check<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    let call = node.as_call()?;
    if cx.is_test() {
        return None;
    }
    let Some(query) = cx.query(call) else { return check_other(cx, call) };
    if cx.constant(query.text).is_some() {
        return None;
    }
    let (at, part, data) = joined(cx, query.text, 0)?;
    let draft = Finding::at(at, "data in the text of a query is read as SQL")
        .label(Role::Note, part, "this value becomes part of the statement")
        .label(Role::Call, query.call.head(), "the query runs here")
        .help("use a placeholder, and pass the value as an argument")
        .fix_if(placeholder(cx, query, at, part));
    cx.report(if data == Data::Maybe { draft.strict() } else { draft })
}

/// Strict tier: a statement joined with data and handed to any other function.
fn check_other<'a>(cx: &Cx<'a>, call: Call<'a>) -> Option<()> {
    let (at, part, _) = call.args().iter().find_map(|argument| {
        let begins = match argument.as_binary() {
            Some((BinaryOp::Add, ..)) => {
                let mut parts = Vec::new();
                operands(argument, &mut parts);
                cx.string_value(*parts.first()?)?
            }
            _ => cx.string_value(argument.as_call().filter(|call| is_sprintf(cx, *call))?.arg(0)?)?,
        };
        let verb = begins.split_whitespace().next().unwrap_or_default().to_ascii_uppercase();
        let is_statement =
            matches!(verb.as_str(), "SELECT" | "INSERT" | "UPDATE" | "DELETE" | "WITH") && has_verb(&begins);
        is_statement.then(|| joined(cx, argument, 1))?
    })?;
    // What is only written down is no query.
    let path = cx.callee(call)?.package_path().unwrap_or_default();
    if matches!(path, "fmt" | "log" | "log/slog" | "errors" | "strings" | "testing")
        || cx.callee(call)?.builtin().is_some()
    {
        return None;
    }
    cx.report(
        Finding::at(at, "data in the text of a query is read as SQL")
            .label(Role::Note, part, "this value becomes part of the statement")
            .help("use a placeholder, and pass the value as an argument")
            .strict(),
    )
}

fn is_sprintf<'a>(cx: &Cx<'a>, call: Call<'a>) -> bool {
    cx.calls_any(call, &["fmt.Sprintf", "fmt.Sprint", "fmt.Sprintln"]) == Some(true)
}

/// How the text of a query is joined from data; follows variables, and functions of this file.
fn joined<'a>(cx: &Cx<'a>, text: Expr<'a>, depth: usize) -> Option<Joined<'a>> {
    if depth > 3 {
        return None;
    }
    let text = text.unparen();
    if text.ident().is_some() {
        return joined_variable(cx, text, depth);
    }
    if text.as_binary().is_some_and(|(op, ..)| op == BinaryOp::Add) {
        let mut parts = Vec::new();
        operands(text, &mut parts);
        return joined_parts(cx, text, &parts);
    }
    let call = text.as_call()?;
    if cx.calls(call, "fmt.Sprintf") == Some(true) {
        return joined_format(cx, call);
    }
    if is_sprintf(cx, call) {
        return joined_parts(cx, text, &call.args().iter().collect::<Vec<_>>());
    }
    if cx.calls(call, "strings.Join") == Some(true) {
        let (_, elements) = call.arg(0)?.as_composite()?;
        return joined_parts(cx, text, &elements.iter().collect::<Vec<_>>()).map(maybe);
    }
    if cx.calls_any(call, &["(*strings.Builder).String", "(*bytes.Buffer).String"]) == Some(true) {
        return joined_builder(cx, call);
    }
    // A function of this file that joins its parameters.
    let func = cx.func_of(cx.callee(call)?)?;
    let returns = func.own_nodes().into_iter().filter_map(Node::as_stmt).filter_map(Stmt::as_return);
    let (_, part, _) = returns.filter_map(Exprs::first).find_map(|value| joined(cx, value, depth + 1))?;
    let constant = call.args().iter().all(|argument| cx.constant(argument).is_some());
    (!constant).then_some((text, part, Data::Maybe))
}

fn maybe(joined: Joined<'_>) -> Joined<'_> {
    (joined.0, joined.1, Data::Maybe)
}

/// A variable by its assignments: `query := …`, `query += …`.
fn joined_variable<'a>(cx: &Cx<'a>, text: Expr<'a>, depth: usize) -> Option<Joined<'a>> {
    let object = cx.variable(text).filter(|object| object.is_local())?;
    let mut parts = Vec::new();
    let (mut appended, mut last) = (false, None);
    for target in cx.uses(object).filter(|mention| mention.span().start < text.span().start) {
        let Some(parent) = target.parent() else { continue };
        let value = match parent.as_stmt().and_then(Stmt::as_assign) {
            Some((op, targets, values)) => {
                let Some(at) = targets.iter().position(|other| other == target) else { continue };
                appended |= matches!(op, AssignOp::Op(BinaryOp::Add));
                values.get(at)
            }
            None => match parent.as_spec().map(Spec::kind) {
                Some(SpecKind::Value { names, values, .. }) => {
                    let Some(at) = names.iter().position(|other| other == target) else { continue };
                    values.get(at)
                }
                _ => continue,
            },
        };
        if let Some(value) = value {
            appended |= cx.mentions(value, object);
            operands(value, &mut parts);
            last = Some(value);
        }
    }
    if appended {
        let statement = last?;
        return joined_parts(cx, statement, &parts).map(|(at, part, data)| {
            // The place is the assignment that adds the data.
            let whole = part
                .ancestors()
                .filter_map(Node::as_expr)
                .filter(|expr| expr.enclosing_stmt() == part.enclosing_stmt())
                .last();
            (whole.unwrap_or(if part.enclosing_stmt() == at.enclosing_stmt() { at } else { part }), part, data)
        });
    }
    let reaching = cx.reaching(text)?;
    let values = reaching.into_iter().filter_map(|definition| match definition {
        Definition::Value(value) => Some(value),
        _ => None,
    });
    values.filter_map(|value| joined(cx, value, depth + 1)).max_by_key(|(_, _, data)| *data)
}

/// What is written into a builder of this function: the strict tier.
fn joined_builder<'a>(cx: &Cx<'a>, call: Call<'a>) -> Option<Joined<'a>> {
    let builder = cx.variable(call.qualifier()?)?;
    let mut parts = Vec::new();
    for mention in cx.uses(builder).filter(|mention| mention.span().start < call.span().start) {
        if let Some(write) =
            cx.method_call(mention).filter(|write| write.name().is_some_and(|name| name.text() == "WriteString"))
        {
            operands(write.arg(0)?, &mut parts);
        } else if let Some(print) = mention.parent().and_then(|node| node.as_expr()?.parent()?.as_call())
            && cx.calls(print, "fmt.Fprintf") == Some(true)
        {
            parts.extend(print.args().iter().skip(1));
        }
    }
    joined_parts(cx, call.expr(), &parts).map(maybe)
}

fn joined_parts<'a>(cx: &Cx<'a>, text: Expr<'a>, parts: &[Expr<'a>]) -> Option<Joined<'a>> {
    // Something of it must be SQL by its constant words.
    let mut sql = false;
    let mut before = String::new();
    let mut found: Option<(Expr<'a>, Data)> = None;
    for part in parts {
        let inner = part.as_call().filter(|call| cx.calls(*call, "fmt.Sprintf") == Some(true));
        if let Some(value) = cx.string_value(*part) {
            sql |= has_verb(&value);
            before.push_str(&value);
            sql |= has_verb(&before);
            continue;
        }
        let inner = inner.and_then(|call| joined_format(cx, call)).map(|(_, part, data)| (part, data));
        let data = inner.or_else(|| data(cx, *part, 0).map(|data| (*part, lower(data, &before))));
        if let Some((part, data)) = data
            && found.is_none_or(|(_, known)| known < data)
        {
            found = Some((part, data));
        }
        before.push_str(" ? ");
    }
    let (part, data) = found?;
    sql.then_some((text, part, data))
}

fn joined_format<'a>(cx: &Cx<'a>, call: Call<'a>) -> Option<Joined<'a>> {
    let format = cx.string_value(call.arg(0)?)?;
    if !has_verb(&format) || call.is_spread() {
        return None;
    }
    let mut found: Option<(Expr<'a>, Data)> = None;
    for (argument, (verb, at)) in call.args().iter().skip(1).zip(verbs(&format)?) {
        if !matches!(verb, 's' | 'v' | 'q') {
            continue;
        }
        if let Some(data) = data(cx, argument, 0).map(|data| lower(data, &format[..at]))
            && found.is_none_or(|(_, known)| known < data)
        {
            found = Some((argument, data));
        }
    }
    let (part, data) = found?;
    Some((call.expr(), part, data))
}

/// Where a name has to stand, no placeholder may: then the data is likely a name that the program chose.
fn lower(data: Data, before: &str) -> Data {
    let upper = before.trim_end_matches(['"', '`', '[', ' ', '\n', '\t', '(']).to_ascii_uppercase();
    let word = upper.rsplit(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap_or_default();
    const NAMES: &[&str] = &[
        "FROM",
        "INTO",
        "UPDATE",
        "TABLE",
        "JOIN",
        "BY",
        "SCHEMA",
        "DATABASE",
        "INDEX",
        "COLUMN",
        "EXISTS",
        "USE",
        "ON",
        "VIEW",
        "SEQUENCE",
        "SELECT",
        "DISTINCT",
        "ROLE",
        "USER",
        "TO",
        "SAVEPOINT",
        "LISTEN",
        "NOTIFY",
        "TRUNCATE",
    ];
    let named = NAMES.contains(&word) || upper.ends_with('.');
    if named { Data::Maybe } else { data }
}

fn operands<'a>(expr: Expr<'a>, parts: &mut Vec<Expr<'a>>) {
    let mut stack = vec![expr];
    while let Some(expr) = stack.pop() {
        match expr.as_binary() {
            Some((BinaryOp::Add, x, y)) => stack.extend([y, x]),
            _ => parts.push(expr),
        }
    }
}

/// The verbs of a format in order, each with where it begins; `None` where arguments are numbered or widths starred.
fn verbs(format: &str) -> Option<Vec<(char, usize)>> {
    let mut verbs = Vec::new();
    let mut rest = format.char_indices();
    while let Some((at, character)) = rest.next() {
        if character != '%' {
            continue;
        }
        let (_, verb) = rest.by_ref().find(|(_, c)| c.is_ascii_alphabetic() || matches!(c, '%' | '[' | '*'))?;
        match verb {
            '%' => {}
            '[' | '*' => return None,
            verb => verbs.push((verb, at)),
        }
    }
    Some(verbs)
}

/// Whether a text reads as SQL: a verb with its companion.
fn has_verb(text: &str) -> bool {
    let upper = text.to_ascii_uppercase();
    let starts = |verb: &str| upper.split(|c: char| !c.is_ascii_alphabetic()).any(|word| word == verb);
    starts("SELECT") && starts("FROM")
        || starts("INSERT") && starts("INTO")
        || starts("UPDATE") && starts("SET")
        || starts("DELETE") && starts("FROM")
        || starts("WHERE")
}

/// Whether a part of a text may come from outside; `None`: it is a constant, a number, quoted, or nothing is known of it.
fn data<'a>(cx: &Cx<'a>, part: Expr<'a>, depth: usize) -> Option<Data> {
    let part = part.unparen();
    if depth > 3 || cx.constant(part).is_some() {
        return None;
    }
    let ty = cx.type_of(part)?;
    if ty.is_string() != Some(true) && ty.is_slice() != Some(true) && ty.is_interface() != Some(true) {
        return None;
    }
    // A string type of its own is mostly an enumeration.
    let of = |name: &str, sure: Data| match is_identifier_name(name) || ty.declared().is_some() {
        true => Data::Maybe,
        false => sure,
    };
    if part.ident().is_some() {
        let object = cx.variable(part)?;
        if matches!(object.var_kind(), Some(VarKind::Param)) {
            return Some(of(object.name(), Data::Surely));
        }
        if !object.is_local() {
            return None;
        }
        let name = object.name();
        let found = cx.reaching(part)?.into_iter().filter_map(|definition| match definition {
            Definition::Value(value) => data(cx, value, depth + 1),
            Definition::Result { call, .. } => called(cx, call, depth + 1),
            Definition::Other(ident) => ranged(cx, ident),
            Definition::Entry | Definition::Zero(_) => None,
        });
        return found.max().map(|found| found.min(of(name, Data::Surely)));
    }
    match part.kind() {
        ExprKind::Selector { x, name } => {
            let root = cx.variable(x.root()?)?;
            let receiver = matches!(root.var_kind(), Some(VarKind::Receiver));
            let sure = if receiver { Data::Maybe } else { Data::Surely };
            let known = matches!(root.var_kind(), Some(VarKind::Param | VarKind::Receiver)) || root.is_local();
            known.then(|| of(name.text(), sure))
        }
        ExprKind::Index { x, .. } => {
            if cx.is(x, "os.Args") == Some(true) {
                return Some(Data::Surely);
            }
            let root = cx.variable(x.root()?)?;
            // A table of the package is a list of what is allowed.
            let outside = matches!(root.var_kind(), Some(VarKind::Param)) || root.is_local();
            (outside && x.as_composite().is_none()).then(|| of(root.name(), Data::Surely))
        }
        ExprKind::Slice { x, .. } | ExprKind::TypeAssert { x, .. } | ExprKind::Star(x) => data(cx, x, depth + 1),
        ExprKind::Binary { op: BinaryOp::Add, x, y } => data(cx, x, depth + 1).max(data(cx, y, depth + 1)),
        ExprKind::Call(call) => called(cx, call, depth + 1),
        _ => None,
    }
}

/// The variable of a range clause: what it ranges over.
fn ranged<'a>(cx: &Cx<'a>, ident: Expr<'a>) -> Option<Data> {
    let StmtKind::Range { x, value, .. } = ident.parent()?.as_stmt()?.kind() else { return None };
    let root = cx.variable(x.root()?)?;
    let outside = matches!(root.var_kind(), Some(VarKind::Param));
    (outside && value == Some(ident)).then_some(if is_identifier_name(root.name()) {
        Data::Maybe
    } else {
        Data::Surely
    })
}

/// Whether the result of a call may come from outside.
fn called<'a>(cx: &Cx<'a>, call: Call<'a>, depth: usize) -> Option<Data> {
    if cx.is_conversion(call) == Some(true) {
        return data(cx, call.arg(0)?, depth);
    }
    let callee = cx.callee(call)?;
    let outside = callee.is_any(&[
        "(net/url.Values).Get",
        "(net/http.Header).Get",
        "(*net/http.Request).FormValue",
        "(*net/http.Request).PathValue",
        "(*net/http.Request).PostFormValue",
        "(*net/http.Request).UserAgent",
        "(*net/http.Request).Referer",
        "os.Getenv",
        "flag.Arg",
        "(*bufio.Scanner).Text",
        "(*bufio.Reader).ReadString",
        "(*github.com/gin-gonic/gin.Context).Param",
        "(*github.com/gin-gonic/gin.Context).Query",
        "(github.com/labstack/echo/v4.Context).Param",
        "(github.com/labstack/echo/v4.Context).QueryParam",
    ]);
    if outside {
        return Some(Data::Surely);
    }
    match callee.full_name().as_str() {
        "fmt.Sprint" | "fmt.Sprintln" | "strings.ReplaceAll" | "strings.Replace" | "strings.ToLower"
        | "strings.ToUpper" | "strings.TrimSpace" | "strings.Trim" | "strings.TrimPrefix" | "strings.TrimSuffix"
        | "strings.Title" => call.args().iter().filter_map(|argument| data(cx, argument, depth)).max(),
        "fmt.Sprintf" => call.args().iter().skip(1).filter_map(|argument| data(cx, argument, depth)).max(),
        // Joined values: a list of placeholders is built from constants.
        "strings.Join" => data(cx, call.arg(0)?, depth).map(|_| Data::Maybe),
        _ => None,
    }
}

/// One value of a text that is joined on the spot becomes an argument: `"… = '" + name + "'"` becomes `"… = ?", name`.
fn placeholder<'a>(cx: &Cx<'a>, query: Query<'a>, at: Expr<'a>, part: Expr<'a>) -> Option<Fix> {
    // Other arguments would have to be counted.
    if query.text != at || query.call.args().len() != query.position + 1 {
        return None;
    }
    let mark = match cx.import_paths().any(|path| path.contains("jackc/pgx") || path == "github.com/lib/pq") {
        true => "$1",
        false => "?",
    };
    let text = match at.as_call() {
        Some(call) => {
            let format = call.arg(0)?;
            if call.args().len() != 2 || cx.calls(call, "fmt.Sprintf") != Some(true) {
                return None;
            }
            let quoted = format.text();
            let (verb, around) =
                ["'%s'", "'%v'", "%q", "%s", "%v"].iter().find_map(|verb| Some((verb, quoted.split_once(verb)?)))?;
            let _ = verb;
            (!around.1.contains('%') && !around.0.contains('%')).then(|| format!("{}{mark}{}", around.0, around.1))?
        }
        None => {
            let mut parts = Vec::new();
            operands(at, &mut parts);
            let position = parts.iter().position(|other| *other == part)?;
            let plain = |expr: &Expr<'a>| matches!(expr.kind(), ExprKind::Lit(_)) && expr.text().starts_with('"');
            let others = parts.iter().enumerate().filter(|(other, _)| *other != position);
            if parts.len() > 3 || position != 1 || !others.clone().all(|(_, other)| plain(other)) {
                return None;
            }
            let before = parts[0].text().trim_end_matches('"').trim_end_matches('\'');
            let after = parts.get(2).map_or("", |last| last.text().trim_matches('"').trim_start_matches('\''));
            format!("{before}{mark}{after}\"")
        }
    };
    Some(Fix::risky("pass the value as an argument").replace(at, format!("{text}, {}", part.text())))
}

/// Names of tables, columns and the like cannot be placeholders; they come from lists of the program.
fn is_identifier_name(name: &str) -> bool {
    let name = name.to_lowercase();
    [
        "table",
        "column",
        "schema",
        "database",
        "dbname",
        "index",
        "quoted",
        "placeholder",
        "where",
        "clause",
        "order",
        "query",
        "sql",
        "suffix",
        "prefix",
        "stmt",
        "field",
        "fields",
        "cols",
        "limit",
        "migration",
        "owner",
        "version",
        "dialect",
        "keyspace",
        "cluster",
        "engine",
        "body",
    ]
    .iter()
    .any(|word| name.contains(word))
}
