//! Arguments in, exit code out; the only place that ends the process.

use std::process::ExitCode;

fn main() -> ExitCode {
    // What is half written has another name than the file it would become, and goes. Without a handler the signal's own
    // effect is nearly the same.
    let _ = ctrlc::set_handler(|| {
        gotcha::apply::abandon();
        std::process::exit(130)
    });
    gotcha::cli::main(std::env::args_os())
}
