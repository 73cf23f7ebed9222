//! Exit codes, status flags, standard input, environment, verbs that say something about the program.

use super::{Folder, LOOP};

#[test]
fn exit_codes() {
    let folder = Folder::new(&[("a.go", LOOP), ("clean/b.go", "package clean\n"), ("note", "no Go")]);
    let code = |words: &[&str]| folder.gotcha(words).code;
    assert_eq!(code(&[]), 1);
    assert_eq!(code(&["check", "."]), 1);
    assert_eq!(code(&["clean"]), 0);
    assert_eq!(code(&["--exit-zero"]), 0);
    assert_eq!(code(&["--fail-on", "error"]), 0);
    assert_eq!(code(&["--fail-on", "info"]), 1);
    assert_eq!(code(&["--fail-on", "never"]), 0);
    assert_eq!(code(&["--severity", "loop-variable-capture=error", "--fail-on", "error"]), 1);
    assert_eq!(code(&["--severity", "loop-variable-capture=info"]), 0);
    assert_eq!(code(&["--max-warnings", "1"]), 0);
    assert_eq!(code(&["--max-warnings", "0"]), 1);
    assert_eq!(code(&["--fail-on", "error", "--max-warnings", "1"]), 0);
    assert_eq!(code(&["--fail-on", "error", "--max-warnings", "0"]), 1);
    assert_eq!(code(&["--fail-on", "never", "--max-warnings", "0"]), 0);
    assert_eq!(code(&["--ignore", "loop-variable-capture"]), 0);
    assert_eq!(code(&["--only", "lost-cancel"]), 0);
    assert_eq!(code(&["--select", "concurrency"]), 1);
    // Usage: all of these cannot be trusted to have meant what they say.
    for words in [
        &["nowhere"][..],
        &["--no-such-flag"],
        &["--select", "no-such-rule"],
        &["--only", "no-such-rule"],
        &["--severity", "loop-variable-capture=bad"],
        &["--unsafe-fixes"],
        &["-o", "json", "-o", "full"],
        &["-o", "no-such-form"],
        &["-o", "json", "--concise"],
        &["--new-from", "HEAD", "--staged"],
        &["--config", "rules.selekt=[]"],
        &["--config", "a.toml", "--config", "b.toml"],
        &["--fix", "-"],
        &["--diff", "-o", "json"],
        &["--go", "newest"],
        &["explain", "no-such-rule"],
        &["--show-fixes"],
        &["--snippet", "a.go"],
        &["--allow-stale"],
        &["-q", "-v"],
        &["--paths", "absolute", "--path-prefix", "x"],
        &["-o", "json", "--context", "2"],
        &["--concise", "--verbose-repeat"],
        &["-o", "json=nowhere/x.json"],
        &["-o", "json="],
        &["--isolated", "--config", "a.toml"],
        &["baseline"],
        &["config"],
    ] {
        let said = folder.gotcha(words);
        assert_eq!(said.code, 2, "{words:?}: {}", said.err);
        assert!(said.out.is_empty() && !said.err.is_empty(), "{words:?}");
    }
}

#[test]
fn incomplete_analysis_fails_when_it_is_strict() {
    let folder = Folder::new(&[("a.go", "package p\n\nfunc f( {\n}\n\nfunc g() {}\n")]);
    folder.gotcha(&[]).expect(0);
    folder.gotcha(&["--strict"]).expect(1);
    let empty = Folder::new(&[]);
    assert!(empty.gotcha(&[]).expect(0).err.contains("no Go files"));
    empty.gotcha(&["--strict"]).expect(2);
}

#[test]
fn every_format_has_the_same_exit_code() {
    let folder = Folder::new(&[("a.go", LOOP), ("clean/b.go", "package clean\n")]);
    for format in FORMATS {
        folder.gotcha(&["-o", format]).expect(1);
        folder.gotcha(&["-o", format, "clean"]).expect(0);
    }
}

pub const FORMATS: [&str; 16] = [
    "full",
    "concise",
    "narrated",
    "json",
    "jsonl",
    "sarif",
    "github",
    "gitlab",
    "checkstyle",
    "junit",
    "teamcity",
    "rdjson",
    "rdjsonl",
    "azure",
    "markdown",
    "html",
];

#[test]
fn the_environment_speaks_for_flags() {
    let folder = Folder::new(&[("a.go", LOOP)]);
    let with = |name: &str, value: &str| {
        let mut command = folder.command(&["--concise"]);
        command.env(name, value);
        super::said(command)
    };
    with("GOTCHA_EXIT_ZERO", "1").expect(0);
    with("GOTCHA_EXIT_ZERO", "0").expect(1);
    with("GOTCHA_IGNORE", "concurrency").expect(0);
    with("GOTCHA_FAIL_ON", "error").expect(0);
    with("GOTCHA_GO_VERSION", "1.22").expect(0);
    with("GOTCHA_CONFIG", "rules.select=[\"hint\"]").expect(0);
    with("GOTCHA_FAIL_ON", "sometimes").expect(2);
    assert_eq!(with("GOTCHA_PATH_PREFIX", "x/y").findings(), ["x/y/a.go:5 loop-variable-capture"]);
}

#[test]
fn standard_input_and_lists_of_paths() {
    let folder = Folder::new(&[("a.go", LOOP), ("b/b.go", &LOOP.replace("package p", "package b"))]);
    let said = folder.with_stdin(&["--concise", "--go", "1.20", "-"], LOOP).expect(1);
    assert_eq!(said.findings(), ["<stdin>:5 loop-variable-capture"]);
    // The named file's text is replaced, and its package is the one on disk.
    let said = folder.with_stdin(&["--concise", "-", "--stdin-filename", "a.go"], "package p\n").expect(0);
    assert_eq!(said.out, "");
    folder.write("list", "a.go\nb/b.go\n");
    assert_eq!(folder.gotcha(&["--concise", "@list"]).expect(1).findings().len(), 2);
    assert_eq!(folder.gotcha(&["--concise", "./..."]).expect(1).findings().len(), 2);
    let patch = folder.with_stdin(&["--diff", "--go", "1.20", "-"], LOOP);
    assert!(patch.out.is_empty() || patch.out.contains("+\t\ti := i"), "{}", patch.out);
}

#[test]
fn paths_do_not_depend_on_how_they_are_given() {
    let folder = Folder::new(&[("x/a.go", &LOOP.replace("package p", "package x"))]);
    folder.git("init -q");
    let words = ["-o", "json", "--paths", "repo"];
    let relative = folder.gotcha(&[&words[..], &["./..."]].concat()).expect(1).out;
    let absolute = folder.path.join("x");
    let absolute = absolute.to_str().expect("the path is text");
    assert_eq!(folder.gotcha(&[&words[..], &[absolute]].concat()).expect(1).out, relative);
    let mut elsewhere = folder.command(&[&words[..], &["."]].concat());
    elsewhere.current_dir(folder.path.join("x"));
    assert_eq!(super::said(elsewhere).out, relative);
    assert!(relative.contains("\"path\": \"x/a.go\""));
    let said = folder.gotcha(&["--concise", "--paths", "absolute"]).out;
    assert!(said.starts_with(absolute), "{said}");
    for jobs in ["1", "2"] {
        assert_eq!(folder.gotcha(&[&words[..], &["-j", jobs]].concat()).out, relative);
    }
    // Also the order, from a folder below, from outside, and over a link.
    folder.write("b/b.go", &LOOP.replace("package p", "package b"));
    folder.write("z.go", &format!("{LOOP}\nfunc g( {{\n"));
    folder.write("x/w.go", "package x\n\nfunc g( {\n");
    let all = folder.gotcha(&words).expect(1).out;
    let from = |place: &std::path::Path, path: &str| {
        let mut command = folder.command(&[&words[..], &[path]].concat());
        command.current_dir(place);
        super::said(command).out
    };
    assert_eq!(from(&folder.path.join("x"), ".."), all);
    let outside = folder.path.parent().expect("it lies in a folder");
    assert_eq!(from(outside, "m"), all);
    assert_eq!(from(std::path::Path::new("/"), folder.path.to_str().expect("it is text")), all);
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(&folder.path, outside.join("link")).expect("links can be made");
        assert_eq!(from(&outside.join("link"), "."), all);
        assert_eq!(from(outside, "link"), all);
    }
}

#[test]
fn threads_and_cache_change_nothing() {
    // A dependency that comes from the module cache, and is kept between runs.
    let folder = Folder::new(&[("a.go", LOOP)]);
    for number in 0..30 {
        let text = LOOP.replace("package p", &format!("package p{number}"));
        folder.write(&format!("p{number}/a.go"), &text);
        folder.write(&format!("p{number}/b.go"), &text.replace("func f", "func g"));
    }
    let user = "package u\n\nimport (\n\t\"context\"\n\n\t\"example.org/d\"\n)\n\nfunc f() error {\n\tctx, _ := context.WithCancel(context.Background())\n\td.Use(ctx)\n\treturn nil\n}\n";
    folder.write("u/u.go", user);
    folder.write("go.mod", "module example.org/m\n\ngo 1.20\n\nrequire example.org/d v1.0.0\n");
    folder.write("../go/pkg/mod/example.org/d@v1.0.0/go.mod", "module example.org/d\n");
    folder.write(
        "../go/pkg/mod/example.org/d@v1.0.0/d.go",
        "package d\n\nimport \"context\"\n\nfunc Use(ctx context.Context) {}\n",
    );
    let run =
        |words: &[&str]| folder.gotcha(&[&["-o", "json", "--cache-dir", "../cache"], words].concat()).expect(1).out;
    let cold = run(&["-j", "1", "--no-cache"]);
    assert!(cold.contains("\"lost-cancel\"") && cold.contains("\"missing_modules\": []"), "{cold}");
    for words in [&["-j", "2"][..], &["-j", "1"], &["-j", "2"], &["-j", "2", "--no-cache"], &[]] {
        assert!(run(words) == cold, "{words:?}");
    }
    assert!(std::fs::read_dir(folder.path.join("../cache")).is_ok_and(|mut files| files.next().is_some()));
}

#[test]
fn the_program_describes_itself() {
    let folder = Folder::new(&[]);
    assert!(folder.gotcha(&["version"]).expect(0).out.contains(env!("CARGO_PKG_VERSION")));
    let version = folder.gotcha(&["version", "--format", "json"]).expect(0).out;
    let version: serde_json::Value = serde_json::from_str(&version).unwrap();
    assert!(version.to_string().contains(env!("CARGO_PKG_VERSION")));
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(folder.gotcha(&["completions", shell]).expect(0).out.contains("baseline"), "{shell}");
    }
    assert!(folder.gotcha(&["man"]).expect(0).out.contains(".TH gotcha"));
    folder.gotcha(&["man", "pages"]).expect(0);
    assert!(folder.read("pages/gotcha-check.1").contains("new\\-from"));
    assert!(folder.gotcha(&["help"]).expect(0).out.contains("Usage"));
}

#[test]
fn rules_and_pages() {
    let folder = Folder::new(&[("gotcha.toml", "[rules]\nignore = [\"lost-cancel\"]\n")]);
    let rules = folder.gotcha(&["rules", "--format", "json"]).expect(0).out;
    let rules: serde_json::Value = serde_json::from_str(&rules).unwrap();
    assert!(rules.to_string().contains("loop-variable-capture"));
    let text = folder.gotcha(&["rules", "--group", "context"]).expect(0).out;
    assert!(text.contains("off") && text.contains("lost-cancel") && !text.contains("loop-variable-capture"), "{text}");
    folder.gotcha(&["rules", "--class", "strict", "--format", "markdown"]).expect(0);
    for format in ["text", "markdown", "json"] {
        let page = folder.gotcha(&["explain", "lost-cancel", "--format", format, "--answer"]).expect(0).out;
        assert!(page.contains("cancel"), "{page}");
    }
    // Names are taken in any case; all pages can be had at once.
    folder.gotcha(&["explain", "Lost-Cancel"]).expect(0);
    assert!(folder.gotcha(&["explain", "--all"]).expect(0).out.len() > 5000);
    let help = folder.gotcha(&["explain", "lost-cancle"]).expect(2).err;
    assert!(help.contains("lost-cancel"), "{help}");
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_is_no_failure_and_an_interrupt_is_130() {
    use std::process::{Command, Stdio};
    let folder = Folder::new(&[("a.go", LOOP)]);
    let binary = env!("CARGO_BIN_EXE_gotcha");
    let script = format!("'{binary}' explain --all | head -n 1 > /dev/null; exit ${{PIPESTATUS[0]}}");
    let status = Command::new("bash").args(["-c", &script]).current_dir(&folder.path).status().unwrap();
    assert_eq!(status.code(), Some(0));
    // Reading standard input lasts until it is closed: time enough to be interrupted.
    let mut child = folder.command(&["-"]).stdin(Stdio::piped()).spawn().unwrap();
    std::thread::sleep(std::time::Duration::from_millis(300));
    let kill = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(kill.success());
    assert_eq!(child.wait().unwrap().code(), Some(130));
}

#[test]
fn statistics_and_timings_go_to_standard_error() {
    let folder = Folder::new(&[("a.go", LOOP)]);
    let said = folder.gotcha(&["--concise", "--statistics", "--timings"]).expect(1);
    assert_eq!(said.findings().len(), 1);
    assert!(said.err.contains("     1  loop-variable-capture") && said.err.contains("load"), "{}", said.err);
    assert_eq!(folder.gotcha(&["--concise", "-qq"]).expect(1).err, "");
}

#[test]
fn it_says_more_on_request() {
    let folder = Folder::new(&[("a.go", LOOP), ("gotcha.toml", "version = 1\n")]);
    let said = folder.gotcha(&["--concise", "-v"]).expect(1);
    for part in ["configuration: gotcha.toml", "module: example.org/m, Go 1.20", "rules: ", "cache: ", "load"] {
        assert!(said.err.contains(part), "{part}: {}", said.err);
    }
    assert!(!said.err.contains("file: a.go"));
    let said = folder.gotcha(&["--concise", "-vv"]).expect(1);
    assert!(said.err.contains("file: a.go, package example.org/m, Go 1.20"), "{}", said.err);
}

#[test]
fn fences_of_markdown() {
    let folder = Folder::new(&[]);
    let code = LOOP.strip_prefix("package p\n\n").unwrap();
    folder.write(
        "doc/a.md",
        &format!("# Title\n\n```go\n{code}```\n\n```sh\nls\n```\n\n```go\npackage q\n\n{code}```\n"),
    );
    let said = folder.gotcha(&["--markdown", "--concise", "doc"]).expect(1);
    assert_eq!(said.findings(), ["doc/a.md:6 loop-variable-capture", "doc/a.md:20 loop-variable-capture"]);
    let text = folder.read("doc/a.md");
    assert_eq!(folder.with_stdin(&["--markdown", "--concise", "-"], &text).expect(1).findings().len(), 2);
    folder.gotcha(&["--markdown", "--fix", "doc"]).expect(2);
    folder.gotcha(&["--markdown", "nowhere.md"]).expect(2);
}
