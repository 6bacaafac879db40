//! Texts of files that did not change since they were last read, as their stamps tell.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use rustc_hash::FxHashMap;

use super::held::Held;
use super::problem::ReadProblem;
use super::tree::{Entry, FileTree, Kind, Stamp};

/// A file written this recently may be written again without its times changing: file systems
/// count in steps, some of two seconds.
const COARSEST_STEP: Duration = Duration::from_secs(2);

/// A tree that reads a file again only when it has changed.
pub struct Kept {
    below: Arc<dyn FileTree>,
    answers: Mutex<Answers>,
}

#[derive(Default)]
struct Answers {
    by_path: FxHashMap<PathBuf, Answer>,
    round: u64,
}

/// What is known of a file.
#[derive(Default)]
struct Answer {
    text: Option<Seen<Held>>,
    head: Option<Seen<Vec<u8>>>,
    /// When it was last of use.
    round: u64,
}

/// What was seen when the file had this stamp.
struct Seen<T> {
    stamp: Stamp,
    /// Whether an equal stamp is proof enough that it is still so.
    is_settled: bool,
    value: T,
}

impl<T> Seen<T> {
    fn new(stamp: Stamp, value: T) -> Self {
        let age = SystemTime::now().duration_since(stamp.modified);
        Self {
            stamp,
            is_settled: age.is_ok_and(|age| age > COARSEST_STEP),
            value,
        }
    }

    fn holds_for(&self, stamp: Stamp) -> bool {
        self.is_settled && self.stamp == stamp
    }
}

impl Kept {
    /// Keeps what is read of `below`.
    pub fn new(below: Arc<dyn FileTree>) -> Self {
        Self {
            below,
            answers: Mutex::default(),
        }
    }

    /// Lets go of every text that was not asked for since the last call.
    pub fn sweep(&self) {
        let mut answers = self.answers();
        let round = answers.round;
        answers.by_path.retain(|_, answer| answer.round == round);
        answers.by_path.shrink_to_fit();
        answers.round += 1;
    }

    fn answers(&self) -> MutexGuard<'_, Answers> {
        self.answers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Works on what is known of a file.
    fn about<T>(&self, path: &Path, work: impl FnOnce(&mut Answer) -> T) -> T {
        let mut answers = self.answers();
        let round = answers.round;
        if let Some(answer) = answers.by_path.get_mut(path) {
            answer.round = round;
            return work(answer);
        }
        let answer = answers.by_path.entry(path.to_owned()).or_default();
        answer.round = round;
        work(answer)
    }
}

impl FileTree for Kept {
    fn kind(&self, path: &Path) -> io::Result<Kind> {
        self.below.kind(path)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<Entry>> {
        self.below.list(folder)
    }

    fn read(&self, path: &Path) -> Result<Vec<u8>, ReadProblem> {
        self.below.read(path)
    }

    fn hold(&self, path: &Path) -> Result<Held, ReadProblem> {
        // Looked at before reading: a file that changes meanwhile is read again next time.
        let Some(stamp) = self.below.stamp(path) else {
            return self.below.hold(path);
        };
        let before = self.about(path, |known| {
            let text = known.text.as_ref()?;
            Some((text.holds_for(stamp), text.value.clone()))
        });
        let before = match before {
            Some((true, held)) => return Ok(held),
            Some((false, held)) => Some(held),
            None => None,
        };
        let bytes = self.below.read(path)?;
        let held = before
            .filter(|before| before.bytes() == bytes)
            .unwrap_or_else(|| Held::from(bytes));
        let seen = Seen::new(stamp, held.clone());
        self.about(path, |known| known.text = Some(seen));
        Ok(held)
    }

    fn stamp(&self, path: &Path) -> Option<Stamp> {
        self.below.stamp(path)
    }

    fn head(&self, path: &Path) -> Vec<u8> {
        let Some(stamp) = self.below.stamp(path) else {
            return self.below.head(path);
        };
        let known = self.about(path, |known| {
            let head = known.head.as_ref().filter(|head| head.holds_for(stamp))?;
            Some(head.value.clone())
        });
        known.unwrap_or_else(|| {
            let head = self.below.head(path);
            let seen = Seen::new(stamp, head.clone());
            self.about(path, |known| known.head = Some(seen));
            head
        })
    }

    fn is_link(&self, path: &Path) -> bool {
        self.below.is_link(path)
    }

    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        self.below.resolve(path)
    }
}

#[cfg(test)]
mod tests {
    use std::fs::{self, File};
    use std::time::{Duration, SystemTime};

    use super::*;
    use crate::files::Disk;

    fn set_age(path: &Path, seconds: u64) {
        let file = File::options().write(true).open(path).expect("it is there");
        let time = SystemTime::now() - Duration::from_secs(seconds);
        file.set_modified(time).expect("a time");
    }

    fn is_same(a: &Held, b: &Held) -> bool {
        Arc::ptr_eq(&a.text(), &b.text())
    }

    #[test]
    fn a_file_is_read_again_only_when_it_changed() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("rc.conf");
        fs::write(&path, "a=1\n").expect("writable");
        set_age(&path, 60);
        let kept = Kept::new(Arc::new(Disk));
        let hold = || kept.hold(&path).expect("a file");
        let first = hold();
        assert!(is_same(&first, &hold()));
        // Same size, same time of writing.
        fs::write(&path, "a=2\n").expect("writable");
        set_age(&path, 60);
        assert_eq!(hold().bytes(), b"a=2\n");
        fs::remove_file(&path).expect("it is there");
        assert!(kept.hold(&path).is_err());
    }

    #[test]
    fn a_file_just_written_is_not_trusted_but_its_tree_is_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("rc.conf");
        fs::write(&path, "a=1\n").expect("writable");
        let kept = Kept::new(Arc::new(Disk));
        let first = kept.hold(&path).expect("a file");
        assert!(is_same(&first, &kept.hold(&path).expect("a file")));
        fs::write(&path, "a=2\n").expect("writable");
        assert_eq!(kept.hold(&path).expect("a file").bytes(), b"a=2\n");
    }

    #[test]
    fn what_is_not_asked_for_is_let_go() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("rc.conf");
        fs::write(&path, "a=1\n").expect("writable");
        let kept = Kept::new(Arc::new(Disk));
        kept.hold(&path).expect("a file");
        kept.sweep();
        assert_eq!(kept.answers().by_path.len(), 1);
        kept.sweep();
        assert_eq!(kept.answers().by_path.len(), 0);
    }
}
