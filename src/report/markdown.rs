//! Markdown for people: pull request comments, and the summary page of a GitHub Actions job.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::view::{View, notice_word, severity_word};
use crate::lint::{Finding, NoticeKind};

/// How many findings stand in the table of a job summary, which may have 1 MiB.
const SUMMARY_ROWS: usize = 500;

/// A text within a table cell: no column ends, no lines, no HTML.
fn cell(text: &str) -> String {
    let mut escaped = String::new();
    let mut code = false;
    for c in text.chars() {
        match c {
            '`' => {
                code = !code;
                escaped.push(c);
            }
            '|' => escaped.push_str("\\|"),
            '\n' | '\r' => escaped.push(' '),
            '<' if !code => escaped.push_str("&lt;"),
            '>' if !code => escaped.push_str("&gt;"),
            '*' | '_' | '[' | ']' if !code => escaped.extend(['\\', c]),
            c => escaped.push(c),
        }
    }
    escaped
}

fn row(view: &View, finding: &Finding) -> String {
    let range = view.range(finding.at.file, finding.at.span);
    let rule = match view.rule(finding.rule).and_then(|rule| rule.link.as_deref()) {
        Some(link) => format!("[{}]({link})", finding.rule),
        None => finding.rule.to_owned(),
    };
    let place = format!("`{}:{}:{}`", view.path(finding.at.file).replace('|', "\\|"), range.line, range.column);
    format!("| {place} | {} | {rule} | {} |\n", severity_word(finding.severity), cell(&finding.message))
}

fn head(view: &View) -> String {
    let mut text = format!("## gotcha: {}\n\n{}.", view.counts(), view.coverage());
    let hidden: Vec<String> =
        view.hidden.iter().filter(|(_, n)| **n > 0).map(|(cause, n)| format!("{n} {cause}")).collect();
    if !hidden.is_empty() {
        text.push_str(&format!(" Hidden: {}.", hidden.join(", ")));
    }
    text.push('\n');
    text
}

fn notices(view: &View) -> String {
    let mut text = String::new();
    for notice in view.notices.iter().filter(|notice| notice.kind != NoticeKind::MissingModule) {
        let line = notice.place.map_or(String::new(), |at| format!(":{}", view.range(at.file, at.span).line));
        let place = view.notice_path(notice);
        let place = if place.is_empty() { String::new() } else { format!(" `{place}{line}`:") };
        text.push_str(&format!("- **{}**{place} {}\n", notice_word(notice.kind), cell(&notice.message)));
    }
    if !text.is_empty() {
        text.insert_str(0, "\n### Not analysed\n\n");
    }
    text
}

const TABLE: &str = "\n| Place | Severity | Rule | Finding |\n| --- | --- | --- | --- |\n";

/// A short page: counts, a table, what was not analysed. For the summary of a job.
pub fn summary(view: &View) -> String {
    let shown: Vec<&Finding> = view.findings.iter().copied().filter(|finding| finding.hidden.is_none()).collect();
    let mut text = head(view);
    if !shown.is_empty() {
        text.push_str(TABLE);
        text.extend(shown.iter().take(SUMMARY_ROWS).map(|finding| row(view, finding)));
    }
    if shown.len() > SUMMARY_ROWS {
        text.push_str(&format!("\n{} more are in the log.\n", shown.len() - SUMMARY_ROWS));
    }
    text.push_str(&notices(view));
    text
}

/// The whole report: counts, then each finding with its lines, by rule.
pub fn write(view: &View, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(head(view).as_bytes())?;
    let mut by_rule: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in view.findings.iter().filter(|finding| finding.hidden.is_none()) {
        by_rule.entry(finding.rule).or_default().push(finding);
    }
    for (name, findings) in &by_rule {
        writeln!(out, "\n### {name}\n")?;
        if let Some(rule) = view.rule(name) {
            writeln!(out, "{}", rule.summary)?;
            if let Some(link) = &rule.link {
                writeln!(out, "[Read on]({link}), or `gotcha explain {name}`.")?;
            }
            writeln!(out)?;
        }
        for finding in findings {
            let range = view.range(finding.at.file, finding.at.span);
            let path = view.path(finding.at.file);
            let severity = severity_word(finding.severity);
            writeln!(out, "- `{path}:{}:{}` {severity}: {}", range.line, range.column, cell(&finding.message))?;
            let file = view.files.get(finding.at.file);
            if let Some(line) = file.lines().span(range.line, &file.text) {
                let text = file.text.get(line.range()).unwrap_or_default().trim();
                let fence = "`".repeat(3.max(longest_run(text) + 1));
                writeln!(out, "\n  {fence}go\n  {text}\n  {fence}\n")?;
            }
            for label in &finding.labels {
                let at = view.range(label.place.file, label.place.span);
                writeln!(out, "  - `{}:{}`: {}", view.path(label.place.file), at.line, cell(&label.message))?;
            }
            if let Some(help) = &finding.help {
                writeln!(out, "  - help: {}", cell(help))?;
            }
        }
    }
    out.write_all(notices(view).as_bytes())
}

/// The length of the longest run of backticks.
fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}
