//! `gotcha config`: a starter file, what holds for a path, which files are read, offline check, JSON Schema.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};

use super::formats::Format;
use crate::check::catalog;
use crate::config::{ConfigError, Configs, FILE_NAMES, Generated, Settings, Sources, schema, starter};
use crate::source::read::{absolute, shown};
use crate::source::{WalkOptions, walk};

/// Arguments of `config`.
#[derive(Clone, Debug, Args)]
pub struct ConfigArgs {
    #[command(subcommand)]
    pub verb: Verb,
}

/// What to do.
#[derive(Clone, Debug, Subcommand)]
pub enum Verb {
    /// Write a starter file, gotcha.toml
    Init {
        /// The folder
        #[arg(default_value = ".")]
        folder: PathBuf,
        /// Replace a file that is there
        #[arg(long)]
        force: bool,
    },
    /// Show the settings that hold for a path, and where each comes from
    Show {
        /// A file or folder
        #[arg(default_value = ".")]
        path: PathBuf,
        /// Form
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        format: Form,
        #[command(flatten)]
        from: From,
    },
    /// List the files that are analysed, and those that are not with the reason
    Files {
        /// Files, folders, `./...`
        #[arg(default_value = ".")]
        paths: Vec<String>,
        #[command(flatten)]
        from: From,
    },
    /// Check configuration files; code is not looked at
    Verify {
        /// Configuration files; all in and below this folder, and the one that holds here, where none is given
        files: Vec<PathBuf>,
    },
    /// Print the JSON Schema of the configuration file
    Schema,
}

/// Where settings come from.
#[derive(Clone, Debug, Default, Args)]
pub struct From {
    /// A configuration file in place of the nearest one, or one setting: `key=value`
    #[arg(long, value_name = "FILE|KEY=VALUE", env = "GOTCHA_CONFIG")]
    pub config: Vec<String>,
    /// Read no configuration file
    #[arg(long, env = "GOTCHA_ISOLATED")]
    pub isolated: bool,
}

/// Forms of the settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Form {
    Text,
    Json,
}

/// Why the command failed.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
pub enum ConfigFailure {
    #[error(transparent)]
    #[diagnostic(transparent)]
    Config(#[from] ConfigError),
    #[error("{0} is there already")]
    #[diagnostic(help("--force replaces it"))]
    Exists(String),
    #[error("{0}")]
    Io(String),
    #[error(transparent)]
    Output(#[from] io::Error),
    #[error(transparent)]
    NotFound(#[from] crate::source::walk::NotFound),
}

/// Splits the values of `--config` into the file and the settings.
pub fn sources(cwd: &Path, config: &[String], isolated: bool) -> Result<Sources, ConfigError> {
    let mut sources = Sources { cwd: cwd.to_owned(), isolated, user: Sources::user_folder(), ..Sources::default() };
    for value in config {
        let setting = value.split_once('=').is_some_and(|(key, _)| {
            key.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '"' | ' '))
        });
        if setting && !cwd.join(value).is_file() {
            sources.inline.push(value.clone());
        } else if sources.file.replace(PathBuf::from(value)).is_some() {
            return Err(ConfigError::new("--config names two files").help("a file can extend others"));
        }
    }
    if isolated && sources.file.is_some() {
        return Err(ConfigError::new("--isolated reads no configuration file: --config cannot name one")
            .help("single settings can be given: --config key=value"));
    }
    Ok(sources)
}

fn configs(cwd: &Path, from: &From) -> Result<Configs, ConfigError> {
    Configs::new(sources(cwd, &from.config, from.isolated)?, catalog().known(&Format::names()))
}

/// Runs the command; the exit code.
pub fn run(args: &ConfigArgs, cwd: &Path, out: &mut dyn Write) -> Result<u8, ConfigFailure> {
    match &args.verb {
        Verb::Init { folder, force } => init(cwd, folder, *force, out),
        Verb::Show { path, format, from } => show(cwd, path, *format, from, out),
        Verb::Files { paths, from } => files(cwd, paths, from, out),
        Verb::Verify { files } => verify(cwd, files, out),
        Verb::Schema => {
            serde_json::to_writer_pretty(&mut *out, &schema(&catalog().known(&Format::names())))
                .map_err(io::Error::from)?;
            writeln!(out)?;
            Ok(0)
        }
    }
}

fn init(cwd: &Path, folder: &Path, force: bool, out: &mut dyn Write) -> Result<u8, ConfigFailure> {
    let folder = absolute(cwd, folder);
    let there = FILE_NAMES.iter().map(|name| folder.join(name)).find(|path| path.exists());
    if let Some(there) = &there
        && !force
    {
        return Err(ConfigFailure::Exists(shown(cwd, there)));
    }
    let path = there.unwrap_or_else(|| folder.join(FILE_NAMES[0]));
    let name = shown(cwd, &path);
    std::fs::write(&path, starter()).map_err(|error| ConfigFailure::Io(format!("cannot write {name}: {error}")))?;
    writeln!(out, "wrote {name}")?;
    Ok(0)
}

fn show(cwd: &Path, path: &Path, form: Form, from: &From, out: &mut dyn Write) -> Result<u8, ConfigFailure> {
    let configs = configs(cwd, from)?;
    let path = absolute(cwd, path);
    let settings = if path.is_dir() { configs.for_folder(&path)? } else { configs.for_path(&path)? };
    let origin = |origin: &str| match origin {
        "" => "default".to_owned(),
        "--config" => origin.to_owned(),
        file => match file.split_once(", ") {
            Some((file, rest)) => format!("{}, {rest}", shown(cwd, Path::new(file))),
            None => shown(cwd, Path::new(file)),
        },
    };
    let rows = settings.rows();
    if form == Form::Json {
        let row = |(key, value, from): &(String, String, String)| {
            let parsed = serde_json::from_str(value).unwrap_or_else(|_| serde_json::Value::String(value.clone()));
            serde_json::json!({"key": key, "value": parsed, "origin": origin(from)})
        };
        let files: Vec<String> = settings.files.iter().map(|file| shown(cwd, &file.path)).collect();
        let value = serde_json::json!({
            "path": shown(cwd, &path), "files": files, "settings": rows.iter().map(row).collect::<Vec<_>>(),
        });
        serde_json::to_writer_pretty(&mut *out, &value).map_err(io::Error::from)?;
        writeln!(out)?;
        return Ok(0);
    }
    match &settings.files[..] {
        [] => writeln!(out, "# {}: no configuration file", shown(cwd, &path))?,
        files => {
            let files: Vec<String> = files.iter().map(|file| shown(cwd, &file.path)).collect();
            writeln!(out, "# {}: {}", shown(cwd, &path), files.join(", "))?;
        }
    }
    let width = rows.iter().map(|(key, value, _)| key.len() + value.len() + 3).filter(|width| *width <= 60).max();
    for (key, value, from) in &rows {
        let line = format!("{key} = {value}");
        writeln!(out, "{line:<width$}  # {}", origin(from), width = width.unwrap_or(0))?;
    }
    Ok(0)
}

/// Why a file is not analysed.
fn reason(path: &Path, base: &Path, settings: &Settings) -> &'static str {
    let below = path.strip_prefix(base).unwrap_or(path);
    if settings.exclude.matches(path) {
        return "excluded by the configuration";
    }
    for part in below.components() {
        let name = part.as_os_str().to_string_lossy();
        match &*name {
            "vendor" => return "vendored (--include-vendor)",
            "testdata" => return "testdata",
            "node_modules" => return "node_modules",
            name if name.starts_with('.') => return "a name that begins with a dot",
            name if name.starts_with('_') => return "a name that begins with an underscore",
            _ => {}
        }
    }
    "left out by .gitignore (--no-gitignore)"
}

fn files(cwd: &Path, paths: &[String], from: &From, out: &mut dyn Write) -> Result<u8, ConfigFailure> {
    let configs = configs(cwd, from)?;
    let excluding = configs.for_folder(cwd)?.exclude.clone();
    let options = WalkOptions {
        exclude: Some(std::sync::Arc::new(move |path: &Path, _| excluding.matches(path))),
        ..WalkOptions::default()
    };
    let found = walk(cwd, paths, &options)?;
    let mut rows: BTreeMap<PathBuf, &'static str> = BTreeMap::new();
    for (path, named) in &found.files {
        let settings = configs.for_path(path)?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let text = std::fs::read_to_string(path).unwrap_or_default();
        let generated = crate::syntax::parse(text.into(), crate::syntax::Mode::Declarations).is_generated();
        let verdict = match () {
            () if *named => "analysed",
            () if generated && settings.generated == Generated::Skip => "generated (--include-generated)",
            () if name.ends_with("_test.go") && !settings.tests => "a test file",
            () if settings.exclude.matches(path) => "excluded by the configuration",
            () => "analysed",
        };
        rows.insert(path.clone(), verdict);
    }
    for path in paths {
        let base = absolute(cwd, Path::new(path.strip_suffix("...").unwrap_or(path)));
        let walk = ignore::WalkBuilder::new(&base).standard_filters(false).build();
        let others = walk.flatten().filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()));
        for path in others.map(ignore::DirEntry::into_path) {
            let go = path.extension().is_some_and(|extension| extension == "go");
            if go && !rows.contains_key(&path) {
                let settings = configs.for_path(&path)?;
                rows.insert(path.clone(), reason(&path, &base, &settings));
            }
        }
    }
    for (path, verdict) in &rows {
        writeln!(out, "{}: {verdict}", shown(cwd, path))?;
    }
    for (path, why) in &found.unreadable {
        writeln!(out, "{}: unreadable: {why}", shown(cwd, path))?;
    }
    let analysed = rows.values().filter(|verdict| **verdict == "analysed").count();
    writeln!(out, "{analysed} of {} files are analysed", rows.len())?;
    Ok(0)
}

fn verify(cwd: &Path, files: &[PathBuf], out: &mut dyn Write) -> Result<u8, ConfigFailure> {
    let mut paths: BTreeSet<PathBuf> = files.iter().map(|file| absolute(cwd, file)).collect();
    let known = catalog().known(&Format::names());
    if files.is_empty() {
        let named = |path: &Path| path.file_name().is_some_and(|name| FILE_NAMES.iter().any(|known| name == *known));
        let walk = ignore::WalkBuilder::new(cwd).hidden(false).git_global(false).build();
        paths.extend(walk.flatten().map(ignore::DirEntry::into_path).filter(|path| named(path) && path.is_file()));
        let holding = configs(cwd, &From::default())?.for_folder(cwd)?;
        paths.extend(holding.files.iter().map(|file| file.path.clone()));
    }
    for path in &paths {
        let name = shown(cwd, path);
        // It is read, with what it extends, by asking what holds beside it.
        let sources = Sources { cwd: cwd.to_owned(), file: Some(path.clone()), ..Sources::default() };
        Configs::new(sources, known.clone())?.for_path(path)?;
        writeln!(out, "{name}: ok")?;
    }
    if paths.is_empty() {
        writeln!(out, "no configuration file here")?;
    }
    Ok(0)
}

#[cfg(test)]
mod tests {
    use super::sources;
    use std::path::Path;

    #[test]
    fn files_and_settings_are_told_apart() {
        let given = |values: &[&str]| {
            sources(Path::new("/nowhere"), &values.iter().map(|&value| value.to_owned()).collect::<Vec<_>>(), false)
        };
        let both = given(&["rules.preview=true", "a/b=c.toml"]).unwrap();
        assert_eq!(both.inline, ["rules.preview=true"]);
        assert_eq!(both.file.as_deref(), Some(Path::new("a/b=c.toml")));
        assert!(given(&["a.toml", "b.toml"]).is_err());
    }
}
