//! What is wrong with a jail.conf beyond its syntax, as types. Rules put it into words.

use rustc_hash::FxHashMap;

use crate::text::Place;

/// A mistake, with all jails that it concerns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JailDefect {
    /// What is wrong.
    pub kind: DefectKind,
    /// Where one would edit.
    pub place: Place,
    /// The jails concerned, as indices into [`Jails::jails`](super::Jails::jails), ascending;
    /// none where the mistake is no single jail's.
    pub jails: Vec<usize>,
}

/// What can be wrong.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum DefectKind {
    /// A variable that no jail's parameters define: `variable "X" not found`. The place is the
    /// reference.
    UndefinedVariable {
        /// Its name.
        variable: String,
        /// It is there, but bare, without a value (jail(8) of 12.x crashes).
        without_value: bool,
    },
    /// A variable that refers to itself: `variable loop`. The place is the reference.
    VariableLoop {
        /// Its name.
        variable: String,
    },
    /// A reference to a variable of two or more values. The place is the reference.
    ListInVariable {
        /// Its name.
        variable: String,
        /// Where the list is set.
        definition: Place,
        /// Alone in its value, jail(8) of every release crashes; with text around it says
        /// `array cannot be substituted inline`.
        alone: bool,
    },
    /// Variables refer to each other deeper than is followed here, or their text grows beyond
    /// all measure. The place is the reference.
    VariableTooDeep {
        /// Its name.
        variable: String,
    },
    /// A second block for a jail. The place is its name; the jail is the second one.
    DuplicateName {
        /// The name of the block before.
        first: Place,
    },
    /// `name` set in a block, or `jid` a second time: `cannot redefine parameter`. 12.x only
    /// warns. The place is the name of the parameter.
    Redefined {
        /// `name` or `jid`.
        parameter: String,
    },
    /// A variable called like a parameter: `cannot have the same name as a parameter`. 12.x
    /// merges the two without a word. The place is the later name.
    VariableNamedAsParameter {
        /// The name that both have.
        name: String,
        /// The other one, unless it is a parameter that jail(8) itself knows.
        other: Option<Place>,
    },
    /// A global parameter behind a jail that sets the same, with another global before the jail:
    /// on 12.x and 13.x the global wins, on 14.0 and later the jail does. The place is the name
    /// of the global.
    VersionDependentGlobal {
        /// The parameter.
        parameter: String,
    },
    /// A file includes itself, by way of others or not. The place is the pattern.
    IncludeLoop,
    /// Files include files deeper than jail(8) follows: `maximum include depth exceeded`. The
    /// place is the pattern.
    IncludeTooDeep,
    /// More parameters, over all jails, than are looked at here. The place is the name of the
    /// first jail that has been left without.
    TooManyParameters,
}

impl JailDefect {
    /// Whether values of its jails lack something because of it: a variable that leads nowhere.
    #[must_use]
    pub fn leaves_value_open(&self) -> bool {
        matches!(
            self.kind,
            DefectKind::UndefinedVariable { .. }
                | DefectKind::VariableLoop { .. }
                | DefectKind::ListInVariable { .. }
                | DefectKind::VariableTooDeep { .. }
        )
    }
}

/// Defects, each mistake once.
#[derive(Debug, Default)]
pub(super) struct Defects {
    list: Vec<JailDefect>,
    known: FxHashMap<(Place, DefectKind), usize>,
}

impl Defects {
    /// Adds a defect, or the jail to one that is known.
    pub(super) fn add(&mut self, kind: DefectKind, place: Place, jail: Option<usize>) {
        let next = self.list.len();
        let index = *self.known.entry((place, kind.clone())).or_insert(next);
        if index == next {
            self.list.push(JailDefect {
                kind,
                place,
                jails: Vec::new(),
            });
        }
        if let (Some(defect), Some(jail)) = (self.list.get_mut(index), jail)
            && defect.jails.last() != Some(&jail)
        {
            defect.jails.push(jail);
        }
    }

    /// All of them, in order of place.
    pub(super) fn finish(mut self) -> Vec<JailDefect> {
        self.list.sort_by_key(|defect| defect.place);
        self.list
    }
}
