//! SARIF 2.1.0 (OASIS standard) as GitHub code scanning, Azure and VS Code want it
//! (GitHub Docs, «SARIF support for code scanning»).
//!
//! Small structs of our own: they hold all that is written and nothing else. A test holds the result to the official
//! schema and to GitHub's limits.

use std::collections::HashMap;
use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Value, json};

use super::line_hash::line_hashes;
use super::view::{self, Range, RuleInfo, View, notice_word};
use crate::lint::{Class, Finding, Hidden, Notice, NoticeKind, Severity};
use crate::source::FileId;
use crate::text::Span;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// GitHub shows no more results of one run.
pub const SHOWN_BY_GITHUB: usize = 5000;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'a str,
    version: &'a str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Value,
    automation_details: Value,
    column_kind: &'a str,
    original_uri_base_ids: Value,
    invocations: [Invocation; 1],
    results: Vec<SarifResult<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
    tool_execution_notifications: Vec<Value>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifResult<'a> {
    rule_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'a str,
    message: Message,
    locations: [Location; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Value>,
    partial_fingerprints: Value,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suppressions: Vec<Value>,
    properties: Value,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: Artifact,
    region: Region,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Artifact {
    uri: String,
    uri_base_id: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: u32,
    start_column: u32,
    end_line: u32,
    end_column: u32,
}

impl From<Range> for Region {
    fn from(range: Range) -> Region {
        Region {
            start_line: range.line,
            start_column: range.column,
            end_line: range.end_line,
            end_column: range.end_column,
        }
    }
}

/// The whole log: one run.
pub fn write(view: &View, out: &mut dyn Write) -> io::Result<()> {
    let mut hashes: HashMap<FileId, Vec<String>> = HashMap::new();
    for finding in &view.findings {
        let file = finding.at.file;
        hashes.entry(file).or_insert_with(|| line_hashes(&view.files.get(file).text));
    }
    let fingerprints = view.unique_fingerprints();
    let results = view.findings.iter().zip(fingerprints);
    let results = results.map(|(finding, fingerprint)| result(view, finding, fingerprint, &hashes)).collect();
    let run = Run {
        tool: json!({"driver": {
            "name": "gotcha",
            "fullName": concat!("gotcha ", env!("CARGO_PKG_VERSION")),
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "informationUri": "https://crates.io/crates/gotcha-lint",
            "rules": view.rules.iter().map(descriptor).collect::<Vec<Value>>(),
        }}),
        automation_details: json!({"id": match view.category.as_str() {
            "" => "gotcha/".to_owned(),
            category => format!("gotcha/{category}/"),
        }}),
        column_kind: "utf16CodeUnits",
        original_uri_base_ids: json!({"%SRCROOT%": {"description": {"text": "The folder that all paths are relative to."}}}),
        invocations: [Invocation {
            execution_successful: view.trusted,
            tool_execution_notifications: view.notices.iter().filter_map(|notice| notification(view, notice)).collect(),
        }],
        results,
    };
    serde_json::to_writer_pretty(&mut *out, &Log { schema: SCHEMA, version: "2.1.0", runs: [run] })?;
    writeln!(out)
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// `LostCancel` for `lost-cancel`.
fn pascal(name: &str) -> String {
    let mut pascal = String::with_capacity(name.len());
    for part in name.split('-') {
        let mut letters = part.chars();
        pascal.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        pascal.push_str(letters.as_str());
    }
    pascal
}

/// At most `limit` characters, cut at a word.
fn cut(text: &str, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text.to_owned();
    }
    let short: String = text.chars().take(limit - 1).collect();
    format!("{}…", short.rsplit_once(' ').map_or(&*short, |(before, _)| before))
}

fn descriptor(rule: &RuleInfo) -> Value {
    let plain = crate::pages::render::text(&rule.page, crate::pages::render::Style { width: 80, colour: false });
    let mut properties = json!({
        "tags": [rule.group, class_word(rule.class), rule.level],
        "precision": match rule.class {
            Class::Default => "very-high",
            Class::Strict => "medium",
            Class::Hint => "low",
        },
        "problem.severity": match rule.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "recommendation",
        },
    });
    if rule.group == "security" {
        properties["security-severity"] = json!(match rule.severity {
            Severity::Error => "8.0",
            Severity::Warning => "5.5",
            Severity::Info => "2.0",
        });
    }
    let mut descriptor = json!({
        "id": rule.name,
        "name": pascal(rule.name),
        "shortDescription": {"text": cut(&rule.title, 1024)},
        "fullDescription": {"text": cut(&rule.summary, 1024)},
        "help": {"text": plain, "markdown": rule.page},
        "defaultConfiguration": {"level": level(rule.severity)},
        "properties": properties,
    });
    if let Some(link) = &rule.link {
        descriptor["helpUri"] = json!(link);
    }
    descriptor
}

fn class_word(class: Class) -> &'static str {
    match class {
        Class::Default => "default",
        Class::Strict => "strict",
        Class::Hint => "hint",
    }
}

fn result<'a>(
    view: &View,
    finding: &'a Finding,
    fingerprint: String,
    hashes: &HashMap<FileId, Vec<String>>,
) -> SarifResult<'a> {
    let mut text = escape(&finding.message);
    for (number, label) in finding.labels.iter().enumerate() {
        let joint = if number == 0 { ": " } else { ", " };
        text.push_str(&format!("{joint}[{}]({})", escape(&label.message), number + 1));
    }
    let range = view.range_utf16(finding.at.file, finding.at.span);
    let mut partial = json!({"gotcha/v1": fingerprint});
    if let Some(hash) = hashes.get(&finding.at.file).and_then(|lines| lines.get(range.line as usize - 1)) {
        partial["primaryLocationLineHash"] = json!(hash);
    }
    let related = finding.labels.iter().enumerate().map(|(number, label)| {
        let message = Some(Message { text: label.message.clone() });
        location(view, label.place.file, label.place.span, Some(number + 1), message)
    });
    SarifResult {
        rule_id: finding.rule,
        rule_index: view.rules.binary_search_by(|rule| rule.name.cmp(finding.rule)).ok(),
        level: level(finding.severity),
        message: Message { text },
        locations: [location(view, finding.at.file, finding.at.span, None, None)],
        related_locations: related.collect(),
        fixes: view::applicable(finding).map(|fix| fix_value(view, finding.at.file, fix)).collect(),
        partial_fingerprints: partial,
        suppressions: finding.hidden.as_ref().map(suppression).into_iter().collect(),
        properties: json!({"class": class_word(finding.tier), "confidence": match finding.confidence {
            crate::lint::Confidence::High => "high",
            crate::lint::Confidence::Medium => "medium",
            crate::lint::Confidence::Low => "low",
        }}),
    }
}

/// Brackets begin a link in a SARIF message.
fn escape(text: &str) -> String {
    text.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]")
}

fn suppression(hidden: &Hidden) -> Value {
    match hidden {
        Hidden::Suppressed { reason } => json!({"kind": "inSource", "justification": reason}),
        Hidden::Baseline => json!({"kind": "external", "justification": "in the baseline"}),
        Hidden::NotNew => json!({"kind": "external", "justification": "not on new code"}),
        Hidden::LowConfidence => json!({"kind": "external", "justification": "below the wanted confidence"}),
    }
}

fn fix_value(view: &View, file: FileId, fix: &crate::lint::Fix) -> Value {
    let replacements = fix.edits.iter().map(|edit| {
        json!({
            "deletedRegion": Region::from(view.range_utf16(edit.place.file, edit.place.span)),
            "insertedContent": {"text": edit.text},
        })
    });
    json!({
        "description": {"text": fix.title},
        "artifactChanges": [{
            "artifactLocation": artifact(view, file),
            "replacements": replacements.collect::<Vec<Value>>(),
        }],
    })
}

fn artifact(view: &View, file: FileId) -> Artifact {
    Artifact { uri: uri(&view.path(file)), uri_base_id: "%SRCROOT%" }
}

fn location(view: &View, file: FileId, span: Span, id: Option<usize>, message: Option<Message>) -> Location {
    let region = Region::from(view.range_utf16(file, span));
    Location { id, physical_location: PhysicalLocation { artifact_location: artifact(view, file), region }, message }
}

/// What could not be analysed.
fn notification(view: &View, notice: &Notice) -> Option<Value> {
    let level = match notice.kind {
        NoticeKind::Unreadable | NoticeKind::Internal => "error",
        NoticeKind::Syntax | NoticeKind::Module => "warning",
        NoticeKind::MissingModule | NoticeKind::Skipped => "note",
    };
    let mut value = json!({
        "level": level,
        "message": {"text": notice.message},
        "descriptor": {"id": notice_word(notice.kind)},
    });
    if let Some(place) = notice.place {
        value["locations"] = json!([location(view, place.file, place.span, None, None)]);
    } else if !notice.path.is_empty() {
        let artifact = Artifact { uri: uri(&view.notice_path(notice)), uri_base_id: "%SRCROOT%" };
        value["locations"] = json!([{"physicalLocation": {"artifactLocation": artifact}}]);
    }
    Some(value)
}

/// A path as a relative reference (RFC 3986, 4.2): all but unreserved characters and `/` percent-encoded.
pub fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(byte as char),
            other => uri.push_str(&format!("%{other:02X}")),
        }
    }
    uri
}
