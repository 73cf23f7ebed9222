//! Directives of other tools, honoured where a rule lists the other tool's check as an alias, and never judged.
//!
//! `//nolint`, `//nolint:bodyclose` (golangci-lint: the line, or the next statement or declaration), `//lint:ignore SA1234 why`
//! and `//lint:file-ignore` (staticcheck), `//revive:disable:name`, `//revive:enable`, `//revive:disable-line`,
//! `//revive:disable-next-line`, `#nosec G101` (gosec: the line or what follows).

use super::{Directive, Rules, Scope, scope};
use crate::config::Origin;
use crate::lint::select::Catalog;
use crate::syntax::ast::Ast;
use crate::syntax::comment::DirectiveKind;
use crate::text::Span;

/// Reads the foreign directives of a file.
pub fn read(ast: &Ast, catalog: &Catalog, honour: &[Origin], directives: &mut Vec<Directive>) {
    // Ranges that revive opened and not yet closed: position in `directives`, the check's name.
    let mut open: Vec<(usize, String)> = Vec::new();
    for found in &ast.directives {
        let origin = match found.kind {
            DirectiveKind::NoLint => Origin::Nolint,
            DirectiveKind::Lint => Origin::Lint,
            DirectiveKind::Revive => Origin::Revive,
            DirectiveKind::NoSec => Origin::Nosec,
            _ => continue,
        };
        if !honour.contains(&origin) {
            continue;
        }
        let comment = &ast.comments[found.comment as usize];
        let args = ast.text.get(found.args.range()).unwrap_or_default();
        let mut add = |rules: Rules, scope: Scope, reason: &str| {
            if rules != Rules::Some(Vec::new()) {
                directives.push(Directive {
                    origin,
                    scope,
                    rules,
                    names: Vec::new(),
                    reason: reason.trim().to_owned(),
                    comment: comment.span,
                    ends: Vec::new(),
                    fault: None,
                });
            }
        };
        match origin {
            Origin::Nolint => {
                let (names, reason) = split_reason(args, "//");
                let names = names.strip_prefix(':').unwrap_or("all");
                add(nolint(names, catalog), scope::of(ast, comment), reason);
            }
            Origin::Lint => {
                let mut words = args.splitn(3, char::is_whitespace);
                let (verb, checks, reason) = (
                    words.next().unwrap_or_default(),
                    words.next().unwrap_or_default(),
                    words.next().unwrap_or_default(),
                );
                let scope = match verb {
                    "ignore" => scope::of(ast, comment),
                    "file-ignore" => Scope::File,
                    _ => continue,
                };
                add(checks_of("staticcheck", checks.split(','), catalog), scope, reason);
            }
            Origin::Nosec => {
                let (checks, reason) = split_reason(args, "--");
                let checks: Vec<&str> = checks
                    .split([' ', ',', '\t'])
                    .map(|word| word.trim_start_matches(':'))
                    .filter(|word| word.starts_with('G') && word[1..].bytes().all(|byte| byte.is_ascii_digit()))
                    .collect();
                let rules = match checks.is_empty() {
                    true => all_of("gosec", catalog),
                    false => checks_of("gosec", checks.into_iter(), catalog),
                };
                add(rules, scope::of(ast, comment), reason);
            }
            Origin::Revive => {
                let (head, reason) = args.split_once(char::is_whitespace).unwrap_or((args, ""));
                let (verb, check) = head.split_once(':').unwrap_or((head, ""));
                let rules = match check.is_empty() {
                    true => all_of("revive", catalog),
                    false => checks_of("revive", std::iter::once(check), catalog),
                };
                match verb {
                    "disable-line" => add(rules, Scope::Span(scope::line(&ast.text, comment.span.start)), reason),
                    "disable-next-line" => {
                        add(rules, Scope::Span(scope::next_line(&ast.text, comment.span.start)), reason);
                    }
                    "disable" => {
                        let end = ast.text.len() as u32;
                        add(rules.clone(), Scope::Span(Span::new(comment.span.start, end)), reason);
                        if rules != Rules::Some(Vec::new()) {
                            open.push((directives.len() - 1, check.to_owned()));
                        }
                    }
                    "enable" => {
                        for (position, name) in &open {
                            if check.is_empty() || name == check {
                                let directive: &mut Directive = &mut directives[*position];
                                directive.scope = Scope::Span(Span::new(directive.comment.start, comment.span.start));
                            }
                        }
                        open.retain(|(_, name)| !check.is_empty() && name != check);
                    }
                    _ => {}
                }
            }
            Origin::Gotcha => {}
        }
    }
}

/// What stands before a mark, and the reason after it.
fn split_reason<'t>(text: &'t str, mark: &str) -> (&'t str, &'t str) {
    match text.find(mark) {
        Some(at) => (text[..at].trim(), &text[at + mark.len()..]),
        None => (text.trim(), ""),
    }
}

/// The rules that golangci-lint's names mean: a linter (`bodyclose`, all of `staticcheck`), us, or one of our rules.
fn nolint(names: &str, catalog: &Catalog) -> Rules {
    // What follows white space is an explanation; a list may have spaces after its commas.
    let list = names.replace(", ", ",");
    let list = list.split_whitespace().next().unwrap_or_default();
    let mut rules = Vec::new();
    for name in list.split(',').map(|name| name.trim().to_lowercase()) {
        if name == "all" || name == "gotcha" {
            return Rules::All;
        }
        rules.extend(catalog.index(name.strip_prefix("gotcha/").unwrap_or(&name)));
        rules.extend(linter(&name, catalog));
    }
    some(rules)
}

/// The rules with an alias of this linter.
fn linter<'c>(name: &'c str, catalog: &'c Catalog) -> impl Iterator<Item = usize> + 'c {
    catalog
        .aliases()
        .filter(move |(alias, _)| alias.split('/').next().is_some_and(|own| own.eq_ignore_ascii_case(name)))
        .map(|(_, rule)| rule)
}

fn all_of(name: &str, catalog: &Catalog) -> Rules {
    some(linter(name, catalog).collect())
}

/// The rules that list one of these checks of a linter; `SA*` stands for all that begin so.
fn checks_of<'t>(name: &str, checks: impl Iterator<Item = &'t str>, catalog: &Catalog) -> Rules {
    let mut rules = Vec::new();
    for check in checks {
        let fits = |alias: &str| match alias.split_once('/') {
            Some((own, code)) if own.eq_ignore_ascii_case(name) => match check.strip_suffix('*') {
                Some(start) => code.starts_with(start),
                None => code.eq_ignore_ascii_case(check),
            },
            _ => false,
        };
        rules.extend(catalog.aliases().filter(|(alias, _)| fits(alias)).map(|(_, rule)| rule));
    }
    some(rules)
}

fn some(mut rules: Vec<usize>) -> Rules {
    rules.sort_unstable();
    rules.dedup();
    Rules::Some(rules)
}
