//! Functions of dependencies: what their bodies do counts for those who call them, and is remembered between runs.

use super::{Folder, Said};

/// A module of the module cache, whose helpers the main module calls.
const LIB: &str = "package lib

import (
	\"errors\"
	\"io\"
	\"os\"

	\"example.org/far\"
)

// Leaks nothing: the file is closed.
func Finish(f *os.File) { done(f) }

func done(c io.Closer) { _ = c.Close() }

// Only looks.
func Peek(f *os.File) int { return len(f.Name()) }

// Leads into another module.
func Far(f *os.File) { far.Take(f) }

var kept []*os.File

func Keep(f *os.File) { kept = append(kept, f) }

func Open(name string) (*os.File, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, errors.Join(err, os.ErrInvalid)
	}
	return f, nil
}

func Die() { os.Exit(exit[int](3)) }

func exit[T any](code T) T { return code }

func Log(text string) { print(text) }
";

const FAR: &str = "package far\n\nimport \"os\"\n\nfunc Take(f *os.File) { _ = f.Close() }\n";

const MAIN: &str = "package m

import (
	\"os\"

	\"example.org/lib\"
)

func finished() error {
	f, err := os.Open(\"a\")
	if err != nil {
		return err
	}
	lib.Finish(f)
	return nil
}

func peeked() (int, error) {
	f, err := os.Open(\"a\")
	if err != nil {
		return 0, err
	}
	return lib.Peek(f), nil
}

func far() error {
	f, err := os.Open(\"a\")
	if err != nil {
		return err
	}
	lib.Far(f)
	return nil
}

func kept() error {
	f, err := os.Open(\"a\")
	if err != nil {
		return err
	}
	lib.Keep(f)
	return nil
}

func opened() (string, error) {
	f, err := lib.Open(\"a\")
	if err != nil {
		return \"\", err
	}
	return f.Name(), nil
}

func died(early bool) (string, error) {
	f, err := os.Open(\"a\")
	if err != nil {
		return \"\", err
	}
	if early {
		lib.Die()
	} else {
		f.Close()
	}
	return \"\", nil
}

func logged(early bool) (string, error) {
	f, err := os.Open(\"a\")
	if err != nil {
		return \"\", err
	}
	if early {
		lib.Log(\"early\")
	} else {
		f.Close()
	}
	return \"\", nil
}
";

/// What `MAIN` must be told: where a file is left open.
const FOUND: [&str; 3] = ["m.go:19 file-not-closed", "m.go:45 file-not-closed", "m.go:66 file-not-closed"];

fn folder() -> Folder {
    let folder = Folder::new(&[("m.go", MAIN)]);
    folder.write(
        "go.mod",
        "module example.org/m\n\ngo 1.21\n\nrequire (\n\texample.org/far v1.0.0\n\texample.org/lib v1.2.0\n)\n",
    );
    folder.write("../cache/example.org/lib@v1.2.0/lib.go", LIB);
    folder.write("../cache/example.org/lib@v1.2.0/go.mod", "module example.org/lib\n\ngo 1.21\n");
    folder.write("../cache/example.org/far@v1.0.0/far.go", FAR);
    folder.write("../cache/example.org/far@v1.0.0/go.mod", "module example.org/far\n\ngo 1.21\n");
    folder
}

fn check(folder: &Folder, more: &[&str]) -> Said {
    let mut command = folder.command(&["check", "--only", "file-not-closed", "--concise"]);
    command.args(more).env("GOMODCACHE", folder.path.join("../cache"));
    super::said(command)
}

#[test]
fn what_they_do_counts() {
    let folder = folder();
    assert_eq!(check(&folder, &["--no-cache"]).expect(1).findings(), FOUND);
    assert_eq!(check(&folder, &["--no-cache", "-j1"]).expect(1).findings(), FOUND);
}

#[test]
fn what_was_found_out_is_remembered_and_the_files_are_not_read_again() {
    let folder = folder();
    let kept = ["--cache-dir", "../kept"];
    assert_eq!(check(&folder, &kept).expect(1).findings(), FOUND);
    // Without its bodies nothing could be found out anew.
    folder.write("../cache/example.org/lib@v1.2.0/lib.go", &LIB.replace("_ = c.Close()", ""));
    assert_eq!(check(&folder, &kept).expect(1).findings(), FOUND);
    // Another version is another module.
    folder.write("../cache/example.org/lib@v1.3.0/lib.go", &LIB.replace("_ = c.Close()", ""));
    folder.write("../cache/example.org/lib@v1.3.0/go.mod", "module example.org/lib\n\ngo 1.21\n");
    folder.write("go.mod", &folder.read("go.mod").replace("lib v1.2.0", "lib v1.3.0"));
    let found = check(&folder, &kept).expect(1).findings();
    assert_eq!(
        found.iter().map(String::as_str).collect::<Vec<_>>(),
        [&["m.go:10 file-not-closed"], &FOUND[..]].concat()
    );
}

#[test]
fn packages_of_the_same_module_that_are_not_checked_are_seen_as_well() {
    let folder = Folder::new(&[
        ("lib/lib.go", &LIB.replace("\t\"example.org/far\"\n", "").replace("far.Take(f)", "done(f)")),
        ("app/m.go", &MAIN.replace("example.org/lib", "example.org/m/lib")),
    ]);
    let found = check(&folder, &["--cache-dir", "../kept", "app"]).expect(1).findings();
    assert_eq!(found, FOUND.map(|line| format!("app/{line}")));
    // Such a package may change at any time.
    folder.write("lib/lib.go", &folder.read("lib/lib.go").replace("_ = c.Close()", ""));
    assert_eq!(check(&folder, &["--cache-dir", "../kept", "app"]).expect(1).findings().len(), FOUND.len() + 2);
}
