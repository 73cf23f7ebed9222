//! `gotcha rules`: what there is, and whether it is on here.

use std::io::{self, BufWriter, Write};
use std::process::ExitCode;
use std::sync::Arc;

use super::args::{PageFormat, RulesArgs};
use super::setup::Setup;
use super::{Trouble, usage};
use crate::check::catalog;
use crate::config;
use crate::lint::Rule;
use crate::lint::rule::class_named;

/// Lists the rules.
pub fn run(args: &RulesArgs) -> Result<ExitCode, Trouble> {
    let setup = Setup::new(&args.rules, &args.config, args.isolated)?;
    let active = catalog().active(&Arc::new(setup.settings.clone()));
    let class = match &args.class {
        None => None,
        Some(name) => match class_named(name) {
            Some(class) => Some(class),
            None => {
                return Err(usage(format!("no class is named `{name}`"), Some("default, strict or hint".to_owned())));
            }
        },
    };
    if let Some(group) = &args.group
        && !catalog().groups().contains(&group.as_str())
    {
        let near = config::suggest(group, catalog().groups()).map(|near| format!("did you mean `{near}`?"));
        let help = near.or_else(|| Some(format!("the groups are {}", catalog().groups().join(", "))));
        return Err(usage(format!("no group is named `{group}`"), help));
    }
    let mut rules: Vec<(&'static Rule, bool)> = catalog()
        .rules()
        .iter()
        .enumerate()
        .map(|(index, rule)| (*rule, active.is_on(index)))
        .filter(|(rule, _)| args.group.as_deref().is_none_or(|group| rule.meta().group == group))
        .filter(|(rule, _)| class.is_none_or(|class| rule.meta().tiers.contains(&class)))
        .collect();
    rules.sort_by_key(|(rule, _)| (rule.meta().group, rule.name()));
    let mut out = BufWriter::new(io::stdout().lock());
    match args.format {
        PageFormat::Text => {
            let width = rules.iter().map(|(rule, _)| rule.name().len()).max().unwrap_or(0);
            let mut group = "";
            for (rule, on) in &rules {
                let meta = rule.meta();
                if meta.group != group {
                    writeln!(out, "{}{}", if group.is_empty() { "" } else { "\n" }, meta.group)?;
                    group = meta.group;
                }
                let state = if *on { "on" } else { "off" };
                let class = word(meta.class);
                let fix = meta.fix.map_or_else(|| "-".to_owned(), word);
                writeln!(
                    out,
                    "  {state:3}  {:width$}  {class:7}  {:6}  fix {fix:6}  {}",
                    rule.name(),
                    word(meta.level),
                    meta.summary
                )?;
            }
        }
        PageFormat::Markdown => write!(out, "{}", table(&rules.iter().map(|(rule, _)| *rule).collect::<Vec<_>>()))?,
        PageFormat::Json => {
            let list: Vec<serde_json::Value> = rules
                .iter()
                .map(|(rule, on)| {
                    let mut object = super::explain::json(rule);
                    if let Some(map) = object.as_object_mut() {
                        map.remove("sections");
                        map.insert("on".into(), (*on).into());
                    }
                    object
                })
                .collect();
            serde_json::to_writer_pretty(&mut out, &list).map_err(io::Error::from)?;
            writeln!(out)?;
        }
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn word(value: impl std::fmt::Debug) -> String {
    format!("{value:?}").to_lowercase()
}

/// The rules as a table in Markdown: also in the README, where a test keeps it fresh.
pub fn table(rules: &[&'static Rule]) -> String {
    let mut table = String::from("| Rule | Group | Class | Level | Fix | |\n|---|---|---|---|---|---|\n");
    for rule in rules {
        let meta = rule.meta();
        let fix = meta.fix.map_or_else(|| "none".to_owned(), word);
        table.push_str(&format!(
            "| `{}` | {} | {} | {} | {fix} | {} |\n",
            rule.name(),
            meta.group,
            word(meta.class),
            word(meta.level),
            meta.summary.replace('|', "\\|"),
        ));
    }
    table
}
