//! The beginning of a Go file, read without a parser: constraints, package name, imports.
//!
//! This is all that decides which files belong to a package, so that files of dependencies which are left out are never parsed.

use crate::text::{GoVersion, Symbol};

use super::constraint::Constraint;

/// `// +build` lines beyond this are ignored; real files have up to five.
const MAX_LINES: usize = 100;

/// What the beginning of a file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Header {
    /// The name after `package`; `None` in a snippet or a broken file.
    pub package: Option<Symbol>,
    /// The paths of the imports that could be read, in order.
    pub imports: Vec<Symbol>,
    /// From `//go:build`, else from `// +build` lines.
    pub constraint: Option<Constraint>,
    /// What is wrong with the constraint.
    pub fault: Option<String>,
    /// Has the standard header of generated files before the package clause.
    pub is_generated: bool,
}

impl Header {
    /// The oldest language version that a constraint can set.
    pub const OLDEST_STATED: GoVersion = GoVersion::new(21);

    /// Reads the beginning of `text`.
    pub fn read(text: &str) -> Header {
        let mut header = Header::default();
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let code = header.comments(text);
        let mut lexer = Lexer { rest: &text[code..] };
        if lexer.next() != Token::Word("package") {
            return header;
        }
        let Token::Word(name) = lexer.next() else { return header };
        header.package = Some(Symbol::intern(name));
        loop {
            match lexer.next() {
                Token::Semicolon => {}
                Token::Word("import") => match lexer.next() {
                    Token::Open => loop {
                        match lexer.next() {
                            Token::Path(path) => header.imports.push(Symbol::intern(path)),
                            Token::Word(_) | Token::Dot | Token::Semicolon => {}
                            Token::Close => break,
                            Token::Open | Token::End => return header,
                        }
                    },
                    Token::Path(path) => header.imports.push(Symbol::intern(path)),
                    Token::Word(_) | Token::Dot => match lexer.next() {
                        Token::Path(path) => header.imports.push(Symbol::intern(path)),
                        _ => return header,
                    },
                    _ => return header,
                },
                _ => return header,
            }
        }
    }

    /// Whether it imports "C".
    pub fn is_cgo(&self) -> bool {
        self.imports.iter().any(|path| *path == "C")
    }

    /// The language version of a file in a module of version `module`: a `//go:build` line that implies a version sets it,
    /// to no less than 1.21, for older toolchains knew no such thing (<https://go.dev/doc/go1.21#language>).
    pub fn language(&self, module: GoVersion) -> GoVersion {
        match self.constraint.as_ref().and_then(Constraint::least_version) {
            Some(file) => file.max(Header::OLDEST_STATED),
            None => module,
        }
    }

    /// Reads the comments before the first code, whose offset it returns.
    fn comments(&mut self, text: &str) -> usize {
        let mut build: Option<&str> = None;
        let mut plus: Vec<(usize, &str)> = Vec::new();
        // `// +build` lines count only above the last blank line before code or a block comment.
        let mut last_blank = 0;
        let mut only_line_comments = true;
        let mut at = 0;
        let mut in_block = false;
        'lines: while at < text.len() {
            let end = memchr::memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |n| at + n + 1);
            let whole = &text[at..end];
            let line = whole.trim();
            if line.is_empty() && only_line_comments && !in_block {
                last_blank = end;
                at = end;
                continue;
            }
            if !line.starts_with("//") {
                only_line_comments = false;
            }
            if !in_block && let Some(comment) = line.strip_prefix("//") {
                if let Some(expression) = comment.strip_prefix("go:build")
                    && (expression.is_empty() || expression.starts_with([' ', '\t']))
                {
                    if build.is_some() {
                        self.fault = Some("more than one //go:build line".to_owned());
                    }
                    build = build.or(Some(expression));
                } else if let Some(options) = comment.trim_start().strip_prefix("+build")
                    && (options.is_empty() || options.starts_with([' ', '\t']))
                    && only_line_comments
                {
                    plus.push((at, options));
                }
                // The standard form begins the line, see <https://go.dev/s/generatedcode>.
                let written = whole.trim_end();
                if written.starts_with("// Code generated ") && written.ends_with(" DO NOT EDIT.") {
                    self.is_generated = true;
                }
            }
            let mut rest = line;
            while !rest.is_empty() {
                if in_block {
                    match rest.find("*/") {
                        Some(close) => {
                            in_block = false;
                            rest = rest[close + 2..].trim_start();
                            continue;
                        }
                        None => break,
                    }
                }
                if rest.starts_with("//") {
                    break;
                }
                match rest.strip_prefix("/*") {
                    Some(inner) => {
                        in_block = true;
                        rest = inner;
                    }
                    None => break 'lines,
                }
            }
            at = end;
        }
        match build {
            Some(expression) => match Constraint::parse(expression) {
                Ok(constraint) => self.constraint = Some(constraint),
                Err(fault) => self.fault = Some(fault),
            },
            None => {
                let lines = plus.iter().filter(|(at, _)| *at < last_blank).take(MAX_LINES);
                self.constraint =
                    lines.filter_map(|(_, options)| Constraint::parse_plus(options)).reduce(Constraint::and);
            }
        }
        code_start(text)
    }
}

/// The offset of the first code, behind all comments.
fn code_start(text: &str) -> usize {
    let mut at = 0;
    loop {
        let rest = &text[at..];
        let trimmed = rest.trim_start();
        at += rest.len() - trimmed.len();
        if let Some(comment) = trimmed.strip_prefix("//") {
            at += 2 + comment.find('\n').unwrap_or(comment.len());
        } else if let Some(comment) = trimmed.strip_prefix("/*") {
            at += 2 + comment.find("*/").map_or(comment.len(), |n| n + 2);
        } else {
            return at;
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Token<'a> {
    Word(&'a str),
    Path(&'a str),
    Dot,
    Open,
    Close,
    Semicolon,
    /// The end of the text, or anything that cannot stand in a header.
    End,
}

/// Just enough of Go's tokens for package and import clauses; line ends are skipped like any space.
struct Lexer<'a> {
    rest: &'a str,
}

impl<'a> Lexer<'a> {
    fn next(&mut self) -> Token<'a> {
        loop {
            self.rest = self.rest.trim_start();
            if let Some(comment) = self.rest.strip_prefix("//") {
                self.rest = &comment[comment.find('\n').unwrap_or(comment.len())..];
            } else if let Some(comment) = self.rest.strip_prefix("/*") {
                self.rest = &comment[comment.find("*/").map_or(comment.len(), |n| n + 2)..];
            } else {
                break;
            }
        }
        let Some(first) = self.rest.chars().next() else { return Token::End };
        let one = |lexer: &mut Self, token| {
            lexer.rest = &lexer.rest[1..];
            token
        };
        match first {
            '(' => one(self, Token::Open),
            ')' => one(self, Token::Close),
            ';' => one(self, Token::Semicolon),
            '.' => one(self, Token::Dot),
            '"' | '`' => {
                let inner = &self.rest[1..];
                let Some(end) = inner.find([first, '\n']).filter(|&end| inner[end..].starts_with(first)) else {
                    return Token::End;
                };
                self.rest = &inner[end + 1..];
                Token::Path(&inner[..end])
            }
            c if c.is_alphabetic() || c == '_' => {
                let end = self.rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(self.rest.len());
                let (word, rest) = self.rest.split_at(end);
                self.rest = rest;
                Token::Word(word)
            }
            _ => Token::End,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Header;
    use crate::text::GoVersion;

    #[test]
    fn reads_package_and_imports() {
        let text = "\u{feff}// doc\n/* block\n package no */ package /* here */ x // y\nimport \"fmt\"; import (\n\ta `os`\n\t. \"io\" // dot\n\t_ \"x/y\"\n)\nimport \"C\"\nvar import_ = \"no\"\n";
        let header = Header::read(text);
        assert_eq!(header.package.map(|name| name.as_str()), Some("x"));
        let imports: Vec<_> = header.imports.iter().map(|path| path.as_str()).collect();
        assert_eq!(imports, ["fmt", "os", "io", "x/y", "C"]);
        assert!(header.is_cgo());
        for broken in [
            "",
            "x := 1",
            "package",
            "package \"x\"",
            "/* open",
            "pack",
            "package x import ( \"a",
            "package x\nimport 3",
        ] {
            Header::read(broken);
        }
        assert_eq!(Header::read("r, err := http.Get(u)").package, None);
    }

    #[test]
    fn constraints_stand_above_the_package_clause() {
        let of = |text: &str| Header::read(text).constraint.map(|c| c.to_string());
        assert_eq!(
            of("// Copyright\n\n//go:build linux && !cgo\n// +build ignored\n\npackage x\n").as_deref(),
            Some("linux && !cgo")
        );
        assert_eq!(
            of("// +build linux darwin\n// +build amd64\n\npackage x\n").as_deref(),
            Some("(linux || darwin) && amd64")
        );
        assert_eq!(of("// +build linux\npackage x\n"), None, "no blank line below");
        assert_eq!(of("package x\n//go:build linux\n"), None);
        assert_eq!(of("/*\n//go:build linux\n*/\npackage x\n"), None);
        assert_eq!(of("/* a */\n//go:build linux\npackage x\n").as_deref(), Some("linux"));
        assert_eq!(of("//go:buildx linux\npackage x\n"), None);
        assert!(Header::read("//go:build linux &&\npackage x\n").fault.is_some());
        assert!(Header::read("//go:build a\n//go:build b\npackage x\n").fault.is_some());
    }

    #[test]
    fn generated_files_and_versions() {
        assert!(Header::read("// Code generated by x. DO NOT EDIT.\r\n\r\npackage x\n").is_generated);
        assert!(!Header::read("package x\n// Code generated by x. DO NOT EDIT.\n").is_generated);
        assert!(!Header::read(" // Code generated by x.\npackage x\n").is_generated);
        let language = |text: &str, minor| Header::read(text).language(GoVersion::new(minor)).minor;
        assert_eq!(language("//go:build go1.23\npackage x\n", 18), 23);
        assert_eq!(language("//go:build go1.18\npackage x\n", 25), 21);
        assert_eq!(language("//go:build linux\npackage x\n", 20), 20);
    }
}
