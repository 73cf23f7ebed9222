//! Keeping the cache small.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// Names of files that are being written begin so.
pub(super) const TEMPORARY: &str = ".writing-";

/// The time of this file, in the folder of an engine, is when the cache was last looked through by that engine.
const STAMP: &str = "trimmed";

const DAY: Duration = Duration::from_secs(24 * 3600);

/// What was removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cleaned {
    pub files: usize,
    pub bytes: u64,
}

struct Entry {
    path: PathBuf,
    bytes: u64,
    used: SystemTime,
}

/// Once a day: leftovers of killed runs, engines that nobody used for a week, and what is over the limit.
pub(super) fn trim(root: &Path, engine: &str, limit: u64) {
    let stamp = root.join(engine).join(STAMP);
    let is_fresh = |path: &Path, age: Duration| {
        let modified = std::fs::metadata(path).and_then(|metadata| metadata.modified());
        modified.is_ok_and(|time| time.elapsed().is_ok_and(|since| since < age))
    };
    // Without a folder nothing was written; a fresh stamp means that this was done today.
    if !root.join(engine).is_dir() || is_fresh(&stamp, DAY) || std::fs::write(&stamp, "").is_err() {
        return;
    }
    for engine_folder in subfolders(root) {
        if engine_folder.join(STAMP).is_file() && !is_fresh(&engine_folder.join(STAMP), 7 * DAY) {
            // Whatever cannot be removed is tried again tomorrow.
            let _ = std::fs::remove_dir_all(&engine_folder);
        }
    }
    let mut entries = Vec::new();
    collect(root, &mut entries);
    entries.retain(|entry| {
        let is_leftover = entry.path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(TEMPORARY));
        if is_leftover && entry.used.elapsed().is_ok_and(|age| age > DAY) {
            let _ = std::fs::remove_file(&entry.path);
        }
        !is_leftover
    });
    let mut total: u64 = entries.iter().map(|entry| entry.bytes).sum();
    if total <= limit {
        return;
    }
    entries.sort_by_key(|entry| entry.used);
    // Down to three quarters, so that the next days have room.
    for entry in entries {
        if total <= limit / 4 * 3 {
            break;
        }
        if std::fs::remove_file(&entry.path).is_ok() {
            total -= entry.bytes;
        }
    }
}

/// Removes the folders of all engines; other things in the folder are not ours.
pub(super) fn clean(root: &Path) -> std::io::Result<Cleaned> {
    let mut cleaned = Cleaned::default();
    for folder in subfolders(root) {
        let is_engine = folder.file_name().is_some_and(|name| is_engine(&name.to_string_lossy()));
        if !is_engine {
            continue;
        }
        let mut entries = Vec::new();
        collect(&folder, &mut entries);
        cleaned.files += entries.len();
        cleaned.bytes += entries.iter().map(|entry| entry.bytes).sum::<u64>();
        std::fs::remove_dir_all(&folder)?;
    }
    Ok(cleaned)
}

/// Whether a folder has the name of an engine: a version and 16 hexadecimal digits.
fn is_engine(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_digit())
        && name
            .rsplit_once('-')
            .is_some_and(|(_, hash)| hash.len() == 16 && hash.bytes().all(|b| b.is_ascii_hexdigit()))
}

fn subfolders(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let folders = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
    folders.map(|entry| entry.path()).collect()
}

/// All files below a folder but the stamps; links are not followed.
fn collect(folder: &Path, entries: &mut Vec<Entry>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let Ok(metadata) = entry.metadata() else { continue };
        if metadata.is_dir() {
            collect(&entry.path(), entries);
        } else if metadata.is_file() && entry.file_name() != STAMP {
            let used = metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH);
            entries.push(Entry { path: entry.path(), bytes: metadata.len(), used });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{STAMP, TEMPORARY, clean, trim};
    use std::path::Path;
    use std::time::{Duration, SystemTime};

    fn file(path: &Path, bytes: usize, days: u64) {
        std::fs::create_dir_all(path.parent().expect("has one")).expect("made");
        std::fs::write(path, vec![0; bytes]).expect("written");
        let time = SystemTime::now() - Duration::from_secs(days * 24 * 3600);
        std::fs::File::options().write(true).open(path).and_then(|f| f.set_modified(time)).expect("marked");
    }

    #[test]
    fn the_least_recently_used_go_first() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let root = dir.path();
        let engine = "0.1.0-0123456789abcdef";
        let at = |path: &str| root.join(engine).join(path);
        for (name, days) in [("a", 1), ("b", 9), ("c", 3), ("d", 30)] {
            file(&at(&format!("types/00/{name}")), 100, days);
        }
        file(&at(&format!("types/00/{TEMPORARY}old")), 100, 2);
        file(&at(&format!("types/00/{TEMPORARY}new")), 100, 0);
        file(&root.join("0.0.9-0123456789abcdef").join("types/00/x"), 100, 20);
        file(&root.join("0.0.9-0123456789abcdef").join(STAMP), 0, 20);
        trim(root, engine, 300);
        let left = |name: &str| at(&format!("types/00/{name}")).exists();
        assert!(left("a") && left("c") && !left("b") && !left("d"));
        assert!(!left(&format!("{TEMPORARY}old")) && left(&format!("{TEMPORARY}new")));
        assert!(!root.join("0.0.9-0123456789abcdef").exists());
        file(&at("types/00/e"), 1000, 1);
        trim(root, engine, 300);
        assert!(left("e"), "once a day is enough");
    }

    #[test]
    fn cleaning_leaves_what_is_not_ours() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let root = dir.path();
        file(&root.join("0.1.0-0123456789abcdef").join("types/00/x"), 10, 0);
        file(&root.join("photos").join("cat"), 10, 0);
        let cleaned = clean(root).expect("removed");
        assert_eq!((cleaned.files, cleaned.bytes), (1, 10));
        assert!(root.join("photos/cat").exists() && !root.join("0.1.0-0123456789abcdef").exists());
        assert_eq!(clean(&root.join("nowhere")).expect("nothing to do").files, 0);
    }
}
