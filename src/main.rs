use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;

use gotcha::cli::debug::{ast, packages, parse, syntax, types};
use gotcha::syntax::Mode;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    let mut out = BufWriter::new(std::io::stdout().lock());
    let done = match words[..] {
        ["debug", "ast", "--declarations", file] => {
            ast::run(Path::new(file), Mode::Declarations, &mut out).map_err(|error| error.to_string())
        }
        ["debug", "ast", file] => ast::run(Path::new(file), Mode::Full, &mut out).map_err(|error| error.to_string()),
        ["debug", "parse", "--lower", ..] => parse::run(&args[3..], parse::Step::Lower(Mode::Full), &mut out),
        ["debug", "parse", "--declarations", ..] => {
            parse::run(&args[3..], parse::Step::Lower(Mode::Declarations), &mut out)
        }
        ["debug", "parse", ..] => parse::run(&args[2..], parse::Step::TreeSitter, &mut out),
        ["debug", "types", ..] => types::run(&args[2..], &mut out),
        ["debug", "packages", "--closure", ..] => packages::run(&args[3..], true, &mut out),
        ["debug", "packages", ..] => packages::run(&args[2..], false, &mut out),
        ["debug", "syntax"] => syntax::run(&mut std::io::stdin().lock(), &mut out).map_err(|error| error.to_string()),
        _ => Err("usage: gotcha debug ast|parse|syntax|types …".to_string()),
    };
    match done.and_then(|()| out.flush().map_err(|error| error.to_string())) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("gotcha: {message}");
            ExitCode::from(2)
        }
    }
}
