//! Finds and reads configuration files, and answers what holds for a path.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use parking_lot::Mutex;
use toml::de::DeTable;

use super::check::Checker;
use super::{Config, ConfigError, FILE_NAMES, Globs, Known, Settings, name_of};

/// What the command line and the environment say about configuration.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// The working directory, absolute.
    pub cwd: PathBuf,
    /// `--config FILE`: this file instead of the nearest.
    pub file: Option<PathBuf>,
    /// `--config KEY=VALUE`: lies over everything.
    pub inline: Vec<String>,
    /// `--isolated`: no file is read.
    pub isolated: bool,
    /// Folder of the user's own configuration, see [`Sources::user_folder`].
    pub user: Option<PathBuf>,
}

impl Sources {
    /// The folder for a user's own configuration: `$XDG_CONFIG_HOME/gotcha`, `%APPDATA%\gotcha` or `~/.config/gotcha`.
    pub fn user_folder() -> Option<PathBuf> {
        let from = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
        let base = from("XDG_CONFIG_HOME")
            .or_else(|| if cfg!(windows) { from("APPDATA") } else { from("HOME").map(|home| home.join(".config")) })?;
        Some(base.join("gotcha"))
    }
}

/// One configuration file, read and checked.
#[derive(Debug)]
pub struct ConfigFile {
    /// Where it lies, absolute.
    pub path: PathBuf,
    /// What it says.
    pub config: Config,
    overrides: Vec<Globs>,
}

impl ConfigFile {
    /// Reads a text as a configuration file.
    pub fn parse(path: &Path, text: &str, known: &Known) -> Result<ConfigFile, ConfigError> {
        let from_toml = |error: toml::de::Error| {
            let span = error.span().unwrap_or(0..0);
            let message = error.message().trim().replace('\n', ", ");
            ConfigError::new(format!("cannot read the configuration: {message}")).at(path, text, span, "here")
        };
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let table = DeTable::parse(text).map_err(from_toml)?;
        Checker { path, text, known }.file(table.get_ref())?;
        let config: Config = toml::from_str(text).map_err(from_toml)?;
        let base = path.parent().unwrap_or(Path::new("/"));
        let mut overrides = Vec::new();
        for over in &config.overrides {
            let mut globs = Globs::default();
            let added = globs.add(base, &over.paths);
            added.map_err(|(at, reason)| {
                ConfigError::new(format!("the glob `{}` is malformed: {reason}", over.paths[at]))
            })?;
            overrides.push(globs);
        }
        Ok(ConfigFile { path: path.to_owned(), config, overrides })
    }

    /// Reads a file; faults name it as it is seen from `cwd`.
    fn read(path: &Path, known: &Known, cwd: &Path) -> Result<ConfigFile, ConfigError> {
        let name = name_of(cwd, path);
        let text = std::fs::read_to_string(path)
            .map_err(|error| ConfigError::new(format!("cannot read the configuration {name}: {error}")))?;
        ConfigFile::parse(path, &text, known).map_err(|error| error.seen_from(cwd))
    }
}

/// All configuration of one run, read when first asked for and kept.
#[derive(Debug)]
pub struct Configs {
    sources: Sources,
    known: Known,
    inline: Vec<(String, Config)>,
    memo: Mutex<Memo>,
}

#[derive(Debug, Default)]
struct Memo {
    /// The nearest file of each folder asked for.
    nearest: BTreeMap<PathBuf, Option<PathBuf>>,
    /// Each file with all that it extends, base first.
    chains: BTreeMap<PathBuf, Vec<Arc<ConfigFile>>>,
    /// Settings by file and by the overrides that match.
    settings: BTreeMap<(Option<PathBuf>, Vec<usize>), Arc<Settings>>,
}

impl Configs {
    /// Reads what the command line says; files are read later.
    pub fn new(sources: Sources, known: Known) -> Result<Configs, ConfigError> {
        let mut inline = Vec::new();
        for written in &sources.inline {
            inline.push((written.clone(), Self::inline(written, &known)?));
        }
        let mut sources = sources;
        sources.file = sources.file.map(|file| tidy(&sources.cwd.join(file)));
        Ok(Configs { sources, known, inline, memo: Mutex::default() })
    }

    /// Reads `key=value`; a value that does not fit is tried as a text, so that quotes may be left out.
    fn inline(written: &str, known: &Known) -> Result<Config, ConfigError> {
        let path = Path::new("--config");
        let parsed = ConfigFile::parse(path, written, known);
        if parsed.is_err()
            && let Some((key, value)) = written.split_once('=')
        {
            let quoted = format!("{key}={}", toml::Value::String(value.trim().to_owned()));
            if let Ok(file) = ConfigFile::parse(path, &quoted, known) {
                return Ok(file.config);
            }
        }
        parsed.map(|file| file.config)
    }

    /// The names it was given.
    pub fn known(&self) -> &Known {
        &self.known
    }

    /// The settings of a file, by its absolute path.
    pub fn for_path(&self, path: &Path) -> Result<Arc<Settings>, ConfigError> {
        self.settings(path.parent().unwrap_or(path), Some(path))
    }

    /// The settings of what lies in a folder, by its absolute path; overrides are for files.
    pub fn for_folder(&self, folder: &Path) -> Result<Arc<Settings>, ConfigError> {
        self.settings(folder, None)
    }

    fn settings(&self, folder: &Path, path: Option<&Path>) -> Result<Arc<Settings>, ConfigError> {
        let file = self.nearest(folder)?;
        let chain = match &file {
            Some(file) => self.chain(file)?,
            None => Vec::new(),
        };
        let mut matching = Vec::new();
        let mut number = 0;
        for file in &chain {
            for globs in &file.overrides {
                if path.is_some_and(|path| globs.matches(path)) {
                    matching.push(number);
                }
                number += 1;
            }
        }
        let key = (file, matching);
        if let Some(settings) = self.memo.lock().settings.get(&key) {
            return Ok(Arc::clone(settings));
        }
        let mut settings = self.merge(&chain, &key.1)?;
        let mut memo = self.memo.lock();
        settings.id = memo.settings.len();
        Ok(Arc::clone(memo.settings.entry(key).or_insert_with(|| Arc::new(settings))))
    }

    fn merge(&self, chain: &[Arc<ConfigFile>], matching: &[usize]) -> Result<Settings, ConfigError> {
        let rename = |name: &str| self.known.rule(name);
        let mut settings = Settings { files: chain.to_vec(), ..Settings::default() };
        for file in chain {
            let base = file.path.parent().unwrap_or(Path::new("/"));
            settings.merge(&file.config, base, &file.path.to_string_lossy(), rename)?;
        }
        let mut number = 0;
        for file in chain {
            for (position, over) in file.config.overrides.iter().enumerate() {
                if matching.contains(&number) {
                    let origin = format!("{}, override {}", file.path.display(), position + 1);
                    settings.merge_override(over, &origin, rename);
                }
                number += 1;
            }
        }
        for (_, config) in &self.inline {
            settings.merge(config, &self.sources.cwd, "--config", rename)?;
        }
        Ok(settings)
    }

    /// The configuration file that decides in a folder.
    fn nearest(&self, folder: &Path) -> Result<Option<PathBuf>, ConfigError> {
        if self.sources.isolated {
            return Ok(None);
        }
        if let Some(file) = &self.sources.file {
            return Ok(Some(file.clone()));
        }
        if let Some(known) = self.memo.lock().nearest.get(folder) {
            return Ok(known.clone());
        }
        let mut found = self.in_folder(folder)?;
        if found.is_none() {
            let top = folder.join(".git").exists();
            found = match folder.parent() {
                Some(parent) if !top => self.nearest(parent)?,
                _ => self.user()?,
            };
        }
        self.memo.lock().nearest.insert(folder.to_owned(), found.clone());
        Ok(found)
    }

    fn in_folder(&self, folder: &Path) -> Result<Option<PathBuf>, ConfigError> {
        let mut found = FILE_NAMES.iter().map(|name| folder.join(name)).filter(|path| path.is_file());
        let first = found.next();
        match (first, found.next()) {
            (Some(first), Some(second)) => {
                let name = |path: &Path| name_of(&self.sources.cwd, path);
                let message = format!("two configuration files in one folder: {}, {}", name(&first), name(&second));
                Err(ConfigError::new(message).help("remove one of them"))
            }
            (first, _) => Ok(first),
        }
    }

    fn user(&self) -> Result<Option<PathBuf>, ConfigError> {
        match &self.sources.user {
            Some(folder) => self.in_folder(folder),
            None => Ok(None),
        }
    }

    /// A file with all that it extends, base first.
    fn chain(&self, path: &Path) -> Result<Vec<Arc<ConfigFile>>, ConfigError> {
        if let Some(chain) = self.memo.lock().chains.get(path) {
            return Ok(chain.clone());
        }
        let mut chain = Vec::new();
        self.extend(path, &mut Vec::new(), &mut chain, None)?;
        self.memo.lock().chains.insert(path.to_owned(), chain.clone());
        Ok(chain)
    }

    fn extend(
        &self,
        path: &Path,
        open: &mut Vec<PathBuf>,
        chain: &mut Vec<Arc<ConfigFile>>,
        by: Option<(&Path, &str)>,
    ) -> Result<(), ConfigError> {
        let real = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let name = |path: &Path| name_of(&self.sources.cwd, path);
        // Where the other file names this one.
        let place = |error: ConfigError, label: &str| {
            let Some((file, written)) = by else { return error };
            let text = std::fs::read_to_string(file).unwrap_or_default();
            let from = text.find("extends").unwrap_or(0);
            let at = text[from..].find(written).map(|at| from + at..from + at + written.len());
            match at {
                Some(at) => error.at(file, &text, at, label).seen_from(&self.sources.cwd),
                None => error,
            }
        };
        if open.contains(&real) {
            let error = ConfigError::new(format!("the configuration {} extends itself", name(path)));
            return Err(place(error.help("take it out of `extends`"), "leads back to where it began"));
        }
        if by.is_some() && !path.is_file() {
            let error = ConfigError::new(format!("the configuration {} is no file", name(path)));
            return Err(place(error.help("the path is relative to the file that extends"), "extended here"));
        }
        let file = Arc::new(ConfigFile::read(path, &self.known, &self.sources.cwd)?);
        open.push(real);
        let folder = path.parent().unwrap_or(Path::new("/"));
        for base in file.config.extends.iter().flatten() {
            self.extend(&tidy(&folder.join(base)), open, chain, Some((path, base)))?;
        }
        open.pop();
        chain.push(file);
        Ok(())
    }

    /// All configuration files read so far, by path.
    pub fn read(&self) -> Vec<Arc<ConfigFile>> {
        let memo = self.memo.lock();
        let files: BTreeMap<&Path, &Arc<ConfigFile>> =
            memo.chains.values().flatten().map(|file| (file.path.as_path(), file)).collect();
        files.into_values().cloned().collect()
    }
}

/// A path without `.` and `..`, by its text alone.
fn tidy(path: &Path) -> PathBuf {
    let mut tidy = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                tidy.pop();
            }
            part => tidy.push(part),
        }
    }
    tidy
}
