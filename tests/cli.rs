//! The command line as people see it: a folder, a command, the whole output.
//!
//! Each file of `tests/cases` is one case: sections that begin with `-- name --` on a line.
//!
//! - `cmd`: the arguments, one line; several sections are run one after the other
//! - `stdin`
//! - `file PATH`, `dir PATH`, `link PATH TARGET`, `fifo PATH`, `random PATH BYTES`, `repeat PATH COUNT` (its text is repeated)
//! - after each `cmd`: `out`, `err`, `code`, what is expected of it; those that are missing are empty, or 0
//!
//! `UPDATE=1` writes what came out into the files; the diff is then read.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::support::{root, scratch, write};

/// A section: its words, its text.
type Section = (Vec<String>, String);

fn sections(text: &str) -> (String, Vec<Section>) {
    let mut preface = String::new();
    let mut sections: Vec<Section> = Vec::new();
    for line in text.split_inclusive('\n') {
        let head = line.trim_end().strip_prefix("-- ").and_then(|rest| rest.strip_suffix(" --"));
        match (head, sections.last_mut()) {
            (Some(head), _) => sections.push((head.split(' ').map(str::to_owned).collect(), String::new())),
            (None, Some((_, text))) => text.push_str(line),
            (None, None) => preface.push_str(line),
        }
    }
    (preface, sections)
}

struct Ran {
    out: String,
    err: String,
    code: i32,
}

fn gotcha(folder: &Path, args: &str, stdin: &str) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gotcha"));
    for (name, _) in std::env::vars() {
        if name.starts_with("GOTCHA_") {
            command.env_remove(name);
        }
    }
    for name in ["GITHUB_ACTIONS", "FORCE_COLOR", "CLICOLOR_FORCE", "GOFLAGS", "GOOS", "GOARCH", "GOWORK"] {
        command.env_remove(name);
    }
    let mut child = command
        .args(args.split_whitespace())
        .current_dir(folder)
        .env("LC_ALL", "C.UTF-8")
        .env("NO_COLOR", "1")
        .env("HOME", folder.join("home"))
        .env("XDG_CONFIG_HOME", folder.join("home"))
        .env("XDG_CACHE_HOME", folder.join("cache"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary was built");
    // One that does not read its input closes the pipe.
    let _ = child.stdin.take().expect("it is piped").write_all(stdin.as_bytes());
    let output = child.wait_with_output().expect("it ends");
    let text = |bytes: Vec<u8>| {
        let text = String::from_utf8(bytes).expect("output is UTF-8");
        let text = text.replace(&folder.display().to_string(), "FOLDER").replace(env!("CARGO_PKG_VERSION"), "VERSION");
        changing(&text, &[(" in ", " s"), ("\"rule_set\": \"", "\"")])
    };
    Ran { out: text(output.stdout), err: text(output.stderr), code: output.status.code().unwrap_or(-1) }
}

/// Puts `…` for what changes from run to run or from version to version: each number between two marks.
fn changing(text: &str, marks: &[(&str, &str)]) -> String {
    let mut lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
    for line in &mut lines {
        for (before, after) in marks {
            let number = line.rfind(before).map(|at| at + before.len());
            let end = number.and_then(|from| line[from..].find(after).map(|len| from..from + len));
            if let Some(range) = end
                && !range.is_empty()
                && line[range.clone()].bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'.')
            {
                line.replace_range(range, "…");
            }
        }
    }
    lines.join("\n")
}

/// Makes what a section says lies in the folder; false if it is none of these.
fn place(folder: &Path, words: &[String], text: &str) -> bool {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words[..] {
        ["file", path] => write(&folder.join(path), text),
        ["dir", path] => std::fs::create_dir_all(folder.join(path)).expect("folders can be made"),
        #[cfg(unix)]
        ["link", path, target] => std::os::unix::fs::symlink(target, folder.join(path)).expect("links can be made"),
        #[cfg(unix)]
        ["fifo", path] => {
            let made = Command::new("mkfifo").arg(folder.join(path)).status();
            assert!(made.is_ok_and(|status| status.success()), "mkfifo works");
        }
        ["random", path, bytes] => {
            let bytes: usize = bytes.parse().expect("a number of bytes");
            // xorshift64*, from a fixed seed.
            let mut state = 0x2545_f491_4f6c_dd1d_u64;
            let random: Vec<u8> = std::iter::repeat_with(|| {
                state ^= state >> 12;
                state ^= state << 25;
                state ^= state >> 27;
                (state.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 56) as u8
            })
            .take(bytes)
            .collect();
            std::fs::write(folder.join(path), random).expect("files can be written");
        }
        // The first line once, the second so many times, the third once, the fourth so many times.
        ["repeat", path, count] => {
            let count: usize = count.parse().expect("a count");
            let mut lines = text.lines();
            let mut next = || lines.next().unwrap_or_default().replace("\\n", "\n");
            let (first, again, middle, close) = (next(), next(), next(), next());
            let text = format!("{first}\n{}{middle}\n{}\n", again.repeat(count), close.repeat(count));
            write(&folder.join(path), &text);
        }
        ["bytes", path] => {
            // `\xNN` and `\r` stand for bytes.
            let mut bytes = Vec::new();
            let mut rest = text;
            while let Some(at) = rest.find('\\') {
                bytes.extend(rest[..at].bytes());
                let escape = &rest[at + 1..];
                if let Some(hex) = escape.strip_prefix('x') {
                    bytes.push(u8::from_str_radix(&hex[..2], 16).expect("two digits"));
                    rest = &hex[2..];
                } else {
                    bytes.push(b'\r');
                    rest = &escape[1..];
                }
            }
            bytes.extend(rest.bytes());
            std::fs::create_dir_all(folder).expect("folders can be made");
            std::fs::write(folder.join(path), bytes).expect("files can be written");
        }
        _ => return false,
    }
    true
}

/// Runs a case and gives the text that its file should have.
fn run(name: &str, text: &str) -> String {
    let folder = scratch(&format!("cli-{name}"));
    let (preface, sections) = sections(text);
    let stdin = sections.iter().find(|(words, _)| words[0] == "stdin").map_or("", |(_, text)| text.as_str());
    for (words, text) in &sections {
        place(&folder, words, text);
    }
    let mut fresh = preface;
    for (words, text) in &sections {
        match words[0].as_str() {
            "out" | "err" | "code" => {}
            "cmd" => {
                let ran = gotcha(&folder, text.trim(), stdin);
                fresh.push_str(&format!("-- cmd --\n{text}"));
                for (head, content) in [("out", &ran.out), ("err", &ran.err)] {
                    if !content.is_empty() {
                        fresh.push_str(&format!("-- {head} --\n{content}"));
                        if !content.ends_with('\n') {
                            fresh.push('\n');
                        }
                    }
                }
                if ran.code != 0 {
                    fresh.push_str(&format!("-- code --\n{}\n", ran.code));
                }
            }
            _ => fresh.push_str(&format!("-- {} --\n{text}", words.join(" "))),
        }
    }
    fresh
}

#[test]
fn cases_come_out_as_written() {
    let mut paths: Vec<_> = std::fs::read_dir(root().join("tests/cases"))
        .expect("there are cases")
        .flatten()
        .map(|entry| entry.path())
        .collect();
    paths.sort();
    let only = std::env::var("CASE").ok();
    let mut faults = Vec::new();
    for path in paths {
        let name = path.file_stem().expect("a case has a name").to_string_lossy().into_owned();
        if only.as_deref().is_some_and(|only| only != name) {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("cases are UTF-8");
        let fresh = run(&name, &text);
        if fresh == text {
            continue;
        }
        if std::env::var_os("UPDATE").is_some() {
            write(&path, &fresh);
        } else {
            let diff = similar::TextDiff::from_lines(&text, &fresh);
            faults.push(format!("{name}:\n{}", diff.unified_diff().context_radius(2)));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_closed_pipe_is_no_fault() {
    let folder = scratch("cli-pipe");
    let many = "var x, err = http.Get(\"x\")\n".repeat(2000);
    write(&folder.join("a.go"), &format!("package a\n\nimport \"net/http\"\n\n{many}"));
    let mut child = Command::new(env!("CARGO_BIN_EXE_gotcha"))
        .args(["check", "--output", "json", "-qq"])
        .current_dir(&folder)
        .stdout(Stdio::piped())
        .spawn()
        .expect("the binary was built");
    drop(child.stdout.take());
    let status = child.wait().expect("it ends");
    assert!(matches!(status.code(), Some(0 | 1)), "{status}");
}
