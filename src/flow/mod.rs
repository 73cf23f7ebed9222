//! Control flow and data flow within a function, facts about functions, and the resource engine.

pub mod acquire;
pub mod build;
pub mod cfg;
pub mod conditions;
pub mod dominate;
pub mod escape;
pub mod facts;
pub mod names;
pub mod protocol;
pub mod resource;
pub mod show;
pub mod source;
pub mod summary;
pub mod tie;
pub mod values;

pub use build::Ending;
pub use cfg::{Block, BlockId, Cfg, Edge, Point, Step, Test, Way};
pub use names::{FuncName, TypeSpelling};
pub use protocol::{Compiled, Protocol};
pub use resource::{Leak, Loss, PathEvent, PathStep};
pub use source::{Place, Source};
pub use summary::{Files, Program};
pub use values::{FuncFlow, Mention};
