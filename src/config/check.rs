//! Checks a parsed TOML text against the schema and against the names that exist, each fault with its place.
//!
//! The schema is the one that `schemars` makes from the types, so the two cannot disagree; the walk below knows the
//! keywords which that schema uses, and no more.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::Path;
use std::sync::LazyLock;

use serde_json::Value;
use toml::de::{DeTable, DeValue};

use super::ConfigError;

/// The names that exist, as text. Everything is allowed where a list is empty.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Names of rules.
    pub rules: BTreeSet<String>,
    /// Former names of rules, each with the present one.
    pub renamed: BTreeMap<String, String>,
    /// Groups.
    pub groups: Vec<String>,
    /// Classes and other words that stand for many rules: `default`, `strict`, `hint`, `preview`, `all`.
    pub classes: Vec<String>,
    /// Output formats.
    pub formats: Vec<String>,
    /// JSON Schema of the settings of each rule that has any.
    pub options: BTreeMap<String, Value>,
}

impl Known {
    /// Whether a name may stand in `select` or `ignore`.
    pub fn is_selector(&self, name: &str) -> bool {
        let name = name.to_lowercase();
        self.rules.is_empty()
            || self.is_rule(&name)
            || self.groups.iter().chain(&self.classes).any(|known| **known == *name)
    }

    /// Whether a rule of this name exists (now or formerly).
    pub fn is_rule(&self, name: &str) -> bool {
        let name = name.to_lowercase();
        self.rules.is_empty() || self.rules.contains(&name) || self.renamed.contains_key(&name)
    }

    /// The present name of a rule, lower case.
    pub fn rule(&self, name: &str) -> String {
        let name = name.to_lowercase();
        self.renamed.get(&name).cloned().unwrap_or(name)
    }

    /// All names that may stand in `select` or `ignore`, for a suggestion.
    pub fn selectors(&self) -> impl Iterator<Item = &str> {
        let words = self.classes.iter().chain(&self.groups);
        words.chain(&self.rules).chain(self.renamed.keys()).map(String::as_str)
    }
}

/// The schema of a configuration file, without suggestions of names.
pub(super) static SCHEMA: LazyLock<Value> = LazyLock::new(|| {
    let mut schema =
        schemars::generate::SchemaSettings::draft07().into_generator().into_root_schema_for::<super::Config>();
    let mut value = std::mem::take(&mut schema).to_value();
    without_null(&mut value);
    value
});

/// Takes `null` out of a schema: TOML has none, a key is left out instead.
pub(super) fn without_null(value: &mut Value) {
    if let Value::Object(map) = value {
        if map.get("default").is_some_and(Value::is_null) {
            map.remove("default");
        }
        if let Some(Value::Array(types)) = map.get_mut("type") {
            types.retain(|name| name != "null");
            if let [only] = &types[..] {
                let only = only.clone();
                map.insert("type".into(), only);
            }
        }
        if let Some(Value::Array(any)) = map.get_mut("anyOf") {
            any.retain(|schema| schema.get("type").is_none_or(|name| name != "null"));
            if let [Value::Object(only)] = &any[..] {
                let only = only.clone();
                map.remove("anyOf");
                map.extend(only);
            }
        }
    }
    match value {
        Value::Object(map) => map.values_mut().for_each(without_null),
        Value::Array(items) => items.iter_mut().for_each(without_null),
        _ => {}
    }
}

/// One text under examination.
pub(super) struct Checker<'a> {
    pub path: &'a Path,
    pub text: &'a str,
    pub known: &'a Known,
}

type Checked = Result<(), ConfigError>;

impl Checker<'_> {
    fn error(&self, span: Range<usize>, message: String, label: &str) -> ConfigError {
        ConfigError::new(message).at(self.path, self.text, span, label)
    }

    /// Everything that can be wrong with a whole file.
    pub fn file(&self, table: &DeTable) -> Checked {
        self.table(table, &SCHEMA, &SCHEMA, "")?;
        self.names(table)?;
        if let Some(overrides) = table.get("overrides").and_then(|value| value.get_ref().as_array()) {
            for one in overrides.iter() {
                let Some(inner) = one.get_ref().as_table() else { continue };
                let paths = inner.get("paths").and_then(|paths| paths.get_ref().as_array());
                if paths.is_none_or(|paths| paths.is_empty()) {
                    let message = "an override needs `paths`".to_owned();
                    let error = self.error(one.span(), message, "which files does this mean?");
                    return Err(error.help("for example: paths = [\"**/*_test.go\"]"));
                }
                self.globs(inner, "paths")?;
                self.rules(inner)?;
            }
        }
        Ok(())
    }

    /// The names of rules, formats and the like, wherever they stand.
    fn names(&self, table: &DeTable) -> Checked {
        let section = |name: &str| table.get(name).and_then(|value| value.get_ref().as_table());
        if let Some(rules) = section("rules") {
            self.rules(rules)?;
        }
        if let Some(files) = section("files") {
            self.globs(files, "exclude")?;
        }
        if let Some(fix) = section("fix") {
            self.selectors(fix, "never")?;
        }
        if let Some(output) = section("output") {
            for (name, span) in strings(output, "formats") {
                let format = name.split_once('=').map_or(name, |(format, _)| format);
                if !self.known.formats.is_empty() && !self.known.formats.iter().any(|known| known == format) {
                    let error = self.error(span, format!("unknown output format `{format}`"), "not a format");
                    return Err(error.suggest(format, self.known.formats.iter().map(String::as_str)));
                }
            }
            if let Some(links) = output.get("links")
                && let Some(text) = links.get_ref().as_str()
                && !matches!(text, "official" | "none")
                && !text.starts_with("https://")
                && !text.starts_with("http://")
            {
                let error = self.error(links.span(), format!("unknown value `{text}` of `links`"), "not an address");
                return Err(error.help("possible here: official, none, or an address that begins with https://"));
            }
        }
        if let Some(review) = section("review") {
            for (name, span) in strings(review, "topics") {
                let known =
                    self.known.groups.is_empty() || name == "all" || self.known.groups.iter().any(|g| g == name);
                if !known {
                    let error = self.error(span, format!("unknown topic `{name}`"), "not a group of rules");
                    let groups = self.known.groups.iter().map(String::as_str);
                    return Err(error.suggest(name, groups.chain(["all"])));
                }
            }
        }
        Ok(())
    }

    fn rules(&self, rules: &DeTable) -> Checked {
        self.selectors(rules, "select")?;
        self.selectors(rules, "ignore")?;
        for section in ["severity", "options"] {
            let Some(table) = rules.get(section).and_then(|value| value.get_ref().as_table()) else { continue };
            for (key, value) in table {
                let name = key.get_ref();
                if !self.known.is_rule(name) {
                    let error = self.error(key.span(), format!("unknown rule `{name}`"), "no rule has this name");
                    return Err(error.suggest(name, self.known.rules.iter().map(String::as_str)));
                }
                if section == "options"
                    && !self.known.rules.is_empty()
                    && let Some(options) = value.get_ref().as_table()
                {
                    let rule = self.known.rule(name);
                    self.options(&rule, options, key.span())?;
                }
            }
        }
        Ok(())
    }

    /// The settings of one rule against its schema; each rule knows `tier` besides.
    fn options(&self, rule: &str, options: &DeTable, at: Range<usize>) -> Checked {
        let mut schema =
            self.known.options.get(rule).cloned().unwrap_or_else(
                || serde_json::json!({"type": "object", "properties": {}, "additionalProperties": false}),
            );
        if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
            properties.insert("tier".into(), serde_json::json!({"enum": ["default", "strict", "hint"]}));
        }
        without_null(&mut schema);
        if self.known.options.contains_key(rule) || options.iter().all(|(key, _)| key.get_ref() == "tier") {
            return self.table(options, &schema, &schema, &format!("rules.options.{rule}"));
        }
        let at = options.keys().find(|key| key.get_ref() != "tier").map_or(at, |key| key.span());
        let error = self.error(at, format!("the rule `{rule}` has no such setting"), "unknown setting");
        Err(error.help("possible here: tier"))
    }

    fn selectors(&self, table: &DeTable, key: &str) -> Checked {
        for (name, span) in strings(table, key) {
            if !self.known.is_selector(name) {
                let error = self.error(span, format!("unknown rule, group or class `{name}`"), "nothing has this name");
                return Err(error.suggest(name, self.known.selectors()));
            }
        }
        Ok(())
    }

    fn globs(&self, table: &DeTable, key: &str) -> Checked {
        for (glob, span) in strings(table, key) {
            if let Err((_, reason)) = super::Globs::default().add(Path::new("/"), &[glob.to_owned()]) {
                return Err(self.error(span, format!("the glob `{glob}` is malformed"), &reason));
            }
        }
        Ok(())
    }

    fn table(&self, table: &DeTable, schema: &Value, root: &Value, path: &str) -> Checked {
        let schema = follow(schema, root);
        let properties = schema.get("properties").and_then(Value::as_object);
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            let inner = if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
            if let Some(property) = properties.and_then(|properties| properties.get(name)) {
                self.value(value.get_ref(), value.span(), property, root, &inner)?;
            } else {
                match schema.get("additionalProperties") {
                    Some(Value::Bool(false)) => {
                        let place = if path.is_empty() { String::new() } else { format!(" in `[{path}]`") };
                        let error = self.error(key.span(), format!("unknown key `{name}`{place}"), "not known here");
                        let names = properties.into_iter().flat_map(|p| p.keys()).map(String::as_str);
                        return Err(error.suggest(name, names));
                    }
                    Some(other @ Value::Object(_)) => self.value(value.get_ref(), value.span(), other, root, &inner)?,
                    _ => {}
                }
            }
        }
        Ok(())
    }

    fn value(&self, value: &DeValue, span: Range<usize>, schema: &Value, root: &Value, path: &str) -> Checked {
        let schema = follow(schema, root);
        let key = path.rsplit('.').next().unwrap_or(path);
        if let Some(allowed) = words(schema) {
            let text = value.as_str();
            if text.is_some_and(|text| allowed.contains(&text)) {
                return Ok(());
            }
            let shown = self.text.get(span.clone()).unwrap_or_default().trim_matches(['"', '\'']).to_owned();
            let error = self.error(span, format!("unknown value `{shown}` of `{key}`"), "not a possible value");
            return Err(error.suggest(&shown, allowed.iter().copied()));
        }
        let wanted = schema.get("type").and_then(Value::as_str);
        let fits = match wanted {
            Some("string") => value.is_str(),
            Some("boolean") => value.is_bool(),
            Some("integer") => value.is_integer(),
            Some("number") => value.is_integer() || value.is_float(),
            Some("array") => value.is_array(),
            Some("object") => value.is_table(),
            _ => true,
        };
        if !fits {
            let wanted = match wanted {
                Some("string") => "a text in quotes",
                Some("boolean") => "true or false",
                Some("integer") => "a whole number",
                Some("number") => "a number",
                Some("array") => "a list, such as [\"…\"]",
                _ => "a table",
            };
            let error = self.error(span, format!("`{key}` needs {wanted}"), "of another type");
            return Err(error);
        }
        if let Some(integer) = value.as_integer() {
            let number = i64::from_str_radix(&integer.as_str().replace('_', ""), integer.radix()).ok();
            let least = schema.get("minimum").and_then(Value::as_f64);
            let most = schema.get("maximum").and_then(Value::as_f64);
            let outside = |number: i64| {
                least.is_some_and(|least| (number as f64) < least) || most.is_some_and(|most| (number as f64) > most)
            };
            if number.is_none_or(outside) {
                let range = match (least, most) {
                    (Some(least), Some(most)) if least == most => format!("it can only be {least}"),
                    (Some(least), Some(most)) => format!("it can be {least} to {most}"),
                    (Some(least), None) => format!("it can be {least} or more"),
                    _ => "it is too large".to_owned(),
                };
                let error = self.error(span, format!("`{key}` is out of range"), "this number");
                return Err(error.help(range));
            }
        }
        if key == "go"
            && let Some(text) = value.as_str()
            && !text
                .strip_prefix("1.")
                .is_some_and(|minor| !minor.is_empty() && minor.bytes().all(|b| b.is_ascii_digit()))
        {
            let error = self.error(span, format!("`{text}` is no Go version"), "write it as 1.N");
            return Err(error.help("for example: go = \"1.24\""));
        }
        if let Some(items) = value.as_array()
            && let Some(schema) = schema.get("items")
        {
            for item in items.iter() {
                self.value(item.get_ref(), item.span(), schema, root, path)?;
            }
        }
        match value.as_table() {
            Some(table) => self.table(table, schema, root, path),
            None => Ok(()),
        }
    }
}

/// The texts of a list, with their places.
fn strings<'a>(table: &'a DeTable, key: &str) -> Vec<(&'a str, Range<usize>)> {
    let list = table.get(key).and_then(|value| value.get_ref().as_array());
    let items = list.into_iter().flat_map(|list| list.iter());
    items.filter_map(|item| Some((item.get_ref().as_str()?, item.span()))).collect()
}

/// A schema without its detour over `$ref`.
fn follow<'a>(mut schema: &'a Value, root: &'a Value) -> &'a Value {
    for _ in 0..8 {
        let target = match (schema.get("$ref").and_then(Value::as_str), schema.get("allOf").and_then(Value::as_array)) {
            (Some(reference), _) => reference.strip_prefix('#').and_then(|pointer| root.pointer(pointer)),
            (None, Some(all)) if all.len() == 1 => all.first(),
            _ => None,
        };
        match target {
            Some(target) => schema = target,
            None => break,
        }
    }
    schema
}

/// The only possible texts, if the schema lists them.
fn words(schema: &Value) -> Option<Vec<&str>> {
    if let Some(list) = schema.get("enum").and_then(Value::as_array) {
        return Some(list.iter().filter_map(Value::as_str).collect());
    }
    let mut words = Vec::new();
    for one in schema.get("oneOf")?.as_array()? {
        match (one.get("const"), one.get("enum").and_then(Value::as_array)) {
            (Some(word), _) => words.extend(word.as_str()),
            (None, Some(list)) => words.extend(list.iter().filter_map(Value::as_str)),
            _ => return None,
        }
    }
    Some(words)
}
