//! GitLab's code quality report (GitLab Docs, «Code Quality report format»).

use std::io::{self, Write};

use serde::Serialize;

use super::view::View;
use crate::lint::Severity;

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: String,
    severity: &'a str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

/// One array; each fingerprint occurs once in it.
pub fn write(view: &View, out: &mut dyn Write) -> io::Result<()> {
    let mut seen = std::collections::BTreeMap::<String, usize>::new();
    let issue = |finding: &&crate::lint::Finding| {
        let range = view.range(finding.at.file, finding.at.span);
        let path = view.path(finding.at.file);
        let count = seen.entry(finding.fingerprint.clone()).or_default();
        *count += 1;
        Issue {
            description: format!("{}: {}", finding.rule, finding.message),
            check_name: finding.rule,
            fingerprint: match *count {
                1 => finding.fingerprint.clone(),
                count => format!("{}:{count}", finding.fingerprint),
            },
            severity: match finding.severity {
                Severity::Error => "major",
                Severity::Warning => "minor",
                Severity::Info => "info",
            },
            location: Location {
                path: path.strip_prefix("./").unwrap_or(&path).to_owned(),
                lines: Lines { begin: range.line, end: range.end_line },
            },
        }
    };
    let shown = view.findings.iter().filter(|finding| finding.hidden.is_none());
    let issues: Vec<Issue> = shown.map(issue).collect();
    serde_json::to_writer_pretty(&mut *out, &issues)?;
    writeln!(out)
}
