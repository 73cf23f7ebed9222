//! TeamCity's inspections as service messages (TeamCity documentation, «Service Messages», «Reporting Inspections»).

use std::collections::BTreeSet;
use std::io::{self, Write};

use super::view::View;
use crate::lint::Severity;

/// Escapes and cuts a value.
fn value(text: &str, limit: usize) -> String {
    let mut escaped = String::new();
    for c in text.chars().take(limit) {
        match c {
            '\'' | '|' | '[' | ']' => escaped.extend(['|', c]),
            '\n' => escaped.push_str("|n"),
            '\r' => escaped.push_str("|r"),
            c if c.is_ascii() && !c.is_ascii_control() => escaped.push(c),
            c => {
                let mut units = [0; 2];
                for unit in c.encode_utf16(&mut units) {
                    escaped.push_str(&format!("|0x{unit:04x}"));
                }
            }
        }
    }
    escaped
}

/// An `inspectionType` for each rule that found something, then an `inspection` for each finding.
pub fn write(view: &View, out: &mut dyn Write) -> io::Result<()> {
    let mut told: BTreeSet<&str> = BTreeSet::new();
    for finding in view.findings.iter().filter(|finding| finding.hidden.is_none()) {
        if told.insert(finding.rule) {
            let rule = view.rule(finding.rule);
            let summary = rule.map_or(finding.rule, |rule| &rule.summary);
            let group = rule.map_or("suppressions", |rule| &rule.group);
            writeln!(
                out,
                "##teamcity[inspectionType id='{0}' name='{0}' description='{1}' category='{2}']",
                value(finding.rule, 255),
                value(summary, 4000),
                value(&format!("gotcha {group}"), 255),
            )?;
        }
        let severity = match finding.severity {
            Severity::Error => "ERROR",
            Severity::Warning => "WARNING",
            Severity::Info => "INFO",
        };
        writeln!(
            out,
            "##teamcity[inspection typeId='{}' message='{}' file='{}' line='{}' SEVERITY='{severity}']",
            value(finding.rule, 255),
            value(&finding.message, 4000),
            value(&view.path(finding.at.file), 4000),
            view.range(finding.at.file, finding.at.span).line,
        )?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #[test]
    fn values_are_escaped() {
        assert_eq!(super::value("a'b|c[d]\n\r\u{1}äé😀", 99), "a|'b||c|[d|]|n|r|0x0001|0x00e4|0x00e9|0xd83d|0xde00");
        assert_eq!(super::value("abc", 2), "ab");
    }
}
