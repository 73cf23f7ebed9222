//! The command line as scripts see it: each verb, format and exit code, in folders of their own.
//!
//! The code under test needs no import, so that these tests say nothing about what is known of packages.

mod baseline;
mod config;
mod dependencies;
mod fix;
mod flags;
mod formats;
mod hooks;
mod newcode;
mod run;
mod suppress;
mod vettool;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Go below 1.22 with one finding of `loop-variable-capture` (safe fix) for each `println`.
pub const LOOP: &str = "package p\n\nfunc f() {\n\tfor i := 0; i < 3; i++ {\n\t\tgo func() { println(i) }()\n\t}\n}\n";

/// A folder that is a module, and nothing around it: no configuration, no environment.
pub struct Folder {
    _holder: tempfile::TempDir,
    pub path: PathBuf,
}

/// What a command said.
pub struct Said {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Folder {
    /// A module of Go 1.20 with these files.
    pub fn new(files: &[(&str, &str)]) -> Folder {
        let holder = tempfile::tempdir().expect("a folder can be made");
        let path = holder.path().canonicalize().expect("it is there");
        let folder = Folder { _holder: holder, path: path.join("m") };
        folder.write("go.mod", "module example.org/m\n\ngo 1.20\n");
        for (name, text) in files {
            folder.write(name, text);
        }
        folder
    }

    pub fn write(&self, name: &str, text: &str) {
        let path = self.path.join(name);
        std::fs::create_dir_all(path.parent().expect("it lies in a folder")).expect("a folder can be made");
        std::fs::write(path, text).expect("a file can be written");
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path.join(name)).expect("the file is there")
    }

    /// The program, ready to run here.
    pub fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gotcha"));
        command.args(words).current_dir(&self.path).stdin(Stdio::null());
        for (name, _) in std::env::vars_os() {
            let name = name.to_string_lossy();
            if name.starts_with("GOTCHA_") || name.starts_with("GITHUB_") || name == "GO111MODULE" || name == "GOFLAGS"
            {
                command.env_remove(&*name);
            }
        }
        let home = self.path.parent().expect("it lies in a folder");
        command
            .env("HOME", home)
            .env("XDG_CONFIG_HOME", home.join("config"))
            .env("LC_ALL", "C.UTF-8")
            .env("NO_COLOR", "1");
        command
    }

    pub fn gotcha(&self, words: &[&str]) -> Said {
        said(self.command(words))
    }

    pub fn with_stdin(&self, words: &[&str], text: &str) -> Said {
        let mut command = self.command(words);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        child.stdin.take().expect("it is piped").write_all(text.as_bytes()).expect("it reads");
        let output = child.wait_with_output().expect("it ends");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Said { code: output.status.code().unwrap_or(-1), out: text(&output.stdout), err: text(&output.stderr) }
    }

    pub fn git(&self, words: &str) {
        let settings = ["user.name=a", "user.email=a@b.c", "init.defaultBranch=main", "commit.gpgSign=false"];
        let mut command = Command::new("git");
        command.current_dir(&self.path).env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
        for setting in settings {
            command.args(["-c", setting]);
        }
        let output = command.args(words.split(' ')).output().expect("git is needed for tests of new code");
        assert!(output.status.success(), "git {words}: {}", String::from_utf8_lossy(&output.stderr));
    }
}

fn said(mut command: Command) -> Said {
    let output = command.output().expect("the program starts");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Said { code: output.status.code().unwrap_or(-1), out: text(&output.stdout), err: text(&output.stderr) }
}

impl Said {
    /// `path:line rule` of each finding in concise output.
    pub fn findings(&self) -> Vec<String> {
        let line = |line: &str| {
            let (place, rest) = line.split_once(": ").expect("a finding has a place");
            let rule = rest.split(' ').nth(1).expect("a finding has a rule");
            format!("{} {rule}", place.rsplit_once(':').expect("a place has a column").0)
        };
        self.out.lines().map(line).collect()
    }

    #[track_caller]
    pub fn expect(self, code: i32) -> Said {
        assert_eq!(self.code, code, "stdout: {}\nstderr: {}", self.out, self.err);
        self
    }
}

/// Whether a path is there.
pub fn exists(path: &Path) -> bool {
    path.try_exists().unwrap_or(false)
}
