//! Only what is new: against a revision, a merge base, the current commit, a patch.

use super::{Folder, LOOP};

fn repository() -> Folder {
    let folder = Folder::new(&[("a.go", LOOP), ("q/q.go", &LOOP.replace("package p", "package q"))]);
    folder.git("init -q");
    folder.git("add .");
    folder.git("commit -qm one");
    folder
}

#[test]
fn only_what_a_revision_did_not_have() {
    let folder = repository();
    let new = |words: &[&str]| folder.gotcha(&[words, &["--concise"]].concat());
    assert_eq!(new(&["--new-from", "HEAD"]).expect(0).out, "");
    // The old finding moves, a new one comes, and another in a new file.
    let moved = LOOP.replace("func f", "// Moved.\n\nfunc f");
    folder.write("a.go", &format!("{moved}\n{}", LOOP.replace("package p\n\nfunc f", "func g")));
    folder.write("b.go", &LOOP.replace("func f", "func h"));
    assert_eq!(
        new(&["--new-from", "HEAD"]).expect(1).findings(),
        ["a.go:13 loop-variable-capture", "b.go:5 loop-variable-capture"]
    );
    folder.git("checkout -qb side");
    folder.git("add .");
    folder.git("commit -qm two");
    new(&["--new-from", "HEAD"]).expect(0);
    assert_eq!(new(&["--new-from", "main"]).expect(1).findings().len(), 2);
    folder.git("checkout -q main");
    folder.write("c.go", &LOOP.replace("func f", "func i"));
    folder.git("add .");
    folder.git("commit -qm three");
    folder.git("checkout -q side");
    // Main went on; only what this branch brought counts.
    assert_eq!(new(&["--new-from-merge-base", "main"]).expect(1).findings().len(), 2);
    let json = folder.gotcha(&["--new-from", "main", "-o", "json"]).out;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["summary"]["hidden"]["not-new"], 2);
    // From another folder of the repository.
    let mut command = folder.command(&["--new-from", "main", "--concise"]);
    command.current_dir(folder.path.join("q"));
    super::said(command).expect(0);
    // A missing base is no reason to report nothing.
    let said = new(&["--new-from", "nowhere"]).expect(2);
    assert!(said.err.contains("`nowhere` is no commit") && said.err.contains("--diff-file"), "{}", said.err);
    let outside = Folder::new(&[("a.go", LOOP)]);
    outside.gotcha(&["--new-from", "HEAD"]).expect(2);
}

#[test]
fn a_shallow_clone_says_what_to_do() {
    let folder = repository();
    folder.write("b.go", "package p\n");
    folder.git("add .");
    folder.git("commit -qm two");
    let url = format!("file://{}", folder.path.display());
    folder.git(&format!("clone -q --depth 1 {url} clone"));
    let mut command = folder.command(&["--new-from", "HEAD~1"]);
    command.current_dir(folder.path.join("clone"));
    let said = super::said(command).expect(2);
    assert!(said.err.contains("shallow clone") && said.err.contains("--diff-file"), "{}", said.err);
}

#[test]
fn what_is_staged_counts_and_not_what_is_on_disk() {
    let folder = repository();
    let staged = || folder.gotcha(&["--staged", "--concise"]);
    staged().expect(0);
    folder.write("b.go", &LOOP.replace("func f", "func h"));
    // Not staged yet, so not there.
    staged().expect(0);
    folder.git("add b.go");
    assert_eq!(staged().expect(1).findings(), ["b.go:5 loop-variable-capture"]);
    // The disk moves on; the index counts.
    folder.write("b.go", "package p\n");
    assert_eq!(staged().expect(1).findings(), ["b.go:5 loop-variable-capture"]);
    // What is only partly staged is not touched, and that is said.
    let said = folder.gotcha(&["--staged", "--fix", "--concise"]).expect(1);
    assert_eq!(folder.read("b.go"), "package p\n");
    assert!(said.err.contains("b.go was not fixed: only a part of it is staged"), "{}", said.err);
    folder.git("checkout -q -- b.go");
    folder.gotcha(&["--staged", "--fix", "--concise"]).expect(0);
    assert!(folder.read("b.go").contains("i := i"));
}

#[test]
fn a_patch_chooses_by_line() {
    let folder = repository();
    let two = format!("{LOOP}\n{}", LOOP.replace("package p\n\nfunc f", "func g"));
    folder.write("a.go", &two);
    let output = std::process::Command::new("git").args(["diff"]).current_dir(&folder.path).output().unwrap();
    let patch = String::from_utf8(output.stdout).unwrap();
    folder.write("x.patch", &patch);
    let said = folder.gotcha(&["--diff-file", "x.patch", "--concise"]).expect(1);
    assert_eq!(said.findings(), ["a.go:11 loop-variable-capture"]);
    let said = folder.with_stdin(&["--diff-file", "-", "--concise"], &patch).expect(1);
    assert_eq!(said.findings().len(), 1);
    // Any place of a finding counts: the loop is one of them.
    let label = "--- a/a.go\n+++ b/a.go\n@@ -3,1 +3,2 @@\n func f() {\n+\tfor i := 0; i < 3; i++ {\n";
    assert_eq!(
        folder.with_stdin(&["--diff-file", "-", "--concise"], label).expect(1).findings(),
        ["a.go:5 loop-variable-capture"]
    );
    folder.with_stdin(&["--diff-file", "-", "--concise"], "").expect(0);
    folder.with_stdin(&["--diff-file", "-"], "+++ b/a.go\n@@ x @@\n").expect(2);
    folder.gotcha(&["--diff-file", "nowhere.patch"]).expect(2);
}

#[test]
fn a_file_with_another_name_is_the_same_file() {
    let folder = repository();
    let new = |words: &[&str]| folder.gotcha(&[words, &["--concise"]].concat());
    folder.git("mv a.go z.go");
    folder.git("mv q w");
    for words in [&["--new-from", "HEAD"][..], &["--staged"]] {
        assert!(new(words).expect(0).err.contains("2 hidden (not-new)"));
    }
    // What is written besides is new.
    folder.write("z.go", &format!("{LOOP}\n{}", LOOP.replace("package p\n\nfunc f", "func g")));
    assert_eq!(new(&["--new-from", "HEAD"]).expect(1).findings(), ["z.go:11 loop-variable-capture"]);
    // Another text under another name is another file.
    folder.write("z.go", &LOOP.replace('i', "index").replace('3', "4").replace("func f", "func h"));
    assert_eq!(new(&["--new-from", "HEAD"]).expect(1).findings().len(), 1);
}

#[test]
fn other_states_of_a_repository() {
    let folder = repository();
    let in_folder = |name: &str, words: &[&str]| {
        let mut command = folder.command(&[words, &["--concise"]].concat());
        command.current_dir(folder.path.join(name));
        super::said(command)
    };
    // Without a branch, and in another work tree.
    folder.git("checkout -q --detach");
    folder.git("worktree add -q tree main");
    folder.write("tree/b.go", &LOOP.replace("func f", "func g"));
    assert_eq!(in_folder("tree", &["--new-from", "main"]).expect(1).findings(), ["b.go:5 loop-variable-capture"]);
    in_folder("tree", &["--staged"]).expect(0);
    folder.git("worktree remove --force tree");
    folder.gotcha(&["--new-from-merge-base", "main"]).expect(0);
    // A submodule is compared with the commit that is recorded for it.
    folder.git("init -q other");
    folder.write("other/go.mod", "module example.org/s\n\ngo 1.20\n");
    folder.write("other/s.go", LOOP);
    folder.git("-C other add .");
    folder.git("-C other commit -qm s");
    folder.git("-c protocol.file.allow=always submodule add -q ./other sub");
    folder.git("rm -rq --cached --ignore-unmatch other");
    std::fs::remove_dir_all(folder.path.join("other")).unwrap();
    assert_eq!(in_folder(".", &["--new-from", "HEAD"]).expect(1).findings(), ["sub/s.go:5 loop-variable-capture"]);
    folder.git("commit -qm sub");
    in_folder(".", &["--new-from", "HEAD"]).expect(0);
    in_folder(".", &["--staged"]).expect(0);
    folder.write("sub/t.go", &LOOP.replace("func f", "func g"));
    assert_eq!(in_folder(".", &["--new-from", "HEAD"]).expect(1).findings(), ["sub/t.go:5 loop-variable-capture"]);
    assert_eq!(in_folder("sub", &["--new-from", "HEAD"]).expect(1).findings(), ["t.go:5 loop-variable-capture"]);
    // Before the first commit; without the objects; without a work tree.
    folder.git("init -q fresh");
    folder.write("fresh/a.go", LOOP);
    assert!(in_folder("fresh", &["--new-from", "HEAD"]).expect(2).err.contains("no commit yet"));
    in_folder("fresh", &["--staged"]).expect(0);
    folder.git("-C fresh add .");
    assert_eq!(in_folder("fresh", &["--staged", "--go", "1.20"]).expect(1).findings().len(), 1);
    folder.git("clone -q --bare . bare");
    assert!(in_folder("bare", &["--new-from", "HEAD"]).expect(2).err.contains("no work tree"));
    folder.git("clone -q . broken");
    std::fs::remove_dir_all(folder.path.join("broken/.git/objects")).unwrap();
    std::fs::create_dir(folder.path.join("broken/.git/objects")).unwrap();
    in_folder("broken", &["--new-from", "HEAD"]).expect(2);
    in_folder("broken", &["--staged"]).expect(2);
}
