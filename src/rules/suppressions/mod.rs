//! Rules of the group `suppressions`: what the engine says about comments that silence it. They have no hooks; the work is
//! done in `lint::suppress`, when all other findings of a file are known.

use crate::lint::{Rule, suppress};

/// In the order of their names.
pub const RULES: &[&Rule] = &[&suppress::MALFORMED, &suppress::NO_REASON, &suppress::UNKNOWN_RULE, &suppress::UNUSED];
