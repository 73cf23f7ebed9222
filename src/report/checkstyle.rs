//! Checkstyle's XML, which Jenkins and many others read.

use std::collections::BTreeMap;
use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, Event};

use super::view::{View, severity_word};
use super::xml::clean;
use crate::lint::Finding;

/// One `file` for each path, one `error` for each finding.
pub fn write(view: &View, out: &mut dyn Write) -> io::Result<()> {
    let mut files: BTreeMap<String, Vec<&Finding>> = BTreeMap::new();
    for finding in view.findings.iter().filter(|finding| finding.hidden.is_none()) {
        files.entry(view.path(finding.at.file)).or_default().push(finding);
    }
    let mut writer = Writer::new_with_indent(&mut *out, b' ', 2);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    writer.create_element("checkstyle").with_attribute(("version", "5.0")).write_inner_content(|writer| {
        for (path, findings) in &files {
            writer.create_element("file").with_attribute(("name", &*clean(path))).write_inner_content(|writer| {
                for finding in findings {
                    let range = view.range(finding.at.file, finding.at.span);
                    writer
                        .create_element("error")
                        .with_attribute(("line", &*range.line.to_string()))
                        .with_attribute(("column", &*range.column.to_string()))
                        .with_attribute(("severity", severity_word(finding.severity)))
                        .with_attribute(("message", &*clean(&finding.message)))
                        .with_attribute(("source", &*format!("gotcha.{}", finding.rule)))
                        .write_empty()?;
                }
                Ok(())
            })?;
        }
        Ok(())
    })?;
    writeln!(out)
}
