//! What can be said of Go text byte by byte: where strings, runes and comments end, which bracket closes which.
//!
//! Everything is read leniently: an interpreted string and a rune end with the line, a raw string and a general comment with
//! the text, if nothing closes them before.

use memchr::{memchr, memmem};

/// Offset after the interpreted string whose quote stands at `at`.
pub fn string_end(text: &[u8], at: usize) -> usize {
    quoted_end(text, at, b'"')
}

/// Offset after the rune literal whose quote stands at `at`.
pub fn rune_end(text: &[u8], at: usize) -> usize {
    quoted_end(text, at, b'\'')
}

fn quoted_end(text: &[u8], at: usize, quote: u8) -> usize {
    let mut at = at + 1;
    while let Some(&byte) = text.get(at) {
        match byte {
            b'\\' => at += 2,
            b'\n' => return at,
            _ if byte == quote => return at + 1,
            _ => at += 1,
        }
    }
    text.len()
}

/// Offset after the raw string whose quote stands at `at`; whether it is closed.
pub fn raw_end(text: &[u8], at: usize) -> (usize, bool) {
    match text.get(at + 1..).and_then(|rest| memchr(b'`', rest)) {
        Some(length) => (at + length + 2, true),
        None => (text.len(), false),
    }
}

/// Offset of the line's end, where the comment `//` at `at` ends (without `\r`).
pub fn line_comment_end(text: &[u8], at: usize) -> usize {
    let end = memchr(b'\n', &text[at..]).map_or(text.len(), |length| at + length);
    if end > at && text[end - 1] == b'\r' { end - 1 } else { end }
}

/// Offset after the comment `/*` at `at`; whether it is closed.
pub fn general_comment_end(text: &[u8], at: usize) -> (usize, bool) {
    match text.get(at + 2..).and_then(|rest| memmem::find(rest, b"*/")) {
        Some(length) => (at + length + 4, true),
        None => (text.len(), false),
    }
}

/// Offset after the string, rune or comment that begins at `at`, if one does.
pub fn skip_literal(text: &[u8], at: usize) -> Option<usize> {
    match text.get(at)? {
        b'"' => Some(string_end(text, at)),
        b'\'' => Some(rune_end(text, at)),
        b'`' => Some(raw_end(text, at).0),
        b'/' => match text.get(at + 1)? {
            b'/' => Some(line_comment_end(text, at)),
            b'*' => Some(general_comment_end(text, at).0),
            _ => None,
        },
        _ => None,
    }
}

/// Offset of the bracket that closes the one at `open`, with strings and comments passed over; looks no further than `within`
/// bytes, so that a search at many places of a broken text stays linear.
pub fn closing(text: &[u8], open: usize, within: usize) -> Option<usize> {
    let text = &text[..text.len().min(open.saturating_add(within))];
    let mut depth = 0usize;
    let mut at = open;
    while let Some(&byte) = text.get(at) {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at);
                }
            }
            b'"' | b'\'' | b'`' | b'/' => {
                if let Some(end) = skip_literal(text, at) {
                    at = end;
                    continue;
                }
            }
            _ => {}
        }
        at += 1;
    }
    None
}

/// Offset of the first byte at or after `at` that is neither white space nor in a comment; the length of the text if there is none.
pub fn next_token(text: &str, at: u32) -> u32 {
    skip_blank(text.as_bytes(), at as usize) as u32
}

/// As [`next_token`].
pub fn skip_blank(text: &[u8], mut at: usize) -> usize {
    while let Some(&byte) = text.get(at) {
        match byte {
            b' ' | b'\t' | b'\r' | b'\n' => at += 1,
            b'/' if matches!(text.get(at + 1), Some(b'/' | b'*')) => match skip_literal(text, at) {
                Some(end) => at = end,
                None => return at,
            },
            _ => return at,
        }
    }
    text.len()
}

/// Whether the byte may be part of an identifier (bytes of other than ASCII letters count as such).
pub fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

/// Offset after the identifier or keyword at `at` (`at` itself where there is none).
pub fn word_end(text: &[u8], mut at: usize) -> usize {
    while text.get(at).is_some_and(|&byte| is_word(byte)) {
        at += 1;
    }
    at
}

/// Whether the line of `at` goes on with something other than white space.
pub fn line_goes_on(text: &[u8], at: usize) -> bool {
    let rest = &text[at.min(text.len())..];
    let line = &rest[..memchr(b'\n', rest).unwrap_or(rest.len())];
    line.iter().any(|byte| !byte.is_ascii_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_end_where_they_end() {
        assert_eq!(string_end(br#""a\"b" c"#, 0), 6);
        assert_eq!(string_end(b"\"a\nb", 0), 2);
        assert_eq!(rune_end(br"'\'' ", 0), 4);
        assert_eq!(raw_end(b"`a\n\\` ", 0), (5, true));
        assert_eq!(raw_end(b"`a", 0), (2, false));
        assert_eq!(line_comment_end(b"// a\r\nb", 0), 4);
        assert_eq!(general_comment_end(b"/*/ */ b", 0), (6, true));
        assert_eq!(string_end(b"\"\\", 0), 2);
    }

    #[test]
    fn brackets_close_past_strings_and_comments() {
        let text = b"f(a, \")\", ')', `)` /* ) */, // )\n [()])";
        assert_eq!(closing(b"(()", 0, 99), None);
        assert_eq!(closing(text, 1, 99), Some(text.len() - 1));
        assert_eq!(next_token(" /* a */ // b\n c", 0), 15);
    }
}
