//! What every format is given: what to show, with paths and columns as that format needs them.

use std::collections::BTreeMap;

use crate::lint::{Class, FileCounts, Finding, Fix, Notice, NoticeKind, Safety, Severity};
use crate::source::{FileId, Files};
use crate::text::{GoVersion, Span};

/// A rule that ran, as reports describe it.
#[derive(Clone, Debug)]
pub struct RuleInfo {
    /// The kebab-case name.
    pub name: &'static str,
    /// A few words.
    pub title: String,
    /// One line.
    pub summary: String,
    /// The whole page as Markdown, without front matter.
    pub page: String,
    /// The group.
    pub group: String,
    /// The main class.
    pub class: Class,
    /// What its findings mean where nothing else is configured.
    pub severity: Severity,
    /// Level of people, in one word.
    pub level: String,
    /// Where to read on; `None` where links are not wanted.
    pub link: Option<String>,
    /// All primary sources.
    pub links: Vec<String>,
}

/// From the path of a file as the run has it to the path that reports write.
pub type PathStyle<'a> = Box<dyn Fn(&str) -> String + 'a>;

/// From a finding to what its rule says of all of them.
pub type Explain<'a> = Box<dyn Fn(&Finding) -> Option<String> + 'a>;

/// The result of a run, ready to be shown.
pub struct View<'a> {
    /// The texts.
    pub files: &'a Files,
    /// What to show, in order; hidden findings only where they were asked for.
    pub findings: Vec<&'a Finding>,
    /// What is wrong with the input or the tool.
    pub notices: &'a [Notice],
    /// All rules that ran, by name.
    pub rules: Vec<RuleInfo>,
    /// The release whose standard library is known, and the language version where nothing says one.
    pub go: (GoVersion, GoVersion),
    /// How much was read.
    pub coverage: FileCounts,
    /// How many findings are hidden, by cause: `baseline`, `low-confidence`, `not-new`, `suppressed`.
    pub hidden: BTreeMap<&'static str, usize>,
    /// Modules whose sources are not on this machine, sorted.
    pub missing_modules: Vec<String>,
    /// The path of a file as reports write it.
    pub path: PathStyle<'a>,
    /// The version of all rules that are built in.
    pub rule_set: String,
    /// Part of SARIF's `automationDetails.id` between the slashes; may be empty.
    pub category: String,
    /// Whether the run did what it should, so that its result can be trusted.
    pub trusted: bool,
    /// The rule's page for a finding that says nothing itself.
    pub why: Explain<'a>,
}

/// A range as people count: 1-based, columns in bytes, the end just after the last byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    pub line: u32,
    pub column: u32,
    pub end_line: u32,
    pub end_column: u32,
}

impl View<'_> {
    /// The path of a file as shown in this report.
    pub fn path(&self, file: FileId) -> String {
        (self.path)(&self.files.get(file).path)
    }

    /// The path of a notice as shown in this report; empty for none.
    pub fn notice_path(&self, notice: &Notice) -> String {
        if notice.path.is_empty() { String::new() } else { (self.path)(&notice.path) }
    }

    /// Where a span lies, columns in bytes.
    pub fn range(&self, file: FileId, span: Span) -> Range {
        let lines = self.files.get(file).lines();
        let (start, end) = (lines.position(span.start), lines.position(span.end.max(span.start)));
        Range { line: start.line, column: start.column, end_line: end.line, end_column: end.column }
    }

    /// Where a span lies, columns in UTF-16 code units.
    pub fn range_utf16(&self, file: FileId, span: Span) -> Range {
        let text = &self.files.get(file).text;
        let mut range = self.range(file, span);
        let units = |offset: u32, column: u32| {
            let offset = (offset as usize).min(text.len());
            let start = offset - (column as usize - 1);
            text.get(start..offset).map_or(column, |before| before.encode_utf16().count() as u32 + 1)
        };
        range.column = units(span.start, range.column);
        range.end_column = units(span.end.max(span.start), range.end_column);
        range
    }

    /// The rule of a finding; the tool's own findings have none.
    pub fn rule(&self, name: &str) -> Option<&RuleInfo> {
        self.rules.binary_search_by(|rule| rule.name.cmp(name)).ok().map(|at| &self.rules[at])
    }

    /// Each finding with a fingerprint that no other has: the second equal one has `:2` after it, and so on.
    pub fn unique_fingerprints(&self) -> Vec<String> {
        let mut seen: BTreeMap<(String, &str), usize> = BTreeMap::new();
        let mut unique = Vec::with_capacity(self.findings.len());
        for finding in &self.findings {
            let path = self.files.get(finding.at.file).path.clone();
            let count = seen.entry((path, &finding.fingerprint)).or_default();
            *count += 1;
            unique.push(match *count {
                1 => finding.fingerprint.clone(),
                count => format!("{}:{count}", finding.fingerprint),
            });
        }
        unique
    }

    /// Why a finding is a problem, in one or two sentences.
    pub fn why(&self, finding: &Finding) -> Option<String> {
        finding.why.clone().or_else(|| (self.why)(finding))
    }

    /// Number of findings that are not hidden, by severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.hidden.is_none() && finding.severity == severity).count()
    }

    /// `2 errors, 1 warning`, or `no findings`.
    pub fn counts(&self) -> String {
        let one = |severity, word: &str| match self.count(severity) {
            0 => None,
            1 => Some(format!("1 {word}")),
            n => Some(format!("{n} {word}s")),
        };
        let words = [(Severity::Error, "error"), (Severity::Warning, "warning")];
        let mut parts: Vec<String> = words.into_iter().filter_map(|(severity, word)| one(severity, word)).collect();
        match self.count(Severity::Info) {
            0 => {}
            n => parts.push(format!("{n} info")),
        }
        if parts.is_empty() { "no findings".to_owned() } else { parts.join(", ") }
    }

    /// `12 files analysed, 1 partly, 2 not`.
    pub fn coverage(&self) -> String {
        let FileCounts { analysed, partial, failed, skipped } = self.coverage;
        let mut text = format!("{} {} analysed", analysed, if analysed == 1 { "file" } else { "files" });
        for (count, word) in [(partial, "partly"), (failed, "not"), (skipped, "skipped")] {
            if count > 0 {
                text.push_str(&format!(", {count} {word}"));
            }
        }
        text
    }
}

/// The word for a severity: `error`, `warning`, `info`.
pub fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}

/// The word for a kind of notice, as in JSON.
pub fn notice_word(kind: NoticeKind) -> &'static str {
    match kind {
        NoticeKind::Syntax => "syntax",
        NoticeKind::Unreadable => "unreadable",
        NoticeKind::Internal => "internal",
        NoticeKind::MissingModule => "missing-module",
        NoticeKind::Module => "module",
        NoticeKind::Skipped => "skipped",
    }
}

/// The fixes that a person or a bot may apply: all but sketches, and only those that stay in one file.
pub fn applicable(finding: &Finding) -> impl Iterator<Item = &Fix> {
    let in_file = |fix: &&Fix| fix.edits.iter().all(|edit| edit.place.file == finding.at.file);
    finding.fixes.iter().filter(|fix| fix.safety != Safety::Sketch && !fix.edits.is_empty()).filter(in_file)
}

/// A fix as one replacement: the range from its first to its last edit, and the whole new text of that range.
pub fn one_edit(files: &Files, fix: &Fix) -> Option<(Span, String)> {
    let first = fix.edits.first()?;
    let text = &files.get(first.place.file).text;
    let cover = fix.edits.iter().fold(first.place.span, |cover, edit| cover.cover(edit.place.span));
    let base = cover.start;
    let shifted = fix
        .edits
        .iter()
        .map(|edit| (Span::new(edit.place.span.start - base, edit.place.span.end - base), edit.text.clone()));
    let new = crate::apply::apply_edits(text.get(cover.range())?, shifted.collect(), "\n").ok()?;
    Some((cover, new))
}
