//! go.mod, go.work and vendor/modules.txt: read leniently, each fault with its place.
//!
//! The grammar is that of <https://go.dev/ref/mod#go-mod-file>; unknown directives are faults and otherwise ignored.

use crate::text::{GoVersion, Span};

use super::unit::Fault;

/// A module at a version. An empty version in [`Replace::old`] means every version, elsewhere a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ModuleVersion {
    /// The module path, or a file path where a folder replaces a module.
    pub path: String,
    pub version: String,
}

/// `replace old => new`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replace {
    pub old: ModuleVersion,
    pub new: ModuleVersion,
}

/// A requirement; those not marked `// indirect` are direct.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Require {
    pub module: ModuleVersion,
    pub indirect: bool,
}

/// A go.mod or go.work file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ModFile {
    /// The module path; empty in a go.work or where it is missing.
    pub module: String,
    /// The version of the `go` line.
    pub go: Option<GoVersion>,
    pub require: Vec<Require>,
    pub exclude: Vec<ModuleVersion>,
    pub replace: Vec<Replace>,
    /// Folders named by `use` in a go.work, as written.
    pub uses: Vec<String>,
    /// Folders named by `ignore` (Go 1.25), as written.
    pub ignore: Vec<String>,
    pub faults: Vec<Fault>,
}

impl ModFile {
    /// Reads a go.mod or a go.work.
    pub fn parse(text: &str) -> ModFile {
        let mut file = ModFile::default();
        // The verb of the block that is open, with its place.
        let mut block: Option<(String, Span)> = None;
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let start = at;
            at += line.len();
            let (words, comment) = match split_line(line) {
                Ok(split) => split,
                Err(message) => {
                    file.fault(span_of(line, start), message);
                    continue;
                }
            };
            let span = span_of(line, start);
            let texts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
            match (&block, texts.as_slice()) {
                (_, []) => {}
                (Some(_), [")"]) => block = None,
                (None, [verb, "("]) => block = Some(((*verb).to_owned(), span)),
                (None, [verb, "(", ")"]) => file.known(verb, span),
                (Some((verb, _)), arguments) => {
                    let verb = verb.clone();
                    file.directive(&verb, arguments, comment, span);
                }
                (None, [verb, arguments @ ..]) => file.directive(verb, arguments, comment, span),
            }
        }
        if let Some((verb, span)) = block {
            file.fault(span, format!("missing `)` after `{verb} (`"));
        }
        file
    }

    /// Whether its requirements list every module needed (Go 1.17 and later), so that nothing has to be solved.
    pub fn lists_all(&self) -> bool {
        self.go.is_some_and(|go| go >= GoVersion::new(17))
    }

    fn fault(&mut self, span: Span, message: impl Into<String>) {
        self.faults.push(Fault { span, message: message.into() });
    }

    fn known(&mut self, verb: &str, span: Span) {
        let known = [
            "module",
            "go",
            "toolchain",
            "godebug",
            "require",
            "exclude",
            "replace",
            "retract",
            "tool",
            "ignore",
            "use",
        ];
        if !known.contains(&verb) {
            self.fault(span, format!("unknown directive `{verb}`"));
        }
    }

    fn directive(&mut self, verb: &str, arguments: &[&str], comment: &str, span: Span) {
        let version = |path: &str, version: &str| ModuleVersion { path: path.to_owned(), version: version.to_owned() };
        match (verb, arguments) {
            ("module", [path]) => {
                if !self.module.is_empty() {
                    self.fault(span, "a second `module` line");
                }
                self.module = (*path).to_owned();
            }
            ("go", [text]) => match GoVersion::parse(text) {
                Some(go) => self.go = Some(go),
                None => self.fault(span, format!("`{text}` is no Go version")),
            },
            ("require", [path, text]) => {
                let indirect = comment == "indirect" || comment.starts_with("indirect;");
                self.require.push(Require { module: version(path, text), indirect });
            }
            ("exclude", [path, text]) => self.exclude.push(version(path, text)),
            ("replace", [old, "=>", new]) => {
                self.replace.push(Replace { old: version(old, ""), new: version(new, "") })
            }
            ("replace", [old, at, "=>", new]) => {
                self.replace.push(Replace { old: version(old, at), new: version(new, "") });
            }
            ("replace", [old, "=>", new, to]) => {
                self.replace.push(Replace { old: version(old, ""), new: version(new, to) });
            }
            ("replace", [old, at, "=>", new, to]) => {
                self.replace.push(Replace { old: version(old, at), new: version(new, to) });
            }
            ("use", [path]) => self.uses.push((*path).to_owned()),
            ("ignore", [path]) => self.ignore.push((*path).to_owned()),
            ("toolchain" | "tool", [_]) | ("godebug" | "retract", _) => {}
            ("module" | "go" | "require" | "exclude" | "replace" | "use" | "ignore" | "toolchain" | "tool", _) => {
                self.fault(span, format!("malformed `{verb}` line"));
            }
            _ => self.fault(span, format!("unknown directive `{verb}`")),
        }
    }
}

/// Where the words of a line stand.
fn span_of(line: &str, start: usize) -> Span {
    let indent = line.len() - line.trim_start().len();
    let len = line.trim().len();
    Span::new((start + indent) as u32, (start + indent + len) as u32)
}

struct Word {
    text: String,
}

/// The words of a line, and the text of its comment.
fn split_line(line: &str) -> Result<(Vec<Word>, &str), &'static str> {
    let mut words = Vec::new();
    let mut rest = line.trim_start();
    loop {
        if let Some(comment) = rest.strip_prefix("//") {
            return Ok((words, comment.trim()));
        }
        let Some(first) = rest.chars().next() else { return Ok((words, "")) };
        let end = match first {
            '(' | ')' | ',' | '[' | ']' => 1,
            '"' | '`' => {
                let close = rest[1..].find(first).ok_or("a quoted text that does not end")?;
                words.push(Word { text: unquote(&rest[1..=close], first) });
                rest = rest[close + 2..].trim_start();
                continue;
            }
            _ => {
                let stop = |c: char| c.is_whitespace() || matches!(c, '(' | ')' | ',' | '[' | ']' | '"' | '`');
                let comment = rest.find("//").unwrap_or(rest.len());
                rest.find(stop).unwrap_or(rest.len()).min(comment).max(first.len_utf8())
            }
        };
        words.push(Word { text: rest[..end].to_owned() });
        rest = rest[end..].trim_start();
    }
}

/// Interpreted texts know only the escapes that can stand in a path.
fn unquote(text: &str, quote: char) -> String {
    if quote == '"' { text.replace("\\\\", "\\") } else { text.to_owned() }
}

/// A module in vendor/modules.txt.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VendoredModule {
    pub module: ModuleVersion,
    pub go: Option<GoVersion>,
    pub packages: Vec<String>,
}

/// vendor/modules.txt: which module each vendored package is from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ModulesTxt {
    pub modules: Vec<VendoredModule>,
    /// Made by `go work vendor`.
    pub is_workspace: bool,
    pub faults: Vec<Fault>,
}

impl ModulesTxt {
    /// Reads a modules.txt.
    pub fn parse(text: &str) -> ModulesTxt {
        let mut file = ModulesTxt::default();
        let mut at = 0;
        for whole in text.split_inclusive('\n') {
            let span = span_of(whole, at);
            at += whole.len();
            let line = whole.trim();
            if let Some(notes) = line.strip_prefix("## ") {
                for note in notes.split(';').map(str::trim) {
                    if note == "workspace" {
                        file.is_workspace = true;
                    } else if let (Some(go), Some(module)) = (note.strip_prefix("go "), file.modules.last_mut()) {
                        module.go = GoVersion::parse(go);
                    }
                }
            } else if let Some(head) = line.strip_prefix("# ") {
                let mut words = head.split_whitespace();
                let path = words.next().unwrap_or_default().to_owned();
                let version = words.next().filter(|word| *word != "=>").unwrap_or_default().to_owned();
                let module = ModuleVersion { path, version };
                file.modules.push(VendoredModule { module, ..VendoredModule::default() });
            } else if !line.is_empty() && !line.starts_with('#') {
                match file.modules.last_mut() {
                    Some(module) if !line.contains(char::is_whitespace) => module.packages.push(line.to_owned()),
                    _ => file.faults.push(Fault { span, message: "a package without module".to_owned() }),
                }
            }
        }
        file
    }
}

#[cfg(test)]
mod tests {
    use super::{ModFile, ModulesTxt};
    use crate::text::GoVersion;

    #[test]
    fn reads_a_go_mod() {
        let text = "// c\nmodule \"example.com/m\" // c\n\ngo 1.22.1\ntoolchain go1.23.0\nrequire (\n\ta.b/c v1.0.0\n\td.e/f/v2 v2.1.0 // indirect\n)\nrequire x.y/z v0.1.0\nreplace a.b/c => ../c\nreplace d.e/f/v2 v2.1.0 => g.h/f/v2 v2.2.0\nexclude a.b/c v0.9.0\nretract [v1.0.0, v1.1.0]\ntool a.b/c/cmd\ngodebug default=go1.21\nignore ./static\n";
        let file = ModFile::parse(text);
        assert_eq!(file.faults, []);
        assert_eq!(file.module, "example.com/m");
        assert_eq!(file.go, Some(GoVersion::new(22)));
        assert!(file.lists_all());
        let required: Vec<_> =
            file.require.iter().map(|r| (r.module.path.as_str(), r.module.version.as_str(), r.indirect)).collect();
        assert_eq!(required, [("a.b/c", "v1.0.0", false), ("d.e/f/v2", "v2.1.0", true), ("x.y/z", "v0.1.0", false)]);
        assert_eq!(file.replace.len(), 2);
        assert_eq!((file.replace[0].new.path.as_str(), file.replace[0].old.version.as_str()), ("../c", ""));
        assert_eq!(file.exclude.len(), 1);
        assert_eq!(file.ignore, ["./static"]);
    }

    #[test]
    fn faults_have_places_and_the_rest_is_read() {
        let text = "modul x\nmodule m\ngo one\nrequire a.b/c\nrequire (\n\td.e/f v1.0.0\n";
        let file = ModFile::parse(text);
        assert_eq!(file.module, "m");
        assert_eq!(file.require.len(), 1);
        let faults: Vec<_> = file.faults.iter().map(|f| (&text[f.span.range()], f.message.as_str())).collect();
        assert_eq!(
            faults,
            [
                ("modul x", "unknown directive `modul`"),
                ("go one", "`one` is no Go version"),
                ("require a.b/c", "malformed `require` line"),
                ("require (", "missing `)` after `require (`"),
            ]
        );
        ModFile::parse("\"open\n`\n((((\n\u{0}\u{ff}//\n=>\n");
    }

    #[test]
    fn reads_go_work_and_modules_txt() {
        let work = ModFile::parse("go 1.22\nuse (\n\t.\n\t./tools\n)\nuse ../x\n");
        assert_eq!(work.uses, [".", "./tools", "../x"]);
        let vendor = ModulesTxt::parse(
            "## workspace\n# a.b/c v1.0.0\n## explicit; go 1.20\na.b/c\na.b/c/d\n# e.f/g v1.0.0 => ./g\ne.f/g\n# h.i/j => ./j\n",
        );
        assert!(vendor.is_workspace);
        assert_eq!(vendor.modules.len(), 3);
        assert_eq!(vendor.modules[0].packages, ["a.b/c", "a.b/c/d"]);
        assert_eq!(vendor.modules[0].go, Some(GoVersion::new(20)));
        assert_eq!(vendor.modules[2].module.version, "");
    }
}
