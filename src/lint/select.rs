//! Which rules run, with which options, and what their findings are worth: the configuration's names given meaning.

use std::any::Any;
use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::finding::{Class, Confidence, Finding, Severity};
use super::rule::{Rule, class_named};
use crate::config::{self, Known, Settings};

/// All rules, found by name.
#[derive(Debug)]
pub struct Catalog {
    rules: &'static [&'static Rule],
    by_name: FxHashMap<&'static str, usize>,
    /// Names of other tools' checks, lower case, each with the rules that list it.
    by_alias: FxHashMap<String, Vec<usize>>,
}

/// What the tool says about suppressions. These are no rules with pages of their own: they cannot be suppressed.
pub const TOOL_RULES: [&str; 4] =
    ["malformed-suppression", "suppression-without-reason", "unknown-rule-in-suppression", "unused-suppression"];

impl Catalog {
    /// The catalog of these rules.
    pub fn new(rules: &'static [&'static Rule]) -> Catalog {
        let by_name = rules.iter().enumerate().map(|(index, rule)| (rule.name(), index)).collect();
        let mut by_alias: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for (index, rule) in rules.iter().enumerate() {
            for alias in &rule.meta().aliases {
                by_alias.entry(alias.to_lowercase()).or_default().push(index);
            }
        }
        Catalog { rules, by_name, by_alias }
    }

    /// The rules in their order.
    pub fn rules(&self) -> &'static [&'static Rule] {
        self.rules
    }

    /// Sixteen hexadecimal digits that change with any rule: a hash of all pages and of the program's version.
    pub fn version(&self) -> String {
        let mut pages: Vec<&str> = self.rules.iter().map(|rule| rule.page_text()).collect();
        pages.sort_unstable();
        let mut hash = xxhash_rust::xxh3::Xxh3::new();
        hash.update(env!("CARGO_PKG_VERSION").as_bytes());
        for page in pages {
            // Checkouts may differ in line ends.
            page.lines().for_each(|line| hash.update(line.as_bytes()));
            hash.update(&[0]);
        }
        format!("{:016x}", hash.digest())
    }

    /// The position of the rule with this name or former name, in any case.
    pub fn index(&self, name: &str) -> Option<usize> {
        let name = name.to_lowercase();
        let former = || self.by_alias.get(&format!("gotcha/{name}")).and_then(|rules| rules.first());
        self.by_name.get(name.as_str()).or_else(former).copied()
    }

    /// The rule with this name or former name, in any case.
    pub fn rule(&self, name: &str) -> Option<&'static Rule> {
        self.index(name).map(|index| self.rules[index])
    }

    /// The rules that list another tool's check: `linter` alone names all that it has, `linter/CODE` one of them.
    pub fn aliased(&self, alias: &str) -> &[usize] {
        self.by_alias.get(&alias.to_lowercase()).map_or(&[], |rules| rules)
    }

    /// All aliases with their rules, in the order of the rules.
    pub fn aliases(&self) -> impl Iterator<Item = (&'static str, usize)> {
        self.rules
            .iter()
            .enumerate()
            .flat_map(|(index, rule)| rule.meta().aliases.iter().map(move |alias| (*alias, index)))
    }

    /// The groups that have rules, sorted.
    pub fn groups(&self) -> Vec<&'static str> {
        let mut groups: Vec<&'static str> = self.rules.iter().map(|rule| rule.meta().group).collect();
        groups.sort_unstable();
        groups.dedup();
        groups
    }

    /// The names that exist, for the configuration to check against.
    pub fn known(&self, formats: &[&str]) -> Known {
        let renamed = self.aliases().filter_map(|(alias, index)| {
            Some((alias.strip_prefix("gotcha/")?.to_lowercase(), self.rules[index].name().to_owned()))
        });
        let options = self.rules.iter().filter_map(|rule| {
            let schema = (rule.options_type()?.schema)();
            Some((rule.name().to_owned(), schema.to_value()))
        });
        let mut options: BTreeMap<String, serde_json::Value> = options.collect();
        for rule in self.rules.iter().filter(|rule| rule.meta().tiers.len() > 1) {
            let tier = serde_json::json!({
                "description": "Only findings of this class and stronger ones.",
                "enum": ["default", "strict", "hint"],
            });
            let schema = options.entry(rule.name().to_owned()).or_insert_with(
                || serde_json::json!({ "type": "object", "properties": {}, "additionalProperties": false }),
            );
            if let Some(properties) = schema.get_mut("properties").and_then(serde_json::Value::as_object_mut) {
                properties.insert("tier".into(), tier);
            } else if let Some(schema) = schema.as_object_mut() {
                schema.insert("properties".into(), serde_json::json!({ "tier": tier }));
            }
        }
        Known {
            rules: self.rules.iter().map(|rule| rule.name().to_owned()).collect(),
            renamed: renamed.collect(),
            groups: self.groups().into_iter().map(str::to_owned).collect(),
            classes: ["all", "default", "hint", "preview", "strict"].map(str::to_owned).to_vec(),
            formats: formats.iter().map(|format| (*format).to_owned()).collect(),
            options,
        }
    }

    /// Whether a selector names this rule's findings of this class, and how exactly: 3 the rule, 2 its group, 1 the class or
    /// `preview`, 0 `all`.
    fn matches(&self, selector: &str, index: usize, class: Class) -> Option<u8> {
        let rule = self.rules[index];
        if selector == "all" {
            return Some(0);
        }
        if class_named(selector) == Some(class) || selector == "preview" && rule.meta().preview() {
            return Some(1);
        }
        if selector == rule.meta().group {
            return Some(2);
        }
        (self.index(selector) == Some(index)).then_some(3)
    }

    /// What the settings mean for each rule.
    ///
    /// In each step of the choice the selector that names a rule most exactly decides, `ignore` where two are as exact: with
    /// `select = ["lost-cancel"]` and `ignore = ["context"]` that one rule of its group runs. A later step changes what it names.
    pub fn active(&self, settings: &Arc<Settings>) -> Active {
        let mut levels: Vec<Level> = Vec::with_capacity(self.rules.len());
        let mut options: FxHashMap<&'static str, Arc<dyn Any + Send + Sync>> = FxHashMap::default();
        for (index, rule) in self.rules.iter().enumerate() {
            let meta = rule.meta();
            let mut classes = Classes::default();
            for &class in &meta.tiers {
                let mut on = false;
                let mut exact = false;
                for step in &settings.selection {
                    let best =
                        |names: &[String]| names.iter().filter_map(|name| self.matches(name, index, class)).max();
                    match (best(&step.select), best(&step.ignore)) {
                        (Some(select), ignore) if ignore.is_none_or(|ignore| select > ignore) => {
                            on = true;
                            exact = select == 3 || step.select.iter().any(|name| name == "preview");
                        }
                        (_, Some(_)) => on = false,
                        _ => {}
                    }
                }
                if on && (!meta.preview() || settings.preview || exact) {
                    classes.insert(class);
                }
            }
            let severity = settings.severity.get(rule.name()).copied();
            let mut table = settings.options.get(rule.name()).cloned().unwrap_or_default();
            if let Some(most) = table.remove("tier").as_ref().and_then(|tier| class_named(tier.as_str()?)) {
                classes.retain(|class| class <= most);
            }
            if let Some(of) = rule.options_type() {
                // The configuration was checked against the schema; what still cannot be read takes the default.
                options.insert(rule.name(), (of.read)(table).unwrap_or_else(|_| (of.default)()));
            }
            let severity = severity.map(|severity| match severity {
                config::Severity::Error => Severity::Error,
                config::Severity::Warning => Severity::Warning,
                config::Severity::Info => Severity::Info,
            });
            levels.push(Level { classes, severity });
        }
        let min_confidence = match settings.min_confidence {
            config::Confidence::High => Confidence::High,
            config::Confidence::Medium => Confidence::Medium,
            config::Confidence::Low => Confidence::Low,
        };
        Active { levels, options, min_confidence, settings: settings.clone() }
    }
}

/// A set of classes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Classes(u8);

impl Classes {
    fn insert(&mut self, class: Class) {
        self.0 |= 1 << class as u8;
    }

    fn retain(&mut self, keep: impl Fn(Class) -> bool) {
        for class in [Class::Default, Class::Strict, Class::Hint] {
            if !keep(class) {
                self.0 &= !(1 << class as u8);
            }
        }
    }

    /// Whether it has no class.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether it has this class.
    pub fn contains(self, class: Class) -> bool {
        self.0 & (1 << class as u8) != 0
    }
}

/// What the settings mean for one rule.
#[derive(Clone, Copy, Debug)]
pub struct Level {
    /// The classes whose findings are wanted; none: the rule is off.
    pub classes: Classes,
    /// A severity in place of the finding's own.
    pub severity: Option<Severity>,
}

/// What the settings of some files mean for all rules.
pub struct Active {
    /// By the rule's position in the catalog.
    pub levels: Vec<Level>,
    options: FxHashMap<&'static str, Arc<dyn Any + Send + Sync>>,
    /// Findings below are hidden.
    pub min_confidence: Confidence,
    /// The settings.
    pub settings: Arc<Settings>,
}

impl Active {
    /// Whether any finding of the rule at this position is wanted.
    pub fn is_on(&self, index: usize) -> bool {
        !self.levels[index].classes.is_empty()
    }

    /// The options of a rule, read. A rule without options has `()`.
    pub fn options(&self, rule: &Rule) -> &(dyn Any + Send + Sync) {
        static NONE: () = ();
        self.options.get(rule.name()).map_or(&NONE, |options| &**options)
    }

    /// Gives a finding its configured severity, and says whether it is wanted.
    pub fn judge(&self, index: usize, finding: &mut Finding) -> bool {
        let level = self.levels[index];
        if let Some(severity) = level.severity {
            finding.severity = severity;
        }
        level.classes.contains(finding.tier)
    }
}
