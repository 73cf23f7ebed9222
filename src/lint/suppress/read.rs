//! Our own directives.

use super::{Directive, Fault, Name, Rules, Scope, scope};
use crate::config::{self, Origin};
use crate::lint::select::Catalog;
use crate::syntax::ast::Ast;
use crate::syntax::comment::Comment;
use crate::text::Span;

const VERBS: [&str; 4] = ["ignore", "file-ignore", "disable", "enable"];

/// Reads the `//gotcha:` comments of a file, and those that were meant to be.
pub fn ours(ast: &Ast, catalog: &Catalog, directives: &mut Vec<Directive>) {
    // `disable`d so far: position in `directives`, and the names still open.
    let mut open: Vec<(usize, Vec<usize>)> = Vec::new();
    let end = ast.text.len() as u32;
    for comment in &ast.comments {
        let text = ast.comment_text(comment);
        let rest = ast.text.get(comment.span.end as usize..).unwrap_or_default();
        let is_last = rest.lines().next().unwrap_or_default().trim().is_empty();
        let Some((args, fault)) = recognise(text, is_last) else { continue };
        let args_at = comment.span.start + args as u32;
        if let Some(fault) = fault {
            directives.push(faulty(comment, fault));
            continue;
        }
        let parsed = parse(text, args, args_at, catalog);
        let (verb, names, reason) = match parsed {
            Ok(parsed) => parsed,
            Err(fault) => {
                directives.push(faulty(comment, fault));
                continue;
            }
        };
        let rules: Vec<usize> = names.iter().filter_map(|name| name.rule).collect();
        if verb == "enable" {
            let mut closed = false;
            for (position, left) in &mut open {
                let before = left.len();
                left.retain(|rule| !rules.contains(rule));
                if left.len() < before {
                    closed = true;
                    let directive: &mut Directive = &mut directives[*position];
                    directive.scope = Scope::Span(Span::new(directive.comment.start, comment.span.start));
                    if names.len() == directive.names.len() {
                        directive.ends.push(comment.span);
                    }
                }
            }
            open.retain(|(_, left)| !left.is_empty());
            if !closed && !rules.is_empty() {
                let message = "nothing was disabled that could be enabled here".to_owned();
                directives.push(faulty(comment, Fault { message, replacement: None }));
            }
            continue;
        }
        let scope = match verb {
            "file-ignore" => Scope::File,
            "disable" => {
                open.push((directives.len(), rules.clone()));
                Scope::Span(Span::new(comment.span.start, end))
            }
            _ => scope::of(ast, comment),
        };
        directives.push(Directive {
            origin: Origin::Gotcha,
            scope,
            rules: Rules::Some(rules),
            names,
            reason,
            comment: comment.span,
            ends: Vec::new(),
            fault: None,
        });
    }
    for (position, _) in open {
        directives[position].fault =
            Some(Fault { message: "a disabled range is never enabled again".to_owned(), replacement: None });
    }
}

/// Where the directive's words begin in a comment that is one of ours, and what is wrong with its beginning; `is_last`:
/// nothing follows on its line.
fn recognise(text: &str, is_last: bool) -> Option<(usize, Option<Fault>)> {
    if let Some(rest) = text.strip_prefix("//gotcha:") {
        return Some((text.len() - rest.len(), None));
    }
    let inner = text.get(2..)?;
    let rest = inner.trim_start().strip_prefix("gotcha:")?;
    let verb = rest.trim_start().split(|c: char| !c.is_ascii_lowercase() && c != '-').next()?;
    if !VERBS.contains(&verb) {
        return None; // prose that mentions gotcha
    }
    let message = match text.starts_with("/*") {
        true => "a suppression in a general comment is not read".to_owned(),
        false => "a suppression with a space after the slashes is not read".to_owned(),
    };
    let words = rest.trim_end_matches("*/").trim();
    let replacement = (!words.contains('\n')).then(|| format!("//gotcha:{words}"));
    // A general comment may have code after it on its line: no fix there.
    let replacement = if text.starts_with("/*") && !is_last { None } else { replacement };
    Some((0, Some(Fault { message, replacement })))
}

fn faulty(comment: &Comment, fault: Fault) -> Directive {
    Directive {
        origin: Origin::Gotcha,
        scope: Scope::Span(comment.span),
        rules: Rules::Some(Vec::new()),
        names: Vec::new(),
        reason: String::new(),
        comment: comment.span,
        ends: Vec::new(),
        fault: Some(fault),
    }
}

type Parsed<'t> = (&'t str, Vec<Name>, String);

/// Reads `VERB RULE[,RULE] -- reason`; `at` is the offset of the verb in the file, `from` that in the comment.
fn parse<'t>(text: &'t str, from: usize, at: u32, catalog: &Catalog) -> Result<Parsed<'t>, Fault> {
    let words = text[from..].trim_end();
    let (head, reason) = match words.find("--") {
        Some(dashes) => (&words[..dashes], words[dashes + 2..].trim().to_owned()),
        None => (words, String::new()),
    };
    let verb_end = head.find(|c: char| c.is_whitespace()).unwrap_or(head.len());
    let verb = &head[..verb_end];
    if !VERBS.contains(&verb) {
        let nearest = config::suggest(verb, VERBS);
        return Err(Fault {
            message: format!("`{verb}` is not one of ignore, file-ignore, disable, enable"),
            replacement: nearest.map(|nearest| format!("//gotcha:{nearest}{}", &words[verb_end..])),
        });
    }
    let mut names: Vec<Name> = Vec::new();
    let mut offset = verb_end;
    let mut listed = false;
    for part in head[verb_end..].split_inclusive([',', ' ', '\t']) {
        let name = part.trim_end_matches([',', ' ', '\t']);
        let start = at + offset as u32;
        let (written, before) = (&words[offset..], words[..offset].trim_end());
        offset += part.len();
        if name.is_empty() {
            listed |= part == ",";
            continue;
        }
        // Words after a rule, without a comma, are meant as the reason.
        let is_next = names.last().is_some_and(|last| last.rule.is_some()) && !listed;
        if is_next && catalog.index(name).is_none() && !words.contains("--") {
            return Err(Fault {
                message: "the reason of a suppression stands after ` -- `".to_owned(),
                replacement: Some(format!("//gotcha:{before} -- {written}")),
            });
        }
        listed = part.ends_with(',');
        names.push(Name { span: Span::new(start, start + name.len() as u32), rule: catalog.index(name) });
    }
    if names.is_empty() {
        return Err(Fault { message: "a suppression names the rules that it silences".to_owned(), replacement: None });
    }
    Ok((verb, names, reason))
}
