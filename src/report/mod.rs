//! Results for people and scripts: one file per format.
//!
//! Only here (and in `lsp`) byte offsets become lines and columns, UTF-16 and addresses.

pub mod azure;
pub mod checkstyle;
pub mod concise;
pub mod github;
pub mod gitlab;
pub mod html;
pub mod json;
pub mod junit;
mod line_hash;
pub mod markdown;
pub mod narrated;
pub mod rdjson;
pub mod sarif;
pub mod teamcity;
#[cfg(test)]
mod tests;
pub mod text;
pub mod view;
mod xml;

pub use view::{RuleInfo, View};
