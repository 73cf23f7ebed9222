//! Rules of the group `http`.

use crate::lint::Rule;

pub mod default_http_client;
pub mod server_without_timeouts;

/// In the order of their names.
pub const RULES: &[&Rule] = &[&default_http_client::RULE, &server_without_timeouts::RULE];
