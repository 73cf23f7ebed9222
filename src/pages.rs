//! The pages of the rules, `rules/*.md`, embedded in the binary: front matter, sections, rendering.
//!
//! A page is the only home of what a rule is called and what it tells people; `explain`, editors and reports all render
//! it. This module knows the form of a page and nothing about rules: names, classes and levels are text here, and
//! `lint::rule` gives them meaning.
//!
//! ````markdown
//! ---
//! group: errors
//! class: default
//! aliases: [staticcheck/S1028]
//! ---
//! # errors.New around fmt.Sprintf
//!
//! One line for tables and editors.
//!
//! ## Why it is a problem
//! ...
//! ````

pub mod render;

/// Embeds the page of a rule: `page!("lost-cancel")` is `rules/lost-cancel.md` with its name.
#[macro_export]
macro_rules! page {
    ($name:literal) => {
        $crate::pages::Source {
            name: $name,
            text: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/rules/", $name, ".md")),
        }
    };
}

/// A page as written, with the name of its rule.
#[derive(Clone, Copy, Debug)]
pub struct Source {
    /// The rule's kebab-case name, which is also the file's.
    pub name: &'static str,
    /// The whole file.
    pub text: &'static str,
}

/// The parts of a page.
#[derive(Clone, Debug)]
pub struct Page<'t> {
    /// The front matter's keys with their values, in order; a list in brackets has several, or none.
    pub front: Vec<(&'t str, Vec<&'t str>)>,
    /// The text of the one heading of first level.
    pub title: &'t str,
    /// The paragraph below the title.
    pub summary: &'t str,
    /// The sections (headings of second level) with their text, in order.
    pub sections: Vec<Section<'t>>,
}

/// A section of a page.
#[derive(Clone, Copy, Debug)]
pub struct Section<'t> {
    pub heading: &'t str,
    /// The Markdown below the heading, without blank lines around it.
    pub text: &'t str,
}

/// A fenced block of code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block<'t> {
    /// What follows the fence: `go bad`, `go good`, `go fixed`, `text`, …
    pub info: &'t str,
    pub code: &'t str,
    /// The heading it stands under.
    pub section: &'t str,
    /// 1-based line of the opening fence in the page.
    pub line: usize,
}

/// The headings a page may have, in the order in which `explain` shows them.
pub const HEADINGS: &[&str] = &[
    "What it does",
    "Why it is a problem",
    "Bad",
    "Good",
    "The idiom",
    "See it yourself",
    "When it is fine",
    "Limits",
    "Go versions",
    "Options",
    "Interview",
    "Quiz",
];

/// Reads a page. Never fails: what is missing is empty, and a test asks that nothing is.
pub fn parse(text: &str) -> Page<'_> {
    let (front, body) = split_front_matter(text);
    let mut page = Page { front: front_matter(front), title: "", summary: "", sections: Vec::new() };
    let mut fence = Fence::default();
    let mut part_start = 0;
    let mut heading: Option<&str> = None;
    let mut at = 0;
    for line in body.split_inclusive('\n') {
        let start = at;
        at += line.len();
        if fence.read(line) {
            continue;
        }
        let trimmed = line.trim_end();
        if let Some(title) = trimmed.strip_prefix("# ").filter(|_| page.title.is_empty() && heading.is_none()) {
            page.title = title.trim();
            part_start = at;
        } else if let Some(next) = trimmed.strip_prefix("## ") {
            close_part(&mut page, heading, &body[part_start..start]);
            heading = Some(next.trim());
            part_start = at;
        }
    }
    close_part(&mut page, heading, &body[part_start..]);
    page
}

fn close_part<'t>(page: &mut Page<'t>, heading: Option<&'t str>, text: &'t str) {
    match heading {
        None => page.summary = text.trim(),
        Some(heading) => page.sections.push(Section { heading, text: text.trim_matches(['\n', '\r']) }),
    }
}

/// Whether a line lies in a fenced block of code, line by line.
#[derive(Default)]
struct Fence {
    /// The number of backticks that opened the block.
    open: Option<usize>,
}

impl Fence {
    /// Takes in a line and tells whether it is a fence or within a block.
    fn read(&mut self, line: &str) -> bool {
        let ticks = line.bytes().take_while(|&byte| byte == b'`').count();
        match self.open {
            None if ticks >= 3 => {
                self.open = Some(ticks);
                true
            }
            None => false,
            Some(open) => {
                if ticks >= open && line[ticks..].trim().is_empty() {
                    self.open = None;
                }
                true
            }
        }
    }
}

/// Splits `---`, front matter, `---` from the rest.
pub fn split_front_matter(text: &str) -> (&str, &str) {
    let Some(rest) = text.strip_prefix("---\n") else { return ("", text) };
    match rest.find("\n---\n") {
        Some(end) => (&rest[..end + 1], &rest[end + 5..]),
        None => ("", text),
    }
}

/// Reads `key: value` and `key: [a, b]` lines. Enough of YAML for us, so that no parser of it is needed.
pub fn front_matter(front: &str) -> Vec<(&str, Vec<&str>)> {
    front
        .lines()
        .filter_map(|line| line.split_once(':'))
        .map(|(key, value)| {
            let value = value.trim();
            let values = match value.strip_prefix('[').and_then(|list| list.strip_suffix(']')) {
                Some(list) => list.split(',').map(unquote).filter(|item| !item.is_empty()).collect(),
                None if value.is_empty() => Vec::new(),
                None => vec![unquote(value)],
            };
            (key.trim(), values)
        })
        .collect()
}

fn unquote(value: &str) -> &str {
    let value = value.trim();
    value.strip_prefix('"').and_then(|inner| inner.strip_suffix('"')).unwrap_or(value)
}

impl<'t> Page<'t> {
    /// The text of the section with this heading.
    pub fn section(&self, heading: &str) -> Option<&'t str> {
        self.sections.iter().find(|section| section.heading == heading).map(|section| section.text)
    }

    /// The values of a key of the front matter; `None` where it is missing.
    pub fn values(&self, key: &str) -> Option<&[&'t str]> {
        self.front.iter().find(|(name, _)| *name == key).map(|(_, values)| &values[..])
    }

    /// The only value of a key.
    pub fn value(&self, key: &str) -> Option<&'t str> {
        self.values(key)?.first().copied()
    }

    /// The first paragraph of «Why it is a problem» on one line: what a finding says without words of its own.
    pub fn why(&self) -> Option<String> {
        let text = self.section("Why it is a problem")?;
        let paragraph = text.split("\n\n").map(str::trim).find(|part| !part.is_empty() && !part.starts_with("```"))?;
        Some(paragraph.split_whitespace().collect::<Vec<_>>().join(" "))
    }
}

/// All fenced blocks of a page in order.
pub fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut fence = Fence::default();
    let mut section = "";
    let (mut info, mut code_start, mut line_of) = ("", 0, 0);
    let mut at = 0;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let was_open = fence.open.is_some();
        let fenced = fence.read(line);
        let is_open = fence.open.is_some();
        if fenced && !was_open && is_open {
            info = line.trim_start_matches('`').trim();
            code_start = at + line.len();
            line_of = index + 1;
        } else if was_open && !is_open {
            blocks.push(Block { info, code: &text[code_start..at], section, line: line_of });
        } else if !fenced && let Some(heading) = line.strip_prefix("## ") {
            section = heading.trim();
        }
        at += line.len();
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::{blocks, parse};

    const PAGE: &str = "---\ngroup: errors\naliases: [a/B, c]\nlinks: []\n---\n# The title\n\nOne line.\n\n## Bad\n```go bad\n# x\n## y\n```\n## Why it is a problem\nOne\ntwo.\n\nThree.\n";

    #[test]
    fn parts_are_found() {
        let page = parse(PAGE);
        assert_eq!(page.title, "The title");
        assert_eq!(page.summary, "One line.");
        assert_eq!(page.value("group"), Some("errors"));
        assert_eq!(page.values("aliases"), Some(&["a/B", "c"][..]));
        assert_eq!(page.values("links"), Some(&[][..]));
        assert_eq!(page.values("since"), None);
        assert_eq!(page.sections.len(), 2);
        assert_eq!(page.why().as_deref(), Some("One two."));
    }

    #[test]
    fn blocks_know_their_place() {
        let blocks = blocks(PAGE);
        assert_eq!(blocks.len(), 1);
        assert_eq!((blocks[0].info, blocks[0].code, blocks[0].section), ("go bad", "# x\n## y\n", "Bad"));
        assert_eq!(PAGE.lines().nth(blocks[0].line - 1), Some("```go bad"));
    }
}
