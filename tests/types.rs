//! Types held against go/types: ten packages of the standard library, a module full of generics, and cases of the language.
//!
//! The rest is by command: `bash tests/oracle/run types MODULE…`.

use std::path::{Path, PathBuf};
use std::process::Command;

const PACKAGES: &str = "./bufio,./container/list,./encoding/csv,./errors,./path/filepath,./slices,./sort,./strings,./sync,./text/tabwriter";

/// The Go to compare with; `None` where there is none.
fn go() -> Option<(String, PathBuf)> {
    let go = std::env::var("GOTCHA_GO").unwrap_or_else(|_| "go".to_owned());
    let out = Command::new(&go).args(["env", "GOROOT"]).env("GOTOOLCHAIN", "local").output().ok()?;
    let root = PathBuf::from(String::from_utf8(out.stdout).ok()?.trim());
    root.join("src").is_dir().then(|| (go, root.join("src")))
}

/// Runs the oracle, which also compares with the baseline; gives its last line.
fn oracle(go: &str, args: &[&str], module: &Path) -> serde_json::Value {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracle/run");
    let out = Command::new("bash")
        .arg(script)
        .arg("types")
        .args(args)
        .arg(module)
        .env("GOTCHA_GO", go)
        .env("GOTCHA", env!("CARGO_BIN_EXE_gotcha"))
        .output()
        .expect("bash runs");
    let text = String::from_utf8_lossy(&out.stdout);
    assert!(out.status.success(), "{text}\n{}", String::from_utf8_lossy(&out.stderr));
    let last = text.lines().last().expect("a last line");
    serde_json::from_str(last).expect("the last line is JSON")
}

fn judge(found: &serde_json::Value, least: f64) {
    let number = |name: &str| found[name].as_f64().expect("a number");
    let (agree, wrong) = (number("agree") / number("total"), number("wrong") / number("total"));
    assert!(number("total") > 1000.0, "{found}");
    assert!(agree >= least, "{:.3} % agree: {found}", 100.0 * agree);
    assert!(wrong <= 0.0005, "{:.4} % wrong: {found}", 100.0 * wrong);
}

#[test]
fn ten_packages_of_the_standard_library() {
    let Some((go, source)) = go() else {
        eprintln!("skipped: no Go here");
        return;
    };
    judge(&oracle(&go, &["-patterns", PACKAGES], &source), 0.999);
}

#[test]
fn a_module_full_of_generics() {
    let Some((go, _)) = go() else {
        eprintln!("skipped: no Go here");
        return;
    };
    let listed = Command::new(&go).args(["env", "GOMODCACHE"]).output().expect("Go runs");
    let cache = PathBuf::from(String::from_utf8_lossy(&listed.stdout).trim());
    let module = cache.join("github.com/samber/lo@v1.49.1");
    if !module.is_dir() {
        eprintln!("skipped: github.com/samber/lo@v1.49.1 is not in the module cache");
        return;
    }
    judge(&oracle(&go, &[], &module), 0.995);
}

#[test]
fn cases_of_the_language() {
    let Some((go, _)) = go() else {
        eprintln!("skipped: no Go here");
        return;
    };
    let version = Command::new(&go).args(["env", "GOVERSION"]).env("GOTOOLCHAIN", "local").output().expect("Go runs");
    let version = gotcha::text::GoVersion::parse(String::from_utf8_lossy(&version.stdout).trim());
    if version.is_none_or(|version| version.minor < 26) {
        eprintln!("skipped: the cases are written in Go 1.26");
        return;
    }
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracle/cases");
    judge(&oracle(&go, &[], &cases), 1.0);
}
