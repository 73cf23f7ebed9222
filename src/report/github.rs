//! GitHub Actions: workflow commands that become annotations
//! (GitHub Docs, «Workflow commands for GitHub Actions»).
//!
//! Ten per level and step are shown, so the most severe come first.

use std::io::{self, Write};

use super::view::{View, notice_word};
use crate::lint::{Finding, NoticeKind, Severity};

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// One line for each finding and each notice.
pub fn write(view: &View, out: &mut dyn Write) -> io::Result<()> {
    let mut findings: Vec<&Finding> =
        view.findings.iter().copied().filter(|finding| finding.hidden.is_none()).collect();
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    for finding in findings {
        let level = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "notice",
        };
        let range = view.range(finding.at.file, finding.at.span);
        let mut place = format!("file={},line={}", property(&view.path(finding.at.file)), range.line);
        if range.end_line == range.line {
            place.push_str(&format!(",endLine={},col={}", range.end_line, range.column));
            // The last column is meant inclusively.
            place.push_str(&format!(",endColumn={}", range.end_column.saturating_sub(1).max(range.column)));
        } else {
            place.push_str(&format!(",endLine={}", range.end_line));
        }
        let mut text = finding.message.clone();
        for label in &finding.labels {
            let at = view.range(label.place.file, label.place.span);
            text.push_str(&format!("\n{}:{}: {}", view.path(label.place.file), at.line, label.message));
        }
        if let Some(help) = &finding.help {
            text.push_str(&format!("\nhelp: {help}"));
        }
        writeln!(out, "::{level} {place},title={}::{}", property(finding.rule), data(&text))?;
    }
    for notice in view.notices {
        let level = match notice.kind {
            NoticeKind::Unreadable | NoticeKind::Internal => "error",
            NoticeKind::Syntax | NoticeKind::Module => "warning",
            NoticeKind::MissingModule | NoticeKind::Skipped => continue,
        };
        let mut place = String::new();
        if !notice.path.is_empty() {
            place.push_str(&format!("file={},", property(&view.notice_path(notice))));
        }
        if let Some(at) = notice.place {
            place.push_str(&format!("line={},", view.range(at.file, at.span).line));
        }
        writeln!(out, "::{level} {place}title=gotcha {}::{}", notice_word(notice.kind), data(&notice.message))?;
    }
    Ok(())
}
