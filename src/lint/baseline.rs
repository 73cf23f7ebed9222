//! Findings known before: the baseline file, and what a run on new code leaves out.
//!
//! Pure: texts in, texts out. Reading and writing is the caller's. Equal fingerprints are counted, never told apart, so
//! that moving code keeps a baseline whole; of several equal findings the first ones count as known.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Finding, Hidden};
use crate::source::{FileId, Files};

/// Rules about the tool's own comments: their findings cannot be put into a baseline.
pub const TOOL_RULES: [&str; 4] =
    ["malformed-suppression", "suppression-without-reason", "unknown-rule-in-suppression", "unused-suppression"];

/// A baseline file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    /// Version of this format; always 1.
    pub version: u32,
    /// Sorted by path, rule, symbol and fingerprint.
    pub entries: Vec<Entry>,
}

/// Findings that are alike.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The file, relative to the folder of the baseline, with `/`.
    pub path: String,
    /// The rule.
    pub rule: String,
    /// The enclosing declaration; empty at file level.
    pub symbol: String,
    /// See experience.md 6.
    pub fingerprint: String,
    /// How many of them.
    pub count: usize,
}

impl Baseline {
    /// The baseline of these findings, each with its path. Hidden ones and those about the tool are left out.
    pub fn of<'a>(findings: impl IntoIterator<Item = (&'a Finding, String)>) -> Baseline {
        let mut counts: BTreeMap<(String, &str, &str, &str), usize> = BTreeMap::new();
        for (finding, path) in findings {
            let baselined = matches!(finding.hidden, None | Some(Hidden::Baseline));
            if baselined && !TOOL_RULES.contains(&finding.rule) {
                *counts.entry((path, finding.rule, &finding.symbol, &finding.fingerprint)).or_default() += 1;
            }
        }
        let entry = |((path, rule, symbol, fingerprint), count): ((String, &str, &str, &str), usize)| Entry {
            path,
            rule: rule.to_owned(),
            symbol: symbol.to_owned(),
            fingerprint: fingerprint.to_owned(),
            count,
        };
        Baseline { version: 1, entries: counts.into_iter().map(entry).collect() }
    }

    /// Reads the text of a baseline file.
    pub fn parse(text: &str) -> Result<Baseline, String> {
        let baseline: Baseline = serde_json::from_str(text).map_err(|error| error.to_string())?;
        match baseline.version {
            1 => Ok(baseline),
            other => Err(format!("version {other} is not known to this gotcha")),
        }
    }

    /// The text of the file: one entry a line, so that versions merge cleanly.
    pub fn render(&self) -> String {
        let mut text = String::from("{\n  \"version\": 1,\n  \"entries\": [");
        for (position, entry) in self.entries.iter().enumerate() {
            text.push_str(if position == 0 { "\n    " } else { ",\n    " });
            text.push_str(&serde_json::to_string(entry).expect("texts and numbers can be written"));
        }
        text.push_str(if self.entries.is_empty() { "]\n}\n" } else { "\n  ]\n}\n" });
        text
    }

    /// Number of findings.
    pub fn len(&self) -> usize {
        self.entries.iter().map(|entry| entry.count).sum()
    }

    /// Whether it knows no finding.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Hides the findings it knows and gives those entries that match fewer findings than they count, with the rest of
    /// their counts. `path` gives a file's path as entries have it; `judged` says whether this run can judge an entry (its
    /// file was analysed, or is gone, and its rule ran).
    pub fn hide(
        &self,
        findings: &mut [Finding],
        path: impl Fn(FileId) -> String,
        judged: impl Fn(&Entry) -> bool,
    ) -> Vec<Entry> {
        let mut left: BTreeMap<(String, String, String), (usize, usize)> = BTreeMap::new();
        for (position, entry) in self.entries.iter().enumerate() {
            let key = (entry.path.clone(), entry.rule.clone(), entry.fingerprint.clone());
            left.insert(key, (position, entry.count));
        }
        for finding in findings {
            // One that is not shown for other reasons of this run is still there.
            let there = matches!(finding.hidden, None | Some(Hidden::LowConfidence | Hidden::NotNew));
            if !there || TOOL_RULES.contains(&finding.rule) {
                continue;
            }
            let key = (path(finding.at.file), finding.rule.to_owned(), finding.fingerprint.clone());
            if let Some((_, count)) = left.get_mut(&key)
                && *count > 0
            {
                *count -= 1;
                finding.hidden.get_or_insert(Hidden::Baseline);
            }
        }
        let mut stale: Vec<Entry> = left
            .into_values()
            .filter(|(_, count)| *count > 0)
            .map(|(position, count)| Entry { count, ..self.entries[position].clone() })
            .filter(judged)
            .collect();
        stale.sort();
        stale
    }

    /// This baseline with those entries of `now` that it does not have, or has fewer of.
    pub fn merge(&self, now: &Baseline) -> Baseline {
        let mut entries: BTreeMap<(String, String, String, String), usize> = BTreeMap::new();
        for entry in self.entries.iter().chain(&now.entries) {
            let key = (entry.path.clone(), entry.rule.clone(), entry.symbol.clone(), entry.fingerprint.clone());
            let count = entries.entry(key).or_default();
            *count = entry.count.max(*count);
        }
        let entry = |((path, rule, symbol, fingerprint), count)| Entry { path, rule, symbol, fingerprint, count };
        Baseline { version: 1, entries: entries.into_iter().map(entry).collect() }
    }

    /// This baseline without `stale` entries.
    pub fn without(&self, stale: &[Entry]) -> Baseline {
        let mut entries = self.entries.clone();
        for gone in stale {
            let same = |entry: &&mut Entry| {
                (&entry.path, &entry.rule, &entry.fingerprint) == (&gone.path, &gone.rule, &gone.fingerprint)
            };
            if let Some(entry) = entries.iter_mut().find(same) {
                entry.count = entry.count.saturating_sub(gone.count);
            }
        }
        entries.retain(|entry| entry.count > 0);
        Baseline { version: 1, entries }
    }
}

/// How often each fingerprint occurs, hidden findings included.
pub fn fingerprints(findings: &[Finding]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for finding in findings {
        *counts.entry(finding.fingerprint.clone()).or_default() += 1;
    }
    counts
}

/// Hides findings that were there before: `known` counts the fingerprints of the old state in the files that changed;
/// findings in other files are old.
pub fn hide_old(findings: &mut [Finding], known: BTreeMap<String, usize>, changed: &BTreeSet<FileId>) {
    let mut left = known;
    for finding in findings {
        let old = match left.get_mut(&finding.fingerprint) {
            _ if !changed.contains(&finding.at.file) => true,
            Some(count) if *count > 0 => {
                *count -= 1;
                true
            }
            _ => false,
        };
        if old && finding.hidden.is_none() {
            finding.hidden = Some(Hidden::NotNew);
        }
    }
}

/// Hides findings of which no place touches a changed line; `changed` has the 1-based lines of each file, ascending.
pub fn hide_untouched(findings: &mut [Finding], files: &Files, changed: &BTreeMap<FileId, Vec<u32>>) {
    for finding in findings.iter_mut().filter(|finding| finding.hidden.is_none()) {
        let places = finding.labels.iter().chain(&finding.trace).map(|label| label.place);
        let touched = std::iter::once(finding.at).chain(places).any(|place| {
            let Some(lines) = changed.get(&place.file) else { return false };
            let file = files.get(place.file);
            let first = file.lines().line(place.span.start);
            let last = file.lines().line(place.span.end.saturating_sub(1).max(place.span.start));
            let next = lines.partition_point(|&line| line < first);
            lines.get(next).is_some_and(|&line| line <= last)
        });
        if !touched {
            finding.hidden = Some(Hidden::NotNew);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::{Class, Confidence, Label, Place, Role, Severity};
    use crate::source::File;
    use crate::text::Span;

    fn finding(file: FileId, rule: &'static str, start: u32, fingerprint: &str) -> Finding {
        Finding {
            rule,
            tier: Class::Default,
            severity: Severity::Warning,
            confidence: Confidence::High,
            at: Place { file, span: Span::new(start, start + 1) },
            message: String::new(),
            label: String::new(),
            labels: Vec::new(),
            trace: Vec::new(),
            why: None,
            help: None,
            fixes: Vec::new(),
            fingerprint: fingerprint.to_owned(),
            symbol: "F".to_owned(),
            hidden: None,
        }
    }

    fn hidden(findings: &[Finding]) -> Vec<bool> {
        findings.iter().map(|finding| finding.hidden.is_some()).collect()
    }

    #[test]
    fn equal_findings_are_counted() {
        let files = Files::default();
        let file = files.add(File::new("a.go".into(), None, "".into(), 0));
        let three =
            || vec![finding(file, "r", 1, "v1:a"), finding(file, "r", 5, "v1:a"), finding(file, "s", 9, "v1:b")];
        let baseline = Baseline::of(three().iter().map(|finding| (finding, "a.go".to_owned())));
        assert_eq!(Baseline::parse(&baseline.render()), Ok(baseline.clone()));
        assert_eq!(baseline.entries.len(), 2);
        assert_eq!(baseline.len(), 3);

        let mut now = three();
        now.insert(1, finding(file, "r", 3, "v1:a"));
        let stale = baseline.hide(&mut now, |_| "a.go".into(), |_| true);
        assert_eq!((hidden(&now), stale.len()), (vec![true, true, false, true], 0));

        let mut now = vec![finding(file, "r", 1, "v1:a")];
        let stale = baseline.hide(&mut now, |_| "a.go".into(), |_| true);
        assert_eq!(stale.iter().map(|entry| entry.count).collect::<Vec<_>>(), [1, 1]);
        assert_eq!(baseline.without(&stale).len(), 1);
        // What this run cannot judge is not stale; another file is another finding.
        assert!(baseline.hide(&mut now.clone(), |_| "a.go".into(), |_| false).is_empty());
        let mut moved = vec![finding(file, "r", 1, "v1:a")];
        baseline.hide(&mut moved, |_| "b.go".into(), |_| true);
        assert_eq!(hidden(&moved), [false]);
    }

    #[test]
    fn findings_about_the_tool_stay() {
        let files = Files::default();
        let file = files.add(File::new("a.go".into(), None, "".into(), 0));
        let findings = [finding(file, "unused-suppression", 1, "v1:a")];
        assert!(Baseline::of(findings.iter().map(|finding| (finding, "a.go".to_owned()))).is_empty());
        assert!(Baseline::parse("{\"version\": 2, \"entries\": []}").is_err());
        assert!(Baseline::parse("[]").is_err());
    }

    #[test]
    fn new_code_is_judged_by_fingerprint_or_by_line() {
        let files = Files::default();
        let file = files.add(File::new("a.go".into(), None, "1\n2\n3\n4\n".into(), 0));
        let other = files.add(File::new("b.go".into(), None, "1\n".into(), 0));
        let mut findings =
            vec![finding(file, "r", 0, "v1:a"), finding(file, "r", 2, "v1:a"), finding(other, "r", 0, "v1:c")];
        let known = fingerprints(&findings[..1]);
        hide_old(&mut findings, known, &[file].into());
        assert_eq!(hidden(&findings), [true, false, true]);

        let mut findings =
            vec![finding(file, "r", 0, "v1:a"), finding(file, "r", 2, "v1:a"), finding(other, "r", 0, "v1:c")];
        let place = Place { file, span: Span::new(6, 7) };
        findings[0].labels.push(Label { place, role: Role::Note, message: String::new() });
        hide_untouched(&mut findings, &files, &[(file, vec![4])].into());
        assert_eq!(hidden(&findings), [false, true, true]);
    }
}
