//! JUnit's XML: a suite for each file, a failed case for each finding, one passing case when there is none.

use std::collections::BTreeMap;
use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::view::{View, severity_word};
use super::xml::clean;
use crate::lint::Finding;

/// One `testsuites` document.
pub fn write(view: &View, out: &mut dyn Write) -> io::Result<()> {
    let mut files: BTreeMap<String, Vec<&Finding>> = BTreeMap::new();
    for finding in view.findings.iter().filter(|finding| finding.hidden.is_none()) {
        files.entry(view.path(finding.at.file)).or_default().push(finding);
    }
    let failures: usize = files.values().map(Vec::len).sum();
    let (tests, failed) = (failures.max(1).to_string(), failures.to_string());
    let mut writer = Writer::new_with_indent(&mut *out, b' ', 2);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let suites = writer
        .create_element("testsuites")
        .with_attribute(("name", "gotcha"))
        .with_attribute(("tests", &*tests))
        .with_attribute(("failures", &*failed));
    suites.write_inner_content(|writer| {
        if files.is_empty() {
            let suite = writer.create_element("testsuite");
            let suite = suite.with_attribute(("name", "gotcha")).with_attribute(("tests", "1"));
            suite.with_attribute(("failures", "0")).write_inner_content(|writer| {
                let case = writer.create_element("testcase");
                let case = case.with_attribute(("classname", "gotcha")).with_attribute(("name", "no findings"));
                case.write_empty().map(|_| ())
            })?;
        }
        for (path, findings) in &files {
            let (path, count) = (clean(path), findings.len().to_string());
            let suite = writer.create_element("testsuite").with_attribute(("name", &*path));
            let suite = suite.with_attribute(("tests", &*count)).with_attribute(("failures", &*count));
            suite.write_inner_content(|writer| {
                let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
                findings.iter().try_for_each(|finding| {
                    let number = seen.entry(finding.rule).or_default();
                    *number += 1;
                    case(view, writer, &path, finding, *number)
                })
            })?;
        }
        Ok(())
    })?;
    writeln!(out)
}

/// The case of a finding, the `number`th of its rule in the file: names are unique in a suite, and stay when lines move.
fn case<W: Write>(view: &View, writer: &mut Writer<W>, path: &str, finding: &Finding, number: usize) -> io::Result<()> {
    let range = view.range(finding.at.file, finding.at.span);
    let mut text = format!("{path}:{}:{}: {}", range.line, range.column, finding.message);
    for label in &finding.labels {
        let at = view.range(label.place.file, label.place.span);
        text.push_str(&format!("\n{}:{}:{}: {}", view.path(label.place.file), at.line, at.column, label.message));
    }
    for more in [view.why(finding), finding.help.clone()].into_iter().flatten() {
        text.push_str(&format!("\n{more}"));
    }
    let line = range.line.to_string();
    let name = match number {
        1 => format!("gotcha.{}", finding.rule),
        number => format!("gotcha.{} ({number})", finding.rule),
    };
    let case = writer
        .create_element("testcase")
        .with_attribute(("classname", path))
        .with_attribute(("name", &*name))
        .with_attribute(("file", path))
        .with_attribute(("line", &*line));
    case.write_inner_content(|writer| {
        let failure = writer.create_element("failure").with_attribute(("type", severity_word(finding.severity)));
        let failure = failure.with_attribute(("message", &*clean(&finding.message)));
        failure.write_text_content(BytesText::new(&clean(&text))).map(|_| ())
    })?;
    Ok(())
}
