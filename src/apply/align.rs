//! Comments at the ends of lines, brought back into their column where a fix changed a line beside them.
//!
//! gofmt puts the comments of consecutive lines into one column, one space after the longest line (go/printer, through
//! text/tabwriter). Lines count together here when they have the same indentation and all end with a `//` comment; where
//! the old text did not look so, nothing is done.

use similar::{ChangeTag, TextDiff};

use crate::syntax::ast::Ast;
use crate::text::Span;

/// A line with code and a comment after it.
#[derive(Clone, Copy, Debug)]
struct Row {
    /// The white space between code and comment, in bytes of the text.
    gap: Span,
    /// The indentation in bytes.
    indent: u32,
    /// The code without indentation, in characters.
    width: usize,
}

/// The edits that put comments near changed lines into their column again.
pub(super) fn comments(old: &Ast, new: &Ast) -> Vec<(Span, String)> {
    let now = rows(new);
    if now.iter().all(Option::is_none) {
        return Vec::new();
    }
    let before = rows(old);
    // For each new line the old one that it was; changed ones, and what stands beside them.
    let mut was: Vec<Option<usize>> = vec![None; now.len()];
    let mut near = vec![false; now.len() + 1];
    let mut at = 0;
    for change in TextDiff::from_lines(&*old.text, &*new.text).iter_all_changes() {
        match (change.tag(), change.old_index(), change.new_index()) {
            (ChangeTag::Equal, Some(old), Some(new)) if new < was.len() => {
                was[new] = Some(old);
                at = new + 1;
            }
            (ChangeTag::Insert, _, Some(new)) if new < was.len() => {
                near[new.saturating_sub(1)] = true;
                near[new] = true;
                near[new + 1] = true;
                at = new + 1;
            }
            (ChangeTag::Delete, ..) => {
                near[at.saturating_sub(1).min(now.len())] = true;
                near[at.min(now.len())] = true;
            }
            _ => {}
        }
    }
    let mut edits = Vec::new();
    for run in runs(&now) {
        let known = run.clone().filter_map(|line| was[line]);
        let aligned = known.clone().all(|line| {
            let lines = around(&before, line);
            !lines.is_empty() && is_aligned(old, &before[lines])
        });
        if !run.clone().any(|line| near[line]) || known.count() == 0 || !aligned {
            continue;
        }
        let rows = now[run].iter().flatten();
        let widest = rows.clone().map(|row| row.width).max().unwrap_or(0);
        for row in rows {
            let gap = " ".repeat(widest + 1 - row.width);
            if new.text.get(row.gap.range()) != Some(&*gap) {
                edits.push((row.gap, gap));
            }
        }
    }
    edits
}

/// What each line is.
fn rows(ast: &Ast) -> Vec<Option<Row>> {
    let text = &*ast.text;
    let starts: Vec<usize> =
        std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1)).collect();
    let mut rows = vec![None; starts.len()];
    for comment in &ast.comments {
        let from = comment.span.start as usize;
        if !text[from..].starts_with("//") {
            continue;
        }
        let line = starts.partition_point(|&start| start <= from) - 1;
        let before = &text[starts[line]..from];
        let code = before.trim_end();
        let indent = code.len() - code.trim_start().len();
        if !code.is_empty() {
            let gap = Span::new((starts[line] + code.len()) as u32, from as u32);
            rows[line] = Some(Row { gap, indent: indent as u32, width: code[indent..].chars().count() });
        }
    }
    rows
}

/// Neighbours that count together, as ranges of lines.
fn runs(rows: &[Option<Row>]) -> Vec<std::ops::Range<usize>> {
    let mut runs: Vec<std::ops::Range<usize>> = Vec::new();
    for (line, row) in rows.iter().enumerate() {
        let Some(row) = row else { continue };
        match runs.last_mut() {
            Some(run) if run.end == line && rows[line - 1].is_some_and(|last| last.indent == row.indent) => {
                run.end += 1
            }
            _ => runs.push(line..line + 1),
        }
    }
    runs
}

/// The run that a line belongs to; empty for a line without one.
fn around(rows: &[Option<Row>], line: usize) -> std::ops::Range<usize> {
    let Some(row) = rows.get(line).copied().flatten() else { return 0..0 };
    let same = |other: &Option<Row>| other.is_some_and(|other| other.indent == row.indent);
    let from = line - rows[..line].iter().rev().take_while(|other| same(other)).count();
    let to = line + rows[line..].iter().take_while(|other| same(other)).count();
    from..to
}

fn is_aligned(ast: &Ast, rows: &[Option<Row>]) -> bool {
    let widest = rows.iter().flatten().map(|row| row.width).max().unwrap_or(0);
    rows.iter().flatten().all(|row| {
        let gap = ast.text.get(row.gap.range()).unwrap_or_default();
        gap.len() == widest + 1 - row.width && gap.bytes().all(|byte| byte == b' ')
    })
}

#[cfg(test)]
mod tests {
    use super::comments;
    use crate::apply::edit::apply_edits;
    use crate::syntax::{Mode, parse};

    #[track_caller]
    fn check(old: &str, new: &str, wanted: &str) {
        let head = "package p\n\nfunc f() {\n";
        let read = |text: &str| parse(format!("{head}{text}}}\n").into(), Mode::Full);
        let after = read(new);
        let got = apply_edits(&after.text, comments(&read(old), &after), "\n").unwrap();
        assert_eq!(&got[head.len()..got.len() - 2], wanted);
    }

    #[test]
    fn comments_stay_in_their_column() {
        let old = "\ta()   // one\n\tbcd() // two\n\n\tx() // three\n";
        // One line grows, shrinks, loses its comment, goes.
        check(
            old,
            "\ta()   // one\n\tbcdef() // two\n\n\tx() // three\n",
            "\ta()     // one\n\tbcdef() // two\n\n\tx() // three\n",
        );
        check(
            old,
            "\ta()   // one\n\tb() // two\n\n\tx() // three\n",
            "\ta() // one\n\tb() // two\n\n\tx() // three\n",
        );
        check(old, "\ta()   // one\n\tbcd()\n\n\tx() // three\n", "\ta() // one\n\tbcd()\n\n\tx() // three\n");
        check(old, "\ta()   // one\n\n\tx() // three\n", "\ta() // one\n\n\tx() // three\n");
        // What was not in a column stays, and so does what is far away.
        let odd = "\ta() // one\n\tbcd() // two\n\n\tx()  // three\n";
        check(odd, &odd.replace("bcd", "b"), &odd.replace("bcd", "b"));
        let far = "\ta()\n\tb()\n\tc()\n\tx()  // three\n";
        check(far, &far.replace("a()", "aaa()"), &far.replace("a()", "aaa()"));
        // Another indentation is another column.
        let block = "\tif a() { // one\n\t\tbc() // two\n\t}\n";
        check(block, &block.replace("bc", "b"), &block.replace("bc", "b"));
        // In characters, not bytes.
        check(
            "\ta(\"ä\") // one\n\tb()    // two\n",
            "\ta(\"ä\") // one\n\tbc()    // two\n",
            "\ta(\"ä\") // one\n\tbc()   // two\n",
        );
    }
}
