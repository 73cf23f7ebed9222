//! `--output json`: one object that scripts can rely on; `jsonl`: one object a line.
//!
//! Offsets are bytes from 0; lines and columns are 1-based, columns in bytes; no clock, no absolute path.

use std::io::{self, Write};

use serde::Serialize;

use super::view::{View, notice_word};
use crate::lint::{Class, Confidence, Finding, Fix, Hidden, Label, Notice, Place, Safety, Severity};
use crate::source::FileId;

/// The version of this schema.
const SCHEMA: u32 = 1;

#[derive(Serialize)]
struct Report<'a> {
    schema: u32,
    tool: Tool,
    go: Go,
    findings: Vec<JsonFinding<'a>>,
    notices: Vec<JsonNotice<'a>>,
    summary: Summary<'a>,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
    /// Changes with any rule.
    rule_set: String,
}

#[derive(Serialize)]
struct Go {
    /// The release whose standard library is known.
    api: String,
    /// The language version where nothing says one.
    default_language: String,
}

#[derive(Serialize)]
struct Position {
    offset: u32,
    line: u32,
    column: u32,
}

#[derive(Serialize)]
struct JsonFinding<'a> {
    rule: &'a str,
    group: &'a str,
    class: Class,
    severity: Severity,
    confidence: Confidence,
    path: String,
    start: Position,
    end: Position,
    symbol: &'a str,
    message: &'a str,
    labels: Vec<JsonLabel<'a>>,
    trace: Vec<JsonLabel<'a>>,
    why: Option<String>,
    help: Option<&'a str>,
    fixes: Vec<JsonFix<'a>>,
    links: Vec<&'a str>,
    fingerprint: &'a str,
    /// Only of a hidden finding that is shown on request.
    #[serde(skip_serializing_if = "Option::is_none")]
    suppressed: Option<Suppressed<'a>>,
}

#[derive(Serialize)]
struct Suppressed<'a> {
    cause: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
}

#[derive(Serialize)]
struct JsonLabel<'a> {
    role: &'static str,
    path: String,
    start: Position,
    end: Position,
    message: &'a str,
}

#[derive(Serialize)]
struct JsonFix<'a> {
    title: &'a str,
    safety: Safety,
    edits: Vec<JsonEdit<'a>>,
    /// Import paths that the new text needs.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    imports: &'a [String],
}

#[derive(Serialize)]
struct JsonEdit<'a> {
    path: String,
    start: u32,
    end: u32,
    text: &'a str,
}

#[derive(Serialize)]
struct JsonNotice<'a> {
    kind: &'static str,
    path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<Position>,
    message: &'a str,
}

#[derive(Serialize)]
struct Summary<'a> {
    files: crate::lint::FileCounts,
    findings: Counts,
    /// Hidden by a comment.
    suppressed: usize,
    /// Hidden findings by cause.
    hidden: &'a std::collections::BTreeMap<&'static str, usize>,
    missing_modules: &'a [String],
}

#[derive(Serialize)]
struct Counts {
    error: usize,
    warning: usize,
    info: usize,
}

fn position(view: &View<'_>, file: FileId, offset: u32) -> Position {
    let at = view.files.get(file).lines().position(offset);
    Position { offset, line: at.line, column: at.column }
}

fn ends(view: &View<'_>, place: Place) -> (String, Position, Position) {
    let start = position(view, place.file, place.span.start);
    let end = position(view, place.file, place.span.end);
    (view.path(place.file), start, end)
}

fn label<'a>(view: &View<'_>, label: &'a Label) -> JsonLabel<'a> {
    let (path, start, end) = ends(view, label.place);
    JsonLabel { role: label.role.word(), path, start, end, message: &label.message }
}

fn fix<'a>(view: &View<'_>, fix: &'a Fix) -> JsonFix<'a> {
    let edit = |edit: &'a crate::lint::Edit| JsonEdit {
        path: view.path(edit.place.file),
        start: edit.place.span.start,
        end: edit.place.span.end,
        text: &edit.text,
    };
    JsonFix {
        title: &fix.title,
        safety: fix.safety,
        edits: fix.edits.iter().map(edit).collect(),
        imports: &fix.imports,
    }
}

fn finding<'a>(view: &'a View<'_>, finding: &'a Finding) -> JsonFinding<'a> {
    let (path, start, end) = ends(view, finding.at);
    let rule = view.rule(finding.rule);
    let suppressed = finding.hidden.as_ref().map(|hidden| match hidden {
        Hidden::Suppressed { reason } => Suppressed { cause: "suppressed", reason: Some(reason.as_str()) },
        Hidden::Baseline => Suppressed { cause: "baseline", reason: None },
        Hidden::NotNew => Suppressed { cause: "not-new", reason: None },
        Hidden::LowConfidence => Suppressed { cause: "low-confidence", reason: None },
    });
    JsonFinding {
        rule: finding.rule,
        group: rule.map_or("", |rule| rule.group.as_str()),
        class: finding.tier,
        severity: finding.severity,
        confidence: finding.confidence,
        path,
        start,
        end,
        symbol: &finding.symbol,
        message: &finding.message,
        labels: finding.labels.iter().map(|part| label(view, part)).collect(),
        trace: finding.trace.iter().map(|part| label(view, part)).collect(),
        why: view.why(finding),
        help: finding.help.as_deref(),
        fixes: finding.fixes.iter().map(|part| fix(view, part)).collect(),
        links: rule.map_or(Vec::new(), |rule| rule.links.iter().map(String::as_str).collect()),
        fingerprint: &finding.fingerprint,
        suppressed,
    }
}

fn notice<'a>(view: &View<'_>, notice: &'a Notice) -> JsonNotice<'a> {
    JsonNotice {
        kind: notice_word(notice.kind),
        path: view.notice_path(notice),
        start: notice.place.map(|place| position(view, place.file, place.span.start)),
        message: &notice.message,
    }
}

fn summary<'a>(view: &'a View<'_>) -> Summary<'a> {
    Summary {
        files: view.coverage,
        findings: Counts {
            error: view.count(Severity::Error),
            warning: view.count(Severity::Warning),
            info: view.count(Severity::Info),
        },
        suppressed: view.hidden.get("suppressed").copied().unwrap_or(0),
        hidden: &view.hidden,
        missing_modules: &view.missing_modules,
    }
}

fn head(view: &View<'_>) -> (Tool, Go) {
    let (api, language) = view.go;
    (
        Tool { name: "gotcha", version: env!("CARGO_PKG_VERSION"), rule_set: view.rule_set.clone() },
        Go { api: api.to_string(), default_language: language.to_string() },
    )
}

/// Writes the object, indented, with a final newline.
pub fn write(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    let (tool, go) = head(view);
    let report = Report {
        schema: SCHEMA,
        tool,
        go,
        findings: view.findings.iter().map(|one| finding(view, one)).collect(),
        notices: view.notices.iter().map(|one| notice(view, one)).collect(),
        summary: summary(view),
    };
    serde_json::to_writer_pretty(&mut *out, &report)?;
    out.write_all(b"\n")
}

/// Writes one object a line, each with a `type`: `run`, then `finding`s, `notice`s, and the `summary`.
pub fn write_lines(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    #[derive(Serialize)]
    struct Line<T> {
        r#type: &'static str,
        #[serde(flatten)]
        content: T,
    }
    #[derive(Serialize)]
    struct Run {
        schema: u32,
        tool: Tool,
        go: Go,
    }
    fn line(out: &mut dyn Write, kind: &'static str, content: impl Serialize) -> io::Result<()> {
        serde_json::to_writer(&mut *out, &Line { r#type: kind, content })?;
        out.write_all(b"\n")
    }
    let (tool, go) = head(view);
    line(out, "run", Run { schema: SCHEMA, tool, go })?;
    for one in &view.findings {
        line(out, "finding", finding(view, one))?;
    }
    for one in view.notices {
        line(out, "notice", notice(view, one))?;
    }
    line(out, "summary", summary(view))
}
