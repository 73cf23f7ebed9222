//! The protocol by which `go vet -vettool=gotcha` speaks to a tool (golang/tools: `go/analysis/unitchecker`):
//! `-V=full` names the version that results are cached by, `-flags` lists flags as JSON, `X.cfg` describes one package.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::check::{self, Outcome, check};
use crate::config::{Configs, FILE_NAMES, Sources};
use crate::lint::{Finding, Place};
use crate::package::{self, Context, Options};
use crate::source::WalkOptions;
use crate::text::GoVersion;

/// What `go vet` wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Call {
    /// `-V=full`
    Version,
    /// `-flags`
    Flags,
    /// A package.
    Unit {
        /// The file that describes it.
        config: PathBuf,
        /// Write JSON instead of lines.
        json: bool,
        /// Other flags, without dashes: name and value.
        flags: Vec<(String, String)>,
    },
}

/// The flags that can be given to `go vet` besides `-json`; each is a key of the configuration.
const FLAGS: [(&str, &str, &str); 4] = [
    ("select", "rules.select", "rules, groups or classes that run, separated by commas"),
    ("ignore", "rules.ignore", "rules, groups or classes that do not run, separated by commas"),
    ("preview", "rules.preview", "true: also run rules that are new and may still change"),
    ("min-confidence", "rules.min-confidence", "high, medium or low: hide findings that are less sure"),
];

/// Whether the arguments (without the program's name) are a call by `go vet`.
pub fn recognise(args: &[String]) -> Option<Call> {
    match args {
        [only] if only == "-V=full" => Some(Call::Version),
        [only] if only == "-flags" => Some(Call::Flags),
        [flags @ .., config] if config.ends_with(".cfg") && flags.iter().all(|flag| flag.starts_with('-')) => {
            let mut call = (false, Vec::new());
            for flag in flags {
                let flag = flag.trim_start_matches('-');
                match flag.split_once('=').unwrap_or((flag, "true")) {
                    ("json", value) => call.0 = value == "true",
                    (name, value) => call.1.push((name.to_owned(), value.to_owned())),
                }
            }
            Some(Call::Unit { config: config.into(), json: call.0, flags: call.1 })
        }
        _ => None,
    }
}

/// What `go` writes about a package; the fields that matter here.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Unit {
    #[serde(rename = "ID")]
    id: String,
    dir: PathBuf,
    #[serde(default)]
    go_files: Vec<PathBuf>,
    #[serde(default)]
    go_version: String,
    #[serde(default)]
    vetx_only: bool,
    #[serde(default)]
    vetx_output: PathBuf,
    #[serde(default)]
    stdout: PathBuf,
}

#[derive(Serialize)]
struct Diagnostic {
    category: String,
    posn: String,
    end: String,
    message: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggested_fixes: Vec<SuggestedFix>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related: Vec<Related>,
}

#[derive(Serialize)]
struct SuggestedFix {
    message: String,
    edits: Vec<TextEdit>,
}

#[derive(Serialize)]
struct TextEdit {
    filename: String,
    start: u32,
    end: u32,
    new: String,
}

#[derive(Serialize)]
struct Related {
    posn: String,
    end: String,
    message: String,
}

/// Answers a call; the exit code.
pub fn run(call: Call, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<u8> {
    match call {
        Call::Version => {
            let cwd = std::env::current_dir()?;
            writeln!(out, "gotcha version {}+{:032x}", env!("CARGO_PKG_VERSION"), identity(&cwd)?)?;
            Ok(0)
        }
        Call::Flags => {
            let mut flags = vec![serde_json::json!({"Name": "json", "Bool": true, "Usage": "emit JSON output"})];
            let own =
                FLAGS.iter().map(|(name, _, usage)| serde_json::json!({"Name": name, "Bool": false, "Usage": usage}));
            flags.extend(own);
            serde_json::to_writer_pretty(&mut *out, &flags)?;
            writeln!(out)?;
            Ok(0)
        }
        Call::Unit { config, json, flags } => match unit(&config, json, &flags, out, err) {
            Ok(code) => Ok(code),
            Err(message) => {
                writeln!(err, "gotcha: {message}")?;
                Ok(2)
            }
        },
    }
}

/// A hash over all that decides what is found besides the code: this program, the configuration files of the module, and
/// the environment that the configuration reads. `go vet` keeps results as long as it stays the same.
fn identity(cwd: &Path) -> io::Result<u128> {
    let mut hash = xxhash_rust::xxh3::Xxh3::new();
    hash.update(&std::fs::read(std::env::current_exe()?)?);
    let root = cwd.ancestors().find(|folder| folder.join(".git").exists() || folder.join("go.work").exists());
    let root = root.or_else(|| cwd.ancestors().find(|folder| folder.join("go.mod").exists())).unwrap_or(cwd);
    let named = |path: &Path| path.file_name().is_some_and(|name| FILE_NAMES.iter().any(|known| name == *known));
    let walk = ignore::WalkBuilder::new(root).hidden(false).git_global(false).build();
    let below = walk.flatten().map(ignore::DirEntry::into_path).filter(|path| named(path));
    let above = root.ancestors().skip(1).flat_map(|folder| FILE_NAMES.map(|name| folder.join(name)));
    let user = Sources::user_folder().into_iter().flat_map(|folder| FILE_NAMES.map(|name| folder.join(name)));
    let files: BTreeSet<PathBuf> = below.chain(above).chain(user).filter(|path| path.is_file()).collect();
    for path in files {
        hash.update(path.as_os_str().as_encoded_bytes());
        hash.update(&std::fs::read(&path)?);
        // What it extends counts as well, as far as it can be read.
        if let Ok(configs) = configs(cwd, &[])
            && configs.for_path(&path).is_ok()
        {
            for file in configs.read() {
                hash.update(&std::fs::read(&file.path)?);
            }
        }
    }
    let variables: BTreeMap<String, String> =
        std::env::vars().filter(|(name, _)| name.starts_with("GOTCHA_")).collect();
    for (name, value) in variables {
        hash.update(name.as_bytes());
        hash.update(b"=");
        hash.update(value.as_bytes());
        hash.update(&[0]);
    }
    Ok(hash.digest128())
}

fn configs(cwd: &Path, inline: &[String]) -> Result<Configs, String> {
    let sources =
        Sources { cwd: cwd.to_owned(), inline: inline.to_vec(), user: Sources::user_folder(), ..Sources::default() };
    Configs::new(sources, check::catalog().known(&[])).map_err(|error| error.to_string())
}

fn unit(
    config: &Path,
    json: bool,
    flags: &[(String, String)],
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<u8, String> {
    let fault = |error: io::Error| format!("{}: {error}", config.display());
    let text = std::fs::read_to_string(config).map_err(fault)?;
    let unit: Unit = serde_json::from_str(&text).map_err(|error| format!("{}: {error}", config.display()))?;
    // There are no facts to pass from package to package, but `go` wants the file.
    if !unit.vetx_output.as_os_str().is_empty() {
        std::fs::write(&unit.vetx_output, "").map_err(fault)?;
    }
    if unit.vetx_only {
        return Ok(0);
    }
    let mut inline = Vec::new();
    for (name, value) in flags {
        match FLAGS.iter().find(|(flag, ..)| flag == name) {
            Some((_, key, _)) if key.ends_with("select") || key.ends_with("ignore") => {
                let names: Vec<&str> = value.split(',').map(str::trim).filter(|name| !name.is_empty()).collect();
                inline.push(format!("{key}={}", serde_json::json!(names)));
            }
            Some((_, key, _)) => inline.push(format!("{key}={value}")),
            None => return Err(format!("unknown flag -{name}")),
        }
    }
    let configs = Arc::new(configs(&unit.dir, &inline)?);
    let outcome = analyse(&unit, configs)?;
    let wanted = files_of(&unit);
    let findings: Vec<&Finding> = outcome
        .shown()
        .filter(|finding| outcome.files().get(finding.at.file).absolute().is_some_and(|path| wanted.contains(path)))
        .collect();
    for notice in outcome.notices.iter().filter(|_| !outcome.is_trusted()) {
        writeln!(err, "gotcha: {}: {}", notice.path, notice.message).map_err(fault)?;
    }
    let trusted = outcome.is_trusted();
    if json {
        let tree = tree(&unit, &outcome, &findings);
        let mut text = serde_json::to_vec_pretty(&tree).map_err(|error| error.to_string())?;
        text.push(b'\n');
        if unit.stdout.as_os_str().is_empty() {
            out.write_all(&text).map_err(fault)?;
        } else {
            std::fs::write(&unit.stdout, &text).map_err(fault)?;
        }
        return Ok(if trusted { 0 } else { 2 });
    }
    for finding in &findings {
        let (start, _) = ends(&outcome, finding.at);
        writeln!(err, "{start}: {} ({})", finding.message, finding.rule).map_err(fault)?;
    }
    Ok(if !trusted { 2 } else { u8::from(!findings.is_empty()) })
}

/// The files that this call is about, in their folder: those made from cgo files stand for these.
fn files_of(unit: &Unit) -> BTreeSet<PathBuf> {
    let own = |path: &PathBuf| {
        let path = unit.dir.join(path);
        if path.parent() == Some(&*unit.dir) {
            return Some(path);
        }
        let name = path.file_name()?.to_str()?;
        Some(unit.dir.join(format!("{}.go", name.strip_suffix(".cgo1.go")?)))
    };
    unit.go_files.iter().filter_map(own).collect()
}

fn analyse(unit: &Unit, configs: Arc<Configs>) -> Result<Outcome, String> {
    let environment = |name: &str| std::env::var(name).ok();
    let mut context = Context { cgo: true, ..Context::default() };
    for (name, target) in [("GOOS", &mut context.goos), ("GOARCH", &mut context.goarch)] {
        if let Some(value) = environment(name) {
            *target = value;
        }
    }
    let settings = configs.for_folder(&unit.dir).map_err(|error| error.to_string())?;
    context.tags = settings.tags.clone();
    let exclude = settings.exclude.clone();
    let options = Options {
        context,
        language: unit.go_version.strip_prefix("go").and_then(GoVersion::parse),
        env: package::env::GoEnv::read(&environment),
        ..Options::default()
    };
    let walk = WalkOptions {
        gitignore: false,
        vendor: true,
        // Only the folder itself.
        exclude: Some(Arc::new(move |path: &Path, is_folder| is_folder || exclude.matches(path))),
        ..WalkOptions::default()
    };
    let load =
        package::Request { cwd: unit.dir.clone(), paths: vec![".".to_owned()], walk, ..package::Request::default() };
    check(check::Request {
        load,
        options,
        configs,
        adjust: None,
        jobs: Some(1),
        include_generated: false,
        progress: None,
    })
    .map_err(|error| error.to_string())
}

/// Both ends of a place, as `path:line:column`, the path absolute.
fn ends(outcome: &Outcome, place: Place) -> (String, String) {
    let file = outcome.files().get(place.file);
    let path = file.absolute().map_or(file.path.clone(), |path| path.to_string_lossy().into_owned());
    let at = |offset| {
        let at = file.lines().position(offset);
        format!("{path}:{}:{}", at.line, at.column)
    };
    (at(place.span.start), at(place.span.end))
}

/// Package, then rule, then findings.
fn tree(
    unit: &Unit,
    outcome: &Outcome,
    findings: &[&Finding],
) -> BTreeMap<String, BTreeMap<&'static str, Vec<Diagnostic>>> {
    let mut rules: BTreeMap<&'static str, Vec<Diagnostic>> = BTreeMap::new();
    for finding in findings {
        let (posn, end) = ends(outcome, finding.at);
        let fixes = crate::report::view::applicable(finding).map(|fix| SuggestedFix {
            message: fix.title.clone(),
            edits: fix
                .edits
                .iter()
                .map(|edit| TextEdit {
                    filename: ends(outcome, edit.place).0.rsplitn(3, ':').nth(2).unwrap_or_default().to_owned(),
                    start: edit.place.span.start,
                    end: edit.place.span.end,
                    new: edit.text.clone(),
                })
                .collect(),
        });
        let related = finding.labels.iter().map(|label| {
            let (posn, end) = ends(outcome, label.place);
            Related { posn, end, message: label.message.clone() }
        });
        rules.entry(finding.rule).or_default().push(Diagnostic {
            category: finding.rule.to_owned(),
            posn,
            end,
            message: finding.message.clone(),
            suggested_fixes: fixes.collect(),
            related: related.collect(),
        });
    }
    if rules.is_empty() { BTreeMap::new() } else { BTreeMap::from([(unit.id.clone(), rules)]) }
}

#[cfg(test)]
mod tests {
    use super::{Call, recognise};

    #[test]
    fn calls_are_recognised() {
        let call = |words: &str| recognise(&words.split(' ').map(str::to_owned).collect::<Vec<_>>());
        assert_eq!(call("-V=full"), Some(Call::Version));
        assert_eq!(call("-flags"), Some(Call::Flags));
        let flags = vec![("select".to_owned(), "all".to_owned())];
        assert_eq!(
            call("-json -select=all /tmp/vet.cfg"),
            Some(Call::Unit { config: "/tmp/vet.cfg".into(), json: true, flags })
        );
        assert_eq!(call("check x.cfg"), None);
        assert_eq!(call("-V"), None);
        assert_eq!(call("."), None);
    }
}
