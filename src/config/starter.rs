//! The starter file of `config init` and the JSON Schema of `config schema`.

use serde_json::{Value, json};

use super::Known;
use super::check::{SCHEMA, without_null};

/// A configuration file to begin with: the defaults, explained, and commented out where they need no change.
pub fn starter() -> &'static str {
    STARTER
}

const STARTER: &str = r#"#:schema gotcha.schema.json
# Settings of gotcha. Every key may be left out; what stands here are the defaults.
version = 1
root = true                       # look no further up

[rules]
select = ["default"]              # classes (default, strict, hint, all), groups and rules; see `gotcha rules`
ignore = []
# preview = false                 # rules that are new and may still change
# min-confidence = "high"         # high, medium or low
# severity = { defer-in-loop = "error" }

# [rules.options.defer-in-loop]   # settings of one rule; see `gotcha explain RULE`
# tier = "default"

[files]
exclude = []                      # "internal/legacy/**", "*.pb.go"
# generated = "skip"              # skip or analyse
# tests = true
# tags = []                       # build tags that are set

# [[overrides]]                   # other settings for some paths; later ones win
# paths = ["**/*_test.go"]
# ignore = ["resources"]

[suppressions]
require-reason = true             # //gotcha:ignore RULE -- the reason
unused = "warning"                # error, warning or off

# [fix]
# unsafe = false
# never = []

# [baseline]
# file = ".gotcha-baseline.json"  # made by `gotcha baseline create`
"#;

/// The JSON Schema of the configuration file, with the names that exist as suggestions.
pub fn schema(known: &Known) -> Value {
    let mut schema = SCHEMA.clone();
    if let Some(map) = schema.as_object_mut() {
        map.insert("title".into(), json!("gotcha.toml"));
    }
    let selectors: Vec<&str> = known.selectors().collect();
    if selectors.is_empty() {
        return schema;
    }
    let rules: Vec<&str> = known.rules.iter().map(String::as_str).collect();
    let Some(definitions) = schema.get_mut("definitions").and_then(Value::as_object_mut) else { return schema };
    for (definition, key) in
        [("Rules", "select"), ("Rules", "ignore"), ("Override", "select"), ("Override", "ignore"), ("Fix", "never")]
    {
        if let Some(items) =
            definitions.get_mut(definition).and_then(|d| d.pointer_mut(&format!("/properties/{key}/items")))
        {
            *items = json!({"type": "string", "enum": selectors});
        }
    }
    let mut options = serde_json::Map::new();
    for rule in &known.rules {
        let mut one = known
            .options
            .get(rule)
            .cloned()
            .unwrap_or_else(|| json!({"type": "object", "properties": {}, "additionalProperties": false}));
        without_null(&mut one);
        if let Some(map) = one.as_object_mut() {
            map.remove("$schema");
            let properties = map.entry("properties").or_insert_with(|| json!({}));
            if let Some(properties) = properties.as_object_mut() {
                let tiers =
                    json!({"enum": ["default", "strict", "hint"], "description": "Report only findings of this tier."});
                properties.insert("tier".into(), tiers);
            }
        }
        options.insert(rule.clone(), one);
    }
    for definition in ["Rules", "Override"] {
        let Some(properties) = definitions.get_mut(definition).and_then(|d| d.get_mut("properties")) else { continue };
        if let Some(severity) = properties.get_mut("severity").and_then(Value::as_object_mut) {
            severity.insert("propertyNames".into(), json!({"enum": rules}));
        }
        if let Some(table) = properties.get_mut("options").and_then(Value::as_object_mut) {
            table.insert("properties".into(), Value::Object(options.clone()));
            table.insert("additionalProperties".into(), json!(false));
        }
    }
    schema
}

#[cfg(test)]
mod tests {
    use super::super::{ConfigFile, Known};

    #[test]
    fn the_starter_is_a_configuration() {
        let file = ConfigFile::parse(std::path::Path::new("/gotcha.toml"), super::STARTER, &Known::default()).unwrap();
        assert_eq!(file.config.rules.select, Some(vec!["default".to_owned()]));
        // What is commented out works as well, line by line.
        let all: String = super::STARTER
            .lines()
            .map(|line| match line.strip_prefix("# ") {
                Some(rest) if rest.starts_with('[') || rest.contains(" = ") => format!("{rest}\n"),
                _ => format!("{line}\n"),
            })
            .collect();
        let file = ConfigFile::parse(std::path::Path::new("/gotcha.toml"), &all, &Known::default()).unwrap();
        assert_eq!(file.config.overrides.len(), 1);
        assert_eq!(file.config.baseline.file.as_deref(), Some(".gotcha-baseline.json"));
    }
}
