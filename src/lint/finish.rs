//! From what the rules said to what is shown: fingerprints, symbols, one finding for one cause, order.

use std::ffi::OsStr;
use std::path::Path;

use rustc_hash::{FxHashMap, FxHashSet};

use super::finding::{Finding, Hidden};
use super::program::Target;
use super::select::{Active, Catalog};
use super::view::{Func, Tree};
use crate::source::Files;
use crate::syntax::ast::{Ast, DeclKind, Node, SpecKind, StmtId, StmtKind};
use crate::text::Span;

/// Fills in the enclosing declaration and the fingerprint of a finding (experience.md 6).
///
/// The fingerprint is a hash over rule, package, file name, enclosing declaration and the text of the smallest enclosing
/// statement (of one with a body: its head), white space aside. So it survives moving code within a file.
pub fn identify(finding: &mut Finding, target: Target<'_>, files: &Files) {
    let tree = Tree { ast: &target.source.ast, file: target.source.file };
    finding.symbol = symbol(tree, finding.at.span);
    let path = &files.get(target.source.file).path;
    let name = path.rsplit('/').next().unwrap_or(path);
    let mut hash = xxhash_rust::xxh3::Xxh3::new();
    for part in [finding.rule, target.unit.path.as_str(), name, &finding.symbol] {
        hash.update(part.as_bytes());
        hash.update(&[0]);
    }
    let statement = statement(tree.ast, finding.at.span);
    let text = tree.ast.text.get(statement.range()).unwrap_or_default();
    for word in text.split_whitespace() {
        hash.update(word.as_bytes());
        hash.update(b" ");
    }
    finding.fingerprint = format!("v1:{:032x}", hash.digest128());
}

/// The declaration around a span: `F`, `(*T).M`, `T`, the name of a variable or constant; empty at file level.
fn symbol(tree: Tree<'_>, span: Span) -> String {
    let ast = tree.ast;
    let top = ast.top.partition_point(|decl| ast.span(*decl).start <= span.start);
    let Some(&decl) = top.checked_sub(1).and_then(|index| ast.top.get(index)) else { return String::new() };
    if !ast.span(decl).contains(span) {
        return String::new();
    }
    match ast.decls[decl] {
        DeclKind::Func(func) => {
            let func: Func<'_> = tree.view(func);
            func.symbol()
        }
        DeclKind::Gen { specs, .. } => {
            let spec = ast.list(specs).find(|spec| ast.span(*spec).contains(span));
            match spec.map(|spec| ast.specs[spec]) {
                Some(SpecKind::Type { name, .. }) => ast.text(name).to_owned(),
                Some(SpecKind::Value { names, .. }) => {
                    ast.list(names).next().map(|name| ast.text(name).to_owned()).unwrap_or_default()
                }
                _ => String::new(),
            }
        }
        DeclKind::Bad { .. } => String::new(),
    }
}

/// The smallest statement, specification or declaration around a span, of one with a body its head.
fn statement(ast: &Ast, span: Span) -> Span {
    let mut smallest = Span::new(0, ast.text.len() as u32);
    let mut stmt: Option<StmtId> = None;
    for (id, &own) in ast.stmt_spans.iter_enumerated() {
        if own.contains(span) && own.len() < smallest.len() && !matches!(ast.stmts[id], StmtKind::Block(_)) {
            smallest = own;
            stmt = Some(id);
        }
    }
    if stmt.is_none() {
        let others = ast.spec_spans.iter().chain(ast.decl_spans.iter()).copied();
        for own in others.chain(ast.fields.iter().map(|field| field.span)) {
            if own.contains(span) && own.len() < smallest.len() {
                smallest = own;
            }
        }
    }
    match stmt.and_then(|id| body(ast, id)) {
        // A place within the body that is no statement (a label, a brace) keeps the whole.
        Some(body) if span.start < body.start => Span::new(smallest.start, body.start),
        _ => smallest,
    }
}

fn body(ast: &Ast, stmt: StmtId) -> Option<Span> {
    let body = match ast.stmts[stmt] {
        StmtKind::If { then, .. } => then,
        StmtKind::For { body, .. }
        | StmtKind::Range { body, .. }
        | StmtKind::Switch { body, .. }
        | StmtKind::TypeSwitch { body, .. }
        | StmtKind::Select { body } => body,
        StmtKind::Case { body, .. } | StmtKind::Comm { body, .. } => ast.list(body).next()?,
        _ => return None,
    };
    Some(ast.span(Node::Stmt(body)))
}

/// Drops the findings of rules that another rule's finding at the same place replaces.
pub fn supersede(findings: &mut Vec<Finding>, catalog: &Catalog) {
    let mut replaced: FxHashSet<usize> = FxHashSet::default();
    let mut by_file: FxHashMap<_, Vec<usize>> = FxHashMap::default();
    for (position, finding) in findings.iter().enumerate() {
        by_file.entry(finding.at.file).or_default().push(position);
    }
    for positions in by_file.values() {
        for &strong in positions {
            let Some(rule) = catalog.rule(findings[strong].rule) else { continue };
            let weak = &rule.meta().supersedes;
            if weak.is_empty() {
                continue;
            }
            for &other in positions {
                let (a, b) = (&findings[strong], &findings[other]);
                if weak.contains(&b.rule) && (a.at.span.overlaps(b.at.span) || a.at.span == b.at.span) {
                    replaced.insert(other);
                }
            }
        }
    }
    let mut position = 0;
    findings.retain(|_| {
        position += 1;
        !replaced.contains(&(position - 1))
    });
}

/// Hides findings that are less sure than wanted.
pub fn hide_unsure(finding: &mut Finding, active: &Active) {
    if finding.hidden.is_none() && finding.confidence < active.min_confidence {
        finding.hidden = Some(Hidden::LowConfidence);
    }
}

/// Sorts findings by path, place, rule and message, and drops those that were found twice.
pub fn sort(findings: &mut Vec<Finding>, files: &Files) {
    findings.sort_by(|a, b| order(a, files).cmp(&order(b, files)));
    findings.dedup_by(|later, first| order(later, files) == order(first, files));
}

/// By the absolute path, for the relative one depends on where the run began.
fn order<'f>(finding: &'f Finding, files: &'f Files) -> (&'f OsStr, u32, u32, &'static str, &'f str) {
    let span = finding.at.span;
    let file = files.get(finding.at.file);
    let path = file.absolute().map_or(OsStr::new(&file.path), Path::as_os_str);
    (path, span.start, span.end, finding.rule, &finding.message)
}

/// A span's first line, for frames and labels.
pub fn first_line(text: &str, span: Span) -> Span {
    let slice = text.get(span.range()).unwrap_or_default();
    match slice.find('\n') {
        Some(at) => Span::new(span.start, span.start + slice[..at].trim_end().len() as u32),
        None => span,
    }
}
