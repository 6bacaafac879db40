//! Forwarding information bases: how many there are, what is in them, who asks for which.

use std::net::IpAddr;

use super::rc::{RcConf, RcVariable};
use super::scripts::RouteFibs;
use super::settings::{Assignment, Settings};
use super::valued::{Cause, Valued};
use crate::text::Place;
use crate::vocabulary::{
    Candidates, FreebsdRelease, Number, SettingFile, When, kernel_number, sysctl_number,
};

/// What a host's files say of its FIBs.
#[derive(Clone, Debug)]
pub struct Fibs {
    /// `net.fibs`; `None` where the file that would say so is not there.
    pub count: Option<Valued<u32>>,
    /// Where the count is set.
    pub count_place: Option<Place>,
    /// Whether an address puts its connected route into every FIB.
    pub add_addr_allfibs: AllFibs,
    /// On which of the candidate releases it is on where nothing sets it.
    pub add_addr_allfibs_default: When<FreebsdRelease>,
    /// Where `net.add_addr_allfibs` is set.
    pub add_addr_allfibs_place: Option<Place>,
    /// Default routes that the files set up.
    pub default_routes: Vec<DefaultRoute>,
    /// Every place that names a FIB by number.
    pub uses: Vec<FibUse>,
}

/// Whether `net.add_addr_allfibs` is on, as it was meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AllFibs {
    /// Set by a file.
    Set(bool),
    /// Set nowhere: the default of the release.
    Default,
}

/// A default route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DefaultRoute {
    /// In which FIBs.
    pub fibs: RouteFibs,
    /// Via this gateway or interface, as written.
    pub via: String,
    /// For IPv6 rather than IPv4.
    pub ipv6: bool,
    /// Where it is set.
    pub place: Place,
}

/// A place that asks for a FIB by number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FibUse {
    /// Which.
    pub number: u32,
    /// Who asks.
    pub by: FibUser,
    /// Where the number stands.
    pub place: Place,
}

/// Who asks for a FIB.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FibUser {
    /// `exec.fib` or `setfib` of a jail, or of several that have it from a wildcard.
    Jails(Vec<String>),
    /// An interface's `fib N`.
    Interface(String),
    /// A daemon's `NAME_fib`.
    Daemon(String),
    /// A `setfib` or `-fib` in a script.
    Command(String),
    /// `static_routes` or a `defaultrouter_fibN` variable.
    RcVariable(String),
}

impl Fibs {
    /// What the settings and rc.conf say. `complete` tells whether the file is there in which
    /// the count would be set, so that its absence means the default.
    #[must_use]
    pub fn from_settings(
        settings: &Settings,
        freebsd: &Candidates<FreebsdRelease>,
        complete: bool,
    ) -> Self {
        let count_setting = largest_count(settings);
        let count = match count_setting.and_then(number) {
            Some(intended) => Some(valued_count(intended, count_setting, settings)),
            None if complete && count_setting.is_none() => Some(Valued::plain(1)),
            None => None,
        };
        let all_setting = settings.intended("net.add_addr_allfibs");
        let add_addr_allfibs = match all_setting.and_then(number) {
            Some(value) => AllFibs::Set(value != 0),
            None => AllFibs::Default,
        };
        Self {
            count,
            count_place: count_setting.map(|setting| setting.place),
            add_addr_allfibs,
            // The default was 1 before 13.0 (UPDATING 20201108).
            add_addr_allfibs_default: freebsd.when(|release| release < FreebsdRelease::new(13, 0)),
            add_addr_allfibs_place: all_setting.map(|setting| setting.place),
            default_routes: Vec::new(),
            uses: Vec::new(),
        }
    }

    /// The FIBs that exist as the person meant it: 0 up to this number, exclusive.
    #[must_use]
    pub fn intended_count(&self) -> Option<u32> {
        self.count.as_ref().map(|count| count.intended)
    }

    /// Whether FIB `number` does not exist, as far as the files tell.
    #[must_use]
    pub fn is_out_of_range(&self, number: u32) -> bool {
        self.intended_count().is_some_and(|count| number >= count)
    }

    /// Adds `defaultrouter` and its kin of rc.conf (rc.d/routing).
    pub fn add_default_routers(&mut self, rc: &RcConf) {
        for (name, ipv6) in [("defaultrouter", false), ("ipv6_defaultrouter", true)] {
            if let Some(variable) = rc.get(name) {
                self.add_default_router(variable, 0, ipv6);
            }
            let prefix = format!("{name}_fib");
            let of_fibs: Vec<_> = rc.with_prefix(&prefix).cloned().collect();
            for variable in of_fibs {
                let Ok(number) = variable.name[prefix.len()..].parse() else {
                    continue;
                };
                self.uses.push(FibUse {
                    number,
                    by: FibUser::RcVariable(variable.name.clone()),
                    place: variable.name_place,
                });
                self.add_default_router(&variable, number, ipv6);
            }
        }
    }

    fn add_default_router(&mut self, variable: &RcVariable, fib: u32, ipv6: bool) {
        let via = variable.value.trim();
        if via.is_empty() || via.eq_ignore_ascii_case("no") {
            return;
        }
        self.default_routes.push(DefaultRoute {
            fibs: RouteFibs::Numbers(vec![fib..=fib]),
            via: via.to_owned(),
            ipv6,
            place: variable.place,
        });
    }

    /// Whether a default route for `address`'s family is set up in `fib`.
    pub fn has_default_route(&self, fib: u32, address: IpAddr) -> bool {
        self.default_routes.iter().any(|route| {
            route.ipv6 == address.is_ipv6() && route.fibs.contains(fib, 0) != Some(false)
        })
    }
}

fn number(assignment: &Assignment) -> Option<u32> {
    let value = assignment.value.trim();
    let read = match assignment.from {
        SettingFile::Loader => kernel_number(value),
        SettingFile::Sysctl => sysctl_number(value),
    };
    match read {
        Number::Value(number) => u32::try_from(number).ok(),
        Number::Refused { .. } => None,
    }
}

/// The line that decides how many FIBs were meant: the kernel takes the loader's count, and
/// sysctl(8) can only raise it.
fn largest_count(settings: &Settings) -> Option<&Assignment> {
    let last = settings.intended("net.fibs")?;
    let by_loader = settings.last_from(SettingFile::Loader, "net.fibs");
    let larger = by_loader.filter(|loader| number(loader) > number(last));
    Some(larger.filter(|_| number(last).is_some()).unwrap_or(last))
}

fn valued_count(intended: u32, written: Option<&Assignment>, settings: &Settings) -> Valued<u32> {
    let by_loader = settings.last_from(SettingFile::Loader, "net.fibs");
    let taken = settings.effective("net.fibs").and_then(number);
    let effective = taken.max(by_loader.and_then(number)).unwrap_or(1);
    let cause = written
        .filter(|_| effective != intended)
        .map(|setting| Cause::SettingNotTaken(setting.place));
    Valued {
        intended,
        effective,
        cause,
    }
}
