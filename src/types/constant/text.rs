//! The value of a string constant: bytes, for Go strings need not be UTF-8.
//!
//! A long concatenation `a + b + c + …` records a value at each of its steps. So a sum keeps its parts and is only written
//! out when somebody asks for the bytes (the idea of `stringVal` in golang/go: `src/go/constant/value.go`).

use std::sync::{Arc, OnceLock};

/// Sums up to this many bytes are written out at once.
const SMALL: usize = 128;

/// The bytes of a string constant, cheap to clone.
#[derive(Clone)]
pub struct Text(Arc<Piece>);

struct Piece {
    len: usize,
    /// The bytes, once somebody asked for them; always there in a piece without parts.
    flat: OnceLock<Box<[u8]>>,
    parts: Option<(Text, Text)>,
}

impl Text {
    /// A text of these bytes.
    pub fn new(bytes: &[u8]) -> Text {
        Text(Arc::new(Piece { len: bytes.len(), flat: OnceLock::from(Box::from(bytes)), parts: None }))
    }

    /// Number of bytes.
    pub fn len(&self) -> usize {
        self.0.len
    }

    /// Whether it is the empty string.
    pub fn is_empty(&self) -> bool {
        self.0.len == 0
    }

    /// The bytes.
    pub fn bytes(&self) -> &[u8] {
        self.0.flat.get_or_init(|| self.write_out())
    }

    fn write_out(&self) -> Box<[u8]> {
        let mut bytes = Vec::with_capacity(self.len());
        let mut todo = vec![self];
        while let Some(text) = todo.pop() {
            match (text.0.flat.get(), &text.0.parts) {
                (Some(flat), _) => bytes.extend_from_slice(flat),
                (None, Some((left, right))) => todo.extend([right, left]),
                (None, None) => {}
            }
        }
        bytes.into_boxed_slice()
    }

    /// `self + other`
    pub fn concat(&self, other: &Text) -> Text {
        if other.is_empty() {
            return self.clone();
        }
        if self.is_empty() {
            return other.clone();
        }
        let len = self.len() + other.len();
        if len <= SMALL {
            let mut bytes = Vec::with_capacity(len);
            bytes.extend_from_slice(self.bytes());
            bytes.extend_from_slice(other.bytes());
            return Text::new(&bytes);
        }
        Text(Arc::new(Piece { len, flat: OnceLock::new(), parts: Some((self.clone(), other.clone())) }))
    }
}

impl Drop for Piece {
    /// Takes a long sum apart in a loop: its left spine may be deeper than the stack.
    fn drop(&mut self) {
        let mut todo: Vec<Text> = Vec::new();
        let push = |parts: Option<(Text, Text)>, todo: &mut Vec<Text>| {
            if let Some((left, right)) = parts {
                todo.extend([left, right]);
            }
        };
        push(self.parts.take(), &mut todo);
        while let Some(Text(piece)) = todo.pop() {
            if let Some(mut piece) = Arc::into_inner(piece) {
                push(piece.parts.take(), &mut todo);
            }
        }
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Text) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || (self.len() == other.len() && self.bytes() == other.bytes())
    }
}

impl Eq for Text {}

impl std::hash::Hash for Text {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.bytes().hash(state);
    }
}

impl std::fmt::Debug for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", String::from_utf8_lossy(self.bytes()))
    }
}
