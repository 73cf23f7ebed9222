//! Build constraints: `//go:build` expressions, `// +build` lines, and what they say about the language version.
//!
//! As specified by <https://pkg.go.dev/cmd/go#hdr-Build_constraints> and <https://pkg.go.dev/go/build/constraint>.

use crate::text::GoVersion;

/// A constraint over build tags.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Constraint {
    /// The tag is set.
    Tag(String),
    /// The operand does not hold.
    Not(Box<Constraint>),
    /// Both hold.
    And(Box<Constraint>, Box<Constraint>),
    /// At least one holds.
    Or(Box<Constraint>, Box<Constraint>),
}

/// Nesting beyond this is refused; real constraints stay below ten.
const MAX_DEPTH: usize = 100;
/// Tags in one constraint beyond this are refused, so that neither evaluating nor dropping one recurses deeply.
const MAX_TAGS: usize = 500;

impl Constraint {
    /// Reads the expression of a `//go:build` line.
    pub fn parse(text: &str) -> Result<Constraint, String> {
        let mut parser = Parser { rest: text.trim(), tags: 0 };
        let constraint = parser.or(0)?;
        match parser.rest {
            "" => Ok(constraint),
            rest => Err(format!("unexpected `{}` in the build constraint", first_word(rest))),
        }
    }

    /// Reads what follows `+build` in one line: options separated by spaces (or), of terms separated by commas (and).
    pub fn parse_plus(text: &str) -> Option<Constraint> {
        let term = |text: &str| {
            let (negated, tag) = match text.strip_prefix('!') {
                Some(tag) => (true, tag),
                None => (false, text),
            };
            let valid = !tag.is_empty() && tag.chars().all(is_tag_char);
            // A malformed term never holds, as in the go command.
            let constraint = Constraint::Tag(if valid { tag.to_owned() } else { "ignore".to_owned() });
            if negated && valid { Constraint::Not(Box::new(constraint)) } else { constraint }
        };
        text.split_whitespace()
            .take(MAX_TAGS)
            .filter_map(|option| option.split(',').take(MAX_TAGS).map(term).reduce(Constraint::and))
            .reduce(Constraint::or)
    }

    /// Both hold.
    pub fn and(self, other: Constraint) -> Constraint {
        Constraint::And(Box::new(self), Box::new(other))
    }

    /// At least one holds.
    pub fn or(self, other: Constraint) -> Constraint {
        Constraint::Or(Box::new(self), Box::new(other))
    }

    /// Whether it holds where `tag` tells the tags that are set.
    pub fn holds(&self, tag: &dyn Fn(&str) -> bool) -> bool {
        match self {
            Constraint::Tag(name) => tag(name),
            Constraint::Not(x) => !x.holds(tag),
            Constraint::And(x, y) => x.holds(tag) && y.holds(tag),
            Constraint::Or(x, y) => x.holds(tag) || y.holds(tag),
        }
    }

    /// The least Go version that it implies: with an older one it cannot hold. `None` if it implies none.
    pub fn least_version(&self) -> Option<GoVersion> {
        self.implied(true).map(GoVersion::new)
    }

    /// The N of the least `go1.N` implied by the constraint being `sign`.
    fn implied(&self, sign: bool) -> Option<u16> {
        match (self, sign) {
            (Constraint::Tag(tag), true) if tag == "go1" => Some(0),
            (Constraint::Tag(tag), true) => tag.strip_prefix("go1.").and_then(|n| n.parse().ok()),
            (Constraint::Tag(_), false) => None,
            (Constraint::Not(x), _) => x.implied(!sign),
            // Both sides must hold: the greater of the two, where none is less than any.
            (Constraint::And(x, y), true) | (Constraint::Or(x, y), false) => x.implied(sign).max(y.implied(sign)),
            (Constraint::Or(x, y), true) | (Constraint::And(x, y), false) => x.implied(sign).min(y.implied(sign)),
        }
    }
}

impl std::fmt::Display for Constraint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let grouped = |x: &Constraint, f: &mut std::fmt::Formatter<'_>, group: bool| {
            if group { write!(f, "({x})") } else { write!(f, "{x}") }
        };
        match self {
            Constraint::Tag(tag) => f.write_str(tag),
            Constraint::Not(x) => {
                f.write_str("!")?;
                grouped(x, f, matches!(**x, Constraint::And(..) | Constraint::Or(..)))
            }
            Constraint::And(x, y) => {
                grouped(x, f, matches!(**x, Constraint::Or(..)))?;
                f.write_str(" && ")?;
                grouped(y, f, matches!(**y, Constraint::Or(..)))
            }
            Constraint::Or(x, y) => write!(f, "{x} || {y}"),
        }
    }
}

fn is_tag_char(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '.'
}

fn first_word(text: &str) -> &str {
    text.split_whitespace().next().unwrap_or(text)
}

/// Recursive descent; `||` binds weaker than `&&`, which binds weaker than `!`.
struct Parser<'a> {
    rest: &'a str,
    tags: usize,
}

impl Parser<'_> {
    fn eat(&mut self, token: &str) -> bool {
        match self.rest.strip_prefix(token) {
            Some(rest) => {
                self.rest = rest.trim_start();
                true
            }
            None => false,
        }
    }

    fn or(&mut self, depth: usize) -> Result<Constraint, String> {
        let mut x = self.and(depth)?;
        while self.eat("||") {
            x = x.or(self.and(depth)?);
        }
        Ok(x)
    }

    fn and(&mut self, depth: usize) -> Result<Constraint, String> {
        let mut x = self.not(depth)?;
        while self.eat("&&") {
            x = x.and(self.not(depth)?);
        }
        Ok(x)
    }

    fn not(&mut self, depth: usize) -> Result<Constraint, String> {
        if depth > MAX_DEPTH {
            return Err("the build constraint is nested too deeply".to_owned());
        }
        if self.eat("!") {
            return Ok(Constraint::Not(Box::new(self.not(depth + 1)?)));
        }
        if self.eat("(") {
            let x = self.or(depth + 1)?;
            return if self.eat(")") { Ok(x) } else { Err("missing `)` in the build constraint".to_owned()) };
        }
        let end = self.rest.find(|c| !is_tag_char(c)).unwrap_or(self.rest.len());
        let (tag, rest) = self.rest.split_at(end);
        if tag.is_empty() {
            let found = first_word(rest);
            return Err(match found {
                "" => "the build constraint ends too early".to_owned(),
                found => format!("expected a tag, found `{found}` in the build constraint"),
            });
        }
        self.tags += 1;
        if self.tags > MAX_TAGS {
            return Err("the build constraint has too many tags".to_owned());
        }
        self.rest = rest.trim_start();
        Ok(Constraint::Tag(tag.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::Constraint;

    fn holds(text: &str, tags: &[&str]) -> bool {
        Constraint::parse(text).expect("valid").holds(&|tag| tags.contains(&tag))
    }

    #[test]
    fn expressions_hold_or_not() {
        assert!(holds("linux && !cgo || windows", &["linux"]));
        assert!(!holds("linux && !cgo || windows", &["linux", "cgo"]));
        assert!(holds("linux && (amd64 || arm64)", &["linux", "arm64"]));
        assert!(holds("!(a || b)", &[]));
        assert!(holds("a||b&&c", &["a"]));
        for broken in ["", "a b", "(a", "a &&", "&& a", "a & b", "a)", "!"] {
            assert!(Constraint::parse(broken).is_err(), "{broken}");
        }
        assert!(Constraint::parse(&"(".repeat(100_000)).is_err());
        assert!(Constraint::parse(&"!".repeat(100_000)).is_err());
        assert!(Constraint::parse(&"a||".repeat(100_000)).is_err());
    }

    #[test]
    fn plus_build_lines() {
        let text = |line: &str| Constraint::parse_plus(line).map(|c| c.to_string());
        assert_eq!(text("linux,386 darwin,!cgo").as_deref(), Some("linux && 386 || darwin && !cgo"));
        assert_eq!(text(""), None);
    }

    #[test]
    fn least_versions() {
        let least = |text: &str| Constraint::parse(text).expect("valid").least_version().map(|v| v.minor);
        assert_eq!(least("go1.21"), Some(21));
        assert_eq!(least("linux && go1.22"), Some(22));
        assert_eq!(least("go1.21 && go1.22"), Some(22));
        assert_eq!(least("go1.21 || go1.22"), Some(21));
        assert_eq!(least("linux || go1.22"), None);
        assert_eq!(least("!go1.22"), None);
        assert_eq!(least("!(!go1.22 || windows)"), Some(22));
    }
}
