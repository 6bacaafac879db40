//! The disk, as far as it is looked at: what is at a path, what a folder holds, a file's bytes.

use std::ffi::OsString;
use std::fs::{self, File, FileType};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::held::Held;
use super::problem::ReadProblem;

/// The largest file that is read, in bytes. No file of these languages comes near; a log or a
/// disk image by that name does.
pub const SIZE_LIMIT: u64 = 64 * 1024 * 1024;

/// How many bytes are enough to see a first line `#!`.
pub(super) const HEAD: usize = 256;

/// What is at a path, links followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A regular file of this size in bytes.
    File(u64),
    /// A folder.
    Folder,
    /// Something that may block or never end when read: named here in words.
    Other(&'static str),
}

/// One name in a folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// The name.
    pub name: OsString,
    /// What it is, links not followed.
    pub kind: EntryKind,
}

/// What a name in a folder is, links not followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntryKind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link to anything.
    Link,
    /// A pipe, a socket, a device.
    Other,
}

/// What changes with a file's text: two equal stamps of one path mean the same text, as far as
/// the file system tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// When the text was last written.
    pub modified: SystemTime,
    /// When the file was last touched in any way, in nanoseconds; 0 where the system has no such
    /// time. Copying tools set the first time back, but not this one.
    pub changed: i128,
    /// Its size in bytes.
    pub size: u64,
    /// Its number on its file system; another one means another file by the same name.
    pub inode: u64,
}

/// Where files come from: the disk, or texts held in memory laid over it.
pub trait FileTree: Send + Sync {
    /// What is at `path`, links followed.
    ///
    /// # Errors
    ///
    /// As stat(2).
    fn kind(&self, path: &Path) -> io::Result<Kind>;

    /// The names in a folder, sorted.
    ///
    /// # Errors
    ///
    /// As opendir(3) and readdir(3).
    fn list(&self, folder: &Path) -> io::Result<Vec<Entry>>;

    /// The whole of a regular file.
    ///
    /// # Errors
    ///
    /// Why there is no text to be had.
    fn read(&self, path: &Path) -> Result<Vec<u8>, ReadProblem>;

    /// The whole of a regular file as text, with the trees made of it if it was held before.
    ///
    /// # Errors
    ///
    /// As [`FileTree::read`].
    fn hold(&self, path: &Path) -> Result<Held, ReadProblem> {
        self.read(path).map(Held::from)
    }

    /// By what a changed text can be told without reading it; `None` if it cannot.
    fn stamp(&self, path: &Path) -> Option<Stamp>;

    /// The first bytes of a regular file, enough for a line `#!`; none if it cannot be read.
    fn head(&self, path: &Path) -> Vec<u8>;

    /// Whether the last component of `path` is a symbolic link.
    fn is_link(&self, path: &Path) -> bool;

    /// The path without symbolic links.
    ///
    /// # Errors
    ///
    /// As realpath(3).
    fn resolve(&self, path: &Path) -> io::Result<PathBuf>;
}

/// The disk of this machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct Disk;

impl FileTree for Disk {
    fn kind(&self, path: &Path) -> io::Result<Kind> {
        fs::metadata(path).map(|metadata| kind_of(&metadata))
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<Entry>> {
        let mut entries = Vec::new();
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            entries.push(Entry {
                name: entry.file_name(),
                kind: entry.file_type().map_or(EntryKind::Other, entry_kind),
            });
        }
        entries.sort();
        Ok(entries)
    }

    fn read(&self, path: &Path) -> Result<Vec<u8>, ReadProblem> {
        let bytes = read_up_to(path, SIZE_LIMIT + 1)?;
        let size = bytes.len() as u64;
        if size > SIZE_LIMIT {
            return Err(too_large(size));
        }
        Ok(bytes)
    }

    fn stamp(&self, path: &Path) -> Option<Stamp> {
        let metadata = fs::metadata(path).ok()?;
        let (changed, inode) = change(&metadata);
        Some(Stamp {
            modified: metadata.modified().ok()?,
            changed,
            size: metadata.len(),
            inode,
        })
    }

    fn head(&self, path: &Path) -> Vec<u8> {
        read_up_to(path, HEAD as u64).unwrap_or_default()
    }

    fn is_link(&self, path: &Path) -> bool {
        fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_symlink())
    }

    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        fs::canonicalize(path)
    }
}

/// Reads at most `count` bytes. Opening a pipe would wait for a writer, so the kind is looked at
/// before opening, and again on what was opened.
fn read_up_to(path: &Path, count: u64) -> Result<Vec<u8>, ReadProblem> {
    let unreadable = |error: io::Error| ReadProblem::Unreadable(in_words(&error));
    let size = regular_size(&fs::metadata(path).map_err(unreadable)?)?;
    let file = File::open(path).map_err(unreadable)?;
    regular_size(&file.metadata().map_err(unreadable)?)?;
    if count > SIZE_LIMIT && size > SIZE_LIMIT {
        return Err(too_large(size));
    }
    let mut bytes = Vec::new();
    file.take(count)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    Ok(bytes)
}

fn regular_size(metadata: &fs::Metadata) -> Result<u64, ReadProblem> {
    match kind_of(metadata) {
        Kind::File(size) => Ok(size),
        Kind::Folder => Err(ReadProblem::NotRegular("folder")),
        Kind::Other(what) => Err(ReadProblem::NotRegular(what)),
    }
}

pub(super) fn too_large(size: u64) -> ReadProblem {
    ReadProblem::TooLarge {
        size,
        limit: SIZE_LIMIT,
    }
}

fn kind_of(metadata: &fs::Metadata) -> Kind {
    if metadata.is_file() {
        Kind::File(metadata.len())
    } else if metadata.is_dir() {
        Kind::Folder
    } else {
        Kind::Other(special(metadata.file_type()))
    }
}

#[cfg(unix)]
fn special(kind: FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt;
    if kind.is_fifo() {
        "pipe"
    } else if kind.is_socket() {
        "socket"
    } else {
        "device"
    }
}

#[cfg(not(unix))]
fn special(_: FileType) -> &'static str {
    "device"
}

/// The time of the last change of any kind, and the inode.
#[cfg(unix)]
fn change(metadata: &fs::Metadata) -> (i128, u64) {
    use std::os::unix::fs::MetadataExt;
    let seconds = i128::from(metadata.ctime()) * 1_000_000_000;
    (seconds + i128::from(metadata.ctime_nsec()), metadata.ino())
}

#[cfg(not(unix))]
fn change(_: &fs::Metadata) -> (i128, u64) {
    (0, 0)
}

fn entry_kind(kind: FileType) -> EntryKind {
    if kind.is_symlink() {
        EntryKind::Link
    } else if kind.is_dir() {
        EntryKind::Folder
    } else if kind.is_file() {
        EntryKind::File
    } else {
        EntryKind::Other
    }
}

/// What the system says, without its error number.
pub fn in_words(error: &io::Error) -> String {
    let text = error.to_string();
    let words = text.split(" (os error").next().unwrap_or(&text);
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(chars).collect()
    })
}
