//! Locks that a return forgets.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("lock-not-released"))
    .protocols(&["sync.Locker", "sync.RLocker"])
    .on_call(&["(*sync.Mutex).Lock", "(*sync.RWMutex).Lock", "(*sync.RWMutex).RLock", "(sync.Locker).Lock"], check);

fn check<'a>(cx: &Cx<'a>, call: Call<'a>) -> Option<()> {
    let read = call.name()?.text() == "RLock";
    let row: &[&str] = if read { &["sync.RLocker"] } else { &["sync.Locker"] };
    let leaking = cx.leaking(call, row)?;
    let lock = call.qualifier()?;
    let name = lock.text();
    let func = call.enclosing_func()?;
    // A function that never unlocks is one half of a pair, and one named after locking returns locked on purpose.
    if !leaking.leak.released_elsewhere || func.name_text().to_lowercase().contains("lock") {
        return None;
    }
    if !matches!(leaking.leak.loss, Loss::Exit(_)) {
        return None;
    }
    let unlock = if read { "RUnlock" } else { "Unlock" };
    // Unlocked before, it is locked anew for whoever locked it first; and helpers named after unlocking do that.
    let given_back = func.calls_within().into_iter().any(|other| {
        let Some(method) = other.name() else { return false };
        if method.text() == unlock {
            other.span().start < call.span().start && other.qualifier().is_some_and(|on| on.same_text(lock))
        } else {
            method.text() != "Unlock" && method.text() != "RUnlock" && method.text().to_lowercase().contains("unlock")
        }
    });
    if given_back {
        return None;
    }
    cx.report(
        leaking
            .draft_at(cx, call.head(), format!("`{name}` stays locked on some path: everyone after it waits for ever"))
            .here("locked here")
            .help(format!("defer `{name}.{unlock}()` on the next line, or unlock before this return"))
            .error(),
    )
}
