//! A file written beside its place, to be moved there in one step: whoever looks sees the old
//! text or the new one, never half of one.

use std::ffi::OsString;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

/// The new text of a file, on the same disk and in the same folder. Dropped before
/// [`Staged::put`], it leaves no trace.
#[derive(Debug)]
pub struct Staged {
    place: PathBuf,
    /// `None` once it is in place.
    beside: Option<PathBuf>,
    made_folders: Vec<PathBuf>,
}

impl Staged {
    /// Writes `bytes` beside `place`, with the mode and the owner of the file that is there;
    /// folders that are missing are made. `place` is no symbolic link.
    ///
    /// # Errors
    ///
    /// As the system's; also if the owner cannot be kept.
    pub fn new(place: &Path, bytes: &[u8]) -> io::Result<Self> {
        let mut staged = Self {
            place: place.to_owned(),
            beside: None,
            made_folders: Vec::new(),
        };
        let like = match fs::symlink_metadata(place) {
            Ok(metadata) => Some(metadata),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        staged.make_folders()?;
        let (mut file, path) = create_beside(place)?;
        staged.beside = Some(path);
        file.write_all(bytes)?;
        if let Some(like) = like {
            be_like(&file, &like)?;
        }
        file.sync_all()?;
        Ok(staged)
    }

    fn make_folders(&mut self) -> io::Result<()> {
        let missing: Vec<_> = self
            .place
            .ancestors()
            .skip(1)
            .take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists())
            .map(Path::to_owned)
            .collect();
        for folder in missing.into_iter().rev() {
            fs::create_dir(&folder)?;
            self.made_folders.push(folder);
        }
        Ok(())
    }

    /// Where it is to be.
    #[must_use]
    pub fn place(&self) -> &Path {
        &self.place
    }

    /// Moves it into its place with `rename`, which does what [`fs::rename`] does.
    ///
    /// # Errors
    ///
    /// As `rename`; the old file is then untouched.
    pub fn put(&mut self, rename: impl Fn(&Path, &Path) -> io::Result<()>) -> io::Result<()> {
        if let Some(beside) = &self.beside {
            rename(beside, &self.place)?;
            self.beside = None;
            self.made_folders.clear();
        }
        Ok(())
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        if let Some(beside) = &self.beside {
            // Nothing is lost if it stays; there is nobody to tell.
            let _ = fs::remove_file(beside);
        }
        for folder in self.made_folders.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

/// A new file in the folder of `place`, under a name that no program looks for.
fn create_beside(place: &Path) -> io::Result<(File, PathBuf)> {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let name = place
        .file_name()
        .ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
    loop {
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let mut hidden = OsString::from(".");
        hidden.push(name);
        hidden.push(format!(".cellblock-{}-{count}", std::process::id()));
        let path = place.with_file_name(hidden);
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(file) => return Ok((file, path)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
}

#[cfg(unix)]
fn be_like(file: &File, like: &Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, fchown};
    let own = file.metadata()?;
    if (own.uid(), own.gid()) != (like.uid(), like.gid()) {
        fchown(file, Some(like.uid()), Some(like.gid()))?;
    }
    // After the owner: a change of owner takes the set-user bits away.
    file.set_permissions(like.permissions())
}

#[cfg(not(unix))]
fn be_like(file: &File, like: &Metadata) -> io::Result<()> {
    file.set_permissions(like.permissions())
}
