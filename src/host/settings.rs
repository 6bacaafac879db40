//! Settings of a host: what stands in which file, and what is in force.

mod standing;

use rustc_hash::FxHashMap;

use crate::syntax::loader::{self, Grammar, SettingKind};
use crate::syntax::sysctl;
use crate::text::{FileId, Place};
use crate::vocabulary::{Candidates, FreebsdRelease, SettingFile, setting};
use standing::Meant;
pub use standing::{Standing, Unknown};

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
    /// Its value, the loader's variables resolved.
    pub value: String,
    /// The kind of file.
    pub from: SettingFile,
    /// What the loader takes it for; always a variable in sysctl.conf.
    pub kind: SettingKind,
    /// Name and value.
    pub place: Place,
    /// The name.
    pub name_place: Place,
    /// The value, without quotes.
    pub value_place: Place,
    /// The loader's variables that its value uses.
    pub uses: Vec<String>,
    /// Whether a later assignment in the same kind of file wins.
    pub overridden: bool,
    /// What becomes of it.
    pub standing: Standing,
}

/// Reads the sources in the order in which the machine does.
#[must_use]
pub fn collect(sources: &[SettingSource], freebsd: &Candidates<FreebsdRelease>) -> Settings {
    let mut settings = Settings::default();
    let mut variables = FxHashMap::default();
    let grammar = match freebsd.known() {
        Some(release) if release.major < 13 => Grammar::Twelve,
        _ => Grammar::Current,
    };
    let mut meant = Meant::default();
    for source in sources {
        match source.tree {
            SettingTree::Loader(tree) => {
                for line in tree.settings_by(grammar) {
                    let value = resolved(line, &variables, grammar);
                    variables.insert(line.name.as_str(), value.clone());
                    settings.add(Assignment {
                        name: line.name.clone(),
                        value,
                        from: SettingFile::Loader,
                        kind: line.kind,
                        place: Place::new(source.file, line.span),
                        name_place: Place::new(source.file, line.name_span),
                        value_place: Place::new(source.file, line.value_span),
                        uses: uses(line),
                        overridden: false,
                        standing: loader_standing(line, freebsd, &mut meant),
                    });
                }
            }
            SettingTree::Sysctl(tree) => {
                for line in &tree.settings {
                    settings.add(Assignment {
                        name: line.name.clone(),
                        value: line.value.clone(),
                        from: SettingFile::Sysctl,
                        kind: SettingKind::Variable,
                        place: Place::new(source.file, line.span),
                        name_place: Place::new(source.file, line.name_span),
                        value_place: Place::new(source.file, line.value_span),
                        uses: Vec::new(),
                        overridden: false,
                        standing: standing::of_kernel(
                            &line.name,
                            SettingFile::Sysctl,
                            freebsd,
                            &mut meant,
                        ),
                    });
                }
            }
        }
    }
    settings
}

fn loader_standing(
    line: &loader::Setting,
    freebsd: &Candidates<FreebsdRelease>,
    meant: &mut Meant,
) -> Standing {
    let is_module = matches!(line.kind, SettingKind::Module(_));
    match line.kind {
        SettingKind::Command => Standing::NotJudged,
        _ if !line.name.contains('.') => standing::of_loader(&line.name, is_module, meant),
        // A module with a dot in its name is hard to tell from a setting with such an ending.
        SettingKind::Module(_) if setting(&line.name).is_none() => Standing::NotJudged,
        _ => standing::of_kernel(&line.name, SettingFile::Loader, freebsd, meant),
    }
}

/// The variables that a value uses.
fn uses(line: &loader::Setting) -> Vec<String> {
    let names = loader::variables(&line.value).into_iter();
    names.map(ToOwned::to_owned).collect()
}

/// The value with its variables, if all of them are set in these files; else as it is written.
fn resolved(
    line: &loader::Setting,
    variables: &FxHashMap<&str, String>,
    grammar: Grammar,
) -> String {
    let used = loader::variables(&line.value);
    let known = used.iter().all(|name| variables.contains_key(name));
    if line.kind != SettingKind::Variable || !known {
        return line.value.clone();
    }
    let lookup = |name: &str| variables.get(name).map(String::as_str);
    loader::expand(&line.value, grammar, lookup).unwrap_or_else(|_| line.value.clone())
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
    match assignment.standing {
        Standing::Works | Standing::NotJudged => true,
        // A name that nobody knows may be one all the same.
        Standing::Unknown(Unknown::Name { .. }) => true,
        _ => false,
    }
}
