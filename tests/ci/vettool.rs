//! `go vet -vettool`, with a real `go` where there is one, and by hand.

use std::process::Command;

use super::{Folder, LOOP};

#[test]
fn the_protocol_by_hand() {
    let folder = Folder::new(&[("a.go", LOOP), ("b_test.go", "package p\n"), ("sub/c.go", LOOP)]);
    let version = folder.gotcha(&["-V=full"]).expect(0).out;
    assert!(version.starts_with(&format!("gotcha version {}+", env!("CARGO_PKG_VERSION"))), "{version}");
    assert_eq!(folder.gotcha(&["-V=full"]).out, version);
    // Results are kept by this line: another configuration must make another.
    folder.write("sub/gotcha.toml", "[rules]\nselect = [\"default\"]\n");
    assert_ne!(folder.gotcha(&["-V=full"]).out, version);
    let flags: serde_json::Value = serde_json::from_str(&folder.gotcha(&["-flags"]).expect(0).out).unwrap();
    assert_eq!(flags[0]["Name"], "json");

    let unit = |more: serde_json::Value| {
        let mut unit = serde_json::json!({
            "ID": "example.org/m", "Dir": folder.path, "ImportPath": "example.org/m", "GoVersion": "go1.20",
            "GoFiles": [folder.path.join("a.go")], "VetxOutput": folder.path.join("vetx"),
        });
        unit.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        folder.write("vet.cfg", &unit.to_string());
    };
    unit(serde_json::json!({"VetxOnly": true}));
    let said = folder.gotcha(&["vet.cfg"]).expect(0);
    assert_eq!((&*said.out, &*said.err, &*folder.read("vetx")), ("", "", ""));
    unit(serde_json::json!({}));
    let said = folder.gotcha(&["vet.cfg"]).expect(1);
    let place = format!("{}:5:23: ", folder.path.join("a.go").display());
    assert!(said.err.starts_with(&place) && said.out.is_empty(), "{}", said.err);
    assert_eq!(said.err.lines().count(), 1);
    let said = folder.gotcha(&["-json", "vet.cfg"]).expect(0);
    let tree: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    let finding = &tree["example.org/m"]["loop-variable-capture"][0];
    assert_eq!(finding["suggested_fixes"][0]["edits"][0]["new"].as_str().map(str::trim), Some("i := i"));
    unit(serde_json::json!({"Stdout": folder.path.join("stdout")}));
    assert_eq!(folder.gotcha(&["-json", "vet.cfg"]).expect(0).out, "");
    assert!(folder.read("stdout").contains("loop-variable-capture"));
    folder.gotcha(&["-ignore=concurrency", "vet.cfg"]).expect(0);
    folder.gotcha(&["-no-such=1", "vet.cfg"]).expect(2);
    folder.gotcha(&["-ignore=no-such", "vet.cfg"]).expect(2);
}

#[test]
fn go_vet_runs_it() {
    let folder =
        Folder::new(&[("a.go", LOOP), ("sub/c.go", LOOP), ("sub/c_test.go", &LOOP.replace("func f", "func g"))]);
    let go = std::env::var("GOTCHA_GO").unwrap_or_else(|_| "go".to_owned());
    let vet = |words: &[&str]| {
        let mut command = Command::new(&go);
        command.arg("vet").arg(format!("-vettool={}", env!("CARGO_BIN_EXE_gotcha"))).args(words);
        command.current_dir(&folder.path).env("GOFLAGS", "-mod=mod").env("GOTOOLCHAIN", "local").env("GOWORK", "off");
        command.output()
    };
    let Ok(output) = vet(&["./..."]) else {
        eprintln!("there is no go here: only the protocol by hand was tried");
        return;
    };
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{text}");
    let findings: Vec<&str> = text.lines().filter(|line| line.contains("loop variable")).collect();
    // Go tells what is in both the package and its test only once.
    assert_eq!(findings.len(), 3, "{text}");
    assert!(findings.iter().any(|line| line.contains("c_test.go:5:23: ")), "{text}");
    let output = vet(&["-ignore=concurrency", "./..."]).expect("it ran before");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
