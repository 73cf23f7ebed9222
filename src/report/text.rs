//! `--output full`: findings for people, in the frame of the source (experience.md 7).
//!
//! The frames are drawn by codespan-reporting. Below them stand why, the fix on the reader's own lines, and where to learn
//! more. A rule's full text appears once; its later findings are short.

use std::io::{self, Write};
use std::ops::Range;
use std::time::Duration;

use codespan_reporting::diagnostic::{Diagnostic, Label as Mark, LabelStyle, Severity as Level};
use codespan_reporting::files::{Error, Files as Sources};
use codespan_reporting::term::{self, Chars, Config, Styles, StylesWriter};
use rustc_hash::FxHashSet;

use super::view::{View, one_edit};
use crate::lint::finish::first_line;
use crate::lint::{Confidence, Finding, Fix, Hidden, Safety, Severity};
use crate::source::FileId;
use crate::text::Span;

/// How the text is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    pub colour: bool,
    /// Terminal links (OSC 8).
    pub links: bool,
    /// Frames of ASCII characters.
    pub ascii: bool,
    /// Columns to wrap at.
    pub width: usize,
    /// The full text of a rule for each of its findings.
    pub repeat: bool,
    /// Lines of source around each place.
    pub context: usize,
}

impl Default for Style {
    fn default() -> Style {
        Style { colour: false, links: false, ascii: false, width: 100, repeat: false, context: 0 }
    }
}

/// How many lines of a fix are drawn on either side.
const FIX_LINES: usize = 12;

struct Texts<'v, 'a>(&'v View<'a>);

impl<'f> Sources<'f> for Texts<'_, '_> {
    type FileId = FileId;
    type Name = String;
    type Source = &'f str;

    fn name(&'f self, id: FileId) -> Result<String, Error> {
        Ok(self.0.path(id))
    }

    fn source(&'f self, id: FileId) -> Result<&'f str, Error> {
        Ok(&self.0.files.get(id).text)
    }

    fn line_index(&'f self, id: FileId, offset: usize) -> Result<usize, Error> {
        Ok(self.0.files.get(id).lines().line(offset as u32) as usize - 1)
    }

    /// In bytes, as Go counts.
    fn column_number(&'f self, id: FileId, _: usize, offset: usize) -> Result<usize, Error> {
        Ok(self.0.files.get(id).lines().position(offset as u32).column as usize)
    }

    fn line_range(&'f self, id: FileId, line: usize) -> Result<Range<usize>, Error> {
        let file = self.0.files.get(id);
        let lines = file.lines();
        let start = lines
            .span(line as u32 + 1, &file.text)
            .ok_or(Error::LineTooLarge { given: line, max: lines.count() as usize - 1 })?;
        let end = lines.span(line as u32 + 2, &file.text).map_or(file.text.len(), |next| next.start as usize);
        Ok(start.start as usize..end)
    }
}

/// Writes the findings.
pub fn write(view: &View<'_>, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let config = Config {
        chars: if style.ascii { Chars::ascii() } else { Chars::box_drawing() },
        before_label_lines: style.context,
        after_label_lines: style.context,
        ..Config::default()
    };
    let mut seen: FxHashSet<&str> = FxHashSet::default();
    for (position, finding) in view.findings.iter().enumerate() {
        if position > 0 {
            out.write_all(b"\n")?;
        }
        let short = !seen.insert(finding.rule) && !style.repeat;
        out.write_all(&draw(view, finding, &config, style, short))?;
    }
    Ok(())
}

/// One finding as text.
fn draw(view: &View<'_>, finding: &Finding, config: &Config, style: Style, short: bool) -> Vec<u8> {
    let level = match finding.severity {
        Severity::Error => Level::Error,
        Severity::Warning => Level::Warning,
        Severity::Info => Level::Note,
    };
    let mark = |kind: LabelStyle, file: FileId, span: Span, message: &str| {
        let line = first_line(&view.files.get(file).text, span);
        Mark::new(kind, file, line.range()).with_message(message)
    };
    let mut marks = vec![mark(LabelStyle::Primary, finding.at.file, finding.at.span, &finding.label)];
    for label in finding.labels.iter().take(4) {
        marks.push(mark(LabelStyle::Secondary, label.place.file, label.place.span, &label.message));
    }
    let diagnostic = Diagnostic::new(level)
        .with_code(finding.rule)
        .with_message(&finding.message)
        .with_labels(marks)
        .with_notes(notes(view, finding, style, short));
    let mut buffer = Vec::new();
    let texts = Texts(view);
    let drawn = if style.colour {
        let styles = Styles::default();
        let mut writer = StylesWriter::new(termcolor::Ansi::new(&mut buffer), &styles);
        term::emit_to_write_style(&mut writer, config, &texts, &diagnostic)
    } else {
        term::emit_to_io_write(&mut buffer, config, &texts, &diagnostic)
    };
    if drawn.is_err() {
        buffer = format!("{}: {}\n", finding.rule, finding.message).into_bytes();
    }
    // The frames end with an empty line of their own.
    while buffer.ends_with(b"\n\n") {
        buffer.pop();
    }
    if finding.severity == Severity::Info
        && let Some(at) = memchr::memmem::find(&buffer, b"note[")
    {
        buffer.splice(at..at + 4, *b"info");
    }
    buffer
}

/// What stands below the frame.
fn notes(view: &View<'_>, finding: &Finding, style: Style, short: bool) -> Vec<String> {
    let mut notes = Vec::new();
    if !short && let Some(why) = view.why(finding) {
        notes.push(wrap(&format!("why: {why}"), style.width));
    }
    if let Some(help) = &finding.help {
        notes.push(wrap(&format!("help: {help}"), style.width));
    }
    let mut fixes = finding.fixes.iter();
    if let Some(first) = fixes.next() {
        let mut note = describe(view, first);
        if let Some(second) = fixes.next() {
            note.push_str(&format!("\nor {}: {}", safety(second), second.title));
        }
        notes.push(note);
    }
    match finding.confidence {
        Confidence::High => {}
        Confidence::Medium => notes.push("confidence: medium, a heuristic decides".to_owned()),
        Confidence::Low => notes.push("confidence: low, rests on an assumed import or Go version".to_owned()),
    }
    match &finding.hidden {
        Some(Hidden::Suppressed { reason }) if reason.is_empty() => notes.push("suppressed by a comment".to_owned()),
        Some(Hidden::Suppressed { reason }) => notes.push(wrap(&format!("suppressed: {reason}"), style.width)),
        Some(Hidden::Baseline) => notes.push("hidden by the baseline".to_owned()),
        Some(Hidden::NotNew) => notes.push("hidden: not on new code".to_owned()),
        Some(Hidden::LowConfidence) => notes.push("hidden: low confidence".to_owned()),
        None => {}
    }
    if !short {
        let mut learn = format!("learn: gotcha explain {}", finding.rule);
        if let Some(link) = view.rule(finding.rule).and_then(|rule| rule.link.as_deref()) {
            let dot = if style.ascii { "-" } else { "·" };
            learn.push_str(&format!(" {dot} {}", terminal_link(link, style)));
        }
        notes.push(learn);
    }
    notes
}

fn safety(fix: &Fix) -> &'static str {
    match fix.safety {
        Safety::Safe => "safe",
        Safety::Unsafe => "unsafe",
        Safety::Sketch => "sketch",
    }
}

/// A fix as its title and the reader's own lines before and after.
fn describe(view: &View<'_>, fix: &Fix) -> String {
    let mut note = format!("fix ({}): {}", safety(fix), fix.title);
    if let Some(lines) = difference(view, fix) {
        for (sign, line) in lines {
            note.push_str(&format!("\n    {sign} {line}"));
        }
    }
    let text = fix.edits.first().map_or("", |edit| &view.files.get(edit.place.file).text);
    for import in fix.imports.iter().filter(|import| !imports(text, import)) {
        note.push_str(&format!("\n    + import \"{import}\""));
    }
    note
}

/// Whether a line of the text imports the package.
fn imports(text: &str, path: &str) -> bool {
    let literal = format!("\"{path}\"");
    text.lines()
        .map(str::trim)
        .any(|line| line.strip_suffix(&literal).is_some_and(|before| !before.contains(['=', '(', ','])))
}

/// The lines that a fix takes away and puts in their place, without the indentation they share.
fn difference(view: &View<'_>, fix: &Fix) -> Option<Vec<(char, String)>> {
    let file = fix.edits.first()?.place.file;
    if fix.edits.iter().any(|edit| edit.place.file != file) {
        return None;
    }
    let text = &view.files.get(file).text;
    let (span, new) = one_edit(view.files, fix)?;
    let start = text[..span.start as usize].rfind('\n').map_or(0, |at| at + 1);
    let end = text[span.end as usize..].find('\n').map_or(text.len(), |at| span.end as usize + at + 1);
    let before = &text[start..end];
    let after = format!("{}{new}{}", &text[start..span.start as usize], &text[span.end as usize..end]);
    let diff = similar::TextDiff::from_lines(before, &after);
    let mut lines: Vec<(char, String)> = Vec::new();
    for change in diff.iter_all_changes() {
        let sign = match change.tag() {
            similar::ChangeTag::Equal => continue,
            similar::ChangeTag::Delete => '-',
            similar::ChangeTag::Insert => '+',
        };
        lines.push((sign, change.value().trim_end().to_owned()));
    }
    lines.retain(|(_, line)| !line.is_empty());
    let indent = |line: &str| line.len() - line.trim_start_matches(['\t', ' ']).len();
    let shared = lines.iter().map(|(_, line)| indent(line)).min().unwrap_or(0);
    for (_, line) in &mut lines {
        *line = line[shared..].replace('\t', "    ");
    }
    if lines.len() > 2 * FIX_LINES {
        lines.truncate(2 * FIX_LINES);
        lines.push((' ', "…".to_owned()));
    }
    Some(lines)
}

/// Wraps a note; later lines are indented.
fn wrap(text: &str, width: usize) -> String {
    let options = textwrap::Options::new(width.saturating_sub(8).max(40)).subsequent_indent("  ").break_words(false);
    textwrap::fill(text, options)
}

/// A link that terminals can follow (OSC 8), or its plain address.
fn terminal_link(address: &str, style: Style) -> String {
    if style.links { format!("\x1b]8;;{address}\x1b\\{address}\x1b]8;;\x1b\\") } else { address.to_owned() }
}

/// The last lines: what is wrong with the input or the tool, what was found, how much was read, what was missing.
pub fn write_summary(view: &View<'_>, style: Style, took: Option<Duration>, out: &mut dyn Write) -> io::Result<()> {
    let (bold, red, reset) = if style.colour { ("\x1b[1m", "\x1b[31m", "\x1b[0m") } else { ("", "", "") };
    for notice in view.notices {
        let mut at = view.notice_path(notice);
        if let Some(place) = notice.place {
            let range = view.range(place.file, place.span);
            at.push_str(&format!(":{}:{}", range.line, range.column));
        }
        let at = if at.is_empty() { String::new() } else { format!("{at}: ") };
        let word = super::view::notice_word(notice.kind);
        writeln!(out, "{bold}notice[{word}]{reset}: {at}{}", notice.message)?;
    }
    let mut line = view.counts();
    let fixable = |safety: Safety| {
        let shown = view.findings.iter().filter(|finding| finding.hidden.is_none());
        shown.filter(|finding| finding.fixes.first().is_some_and(|fix| fix.safety == safety)).count()
    };
    let (safe, risky) = (fixable(Safety::Safe), fixable(Safety::Unsafe));
    match (safe, risky) {
        (0, 0) => {}
        (safe, 0) => line.push_str(&format!(" ({safe} fixable with --fix)")),
        (0, risky) => line.push_str(&format!(" ({risky} fixable with --unsafe-fixes)")),
        (safe, risky) => line.push_str(&format!(" ({safe} fixable with --fix, {risky} more with --unsafe-fixes)")),
    }
    line.push_str(&format!("; {}", view.coverage()));
    if let Some(took) = took {
        line.push_str(&format!(" in {:.1} s", took.as_secs_f64()));
    }
    for (cause, count) in &view.hidden {
        line.push_str(&format!("; {count} hidden ({cause})"));
    }
    writeln!(out, "{bold}{line}{reset}")?;
    if !view.missing_modules.is_empty() {
        let names = view.missing_modules.join(", ");
        let text = format!("sources not found, so that less is known: {names}");
        writeln!(out, "{}", textwrap::fill(&text, textwrap::Options::new(style.width).subsequent_indent("  ")))?;
    }
    if !view.trusted {
        writeln!(out, "{red}the result is not to be trusted: see the notices above{reset}")?;
    }
    Ok(())
}
