//! Node by node beside go/parser, on a part of Go's standard library and on shapes that the grammar reads otherwise.
//! The whole is compared by `bash tests/oracle/run syntax PATH…`.

use std::path::Path;
use std::process::Command;

#[test]
fn trees_equal_those_of_go_parser() {
    let go = std::env::var("GOTCHA_GO").unwrap_or_else(|_| "go".to_string());
    let Some(root) = Command::new(&go).args(["env", "GOROOT"]).output().ok().filter(|output| output.status.success())
    else {
        eprintln!("skipped: no Go here to compare with (set GOTCHA_GO)");
        return;
    };
    let src = Path::new(String::from_utf8_lossy(&root.stdout).trim()).join("src");
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut command = Command::new("bash");
    command.arg(here.join("tests/oracle/run")).arg("syntax").arg(here.join("testdata/_syntax"));
    for part in [
        "bufio", "context", "encoding", "fmt", "go", "iter", "maps", "net/http", "os", "reflect", "slices", "sync",
        "time",
    ] {
        command.arg(src.join(part));
    }
    let output = command.env("GOTCHA", env!("CARGO_BIN_EXE_gotcha")).output().expect("bash runs");
    let text = String::from_utf8_lossy(&output.stdout);
    let last = text.lines().last().unwrap_or_default();
    let summary: serde_json::Value = serde_json::from_str(last).unwrap_or_else(|error| {
        panic!("the last line is no JSON ({error}): {text}{}", String::from_utf8_lossy(&output.stderr))
    });
    assert!(summary["files"].as_u64() > Some(500), "{last}");
    assert!(summary["nodes"].as_u64() > Some(1_000_000), "{last}");
    // One file of testdata/_syntax is for Go 1.27 and refused by older ones.
    assert!(summary["error_files"].as_u64() <= Some(1), "{last}");
    assert_eq!((summary["unread"].as_u64(), summary["differ"].as_u64()), (Some(0), Some(0)), "{text}");
}
