//! `--output concise`: one line a finding, `path:line:col: warning RULE headline [fix]`, for editors and grep.

use std::io::{self, Write};

use super::view::{View, applicable, severity_word};

/// Writes the lines.
pub fn write(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    for finding in &view.findings {
        let range = view.range(finding.at.file, finding.at.span);
        let fix = if applicable(finding).next().is_some() { " [fix]" } else { "" };
        let hidden = if finding.hidden.is_some() { " [hidden]" } else { "" };
        writeln!(
            out,
            "{}:{}:{}: {} {} {}{fix}{hidden}",
            view.path(finding.at.file),
            range.line,
            range.column,
            severity_word(finding.severity),
            finding.rule,
            finding.message,
        )?;
    }
    Ok(())
}
