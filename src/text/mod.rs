//! Byte spans, lines, interned names and dense ids: the ground that everything stands on.

pub mod index;
pub mod lines;
pub mod span;
pub mod symbol;
pub mod version;

pub use index::{Idx, IndexVec};
pub use lines::Lines;
pub use span::Span;
pub use symbol::Symbol;
pub use version::GoVersion;
