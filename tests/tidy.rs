//! What can be checked about the source itself: layers, sizes, wording, that each rule has its parts, that tables are fresh.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use gotcha::check::catalog;

use crate::support::{files_below, root};

/// Words that do not belong into a text for people (experience.md 7), as far as they stand there.
pub fn unwanted_words(text: &str) -> Vec<String> {
    const WORDS: [&str; 8] = ["you", "your", "yours", "simply", "just", "obviously", "clearly", "bad"];
    let mut in_code = false;
    let mut prose = String::new();
    for part in text.split_inclusive('`') {
        if !in_code {
            prose.push_str(part);
        }
        in_code ^= part.ends_with('`');
    }
    let words = prose.split(|character: char| !character.is_alphanumeric() && character != '\'');
    words.filter(|word| WORDS.contains(&word.to_lowercase().as_str())).map(str::to_owned).collect()
}

fn rust_files() -> Vec<(PathBuf, String)> {
    let files = files_below(&root().join("src")).into_iter().chain(files_below(&root().join("tests")));
    files
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .map(|path| {
            let text = std::fs::read_to_string(&path).expect("sources are UTF-8");
            (path.strip_prefix(root()).expect("it lies below").to_owned(), text)
        })
        .collect()
}

/// The text without its test modules and comments.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or(text);
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

fn is_test(path: &Path) -> bool {
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    name == "tests" || name.ends_with("_tests") || path.components().any(|part| part.as_os_str() == "tests")
}

#[test]
fn modules_import_only_from_above() {
    let lib = std::fs::read_to_string(root().join("src/lib.rs")).expect("there is a library");
    let order: Vec<&str> = lib.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    let place = |module: &str| order.iter().position(|other| *other == module);
    let mut faults = BTreeSet::new();
    for (path, text) in rust_files() {
        let Ok(inner) = path.strip_prefix("src") else { continue };
        if is_test(inner) {
            continue;
        }
        let first = inner.components().next().expect("a file has a name").as_os_str().to_string_lossy().into_owned();
        let module = first.trim_end_matches(".rs").to_owned();
        let Some(own) = place(&module) else { continue };
        let code = code(&text);
        for (at, _) in code.match_indices("crate::") {
            let rest = &code[at + "crate::".len()..];
            let name: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            if place(&name).is_some_and(|other| other > own) {
                faults.insert(format!("  {} uses {name}, which stands below {module}", path.display()));
            }
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.into_iter().collect::<Vec<_>>().join("\n"));
}

#[test]
fn only_syntax_names_the_parser() {
    for (path, text) in rust_files() {
        if path.starts_with("src/syntax") || path.starts_with("tests") {
            continue;
        }
        let named = code(&text).contains("tree_sitter::");
        assert!(!named, "{} names tree_sitter", path.display());
    }
}

#[test]
fn rules_import_the_prelude_alone() {
    let mut faults = Vec::new();
    for (path, text) in rust_files() {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if !path.starts_with("src/rules") || name == "mod" {
            continue;
        }
        for line in code(&text).lines() {
            let foreign =
                line.contains("crate::") && !line.contains("crate::lint::prelude") && !line.contains("crate::rules");
            if foreign {
                faults.push(format!("  {}: {}", path.display(), line.trim()));
            }
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn files_can_be_read_in_one_sitting() {
    let mut faults = Vec::new();
    for (path, text) in rust_files() {
        let lines = text.lines().count();
        if lines > 800 {
            faults.push(format!("  {} has {lines} lines", path.display()));
        }
        if !text.starts_with("//!") && path.starts_with("src") && !is_test(&path) {
            faults.push(format!("  {} does not say what it is for", path.display()));
        }
        if path.starts_with("src") && !is_test(&path) && code(&text).contains(".unwrap()") {
            faults.push(format!("  {} unwraps: say why it holds with expect", path.display()));
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn every_rule_has_its_three_files() {
    let mut faults = Vec::new();
    for rule in catalog().rules() {
        let (name, group) = (rule.name(), rule.meta().group);
        let file = format!("src/rules/{}/{}.rs", group.replace('-', "_"), name.replace('-', "_"));
        if group != "suppressions" && !root().join(&file).is_file() {
            faults.push(format!("  {name}: {file} is not there"));
        }
        let fixtures = root().join("testdata").join(name);
        let has_fixture = fixtures.is_dir()
            && files_below(&fixtures).iter().any(|path| path.extension().is_some_and(|extension| extension == "go"));
        if !has_fixture {
            faults.push(format!("  {name}: testdata/{name} has no fixture"));
        }
    }
    for entry in std::fs::read_dir(root().join("testdata")).expect("there are fixtures").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() && !name.starts_with('_') && catalog().rule(&name).is_none() {
            // A fixture may be written before its rule, but not without its page.
            if !root().join("rules").join(format!("{name}.md")).is_file() {
                faults.push(format!("  testdata/{name} belongs to no rule"));
            }
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn names_of_rules_are_kebab_case_and_unique() {
    let mut seen = BTreeSet::new();
    for rule in catalog().rules() {
        let name = rule.name();
        assert!(seen.insert(name), "{name} is there twice");
        let plain = name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        assert!(plain, "{name} is not in kebab case");
    }
}

#[test]
fn nothing_names_this_machine() {
    let homes = [concat!("/ro", "ot/"), concat!("/wo", "rk/")];
    for (path, text) in rust_files() {
        for home in homes {
            assert!(!text.contains(home), "{} names {home}", path.display());
        }
    }
}

/// The table of the groups, as the README shows it.
fn groups_table() -> String {
    use gotcha::lint::Class;
    let mut table = String::from("| Group | Rules | default | strict | hint |\n|---|---:|---:|---:|---:|\n");
    for group in catalog().groups() {
        let rules: Vec<_> = catalog().rules().iter().filter(|rule| rule.meta().group == group).collect();
        let of = |class: Class| rules.iter().filter(|rule| rule.meta().class == class).count();
        let (default, strict, hint) = (of(Class::Default), of(Class::Strict), of(Class::Hint));
        table.push_str(&format!("| {group} | {} | {default} | {strict} | {hint} |\n", rules.len()));
    }
    table
}

#[test]
fn the_table_in_the_readme_is_fresh() {
    let path = root().join("README.md");
    let text = std::fs::read_to_string(&path).expect("there is a README");
    let (begin, end) = ("<!-- groups -->\n", "<!-- /groups -->");
    let (Some(from), Some(to)) = (text.find(begin), text.find(end)) else { panic!("README.md has no table of groups") };
    let from = from + begin.len();
    let fresh = groups_table();
    if std::env::var_os("UPDATE").is_some() {
        let new = format!("{}{fresh}{}", &text[..from], &text[to..]);
        std::fs::write(&path, new).expect("the README can be written");
    } else {
        assert_eq!(&text[from..to], fresh, "run the test again with UPDATE=1");
    }
}
