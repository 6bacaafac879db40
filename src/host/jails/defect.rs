//! What is wrong with a jail.conf beyond its syntax, as types. Rules put it into words.

use rustc_hash::FxHashMap;

use crate::text::Place;
use crate::vocabulary::{JailParameter, Need};

/// A mistake, with all jails that it concerns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JailDefect {
    /// What is wrong.
    pub kind: DefectKind,
    /// Where one would edit.
    pub place: Place,
    /// The jails concerned, as indices into [`Jails::jails`](super::Jails::jails), ascending (of a
    /// host's defects, into its own jails); none where the mistake is no single jail's.
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
        /// A name that is set somewhere and much like it.
        near: Option<String>,
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
        /// Whether it adds to the jail's value (`+=`) where it comes later.
        adds: bool,
    },
    /// A parameter or variable set twice in one block, or twice among the globals of one file, so
    /// that the first value is lost. The place is the name of the second.
    Overridden(Overridden),
    /// A parameter that no release has. The place is its name, as for all that follow here.
    UnknownParameter {
        /// The name.
        name: String,
    },
    /// `allow.mount.FS` for a file system that FreeBSD does not have, much like one that it has.
    UnknownFileSystem {
        /// The parameter as it is written.
        name: String,
        /// The parameter of the file system that it has.
        near: JailParameter,
    },
    /// A parameter that not every supported release has.
    NewerParameter {
        /// Which.
        parameter: JailParameter,
        /// As it is written.
        name: String,
    },
    /// A `no` before a parameter that is no boolean.
    OffWithoutSwitch {
        /// The parameter behind the `no`.
        parameter: JailParameter,
        /// As it is written.
        name: String,
    },
    /// A parameter whose value the kernel only tells.
    ReadOnlyParameter {
        /// Which.
        parameter: JailParameter,
    },
    /// A parameter that something else has replaced.
    DeprecatedParameter {
        /// Which.
        parameter: JailParameter,
        /// It stands there bare, so that others can stand there instead.
        bare: bool,
    },
    /// A permission that is given, and cannot be used for want of something else.
    PermissionWithoutEffect {
        /// As it is written.
        name: String,
        /// What is missing.
        lacks: Vec<Need>,
    },
    /// A value that the parameter does not take. The place is the value.
    ImpossibleValue {
        /// The parameter, or the one that stands for its family.
        parameter: JailParameter,
        /// As it is written.
        name: String,
        /// The value.
        value: String,
        /// What is wrong with it.
        problem: ValueProblem,
    },
    /// Several values of a parameter that takes one: the last counts. The place is the first.
    SeveralValues {
        /// The parameter as it is written.
        name: String,
        /// How many there are.
        count: usize,
        /// The last one.
        used: Place,
    },
    /// `depend` on a jail that the file does not have: `depends on undefined jail`. The place is
    /// the value.
    UnknownDependency {
        /// The jail.
        name: String,
        /// A jail of the file whose name is much like it.
        near: Option<String>,
    },
    /// Jails that depend on each other: `dependency loop`, and jail(8) starts none. The place is
    /// the value of `depend` that closes the circle.
    DependencyCycle {
        /// The jails in order, the first depending on the second, the last on the first.
        jails: Vec<String>,
    },
    /// `.include`, which is an unknown parameter before 14.0. The place is the word.
    IncludeStatement,
    /// No file is called so: fatal, unless it is a pattern. The place is the pattern.
    IncludeWithoutMatch {
        /// The name or pattern.
        pattern: String,
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

/// A setting whose value is lost to a later one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Overridden {
    /// The name as it is spelled the second time.
    pub name: String,
    /// Whether it is a variable.
    pub variable: bool,
    /// The name where it is set first.
    pub first: Place,
    /// The whole second statement.
    pub statement: Place,
    /// The `=` of the second, if it has one.
    pub operator: Option<Place>,
    /// What the second does to the first.
    pub by: OverriddenBy,
}

/// What a second setting does to the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OverriddenBy {
    /// It says the same once more.
    TheSame,
    /// It says something else.
    AnotherValue,
    /// It is a bare name, which leaves no value.
    Nothing,
}

/// What is wrong with a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ValueProblem {
    /// `unknown boolean value`
    NotBoolean,
    /// `non-integer value`
    NotInteger,
    /// `unknown jailsys value`
    NotJailsys,
    /// A word of a jailsys that the kernel refuses for this parameter.
    RefusedWord,
    /// `not an absolute pathname`
    NotAbsolute,
    /// Nothing where addresses are expected: the jail has none of that family.
    NoAddresses,
    /// A number outside the range.
    OutOfRange {
        /// The lowest.
        low: i64,
        /// The highest.
        high: i64,
        /// Whether the kernel refuses it.
        refused: bool,
    },
    /// More bytes than the kernel has room for.
    TooLong {
        /// The most.
        bytes: usize,
    },
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

    /// Whether there is this defect.
    pub(super) fn has(&self, kind: DefectKind, place: Place) -> bool {
        self.known.contains_key(&(place, kind))
    }

    /// All of them, in order of place.
    pub(super) fn finish(mut self) -> Vec<JailDefect> {
        self.list.sort_by_key(|defect| defect.place);
        self.list
    }
}
