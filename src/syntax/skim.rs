//! Declarations only: finds the bodies of functions byte by byte and leaves them out of what the parser sees.
//!
//! A body is the first `{` after the signature of a function at top level that does not follow `struct` or `interface`.
//! Comments go as well, and what stands between the braces of literals in the initialisers of variables (their types are
//! written before the brace), but for `[...]T{…}`, whose length it decides. Bodies never influence what a package declares:
//! signatures are explicit.

use super::comment::{Comment, comment_at};
use super::lex;
use super::lower::Cut;

/// A text with parts left out.
#[derive(Default)]
pub(super) struct Skimmed {
    pub text: Vec<u8>,
    pub cuts: Vec<Cut>,
    /// The comments outside of bodies, in offsets of the whole text.
    pub comments: Vec<Comment>,
}

/// Literals in initialisers shorter than this stay.
const SHORT: usize = 32;

/// What the top-level declaration at hand is.
#[derive(Clone, Copy, PartialEq)]
enum Within {
    Nothing,
    Func,
    Var { value: bool },
    Other,
}

impl Within {
    fn after_newline(self, depth: u32, goes_on: bool) -> Within {
        match self {
            _ if goes_on => self,
            _ if depth == 0 => Within::Nothing,
            // A new specification of a group.
            Within::Var { .. } if depth == 1 => Within::Var { value: false },
            _ => self,
        }
    }
}

struct Skimmer<'s> {
    whole: &'s [u8],
    out: Skimmed,
    /// Up to where the text was copied or left out.
    done: usize,
}

impl Skimmer<'_> {
    fn leave_out(&mut self, from: usize, to: usize) {
        if from >= to {
            return;
        }
        self.out.text.extend_from_slice(&self.whole[self.done..from]);
        let shift = (to - self.out.text.len()) as u32;
        self.out.cuts.push(Cut { at: self.out.text.len() as u32, shift });
        self.done = to;
    }
}

/// Leaves out bodies; `None` where a bracket is not closed, for then no one knows what is a body.
pub(super) fn skim(text: &[u8]) -> Option<Skimmed> {
    let mut skimmer = Skimmer { whole: text, out: Skimmed::default(), done: 0 };
    skimmer.out.text.reserve(text.len() / 2);
    let mut within = Within::Nothing;
    let mut depth = 0u32;
    // The last token is `struct` or `interface`; `[...]` was seen since the last brace; the last token cannot end a declaration.
    let (mut type_brace, mut open_array, mut goes_on) = (false, false, false);
    let mut at = 0;
    while at < text.len() {
        let byte = text[at];
        if lex::is_word(byte) {
            let end = lex::word_end(text, at);
            let word = &text[at..end];
            type_brace = word == b"struct" || word == b"interface";
            if depth == 0 && within == Within::Nothing {
                within = match word {
                    b"func" => Within::Func,
                    b"var" => Within::Var { value: false },
                    _ => Within::Other,
                };
            }
            goes_on = false;
            at = end;
            continue;
        }
        match byte {
            b' ' | b'\t' | b'\r' => {
                at += 1;
                continue;
            }
            b'\n' => {
                within = within.after_newline(depth, goes_on);
                at += 1;
                continue;
            }
            b'/' => {
                if let Some(comment) = comment_at(text, at) {
                    let end = comment.span.end as usize;
                    skimmer.out.comments.push(comment);
                    match memchr::memchr(b'\n', &text[at..end]) {
                        Some(line) => {
                            // It ends a statement as a newline does.
                            skimmer.leave_out(at, at + line);
                            skimmer.leave_out(at + line + 1, end);
                            within = within.after_newline(depth, goes_on);
                        }
                        None if comment.general => {}
                        None => skimmer.leave_out(at, end),
                    }
                    at = end;
                    continue;
                }
                at += 1;
            }
            b'"' | b'\'' | b'`' => {
                at = lex::skip_literal(text, at)?;
                goes_on = false;
                type_brace = false;
                continue;
            }
            b'{' if type_brace => {
                depth += 1;
                at += 1;
            }
            b'{' if within == Within::Func && depth == 0 => {
                let end = body_end(text, at)?;
                skimmer.leave_out(at, end);
                at = end;
                within = Within::Other;
                goes_on = false;
                continue;
            }
            b'{' if within == (Within::Var { value: true }) && !open_array => {
                let end = body_end(text, at)?;
                if end - at > SHORT {
                    skimmer.leave_out(at + 1, end - 1);
                }
                at = end;
                goes_on = false;
                continue;
            }
            b'(' | b'[' | b'{' => {
                if byte == b'[' && text[at..].starts_with(b"[...]") {
                    open_array = true;
                } else if byte == b'{' {
                    open_array = false;
                }
                depth += 1;
                at += 1;
            }
            b')' | b']' | b'}' => {
                depth = depth.checked_sub(1)?;
                at += 1;
                goes_on = false;
                type_brace = false;
                continue;
            }
            b';' => {
                if depth == 0 {
                    within = Within::Nothing;
                }
                at += 1;
            }
            b'=' => {
                if let Within::Var { value } = &mut within {
                    *value = true;
                }
                at += 1;
            }
            _ => at += 1,
        }
        type_brace = false;
        goes_on = true;
    }
    if depth != 0 {
        return None;
    }
    skimmer.out.text.extend_from_slice(&text[skimmer.done..]);
    Some(skimmer.out)
}

/// Bytes that matter within a body.
static SPECIAL: [bool; 256] = {
    let mut special = [false; 256];
    special[b'{' as usize] = true;
    special[b'}' as usize] = true;
    special[b'/' as usize] = true;
    special[b'"' as usize] = true;
    special[b'\'' as usize] = true;
    special[b'`' as usize] = true;
    special
};

/// Offset after the brace that closes the one at `open`.
fn body_end(text: &[u8], open: usize) -> Option<usize> {
    let mut depth = 1u32;
    let mut at = open + 1;
    loop {
        at += text[at..].iter().position(|&byte| SPECIAL[usize::from(byte)])?;
        match text[at] {
            b'{' => depth += 1,
            b'}' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {
                if let Some(end) = lex::skip_literal(text, at) {
                    at = end;
                    if at >= text.len() {
                        return None;
                    }
                    continue;
                }
            }
        }
        at += 1;
    }
}
