//! Linear prose for screen readers and braille displays, by miette's narrated handler: no frames, every place in words.

use std::fmt;
use std::io::{self, Write};

use miette::{
    Diagnostic, LabeledSpan, MietteError, MietteSpanContents, NarratableReportHandler, SourceCode, SourceSpan,
    SpanContents,
};

use super::view::{View, severity_word};
use crate::lint::{Finding, Severity};

struct Narrated<'a> {
    view: &'a View<'a>,
    finding: &'a Finding,
    source: Source<'a>,
    help: String,
}

struct Source<'a> {
    path: String,
    text: &'a str,
}

impl SourceCode for Source<'_> {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let contents = self.text.read_span(span, before, after)?;
        Ok(Box::new(MietteSpanContents::new_named(
            self.path.clone(),
            contents.data(),
            *contents.span(),
            contents.line(),
            contents.column(),
            contents.line_count(),
        )))
    }
}

impl fmt::Debug for Narrated<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.finding.message)
    }
}

impl fmt::Display for Narrated<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let range = self.view.range(self.finding.at.file, self.finding.at.span);
        let word = severity_word(self.finding.severity);
        write!(f, "{word}: {}, in {} line {}", self.finding.message, self.source.path, range.line)
    }
}

impl std::error::Error for Narrated<'_> {}

impl Diagnostic for Narrated<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(self.finding.rule))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.finding.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Info => miette::Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        (!self.help.is_empty()).then(|| Box::new(&self.help) as Box<dyn fmt::Display>)
    }

    fn url<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        let link = self.view.rule(self.finding.rule)?.link.as_ref()?;
        Some(Box::new(link))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.source)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let span = |span: crate::text::Span| SourceSpan::new((span.start as usize).into(), span.len() as usize);
        let primary = if self.finding.label.is_empty() { "here" } else { &self.finding.label };
        let primary = LabeledSpan::new_with_span(Some(primary.to_owned()), span(self.finding.at.span));
        let here = self.finding.labels.iter().filter(|label| label.place.file == self.finding.at.file);
        let others =
            here.map(move |label| LabeledSpan::new_with_span(Some(label.message.clone()), span(label.place.span)));
        Some(Box::new(std::iter::once(primary).chain(others)))
    }
}

/// One paragraph for each finding, then the counts.
pub fn write(view: &View, out: &mut dyn Write) -> io::Result<()> {
    let handler = NarratableReportHandler::new();
    for finding in &view.findings {
        let mut help: Vec<String> = Vec::new();
        for label in finding.labels.iter().filter(|label| label.place.file != finding.at.file) {
            let at = view.range(label.place.file, label.place.span);
            help.push(format!("{}, in {} line {}.", label.message, view.path(label.place.file), at.line));
        }
        help.extend(view.why(finding));
        help.extend(finding.help.clone());
        if let Some(fix) = finding.fixes.first() {
            help.push(format!("Fix: {}.", fix.title));
        }
        let source = Source { path: view.path(finding.at.file), text: &view.files.get(finding.at.file).text };
        let narrated = Narrated { view, finding, source, help: help.join(" ") };
        let mut text = String::new();
        handler.render_report(&mut text, &narrated).map_err(|_| io::Error::other("a finding cannot be drawn"))?;
        writeln!(out, "{}", text.trim_end())?;
        writeln!(out)?;
    }
    writeln!(out, "{}; {}.", view.counts(), view.coverage())
}
