//! Which interfaces rc.conf creates and renames.

use std::collections::{BTreeMap, BTreeSet};

use super::names::vlan;
use crate::host::rc::{RcConf, variable_suffix};
use crate::text::Place;

/// What rc.conf makes of the interfaces that are there.
#[derive(Clone, Debug, Default)]
pub struct Made {
    names: BTreeSet<String>,
    /// A variable that creates interfaces depends on run time.
    unsure: bool,
    /// Interfaces that get another name.
    pub renamed: Vec<Renamed>,
    by_old_suffix: BTreeMap<String, String>,
    /// `autobridge_IF`: the bridge, a pattern of names, and where it stands.
    pub autobridged: Vec<(String, String, Place)>,
}

/// `ifconfig_OLD_name="NEW"`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renamed {
    /// The name that the interface comes with, as variables spell it.
    pub old: String,
    /// The name that it gets.
    pub new: String,
    /// The assignment.
    pub place: Place,
}

/// Variables that hold names of interfaces which are created.
const LISTS: [&str; 4] = [
    "cloned_interfaces",
    "gif_interfaces",
    "fec_interfaces",
    "wireguard_interfaces",
];

impl Made {
    pub(super) fn from_rc(rc: &RcConf) -> Self {
        let mut made = Self::default();
        for variable in LISTS.iter().filter_map(|name| rc.get(name)) {
            made.unsure |= !variable.known;
            for (word, _) in variable.words() {
                made.add(word.trim_end_matches(":sticky"));
            }
        }
        for variable in rc.with_prefix("wlans_") {
            made.unsure |= !variable.known;
            for (word, _) in variable.words() {
                made.add(&word);
            }
        }
        made.take_vlans(rc);
        made.take_names(rc);
        for variable in rc.with_prefix("autobridge_") {
            let bridge = variable
                .name
                .strip_prefix("autobridge_")
                .unwrap_or_default();
            let members = variable.words().into_iter();
            let members = members.map(|(word, place)| (bridge.to_owned(), word, place));
            made.autobridged
                .extend(members.filter(|_| bridge != "interfaces"));
        }
        made
    }

    /// An epair has two ends, which are interfaces of their own.
    fn add(&mut self, name: &str) {
        if name.starts_with("epair") {
            let pair = name.trim_end_matches(['a', 'b']);
            self.names.extend([format!("{pair}a"), format!("{pair}b")]);
        }
        self.names.insert(name.to_owned());
    }

    /// The parent of `vlans_IF` is spelled as variables are, so its VLANs may be found under
    /// that spelling only.
    fn take_vlans(&mut self, rc: &RcConf) {
        for variable in rc.with_prefix("vlans_") {
            self.unsure |= !variable.known;
            let parent = variable.name.strip_prefix("vlans_").unwrap_or_default();
            for (word, _) in variable.words() {
                self.add(&vlan(parent, word));
            }
        }
    }

    fn take_names(&mut self, rc: &RcConf) {
        for variable in rc.with_prefix("ifconfig_") {
            let old = variable.name.strip_prefix("ifconfig_").unwrap_or_default();
            let Some(old) = old.strip_suffix("_name") else {
                continue;
            };
            self.unsure |= !variable.known;
            let new = variable.value.trim();
            if new.is_empty() || new.contains(char::is_whitespace) {
                continue;
            }
            self.add(new);
            self.by_old_suffix.insert(old.to_owned(), new.to_owned());
            self.renamed.push(Renamed {
                old: old.to_owned(),
                new: new.to_owned(),
                place: variable.place,
            });
        }
    }

    /// The name that the interface behind a variable's suffix gets, if it is renamed.
    pub(super) fn name_of(&self, suffix: &str) -> Option<&String> {
        self.by_old_suffix.get(suffix)
    }

    /// Whether rc.conf creates an interface called `name`, or may do so.
    #[must_use]
    pub fn may_make(&self, name: &str) -> bool {
        self.unsure
            || self.names.contains(name)
            || self
                .names
                .iter()
                .any(|made| variable_suffix(made) == variable_suffix(name))
    }

    /// Every name that rc.conf makes.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }
}
