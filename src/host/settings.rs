//! Settings of a host: what stands in which file, and what is in force.

use rustc_hash::FxHashMap;

use crate::syntax::{loader, sysctl};
use crate::text::{FileId, Place};
use crate::vocabulary::{
    Candidates, FreebsdRelease, Placement, SettingFile, Version, When, Why, setting,
};

/// A file of settings.
#[derive(Clone, Copy, Debug)]
pub struct SettingSource<'a> {
    /// Which.
    pub file: FileId,
    /// Its tree.
    pub tree: SettingTree<'a>,
}

/// The tree of a file of settings.
#[derive(Clone, Copy, Debug)]
pub enum SettingTree<'a> {
    /// loader.conf.
    Loader(&'a loader::Tree),
    /// sysctl.conf.
    Sysctl(&'a sysctl::Tree),
}

/// The settings of a host.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Every assignment, in the order in which the machine reads them.
    pub assignments: Vec<Assignment>,
    last: FxHashMap<String, Vec<usize>>,
}

/// One assignment.
#[derive(Clone, Debug)]
pub struct Assignment {
    /// The setting.
    pub name: String,
    /// Its value.
    pub value: String,
    /// The kind of file.
    pub from: SettingFile,
    /// Name and value.
    pub place: Place,
    /// The name.
    pub name_place: Place,
    /// The value, without quotes.
    pub value_place: Place,
    /// Whether a later assignment in the same kind of file wins.
    pub overridden: bool,
    /// What becomes of it.
    pub standing: Standing,
}

/// What becomes of an assignment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is taken.
    Works,
    /// It is not known what becomes of it.
    NotJudged,
    /// It is not taken from this file.
    Misplaced {
        /// Why.
        why: Why,
        /// On which of the candidate releases.
        when: When<FreebsdRelease>,
        /// The file from which those releases take it.
        belongs: SettingFile,
    },
    /// It is taken from nowhere.
    ReadOnly {
        /// On which of the candidate releases.
        when: When<FreebsdRelease>,
    },
}

/// Reads the sources in the order in which the machine does.
#[must_use]
pub fn collect(sources: &[SettingSource], freebsd: &Candidates<FreebsdRelease>) -> Settings {
    let mut settings = Settings::default();
    for source in sources {
        match source.tree {
            SettingTree::Loader(tree) => {
                for line in &tree.settings {
                    let standing = match line.reaches_kernel() {
                        false => Standing::NotJudged,
                        true => standing(&line.name, SettingFile::Loader, freebsd),
                    };
                    settings.add(Assignment {
                        name: line.name.clone(),
                        value: line.value.clone(),
                        from: SettingFile::Loader,
                        place: Place::new(source.file, line.span),
                        name_place: Place::new(source.file, line.name_span),
                        value_place: Place::new(source.file, line.value_span),
                        overridden: false,
                        standing,
                    });
                }
            }
            SettingTree::Sysctl(tree) => {
                for line in &tree.settings {
                    settings.add(Assignment {
                        name: line.name.clone(),
                        value: line.value.clone(),
                        from: SettingFile::Sysctl,
                        place: Place::new(source.file, line.span),
                        name_place: Place::new(source.file, line.name_span),
                        value_place: Place::new(source.file, line.value_span),
                        overridden: false,
                        standing: standing(&line.name, SettingFile::Sysctl, freebsd),
                    });
                }
            }
        }
    }
    settings
}

/// What the candidate releases make of a setting in a file.
fn standing(name: &str, file: SettingFile, freebsd: &Candidates<FreebsdRelease>) -> Standing {
    let Some(setting) = setting(name) else {
        return Standing::NotJudged;
    };
    let placed = |release| setting.placement(file, release);
    let read_only = freebsd.when(|release| placed(release) == Placement::ReadOnly);
    if read_only != When::Never {
        return Standing::ReadOnly { when: read_only };
    }
    let misplaced = freebsd.when(|release| {
        let elsewhere = setting.placement(file.other(), release) == Placement::Works;
        matches!(placed(release), Placement::No(_)) && elsewhere
    });
    let first = match &misplaced {
        When::Never => None,
        When::Always => freebsd
            .known()
            .or_else(|| FreebsdRelease::supported().last().copied()),
        When::On(some) => some.first().copied(),
    };
    match first.map(placed) {
        Some(Placement::No(why)) => Standing::Misplaced {
            why,
            when: misplaced,
            belongs: file.other(),
        },
        _ if freebsd.when(|release| placed(release) == Placement::Works) == When::Always => {
            Standing::Works
        }
        _ => Standing::NotJudged,
    }
}

impl Settings {
    fn add(&mut self, assignment: Assignment) {
        let indices = self.last.entry(assignment.name.clone()).or_default();
        for index in indices.iter() {
            if let Some(earlier) = self.assignments.get_mut(*index) {
                earlier.overridden |= earlier.from == assignment.from;
            }
        }
        indices.push(self.assignments.len());
        self.assignments.push(assignment);
    }

    fn of_name(&self, name: &str) -> impl DoubleEndedIterator<Item = &Assignment> {
        let indices = self.last.get(name).map_or(&[][..], Vec::as_slice);
        indices
            .iter()
            .filter_map(|index| self.assignments.get(*index))
    }

    /// The assignment of `name` that is in force: the last that is taken. sysctl.conf comes after
    /// loader.conf.
    #[must_use]
    pub fn effective(&self, name: &str) -> Option<&Assignment> {
        self.of_name(name)
            .rev()
            .find(|assignment| is_taken(assignment))
    }

    /// The assignment of `name` that was meant to be in force: the last one written.
    #[must_use]
    pub fn intended(&self, name: &str) -> Option<&Assignment> {
        self.of_name(name).next_back()
    }

    /// The last assignment of `name` in files of this kind.
    #[must_use]
    pub fn last_from(&self, kind: SettingFile, name: &str) -> Option<&Assignment> {
        self.of_name(name)
            .rev()
            .find(|assignment| assignment.from == kind)
    }

    /// Whether this assignment is in force.
    #[must_use]
    pub fn takes_effect(&self, assignment: &Assignment) -> bool {
        self.effective(&assignment.name)
            .is_some_and(|own| own.place == assignment.place)
    }
}

/// Whether the machine takes an assignment, on every release that it may run.
fn is_taken(assignment: &Assignment) -> bool {
    matches!(assignment.standing, Standing::Works | Standing::NotJudged)
}
