//! Placeholders and arguments that differ in number.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("sql-placeholder-mismatch")).on(&[Kind::Call], check);

fn check<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    let query = cx.query(node.as_call()?)?;
    if query.call.is_spread() || query.method.contains("Prepare") || query.method.contains("Named") {
        return None;
    }
    let text = cx.string_value(query.text)?;
    let wanted = placeholders(&text)?;
    let given: Vec<Expr<'a>> = query.call.args().iter().skip(query.position + 1).collect();
    // Options of pgx, named arguments and the like are no values.
    let plain = given.iter().all(|argument| {
        cx.type_of(*argument).is_some_and(|ty| {
            !ty.is("database/sql.NamedArg") && !ty.declared_path_is("github.com/jackc/pgx") && !ty.is_type_param()
        })
    });
    if !plain || wanted == given.len() || wanted == 0 && given.is_empty() {
        return None;
    }
    let count = |n: usize, what: &str| if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") };
    cx.report(
        Finding::at(query.text, format!("{} for {}", count(wanted, "placeholder"), count(given.len(), "argument")))
            .label(Role::Call, query.call.head(), "the database refuses this call")
            .help("make placeholders and arguments agree"),
    )
}

/// The number of values that a query takes; `None` where that is not clear (quotes, mixed styles, names).
fn placeholders(text: &str) -> Option<usize> {
    if text.contains(['@', ':']) || text.contains("--") || text.contains("/*") || text.contains("$$") {
        return None;
    }
    let mut highest = 0;
    let mut questions = 0;
    let mut quoted = false;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\'' | '"' | '`' => quoted = !quoted,
            '?' if !quoted => questions += 1,
            '$' if !quoted => {
                let mut number = 0;
                while let Some(digit) = characters.peek().and_then(|c| c.to_digit(10)) {
                    number = number * 10 + digit as usize;
                    characters.next();
                }
                highest = highest.max(number);
            }
            _ => {}
        }
    }
    if quoted || highest > 0 && questions > 0 {
        return None;
    }
    Some(highest.max(questions))
}
