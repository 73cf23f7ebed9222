//! Arguments in, exit code out; the only place that ends the process.

use std::process::ExitCode;

fn main() -> ExitCode {
    gotcha::cli::main(std::env::args_os())
}
