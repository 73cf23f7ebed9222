//! The settings of the go command that say where sources are: environment, go env file, GOFLAGS. Go itself is never run.

use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;

/// How dependencies are looked up, as `-mod` in GOFLAGS says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ModFlag {
    /// Vendor folder where there is one (from Go 1.14 on), else the module cache.
    #[default]
    Auto,
    /// `-mod=mod`, `-mod=readonly`
    Mod,
    /// `-mod=vendor`
    Vendor,
}

/// Where sources of dependencies are, and which build is described by the environment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GoEnv {
    /// Folders of GOPATH, absolute.
    pub gopath: Vec<PathBuf>,
    /// The module cache.
    pub modcache: Option<PathBuf>,
    /// GOWORK: `off`, a file, or empty for a search upwards.
    pub gowork: String,
    /// GO111MODULE=off: packages lie below GOPATH/src.
    pub gopath_mode: bool,
    pub mod_flag: ModFlag,
    /// From `-tags` in GOFLAGS.
    pub tags: Vec<String>,
    /// GOOS, where set.
    pub goos: Option<String>,
    /// GOARCH, where set.
    pub goarch: Option<String>,
}

impl GoEnv {
    /// The settings of this process; `var` tells environment variables.
    pub fn read(var: &dyn Fn(&str) -> Option<String>) -> GoEnv {
        let var = |name: &str| var(name).filter(|value| !value.is_empty());
        let home = var("HOME").or_else(|| var("USERPROFILE")).map(PathBuf::from);
        let file = match var("GOENV") {
            Some(path) if path == "off" => None,
            Some(path) => Some(PathBuf::from(path)),
            None => config_dir(&var, home.as_deref()).map(|dir| dir.join("go").join("env")),
        };
        let saved = file.and_then(|path| std::fs::read_to_string(path).ok()).unwrap_or_default();
        let saved = parse_env_file(&saved);
        GoEnv::from_values(&|name| var(name).or_else(|| saved.get(name).cloned()), home.as_deref())
    }

    /// The settings that these values describe.
    fn from_values(value: &dyn Fn(&str) -> Option<String>, home: Option<&Path>) -> GoEnv {
        let gopath: Vec<PathBuf> = match value("GOPATH") {
            Some(list) => std::env::split_paths(&list).filter(|path| path.is_absolute()).collect(),
            None => home.map(|home| home.join("go")).into_iter().collect(),
        };
        let modcache = value("GOMODCACHE").map(PathBuf::from).filter(|path| path.is_absolute());
        let modcache = modcache.or_else(|| gopath.first().map(|first| first.join("pkg").join("mod")));
        let mut env = GoEnv {
            gopath,
            modcache,
            gowork: value("GOWORK").unwrap_or_default(),
            gopath_mode: value("GO111MODULE").as_deref() == Some("off"),
            goos: value("GOOS"),
            goarch: value("GOARCH"),
            ..GoEnv::default()
        };
        for flag in split_flags(&value("GOFLAGS").unwrap_or_default()) {
            let flag = flag.trim_start_matches('-');
            match flag.split_once('=') {
                Some(("mod", "vendor")) => env.mod_flag = ModFlag::Vendor,
                Some(("mod", "mod" | "readonly")) => env.mod_flag = ModFlag::Mod,
                Some(("tags", tags)) => {
                    let tags = tags.split([',', ' ']).filter(|tag| !tag.is_empty());
                    env.tags = tags.map(str::to_owned).collect();
                }
                _ => {}
            }
        }
        env
    }

    /// The folder of a module version in the module cache.
    pub fn module_dir(&self, path: &str, version: &str) -> Option<PathBuf> {
        let cache = self.modcache.as_ref()?;
        Some(cache.join(format!("{}@{}", escape(path)?, escape(version)?)))
    }

    /// The cached go.mod of a module version.
    pub fn mod_file(&self, path: &str, version: &str) -> Option<PathBuf> {
        let cache = self.modcache.as_ref()?;
        let name = format!("{}.mod", escape(version)?);
        Some(cache.join("cache").join("download").join(escape(path)?).join("@v").join(name))
    }
}

/// Capitals become `!` and the small letter, for file systems that do not tell them apart. Paths that could leave the
/// module cache have no escaped form.
fn escape(text: &str) -> Option<String> {
    if text.is_empty() || text.starts_with('/') || text.contains('\\') || text.split('/').any(|part| part == "..") {
        return None;
    }
    let mut escaped = String::with_capacity(text.len() + 4);
    for c in text.chars() {
        if c.is_ascii_uppercase() {
            escaped.push('!');
        }
        escaped.push(c.to_ascii_lowercase());
    }
    Some(escaped)
}

/// The user's configuration folder, as the go command finds it.
fn config_dir(var: &dyn Fn(&str) -> Option<String>, home: Option<&Path>) -> Option<PathBuf> {
    if cfg!(windows) {
        return var("AppData").map(PathBuf::from);
    }
    if cfg!(target_os = "macos") {
        return home.map(|home| home.join("Library").join("Application Support"));
    }
    var("XDG_CONFIG_HOME").map(PathBuf::from).or_else(|| home.map(|home| home.join(".config")))
}

/// `NAME=value` lines.
fn parse_env_file(text: &str) -> FxHashMap<String, String> {
    let lines = text.lines().map(str::trim).filter(|line| !line.starts_with('#'));
    let pairs = lines.filter_map(|line| line.split_once('='));
    pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).filter(|(_, value)| !value.is_empty()).collect()
}

/// The flags of GOFLAGS, separated by spaces; a flag may stand in quotes.
fn split_flags(text: &str) -> Vec<String> {
    let mut flags = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let (flag, after) = if first == '\'' || first == '"' {
            rest[1..].split_once(first).unwrap_or((&rest[1..], ""))
        } else {
            rest.split_once(char::is_whitespace).unwrap_or((rest, ""))
        };
        flags.push(flag.to_owned());
        rest = after.trim_start();
    }
    flags
}

#[cfg(test)]
mod tests {
    use super::{GoEnv, ModFlag, escape};
    use std::path::{Path, PathBuf};

    fn env(values: &[(&str, &str)]) -> GoEnv {
        let find = |name: &str| values.iter().find(|(n, _)| *n == name).map(|(_, value)| (*value).to_owned());
        GoEnv::from_values(&find, Some(Path::new("/h")))
    }

    #[test]
    fn defaults_and_settings() {
        let plain = env(&[]);
        assert_eq!(plain.modcache, Some(PathBuf::from("/h/go/pkg/mod")));
        assert_eq!(plain.mod_flag, ModFlag::Auto);
        let set = env(&[
            ("GOPATH", "/a:/b"),
            ("GOFLAGS", "-mod=vendor '-tags=x,y' -trimpath"),
            ("GO111MODULE", "off"),
            ("GOWORK", "off"),
        ]);
        assert_eq!(set.gopath, [PathBuf::from("/a"), PathBuf::from("/b")]);
        assert_eq!(set.modcache, Some(PathBuf::from("/a/pkg/mod")));
        assert_eq!((set.mod_flag, set.gopath_mode, set.gowork.as_str()), (ModFlag::Vendor, true, "off"));
        assert_eq!(set.tags, ["x", "y"]);
    }

    #[test]
    fn capitals_are_escaped() {
        assert_eq!(escape("github.com/BurntSushi/toml").as_deref(), Some("github.com/!burnt!sushi/toml"));
        assert_eq!(escape("../x"), None);
        let dir = env(&[]).module_dir("github.com/A/b", "v1.0.0-RC1");
        assert_eq!(dir, Some(PathBuf::from("/h/go/pkg/mod/github.com/!a/b@v1.0.0-!r!c1")));
    }
}
