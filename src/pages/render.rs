//! A page for people: wrapped text for terminals and pipes, Markdown, HTML.

use std::borrow::Cow;

use super::Page;

/// How `explain` draws on a terminal.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Columns to wrap at.
    pub width: usize,
    /// Bold headings and dim code, by ANSI escapes.
    pub colour: bool,
}

const BOLD: &str = "\x1b[1m";
const DIM: &str = "\x1b[2m";
const CYAN: &str = "\x1b[36m";
const RESET: &str = "\x1b[0m";

/// What stands above a block that shows what a fix makes of the block before it.
const FIXED: &str = "\nThe fix makes of it:\n\n```go fixed\n";

/// A page's Markdown with a line above each block that shows what a fix makes of the block before it.
fn captioned(markdown: &str) -> Cow<'_, str> {
    if markdown.contains("```go fixed\n") { markdown.replace("```go fixed\n", FIXED).into() } else { markdown.into() }
}

/// Markdown as we write it (paragraphs, lists, fenced code, inline code) as plain or coloured text, wrapped.
pub fn text(markdown: &str, style: Style) -> String {
    let mut out = String::new();
    let mut paragraph = String::new();
    let mut ticks = 0;
    for line in captioned(markdown).lines() {
        let fence = line.bytes().take_while(|&byte| byte == b'`').count();
        if ticks > 0 {
            if fence >= ticks {
                ticks = 0;
            } else if line.is_empty() {
                out.push('\n');
            } else {
                let (on, off) = if style.colour { (CYAN, RESET) } else { ("", "") };
                out.push_str(&format!("    {on}{line}{off}\n"));
            }
        } else if fence >= 3 {
            flush(&mut out, &mut paragraph, style);
            ticks = fence;
        } else if line.trim().is_empty() {
            flush(&mut out, &mut paragraph, style);
            if !out.is_empty() && !out.ends_with("\n\n") {
                out.push('\n');
            }
        } else if let Some(heading) = line.strip_prefix("### ") {
            flush(&mut out, &mut paragraph, style);
            out.push_str(&bold(heading, style));
            out.push('\n');
        } else if line.starts_with("- ") || line.starts_with("* ") || line.starts_with('|') {
            flush(&mut out, &mut paragraph, style);
            paragraph.push_str(line);
            if line.starts_with('|') {
                out.push_str(&std::mem::take(&mut paragraph));
                out.push('\n');
            }
        } else {
            if !paragraph.is_empty() {
                paragraph.push(' ');
            }
            paragraph.push_str(line.trim());
        }
    }
    flush(&mut out, &mut paragraph, style);
    out
}

fn flush(out: &mut String, paragraph: &mut String, style: Style) {
    if paragraph.is_empty() {
        return;
    }
    let indent = if paragraph.starts_with("- ") || paragraph.starts_with("* ") { "  " } else { "" };
    let options = textwrap::Options::new(style.width).subsequent_indent(indent).break_words(false);
    out.push_str(&textwrap::fill(paragraph, options));
    out.push('\n');
    paragraph.clear();
}

/// Bold where colours are wanted.
pub fn bold(text: &str, style: Style) -> String {
    if style.colour { format!("{BOLD}{text}{RESET}") } else { text.to_owned() }
}

/// Dim where colours are wanted.
pub fn dim(text: &str, style: Style) -> String {
    if style.colour { format!("{DIM}{text}{RESET}") } else { text.to_owned() }
}

/// The body of a page as HTML, for editors and reports; raw HTML in a page is not let through.
pub fn html(markdown: &str) -> String {
    use pulldown_cmark::{Event, Options, Parser, html};
    let markdown = captioned(markdown);
    let events = Parser::new_ext(&markdown, Options::ENABLE_TABLES).map(|event| match event {
        Event::Html(raw) | Event::InlineHtml(raw) => Event::Text(raw),
        other => other,
    });
    let mut out = String::new();
    html::push_html(&mut out, events);
    out
}

/// The page without front matter, as Markdown.
pub fn markdown(page: &Page<'_>) -> String {
    let mut out = format!("# {}\n\n{}\n", page.title, page.summary);
    for section in &page.sections {
        out.push_str(&format!("\n## {}\n\n{}\n", section.heading, captioned(section.text.trim())));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Style, text};

    #[test]
    fn paragraphs_wrap_and_code_does_not() {
        let style = Style { width: 12, colour: false };
        let markdown = "one two three four\n\n```go\nx := aVeryLongNameIndeed()\n```\n\n- five six seven";
        let expected = "one two\nthree four\n\n    x := aVeryLongNameIndeed()\n\n- five six\n  seven\n";
        assert_eq!(text(markdown, style), expected);
    }

    #[test]
    fn what_a_fix_makes_is_set_apart() {
        let style = Style { width: 40, colour: false };
        let markdown = "```go bad\na\n```\n```go fixed\nb\n```";
        assert_eq!(text(markdown, style), "    a\n\nThe fix makes of it:\n\n    b\n");
        assert!(super::html(markdown).contains("<p>The fix makes of it:</p>"));
    }
}
