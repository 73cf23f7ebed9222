//! A repository made by git, read without it.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::{Repo, Snapshot};

fn git(folder: &Path, words: &str) {
    let settings =
        ["-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "init.defaultBranch=main", "-c", "commit.gpgSign=false"];
    let output = Command::new("git").current_dir(folder).args(settings).args(words.split(' ')).output();
    let output = output.expect("git is needed to test the reading of repositories");
    assert!(output.status.success(), "git {words}: {}", String::from_utf8_lossy(&output.stderr));
}

fn text(repo: &Repo, snapshot: &Snapshot, path: &str) -> Option<String> {
    Some(String::from_utf8(repo.read(*snapshot.files.get(path)?).unwrap()).unwrap())
}

#[test]
fn revisions_index_and_merge_base() {
    let folder = tempfile::tempdir().unwrap();
    let top = folder.path().canonicalize().unwrap();
    let write = |path: &str, text: &str| {
        fs::create_dir_all(top.join(path).parent().unwrap()).unwrap();
        fs::write(top.join(path), text).unwrap();
    };
    git(&top, "init -q");
    assert!(Repo::discover(&top).unwrap().head().unwrap().is_none());
    write("p/a.go", "package p\n");
    write("p/b.go", "package p // b\n");
    write("readme", "x");
    git(&top, "add .");
    git(&top, "commit -qm one");
    git(&top, "checkout -qb side");
    write("p/a.go", "package p // two\n");
    git(&top, "rm -q p/b.go");
    git(&top, "commit -qam two");
    git(&top, "checkout -q main");
    write("p/c.go", "package p // c\n");
    git(&top, "add .");
    git(&top, "commit -qm three");
    git(&top, "checkout -q side");
    write("p/a.go", "package p // staged\n");
    git(&top, "add p/a.go");
    write("p/a.go", "package p // work\n");

    let repo = Repo::discover(&top.join("p")).unwrap();
    assert_eq!(repo.root(), top);
    assert_eq!(repo.relative(&top.join("p/a.go")).as_deref(), Some("p/a.go"));
    let head = repo.head().unwrap().unwrap();
    assert_eq!(head.files.keys().map(String::as_str).collect::<Vec<_>>(), ["p/a.go"]);
    assert_eq!(text(&repo, &head, "p/a.go").as_deref(), Some("package p // two\n"));
    assert_eq!(text(&repo, &repo.index().unwrap(), "p/a.go").as_deref(), Some("package p // staged\n"));
    assert_eq!(repo.at("main").unwrap().files.len(), 3);
    let base = repo.at_merge_base("main").unwrap();
    assert_eq!(text(&repo, &base, "p/a.go").as_deref(), Some("package p\n"));
    assert_eq!(text(&repo, &base, "p/c.go"), None);
    assert!(repo.same(base.files["p/a.go"], b"package p\n") && repo.same(base.files["p/a.go"], b"package p\r\n"));
    assert!(!repo.same(base.files["p/a.go"], b"package q\n"));
    let error = repo.at("nowhere").err().unwrap();
    assert_eq!(error.to_string(), "`nowhere` is no commit in this repository");

    // A shallow clone does not have the base, and says what to do.
    let clone = top.join("clone");
    let url = format!("file://{}", top.display());
    git(&top, &format!("clone -q --depth 1 {url} clone"));
    let error = Repo::discover(&clone).unwrap().at("HEAD~1").err().unwrap();
    let help = miette::Diagnostic::help(&error).unwrap().to_string();
    assert!(help.contains("shallow clone") && help.contains("--diff-file"), "{help}");
}

#[test]
fn outside_of_a_repository() {
    let folder = tempfile::tempdir().unwrap();
    let error = Repo::discover(folder.path()).err().unwrap();
    assert!(error.to_string().ends_with("is not in a git repository"));
}
