//! Control flow and data flow within a function, facts about functions, and the resource engine.
//!
//! What a rule asks, through `Cx`:
//!
//! - the graph: `cx.cfg(func)` or `cx.cfg_at(node)`, then [`Cfg::in_cycle`] (can this run twice in one call?),
//!   [`Cfg::dominates`], [`Cfg::post_dominates`], [`Cfg::reachable`], [`Cfg::reaches`], and
//!   [`Cfg::exit_avoiding`]: is there a way to a return on which nothing of this kind happens?
//! - the variables: `cx.flow(func)` gives a [`FuncFlow`] with [`FuncFlow::mentions`] of a variable (read, assigned, captured,
//!   addressed, and at which step) and [`FuncFlow::is_plain`].
//! - paths with a state of the rule's: `cx.search(…)`, see [`walk::search`]; where a variable is nil: `cx.nil_path(expr)`.
//! - resources: `cx.leak(call, "sql.Rows")` gives a [`Leak`], the path on which nobody releases what the call acquired;
//!   `cx.unread(call, "sql.Rows")` one on which `Err` is not called after the loop. Rows of the table: [`protocol::TABLE`].
//! - other functions: [`Program::ending`] (does this call return?), [`Program::param`] (does the callee release its
//!   argument?), [`Program::body`].
//!
//! How: [`cfg`] and [`build`] make the graph, [`dominate`] orders it; [`values`] and [`conditions`] are tables of one
//! function; [`escape`] says what one mention of a variable does to the resource it holds, [`tie`] which errors and
//! booleans tell whether there is one; `engine` walks the paths for [`resource`]; [`summary`] asks the same of callees, and [`facts`]
//! and [`stdfacts`] answer for those without bodies. Everything goes by resolved objects. An unknown callee, an escape or a graph with
//! holes is silence.
//!
//! ```text
//! rows, err := db.Query(q)      acquired; `err` is tied to it
//! if err != nil { return err }  here there are no rows: not a path of interest
//! if skip { return nil }        leak: acquired -> `skip` is true -> returns here
//! defer rows.Close()            released on every way from here
//! ```

pub mod acquire;
mod ask;
pub mod behaviour;
pub mod build;
pub mod cfg;
pub mod compiled;
pub mod conditions;
pub mod demands;
pub mod dependency;
pub mod dominate;
pub mod effect;
mod engine;
pub mod escape;
pub mod facts;
mod fresh;
pub mod names;
pub mod near_nil;
pub mod nil;
pub mod nil_values;
pub mod path;
pub mod protocol;
pub mod resource;
pub mod show;
pub mod solve;
pub mod source;
pub mod stdfacts;
pub mod summary;
pub mod table;
pub mod tie;
pub mod values;
pub mod walk;

pub use ask::Param;
pub use cfg::{Block, BlockId, Cfg, Edge, Point, Step, Test, Way};
pub use compiled::Compiled;
pub use dependency::Dependencies;
pub use effect::{ChannelUse, ContextUse, Ending, ParamEffect, Wait};
pub use names::{FuncName, TypeSpelling};
pub use path::{Leak, Loss, PathEvent, PathStep};
pub use protocol::Protocol;
pub use source::{Place, Source};
pub use summary::Program;
pub use tie::Tied;
pub use values::{FuncFlow, Kept, Mention};
pub use walk::{Next, Way as Walked};
