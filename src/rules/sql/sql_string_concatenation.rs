//! Queries whose text is joined from data.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("sql-string-concatenation")).on(&[Kind::Call], check);

fn check<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    let query = cx.query(node.as_call()?)?;
    if cx.is_test() || cx.constant(query.text).is_some() {
        return None;
    }
    let (at, part) = built(cx, query.text, 0)?;
    cx.report(
        Finding::at(at, "data in the text of a query is read as SQL")
            .label(Role::Note, part, "this value becomes part of the statement")
            .label(Role::Call, query.call.head(), "the query runs here")
            .help("use a placeholder, and pass the value as an argument"),
    )
}

/// The joining expression and the part of it that is data; follows a variable to its only definition.
fn built<'a>(cx: &Cx<'a>, text: Expr<'a>, depth: usize) -> Option<(Expr<'a>, Expr<'a>)> {
    if depth > 2 {
        return None;
    }
    if text.unparen().ident().is_some() {
        let sources = cx.reaching(text)?;
        return match sources[..] {
            [Definition::Value(value)] => built(cx, value, depth + 1),
            _ => None,
        };
    }
    if text.as_binary().is_some_and(|(op, ..)| op == BinaryOp::Add) {
        let mut parts = Vec::new();
        operands(text, &mut parts);
        // Something of it must be SQL by its constant words.
        let sql = parts.iter().any(|part| cx.string_value(*part).is_some_and(|text| has_verb(&text)));
        let data = parts.into_iter().find(|part| is_data(cx, *part))?;
        return sql.then_some((text, data));
    }
    let call = text.as_call()?;
    if !cx.calls(call, "fmt.Sprintf")? {
        return None;
    }
    let format = cx.string_value(call.arg(0)?)?;
    if !has_verb(&format) {
        return None;
    }
    let verbs = verbs(&format)?;
    let data = call
        .args()
        .iter()
        .skip(1)
        .zip(verbs)
        .find(|(argument, verb)| matches!(verb, 's' | 'v' | 'q') && is_data(cx, *argument))?
        .0;
    Some((text, data))
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

/// The verbs of a format in order; `None` where arguments are numbered or widths starred.
fn verbs(format: &str) -> Option<Vec<char>> {
    let mut verbs = Vec::new();
    let mut rest = format.chars();
    while let Some(character) = rest.next() {
        if character != '%' {
            continue;
        }
        let verb = rest.by_ref().find(|c| c.is_ascii_alphabetic() || matches!(c, '%' | '[' | '*'))?;
        match verb {
            '%' => {}
            '[' | '*' => return None,
            verb => verbs.push(verb),
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

/// Whether a string may come from outside: a parameter, a field of one, or a call's result that is not a known quoting or number.
fn is_data<'a>(cx: &Cx<'a>, part: Expr<'a>) -> bool {
    let data = || -> Option<bool> {
        let part = part.unparen();
        if cx.constant(part).is_some() || !cx.type_of(part)?.is_string()? {
            return Some(false);
        }
        if part.ident().is_some() {
            let object = cx.variable(part)?;
            if matches!(object.var_kind(), Some(VarKind::Param)) {
                return Some(!is_identifier_name(object.name()));
            }
            return match cx.reaching(part)?[..] {
                [Definition::Value(value)] => Some(is_data(cx, value)),
                _ => None,
            };
        }
        if let Some((x, name)) = part.as_selector() {
            // A field of a parameter that is a request or a plain struct of data.
            let object = cx.variable(x.root()?)?;
            return Some(matches!(object.var_kind(), Some(VarKind::Param)) && !is_identifier_name(name.text()));
        }
        let call = part.as_call()?;
        let callee = cx.callee(call)?;
        Some(callee.is_any(&[
            "(net/url.Values).Get",
            "(*net/http.Request).FormValue",
            "(*net/http.Request).PathValue",
            "(*net/http.Request).PostFormValue",
        ]))
    };
    data().unwrap_or(false)
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
