//! Files of the program's own that are named on the command line, such as a baseline, and how
//! they name the files of hosts.

use std::env;
use std::ffi::OsStr;
use std::io;
use std::path::{Component, Path, PathBuf};

use super::failure::Failure;
use super::paths;
use super::plan::is_absence;
use super::replace::{create, replace};
use super::tree::{Disk, FileTree, SIZE_LIMIT, in_words};

/// Reads a file that need not belong to a host.
///
/// # Errors
///
/// If it does not exist or cannot be read.
pub fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    let shown = path.display().to_string();
    match Disk.kind(path) {
        Err(error) if is_absence(&error) => Err(Failure::Missing(shown)),
        _ => Disk.read(path).map_err(|problem| Failure::Unreadable {
            path: shown,
            reason: problem.reason(),
        }),
    }
}

/// Writes such a file, whole or not at all; what was there is replaced.
///
/// # Errors
///
/// If it cannot be written.
pub fn write(path: &Path, text: &str) -> Result<(), Failure> {
    if text.len() as u64 > SIZE_LIMIT {
        return Err(Failure::Unwritable {
            path: path.display().to_string(),
            reason: "it would be too large to be read again".to_owned(),
        });
    }
    replace(path, text.as_bytes()).map_err(|error| unwritable(path, &error))
}

/// Writes such a file where there is none yet.
///
/// # Errors
///
/// If it cannot be written, or is there already.
pub fn write_new(path: &Path, text: &str) -> Result<(), Failure> {
    create(path, text.as_bytes()).map_err(|error| unwritable(path, &error))
}

fn unwritable(path: &Path, error: &io::Error) -> Failure {
    Failure::Unwritable {
        path: path.display().to_string(),
        reason: in_words(error),
    }
}

/// An absolute path without links as far as it exists, so that two ways to one place are the
/// same path.
///
/// # Errors
///
/// If the path is relative and the working folder is not known.
pub fn resolved(path: &Path) -> Result<PathBuf, Failure> {
    let cwd = env::current_dir().map_err(|error| Failure::NoWorkingFolder(in_words(&error)))?;
    let whole = cwd.join(path);
    for above in whole.ancestors() {
        if let (Ok(real), Ok(rest)) = (Disk.resolve(above), whole.strip_prefix(above)) {
            return Ok(paths::absolute(&real, rest));
        }
    }
    Ok(paths::absolute(&cwd, path))
}

/// The way from `folder` to `path`, both absolute, with `/` on every system and `..` where it
/// leads upwards; `.` for the folder itself.
#[must_use]
pub fn way(folder: &Path, path: &Path) -> String {
    let mut from = folder.components().peekable();
    let mut to = path.components().peekable();
    while from.peek().is_some() && from.peek() == to.peek() {
        from.next();
        to.next();
    }
    let up = from.map(|_| OsStr::new(".."));
    let down = to.filter(|part| *part != Component::RootDir);
    let parts: Vec<_> = up
        .chain(down.map(Component::as_os_str))
        .map(OsStr::to_string_lossy)
        .collect();
    match &parts[..] {
        [] => ".".to_owned(),
        parts => parts.join("/"),
    }
}

/// Where the way leads: the inverse of [`way`].
#[must_use]
pub fn end_of(folder: &Path, way: &str) -> PathBuf {
    paths::absolute(folder, Path::new(way))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_lead_up_and_down() {
        for (folder, path, expected) in [
            ("/a/b", "/a/b/c/d", "c/d"),
            ("/a/b", "/a/c", "../c"),
            ("/a", "/b", "../b"),
            ("/", "/etc/rc.conf", "etc/rc.conf"),
            ("/root", "/", ".."),
            ("/a", "/a", "."),
        ] {
            assert_eq!(way(Path::new(folder), Path::new(path)), expected);
            assert_eq!(end_of(Path::new(folder), expected), Path::new(path));
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_path_is_resolved_as_far_as_it_exists() {
        let folder = tempfile::tempdir().expect("a folder");
        let real = folder.path().canonicalize().expect("it exists");
        std::fs::create_dir(real.join("a")).expect("writable");
        std::os::unix::fs::symlink("a", real.join("b")).expect("writable");
        let resolved = |path: &str| resolved(&real.join(path)).expect("a path");
        assert_eq!(resolved("b/c/d"), real.join("a/c/d"));
        assert_eq!(resolved("b/../b"), real.join("a"));
        assert_eq!(resolved("./x"), real.join("x"));
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        let folder = tempfile::tempdir().expect("a folder");
        let failure = read(folder.path()).expect_err("a folder");
        assert!(
            failure
                .to_string()
                .ends_with("cannot be read: this is a folder")
        );
        let failure = read(&folder.path().join("a")).expect_err("missing");
        assert!(failure.to_string().ends_with("a: no such file or folder"));
    }
}
