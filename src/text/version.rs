//! Versions of the Go language: `1.N`.

/// A language version `1.N`; patch levels and release candidates do not matter to the language.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GoVersion {
    /// The N of `1.N`.
    pub minor: u16,
}

impl GoVersion {
    /// The newest version whose language and standard library are known here.
    pub const NEWEST: GoVersion = GoVersion::new(27);

    /// Version `1.minor`.
    pub const fn new(minor: u16) -> GoVersion {
        GoVersion { minor }
    }

    /// Reads `1.22`, `1.22.3`, `1.21rc2`, `go1.22`; `None` for anything else. Later major versions do not exist.
    pub fn parse(text: &str) -> Option<GoVersion> {
        let text = text.trim();
        let text = text.strip_prefix("go").unwrap_or(text);
        if text == "1" {
            return Some(GoVersion::new(0));
        }
        let rest = text.strip_prefix("1.")?;
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let tail = &rest[digits..];
        let well_formed = tail.is_empty() || tail.starts_with(['.', 'r', 'b', 'a', '-', '+', ' ']);
        well_formed.then(|| rest[..digits].parse().ok().map(GoVersion::new)).flatten()
    }
}

impl std::fmt::Display for GoVersion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "1.{}", self.minor)
    }
}

impl std::fmt::Debug for GoVersion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "go1.{}", self.minor)
    }
}

#[cfg(test)]
mod tests {
    use super::GoVersion;

    #[test]
    fn reads_the_forms_of_go_mod() {
        for (text, minor) in [("1.22", 22), ("1.22.3", 22), ("1.21rc2", 21), ("go1.9", 9), ("1", 0), ("1.23.0", 23)] {
            assert_eq!(GoVersion::parse(text), Some(GoVersion::new(minor)), "{text}");
        }
        for text in ["", "2.0", "1.", "1.x", "abc", "1.99999999"] {
            assert_eq!(GoVersion::parse(text), None, "{text}");
        }
    }
}
