//! Placeholders and arguments that differ in number, and placeholders of another database.

use crate::lint::prelude::*;

pub static RULE: Rule =
    Rule::new(page!("sql-placeholder-mismatch")).on(&[Kind::Call], check).collect(collect).on_module(check_styles);

/// How a database writes its placeholders.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    /// `?`
    Questions,
    /// `$1`
    Dollars,
    /// `@p1`
    Names,
}

fn check<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    let query = cx.query(node.as_call()?)?;
    if query.call.is_spread() || query.method.contains("Prepare") || query.method.contains("Named") {
        return None;
    }
    let text = cx.query_text(query)?;
    let (wanted, _) = placeholders(&text)?;
    let given: Vec<Expr<'a>> = query.call.args().iter().skip(query.position + 1).collect();
    // Options of pgx, named arguments and the like are no values.
    let plain = given.iter().all(|argument| {
        cx.type_of(*argument).is_some_and(|ty| {
            !ty.is("database/sql.NamedArg") && !ty.declared_path_is("github.com/jackc/pgx") && !ty.is_type_param()
        })
    });
    if !plain || wanted == given.len() {
        return None;
    }
    let count = |n: usize, what: &str| if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") };
    cx.report(
        Finding::at(query.text, format!("{} for {}", count(wanted, "placeholder"), count(given.len(), "argument")))
            .label(Role::Call, query.call.head(), "the database refuses this call")
            .help("make placeholders and arguments agree"),
    )
}

/// The placeholders of a module's queries, and the drivers that it imports.
struct Seen {
    queries: Vec<(Place, Style)>,
    drivers: Vec<&'static str>,
}

/// Import paths of drivers by what they hold, with the style that they take.
const DRIVERS: &[(&str, &str, Style)] = &[
    ("github.com/lib/pq", "PostgreSQL", Style::Dollars),
    ("github.com/jackc/pgx", "PostgreSQL", Style::Dollars),
    ("github.com/go-sql-driver/mysql", "MySQL", Style::Questions),
    ("github.com/microsoft/go-mssqldb", "SQL Server", Style::Names),
    ("github.com/denisenkom/go-mssqldb", "SQL Server", Style::Names),
    // SQLite takes all of them.
    ("sqlite", "SQLite", Style::Questions),
    ("clickhouse", "ClickHouse", Style::Questions),
    ("godror", "Oracle", Style::Names),
    ("snowflake", "Snowflake", Style::Questions),
];

fn collect<'a>(package: &PackageCx<'a>) -> Option<Facts> {
    let mut seen = Seen { queries: Vec::new(), drivers: Vec::new() };
    for cx in package.files() {
        for path in cx.import_paths() {
            seen.drivers.extend(DRIVERS.iter().filter(|(part, ..)| path.contains(part)).map(|(_, name, _)| *name));
        }
        if cx.is_test() {
            continue;
        }
        for call in cx.tree().calls() {
            let Some(query) = cx.query(call) else { continue };
            let style = cx.query_text(query).and_then(|text| placeholders(&text)).and_then(|(_, style)| style);
            if let Some(style) = style {
                seen.queries.push((query.text.place(), style));
            }
        }
    }
    (!seen.queries.is_empty() || !seen.drivers.is_empty()).then_some(())?;
    package.facts(seen)
}

fn check_styles<'a>(module: &ModuleCx<'a>) -> Option<()> {
    let facts: Vec<(&PackageCx<'a>, &Seen)> = module.facts::<Seen>().collect();
    let mut names: Vec<&str> = facts.iter().flat_map(|(_, seen)| seen.drivers.iter().copied()).collect();
    names.sort_unstable();
    names.dedup();
    let [name] = names[..] else { return None };
    let (.., style) = *DRIVERS.iter().find(|(_, driver, _)| *driver == name)?;
    let written = match style {
        Style::Questions => "?",
        Style::Dollars => "$1",
        Style::Names => "@p1",
    };
    if matches!(name, "SQLite" | "ClickHouse") {
        return None;
    }
    for (package, seen) in facts {
        for (place, _) in seen.queries.iter().filter(|(_, used)| *used != style) {
            package.report(
                Finding::at(*place, format!("{name} does not know these placeholders: it writes `{written}`"))
                    .here("refused by the only driver of this module")
                    .help(format!("write the placeholders as `{written}`")),
            );
        }
    }
    Some(())
}

/// The number of values that a query takes and how they are written; `None` where that is not clear (quotes, mixed styles, names).
fn placeholders(text: &str) -> Option<(usize, Option<Style>)> {
    if text.contains("--") || text.contains("/*") || text.contains("$$") {
        return None;
    }
    let (mut highest, mut questions, mut named) = (0, 0, 0);
    let mut quote = None;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match (character, quote) {
            ('\'' | '"' | '`', None) => quote = Some(character),
            (_, Some(open)) if character == open => quote = None,
            (_, Some(_)) => {}
            // Operators of PostgreSQL on JSON: `?|`, `?&`.
            ('?', _) if matches!(characters.peek(), Some('|' | '&' | '?')) => return None,
            ('?', _) => questions += 1,
            ('$', _) => {
                let mut number = 0usize;
                while let Some(digit) = characters.peek().and_then(|c| c.to_digit(10)) {
                    number = number.saturating_mul(10).saturating_add(digit as usize);
                    characters.next();
                }
                highest = highest.max(number);
            }
            ('@', _) if characters.peek() == Some(&'p') => {
                characters.next();
                let mut number = 0usize;
                while let Some(digit) = characters.peek().and_then(|c| c.to_digit(10)) {
                    number = number.saturating_mul(10).saturating_add(digit as usize);
                    characters.next();
                }
                if number == 0 {
                    return None;
                }
                named = named.max(number);
            }
            ('@', _) => return None,
            // A cast `::int` is no name.
            (':', _) if characters.peek() == Some(&':') => {
                characters.next();
            }
            (':', _) => return None,
            _ => {}
        }
    }
    let styles = [(questions, Style::Questions), (highest, Style::Dollars), (named, Style::Names)];
    let mut used = styles.into_iter().filter(|(count, _)| *count > 0);
    match (quote, used.next(), used.next()) {
        (None, None, _) => Some((0, None)),
        (None, Some((count, style)), None) => Some((count, Some(style))),
        _ => None,
    }
}
