//! Unified diffs, as `git diff`, `diff -u` and forges write them (GNU diffutils manual, «Detailed Description of Unified
//! Format»; git-diff(1), «Generating patch text»).

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The lines that a patch adds or changes, by file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Patch {
    /// For each path of the new side, as written: the changed lines in ascending order, 1-based. A removal counts for the
    /// line that took its place.
    pub files: BTreeMap<String, Vec<u32>>,
}

impl Patch {
    /// Reads a patch; what is no part of a diff (mail headers, commit messages) is passed over.
    /// The fault: the 1-based line and what is wrong there.
    pub fn parse(text: &str) -> Result<Patch, (usize, String)> {
        let mut patch = Patch::default();
        let mut path: Option<String> = None;
        let mut lines = text.lines().enumerate().peekable();
        while let Some((number, line)) = lines.next() {
            if line.starts_with("diff ") {
                path = None;
            } else if let Some(new) = line.strip_prefix("+++ ") {
                path = path_of(new);
                if let Some(path) = &path {
                    patch.files.entry(path.clone()).or_default();
                }
            } else if let Some(header) = line.strip_prefix("@@ ") {
                let fault = || (number + 1, "this is no hunk header".to_owned());
                let (old, new) = ranges(header).ok_or_else(fault)?;
                let changed = path.as_ref().and_then(|path| patch.files.get_mut(path));
                let mut unused = Vec::new();
                let changed = changed.unwrap_or(&mut unused);
                let (mut old_left, mut new_left, mut at) = (old.1, new.1, new.0.max(1));
                while old_left > 0 || new_left > 0 {
                    let Some((number, line)) = lines.next() else {
                        return Err((number + 1, "the patch ends within this hunk".to_owned()));
                    };
                    match line.as_bytes().first() {
                        Some(b'+') => {
                            changed.push(at);
                            (new_left, at) = (new_left.saturating_sub(1), at.saturating_add(1));
                        }
                        Some(b'-') => {
                            changed.push(at);
                            old_left = old_left.saturating_sub(1);
                        }
                        Some(b' ') | None => {
                            (old_left, new_left) = (old_left.saturating_sub(1), new_left.saturating_sub(1));
                            at = at.saturating_add(1);
                        }
                        Some(b'\\') => {}
                        Some(_) => return Err((number + 1, "this line does not belong to the hunk".to_owned())),
                    }
                }
            }
        }
        for changed in patch.files.values_mut() {
            changed.sort_unstable();
            changed.dedup();
        }
        Ok(patch)
    }

    /// The changed lines by absolute path: each path is looked for below the first of `roots` that has it, with and
    /// without the one-letter prefix that git puts before it.
    pub fn resolve(&self, roots: &[PathBuf]) -> BTreeMap<PathBuf, Vec<u32>> {
        let mut resolved: BTreeMap<PathBuf, Vec<u32>> = BTreeMap::new();
        for (written, changed) in &self.files {
            let stripped = written.split_once('/').filter(|(prefix, _)| prefix.len() == 1).map(|(_, rest)| rest);
            let candidates = stripped.into_iter().chain([written.as_str()]);
            let found = candidates.flat_map(|path| roots.iter().map(move |root| root.join(Path::new(path))));
            if let Some(path) = found.into_iter().find(|path| path.is_file()) {
                resolved.entry(path).or_default().extend(changed);
            }
        }
        resolved
    }
}

/// The path after `+++ `; none for a file that is gone.
fn path_of(written: &str) -> Option<String> {
    let path = if let Some(quoted) = written.strip_prefix('"') {
        unquote(quoted)
    } else {
        // A time stamp may follow a tab.
        written.split('\t').next().unwrap_or(written).trim_end().to_owned()
    };
    (path != "/dev/null" && !path.is_empty()).then(|| path.replace('\\', "/"))
}

/// A path in quotes as git writes it: C escapes, bytes in octal.
fn unquote(quoted: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = quoted.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'"' => break,
            b'\\' => match rest.next() {
                Some(first @ b'0'..=b'3') => {
                    let digits = [Some(first), rest.next(), rest.next()];
                    let value =
                        digits.iter().fold(0u32, |value, digit| value * 8 + u32::from(digit.unwrap_or(b'0') & 7));
                    bytes.push(value as u8);
                }
                Some(b't') => bytes.push(b'\t'),
                Some(b'n') => bytes.push(b'\n'),
                Some(other) => bytes.push(other),
                None => {}
            },
            byte => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Start and length of both sides of `-a,b +c,d @@`.
fn ranges(header: &str) -> Option<((u32, u32), (u32, u32))> {
    let mut words = header.split(' ');
    let side = |word: &str, sign: char| -> Option<(u32, u32)> {
        let word = word.strip_prefix(sign)?;
        let (start, len) = word.split_once(',').unwrap_or((word, "1"));
        Some((start.parse().ok()?, len.parse().ok()?))
    };
    let old = side(words.next()?, '-')?;
    let new = side(words.next()?, '+')?;
    words.next()?.starts_with("@@").then_some((old, new))
}

#[cfg(test)]
mod tests {
    use super::Patch;

    #[test]
    fn changed_lines_are_those_of_the_new_side() {
        let text = "From 1234\nSubject: x\n\ndiff --git a/x.go b/x.go\nindex 1..2 100644\n--- a/x.go\n+++ b/x.go\n\
                    @@ -1,4 +1,5 @@ func f() {\n a\n-b\n+B\n+C\n c\n d\n@@ -20,3 +21,2 @@\n x\n-y\n z\n\\ No newline at end of file\n\
                    diff --git a/gone.go b/gone.go\n--- a/gone.go\n+++ /dev/null\n@@ -1 +0,0 @@\n-package x\n\
                    --- old/a b.go\t2024-01-01\n+++ new/a b.go\t2024-01-01\n@@ -0,0 +1 @@\n+++ x\n\
                    diff --git \"a/\\303\\244.go\" \"b/\\303\\244.go\"\n--- \"a/\\303\\244.go\"\n+++ \"b/\\303\\244.go\"\n@@ -3 +3 @@\n-a\n+b\n-- \n2.40\n";
        let patch = Patch::parse(text).unwrap();
        let files: Vec<(&str, &[u32])> = patch.files.iter().map(|(path, lines)| (path.as_str(), &lines[..])).collect();
        assert_eq!(files, [("b/x.go", &[2, 3, 22][..]), ("b/ä.go", &[3]), ("new/a b.go", &[1])]);
    }

    #[test]
    fn a_broken_patch_is_refused() {
        assert_eq!(Patch::parse("+++ b/x\n@@ -1 +x @@\n").unwrap_err().0, 2);
        assert_eq!(Patch::parse("+++ b/x\n@@ -1,2 +1,2 @@\n a\n").unwrap_err().0, 2);
        assert_eq!(Patch::parse("+++ b/x\n@@ -1,2 +1,2 @@\n a\nb\n").unwrap_err().0, 4);
        assert_eq!(Patch::parse("nothing of the kind").unwrap(), Patch::default());
    }
}
