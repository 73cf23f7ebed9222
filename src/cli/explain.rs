//! `gotcha explain RULE`: the whole lesson.

use std::io::{self, IsTerminal, Write};
use std::process::{ExitCode, Stdio};

use super::args::{ExplainArgs, PageFormat};
use super::terminal::{self, Stream};
use super::{Trouble, usage};
use crate::check::catalog;
use crate::config;
use crate::lint::Rule;
use crate::lint::rule::GoRange;
use crate::pages::render::{self, Style};

/// Columns of the text.
const WIDTH: usize = 80;

/// Shows the pages of the rules that are asked for.
pub fn run(args: &ExplainArgs) -> Result<ExitCode, Trouble> {
    let mut rules: Vec<&'static Rule> = Vec::new();
    for name in &args.rules {
        match find(name) {
            Some(rule) => rules.push(rule),
            None => {
                let names = catalog().rules().iter().map(|rule| rule.name());
                let near = config::suggest(name, names).map(|near| format!("did you mean `{near}`?"));
                let help = near.or_else(|| Some("`gotcha rules` lists the rules".to_owned()));
                return Err(usage(format!("no rule is named `{name}`"), help));
            }
        }
    }
    if args.all {
        rules = catalog().rules().to_vec();
        rules.sort_by_key(|rule| rule.name());
    }
    let style = Style { width: WIDTH, colour: terminal::colour(Stream::Out, args.color) };
    let text = match args.format {
        PageFormat::Text => {
            let pages: Vec<String> = rules.iter().map(|rule| text(rule, style, args.answer)).collect();
            pages.join(&format!("\n{}\n\n", "─".repeat(if args.all { WIDTH } else { 0 })))
        }
        PageFormat::Markdown => {
            let pages: Vec<String> = rules.iter().map(|rule| render::markdown(&rule.page())).collect();
            pages.join("\n---\n\n")
        }
        PageFormat::Json => {
            let pages: Vec<serde_json::Value> = rules.iter().map(|rule| json(rule)).collect();
            let value = if args.all || pages.len() != 1 { serde_json::Value::Array(pages) } else { pages[0].clone() };
            format!("{value:#}\n")
        }
    };
    show(&text, args.format == PageFormat::Text)?;
    Ok(ExitCode::SUCCESS)
}

/// The rule of this name, former name or, if only one rule lists it, other tool's name.
fn find(name: &str) -> Option<&'static Rule> {
    let catalog = catalog();
    catalog.rule(name).or_else(|| {
        let mut fits = catalog.aliases().filter(|(alias, _)| {
            alias.eq_ignore_ascii_case(name)
                || alias.split_once('/').is_some_and(|(_, code)| code.eq_ignore_ascii_case(name))
        });
        match (fits.next(), fits.next()) {
            (Some((_, rule)), None) => Some(catalog.rules()[rule]),
            _ => None,
        }
    })
}

/// Through a pager on a terminal, where the text is long and there is one.
fn show(text: &str, paged: bool) -> io::Result<()> {
    let rows = terminal_size::terminal_size().map_or(0, |(_, height)| usize::from(height.0));
    if paged && io::stdout().is_terminal() && text.lines().count() >= rows {
        let pager =
            std::env::var("GOTCHA_PAGER").or_else(|_| std::env::var("PAGER")).unwrap_or_else(|_| "less -FRX".into());
        let mut words = pager.split_whitespace();
        if let Some(program) = words.next()
            && let Ok(mut child) = std::process::Command::new(program).args(words).stdin(Stdio::piped()).spawn()
        {
            if let Some(mut input) = child.stdin.take() {
                // A reader that quits early is no fault.
                let _ = input.write_all(text.as_bytes());
            }
            child.wait()?;
            return Ok(());
        }
    }
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// The order in which a lesson is read: symptom, why, the idiom, when it is fine, versions, configuration, sources, questions.
fn text(rule: &Rule, style: Style, answer: bool) -> String {
    let page = rule.page();
    let meta = rule.meta();
    let class = format!("{:?}", meta.class).to_lowercase();
    let level = format!("{:?}", meta.level).to_lowercase();
    let mut out = format!("{}: {}\n", render::bold(rule.name(), style), page.title);
    let fix = match meta.fix {
        None => "no automatic fix".to_owned(),
        Some(safety) => format!("fix: {}", format!("{safety:?}").to_lowercase()),
    };
    let tiers: Vec<String> = meta.tiers.iter().map(|tier| format!("{tier:?}").to_lowercase()).collect();
    let tiers = if tiers.len() > 1 { format!(" (tiers: {})", tiers.join(", ")) } else { String::new() };
    let facts = format!("group {} · class {class}{tiers} · level {level} · {fix}", meta.group);
    out.push_str(&format!("{}\n\n", render::dim(&facts, style)));
    out.push_str(&render::text(page.summary, style));
    for heading in crate::pages::HEADINGS {
        let Some(section) = page.section(heading) else { continue };
        if matches!(*heading, "Interview" | "Quiz" | "Options") {
            continue;
        }
        out.push_str(&format!("\n{}\n\n", render::bold(heading, style)));
        out.push_str(&render::text(section, style));
    }
    if meta.go != GoRange::ANY && page.section("Go versions").is_none() {
        out.push_str(&format!("\n{}\n\n{}\n", render::bold("Go versions", style), versions(meta.go)));
    }
    out.push_str(&format!("\n{}\n\n", render::bold("Configure", style)));
    if let Some(options) = page.section("Options") {
        out.push_str(&render::text(options, style));
        out.push('\n');
    }
    let mut configure = format!("Turn it off with `ignore = [\"{0}\"]` below `[rules]` in gotcha.toml.\n", rule.name());
    configure.push_str(&format!("\n```\n//gotcha:ignore {} -- why\n```\n", rule.name()));
    if meta.tiers.len() > 1 {
        configure.push_str(&format!(
            "\n`[rules.options.{}] tier = \"{class}\"` keeps it to findings of that class.\n",
            rule.name()
        ));
    }
    out.push_str(&render::text(&configure, style));
    if !meta.aliases.is_empty() {
        let list = format!("Other tools call it {}.", meta.aliases.join(", "));
        out.push_str(&format!("\n{}\n\n{}", render::bold("Related", style), render::text(&list, style)));
    }
    if !meta.links.is_empty() {
        out.push_str(&format!("\n{}\n\n", render::bold("Sources", style)));
        for link in &meta.links {
            out.push_str(&format!("{link}\n"));
        }
    }
    for heading in ["Interview", "Quiz"] {
        if let Some(section) = page.section(heading) {
            out.push_str(&format!("\n{}\n\n", render::bold("Check yourself", style)));
            out.push_str(&render::text(&questions(section, answer), style));
            if !answer {
                out.push_str(&render::dim("(the answer: add --answer)\n", style));
            }
        }
    }
    out
}

/// The questions alone, unless the answers are wanted, too.
fn questions(section: &str, answer: bool) -> String {
    if answer {
        return section.to_owned();
    }
    let asked = section.lines().filter(|line| line.starts_with("- Ask:") || line.starts_with("- Question:"));
    asked.collect::<Vec<_>>().join("\n")
}

fn versions(range: GoRange) -> String {
    match (range.from, range.until) {
        (0, until) => format!("Reported in files whose language version is below 1.{until}."),
        (from, u16::MAX) => format!("Reported in files whose language version is 1.{from} or later."),
        (from, until) => format!("Reported in files whose language version is 1.{from} or later and below 1.{until}."),
    }
}

/// A rule as an object.
pub fn json(rule: &Rule) -> serde_json::Value {
    let meta = rule.meta();
    let page = rule.page();
    let sections: Vec<serde_json::Value> = page
        .sections
        .iter()
        .map(|section| serde_json::json!({ "heading": section.heading, "text": section.text }))
        .collect();
    serde_json::json!({
        "rule": rule.name(),
        "title": page.title,
        "summary": page.summary,
        "group": meta.group,
        "class": meta.class,
        "tiers": meta.tiers,
        "severity": meta.severity,
        "level": meta.level,
        "since": meta.since,
        "fix": meta.fix,
        "tests": meta.tests,
        "aliases": meta.aliases,
        "links": meta.links,
        "supersedes": meta.supersedes,
        "sections": sections,
    })
}
