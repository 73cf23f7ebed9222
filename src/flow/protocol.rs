//! What there is to say of a resource: how it is acquired, released and handed on; the rows are in [`super::table`].
//!
//! Functions and types are named by the one spelling of [`super::names`].

use crate::text::GoVersion;

/// One kind of resource.
#[derive(Debug)]
pub struct Protocol {
    /// The name by which rules ask for it.
    pub name: &'static str,
    /// The calls that give one.
    pub acquire: &'static [Acquire],
    /// The subject's types: a function whose body is at hand and which hands out what it acquired itself is a call that gives
    /// one, too.
    pub types: &'static [&'static str],
    /// Interfaces as which such a function may hand it out.
    pub handed_as: &'static [&'static str],
    /// Which part of the call is the resource.
    pub subject: Subject,
    /// The fields from the subject to what is released: `Body` of a response.
    pub path: &'static [&'static str],
    /// From when on it must be released.
    pub starts: Starts,
    /// What releases it.
    pub release: &'static [Release],
    /// Methods whose result `false` says that it has released itself: `Next`.
    pub implied_release: &'static [&'static str],
    /// Methods one of which must be called after an implied release: `Err`.
    pub must_read: &'static [&'static str],
    /// Methods whose error, where it is not nil, says that it has released itself: `Scan` of pgx.
    pub released_by_error: &'static [&'static str],
    /// The result that says whether there is anything to release.
    pub companion: Companion,
    /// The exits at which it must have been released.
    pub exits: Exits,
    /// Functions that borrow it, besides those of [`super::facts`].
    pub wraps: &'static [&'static str],
    /// Functions, methods and fields that take it over, besides all functions that are unknown.
    pub hand_over: &'static [&'static str],
    /// From this Go version on the garbage collector does it: leaks are then no more than churn.
    pub collected_since: Option<GoVersion>,
    /// What is alive when `main.main` ends dies with the process: no leak.
    pub ends_with_process: bool,
}

/// A call that gives a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acquire {
    /// A function or method by name.
    Call(&'static str),
    /// Any call with results of these types among its results.
    Results(&'static [&'static str]),
    /// A method of this name of any other type, with this first result.
    Method(&'static str, &'static str),
    /// Any function or method whose name begins with one of these words and whose results are a value with one of the row's
    /// release methods (without arguments) and an error.
    Constructor(&'static [&'static str]),
}

/// Which part of the acquiring call is the resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The result at this position.
    Result(usize),
    /// The first result of one of the row's types.
    ResultOfType,
    /// The variable whose method is called: `cmd` of `cmd.Start()`.
    Receiver,
    /// The place whose method is called, `s.mu` of `s.mu.Lock()`: a state of that place. Passing `s` on changes nothing.
    Place,
}

/// From when on a resource must be released.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Starts {
    /// Once it is acquired.
    Acquired,
    /// Once it is used: a writer that was never written to need not be flushed.
    Used,
}

/// What releases a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Release {
    /// A method of it.
    Method(&'static str),
    /// A call of it, for it is a function.
    Call,
    /// A receive from a channel that is a field of it: a timer has fired.
    Receive(&'static str),
}

/// The result of the acquiring call that says whether it succeeded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Companion {
    /// There is always a resource.
    None,
    /// The last result, an `error`: the resource is there exactly if it is nil.
    Error,
}

/// The exits at which a resource must have been released.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exits {
    /// Every return.
    All,
    /// Returns that report success: a writer need not be flushed when all has failed.
    Success,
}
