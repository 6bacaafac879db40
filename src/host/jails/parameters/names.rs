//! Names: which parameter is meant, and whether the release has it.

use rustc_hash::FxHashMap;

use crate::host::jails::defect::{DefectKind, Defects};
use crate::text::Place;
use crate::vocabulary::{
    FreebsdRelease, JailParameter, Spelling, Version, misspelled_file_system, spelled,
};

/// What names mean, looked up once each.
pub(super) struct Names<'j> {
    known: FxHashMap<&'j str, Spelling>,
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
        let spelling = *self.known.entry(name).or_insert_with(|| spelled(name));
        let kind = match spelling {
            Spelling::Unknown => {
                // Before 14.0 the statement is a parameter, and has been reported as what it is.
                if defects.has(DefectKind::IncludeStatement, place) {
                    return spelling;
                }
                DefectKind::UnknownParameter {
                    name: name.to_owned(),
                }
            }
            Spelling::OffWithoutSwitch(known) => DefectKind::OffWithoutSwitch {
                parameter: known,
                name: name.to_owned(),
            },
            Spelling::Plain(known) | Spelling::Off(known) => {
                match self.defect_of_known(known, name, bare) {
                    Some(kind) => kind,
                    None => return spelling,
                }
            }
        };
        defects.add(kind, place, jail);
        spelling
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
