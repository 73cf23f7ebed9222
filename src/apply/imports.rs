//! Imports after a fix: what the new text needs is added where gofmt and goimports would have it, what it needs no more
//! is removed, since an unused import does not compile (Go specification, «Import declarations»).

use std::collections::HashSet;

use crate::package::guess_name;
use crate::syntax::ast::{Ast, DeclId, DeclKind, ExprKind, GenTok, SpecId, SpecKind};
use crate::text::{Span, Symbol};

/// One import.
struct Import<'a> {
    decl: DeclId,
    grouped: bool,
    spec: SpecId,
    name: Option<Symbol>,
    path: &'a str,
}

/// Edits of `after` (the text with the fixes) that add `wanted` import paths and remove imports that `before` used and
/// `after` does not.
pub fn adjust(before: &Ast, after: &Ast, wanted: &[&str]) -> Vec<(Span, String)> {
    let imports = imports(after);
    let (used_before, used_after) = (qualifiers(before), qualifiers(after));
    let mut edits = Vec::new();
    let unused = |import: &&Import| {
        let names = names(import);
        !wanted.contains(&import.path)
            && names.iter().any(|name| used_before.contains(name))
            && !names.iter().any(|name| used_after.contains(name))
    };
    let gone: Vec<&Import> = imports.iter().filter(unused).collect();
    let mut missing: Vec<&str> = wanted.to_vec();
    missing.sort_unstable();
    missing.dedup();
    missing.retain(|path| !imports.iter().any(|import| import.path == *path && !names(import).is_empty()));
    for import in &gone {
        edits.push((removal(after, import, &gone, &imports), String::new()));
    }
    edits.sort_by_key(|(span, _)| span.start);
    edits.dedup();
    let kept: Vec<&Import> =
        imports.iter().filter(|import| !gone.iter().any(|gone| gone.spec == import.spec)).collect();
    edits.extend(insertions(after, &kept, &missing, !gone.is_empty()));
    edits
}

fn imports(ast: &Ast) -> Vec<Import<'_>> {
    let mut imports = Vec::new();
    for &decl in &ast.top {
        let DeclKind::Gen { tok: GenTok::Import, grouped, specs } = ast.decls[decl] else { continue };
        for spec in ast.list(specs) {
            if let SpecKind::Import { name, path } = ast.specs[spec] {
                let path = ast.text(path).trim_matches(['"', '`']);
                imports.push(Import { decl, grouped, spec, name: name.and_then(|name| ast.ident(name)), path });
            }
        }
    }
    imports
}

/// The names an import may have in the file; none for `_`, `.` and cgo.
fn names(import: &Import) -> Vec<Symbol> {
    match import.name {
        Some(name) if name == "_" || name == "." => Vec::new(),
        Some(name) => vec![name],
        None if import.path == "C" => Vec::new(),
        None => {
            // The real name is in the package's files; these are the usual ones.
            let mut names = vec![guess_name(import.path)];
            for element in import.path.rsplit('/').take(2) {
                let pieces = element.split(['-', '.']);
                names.extend(pieces.chain([element]));
            }
            names.into_iter().filter(|name| !name.is_empty()).map(Symbol::intern).collect()
        }
    }
}

/// All names that stand before a dot.
fn qualifiers(ast: &Ast) -> HashSet<Symbol> {
    let qualifier = |expr: &ExprKind| match expr {
        ExprKind::Selector { x, .. } => ast.ident(*x),
        _ => None,
    };
    ast.exprs.iter().filter_map(qualifier).collect()
}

fn is_std(path: &str) -> bool {
    !path.split('/').next().unwrap_or(path).contains('.')
}

/// From the start of the line at `offset` to the start of the next.
fn lines_of(text: &str, span: Span) -> Span {
    let start = text[..span.start as usize].rfind('\n').map_or(0, |at| at + 1);
    let end = text[span.end as usize..].find('\n').map_or(text.len(), |at| span.end as usize + at + 1);
    Span::new(start as u32, end as u32)
}

fn is_blank(text: &str, span: Span) -> bool {
    !span.is_empty() && text[span.range()].trim().is_empty()
}

/// What goes with an import: its line, its whole declaration when nothing remains in that, one of two blank lines.
fn removal(ast: &Ast, import: &Import, gone: &[&Import], all: &[Import]) -> Span {
    let text = &*ast.text;
    let in_decl = |other: &Import| other.decl == import.decl;
    let remaining =
        all.iter().filter(|other| in_decl(other)).count() - gone.iter().filter(|other| in_decl(other)).count();
    let node = if remaining == 0 { ast.span(import.decl) } else { ast.span(import.spec) };
    let mut span = lines_of(text, node);
    // Something else stands on the line: take the bare text alone.
    let around = [&text[span.start as usize..node.start as usize], &text[node.end as usize..span.end as usize]];
    let alone =
        around[0].trim().is_empty() && (around[1].trim().is_empty() || around[1].trim_start().starts_with("//"));
    if !alone {
        let rest = text[node.end as usize..].trim_start_matches([' ', '\t']);
        let end = text.len() - rest.strip_prefix(';').unwrap_or(rest).len();
        return Span::new(node.start, end as u32);
    }
    let before = lines_of(text, Span::at(span.start.saturating_sub(1)));
    let after = lines_of(text, Span::at(span.end));
    let opens = span.start > 0 && text[before.range()].trim_end().ends_with('(');
    let closes = text[after.range()].trim_start().starts_with(')');
    if (span.start > 0 && is_blank(text, before) || opens) && is_blank(text, after) {
        span.end = after.end;
    } else if closes && span.start > 0 && is_blank(text, before) {
        span.start = before.start;
    }
    span
}

/// Where missing imports go. `fresh`: imports were removed besides, so their lines must not be leant on.
fn insertions(ast: &Ast, kept: &[&Import], missing: &[&str], fresh: bool) -> Vec<(Span, String)> {
    let text = &*ast.text;
    let mut by_place: Vec<(u32, String)> = Vec::new();
    let mut put = |at: u32, line: String| match by_place.iter_mut().find(|(place, _)| *place == at) {
        Some((_, lines)) => lines.push_str(&line),
        None => by_place.push((at, line)),
    };
    let plain: Vec<&&Import> = kept.iter().filter(|import| import.path != "C").collect();
    let group = plain.iter().find(|import| import.grouped).map(|import| import.decl);
    if let Some(group) = group {
        let members: Vec<&&&Import> = plain.iter().filter(|import| import.decl == group).collect();
        let sections = sections(ast, &members);
        for path in missing {
            let (at, line) = place_in_group(ast, &sections, path);
            put(at, line);
        }
    } else if let [only] = &plain[..]
        && !fresh
        && let Some(edits) = regroup(ast, only, missing)
    {
        return edits;
    } else if let Some(last) = plain.last() {
        let at = lines_of(text, ast.span(last.decl)).end;
        for path in missing {
            put(at, format!("import \"{path}\"\n"));
        }
    } else if let Some(package) = ast.package {
        // After `import "C"` as well: its comment must stay right above it.
        let anchor = kept.last().map_or(ast.span(package), |c| ast.span(c.decl));
        let at = lines_of(text, anchor).end;
        let mut block = match missing {
            [] => return Vec::new(),
            [path] => format!("\nimport \"{path}\"\n"),
            paths => {
                format!("\nimport (\n{})\n", paths.iter().map(|path| format!("\t\"{path}\"\n")).collect::<String>())
            }
        };
        if !text[..at as usize].ends_with('\n') {
            block.insert(0, '\n');
        }
        put(at, block);
    }
    by_place.into_iter().map(|(at, lines)| (Span::at(at), lines)).collect()
}

/// The imports of a group, parted where blank lines part them.
fn sections<'a>(ast: &Ast, members: &[&&'a &Import<'a>]) -> Vec<Vec<&'a Import<'a>>> {
    let mut sections: Vec<Vec<&Import>> = Vec::new();
    let mut end = 0;
    for member in members {
        let span = ast.span(member.spec);
        let between = &ast.text[(end as usize).min(span.start as usize)..span.start as usize];
        match sections.last_mut() {
            Some(section) if !has_blank_line(between) => section.push(member),
            _ => sections.push(vec![member]),
        }
        end = span.end;
    }
    sections
}

/// Whether a blank line stands in the text between two imports (its last piece is only the indentation of the second).
fn has_blank_line(between: &str) -> bool {
    let lines: Vec<&str> = between.split('\n').collect();
    lines.len() > 2 && lines[1..lines.len() - 1].iter().any(|line| line.trim().is_empty())
}

/// The offset of a line and the new line there.
fn place_in_group(ast: &Ast, sections: &[Vec<&Import>], path: &str) -> (u32, String) {
    let text = &*ast.text;
    let line = format!("\t\"{path}\"\n");
    let first_line = |import: &Import| lines_of(text, ast.span(import.spec)).start;
    let after_line = |import: &Import| lines_of(text, ast.span(import.spec)).end;
    let home = if is_std(path) {
        sections.iter().find(|section| section.iter().any(|import| is_std(import.path)))
    } else {
        let shared = |section: &&Vec<&Import>| {
            let best =
                section.iter().filter(|import| !is_std(import.path)).map(|import| common(import.path, path)).max();
            best.unwrap_or(0)
        };
        sections.iter().rev().filter(|section| section.iter().any(|import| !is_std(import.path))).max_by_key(shared)
    };
    match home {
        Some(section) => match section.iter().rev().find(|import| import.path < path) {
            Some(before) => (after_line(before), line),
            None => (first_line(section[0]), line),
        },
        None if is_std(path) => match sections.first() {
            Some(section) => (first_line(section[0]), format!("{line}\n")),
            None => (0, String::new()),
        },
        None => match sections.last().and_then(|section| section.last()) {
            Some(last) => (after_line(last), format!("\n{line}")),
            None => (0, String::new()),
        },
    }
}

/// Number of path elements two paths share at their start.
fn common(a: &str, b: &str) -> usize {
    a.split('/').zip(b.split('/')).take_while(|(a, b)| a == b).count()
}

/// `import "a"` becomes a group with `missing` in it; `None` where the line holds more than that and a comment.
fn regroup(ast: &Ast, only: &Import, missing: &[&str]) -> Option<Vec<(Span, String)>> {
    if missing.is_empty() {
        return Some(Vec::new());
    }
    let text = &*ast.text;
    let (decl, spec) = (ast.span(only.decl), ast.span(only.spec));
    let line = lines_of(text, decl);
    let tail = text[decl.end as usize..line.end as usize].trim();
    if line.start != decl.start || !(tail.is_empty() || tail.starts_with("//")) || text[decl.range()].contains('\n') {
        return None;
    }
    let rest = text[spec.start as usize..line.end as usize].trim_end();
    let mut lines: Vec<(bool, &str, String)> = vec![(!is_std(only.path), only.path, format!("\t{rest}\n"))];
    lines.extend(missing.iter().map(|path| (!is_std(path), *path, format!("\t\"{path}\"\n"))));
    lines.sort();
    let mut block = String::from("import (\n");
    for (position, (foreign, _, line)) in lines.iter().enumerate() {
        if position > 0 && lines[position - 1].0 != *foreign {
            block.push('\n');
        }
        block.push_str(line);
    }
    block.push_str(")\n");
    Some(vec![(line, block)])
}
