//! Rules against their fixtures: `testdata/<rule>/*.go` with `// want "part of the message"` on each line where a finding of
//! the rule begins.
//!
//! Each file is a package of its own (of a rule that looks at modules: a module of its own); a folder below the rule's is a module (or several packages of one). `// want strict "…"`
//! is a finding of that tier: files without such a comment are held to the main tier alone. `want+1` and `want-1` mean the line
//! below and above, `/* want "…" */` serves where a line has another comment. `x.go.golden` is what the rule's fixes make
//! of `x.go`. Every fix, golden or not, has to settle, to parse, and not to fire again.
//!
//! `RULE=lost-cancel cargo test rules::` tests one rule, `UPDATE=1` writes the golden files anew (only those that exist).

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use gotcha::apply;
use gotcha::check::{Outcome, catalog};
use gotcha::lint::{Finding, NoticeKind};

use crate::support::{check_folder, files_below, go_mod, line_of, requirements, root, scratch, write};

/// A fixture, copied to where it is checked.
struct Fixture {
    rule: &'static str,
    /// As people know it: `testdata/lost-cancel/paths.go`.
    name: String,
    /// Relative to the folder of all copies.
    copy: String,
    golden: Option<PathBuf>,
}

/// The rules to be tested: all, or the one that `RULE` names.
fn wanted_rules() -> Vec<&'static str> {
    let only = std::env::var("RULE").ok();
    let rules = catalog().rules().iter().map(|rule| rule.name());
    rules.filter(|name| only.as_deref().is_none_or(|only| only == *name)).collect()
}

/// Copies all fixtures into a module: each file into a folder of its own, modules as they are.
fn copy_fixtures(to: &Path) -> Vec<Fixture> {
    write(&to.join("go.mod"), &go_mod("fixture", "1.26"));
    let mut fixtures = Vec::new();
    for rule in wanted_rules() {
        let folder = root().join("testdata").join(rule);
        if !folder.is_dir() {
            continue;
        }
        for path in files_below(&folder) {
            let relative = path.strip_prefix(&folder).expect("it lies below").to_owned();
            let is_go = path.extension().is_some_and(|extension| extension == "go");
            let alone = relative.components().count() == 1;
            if alone && !is_go {
                continue;
            }
            let copy = if alone {
                let stem = relative.file_stem().expect("a Go file has a name").to_string_lossy().replace('.', "_");
                Path::new(rule).join(format!("file_{stem}")).join(&relative)
            } else {
                Path::new(rule).join("modules").join(&relative)
            };
            let mut text = std::fs::read_to_string(&path).expect("fixtures are UTF-8");
            if path.file_name().is_some_and(|name| name == "go.mod") {
                let more = requirements(&text);
                text.push_str(&more);
            }
            write(&to.join(&copy), &text);
            let alone_in_module = alone && catalog().rule(rule).is_some_and(|rule| rule.is_module_wide());
            if let Some(folder) = copy.parent().filter(|_| alone_in_module) {
                write(&to.join(folder).join("go.mod"), &go_mod("fixture", "1.26"));
            }
            if is_go {
                let golden = PathBuf::from(format!("{}.golden", path.display()));
                fixtures.push(Fixture {
                    rule,
                    name: path.strip_prefix(root()).expect("it lies below").to_string_lossy().into_owned(),
                    copy: copy.to_string_lossy().into_owned(),
                    golden: golden.is_file().then_some(golden),
                });
            }
        }
    }
    fixtures
}

/// A wanted finding: line, tier (`None`: the rule's main one), part of the message.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Want {
    line: u32,
    tier: Option<&'static str>,
    part: String,
}

/// The wants of a fixture, read from its comments.
fn wants(text: &str) -> Vec<Want> {
    let mut wants = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let number = index as u32 + 1;
        for mark in ["// want", "/* want"] {
            let Some(at) = line.find(mark) else { continue };
            let mut rest = &line[at + mark.len()..];
            let mut at_line = number;
            for (word, step) in [("+1", 1i64), ("-1", -1)] {
                if let Some(after) = rest.strip_prefix(word) {
                    at_line = (i64::from(number) + step) as u32;
                    rest = after;
                }
            }
            let mut tier = None;
            loop {
                rest = rest.trim_start();
                if let Some((name, after)) = [("strict", "strict"), ("hint", "hint"), ("default", "default")]
                    .into_iter()
                    .find_map(|(word, name)| Some((name, rest.strip_prefix(word)?)))
                {
                    tier = Some(name);
                    rest = after;
                } else if let Some(quoted) = rest.strip_prefix('"') {
                    let Some(end) = end_of_quote(quoted) else { panic!("line {number}: a want without closing quote") };
                    let part = quoted[..end].replace("\\\"", "\"").replace("\\\\", "\\");
                    wants.push(Want { line: at_line, tier: tier.take(), part });
                    rest = &quoted[end + 1..];
                } else {
                    break;
                }
            }
        }
    }
    wants
}

fn end_of_quote(text: &str) -> Option<usize> {
    let mut escaped = false;
    text.char_indices().find_map(|(at, character)| {
        let ends = character == '"' && !escaped;
        escaped = character == '\\' && !escaped;
        ends.then_some(at)
    })
}

fn word(class: gotcha::lint::Class) -> String {
    format!("{class:?}").to_lowercase()
}

/// The findings of each fixture's own rule, by the fixture's copy.
fn own_findings<'o>(outcome: &'o Outcome, fixtures: &[Fixture]) -> BTreeMap<String, Vec<&'o Finding>> {
    let rules: BTreeMap<&str, &str> = fixtures.iter().map(|fixture| (fixture.copy.as_str(), fixture.rule)).collect();
    let mut own: BTreeMap<String, Vec<&Finding>> = BTreeMap::new();
    for finding in &outcome.findings {
        let path = &outcome.files().get(finding.at.file).path;
        if rules.get(path.as_str()) == Some(&finding.rule) && finding.hidden.is_none() {
            own.entry(path.clone()).or_default().push(finding);
        }
    }
    own
}

#[test]
fn findings_are_those_wanted() {
    let folder = scratch("fixtures");
    let fixtures = copy_fixtures(&folder);
    let outcome = check_folder(&folder, &["all"]);
    let own = own_findings(&outcome, &fixtures);
    let mut faults = Vec::new();
    for notice in &outcome.notices {
        if notice.kind == NoticeKind::Internal {
            faults.push(format!("{}: {}", notice.path, notice.message));
        }
    }
    for fixture in &fixtures {
        let text = std::fs::read_to_string(folder.join(&fixture.copy)).expect("it was just written");
        let mut missing = wants(&text);
        let main = word(catalog().rule(fixture.rule).expect("fixtures belong to rules").meta().class);
        let all_tiers = missing.iter().any(|want| want.tier.is_some());
        let mut unexpected = Vec::new();
        for finding in own.get(&fixture.copy).into_iter().flatten() {
            let line = line_of(&outcome, finding);
            let tier = word(finding.tier);
            let fits = |want: &Want| {
                want.line == line && want.tier.unwrap_or(&main) == tier && finding.message.contains(&want.part)
            };
            match missing.iter().position(fits) {
                Some(position) => {
                    missing.remove(position);
                }
                None if tier == main || all_tiers => {
                    unexpected.push(format!("  unexpected ({tier}) {}:{line}: {}", fixture.name, finding.message));
                }
                None => {}
            }
        }
        for want in missing {
            let tier = want.tier.unwrap_or(&main);
            faults.push(format!("  missing    ({tier}) {}:{}: {}", fixture.name, want.line, want.part));
        }
        faults.extend(unexpected);
    }
    assert!(faults.is_empty(), "{} differences:\n{}", faults.len(), faults.join("\n"));
    assert!(!fixtures.is_empty(), "there are fixtures");
}

#[test]
fn findings_keep_their_form() {
    let folder = scratch("form");
    let fixtures = copy_fixtures(&folder);
    let outcome = check_folder(&folder, &["all"]);
    let mut faults = BTreeSet::new();
    for finding in own_findings(&outcome, &fixtures).values().flatten() {
        let mut say = |what: &str, text: &str| {
            faults.insert(format!("  {}: {what}: {text}", finding.rule));
        };
        let message = finding.message.as_str();
        if message.chars().count() > 80 {
            say("the headline is longer than 80 columns", message);
        }
        if message.ends_with('.') || message.contains('\n') {
            say("the headline is one line without full stop", message);
        }
        if begins_like_a_sentence(message) {
            say("the headline begins with a small letter", message);
        }
        if finding.labels.len() > 4 {
            say("there are more than four labels", message);
        }
        for label in finding.labels.iter().chain(&finding.trace) {
            if label.message.ends_with('.') || label.message.is_empty() {
                say("labels have words and no full stop", &label.message);
            }
        }
        let file = outcome.files().get(finding.at.file);
        let lines = file.lines();
        if lines.line(finding.at.span.start) != lines.line(finding.at.span.end.max(1)) {
            say("the place is longer than a line", message);
        }
        if finding.at.span.is_empty() {
            say("the place is empty", message);
        }
        let texts = [Some(message), finding.help.as_deref(), finding.why.as_deref(), Some(finding.label.as_str())];
        for text in texts.into_iter().flatten() {
            for word in crate::tidy::unwanted_words(text) {
                say(&format!("the word `{word}`"), text);
            }
        }
        let tiers = &catalog().rule(finding.rule).expect("it has reported").meta().tiers;
        if !tiers.contains(&finding.tier) {
            say("its page does not list the tier", &word(finding.tier));
        }
    }
    assert!(faults.is_empty(), "{}", faults.into_iter().collect::<Vec<_>>().join("\n"));
}

/// A first word with one capital, its first letter: names of Go (`WaitGroup`, `SQL`) have more, or stand in backticks.
fn begins_like_a_sentence(message: &str) -> bool {
    let word = message.split_whitespace().next().unwrap_or_default();
    let mut characters = word.chars();
    characters.next().is_some_and(char::is_uppercase) && word.len() > 1 && characters.all(char::is_lowercase)
}

#[test]
fn fixes_settle_and_parse() {
    let folder = scratch("fixes");
    let fixtures = copy_fixtures(&folder);
    let mut faults = Vec::new();
    let mut last = String::new();
    for pass in 0.. {
        let outcome = check_folder(&folder, &["all"]);
        let own = own_findings(&outcome, &fixtures);
        let findings: Vec<Finding> = own.values().flatten().map(|finding| (*finding).clone()).collect();
        for notice in outcome.notices.iter().filter(|notice| notice.kind == NoticeKind::Syntax && pass > 0) {
            faults.push(format!("  {} does not parse after a fix: {}", notice.path, notice.message));
        }
        let done = apply::pass(outcome.files(), &findings, |finding| apply::applicable(finding, true));
        for refused in &done.refused {
            let path = &outcome.files().get(refused.file).path;
            faults.push(format!("  {path}: the fixes were refused: {}", refused.reason));
        }
        if done.rewrites.is_empty() || !faults.is_empty() {
            break;
        }
        if pass == apply::PASSES {
            faults.push(format!("  the fixes do not settle; the last to fire: {last}"));
            break;
        }
        for rewrite in &done.rewrites {
            let file = outcome.files().get(rewrite.file);
            last = format!("{} {:?}", file.path, rewrite.fixed.iter().map(|&at| findings[at].rule).collect::<Vec<_>>());
            write(&folder.join(&file.path), &rewrite.text);
        }
    }
    let update = std::env::var_os("UPDATE").is_some();
    for fixture in &fixtures {
        let Some(golden) = &fixture.golden else { continue };
        let fixed = std::fs::read_to_string(folder.join(&fixture.copy)).expect("it is there");
        if update {
            write(golden, &fixed);
            continue;
        }
        let expected = std::fs::read_to_string(golden).expect("golden files are UTF-8");
        if fixed != expected {
            let diff = similar::TextDiff::from_lines(&expected, &fixed);
            faults.push(format!("{}.golden differs:\n{}", fixture.name, diff.unified_diff().context_radius(1)));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn wants_are_read() {
    let text = "x // want \"a \\\"b\\\"\" strict \"c\"\n// want+1 \"d\"\n/* want \"e\" */ y // other\n";
    let expected = [(1, None, "a \"b\""), (1, Some("strict"), "c"), (3, None, "d"), (3, None, "e")];
    let read: Vec<(u32, Option<&str>, String)> =
        wants(text).into_iter().map(|want| (want.line, want.tier, want.part)).collect();
    let expected: Vec<(u32, Option<&str>, String)> =
        expected.into_iter().map(|(line, tier, part)| (line, tier, part.to_owned())).collect();
    assert_eq!(read, expected);
}
