//! Byte offsets to lines and columns, computed when asked.

/// The starts of the lines of one text.
#[derive(Debug, Clone)]
pub struct Lines {
    starts: Vec<u32>,
    len: u32,
}

/// A position as people count: 1-based line, 1-based column in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LineColumn {
    /// Line, counted from 1.
    pub line: u32,
    /// Column in bytes, counted from 1.
    pub column: u32,
}

impl Lines {
    /// Finds the lines of `text`; a line ends with `\n`.
    pub fn new(text: &str) -> Lines {
        let mut starts = vec![0];
        starts.extend(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at as u32 + 1));
        Lines { starts, len: text.len() as u32 }
    }

    /// Number of lines (an empty text has one).
    pub fn count(&self) -> u32 {
        self.starts.len() as u32
    }

    /// The 1-based line of a byte offset; an offset past the end counts as the end.
    pub fn line(&self, offset: u32) -> u32 {
        self.starts.partition_point(|&start| start <= offset.min(self.len)) as u32
    }

    /// The position of a byte offset; an offset past the end counts as the end.
    pub fn position(&self, offset: u32) -> LineColumn {
        let offset = offset.min(self.len);
        let line = self.line(offset);
        LineColumn { line, column: offset - self.starts[line as usize - 1] + 1 }
    }

    /// The byte range of a 1-based line without its line ending (`\n` or `\r\n` needs `text`), `None` past the last.
    pub fn span(&self, line: u32, text: &str) -> Option<super::Span> {
        let index = (line as usize).checked_sub(1)?;
        let start = *self.starts.get(index)?;
        let end = self.starts.get(index + 1).copied().unwrap_or(self.len);
        let content = text.get(start as usize..end as usize)?;
        let content = content.strip_suffix('\n').unwrap_or(content);
        let content = content.strip_suffix('\r').unwrap_or(content);
        Some(super::Span::new(start, start + content.len() as u32))
    }

    /// Byte offset of a 1-based line and byte column; `None` when outside of the text.
    pub fn offset(&self, position: LineColumn) -> Option<u32> {
        let start = *self.starts.get((position.line as usize).checked_sub(1)?)?;
        let offset = start + position.column.checked_sub(1)?;
        (offset <= self.len).then_some(offset)
    }
}

#[cfg(test)]
mod tests {
    use super::{LineColumn, Lines};

    #[test]
    fn positions_and_offsets_agree() {
        let text = "a\nbc\r\n\nd";
        let lines = Lines::new(text);
        assert_eq!(lines.count(), 4);
        for offset in 0..=text.len() as u32 {
            assert_eq!(lines.offset(lines.position(offset)), Some(offset));
        }
        assert_eq!(lines.position(3), LineColumn { line: 2, column: 2 });
        let second = lines.span(2, text).expect("there are four lines");
        assert_eq!(&text[second.range()], "bc");
        assert_eq!(lines.position(99), LineColumn { line: 4, column: 2 });
    }
}
