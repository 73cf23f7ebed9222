//! Reviewdog's diagnostic format, as one document or as lines
//! (reviewdog/reviewdog: `proto/rdf/reviewdog.proto`). Columns are 1-based UTF-8 bytes, ends exclusive.

use std::io::{self, Write};

use serde::Serialize;

use super::view::{self, View};
use crate::lint::{Finding, Severity};
use crate::source::FileId;
use crate::text::Span;

#[derive(Serialize)]
struct Document<'a> {
    source: Source<'a>,
    diagnostics: Vec<Diagnostic<'a>>,
}

#[derive(Serialize)]
struct Source<'a> {
    name: &'a str,
}

#[derive(Serialize)]
struct Diagnostic<'a> {
    message: &'a str,
    location: Location,
    severity: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<Source<'a>>,
    code: Code<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<Suggestion>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Related<'a>>,
}

#[derive(Serialize)]
struct Location {
    path: String,
    range: Range,
}

#[derive(Serialize)]
struct Range {
    start: Position,
    end: Position,
}

#[derive(Serialize)]
struct Position {
    line: u32,
    column: u32,
}

#[derive(Serialize)]
struct Code<'a> {
    value: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
}

#[derive(Serialize)]
struct Suggestion {
    range: Range,
    text: String,
}

#[derive(Serialize)]
struct Related<'a> {
    message: &'a str,
    location: Location,
}

fn range(view: &View, file: FileId, span: Span) -> Range {
    let range = view.range(file, span);
    Range {
        start: Position { line: range.line, column: range.column },
        end: Position { line: range.end_line, column: range.end_column },
    }
}

fn diagnostic<'a>(view: &'a View, finding: &'a Finding, source: bool) -> Diagnostic<'a> {
    let location = |file, span| Location { path: view.path(file), range: range(view, file, span) };
    let fixes = view::applicable(finding).filter_map(|fix| view::one_edit(view.files, fix));
    Diagnostic {
        message: &finding.message,
        location: location(finding.at.file, finding.at.span),
        severity: match finding.severity {
            Severity::Error => "ERROR",
            Severity::Warning => "WARNING",
            Severity::Info => "INFO",
        },
        source: source.then_some(Source { name: "gotcha" }),
        code: Code { value: finding.rule, url: view.rule(finding.rule).and_then(|rule| rule.link.as_deref()) },
        suggestions: fixes.map(|(span, text)| Suggestion { range: range(view, finding.at.file, span), text }).collect(),
        related_locations: finding
            .labels
            .iter()
            .map(|label| Related { message: &label.message, location: location(label.place.file, label.place.span) })
            .collect(),
    }
}

fn shown<'a>(view: &'a View<'a>) -> impl Iterator<Item = &'a Finding> {
    view.findings.iter().copied().filter(|finding| finding.hidden.is_none())
}

/// One document.
pub fn write(view: &View, out: &mut dyn Write) -> io::Result<()> {
    let diagnostics = shown(view).map(|finding| diagnostic(view, finding, false)).collect();
    serde_json::to_writer_pretty(&mut *out, &Document { source: Source { name: "gotcha" }, diagnostics })?;
    writeln!(out)
}

/// One diagnostic a line.
pub fn write_lines(view: &View, out: &mut dyn Write) -> io::Result<()> {
    for finding in shown(view) {
        serde_json::to_writer(&mut *out, &diagnostic(view, finding, true))?;
        writeln!(out)?;
    }
    Ok(())
}
