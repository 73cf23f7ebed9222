//! How far the analysis is: a bar on a terminal's standard error, for runs that take more than half a second.

use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::check::Progress;

/// Runs below this are over before anybody would read a bar.
const PATIENCE: Duration = Duration::from_millis(500);
/// How often it is drawn.
const FRAME: Duration = Duration::from_millis(80);

/// A bar, drawn until it is dropped.
pub struct Bar {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// Starts a bar, if standard error is a terminal.
pub fn start(progress: &Arc<Progress>) -> Option<Bar> {
    if !std::io::stderr().is_terminal() {
        return None;
    }
    let progress = Arc::clone(progress);
    let (stop, stopped) = channel();
    let thread = std::thread::spawn(move || {
        if stopped.recv_timeout(PATIENCE) != Err(RecvTimeoutError::Timeout) {
            return;
        }
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        let style = ProgressStyle::with_template("{spinner} {msg} {bar:30} {pos}/{len}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        loop {
            let (stage, done, total) = progress.read();
            bar.set_message(stage);
            bar.set_length(total as u64);
            bar.set_position(done as u64);
            bar.tick();
            if stopped.recv_timeout(FRAME) != Err(RecvTimeoutError::Timeout) {
                break;
            }
        }
        bar.finish_and_clear();
    });
    Some(Bar { stop: Some(stop), thread: Some(thread) })
}

impl Drop for Bar {
    fn drop(&mut self) {
        // Either end may be gone already; the bar is cleared before anything else is written.
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
