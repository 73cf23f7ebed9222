//! One HTML page for people: no script, no request to anywhere, readable on paper and in the dark.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::view::{View, notice_word, severity_word};
use crate::lint::{Finding, NoticeKind, Safety};
use crate::source::FileId;
use crate::text::Span;

const TEMPLATE: &str = include_str!("page.html");

/// Lines shown before and after a place.
const CONTEXT: u32 = 2;

#[derive(Serialize)]
struct Page {
    version: &'static str,
    counts: String,
    coverage: String,
    hidden: Vec<(String, usize)>,
    missing: Vec<String>,
    rules: Vec<Section>,
    files: Vec<(String, usize)>,
    notices: Vec<NoticeRow>,
}

#[derive(Serialize)]
struct Section {
    name: &'static str,
    summary: String,
    page: String,
    link: Option<String>,
    group: String,
    level: String,
    findings: Vec<Card>,
}

#[derive(Serialize)]
struct Card {
    id: String,
    severity: &'static str,
    place: String,
    message: String,
    why: Option<String>,
    help: Option<String>,
    hidden: bool,
    snippets: Vec<Snippet>,
    fixes: Vec<FixRow>,
}

#[derive(Serialize)]
struct Snippet {
    path: String,
    lines: Vec<Line>,
}

#[derive(Serialize)]
struct Line {
    number: u32,
    /// Pieces of the line, each plain (0), primary (1) or secondary (2).
    pieces: Vec<(String, u8)>,
    notes: Vec<(String, u8)>,
    gap: bool,
}

#[derive(Serialize)]
struct FixRow {
    title: String,
    safety: &'static str,
    diff: Vec<(char, String)>,
}

#[derive(Serialize)]
struct NoticeRow {
    kind: &'static str,
    place: String,
    message: String,
}

/// The whole page.
pub fn write(view: &View, out: &mut dyn Write) -> io::Result<()> {
    let mut environment = minijinja::Environment::new();
    let syntax = minijinja::syntax::SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build();
    environment.set_syntax(syntax.map_err(io::Error::other)?);
    environment.set_auto_escape_callback(|_| minijinja::AutoEscape::Html);
    let template = environment.template_from_named_str("page.html", TEMPLATE).map_err(io::Error::other)?;
    let text = template.render(minijinja::value::Serde(page(view))).map_err(io::Error::other)?;
    out.write_all(text.as_bytes())?;
    writeln!(out)
}

fn page(view: &View) -> Page {
    let fingerprints = view.unique_fingerprints();
    let mut by_rule: BTreeMap<&'static str, Vec<Card>> = BTreeMap::new();
    let mut files: BTreeMap<String, usize> = BTreeMap::new();
    for (position, (finding, fingerprint)) in view.findings.iter().zip(fingerprints).enumerate() {
        let id = format!("f{}-{}", position + 1, fingerprint.trim_start_matches("v1:").replace(':', "-"));
        by_rule.entry(finding.rule).or_default().push(card(view, finding, id));
        *files.entry(view.path(finding.at.file)).or_default() += 1;
    }
    let section = |(name, findings): (&'static str, Vec<Card>)| {
        let rule = view.rule(name);
        // The title and the summary stand above already.
        let body = rule.map_or("", |rule| rule.page.split_once("\n## ").map_or("", |(_, rest)| rest));
        let body = if body.is_empty() { String::new() } else { format!("## {body}") };
        Section {
            name,
            summary: rule.map_or(String::new(), |rule| rule.summary.clone()),
            page: crate::pages::render::html(&body),
            link: rule.and_then(|rule| rule.link.clone()),
            group: rule.map_or("suppressions".to_owned(), |rule| rule.group.clone()),
            level: rule.map_or(String::new(), |rule| rule.level.clone()),
            findings,
        }
    };
    let notices = view.notices.iter().filter(|notice| notice.kind != NoticeKind::MissingModule);
    let notice = |notice: &crate::lint::Notice| NoticeRow {
        kind: notice_word(notice.kind),
        place: match notice.place {
            Some(at) => format!("{}:{}", view.path(at.file), view.range(at.file, at.span).line),
            None => view.notice_path(notice),
        },
        message: notice.message.clone(),
    };
    Page {
        version: env!("CARGO_PKG_VERSION"),
        counts: view.counts(),
        coverage: view.coverage(),
        hidden: view.hidden.iter().filter(|(_, n)| **n > 0).map(|(cause, n)| ((*cause).to_owned(), *n)).collect(),
        missing: view.missing_modules.clone(),
        rules: by_rule.into_iter().map(section).collect(),
        files: files.into_iter().collect(),
        notices: notices.map(notice).collect(),
    }
}

fn card(view: &View, finding: &Finding, id: String) -> Card {
    let range = view.range(finding.at.file, finding.at.span);
    let path = view.path(finding.at.file);
    let fixes = finding.fixes.iter().map(|fix| FixRow {
        title: fix.title.clone(),
        safety: match fix.safety {
            Safety::Safe => "safe",
            Safety::Unsafe => "unsafe",
            Safety::Sketch => "sketch",
        },
        diff: diff(view, fix),
    });
    Card {
        id,
        severity: severity_word(finding.severity),
        place: format!("{path}:{}:{}", range.line, range.column),
        message: finding.message.clone(),
        why: view.why(finding),
        help: finding.help.clone(),
        hidden: finding.hidden.is_some(),
        snippets: snippets(view, finding),
        fixes: fixes.collect(),
    }
}

/// A span to mark: primary (1) or secondary (2), with its note.
type Mark = (Span, u8, String);

/// The places of a finding, those of its own file first, each file with its lines in order.
fn snippets(view: &View, finding: &Finding) -> Vec<Snippet> {
    let mut files: Vec<(FileId, Vec<Mark>)> = Vec::new();
    let primary = (finding.at, 1, finding.label.clone());
    let labels = finding.labels.iter().map(|label| (label.place, 2, label.message.clone()));
    for (place, kind, note) in std::iter::once(primary).chain(labels) {
        match files.iter_mut().find(|(file, _)| *file == place.file) {
            Some((_, spans)) => spans.push((place.span, kind, note)),
            None => files.push((place.file, vec![(place.span, kind, note)])),
        }
    }
    files.into_iter().map(|(file, spans)| snippet(view, file, &spans)).collect()
}

fn snippet(view: &View, file: FileId, spans: &[Mark]) -> Snippet {
    let source = view.files.get(file);
    let lines = source.lines();
    let mut shown = std::collections::BTreeSet::new();
    for (span, ..) in spans {
        let line = lines.line(span.start);
        shown.extend(line.saturating_sub(CONTEXT).max(1)..=(line + CONTEXT).min(lines.count()));
    }
    let mut last = None;
    let mut rows = Vec::new();
    for number in shown {
        let Some(whole) = lines.span(number, &source.text) else { continue };
        // Long ranges are marked on their first line.
        let mut marks: Vec<(Span, u8, &str)> = spans
            .iter()
            .filter(|(span, ..)| lines.line(span.start) == number)
            .map(|(span, kind, note)| (Span::new(span.start, span.end.min(whole.end).max(span.start)), *kind, &**note))
            .collect();
        marks.sort_by_key(|(span, kind, _)| (span.start, *kind));
        let mut pieces = Vec::new();
        let mut at = whole.start;
        let text = |from: u32, to: u32| source.text.get(from as usize..to as usize).unwrap_or_default().to_owned();
        for (span, kind, _) in &marks {
            if span.start < at {
                continue;
            }
            pieces.push((text(at, span.start), 0));
            pieces.push((text(span.start, span.end), *kind));
            at = span.end;
        }
        pieces.push((text(at, whole.end), 0));
        pieces.retain(|(piece, _)| !piece.is_empty());
        let notes =
            marks.iter().filter(|(.., note)| !note.is_empty()).map(|(_, kind, note)| ((*note).to_owned(), *kind));
        let gap = last.is_some_and(|last| last + 1 < number);
        rows.push(Line { number, pieces, notes: notes.collect(), gap });
        last = Some(number);
    }
    Snippet { path: view.path(file), lines: rows }
}

/// The lines that a fix changes, as `-` and `+` lines.
fn diff(view: &View, fix: &crate::lint::Fix) -> Vec<(char, String)> {
    let Some(first) = fix.edits.first() else { return Vec::new() };
    if fix.edits.iter().any(|edit| edit.place.file != first.place.file) {
        return Vec::new();
    }
    let file = view.files.get(first.place.file);
    let Some((span, _)) = super::view::one_edit(view.files, fix) else { return Vec::new() };
    let lines = file.lines();
    let first_line = lines.span(lines.line(span.start), &file.text);
    let last_line = lines.span(lines.line(span.end), &file.text);
    let (Some(first_line), Some(last_line)) = (first_line, last_line) else { return Vec::new() };
    let whole = Span::new(first_line.start, last_line.end.max(span.end));
    let edits = fix.edits.iter().map(|edit| {
        let at = edit.place.span;
        (Span::new(at.start - whole.start, at.end - whole.start), edit.text.clone())
    });
    let Some(old) = file.text.get(whole.range()) else { return Vec::new() };
    let Ok(new) = crate::apply::apply_edits(old, edits.collect(), "\n") else { return Vec::new() };
    let compared = similar::TextDiff::from_lines(old, new.as_str());
    let rows = compared.iter_all_changes().map(|change| {
        let sign = match change.tag() {
            similar::ChangeTag::Delete => '-',
            similar::ChangeTag::Insert => '+',
            similar::ChangeTag::Equal => ' ',
        };
        (sign, change.value().trim_end_matches(['\n', '\r']).to_owned())
    });
    rows.collect()
}
