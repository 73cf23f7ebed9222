//! Findings known before, by file.

use super::{Folder, LOOP, exists};

const FILE: &str = ".gotcha-baseline.json";

#[test]
fn known_findings_are_hidden_until_they_are_gone() {
    let folder = Folder::new(&[("a.go", LOOP), ("b.go", &LOOP.replace("func f", "func g"))]);
    let said = folder.gotcha(&["baseline", "create"]).expect(0);
    assert!(said.out.contains("wrote .gotcha-baseline.json: 2 findings"), "{}", said.out);
    folder.gotcha(&["baseline", "create"]).expect(2);
    folder.gotcha(&["baseline", "create", "--force"]).expect(0);
    folder.gotcha(&[]).expect(1);
    let known = |words: &[&str]| folder.gotcha(&[words, &["--baseline", FILE, "--concise"]].concat());
    assert_eq!(known(&[]).expect(0).out, "");
    let json: serde_json::Value =
        serde_json::from_str(&folder.gotcha(&["--baseline", FILE, "-o", "json"]).out).unwrap();
    assert_eq!(json["summary"]["hidden"]["baseline"], 2);

    // Moving code within its file keeps it known; more of the same is new.
    folder.write("a.go", &LOOP.replace("func f", "// A comment.\n\nvar x int\n\nfunc f"));
    known(&[]).expect(0);
    folder.write("c.go", &LOOP.replace("func f", "func h"));
    assert_eq!(known(&[]).expect(1).findings(), ["c.go:5 loop-variable-capture"]);

    // What is gone makes the run fail, unless this run cannot know.
    folder.write("a.go", "package p\n");
    std::fs::remove_file(folder.path.join("c.go")).unwrap();
    let said = known(&[]).expect(1);
    assert!(said.err.contains("1 of the findings") && said.err.contains("gotcha baseline prune"), "{}", said.err);
    known(&["--allow-stale"]).expect(0);
    known(&["b.go"]).expect(0);
    known(&["--only", "lost-cancel"]).expect(0);

    let said = folder.gotcha(&["baseline", "prune"]).expect(0);
    assert!(said.out.contains("took out 1 finding, 1 stay"), "{}", said.out);
    known(&[]).expect(0);
    let said = folder.gotcha(&["baseline", "show"]).expect(0);
    assert!(said.out.starts_with("b.go: loop-variable-capture in g\n"), "{}", said.out);

    folder.write("d.go", &LOOP.replace("func f", "func i"));
    let said = folder.gotcha(&["baseline", "update"]).expect(0);
    assert!(said.out.contains("2 findings, was 1"), "{}", said.out);
    known(&[]).expect(0);
    // A deleted file's entries are stale as well.
    std::fs::remove_file(folder.path.join("d.go")).unwrap();
    known(&[]).expect(1);
}

#[test]
fn the_configuration_names_it() {
    let folder = Folder::new(&[("x/a.go", LOOP), ("gotcha.toml", "[baseline]\nfile = \"known.json\"\n")]);
    folder.gotcha(&[]).expect(1);
    folder.gotcha(&["baseline", "create"]).expect(0);
    assert!(exists(&folder.path.join("known.json")));
    folder.gotcha(&[]).expect(0);
    // Paths are relative to the file, wherever the run begins.
    let mut command = folder.command(&["--concise"]);
    command.current_dir(folder.path.join("x"));
    super::said(command).expect(0);
    folder.write("known.json", "{}");
    folder.gotcha(&[]).expect(2);
    folder.gotcha(&["--baseline", "nowhere.json"]).expect(2);
}

#[test]
fn findings_about_the_tool_cannot_be_known() {
    let folder = Folder::new(&[("a.go", "package p\n\nfunc f() {\n\tf() //gotcha:ignore lost-cancel -- unused\n}\n")]);
    let said = folder.gotcha(&["baseline", "create"]).expect(0);
    assert!(said.out.contains(": 0 findings"), "{}", said.out);
    folder.gotcha(&["--baseline", FILE]).expect(1);
}
