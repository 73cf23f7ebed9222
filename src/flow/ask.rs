//! Questions about functions, and how their answers are found once: recursion, and what is remembered.
//!
//! Recursion starts from the answer that claims least and is repeated until the answer stays (at most [`ROUNDS`] times): answers
//! only grow, so the fixed point does not depend on where the recursion was entered (H. Bekić, "Definable operations in general
//! algebras", 1969, for the nested repetition).

use std::cell::RefCell;

use parking_lot::RwLock;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use smallvec::SmallVec;

use super::compiled::Compiled;
use super::effect::{ChannelUse, ContextUse, Ending, Given, ParamEffect, Wait};
use crate::source::FileId;
use crate::syntax::ast::FuncId;
use crate::text::Symbol;

/// Times that a recursive function is looked at.
const ROUNDS: usize = 3;
/// Callees of callees that are looked at: more than programs have, for what is found must not depend on who asked first.
const DEPTH: usize = 200;

/// A question about a function. Protocols are named as in the table.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Ask {
    /// How its calls end.
    Ending,
    /// Whether it makes its caller wait; `holding`: one that holds a lock.
    Waits { holding: bool },
    /// Whether it starts a goroutine.
    Starts,
    /// Whether the result at this position is nil wherever the error is not.
    NilWithError(usize),
    /// Whether it dereferences what it is given, whatever happens.
    Dereferences(Param),
    /// Whether it writes to the map that it is given, whatever happens.
    WritesMap(Param),
    /// What it does to the channel in a parameter.
    Channel(usize),
    /// What it does with the context in a parameter.
    Context(usize),
    /// Whether it hands out what it acquires.
    HandsOut(&'static str),
    /// What it does to the resource in a parameter, behind these fields.
    Param { param: Param, protocol: &'static str, path: SmallVec<[Symbol; 2]> },
}

/// What a function is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Param {
    Receiver,
    At(usize),
    /// As [`Param::At`]; the last parameter is the error that came with it, nil while there is a resource.
    WithError(usize),
}

/// What a question is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Answer {
    Ending(Ending),
    Param(ParamEffect),
    Is(bool),
    Channel(ChannelUse),
    Context(Option<ContextUse>),
    Waits(Option<Wait>),
    Given(Option<Given>),
}

impl Ask {
    /// What a function does to the resource of `protocol` in a parameter, behind these fields.
    pub fn param(param: Param, protocol: &'static Compiled, path: &[Symbol]) -> Ask {
        Ask::Param { param, protocol: protocol.row.name, path: SmallVec::from_slice(path) }
    }

    /// The answer that claims least.
    pub fn least(&self) -> Answer {
        match self {
            Ask::Ending => Answer::Ending(Ending::Returns),
            Ask::Waits { .. } => Answer::Waits(None),
            Ask::Channel(_) => Answer::Channel(ChannelUse::ESCAPES),
            Ask::Context(_) => Answer::Context(None),
            Ask::Param { .. } => Answer::Param(ParamEffect::Unknown),
            Ask::Starts | Ask::NilWithError(_) | Ask::Dereferences(_) | Ask::WritesMap(_) => Answer::Is(false),
            Ask::HandsOut(_) => Answer::Given(None),
        }
    }
}

impl Answer {
    /// Whether it is yes.
    pub fn is_yes(self) -> bool {
        self == Answer::Is(true)
    }
}

/// A question about the function of a file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Key {
    pub file: FileId,
    pub func: FuncId,
    pub ask: Ask,
}

struct Running {
    key: Key,
    /// The answer of the round before, used by those who ask meanwhile.
    so_far: Answer,
    /// Someone asked meanwhile.
    asked: bool,
}

thread_local! {
    /// What this thread is computing, callers first.
    static RUNNING: RefCell<Vec<Running>> = const { RefCell::new(Vec::new()) };
    /// The outermost running entry whose unfinished answer was used, while the present one was computed.
    static LOWEST: std::cell::Cell<usize> = const { std::cell::Cell::new(usize::MAX) };
}

/// Takes an entry off the stack also when a rule panics.
struct Guard(usize);

impl Drop for Guard {
    fn drop(&mut self) {
        RUNNING.with_borrow_mut(|running| running.truncate(self.0));
    }
}

/// The file of the function that this thread is computing an answer about.
pub(super) fn asker() -> Option<FileId> {
    RUNNING.with_borrow(|running| running.last().map(|entry| entry.key.file))
}

/// Answers found so far, shared by all threads.
#[derive(Default)]
pub(super) struct Answers(RwLock<FxHashMap<Key, Answer>>);

impl Answers {
    /// An answer that was found to the end.
    pub fn known(&self, key: &Key) -> Option<Answer> {
        self.0.read().get(key).copied()
    }

    /// The answer, computed if need be.
    pub fn answer(&self, key: Key, compute: impl Fn() -> Answer) -> Answer {
        if let Some(answer) = self.known(&key) {
            return answer;
        }
        let least = key.ask.least();
        let running = RUNNING.with_borrow_mut(|running| {
            if let Some(at) = running.iter().position(|entry| entry.key == key) {
                running[at].asked = true;
                LOWEST.set(LOWEST.get().min(at));
                return Some(running[at].so_far);
            }
            if running.len() >= DEPTH {
                return Some(least);
            }
            running.push(Running { key: key.clone(), so_far: least, asked: false });
            None
        });
        if let Some(answer) = running {
            return answer;
        }
        let own = RUNNING.with_borrow(|running| running.len() - 1);
        let _guard = Guard(own);
        let outer = LOWEST.replace(usize::MAX);
        let mut answer = compute();
        for _ in 1..ROUNDS {
            let again = RUNNING.with_borrow_mut(|running| {
                let entry = &mut running[own];
                std::mem::replace(&mut entry.asked, false) && std::mem::replace(&mut entry.so_far, answer) != answer
            });
            if !again {
                break;
            }
            answer = compute();
        }
        let lowest = LOWEST.get();
        // An answer that leans on an unfinished one of a caller is not remembered.
        if lowest >= own {
            self.0.write().insert(key, answer);
            LOWEST.set(outer);
        } else {
            LOWEST.set(outer.min(lowest));
        }
        answer
    }
}
