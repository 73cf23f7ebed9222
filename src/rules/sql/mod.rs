//! Rules of the group `sql`.

use crate::lint::Rule;

pub mod rows_err_unchecked;
pub mod rows_not_closed;
pub mod transaction_not_rolled_back;

/// In the order of their names.
pub const RULES: &[&Rule] = &[&rows_err_unchecked::RULE, &rows_not_closed::RULE, &transaction_not_rolled_back::RULE];
