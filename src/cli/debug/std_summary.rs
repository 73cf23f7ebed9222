//! `gotcha debug std-summary GOROOT… [--api FOLDER] -o FILE`: makes the embedded summary of the standard library.
//!
//! Each release is loaded from its source for each platform by our own loader and checker; nothing of Go is run. Since when a
//! thing exists is read from the release notes' own lists (`api/*.txt` of a Go checkout); for what is newer than these, from the
//! releases themselves.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::package::{Context, Import, Options, Request, Workspace};
use crate::stdlib::write::Writer;
use crate::stdlib::{PLATFORMS, Platform, Slot};
use crate::text::{GoVersion, Symbol};
use crate::types::Store;
use crate::types::export::{Exporter, SinceTable};

/// Strong and slow: the summary is packed once and unpacked in every run.
const LEVEL: i32 = 22;

/// Runs the command with these words.
pub fn run(words: &[String], out: &mut dyn Write) -> Result<(), String> {
    let (mut roots, mut api, mut output) = (Vec::new(), None, None);
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let mut value = || words.next().map(PathBuf::from).ok_or(format!("{word} needs a value"));
        match word.as_str() {
            "--api" => api = Some(value()?),
            "-o" => output = Some(value()?),
            root => roots.push(PathBuf::from(root)),
        }
    }
    let output = output.ok_or("-o FILE is needed")?;
    let report = make(&roots, api.as_deref(), &output)?;
    out.write_all(report.as_bytes()).map_err(|error| error.to_string())
}

/// Makes the summary and tells about it, one line for each release and platform.
fn make(roots: &[PathBuf], api: Option<&Path>, output: &Path) -> Result<String, String> {
    let mut releases = Vec::new();
    for root in roots {
        let version =
            std::fs::read_to_string(root.join("VERSION")).map_err(|error| format!("{}: {error}", root.display()))?;
        let version = version.lines().next().and_then(GoVersion::parse);
        releases.push((version.ok_or_else(|| format!("{}: no release in VERSION", root.display()))?, root));
    }
    releases.sort();
    let platforms: Vec<Platform> = PLATFORMS.iter().map(|(os, arch)| Platform::new(os, arch)).collect();
    let mut writer = Writer::new(releases.iter().map(|(release, _)| *release).collect(), platforms.clone());
    let mut since = match api {
        Some(folder) => read_api(folder).map_err(|error| format!("{}: {error}", folder.display()))?,
        None => SinceTable::default(),
    };
    let mut report = String::new();
    for (number, (release, root)) in releases.iter().enumerate() {
        let first = number == 0;
        let mut found: BTreeSet<String> = BTreeSet::new();
        for (position, platform) in platforms.iter().enumerate() {
            let slot = writer.slot(number, position);
            let (names, unknown) = add(&mut writer, root, *release, platform, slot, &since, first)?;
            report += &format!(
                "{release} {}/{}: {} names, {} unknown\n",
                platform.os,
                platform.arch,
                names.len(),
                unknown.len()
            );
            for line in unknown {
                report += &format!("  {line}\n");
            }
            found.extend(names);
        }
        // What later releases have besides is new in them, unless the lists say otherwise.
        for name in found {
            since.entry(name).or_insert(if first { 0 } else { release.minor as u8 });
        }
    }
    let bytes = writer.finish(&[]);
    let packed = zstd::encode_all(&bytes[..], LEVEL).map_err(|error| error.to_string())?;
    std::fs::write(output, &packed).map_err(|error| format!("{}: {error}", output.display()))?;
    report += &format!("{} bytes, packed {}\n", bytes.len(), packed.len());
    Ok(report)
}

/// Adds one release on one platform; gives the names it exports and what could not be described.
fn add(
    writer: &mut Writer,
    root: &Path,
    release: GoVersion,
    platform: &Platform,
    slot: Slot,
    since: &SinceTable,
    first: bool,
) -> Result<(Vec<String>, Vec<String>), String> {
    let source = root.join("src");
    let context =
        Context { goos: platform.os.clone(), goarch: platform.arch.clone(), toolchain: release, ..Context::default() };
    let options = Options { context, std_source: Some(source.clone()), ..Options::default() };
    let request = Request { cwd: source.clone(), ..Request::default() };
    let workspace = Arc::new(Workspace::load(request, options).map_err(|error| error.to_string())?);
    let store = Store::new(workspace.clone());
    let mut paths = Vec::new();
    packages(&source, &source, &mut paths);
    paths.sort();
    let new = if first { 0 } else { release.minor as u8 };
    let mut exporter = Exporter::new(&store, writer, since, new, slot);
    for path in paths {
        let Some(list) = workspace.std_list else { return Err("no source of the standard library".to_owned()) };
        let Import::Unit(unit) = workspace.resolve(list, Symbol::intern(&path)) else { continue };
        if workspace.files_of(unit).is_empty() {
            continue;
        }
        exporter.package(store.package_of_unit(unit));
    }
    Ok((std::mem::take(&mut exporter.names), std::mem::take(&mut exporter.unknown)))
}

/// The folders that may be packages which programs can import.
fn packages(root: &Path, folder: &Path, paths: &mut Vec<String>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut has_files = false;
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() {
            let skipped = matches!(name.as_str(), "internal" | "vendor" | "testdata" | "builtin")
                || name.starts_with(['.', '_'])
                || folder == root && name == "cmd";
            if !skipped {
                packages(root, &entry.path(), paths);
            }
        } else if name.ends_with(".go") && !name.ends_with("_test.go") {
            has_files = true;
        }
    }
    if let (true, Ok(path)) = (has_files && folder != root, folder.strip_prefix(root)) {
        let parts: Vec<_> = path.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        let path = parts.join("/");
        if path != "unsafe" {
            paths.push(path);
        }
    }
}

/// Reads `go1.txt`, `go1.N.txt`: names with the first release that lists them.
fn read_api(folder: &Path) -> std::io::Result<SinceTable> {
    let mut since = SinceTable::default();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let Some(release) = name.strip_prefix("go1").and_then(|rest| rest.strip_suffix(".txt")) else { continue };
        let release: u8 = match release.strip_prefix('.') {
            Some(minor) => minor.parse().unwrap_or(0),
            None => 0,
        };
        for line in std::fs::read_to_string(entry.path())?.lines() {
            if let Some(name) = api_name(line) {
                let known = since.entry(name).or_insert(release);
                *known = release.min(*known);
            }
        }
    }
    Ok(since)
}

/// The thing that a line of an API list is about: `net/http.Get`, `net/http.Client.Do`, `net/http.Client.Timeout`.
fn api_name(line: &str) -> Option<String> {
    let (head, rest) = line.strip_prefix("pkg ")?.split_once(", ")?;
    let path = head.split(' ').next()?;
    let (sort, rest) = rest.split_once(' ')?;
    let word = |text: &str| -> String { text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect() };
    match sort {
        "method" => {
            let (receiver, rest) = rest.strip_prefix('(')?.split_once(") ")?;
            Some(format!("{path}.{}.{}", word(receiver.trim_start_matches('*')), word(rest)))
        }
        "type" => {
            let owner = word(rest);
            for form in [" struct, ", " interface, "] {
                if let Some((_, member)) = rest.split_once(form) {
                    let member = member.strip_prefix("embedded ").unwrap_or(member);
                    let member = member.trim_start_matches('*');
                    let name = word(member);
                    let name =
                        if member[name.len()..].starts_with('.') { word(&member[name.len() + 1..]) } else { name };
                    return Some(format!("{path}.{owner}.{name}"));
                }
            }
            Some(format!("{path}.{owner}"))
        }
        "func" | "const" | "var" => Some(format!("{path}.{}", word(rest))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::api_name;

    #[test]
    fn names_are_read_from_the_lists() {
        for (line, name) in [
            ("pkg net/http, func Get(string) (*Response, error)", "net/http.Get"),
            ("pkg net/http, method (*Client) Do(*Request) (*Response, error)", "net/http.Client.Do"),
            ("pkg net/http, type Client struct", "net/http.Client"),
            ("pkg net/http, type Client struct, Timeout time.Duration", "net/http.Client.Timeout"),
            ("pkg encoding/xml, type Encoder struct, embedded *bufio.Writer", "encoding/xml.Encoder.Writer"),
            ("pkg sync/atomic, method (*Pointer[$0]) Load() *$0 #47657", "sync/atomic.Pointer.Load"),
            ("pkg sync/atomic, type Pointer[$0 interface{}] struct #47657", "sync/atomic.Pointer"),
            ("pkg syscall (linux-amd64), const AF_ALG = 38", "syscall.AF_ALG"),
            ("pkg reflect, type Type interface, CanSeq() bool #66056", "reflect.Type.CanSeq"),
            ("pkg cmp, func Compare[$0 Ordered]($0, $0) int #59488", "cmp.Compare"),
        ] {
            assert_eq!(api_name(line).as_deref(), Some(name), "{line}");
        }
        assert_eq!(api_name("# comment"), None);
    }
}
