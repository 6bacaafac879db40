//! Which of a host's jail files the boot reads, as rc.d/jail picks them.
//!
//! Knows names and files, not what is in a jail.

use rustc_hash::FxHashSet;

use super::Host;
use crate::files::Layout;
use crate::text::{FileId, Place};
use crate::vocabulary::{FreebsdRelease, When};

/// A file of jails.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JailFile {
    /// Which.
    pub file: FileId,
    /// Its path within the host.
    pub relative: String,
    /// What its path makes of it.
    pub role: JailFileRole,
    /// The jails that it defines, with what it includes: name and place of the name.
    pub jails: Vec<(String, Place)>,
    /// Their names.
    pub names: FxHashSet<String>,
    /// Another file includes it, on the host's release.
    pub included: bool,
    /// An `.include` leads to it, whether or not the release knows such statements.
    pub named_by_include: bool,
    /// Whether its jails are all there is: it was read, without errors, and its `.include`
    /// statements lead to files.
    pub certain: bool,
}

/// What the path of a jail file makes of it (libexec/rc/rc.d/jail).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JailFileRole {
    /// /etc/jail.conf
    Main,
    /// /etc/jail.NAME.conf
    Named(String),
    /// /etc/jail.conf.d/NAME.conf, which FreeBSD 13.0 and later look for.
    InFolder(String),
    /// Any other.
    Other,
}

/// A name in `jail_list` that leads to no jail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnlistedJail {
    /// The name.
    pub name: String,
    /// Where it stands.
    pub place: Place,
    /// The file that is read for it on the newest of the releases.
    pub read: Option<String>,
    /// The one jail of that file with a name like it that is not in the list.
    pub near: Option<String>,
    /// On which releases nothing is started.
    pub when: When<FreebsdRelease>,
}

impl JailFileRole {
    /// By the path within the host.
    #[must_use]
    pub fn of(relative: &str, layout: Layout) -> Self {
        let path = match layout {
            Layout::Root => relative.strip_prefix("etc/"),
            Layout::Flat | Layout::Single => Some(relative),
        };
        let Some(path) = path else {
            return Self::Other;
        };
        let inner = |prefix| {
            let name = path.strip_prefix(prefix)?.strip_suffix(".conf")?;
            (!name.is_empty() && !name.contains('/')).then(|| name.to_owned())
        };
        if path == "jail.conf" {
            Self::Main
        } else if let Some(name) = inner("jail.conf.d/") {
            Self::InFolder(name)
        } else if let Some(name) = inner("jail.") {
            Self::Named(name)
        } else {
            Self::Other
        }
    }
}

/// A jail's name as rc.d/jail uses it for files and hands it to jail(8).
#[must_use]
pub fn listed_name(name: &str) -> String {
    name.replace(['/', '.'], "_")
}

/// Names that lead to no jail are compared with those that do as long as there are no more than
/// this: with many the list is about other files.
const MAX_GUESSES: usize = 20;

/// The names in `jail_list`, as rc.d/jail uses them.
#[derive(Clone, Debug, Default)]
pub struct Listed(Option<FxHashSet<String>>);

impl Listed {
    /// Whether the boot starts a jail of this name, as far as the files tell.
    #[must_use]
    pub fn may_start(&self, jail: &str) -> bool {
        self.0
            .as_ref()
            .is_none_or(|names| names.is_empty() || names.contains(&listed_name(jail)))
    }
}

/// What could not be found out.
struct NotKnown;

impl Host {
    /// The names in `jail_list`; none where it is not set, `None` where it is not known.
    #[must_use]
    pub fn jail_list(&self) -> Option<Vec<(String, Place)>> {
        if !self.rc_is_whole {
            return None;
        }
        match self.rc.get("jail_list") {
            Some(variable) => variable.known.then(|| variable.words()),
            None => Some(Vec::new()),
        }
    }

    /// Which jails `jail_list` names.
    #[must_use]
    pub fn listed(&self) -> Listed {
        let list = self.jail_list();
        Listed(list.map(|list| list.iter().map(|(name, _)| listed_name(name)).collect()))
    }

    /// Files beside jail.conf that the boot passes over, though jails are to be started: nothing
    /// names their jails, nothing includes them.
    #[must_use]
    pub fn unread_jail_files(&self) -> Vec<&JailFile> {
        let listed = self.jail_list().is_none_or(|list| !list.is_empty());
        let main = self.main_jail_file();
        if listed || self.rc.yes("jail_enable") != Some(true) || self.boot_starts_jails {
            return Vec::new();
        }
        let Ok(main) = main else {
            return Vec::new();
        };
        if main.is_some_and(|main| !main.certain) {
            return Vec::new();
        }
        let is_main = |file: &JailFile| main.is_some_and(|main| main.file == file.file);
        let elsewhere = |name: &String| main.is_some_and(|main| main.names.contains(name));
        let beside = |file: &&JailFile| {
            matches!(
                file.role,
                JailFileRole::InFolder(_) | JailFileRole::Named(_)
            )
        };
        let files = self.jail_files.iter().filter(beside);
        files
            .filter(|file| !file.named_by_include && !is_main(file))
            .filter(|file| !file.jails.is_empty())
            .filter(|file| !file.jails.iter().any(|(name, _)| elsewhere(name)))
            .collect()
    }

    /// Names in `jail_list` for which no jail is started.
    #[must_use]
    pub fn unlisted_jails(&self) -> Vec<UnlistedJail> {
        let list = self.jail_list().unwrap_or_default();
        if self.jail_files.is_empty() || self.rc.yes("jail_enable") == Some(false) {
            return Vec::new();
        }
        let mut found: Vec<_> = list
            .into_iter()
            .filter_map(|(name, place)| self.unlisted(name, place))
            .collect();
        if found.len() <= MAX_GUESSES {
            let listed = self.listed();
            for unlisted in &mut found {
                unlisted.near = self.near(unlisted, &listed);
            }
        }
        found
    }

    /// The one jail of the file that is read whose name is like that of `unlisted`.
    fn near(&self, unlisted: &UnlistedJail, listed: &Listed) -> Option<String> {
        let read = unlisted.read.as_ref();
        let file = self
            .jail_files
            .iter()
            .find(|file| Some(&file.relative) == read)?;
        let free = file
            .jails
            .iter()
            .filter(|(jail, _)| !listed.may_start(jail));
        let mut near = free
            .filter(|(jail, _)| strsim::normalized_damerau_levenshtein(jail, &unlisted.name) > 0.6);
        match (near.next(), near.next()) {
            (Some((only, _)), None) => Some(only.clone()),
            _ => None,
        }
    }

    fn unlisted(&self, name: String, place: Place) -> Option<UnlistedJail> {
        // The form of old: variables instead of files.
        let suffix = name.replace(|c: char| !c.is_ascii_alphanumeric(), "_");
        let old = ["hostname", "rootdir", "ip", "interface"];
        let variable = |end: &str| self.rc.get(&format!("jail_{suffix}_{end}"));
        if name.is_empty() || old.iter().any(|end| variable(end).is_some()) {
            return None;
        }
        let asked = listed_name(&name);
        let defines = |file: &JailFile| file.names.contains(&asked);
        let old_release = FreebsdRelease::new(12, 0);
        let new_release = FreebsdRelease::new(13, 0);
        let (before, after) = (
            self.file_for(&name, old_release).ok()?,
            self.file_for(&name, new_release).ok()?,
        );
        if [before, after]
            .into_iter()
            .flatten()
            .any(|file| !file.certain)
        {
            return None;
        }
        let of = |release| if release < new_release { before } else { after };
        let when = self
            .freebsd
            .when(|release| !of(release).is_some_and(defines));
        if when == When::Never {
            return None;
        }
        let read = match self.freebsd.known() {
            Some(release) => of(release),
            None => after,
        };
        Some(UnlistedJail {
            name,
            place,
            read: read.map(|file| file.relative.clone()),
            near: None,
            when,
        })
    }

    /// The one file that is read for a name of `jail_list`.
    fn file_for(&self, name: &str, release: FreebsdRelease) -> Result<Option<&JailFile>, NotKnown> {
        let suffix = name.replace(|c: char| !c.is_ascii_alphanumeric(), "_");
        if let Some(variable) = self.rc.get(&format!("jail_{suffix}_conf")) {
            let path = variable.known.then_some(variable.value.as_str());
            return self.jail_file_at(path).map(Some);
        }
        let asked = listed_name(name);
        let has_role = |role: &JailFileRole| self.jail_files.iter().find(|f| f.role == *role);
        if let Some(file) = has_role(&JailFileRole::Named(asked.clone())) {
            return Ok(Some(file));
        }
        if release >= FreebsdRelease::new(13, 0)
            && let Some(file) = has_role(&JailFileRole::InFolder(asked))
        {
            return Ok(Some(file));
        }
        self.main_jail_file()
    }

    /// The file of `jail_conf`.
    fn main_jail_file(&self) -> Result<Option<&JailFile>, NotKnown> {
        match self.rc.get("jail_conf") {
            Some(variable) if variable.value != "/etc/jail.conf" => {
                let path = variable.known.then_some(variable.value.as_str());
                self.jail_file_at(path).map(Some)
            }
            _ => {
                let mut files = self.jail_files.iter();
                Ok(files.find(|file| file.role == JailFileRole::Main))
            }
        }
    }

    fn jail_file_at(&self, path: Option<&str>) -> Result<&JailFile, NotKnown> {
        let relative = path.and_then(|path| path.strip_prefix('/'));
        let mut files = self.jail_files.iter();
        let found = files.find(|file| relative == Some(&file.relative));
        found.ok_or(NotKnown)
    }
}
