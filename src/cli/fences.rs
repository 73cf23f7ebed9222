//! `--markdown`: the fenced Go code of Markdown files, each fence a text of its own.
//!
//! A fence's text is the whole file with blanks for all that is not in the fence: so every offset, line and column is
//! that of the file.

use std::path::Path;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::{Trouble, usage};
use crate::source::Text;
use crate::source::read::{absolute, shown};

/// The fences of files, of all Markdown files in folders, and of standard input.
pub fn read(cwd: &Path, paths: &[String], stdin: Option<Text>) -> Result<Vec<(String, Text)>, Trouble> {
    let mut fences = Vec::new();
    if let Some(text) = stdin {
        fences.extend(go_fences(&text.text).into_iter().map(|fence| (crate::package::STDIN.to_owned(), fence)));
    }
    let mut files = std::collections::BTreeSet::new();
    for path in paths {
        let path = absolute(cwd, Path::new(path.strip_suffix("...").unwrap_or(path)));
        if path.is_dir() {
            let walk = ignore::WalkBuilder::new(&path).git_global(false).build();
            let found = walk.flatten().map(ignore::DirEntry::into_path).filter(|path| path.is_file());
            let markdown =
                |path: &std::path::PathBuf| path.extension().is_some_and(|end| end == "md" || end == "markdown");
            files.extend(found.filter(markdown));
        } else {
            files.insert(path);
        }
    }
    for path in files {
        let name = shown(cwd, &path);
        let bytes = std::fs::read(&path).map_err(|error| usage(format!("{name} cannot be read: {error}"), None))?;
        let text = Text::from_bytes(bytes);
        fences.extend(go_fences(&text.text).into_iter().map(|fence| (name.clone(), fence)));
    }
    Ok(fences)
}

/// The fences of one text that say `go` or `golang` first.
fn go_fences(text: &str) -> Vec<Text> {
    let mut fences = Vec::new();
    let mut open: Option<Vec<u8>> = None;
    for (event, range) in Parser::new_ext(text, Options::empty()).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                let language = info.split([' ', ',', '{']).next().unwrap_or_default();
                if language.eq_ignore_ascii_case("go") || language.eq_ignore_ascii_case("golang") {
                    let blank = |byte: u8| if matches!(byte, b'\n' | b'\r') { byte } else { b' ' };
                    open = Some(text.bytes().map(blank).collect());
                }
            }
            Event::Text(_) => {
                if let Some(fence) = &mut open {
                    fence[range.clone()].copy_from_slice(&text.as_bytes()[range]);
                }
            }
            Event::End(TagEnd::CodeBlock) => fences.extend(open.take().map(Text::from_bytes)),
            _ => {}
        }
    }
    fences
}

#[cfg(test)]
mod tests {
    use super::go_fences;

    #[test]
    fn a_fence_keeps_its_place() {
        let text = "# Ä\n\n```go\nvar x = \"ä\"\n```\n\n```sh\nls\n```\n- item\n  ~~~golang\n  y()\n  z()\n  ~~~\n    indented()\n";
        let fences = go_fences(text);
        assert_eq!(fences.len(), 2);
        for (fence, code) in fences.iter().zip(["var x = \"ä\"", "y()"]) {
            assert_eq!(fence.text.len(), text.len());
            assert_eq!(fence.text.find(code), text.find(code));
            assert_eq!(fence.text.lines().count(), text.lines().count());
        }
        assert_eq!(fences[0].text.trim(), "var x = \"ä\"");
        assert_eq!(fences[1].text.split_whitespace().collect::<Vec<_>>(), ["y()", "z()"]);
    }
}
