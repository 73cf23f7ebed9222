//! What is said where not everything is known: `gotcha debug types FILE:LINE:COL` tells a person why a rule is silent, and rules
//! claim no absence.

use std::path::Path;
use std::process::Command;

fn ask(dir: &Path, place: &str) -> (bool, String) {
    let out = Command::new(env!("CARGO_BIN_EXE_gotcha"))
        .args(["debug", "types", place])
        .current_dir(dir)
        .env("GOFLAGS", "-mod=mod")
        .env("GOMODCACHE", dir.join("modules"))
        .output()
        .expect("gotcha runs");
    let text = if out.status.success() { out.stdout } else { out.stderr };
    (out.status.success(), String::from_utf8(text).expect("UTF-8"))
}

#[test]
fn a_place_is_explained() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let write = |name: &str, text: &str| std::fs::write(dir.path().join(name), text).expect("written");
    write("go.mod", "module example.com/m\n\ngo 1.24\n\nrequire example.com/gone v1.0.0\n");
    write("b.go", "package m\n\ntype Pair[A, B any] struct { First A; Second B }\n");
    write(
        "a.go",
        "package m\n\nimport (\n\t\"os\"\n\n\t\"example.com/gone\"\n)\n\n\
         func whole(p Pair[int, error]) bool {\n\treturn p.First == 1<<4\n}\n\n\
         func vague() {\n\tf, err := os.Open(gone.Name())\n\t_, _ = f, err\n}\n\n\
         func half() {\n\tx := 1 +\n}\n\nfunc id[T any](x T) T { return x }\n\nvar n = id(\"a\")\n",
    );
    let told = |place: &str| {
        let (fine, text) = ask(dir.path(), place);
        assert!(fine, "{place}: {text}");
        text
    };
    for (place, lines) in [
        (
            "a.go:10:12",
            "p.First|is       a variable|type     int|declared b.go:3:30|in whole: everything in it is known",
        ),
        ("a.go:10:21", "1<<4|is       a constant|type     int|value    16"),
        ("a.go:9:6", "whole|is       a name|type     func(example.com/m.Pair[int, error]) bool|declared a.go:9:6"),
        ("a.go:14:5", "err|type     error|in vague: something in it is unknown"),
        ("a.go:14:15", "os.Open|type     func(string) (*os.File, error)|object   os.Open|declared in package os"),
        ("a.go:14:25", "gone.Name|unknown: it depends|not found: example.com/gone"),
        ("a.go:19:2", "in half: has errors"),
        ("a.go:24:9", "id|with     [string]|type     func(string) string|declared a.go:22:6"),
        ("a.go:24:13", "string|value    \"a\""),
        ("a.go:1:3", "no expression or name stands here"),
    ] {
        let text = told(place);
        for line in lines.split('|') {
            assert!(text.contains(line), "{place} should say {line:?}:\n{text}");
        }
    }
    for (place, why) in [("a.go:999:1", "a.go has no such place"), ("c.go:1:1", "c.go")] {
        let (fine, text) = ask(dir.path(), place);
        assert!(!fine && text.contains(why), "{place}: {text}");
    }
}

#[test]
fn nothing_is_said_to_be_absent_where_something_is_broken() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let leak = |name: &str, more: &str| {
        format!("func {name}(c context.Context) {{\n\tx, stop := context.WithCancel(c)\n\t_, _ = x, {more}\n}}\n\n")
    };
    let text = format!(
        "package m\n\nimport \"context\"\n\n{}{}{}",
        leak("first", "0\n\tif x == nil {\n\t\tstop()\n\t}"),
        leak("broken", "0 +\n\tif x == nil {\n\t\tstop()\n\t}"),
        leak("last", "0\n\tif x == nil {\n\t\tstop()\n\t}"),
    );
    std::fs::write(dir.path().join("a.go"), &text).expect("written");
    let out = Command::new(env!("CARGO_BIN_EXE_gotcha"))
        .args(["check", "--only", "lost-cancel", "--output", "json", "."])
        .current_dir(dir.path())
        .output()
        .expect("gotcha runs");
    let found: serde_json::Value = serde_json::from_slice(&out.stdout).expect("JSON");
    let lines: Vec<u64> = found["findings"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|finding| finding.pointer("/start/line")?.as_u64())
        .collect();
    let line_of =
        |name: &str| 1 + text[..text.find(&format!("func {name}")).expect("it is there")].matches('\n').count() as u64;
    assert_eq!(lines, [line_of("first") + 1, line_of("last") + 1], "{found}");
}
