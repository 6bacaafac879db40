//! Writing a file of the program's own, such as a baseline: whole or not at all. Files of hosts
//! are not written here.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use super::staged::Staged;

/// Puts `bytes` at `path`: written to a file beside it, which then takes its name. A reader sees
/// the old text or the new one, never a part. A link is followed, the mode of an existing file
/// is kept.
///
/// # Errors
///
/// As open(2), write(2), fsync(2) and rename(2); also if something other than a regular file is
/// there. What was there before is then untouched.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    if fs::metadata(&target).is_ok_and(|there| !there.is_file()) {
        return Err(io::Error::other("this is not a regular file"));
    }
    Staged::new(&target, bytes)?.put(|from, to| fs::rename(from, to))
}

/// Writes a new file.
///
/// # Errors
///
/// As open(2), write(2) and fsync(2); `AlreadyExists` if anything is there, be it a link that
/// leads nowhere. After another error nothing is left there.
pub(super) fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    if written.is_err() {
        fs::remove_file(path).ok();
    }
    written
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use super::*;

    fn names(folder: &Path) -> Vec<OsString> {
        let entries = fs::read_dir(folder).expect("a folder");
        entries.map(|e| e.expect("an entry").file_name()).collect()
    }

    #[test]
    fn the_text_is_put_there_and_nothing_else_is_left() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a");
        replace(&path, b"one").expect("a new file");
        replace(&path, b"two").expect("an existing file");
        assert_eq!(fs::read(&path).expect("it is there"), b"two");
        assert_eq!(names(folder.path()), ["a"]);
    }

    #[test]
    fn what_is_no_file_stays() {
        let folder = tempfile::tempdir().expect("a folder");
        let below = folder.path().join("a");
        fs::create_dir(&below).expect("a folder");
        assert!(replace(&below, b"").is_err());
        assert!(replace(&below.join("b/c"), b"").is_err());
        assert!(create(&below, b"").is_err());
        assert_eq!(names(folder.path()), ["a"]);
        assert!(names(&below).is_empty());
    }

    #[test]
    fn only_a_new_file_is_created() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a");
        create(&path, b"one").expect("a new file");
        let error = create(&path, b"two").expect_err("it is there");
        assert_eq!(error.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read(&path).expect("it is there"), b"one");
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_and_modes_kept() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().expect("a folder");
        let (path, link) = (folder.path().join("a"), folder.path().join("b"));
        fs::write(&path, "one").expect("writable");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("ours");
        symlink("a", &link).expect("a link");
        replace(&link, b"two").expect("the file behind the link");
        assert_eq!(fs::read(&path).expect("it is there"), b"two");
        assert!(
            fs::symlink_metadata(&link)
                .expect("it is there")
                .is_symlink()
        );
        let mode = fs::metadata(&path)
            .expect("it is there")
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o640);
    }
}
