//! What several tests share: folders to work in, the check of a folder, places as lines.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use gotcha::check::{self, Outcome, Request, catalog};
use gotcha::cli::formats::Format;
use gotcha::config::{Configs, Selection, Settings, Sources};
use gotcha::lint::Finding;
use gotcha::package;
use gotcha::source::WalkOptions;

/// The project's folder.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// An empty folder for one test, named so that no two share one.
pub fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("the target folder can be written");
    folder
}

/// Writes a file and the folders above it.
pub fn write(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().expect("a file has a folder")).expect("folders can be made");
    std::fs::write(path, text).expect("files can be written");
}

/// All files below a folder, sorted.
pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("the folder is there").flatten() {
            let path = entry.path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    files
}

/// A check of paths below a folder with these rules (names, groups, classes), without any configuration file.
pub fn request(cwd: &Path, paths: &[&str], select: &[&str]) -> Request {
    let sources = Sources { cwd: cwd.to_owned(), isolated: true, ..Sources::default() };
    let configs = Configs::new(sources, catalog().known(&Format::names())).expect("nothing is configured");
    let select: Vec<String> = select.iter().map(|name| (*name).to_owned()).collect();
    let adjust = move |settings: &mut Settings| {
        settings.selection = vec![Selection { select: select.clone(), ignore: Vec::new() }];
        settings.min_confidence = gotcha::config::Confidence::Low;
    };
    Request {
        load: package::Request {
            cwd: cwd.to_owned(),
            paths: paths.iter().map(|path| (*path).to_owned()).collect(),
            walk: WalkOptions { gitignore: false, ..WalkOptions::default() },
            ..package::Request::default()
        },
        options: package::Options::default(),
        configs: Arc::new(configs),
        adjust: Some(Arc::new(adjust)),
        jobs: None,
        include_generated: false,
        progress: None,
    }
}

/// Checks a folder with these rules.
pub fn check_folder(folder: &Path, select: &[&str]) -> Outcome {
    check::check(request(folder, &["."], select)).expect("the folder is there")
}

/// The 1-based line on which a finding begins.
pub fn line_of(outcome: &Outcome, finding: &Finding) -> u32 {
    outcome.files().get(finding.at.file).lines().line(finding.at.span.start)
}

/// `require` and `replace` lines for the stubs of third-party modules in `testdata/_deps`, by module path.
pub fn stubs() -> BTreeMap<String, PathBuf> {
    let folder = root().join("testdata/_deps");
    let mut stubs = BTreeMap::new();
    if !folder.is_dir() {
        return stubs;
    }
    for file in files_below(&folder) {
        if file.file_name().is_some_and(|name| name == "go.mod") {
            let text = std::fs::read_to_string(&file).expect("it was just listed");
            let module = text.lines().find_map(|line| line.strip_prefix("module ")).expect("a go.mod names its module");
            stubs.insert(module.trim().to_owned(), file.parent().expect("a file has a folder").to_owned());
        }
    }
    stubs
}

/// A go.mod that knows the stubs.
pub fn go_mod(module: &str, go: &str) -> String {
    let mut text = format!("module {module}\n\ngo {go}\n");
    text.push_str(&requirements(""));
    text
}

/// The lines for those stubs that a go.mod does not mention yet.
pub fn requirements(present: &str) -> String {
    let mut text = String::new();
    for (module, folder) in stubs() {
        if !present.contains(&module) {
            text.push_str(&format!("\nrequire {module} v0.0.0\nreplace {module} => {}\n", folder.display()));
        }
    }
    text
}
