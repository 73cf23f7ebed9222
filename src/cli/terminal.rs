//! What the two outputs can show: colours, links, characters, columns; and panics, remembered instead of printed.

use std::cell::RefCell;
use std::io::{self, IsTerminal};
use std::panic::PanicHookInfo;

use super::args::When;

/// Columns where nothing tells.
const WIDTH: usize = 100;

/// One of the two outputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    Out,
    Err,
}

/// Whether to use colours. NO_COLOR, CLICOLOR_FORCE and FORCE_COLOR decide where the flag does not.
pub fn colour(stream: Stream, when: When) -> bool {
    match when {
        When::Always => true,
        When::Never => false,
        When::Auto => {
            let stream = match stream {
                Stream::Out => supports_color::Stream::Stdout,
                Stream::Err => supports_color::Stream::Stderr,
            };
            supports_color::on(stream).is_some_and(|level| level.has_basic)
        }
    }
}

/// Whether to write links that terminals can follow.
pub fn links(when: When) -> bool {
    match when {
        When::Always => true,
        When::Never => false,
        When::Auto => io::stdout().is_terminal() && supports_hyperlinks::on(supports_hyperlinks::Stream::Stdout),
    }
}

/// Whether only ASCII can be shown: the locale is set, and not to UTF-8.
pub fn ascii() -> bool {
    let set =
        ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(|name| std::env::var(name).ok().filter(|v| !v.is_empty()));
    set.is_some_and(|locale| {
        let locale = locale.to_lowercase();
        !locale.contains("utf-8") && !locale.contains("utf8")
    })
}

/// The columns of the terminal, or a fixed number for files and pipes.
pub fn width() -> usize {
    if !io::stdout().is_terminal() {
        return WIDTH;
    }
    terminal_size::terminal_size().map_or(WIDTH, |(width, _)| usize::from(width.0).clamp(40, 160))
}

/// Lets miette draw as the terminal can.
pub fn install_miette() {
    let colour = colour(Stream::Err, When::Auto);
    let ascii = ascii();
    let _ = miette::set_hook(Box::new(move |_| {
        let options = miette::MietteHandlerOpts::new().color(colour).unicode(!ascii).terminal_links(false).width(100);
        // Flags and rules have hyphens, and are to be found by searching for them.
        let options = options.break_words(false).word_splitter(textwrap::WordSplitter::NoHyphenation);
        Box::new(options.word_separator(textwrap::WordSeparator::AsciiSpace).build())
    }));
}

thread_local! {
    static PANIC: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Keeps what a panic says; whoever catches it decides what is shown.
pub fn remember_panic(info: &PanicHookInfo<'_>) {
    PANIC.with(|last| *last.borrow_mut() = info.to_string());
}

/// What the last panic of this thread said.
pub fn last_panic() -> String {
    PANIC.with(|last| last.borrow().clone())
}
