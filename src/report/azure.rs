//! Azure Pipelines: logging commands (Azure DevOps documentation, «Logging commands», `task.logissue`).

use std::io::{self, Write};

use super::view::View;
use crate::lint::{NoticeKind, Severity};

fn data(text: &str) -> String {
    text.replace('%', "%AZP25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(';', "%3B").replace(']', "%5D")
}

/// One line for each finding and for each fault of the run.
pub fn write(view: &View, out: &mut dyn Write) -> io::Result<()> {
    for finding in view.findings.iter().filter(|finding| finding.hidden.is_none()) {
        let range = view.range(finding.at.file, finding.at.span);
        // There are two levels only.
        let level = if finding.severity == Severity::Error { "error" } else { "warning" };
        writeln!(
            out,
            "##vso[task.logissue type={level};sourcepath={};linenumber={};columnnumber={};code={};]{}",
            property(&view.path(finding.at.file)),
            range.line,
            range.column,
            property(finding.rule),
            data(&finding.message),
        )?;
    }
    for notice in view.notices {
        if matches!(notice.kind, NoticeKind::Unreadable | NoticeKind::Internal) {
            let path = property(&view.notice_path(notice));
            writeln!(out, "##vso[task.logissue type=error;sourcepath={path};]{}", data(&notice.message))?;
        }
    }
    Ok(())
}
