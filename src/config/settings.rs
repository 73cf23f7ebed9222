//! What holds for one file: the configuration merged from all that say something, in order, with the origin of each.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::find::ConfigFile;
use super::{
    Confidence, Config, ConfigError, Generated, Globs, Level, Origin, Override, RuleOptions, Severity, UnusedLevel,
};

/// A step of the choice of rules: first `select` is added, then `ignore` is taken away. Names are lower case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Rules, groups and classes that run.
    pub select: Vec<String>,
    /// Rules, groups and classes that do not.
    pub ignore: Vec<String>,
}

/// Where the links of findings lead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Links {
    /// To the primary sources.
    Official,
    /// Nowhere: offline networks.
    None,
    /// To a mirror with this address.
    Mirror(String),
}

/// The settings that hold for one file.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Equal settings of one run have equal numbers, counted from 0 in the order of asking: never show or sort by it.
    pub id: usize,
    /// The least Go version that rules assume, as "1.24".
    pub go: Option<String>,
    /// The choice of rules; later steps win.
    pub selection: Vec<Selection>,
    /// Also run rules that are new and may still change.
    pub preview: bool,
    /// Findings below are hidden.
    pub min_confidence: Confidence,
    /// Severity by rule, lower case.
    pub severity: BTreeMap<String, Severity>,
    /// Settings by rule, lower case.
    pub options: BTreeMap<String, RuleOptions>,
    /// Files and folders left out.
    pub exclude: Globs,
    /// What happens to generated files.
    pub generated: Generated,
    /// Whether test files are analysed.
    pub tests: bool,
    /// Build tags that are set.
    pub tags: Vec<String>,
    /// Whether `//gotcha:` comments must say why.
    pub require_reason: bool,
    /// What an unused suppression is.
    pub unused: UnusedLevel,
    /// Whose suppression comments count.
    pub honour: Vec<Origin>,
    /// Also apply fixes that may change behaviour.
    pub unsafe_fixes: bool,
    /// Rules, groups and classes whose fixes are never applied.
    pub never_fix: Vec<String>,
    /// Output formats, each with an optional file.
    pub formats: Vec<String>,
    /// Where links lead.
    pub links: Links,
    /// The baseline, absolute.
    pub baseline: Option<PathBuf>,
    /// Topics of the interview's questions.
    pub topics: Vec<String>,
    /// Level of the interview's questions.
    pub level: Level,
    /// The files that were read for this, base first.
    pub files: Vec<Arc<ConfigFile>>,
    /// For each key that is set: who set it (a path, or `--config`).
    pub origins: BTreeMap<String, String>,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            id: 0,
            go: None,
            selection: vec![Selection { select: vec!["default".into()], ignore: Vec::new() }],
            preview: false,
            min_confidence: Confidence::High,
            severity: BTreeMap::new(),
            options: BTreeMap::new(),
            exclude: Globs::default(),
            generated: Generated::Skip,
            tests: true,
            tags: Vec::new(),
            require_reason: true,
            unused: UnusedLevel::Warning,
            honour: Origin::ALL.to_vec(),
            unsafe_fixes: false,
            never_fix: Vec::new(),
            formats: vec!["full".into()],
            links: Links::Official,
            baseline: None,
            topics: vec!["all".into()],
            level: Level::Mid,
            files: Vec::new(),
            origins: BTreeMap::new(),
        }
    }
}

fn lower(names: &[String]) -> Vec<String> {
    names.iter().map(|name| name.to_lowercase()).collect()
}

impl Settings {
    /// Lays one configuration over what is here. `base` is the folder its globs and paths start from.
    pub(super) fn merge(
        &mut self,
        config: &Config,
        base: &std::path::Path,
        origin: &str,
        rename: impl Fn(&str) -> String,
    ) -> Result<(), ConfigError> {
        let mut set: Vec<String> = Vec::new();
        macro_rules! take {
            ($value:expr, $target:expr, $key:literal) => {
                if let Some(value) = &$value {
                    $target = value.clone();
                    set.push($key.to_owned());
                }
            };
        }
        if let Some(go) = &config.go {
            self.go = Some(go.clone());
            set.push("go".into());
        }
        let first = self.selection.first_mut();
        if let Some(first) = first {
            if let Some(select) = &config.rules.select {
                first.select = lower(select);
                set.push("rules.select".into());
            }
            if let Some(ignore) = &config.rules.ignore {
                first.ignore = lower(ignore);
                set.push("rules.ignore".into());
            }
        }
        take!(config.rules.preview, self.preview, "rules.preview");
        take!(config.rules.min_confidence, self.min_confidence, "rules.min-confidence");
        for (rule, severity) in &config.rules.severity {
            let rule = rename(rule);
            set.push(format!("rules.severity.{rule}"));
            self.severity.insert(rule, *severity);
        }
        for (rule, options) in &config.rules.options {
            let rule = rename(rule);
            let merged = self.options.entry(rule.clone()).or_default();
            for (key, value) in options {
                set.push(format!("rules.options.{rule}.{key}"));
                merged.insert(key.clone(), value.clone());
            }
        }
        if let Some(exclude) = &config.files.exclude {
            self.exclude = Globs::default();
            let added = self.exclude.add(base, exclude);
            added.map_err(|(at, reason)| {
                ConfigError::new(format!("the glob `{}` is malformed: {reason}", exclude[at]))
            })?;
            set.push("files.exclude".into());
        }
        take!(config.files.generated, self.generated, "files.generated");
        take!(config.files.tests, self.tests, "files.tests");
        take!(config.files.tags, self.tags, "files.tags");
        take!(config.suppressions.require_reason, self.require_reason, "suppressions.require-reason");
        take!(config.suppressions.unused, self.unused, "suppressions.unused");
        take!(config.suppressions.honour, self.honour, "suppressions.honour");
        take!(config.fix.allow_unsafe, self.unsafe_fixes, "fix.unsafe");
        if let Some(never) = &config.fix.never {
            self.never_fix = lower(never);
            set.push("fix.never".into());
        }
        take!(config.output.formats, self.formats, "output.formats");
        if let Some(links) = &config.output.links {
            self.links = match links.as_str() {
                "official" => Links::Official,
                "none" => Links::None,
                address => Links::Mirror(address.trim_end_matches('/').to_owned()),
            };
            set.push("output.links".into());
        }
        if let Some(file) = &config.baseline.file {
            self.baseline = Some(base.join(file));
            set.push("baseline.file".into());
        }
        take!(config.review.topics, self.topics, "review.topics");
        take!(config.review.level, self.level, "review.level");
        for key in set {
            self.origins.insert(key, origin.to_owned());
        }
        Ok(())
    }

    /// Lays an override over what is here.
    pub(super) fn merge_override(&mut self, over: &Override, origin: &str, rename: impl Fn(&str) -> String) {
        if over.select.is_some() || over.ignore.is_some() {
            self.selection.push(Selection {
                select: lower(over.select.as_deref().unwrap_or_default()),
                ignore: lower(over.ignore.as_deref().unwrap_or_default()),
            });
            self.origins.insert("overrides".into(), origin.to_owned());
        }
        if let Some(least) = over.min_confidence {
            self.min_confidence = least;
            self.origins.insert("rules.min-confidence".into(), origin.to_owned());
        }
        for (rule, severity) in &over.severity {
            let rule = rename(rule);
            self.origins.insert(format!("rules.severity.{rule}"), origin.to_owned());
            self.severity.insert(rule, *severity);
        }
        for (rule, options) in &over.options {
            let rule = rename(rule);
            for (key, value) in options {
                self.origins.insert(format!("rules.options.{rule}.{key}"), origin.to_owned());
                self.options.entry(rule.clone()).or_default().insert(key.clone(), value.clone());
            }
        }
    }

    /// Key, value as TOML and origin (empty: the default) of each setting, in the order of the file.
    pub fn rows(&self) -> Vec<(String, String, String)> {
        fn list(names: &[String]) -> String {
            serde_json::to_string(names).unwrap_or_default().replace("\",\"", "\", \"")
        }
        fn word(value: impl serde::Serialize) -> String {
            serde_json::to_string(&value).unwrap_or_default()
        }
        let mut rows = Vec::new();
        let origin = |key: &str| self.origins.get(key).cloned().unwrap_or_default();
        let mut row = |key: &str, value: String| rows.push((key.to_owned(), value, origin(key)));
        if let Some(go) = &self.go {
            row("go", word(go));
        }
        if let Some(first) = self.selection.first() {
            row("rules.select", list(&first.select));
            row("rules.ignore", list(&first.ignore));
        }
        row("rules.preview", self.preview.to_string());
        row("rules.min-confidence", word(self.min_confidence));
        for (rule, severity) in &self.severity {
            row(&format!("rules.severity.{rule}"), word(severity));
        }
        for (rule, options) in &self.options {
            for (key, value) in options {
                row(&format!("rules.options.{rule}.{key}"), value.to_string());
            }
        }
        for step in self.selection.iter().skip(1) {
            let value = format!("{{ select = {}, ignore = {} }}", list(&step.select), list(&step.ignore));
            row("overrides", value);
        }
        let exclude: Vec<String> = self.exclude.written().map(str::to_owned).collect();
        row("files.exclude", list(&exclude));
        row("files.generated", word(self.generated));
        row("files.tests", self.tests.to_string());
        row("files.tags", list(&self.tags));
        row("suppressions.require-reason", self.require_reason.to_string());
        row("suppressions.unused", word(self.unused));
        row("suppressions.honour", word(&self.honour).replace(',', ", "));
        row("fix.unsafe", self.unsafe_fixes.to_string());
        row("fix.never", list(&self.never_fix));
        row("output.formats", list(&self.formats));
        let links = match &self.links {
            Links::Official => "official",
            Links::None => "none",
            Links::Mirror(address) => address,
        };
        row("output.links", word(links));
        if let Some(file) = &self.baseline {
            row("baseline.file", word(file.to_string_lossy()));
        }
        row("review.topics", list(&self.topics));
        row("review.level", word(self.level));
        rows
    }
}
