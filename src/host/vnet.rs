//! The interfaces that jails with a network stack of their own take, and where those come from.
//!
//! Silent where a script that is not followed may have its hand in it.

use std::collections::BTreeMap;

use super::jail_on_host::{AT_STOP, BEFORE_INTERFACES};
use super::jails::Value;
use super::rc::{RcVariable, variable_suffix};
use super::scripts::{CreatedInterface, InterfaceWork, driver_of, epair_of, is_epair};
use super::{Host, HostJail};
use crate::text::Place;

/// Host hooks that come too late for the jail's own interfaces, but not for its next start and
/// those of others.
const AFTER_START: [&str; 4] = ["exec.poststart", AT_STOP[0], AT_STOP[1], AT_STOP[2]];

/// Drivers whose interfaces are there only when somebody creates them, and that no program
/// creates by itself.
const CREATED: [&str; 9] = [
    "bridge", "epair", "gif", "gre", "lagg", "lo", "stf", "vlan", "vxlan",
];

/// An interface that several jails take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedInterface {
    /// Its name.
    pub name: String,
    /// The later jails that take it.
    pub jails: Vec<String>,
    /// Where they do.
    pub place: Place,
    /// The first jail that takes it, and where; at the same place if a wildcard says it for all.
    pub first: (String, Place),
}

/// An interface that is not there when a jail wants to take it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingInterface {
    /// Its name.
    pub name: String,
    /// The jails that take it.
    pub jails: Vec<String>,
    /// Where.
    pub place: Place,
    /// Why it is not there.
    pub why: WhyMissing,
}

/// Why an interface is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhyMissing {
    /// The name is empty.
    Empty,
    /// It is the name of a pair, which is two interfaces; the end that the jail's hooks leave
    /// free, if there is one such.
    WholePair(Option<String>),
    /// The jail's hooks create another pair.
    OtherPair {
        /// The one that they create.
        created: String,
        /// Where.
        place: Place,
    },
    /// Nothing creates it.
    NotCreated,
}

impl HostJail {
    /// The interfaces that it takes: none of a jail without a network stack of its own, and none
    /// whose names are not known. Names with blanks or commas in them are lists in one string.
    pub fn taken_interfaces(&self) -> impl Iterator<Item = &Value> {
        let values = self.jail.values("vnet.interface").iter();
        values.filter(|value| {
            self.is_vnet() && !self.doubtful && !value.text.contains([' ', '\t', ',', '\n'])
        })
    }

    /// Pairs that its hooks create when it starts and leave behind when it stops. None where a
    /// script that is not followed may destroy them, or where the next start gets along with
    /// them.
    #[must_use]
    pub fn epairs_left(&self) -> Vec<CreatedInterface> {
        let start = self.interface_work(&BEFORE_INTERFACES);
        let mut stop = self.interface_work(&AT_STOP);
        stop.extend(&InterfaceWork {
            opaque: false,
            ..self.interface_work(&["exec.stop"])
        });
        // A renamed end is destroyed under its new name.
        let renamed = !start.named.is_empty() && !stop.destroyed.is_empty();
        if self.doubtful || stop.opaque || stop.destroyed.contains(&None) || renamed {
            return Vec::new();
        }
        let destroyed: Vec<&str> = [&start, &stop]
            .into_iter()
            .flat_map(|work| work.destroyed.iter().flatten())
            .map(|name| epair_of(name).unwrap_or(name))
            .collect();
        let created = start.created.iter();
        created
            .filter(|made| is_epair(&made.name) && !made.joined)
            .filter(|made| !destroyed.contains(&&*made.name))
            .cloned()
            .collect()
    }

    /// Whether it is a jail within another one.
    #[must_use]
    pub fn is_nested(&self) -> bool {
        self.name().contains('.')
    }
}

impl Host {
    /// Interfaces that two or more jails take.
    #[must_use]
    pub fn shared_vnet_interfaces(&self) -> Vec<SharedInterface> {
        let mut first: BTreeMap<&str, (&HostJail, Place)> = BTreeMap::new();
        let mut shared: Vec<SharedInterface> = Vec::new();
        let listed = self.listed();
        let jails = self.jails.iter().filter(|jail| !jail.is_nested());
        for jail in jails.filter(|jail| listed.may_start(jail.name())) {
            let work = jail.interface_work(&BEFORE_INTERFACES);
            let brings_its_own = |name| work.opaque || work.named.iter().any(|n| n == name);
            for value in jail.taken_interfaces() {
                let name = value.text.as_str();
                if name.is_empty() || work.open || brings_its_own(name) {
                    continue;
                }
                let (other, place) = *first.entry(name).or_insert((jail, value.place));
                if other.name() == jail.name() {
                    continue;
                }
                let known = shared
                    .iter_mut()
                    .find(|known| known.name == name && known.place == value.place);
                match known {
                    Some(known) => known.jails.push(jail.name().to_owned()),
                    None => shared.push(SharedInterface {
                        name: name.to_owned(),
                        jails: vec![jail.name().to_owned()],
                        place: value.place,
                        first: (other.name().to_owned(), place),
                    }),
                }
            }
        }
        shared
    }

    /// Interfaces that jails take and that nothing makes.
    #[must_use]
    pub fn missing_vnet_interfaces(&self) -> Vec<MissingInterface> {
        let works: Vec<_> = self.jails.iter().map(JailWork::of).collect();
        let mut all = InterfaceWork::default();
        for work in &works {
            all.extend(&work.early);
            all.extend(&work.late);
        }
        let known = KnownMakers {
            all,
            whole_rc: self.rc_is_whole,
        };
        let mut missing: Vec<MissingInterface> = Vec::new();
        for (jail, work) in self.jails.iter().zip(&works) {
            if jail.is_nested() {
                continue;
            }
            for value in jail.taken_interfaces() {
                let Some(why) = self.why_missing(jail, work, &known, &value.text) else {
                    continue;
                };
                let told = missing
                    .iter_mut()
                    .find(|told| told.place == value.place && told.name == value.text);
                match told {
                    Some(told) => told.jails.push(jail.name().to_owned()),
                    None => missing.push(MissingInterface {
                        name: value.text.clone(),
                        jails: vec![jail.name().to_owned()],
                        place: value.place,
                        why,
                    }),
                }
            }
        }
        missing
    }

    fn why_missing(
        &self,
        jail: &HostJail,
        work: &JailWork,
        known: &KnownMakers,
        name: &str,
    ) -> Option<WhyMissing> {
        if name.is_empty() {
            return Some(WhyMissing::Empty);
        }
        if work.early.may_make(name) || known.all.may_make(name) || self.by_scripts.may_make(name) {
            return None;
        }
        if is_epair(name) {
            let renamed = self.rc_may_make(name) && !self.rc_creates(name);
            return (!renamed).then(|| WhyMissing::WholePair(work.free_end(name)));
        }
        if self.rc_may_make(name) {
            return None;
        }
        if epair_of(name).is_some()
            && let Some(other) = work.other_pair(jail)
        {
            return Some(other);
        }
        (known.whole_rc && is_only_created(name)).then_some(WhyMissing::NotCreated)
    }

    /// Whether rc.conf makes an interface of this name, or may do so.
    fn rc_may_make(&self, name: &str) -> bool {
        let renamed = |variable: &&RcVariable| {
            variable.name.ends_with("_name") && (!variable.known || variable.value == name)
        };
        self.rc_creates(name) || self.rc.with_prefix("ifconfig_").any(|v| renamed(&v))
    }

    /// Whether `cloned_interfaces` and its kin, or `vlans_IF`, create the interface or the pair.
    fn rc_creates(&self, name: &str) -> bool {
        let pair = epair_of(name).unwrap_or(name);
        let lists = self.rc.variables().filter(|variable| {
            variable.name.ends_with("_interfaces") && !variable.name.ends_with("network_interfaces")
        });
        let is_it = |word: &str| {
            let word = word.trim_end_matches(":sticky");
            word == name || word == pair || word == driver_of(pair)
        };
        let listed = |v: &RcVariable| !v.known || v.words().iter().any(|(word, _)| is_it(word));
        let suffix = variable_suffix(name);
        let is_vlan = |v: &RcVariable| {
            let parent = v.name.strip_prefix("vlans_").unwrap_or_default();
            let words = v.words();
            let mut names = words.iter().map(|(word, _)| word);
            !v.known || names.any(|word| word == name || format!("{parent}_{word}") == suffix)
        };
        lists.into_iter().any(listed) || self.rc.with_prefix("vlans_").any(is_vlan)
    }
}

/// What the whole host does for its interfaces.
struct KnownMakers {
    /// What the hooks of all jails do.
    all: InterfaceWork,
    /// What rc.conf does not create, it does not.
    whole_rc: bool,
}

/// What a jail's host hooks do, before the interfaces are handed over and after that.
struct JailWork {
    early: InterfaceWork,
    late: InterfaceWork,
}

impl JailWork {
    fn of(jail: &HostJail) -> Self {
        Self {
            early: jail.interface_work(&BEFORE_INTERFACES),
            late: jail.interface_work(&AFTER_START),
        }
    }

    /// The end of a pair that the hooks do not use, if they use just the other one.
    fn free_end(&self, pair: &str) -> Option<String> {
        let ends = [format!("{pair}a"), format!("{pair}b")];
        let uses = |end: &String| self.early.mentioned.contains(end);
        match [uses(&ends[0]), uses(&ends[1])] {
            [true, false] => Some(ends[1].clone()),
            [false, true] => Some(ends[0].clone()),
            _ => None,
        }
    }

    /// The one pair that the hooks create, if the jail takes neither end of any pair that they
    /// create.
    fn other_pair(&self, jail: &HostJail) -> Option<WhyMissing> {
        let [created] = self.early.created.as_slice() else {
            return None;
        };
        let taken = |value: &Value| epair_of(&value.text) == Some(&created.name);
        let unused = self.early.named.is_empty() && !jail.taken_interfaces().any(taken);
        (is_epair(&created.name) && unused).then(|| WhyMissing::OtherPair {
            created: created.name.clone(),
            place: created.place,
        })
    }
}

/// Whether an interface of this name is there only when somebody creates it: no driver of a
/// device, and no program, brings it.
fn is_only_created(name: &str) -> bool {
    let by_helper = name.strip_prefix('e').and_then(|rest| {
        let number = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        (number.len() < rest.len()).then_some(number)
    });
    if by_helper.is_some_and(|rest| rest.starts_with("a_") || rest.starts_with("b_")) {
        return true;
    }
    if name == "lo0" {
        return false;
    }
    let driver = driver_of(epair_of(name).unwrap_or(name));
    let counted = driver.len() < name.len();
    let vlan = name.split_once('.').is_some_and(|(parent, number)| {
        let digits = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        digits && parent.ends_with(|c: char| c.is_ascii_digit())
    });
    vlan || counted && CREATED.contains(&driver)
}
