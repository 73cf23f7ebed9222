//! The syntax trees of odd, broken and huge texts, and the comparison with Go's own parser.

mod broken;
mod declarations;
mod oracle;
mod snippets;
