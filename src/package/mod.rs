//! Files to packages: modules, workspaces, build constraints, and the units that are type-checked.
//!
//! A [`Workspace`] is everything loaded in one run. It holds [`Unit`]s: the packages to be linted, loaded at the start, and
//! their dependencies, located when an import is first resolved and parsed when their files are first asked for.

pub(crate) mod build_list;
pub mod constraint;
pub mod context;
mod entry;
pub mod env;
pub(crate) mod folder;
pub mod header;
pub mod load;
pub(crate) mod locate;
pub mod modfile;
pub(crate) mod roots;
pub mod semver;
pub mod unit;
pub mod workspace;

pub use context::Context;
pub use env::GoEnv;
pub use load::{Request, STDIN, Stdin};
pub use locate::is_std;
pub use unit::{Import, Module, ModuleId, Problem, ProblemKind, Unit, UnitFile, UnitId, UnitKind};
pub use workspace::{Floor, Options, Workspace};

/// The package name that an import path suggests: the last element without major version (`/v2`, gopkg.in's `.v3`), and
/// without the affixes `go-` and `-go`, which cannot be part of a name.
pub fn guess_name(path: &str) -> &str {
    let is_major =
        |text: &str| text.strip_prefix('v').is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
    let mut rest = path.trim_end_matches('/');
    if let Some((before, last)) = rest.rsplit_once('/')
        && is_major(last)
    {
        rest = before;
    }
    let mut last = rest.rsplit('/').next().unwrap_or(rest);
    if let Some((before, after)) = last.rsplit_once('.')
        && (is_major(after) || after == "go")
    {
        last = before;
    }
    let last = last.strip_prefix("go-").unwrap_or(last);
    let last = last.strip_suffix("-go").unwrap_or(last);
    last.rsplit('-').next().unwrap_or(last)
}

#[cfg(test)]
mod tests {
    use super::guess_name;

    #[test]
    fn names_are_guessed_from_paths() {
        for (path, name) in [
            ("fmt", "fmt"),
            ("net/http", "http"),
            ("github.com/jackc/pgx/v5", "pgx"),
            ("gopkg.in/yaml.v3", "yaml"),
            ("github.com/mattn/go-sqlite3", "sqlite3"),
            ("github.com/nats-io/nats.go", "nats"),
            ("v2", "v2"),
        ] {
            assert_eq!(guess_name(path), name, "{path}");
        }
    }
}
