//! New text to disk: whole or not at all.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use parking_lot::Mutex;

/// What the temporary files are named like.
const PREFIX: &str = ".gotcha-";
const SUFFIX: &str = ".tmp";

/// How old a temporary file must be to be taken for one that a killed run left.
const STALE: Duration = Duration::from_secs(600);

/// The temporary file that is being written.
static CURRENT: Mutex<Option<PathBuf>> = Mutex::new(None);

/// Removes what is half written: for whoever ends the process now.
pub fn abandon() {
    if let Some(path) = CURRENT.lock().take() {
        let _ = fs::remove_file(path);
    }
}

/// Removes what runs that were killed left in a folder long ago.
fn sweep(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let ours = name.to_str().is_some_and(|name| name.starts_with(PREFIX) && name.ends_with(SUFFIX));
        let age = || entry.metadata().ok()?.modified().ok()?.elapsed().ok();
        if ours && age().is_some_and(|age| age > STALE) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Why a file was not written.
#[derive(Debug, thiserror::Error)]
pub enum Unwritten {
    /// Somebody changed it since it was read.
    #[error("it was changed while it was being analysed")]
    Changed,
    /// The system says no.
    #[error("{0}")]
    Io(#[from] std::io::Error),
}

/// Replaces a file by `new` at once, keeping its mode, if its bytes still are `old`.
///
/// The text goes to a new file in the same folder which then takes the name (rename(2) is atomic), so that whoever reads
/// meanwhile, or after a crash, finds the old text or the new one. A symbolic link stays one: its target is replaced.
pub fn write(path: &Path, old: &[u8], new: &[u8]) -> Result<(), Unwritten> {
    let path = path.canonicalize()?;
    let folder = path.parent().ok_or_else(|| std::io::Error::other("it has no folder"))?;
    let permissions = fs::metadata(&path)?.permissions();
    if permissions.readonly() {
        return Err(std::io::Error::from(std::io::ErrorKind::PermissionDenied).into());
    }
    sweep(folder);
    let mut temporary = tempfile::Builder::new().prefix(PREFIX).suffix(SUFFIX).tempfile_in(folder)?;
    *CURRENT.lock() = Some(temporary.path().to_owned());
    temporary.write_all(new)?;
    temporary.as_file().set_permissions(permissions)?;
    temporary.as_file().sync_all()?;
    if fs::read(&path)? != old {
        return Err(Unwritten::Changed);
    }
    // Whoever ends the process waits until the file has its name.
    let mut current = CURRENT.lock();
    temporary.persist(&path).map_err(|error| error.error)?;
    *current = None;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.go");
        fs::write(&path, "old").unwrap();
        assert!(matches!(write(&path, b"other", b"new"), Err(Unwritten::Changed)));
        assert_eq!(fs::read(&path).unwrap(), b"old");
        assert!(matches!(write(&folder.path().join("b.go"), b"", b"new"), Err(Unwritten::Io(_))));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(&path, fs::Permissions::from_mode(0o751)).unwrap();
            let link = folder.path().join("link.go");
            std::os::unix::fs::symlink(&path, &link).unwrap();
            write(&link, b"old", b"new").unwrap();
            assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o751);
            fs::remove_file(&link).unwrap();
        }
        // What an earlier run left goes, what another one writes at this moment stays.
        let (old, fresh) = (folder.path().join(".gotcha-a.tmp"), folder.path().join(".gotcha-b.tmp"));
        fs::write(&fresh, "").unwrap();
        let long_ago = std::time::SystemTime::now() - 2 * STALE;
        fs::File::create(&old).unwrap().set_modified(long_ago).unwrap();
        sweep(folder.path());
        assert!(!old.exists() && fresh.exists());
        fs::remove_file(fresh).unwrap();
        #[cfg(not(unix))]
        write(&path, b"old", b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
