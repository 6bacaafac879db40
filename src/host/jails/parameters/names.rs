//! Names: which parameter is meant, and whether the release has it.

use rustc_hash::FxHashMap;

use crate::host::jails::defect::{DefectKind, Defects};
use crate::text::Place;
use crate::vocabulary::{
    FreebsdRelease, JailParameter, Spelling, Version, misspelled_file_system, spelled,
};

/// What names mean, looked up once each.
pub(super) struct Names<'j> {
    /// By name and whether no value follows it.
    known: FxHashMap<(&'j str, bool), (Spelling, Option<DefectKind>)>,
    /// The releases in question.
    releases: Vec<FreebsdRelease>,
}

impl<'j> Names<'j> {
    pub(super) fn new(release: Option<FreebsdRelease>) -> Self {
        Self {
            known: FxHashMap::default(),
            releases: release.map_or_else(FreebsdRelease::supported, |release| vec![release]),
        }
    }

    /// What a parameter's name means, after saying what is wrong with it; `bare` if no value
    /// follows it.
    pub(super) fn check(
        &mut self,
        (name, place): (&'j str, Place),
        bare: bool,
        jail: Option<usize>,
        defects: &mut Defects,
    ) -> Spelling {
        if !self.known.contains_key(&(name, bare)) {
            let looked_up = self.look_up(name, bare);
            self.known.insert((name, bare), looked_up);
        }
        let Some((spelling, defect)) = self.known.get(&(name, bare)) else {
            return Spelling::Unknown;
        };
        // Before 14.0 the statement is a parameter, and has been reported as what it is.
        let is_reported =
            *spelling == Spelling::Unknown && defects.has(DefectKind::IncludeStatement, place);
        if let Some(kind) = defect.as_ref().filter(|_| !is_reported) {
            defects.add(kind.clone(), place, jail);
        }
        *spelling
    }

    fn look_up(&self, name: &str, bare: bool) -> (Spelling, Option<DefectKind>) {
        let spelling = spelled(name);
        let defect = match spelling {
            Spelling::Unknown => Some(DefectKind::UnknownParameter {
                name: name.to_owned(),
            }),
            Spelling::OffWithoutSwitch(known) => Some(DefectKind::OffWithoutSwitch {
                parameter: known,
                name: name.to_owned(),
            }),
            Spelling::Plain(known) | Spelling::Off(known) => {
                self.defect_of_known(known, name, bare)
            }
        };
        (spelling, defect)
    }

    fn defect_of_known(&self, known: JailParameter, name: &str, bare: bool) -> Option<DefectKind> {
        if !known.can_be_set() {
            return Some(DefectKind::ReadOnlyParameter { parameter: known });
        }
        if self.releases.iter().any(|release| !known.is_in(*release)) {
            return Some(DefectKind::NewerParameter {
                parameter: known,
                name: name.to_owned(),
            });
        }
        if let Some(near) = misspelled_file_system(name) {
            return Some(DefectKind::UnknownFileSystem {
                name: name.to_owned(),
                near,
            });
        }
        known.replacement()?;
        Some(DefectKind::DeprecatedParameter {
            parameter: known,
            bare: bare && name == known.name(),
        })
    }
}
