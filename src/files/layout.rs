//! Where a FreeBSD host keeps the files that are read here, and how to tell such a host's folder
//! from any other.

use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};

use super::problem::ReadProblem;
use super::tree::{Entry, EntryKind, FileTree, Kind, in_words};
use crate::syntax::Language;

/// The largest file, in bytes, that is looked at to see whether it is a shell script.
pub(super) const SCRIPT_LIMIT: u64 = 64 * 1024;

/// How the files of a host lie in its folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// As on the machine: `etc/rc.conf`, `boot/loader.conf`, ...
    Root,
    /// Side by side in one folder: `rc.conf`, `frr.conf`, ...
    Flat,
    /// One file alone; nothing else is known of its host.
    Single,
}

/// A file to read.
pub(super) struct Member {
    pub(super) path: PathBuf,
    pub(super) language: Language,
    /// Left out, not reported, if it cannot be read: it was only looked for on suspicion.
    pub(super) optional: bool,
    /// Why it cannot be read, where that is known before trying.
    pub(super) problem: Option<ReadProblem>,
}

/// Which names of a folder are read.
enum Take {
    /// Those that say their language themselves, if it is one of these.
    Named(&'static [Language]),
    /// Those that end in `.conf`.
    Conf(Language),
    /// All, also one folder deeper.
    Deep(Language),
    /// Shell scripts, by their first line.
    Scripts,
}

const ROOT: [(&str, Take); 11] = [
    ("boot", Take::Named(&[Language::Loader])),
    ("boot/loader.conf.d", Take::Conf(Language::Loader)),
    (
        "etc",
        Take::Named(&[
            Language::Jail,
            Language::Rc,
            Language::Sysctl,
            Language::Shell,
        ]),
    ),
    ("etc/jail.conf.d", Take::Conf(Language::Jail)),
    ("etc/rc.conf.d", Take::Deep(Language::Rc)),
    ("etc/sysctl.kld.d", Take::Conf(Language::Sysctl)),
    ("usr/local/etc/frr", Take::Named(&[Language::Frr])),
    ("usr/local/etc/rc.conf.d", Take::Deep(Language::Rc)),
    ("usr/local/etc/rc.d", Take::Scripts),
    ("usr/local/bin", Take::Scripts),
    ("usr/local/sbin", Take::Scripts),
];

const FLAT: [(&str, Take); 7] = [
    ("", Take::Named(&Language::ALL)),
    ("", Take::Scripts),
    ("frr", Take::Named(&[Language::Frr])),
    ("jail.conf.d", Take::Conf(Language::Jail)),
    ("loader.conf.d", Take::Conf(Language::Loader)),
    ("rc.conf.d", Take::Deep(Language::Rc)),
    ("sysctl.kld.d", Take::Conf(Language::Sysctl)),
];

impl Layout {
    fn folders(self) -> &'static [(&'static str, Take)] {
        match self {
            Self::Root => &ROOT,
            Self::Flat => &FLAT,
            Self::Single => &[],
        }
    }

    /// Whether files of the host lie in this folder or below it; `relative` is its path within
    /// the host.
    pub(super) fn holds_folder(self, relative: &Path) -> bool {
        let mut folders = self.folders().iter();
        folders.any(|(folder, _)| Path::new(folder).starts_with(relative))
    }
}

/// Whether FreeBSD's paths hang below `folder`, whose names are `entries`.
pub(super) fn is_root(tree: &dyn FileTree, folder: &Path, entries: &[Entry]) -> bool {
    let has = |name: &str| {
        let mut folders = entries.iter().filter(|e| e.kind != EntryKind::File);
        folders.any(|entry| entry.name == name)
    };
    let any = |below: &str, test: fn(&str) -> bool| {
        let names = tree.list(&folder.join(below)).unwrap_or_default();
        names.iter().filter_map(|e| e.name.to_str()).any(test)
    };
    (has("etc") && any("etc", is_name_in_etc))
        || (has("boot") && any("boot", |name| name.starts_with("loader.conf")))
        || (has("usr") && any("usr/local/etc", |name| name == "frr" || name == "rc.conf.d"))
}

fn is_name_in_etc(name: &str) -> bool {
    ["rc.conf", "sysctl.conf", "sysctl.kld.d", "jail.conf"]
        .iter()
        .any(|known| name.starts_with(known))
        || (name.starts_with("jail.") && name.ends_with(".conf"))
}

/// Whether a folder with these names holds a host's files side by side. A script alone, or
/// rc.local, does not make a host.
pub(super) fn is_flat(entries: &[Entry]) -> bool {
    let mut files = entries.iter().filter(|e| e.kind != EntryKind::Folder);
    files.any(|entry| {
        Language::of_known_path(Path::new(&entry.name))
            .is_some_and(|language| language != Language::Shell)
    })
}

/// Whether a folder of this name belongs to the flat host that holds it.
pub(super) fn is_part_of_flat(name: &OsStr) -> bool {
    FLAT.iter()
        .any(|(folder, _)| !folder.is_empty() && name == *folder)
}

/// The files of the host in `root`.
pub(super) fn members(tree: &dyn FileTree, root: &Path, layout: Layout) -> Vec<Member> {
    let mut members = Vec::new();
    for (relative, take) in layout.folders() {
        let folder = match *relative {
            "" => root.to_owned(),
            relative => root.join(relative),
        };
        match tree.list(&folder) {
            Ok(entries) => add(tree, &folder, &entries, take, layout, &mut members),
            Err(error) => members.extend(closed_folder(folder, take, &error)),
        }
    }
    members
}

fn add(
    tree: &dyn FileTree,
    folder: &Path,
    entries: &[Entry],
    take: &Take,
    layout: Layout,
    members: &mut Vec<Member>,
) {
    for entry in entries.iter().filter(|entry| !is_hidden(&entry.name)) {
        let path = folder.join(&entry.name);
        match take {
            Take::Named(languages) => {
                let language = Language::of_known_path(Path::new(&entry.name));
                // A folder called jail.conf is a mistake in etc; elsewhere it is just a folder.
                let is_file = layout == Layout::Root || entry.kind != EntryKind::Folder;
                if let Some(language) = language.filter(|l| is_file && languages.contains(l)) {
                    members.push(Member::sure(path, language));
                }
            }
            Take::Conf(language) => {
                let is_conf = path.extension().is_some_and(|end| end == "conf");
                if is_conf && entry.kind != EntryKind::Folder {
                    members.push(Member::sure(path, *language));
                }
            }
            Take::Deep(language) if entry.kind == EntryKind::Folder => {
                let inner = tree.list(&path).unwrap_or_default();
                let files = inner
                    .iter()
                    .filter(|inner| inner.kind != EntryKind::Folder && !is_hidden(&inner.name));
                members.extend(files.map(|e| Member::sure(path.join(&e.name), *language)));
            }
            Take::Deep(language) => members.push(Member::sure(path, *language)),
            Take::Scripts => {
                let may_be = matches!(entry.kind, EntryKind::File | EntryKind::Link);
                if may_be && is_script(tree, &path) {
                    members.push(Member {
                        optional: true,
                        ..Member::sure(path, Language::Shell)
                    });
                }
            }
        }
    }
}

impl Member {
    fn sure(path: PathBuf, language: Language) -> Self {
        Self {
            path,
            language,
            optional: false,
            problem: None,
        }
    }
}

/// A folder that is there but closed to us hides files that the machine reads: FRR's own, for
/// one, is open to its user only. Saying nothing would be to judge half a host.
fn closed_folder(path: PathBuf, take: &Take, error: &io::Error) -> Option<Member> {
    let language = match take {
        Take::Named(languages) => *languages.first()?,
        Take::Conf(language) | Take::Deep(language) => *language,
        Take::Scripts => return None,
    };
    (error.kind() == io::ErrorKind::PermissionDenied).then(|| Member {
        path,
        language,
        optional: false,
        problem: Some(ReadProblem::Unreadable(in_words(error))),
    })
}

/// Whether a small file at `path` begins like a shell script.
pub(super) fn is_script(tree: &dyn FileTree, path: &Path) -> bool {
    let is_small = matches!(tree.kind(path), Ok(Kind::File(1..=SCRIPT_LIMIT)));
    is_small && Language::sniff(&String::from_utf8_lossy(&tree.head(path))).is_some()
}

/// Whether shells and searches pass this name over.
pub(super) fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}
