//! A small cache in front of the global table of names: most identifiers of a file were seen a moment ago.

use crate::text::Symbol;

const SLOTS: usize = 4096;

/// A direct-mapped cache from text to symbol; takes no memory before the first name.
#[derive(Default)]
pub(super) struct Names {
    slots: Vec<Option<(Symbol, &'static str)>>,
}

impl Names {
    /// The symbol of `text`.
    #[inline]
    pub fn intern(&mut self, text: &str) -> Symbol {
        if self.slots.is_empty() {
            self.slots = vec![None; SLOTS];
        }
        let slot = &mut self.slots[place(text.as_bytes())];
        match *slot {
            Some((symbol, same)) if same == text => symbol,
            _ => {
                let symbol = Symbol::intern(text);
                *slot = Some((symbol, symbol.as_str()));
                symbol
            }
        }
    }
}

/// A place from the length and the first and last eight bytes.
#[inline]
fn place(text: &[u8]) -> usize {
    let word = |bytes: &[u8]| bytes.iter().fold(0u64, |word, &byte| word << 8 | u64::from(byte));
    let (head, tail) = match (text.first_chunk::<8>(), text.last_chunk::<8>()) {
        (Some(head), Some(tail)) => (u64::from_le_bytes(*head), u64::from_le_bytes(*tail)),
        _ => (word(text), 0),
    };
    let mixed = (head ^ tail.rotate_left(29) ^ text.len() as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> 52) as usize % SLOTS
}
