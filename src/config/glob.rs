//! Globs as configuration files write them, each relative to the folder of the file that says it.

use std::path::{Path, PathBuf};

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

/// A set of globs. A glob without `/` matches a file or folder of that name at any depth; one with `/` (`./x`, `/x`
/// and `a/x`) matches from the base folder; a folder that matches takes all below with it.
#[derive(Clone, Debug, Default)]
pub struct Globs {
    sets: Vec<(PathBuf, GlobSet)>,
    written: Vec<String>,
}

impl Globs {
    /// Adds globs relative to `base` (an absolute path). The fault, if one is malformed: its position and the reason.
    pub fn add(&mut self, base: &Path, globs: &[String]) -> Result<(), (usize, String)> {
        if globs.is_empty() {
            return Ok(());
        }
        let mut set = GlobSetBuilder::new();
        for (position, glob) in globs.iter().enumerate() {
            for form in forms(glob) {
                let built = GlobBuilder::new(&form).literal_separator(true).backslash_escape(true).build();
                set.add(built.map_err(|error| (position, error.kind().to_string()))?);
            }
        }
        let set = set.build().map_err(|error| (0, error.kind().to_string()))?;
        self.sets.push((base.to_owned(), set));
        self.written.extend_from_slice(globs);
        Ok(())
    }

    /// Whether an absolute path is meant.
    pub fn matches(&self, path: &Path) -> bool {
        self.sets.iter().any(|(base, set)| path.strip_prefix(base).is_ok_and(|relative| set.is_match(relative)))
    }

    /// The globs as they were written.
    pub fn written(&self) -> impl Iterator<Item = &str> {
        self.written.iter().map(String::as_str)
    }

    /// Whether there is no glob.
    pub fn is_empty(&self) -> bool {
        self.sets.is_empty()
    }
}

/// What one written glob stands for.
fn forms(glob: &str) -> Vec<String> {
    let (glob, folder) = match glob.strip_suffix('/') {
        Some(glob) => (glob, true),
        None => (glob, false),
    };
    let anchored = glob.strip_prefix("./").or_else(|| glob.strip_prefix('/'));
    let pattern = match anchored {
        Some(rest) => rest.to_owned(),
        None if glob.contains('/') => glob.to_owned(),
        None => format!("**/{glob}"),
    };
    let below = format!("{pattern}/**");
    if folder { vec![below] } else { vec![pattern, below] }
}

#[cfg(test)]
mod tests {
    use super::Globs;
    use std::path::Path;

    #[test]
    fn a_glob_means_what_it_says() {
        let matches = |glob: &str, path: &str| {
            let mut globs = Globs::default();
            globs.add(Path::new("/r"), &[glob.to_owned()]).unwrap();
            globs.matches(&Path::new("/r").join(path))
        };
        assert!(matches("internal/legacy/**", "internal/legacy/a/b.go"));
        assert!(!matches("internal/legacy/**", "x/internal/legacy/a.go"));
        assert!(matches("*_test.go", "a/b_test.go"));
        assert!(matches("**/*_test.go", "b_test.go"));
        assert!(matches("gen", "a/gen/b.go"));
        assert!(matches("gen/", "a/gen/b.go"));
        assert!(!matches("gen/", "a/gen"));
        assert!(!matches("./cmd", "x/cmd/a.go") && matches("/cmd", "cmd/a.go") && !matches("/cmd", "x/cmd/a.go"));
        assert!(!matches("a*", "b/c.go"));
        assert!(Globs::default().add(Path::new("/"), &["ok".into(), "[".into()]).is_err_and(|(at, _)| at == 1));
    }
}
