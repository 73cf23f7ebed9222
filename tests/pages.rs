//! The code on the rules' pages: every `go bad` block gives a finding of the rule, no `go good` block does, and a
//! `go fixed` block is what the rule's fixes make of the block before it.
//!
//! A block without `package` gets one on its first line, and imports of the standard packages that it mentions. `go1.21` after
//! the word is the language version. `RULE=lost-cancel` tests one page.

use std::collections::{BTreeMap, BTreeSet};

use gotcha::apply;
use gotcha::check::catalog;
use gotcha::lint::Finding;
use gotcha::pages::{self, Block};
use gotcha::syntax::ast::{AssignOp, Ast, DeclKind, ExprKind, RangeOp, SpecKind, StmtKind};
use gotcha::syntax::{self, Mode};

use crate::support::{check_folder, go_mod, root, scratch, write};

/// What a block is held to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Bad,
    Good,
    Fixed,
}

struct Example {
    rule: &'static str,
    kind: Kind,
    /// Of the module that it is checked in.
    go: String,
    code: String,
    /// `rules/x.md:12`
    name: String,
    /// Where its copy lies.
    copy: String,
}

fn examples() -> Vec<Example> {
    let only = std::env::var("RULE").ok();
    let mut examples = Vec::new();
    for rule in catalog().rules() {
        if only.as_deref().is_some_and(|only| only != rule.name()) {
            continue;
        }
        for Block { info, code, line, .. } in pages::blocks(rule.page_text()) {
            let mut words = info.split_whitespace();
            if words.next() != Some("go") {
                continue;
            }
            let kind = match words.next() {
                Some("bad") => Kind::Bad,
                Some("good") => Kind::Good,
                Some("fixed") => Kind::Fixed,
                _ => continue,
            };
            let go = words.next().map_or("1.26".to_owned(), |version| version.trim_start_matches("go").to_owned());
            let name = format!("rules/{}.md:{line}", rule.name());
            let copy = format!("go{go}/{}/line{line}/page.go", rule.name());
            examples.push(Example { rule: rule.name(), kind, go, code: code.to_owned(), name, copy });
        }
    }
    examples
}

#[test]
fn blocks_do_as_they_say() {
    let examples = examples();
    let folder = scratch("pages");
    for go in examples.iter().map(|example| &example.go).collect::<BTreeSet<_>>() {
        write(&folder.join(format!("go{go}/go.mod")), &go_mod("page", go));
    }
    for (index, example) in examples.iter().enumerate() {
        if example.kind == Kind::Fixed {
            continue;
        }
        // A fix may need imports that the code before it does not.
        let fixed = examples.get(index + 1).filter(|next| next.kind == Kind::Fixed).map(|next| next.code.as_str());
        let copy = folder.join(&example.copy);
        write(&copy, &complete(&example.code, fixed));
        if catalog().rule(example.rule).is_some_and(|rule| rule.is_module_wide()) {
            write(&copy.with_file_name("go.mod"), &go_mod("page", &example.go));
        }
    }
    let mut faults = Vec::new();
    let mut settled = false;
    for pass in 0..=apply::PASSES {
        let outcome = check_folder(&folder, &["all"]);
        let mut found: BTreeMap<&str, Vec<Finding>> = BTreeMap::new();
        for finding in outcome.shown() {
            found.entry(&outcome.files().get(finding.at.file).path).or_default().push(finding.clone());
        }
        let own = |example: &Example| {
            let all = found.get(example.copy.as_str());
            all.into_iter().flatten().filter(|finding| finding.rule == example.rule).cloned().collect::<Vec<_>>()
        };
        if pass == 0 {
            for notice in &outcome.notices {
                faults.push(format!("{}: {}", notice.path, notice.message));
            }
            for example in &examples {
                let own = own(example);
                match example.kind {
                    Kind::Bad if own.is_empty() => faults.push(format!("{}: no finding in a bad block", example.name)),
                    Kind::Good if !own.is_empty() => {
                        faults.push(format!("{}: a finding in a good block: {}", example.name, own[0].message));
                    }
                    _ => {}
                }
            }
        }
        let findings: Vec<Finding> = examples.iter().flat_map(own).collect();
        let done = apply::pass(outcome.files(), &findings, |finding| apply::applicable(finding, true));
        if done.rewrites.is_empty() {
            settled = true;
            break;
        }
        for rewrite in done.rewrites {
            write(&folder.join(&outcome.files().get(rewrite.file).path), &rewrite.text);
        }
    }
    if !settled {
        faults.push("the fixes do not settle".to_owned());
    }
    for pair in examples.windows(2) {
        let [before, after] = pair else { continue };
        if after.kind == Kind::Fixed {
            let fixed = std::fs::read_to_string(folder.join(&before.copy)).expect("it was just written");
            if significant(&fixed) != significant(&after.code) {
                faults.push(format!("{}: the fixes make of the block before it:\n{fixed}", after.name));
            }
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    assert!(!examples.is_empty(), "pages have examples");
}

/// The code without package clause, imports and white space.
fn significant(text: &str) -> String {
    let mut kept = String::new();
    let mut in_group = false;
    for line in text.lines() {
        let mut line = line.trim();
        if let Some(rest) = line.strip_prefix("package page") {
            line = rest.trim_start_matches(';').trim();
        }
        while let Some(rest) = line.strip_prefix("import ") {
            if rest.trim_start().starts_with('(') {
                in_group = true;
            }
            line = rest.split_once(';').map_or("", |(_, rest)| rest.trim());
        }
        if in_group {
            in_group = !line.contains(')');
            continue;
        }
        kept.extend(line.chars().filter(|character| !character.is_whitespace()));
        kept.push('\n');
    }
    kept.trim_start_matches('\n').replace("\n\n", "\n")
}

/// A block as a file: package and imports stand on its first line, so that lines stay what they are.
fn complete(code: &str, fixed: Option<&str>) -> String {
    if code.trim_start().starts_with("package ") {
        return code.to_owned();
    }
    let mut paths = mentioned(code);
    paths.extend(fixed.map(mentioned).unwrap_or_default());
    let imports: String = paths.iter().map(|path| format!(" import \"{path}\";")).collect();
    format!("package page;{imports} {code}")
}

/// The standard packages that a block mentions without importing or declaring a thing of that name.
fn mentioned(code: &str) -> BTreeSet<&'static str> {
    let ast = syntax::parse(format!("package page; {code}").into(), Mode::Full);
    let mut declared = declared_names(&ast);
    for spec in ast.specs.iter() {
        if let SpecKind::Import { name, path } = spec {
            let path = ast.text(*path).trim_matches('"');
            declared.insert(name.map_or(gotcha::package::guess_name(path), |name| ast.text(name)).to_owned());
        }
    }
    let mut paths = BTreeSet::new();
    for expr in ast.exprs.iter() {
        if let ExprKind::Selector { x, .. } = expr
            && let Some(name) = ast.ident(*x)
            && !declared.contains(name.as_str())
            && let Some(path) = standard(name.as_str())
        {
            paths.insert(path);
        }
    }
    paths
}

fn declared_names(ast: &Ast) -> BTreeSet<String> {
    let mut ids = Vec::new();
    for field in ast.fields.iter() {
        ids.extend(ast.list(field.names));
    }
    for stmt in ast.stmts.iter() {
        match stmt {
            StmtKind::Assign { op: AssignOp::Define, lhs, .. } => ids.extend(ast.list(*lhs)),
            StmtKind::Range { op: RangeOp::Define, key, value, .. } => ids.extend(key.iter().chain(value)),
            _ => {}
        }
    }
    for spec in ast.specs.iter() {
        match spec {
            SpecKind::Value { names, .. } => ids.extend(ast.list(*names)),
            SpecKind::Type { name, .. } => ids.push(*name),
            SpecKind::Import { .. } => {}
        }
    }
    for decl in ast.decls.iter() {
        if let DeclKind::Func(func) = decl {
            ids.extend(ast.funcs[*func].name.filter(|_| ast.funcs[*func].recv.is_none()));
        }
    }
    ids.into_iter().map(|id| ast.text(id).to_owned()).collect()
}

/// The standard package that a name means; of several the one that examples mean.
fn standard(name: &str) -> Option<&'static str> {
    const PATHS: &[&str] = &[
        "archive/tar",
        "archive/zip",
        "bufio",
        "bytes",
        "cmp",
        "compress/gzip",
        "compress/zlib",
        "container/heap",
        "container/list",
        "context",
        "crypto",
        "crypto/aes",
        "crypto/cipher",
        "crypto/des",
        "crypto/hmac",
        "crypto/md5",
        "crypto/rand",
        "crypto/rc4",
        "crypto/rsa",
        "crypto/sha1",
        "crypto/sha256",
        "crypto/sha512",
        "crypto/subtle",
        "crypto/tls",
        "crypto/x509",
        "database/sql",
        "database/sql/driver",
        "embed",
        "encoding",
        "encoding/base64",
        "encoding/binary",
        "encoding/csv",
        "encoding/gob",
        "encoding/hex",
        "encoding/json",
        "encoding/pem",
        "encoding/xml",
        "errors",
        "expvar",
        "flag",
        "fmt",
        "hash",
        "hash/fnv",
        "hash/maphash",
        "html",
        "html/template",
        "io",
        "io/fs",
        "io/ioutil",
        "iter",
        "log",
        "log/slog",
        "maps",
        "math",
        "math/big",
        "math/bits",
        "mime",
        "mime/multipart",
        "net",
        "net/http",
        "net/http/cookiejar",
        "net/http/httptest",
        "net/http/httputil",
        "net/mail",
        "net/netip",
        "net/rpc",
        "net/smtp",
        "net/url",
        "os",
        "os/exec",
        "os/signal",
        "os/user",
        "path",
        "path/filepath",
        "reflect",
        "regexp",
        "runtime",
        "runtime/debug",
        "slices",
        "sort",
        "strconv",
        "strings",
        "sync",
        "sync/atomic",
        "syscall",
        "testing",
        "testing/fstest",
        "testing/iotest",
        "testing/synctest",
        "text/tabwriter",
        "time",
        "unicode",
        "unicode/utf8",
        "unique",
        "unsafe",
        "weak",
    ];
    match name {
        "rand" => Some("math/rand"),
        "template" => Some("html/template"),
        "pprof" => Some("runtime/pprof"),
        "scanner" => Some("text/scanner"),
        _ => PATHS.iter().copied().find(|path| path.rsplit('/').next() == Some(name)),
    }
}

#[test]
fn every_page_has_its_parts() {
    let mut faults = Vec::new();
    for rule in catalog().rules() {
        let page = rule.page();
        let file = format!("rules/{}.md", rule.name());
        let mut say = |what: &str| faults.push(format!("{file}: {what}"));
        for heading in ["What it does", "Why it is a problem", "Bad", "Good", "When it is fine", "Limits", "Interview"]
        {
            if page.section(heading).is_none_or(|text| text.trim().is_empty()) {
                say(&format!("no section «{heading}»"));
            }
        }
        let mut last = 0;
        for section in &page.sections {
            match pages::HEADINGS.iter().position(|heading| *heading == section.heading) {
                None => say(&format!("«{}» is no heading of a page", section.heading)),
                Some(position) if position < last => say(&format!("«{}» stands too late", section.heading)),
                Some(position) => last = position,
            }
        }
        if page.title.is_empty() || page.summary.is_empty() || page.summary.contains('\n') {
            say("a page has a title and one line below it");
        }
        let mut prose = String::new();
        let mut in_code = false;
        for line in rule.page_text().lines() {
            in_code ^= line.starts_with("```");
            if !in_code && !line.starts_with(['#', '-']) {
                prose.push_str(line);
                prose.push('\n');
            }
        }
        for word in crate::tidy::unwanted_words(&prose) {
            say(&format!("the word `{word}`"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn front_matter_is_understood() {
    let mut faults = Vec::new();
    for rule in catalog().rules() {
        let page = rule.page();
        let mut say = |what: String| faults.push(format!("rules/{}.md: {what}", rule.name()));
        for (key, values) in &page.front {
            let fits: &dyn Fn(&str) -> bool = match *key {
                "group" | "since" | "aliases" => &|value| !value.is_empty(),
                "links" => &|value| value.starts_with("https://"),
                "class" | "tiers" => &|value| ["default", "strict", "hint"].contains(&value),
                "severity" => &|value| ["error", "warning", "info"].contains(&value),
                "level" => &|value| ["junior", "mid", "senior", "staff"].contains(&value),
                "tests" => &|value| ["yes", "no"].contains(&value),
                "fix" => &|value| ["safe", "unsafe", "sketch", "none"].contains(&value),
                "go" => &|value| gotcha::lint::rule::GoRange::parse(value).is_some(),
                "supersedes" => &|value| catalog().rule(value).is_some(),
                other => {
                    say(format!("the key `{other}` is not known"));
                    continue;
                }
            };
            for value in values.iter().filter(|value| !fits(value)) {
                say(format!("`{value}` is no value of `{key}`"));
            }
        }
        for key in ["group", "class", "level", "since", "fix", "links"] {
            if page.value(key).is_none() {
                say(format!("the key `{key}` is missing"));
            }
        }
        if let Some(tiers) = page.values("tiers")
            && !page.value("class").is_some_and(|class| tiers.contains(&class))
        {
            say("`tiers` lists the main class, too".to_owned());
        }
    }
    let unread: Vec<String> = std::fs::read_dir(root().join("rules"))
        .expect("the pages are there")
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| name.strip_suffix(".md").and_then(|name| catalog().rule(name)).is_none())
        .collect();
    // Pages may be written before their rule.
    let planned: Vec<&String> = unread.iter().filter(|name| !name.ends_with(".md")).collect();
    assert!(planned.is_empty(), "rules/ holds pages only: {planned:?}");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
