//! The configuration file as it is written: every key may be left out. The JSON Schema is made from these types.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Settings of gotcha, a linter for Go. Every key may be left out.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Config {
    /// Version of this format; always 1.
    #[schemars(range(min = 1, max = 1))]
    pub version: Option<u32>,
    /// Stop looking for configuration files above this one.
    pub root: Option<bool>,
    /// Configuration files to start from, relative to this one; later ones and this file win.
    pub extends: Option<Vec<String>>,
    /// The least Go version that rules assume, as "1.24": a module whose go.mod says less counts as of this one.
    #[schemars(regex(pattern = r"^1\.\d+$"))]
    pub go: Option<String>,
    /// Which rules run, and how.
    pub rules: Rules,
    /// Which files are analysed.
    pub files: Files,
    /// Other settings for some paths; later ones win.
    pub overrides: Vec<Override>,
    /// Comments that silence findings.
    pub suppressions: Suppressions,
    /// What `--fix` may do.
    pub fix: Fix,
    /// How results are shown.
    pub output: Output,
    /// Findings known before.
    pub baseline: Baseline,
    /// The interview report.
    pub review: Review,
}

/// Which rules run, and how.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Rules {
    /// Rules, groups or classes (`default`, `strict`, `hint`, `all`) that run. Default: ["default"].
    pub select: Option<Vec<String>>,
    /// Rules, groups or classes that do not run.
    pub ignore: Option<Vec<String>>,
    /// Also run rules that are new and may still change.
    pub preview: Option<bool>,
    /// Hide findings the tool is less sure of. Default: "high".
    pub min_confidence: Option<Confidence>,
    /// What a finding of a rule means for the run.
    pub severity: BTreeMap<String, Severity>,
    /// Settings of single rules.
    pub options: BTreeMap<String, RuleOptions>,
}

/// Settings of one rule; each rule has its own.
pub type RuleOptions = serde_json::Map<String, serde_json::Value>;

/// How sure the tool is of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    High,
    Medium,
    Low,
}

/// What a finding means for the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    Error,
    Warning,
    Info,
}

/// Which files are analysed.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Files {
    /// Globs of files and folders to leave out. Without `/` a glob matches at any depth, else from this file's folder.
    pub exclude: Option<Vec<String>>,
    /// Whether generated files are reported. Default: "skip".
    pub generated: Option<Generated>,
    /// Whether test files are analysed. Default: true.
    pub tests: Option<bool>,
    /// Build tags that are set.
    pub tags: Option<Vec<String>>,
}

/// What happens to generated files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Generated {
    Skip,
    Analyse,
}

/// Other settings for some paths.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Override {
    /// Globs of the files meant. Without `/` a glob matches at any depth, else from this file's folder.
    pub paths: Vec<String>,
    /// Rules, groups or classes that run here besides.
    pub select: Option<Vec<String>>,
    /// Rules, groups or classes that do not run here.
    pub ignore: Option<Vec<String>>,
    /// Hide findings the tool is less sure of.
    pub min_confidence: Option<Confidence>,
    /// What a finding of a rule means for the run.
    pub severity: BTreeMap<String, Severity>,
    /// Settings of single rules.
    pub options: BTreeMap<String, RuleOptions>,
}

/// Comments that silence findings.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Suppressions {
    /// Whether `//gotcha:` comments must say why. Default: true.
    pub require_reason: Option<bool>,
    /// What an unused suppression is. Default: "warning".
    pub unused: Option<UnusedLevel>,
    /// Whose comments count. Default: all.
    pub honour: Option<Vec<Origin>>,
}

/// What an unused suppression is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum UnusedLevel {
    Error,
    Warning,
    Off,
}

/// Whose suppression comments count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// `//gotcha:ignore`
    Gotcha,
    /// `//nolint`
    Nolint,
    /// `//lint:ignore`
    Lint,
    /// `//revive:disable`
    Revive,
    /// `#nosec`
    Nosec,
}

impl Origin {
    /// All of them.
    pub const ALL: [Origin; 5] = [Origin::Gotcha, Origin::Nolint, Origin::Lint, Origin::Revive, Origin::Nosec];
}

/// What `--fix` may do.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Fix {
    /// Also apply fixes that may change behaviour. Default: false.
    #[serde(rename = "unsafe")]
    pub allow_unsafe: Option<bool>,
    /// Rules, groups or classes whose fixes are never applied.
    pub never: Option<Vec<String>>,
}

/// How results are shown.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Output {
    /// Formats, each with an optional file: "full", "sarif=report.sarif". Default: ["full"].
    pub formats: Option<Vec<String>>,
    /// Where the links of findings lead: "official", "none" or the address of a mirror. Default: "official".
    pub links: Option<String>,
}

/// Findings known before.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Baseline {
    /// The file, relative to this one.
    pub file: Option<String>,
}

/// The interview report.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Review {
    /// Topics of the question sheet. Default: ["all"].
    pub topics: Option<Vec<String>>,
    /// Level of the question sheet: junior, mid, senior or staff. Default: "mid".
    pub level: Option<Level>,
}

/// A level of people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    Junior,
    Mid,
    Senior,
    Staff,
}
