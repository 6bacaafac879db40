//! Onto the disk: files that one fix changes together are all written or none.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::done::Done;
use super::texts::ChangedFile;
use crate::files::{Staged, in_words};

/// Files that were left as they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotWritten {
    /// The files that belong together.
    pub files: Vec<PathBuf>,
    /// The one that could not be written.
    pub culprit: PathBuf,
    /// Why not, in words.
    pub reason: String,
    /// Files that could be neither written nor put back: they have their new text.
    pub left_changed: Vec<PathBuf>,
}

/// Writes what was done. Each file is written beside and renamed, those that gain text first.
#[must_use]
pub fn write(done: &Done) -> Vec<NotWritten> {
    write_by(done, &|from, to| fs::rename(from, to))
}

/// How a file is moved into its place.
pub(super) type Rename<'a> = &'a dyn Fn(&Path, &Path) -> io::Result<()>;

pub(super) fn write_by(done: &Done, rename: Rename<'_>) -> Vec<NotWritten> {
    let groups = groups(done).into_iter();
    groups
        .filter_map(|group| write_group(done, &group, rename).err())
        .collect()
}

/// Which changed files hang together by a fix that edited several.
fn groups(done: &Done) -> Vec<BTreeSet<PathBuf>> {
    let mut groups: Vec<BTreeSet<PathBuf>> = Vec::new();
    let alone = done.changed.files().map(|(path, _)| vec![path.to_owned()]);
    let by_fixes = done.mended.iter().map(|mended| mended.edited.clone());
    for files in alone.chain(by_fixes) {
        let mut joined: BTreeSet<PathBuf> = files
            .into_iter()
            .filter(|path| done.changed.get(path).is_some())
            .collect();
        groups.retain(|group| {
            let apart = group.is_disjoint(&joined);
            if !apart {
                joined.extend(group.iter().cloned());
            }
            apart
        });
        if !joined.is_empty() {
            groups.push(joined);
        }
    }
    groups
}

fn write_group(
    done: &Done,
    group: &BTreeSet<PathBuf>,
    rename: Rename<'_>,
) -> Result<(), NotWritten> {
    let mut files: Vec<(&Path, &ChangedFile)> = group
        .iter()
        .filter_map(|path| Some((path.as_path(), done.changed.get(path)?)))
        .collect();
    files.sort_by_key(|(path, file)| (!file.gains(), *path));
    let refusal = |path: &Path, error: &io::Error, left_changed| NotWritten {
        files: group.iter().cloned().collect(),
        culprit: path.to_owned(),
        reason: in_words(error),
        left_changed,
    };
    let mut staged = Vec::new();
    for (path, file) in &files {
        let beside = stage(path, file).map_err(|error| refusal(path, &error, Vec::new()))?;
        staged.push(beside);
    }
    for (index, new) in staged.iter_mut().enumerate() {
        let path = new.place().to_owned();
        if let Err(error) = new.put(rename) {
            let written = files.get(..index).unwrap_or_default();
            return Err(refusal(&path, &error, put_back(written, rename)));
        }
    }
    Ok(())
}

/// The new text beside the old one, if the old one is still what the fix was made for.
fn stage(path: &Path, file: &ChangedFile) -> io::Result<Staged> {
    match (&file.before, fs::symlink_metadata(path)) {
        (None, Err(error)) if error.kind() == io::ErrorKind::NotFound => {}
        (_, Err(error)) => return Err(error),
        (None, Ok(_)) => return Err(io::Error::other("something is at that path already")),
        (Some(_), Ok(metadata)) if metadata.permissions().readonly() => {
            return Err(io::Error::other("it is read-only"));
        }
        (Some(before), Ok(_)) => {
            if fs::read(path)? != before[..] {
                return Err(io::Error::other("it has been changed meanwhile"));
            }
        }
    }
    Staged::with_folders(path, &file.after)
}

/// Gives files that were written already their old text again. Returns those that kept the new.
fn put_back(written: &[(&Path, &ChangedFile)], rename: Rename<'_>) -> Vec<PathBuf> {
    let back = |path: &Path, file: &ChangedFile| match &file.before {
        Some(before) => Staged::new(path, before)?.put(rename),
        None => fs::remove_file(path),
    };
    written
        .iter()
        .filter(|(path, file)| back(path, file).is_err())
        .map(|(path, _)| (*path).to_owned())
        .collect()
}
