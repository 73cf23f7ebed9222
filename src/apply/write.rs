//! New text to disk: whole or not at all.

use std::fs;
use std::io::Write;
use std::path::Path;

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
    let mut temporary = tempfile::Builder::new().prefix(".gotcha-").suffix(".tmp").tempfile_in(folder)?;
    temporary.write_all(new)?;
    temporary.as_file().set_permissions(permissions)?;
    temporary.as_file().sync_all()?;
    if fs::read(&path)? != old {
        return Err(Unwritten::Changed);
    }
    temporary.persist(&path).map_err(|error| error.error)?;
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
        #[cfg(not(unix))]
        write(&path, b"old", b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
