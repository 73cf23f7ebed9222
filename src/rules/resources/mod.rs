//! Rules of the group `resources`.

use crate::lint::Rule;

pub mod buffered_writer_not_flushed;
pub mod closer_not_closed;
pub mod defer_in_loop;
pub mod file_not_closed;
pub mod response_body_not_closed;

/// In the order of their names.
pub const RULES: &[&Rule] = &[
    &buffered_writer_not_flushed::RULE,
    &closer_not_closed::RULE,
    &defer_in_loop::RULE,
    &file_not_closed::RULE,
    &response_body_not_closed::RULE,
];
