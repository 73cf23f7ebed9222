//! Control flow and data flow within a function, facts about functions, and the resource engine.

pub mod build;
pub mod cfg;
pub mod conditions;
pub mod dominate;
pub mod names;
pub mod show;
pub mod source;
pub mod values;

pub use build::Ending;
pub use cfg::{Block, BlockId, Cfg, Edge, Point, Step, Test, Way};
pub use names::{FuncName, TypeSpelling};
pub use source::{Place, Source};
pub use values::{FuncFlow, Mention};
