//! Edits of one text.

use std::borrow::Cow;

use crate::text::Span;

/// The line ending a text uses: that of its first line.
pub fn line_ending(text: &str) -> &'static str {
    match memchr::memchr(b'\n', text.as_bytes()) {
        Some(at) if at > 0 && text.as_bytes()[at - 1] == b'\r' => "\r\n",
        _ => "\n",
    }
}

/// Two edits touch, or one does not lie within the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conflict;

/// Whether `own` can be applied together with `edits`: all lie within the text and none touch.
pub(super) fn fits(text: &str, edits: &[(Span, String)], own: &[(Span, String)]) -> bool {
    let inside = |span: Span| text.get(span.start as usize..span.end as usize).is_some();
    own.iter().all(|(span, _)| inside(*span))
        && own.iter().all(|(span, _)| edits.iter().all(|(other, _)| apart(*span, *other)))
        && own.iter().enumerate().all(|(at, (span, _))| own[at + 1..].iter().all(|(other, _)| apart(*span, *other)))
}

/// Whether the result does not depend on the order of two edits.
fn apart(a: Span, b: Span) -> bool {
    match (a.is_empty(), b.is_empty()) {
        (false, false) => !a.overlaps(b),
        // An insertion at the border of another edit could go to either side.
        _ => a.end < b.start || b.end < a.start,
    }
}

/// An inserted text as gofmt would have it: blank lines are empty, for whoever indents a text indents them as well. A text
/// with a raw string keeps them.
fn tidy(inserted: &str) -> Cow<'_, str> {
    let blank = |line: &str| !line.is_empty() && line.bytes().all(|byte| byte == b' ' || byte == b'\t');
    let count = inserted.matches('\n').count();
    let mut inner = inserted.split('\n').skip(1).take(count.saturating_sub(1));
    if inserted.contains('`') || !inner.any(blank) {
        return Cow::Borrowed(inserted);
    }
    let lines = inserted.split('\n').enumerate();
    let lines = lines.map(|(number, line)| if number > 0 && number < count && blank(line) { "" } else { line });
    Cow::Owned(lines.collect::<Vec<_>>().join("\n"))
}

/// The text with all edits; inserted line ends become `ending`.
pub fn apply_edits(text: &str, mut edits: Vec<(Span, String)>, ending: &str) -> Result<String, Conflict> {
    edits.sort_by_key(|(span, _)| (span.start, span.end));
    let mut new = String::with_capacity(text.len() + edits.iter().map(|(_, text)| text.len()).sum::<usize>());
    let mut at = 0;
    for (span, inserted) in &edits {
        let inserted = tidy(inserted);
        let kept = text.get(at..span.start as usize).ok_or(Conflict)?;
        text.get(span.start as usize..span.end as usize).ok_or(Conflict)?;
        new.push_str(kept);
        if ending == "\n" || !inserted.contains('\n') {
            new.push_str(&inserted);
        } else {
            new.push_str(&inserted.replace("\r\n", "\n").replace('\n', ending));
        }
        at = span.end as usize;
    }
    new.push_str(text.get(at..).ok_or(Conflict)?);
    Ok(new)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(start: u32, end: u32, text: &str) -> (Span, String) {
        (Span::new(start, end), text.to_owned())
    }

    #[test]
    fn edits_that_touch_do_not_fit_together() {
        let fits = |a, b| fits("0123456789", &[a], &[b]);
        assert!(fits(edit(1, 3, ""), edit(3, 5, "")));
        assert!(!fits(edit(1, 3, ""), edit(2, 5, "")));
        assert!(!fits(edit(1, 3, ""), edit(3, 3, "x")));
        assert!(!fits(edit(2, 2, "a"), edit(2, 2, "b")));
        assert!(fits(edit(2, 2, "a"), edit(3, 3, "b")));
        assert!(!super::fits("ä", &[], &[edit(1, 2, "")]));
        assert!(!super::fits("a", &[], &[edit(1, 9, "")]));
        assert!(!super::fits("abc", &[], &[edit(0, 2, ""), edit(1, 3, "")]));
    }

    #[test]
    fn edits_are_applied_in_order_with_the_line_ends_of_the_text() {
        let edits = vec![edit(3, 4, "x\ny"), edit(0, 0, "<")];
        assert_eq!(apply_edits("a\r\nb", edits.clone(), line_ending("a\r\nb")), Ok("<a\r\nx\r\ny".to_owned()));
        assert_eq!(apply_edits("a\nbcd", edits, line_ending("a\nbcd")), Ok("<a\nbx\nyd".to_owned()));
        // Blank lines between others are empty; what stands before and after the edit counts as well.
        let edits = vec![edit(1, 1, " \n\t\n \t")];
        assert_eq!(apply_edits("ab", edits, "\n"), Ok("a \n\n \tb".to_owned()));
        assert_eq!(apply_edits("ab", vec![edit(1, 1, "`\n\t\n`")], "\n"), Ok("a`\n\t\n`b".to_owned()));
        assert_eq!(apply_edits("ab", vec![edit(0, 2, ""), edit(1, 2, "")], "\n"), Err(Conflict));
    }
}
