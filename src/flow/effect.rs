//! What a function does to those who call it: the words of summaries.

use serde::{Deserialize, Serialize};

/// How a call ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Ending {
    /// It may return.
    Returns,
    /// It never returns but unwinds the stack: deferred calls run (`panic`, `runtime.Goexit`, `t.FailNow`).
    Unwinds,
    /// It never returns, and nothing else runs (`os.Exit`, `log.Fatal`).
    Dies,
}

/// What is done to a channel: a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct ChannelUse(u8);

impl ChannelUse {
    pub const NONE: ChannelUse = ChannelUse(0);
    pub const SENDS: ChannelUse = ChannelUse(1);
    pub const RECEIVES: ChannelUse = ChannelUse(2);
    /// Receives until it is closed: `range`.
    pub const DRAINS: ChannelUse = ChannelUse(4);
    pub const CLOSES: ChannelUse = ChannelUse(8);
    /// Out of sight: stored, returned, passed to an unknown function.
    pub const ESCAPES: ChannelUse = ChannelUse(16);

    /// Whether any of these is done.
    pub fn any(self, other: ChannelUse) -> bool {
        self.0 & other.0 != 0
    }

    /// Both together.
    pub fn with(self, other: ChannelUse) -> ChannelUse {
        ChannelUse(self.0 | other.0)
    }
}

/// What is done with a context, the more the greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ContextUse {
    /// Nothing.
    Ignored,
    /// Only its values are read.
    Values,
    /// Its end is looked at, or it is passed on.
    Heeded,
}

/// Why a function makes its caller wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Wait {
    /// A send, receive or `select` without default.
    Channel,
    /// `time.Sleep`
    Sleep,
    /// `WaitGroup.Wait`
    Join,
    /// `Cond.Wait`, which gives its lock back meanwhile.
    Condition,
    /// A file that is read or written as a whole.
    File,
    Network,
    Database,
    /// Another process.
    Process,
}

/// What a function does to a resource that it is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ParamEffect {
    /// It may keep it.
    Unknown,
    /// It neither keeps nor releases it.
    Borrows,
    /// It releases it on some ways and not on others.
    Sometimes,
    /// It has released it when it returns.
    Releases,
    /// It gives it back on every way on which it does not release it, as the result at this position: the resource itself, or
    /// what is so many fields of the path nearer to it.
    Returns { at: u8, taken: u8 },
}

/// Where a call gives the resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Given {
    /// The position of the result.
    pub at: u8,
    /// How many fields of the protocol's path the result lies behind: 1 where it is the body of a response.
    pub taken: u8,
}
