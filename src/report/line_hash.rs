//! The hash of a line that GitHub's code scanning tracks alerts by (github/codeql-action: `src/fingerprints.ts`):
//! a rolling hash over the hundred characters from the start of the line on, blanks left out, in UTF-16 code units.

/// Number of code units that one hash covers.
const WINDOW: usize = 100;
/// The base of the polynomial.
const BASE: u64 = 37;

/// `hash:count` of each line in order; `count` tells equal hashes apart.
pub fn line_hashes(text: &str) -> Vec<String> {
    let mut rolling = Rolling::default();
    let mut after_return = false;
    for unit in text.encode_utf16() {
        let blank = unit == u16::from(b' ') || unit == u16::from(b'\t');
        if blank || (after_return && unit == u16::from(b'\n')) {
            after_return = false;
            continue;
        }
        after_return = unit == u16::from(b'\r');
        rolling.take(if after_return { u16::from(b'\n') } else { unit });
    }
    // The end of the text counts as a character that no text has.
    rolling.take(u16::MAX);
    for _ in 0..WINDOW {
        rolling.flush();
        rolling.push(0);
    }
    rolling.done
}

struct Rolling {
    units: [u16; WINDOW],
    /// Whether the line begins with the unit at this place of the window.
    begins: [bool; WINDOW],
    at: usize,
    hash: u64,
    /// `BASE` to the power of `WINDOW`.
    first: u64,
    line_start: bool,
    counts: std::collections::HashMap<u64, usize>,
    done: Vec<String>,
}

impl Default for Rolling {
    fn default() -> Rolling {
        let first = (0..WINDOW).fold(1u64, |power, _| power.wrapping_mul(BASE));
        let counts = std::collections::HashMap::new();
        Rolling {
            units: [0; WINDOW],
            begins: [false; WINDOW],
            at: 0,
            hash: 0,
            first,
            line_start: true,
            counts,
            done: Vec::new(),
        }
    }
}

impl Rolling {
    fn take(&mut self, unit: u16) {
        self.flush();
        if self.line_start {
            self.line_start = false;
            self.begins[self.at] = true;
        }
        self.line_start = unit == u16::from(b'\n');
        self.push(unit);
    }

    /// A line that began a whole window ago has its hash now.
    fn flush(&mut self) {
        if std::mem::take(&mut self.begins[self.at]) {
            let count = self.counts.entry(self.hash).or_default();
            *count += 1;
            self.done.push(format!("{:x}:{count}", self.hash));
        }
    }

    fn push(&mut self, unit: u16) {
        let gone = std::mem::replace(&mut self.units[self.at], unit);
        let hash = self.hash.wrapping_mul(BASE).wrapping_add(u64::from(unit));
        self.hash = hash.wrapping_sub(self.first.wrapping_mul(u64::from(gone)));
        self.at = (self.at + 1) % WINDOW;
    }
}

#[cfg(test)]
mod tests {
    use super::line_hashes;

    #[test]
    fn hashes_are_those_of_github() {
        // Values that code scanning itself gives.
        assert_eq!(line_hashes(""), ["c129715d7a2bc9a3:1"]);
        let lines = ["271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"];
        assert_eq!(line_hashes(" a\nb\n  \t\tc\n d"), lines);
        assert_eq!(line_hashes("a\r\nb\r\nc\rd"), lines);
    }

    #[test]
    fn equal_lines_are_counted() {
        let hashes = line_hashes(&"x\n".repeat(205));
        assert_eq!(hashes.len(), 206);
        let first: Vec<&str> = hashes.iter().take(3).map(|hash| hash.rsplit(':').next().unwrap()).collect();
        assert_eq!(first, ["1", "2", "3"]);
    }
}
