//! Control flow and data flow within a function, facts about functions, and the resource engine.

pub mod build;
pub mod cfg;
pub mod dominate;
pub mod show;

pub use build::Ending;
pub use cfg::{Block, BlockId, Cfg, Edge, Point, Step, Test, Way};
