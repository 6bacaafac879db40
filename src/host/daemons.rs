//! FRR's daemons as rc.conf starts them (net/frr* ports, files/frr.in), and their FIBs.

use super::fibs::{FibUse, FibUser};
use super::rc::RcConf;
use super::valued::{Cause, Valued};
use crate::text::Place;
use crate::vocabulary::{Candidates, FrrVersion, RcName, rc_variable};

/// One daemon.
#[derive(Clone, Debug)]
pub struct Daemon {
    /// Its name, such as `bgpd`.
    pub name: String,
    /// The FIB it runs in.
    pub fib: Valued<u32>,
}

/// FRR on a host.
#[derive(Clone, Debug)]
pub struct Frr {
    /// `frr_enable`; `None` where rc.conf does not say.
    pub enabled: Option<bool>,
    /// The daemons that would run, in the order of `frr_daemons`.
    pub daemons: Vec<Daemon>,
    /// Whether watchfrr starts them, which hands its FIB on to those without one of their own.
    pub watchfrr: Watchfrr,
    /// `frr_fib`, which the rc script never reads.
    pub frr_fib: Option<FrrFib>,
    /// Places that ask for a FIB.
    pub fib_uses: Vec<FibUse>,
}

/// Whether watchfrr starts the daemons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Watchfrr {
    /// It does.
    Runs,
    /// It does where the port is frr9 or later, and the version is not known.
    RunsSinceFrr9,
    /// rc.conf turns it off, or the port is known to be older.
    Off,
}

/// An `frr_fib` in rc.conf.
#[derive(Clone, Debug)]
pub struct FrrFib {
    /// The FIB that was meant.
    pub number: u32,
    /// Where it is set.
    pub place: Place,
    /// Daemons that run in another FIB because of it.
    pub missed: Vec<String>,
}

impl Frr {
    /// FRR as rc.conf has it.
    #[must_use]
    pub fn from_rc(rc: &RcConf, version: &Candidates<FrrVersion>) -> Self {
        let frr_fib = fib_variable(rc, "frr");
        let runs = watchfrr(rc, version);
        let watchfrr = fib_variable(rc, "watchfrr").filter(|_| runs != Watchfrr::Off);
        let by_default = || rc_variable("frr_daemons").map_or("", RcName::default_value);
        let list = rc.get("frr_daemons").map(|v| v.value.as_str());
        let list = list.unwrap_or_else(by_default);
        let mut fib_uses: Vec<_> = watchfrr
            .map(|(number, place)| daemon_use("watchfrr", number, place))
            .into_iter()
            .collect();
        let daemons: Vec<_> = list
            .split_ascii_whitespace()
            .map(|name| {
                let own = fib_variable(rc, name);
                fib_uses.extend(own.map(|(number, place)| daemon_use(name, number, place)));
                Daemon {
                    name: name.to_owned(),
                    fib: daemon_fib(own.or(watchfrr), frr_fib),
                }
            })
            .collect();
        Self {
            enabled: rc.yes("frr_enable"),
            watchfrr: runs,
            frr_fib: frr_fib.map(|(number, place)| FrrFib {
                number,
                place,
                missed: missed(&daemons, number),
            }),
            daemons,
            fib_uses,
        }
    }

    /// The FIB that was meant for `daemon`; 0 where nothing is said.
    #[must_use]
    pub fn intended_fib(&self, daemon: &str) -> u32 {
        self.daemons
            .iter()
            .find(|d| d.name == daemon)
            .map_or(0, |d| d.fib.intended)
    }

    /// Whether rc.conf starts `daemon`.
    #[must_use]
    pub fn starts(&self, daemon: &str) -> bool {
        self.enabled == Some(true) && self.daemons.iter().any(|d| d.name == daemon)
    }
}

/// The port has watchfrr from frr9 on, and starts it unless told not to.
fn watchfrr(rc: &RcConf, version: &Candidates<FrrVersion>) -> Watchfrr {
    if rc.yes("watchfrr_enable") == Some(false) {
        return Watchfrr::Off;
    }
    match version.known() {
        None => Watchfrr::RunsSinceFrr9,
        Some(version) if version >= FrrVersion::new(9, 0) => Watchfrr::Runs,
        Some(_) => Watchfrr::Off,
    }
}

/// The FIBs of all other services that rc.conf starts: `NAME_fib` beside `NAME_enable`
/// (rc.subr).
pub(super) fn service_fibs(rc: &RcConf) -> Vec<FibUse> {
    rc.variables()
        .filter_map(|variable| {
            let service = variable.name.strip_suffix("_fib")?;
            let enabled = rc.yes(&format!("{service}_enable")) == Some(true);
            if !enabled || matches!(service, "frr" | "watchfrr") {
                return None;
            }
            let (number, place) = fib_variable(rc, service)?;
            Some(daemon_use(service, number, place))
        })
        .collect()
}

fn fib_variable(rc: &RcConf, service: &str) -> Option<(u32, Place)> {
    let variable = rc.get(&format!("{service}_fib"))?;
    Some((variable.value.trim().parse().ok()?, variable.place))
}

fn daemon_use(name: &str, number: u32, place: Place) -> FibUse {
    FibUse {
        number,
        by: FibUser::Daemon(name.to_owned()),
        place,
    }
}

fn daemon_fib(read: Option<(u32, Place)>, frr_fib: Option<(u32, Place)>) -> Valued<u32> {
    match (read, frr_fib) {
        (Some((number, _)), _) => Valued::plain(number),
        (None, Some((number, place))) => Valued {
            intended: number,
            effective: 0,
            cause: (number != 0).then_some(Cause::FrrFibNotRead(place)),
        },
        (None, None) => Valued::plain(0),
    }
}

fn missed(daemons: &[Daemon], number: u32) -> Vec<String> {
    daemons
        .iter()
        // One that is told its FIB is where it is meant to be.
        .filter(|daemon| daemon.fib.effective != number && daemon.fib.cause.is_some())
        .map(|daemon| daemon.name.clone())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::rc::{RcSource, collect};
    use crate::syntax::rc;
    use crate::text::FileId;

    fn frr(text: &str, version: Candidates<FrrVersion>) -> Frr {
        let tree = rc::parse(text);
        let source = RcSource {
            file: FileId(0),
            tree: &tree,
        };
        Frr::from_rc(&collect(&[source]), &version)
    }

    #[test]
    fn frr_fib_is_meant_but_not_in_force() {
        let text = "frr_daemons=\"zebra bgpd\"\nfrr_fib=1\nbgpd_fib=1\n";
        let frr = frr(text, Candidates::Unknown);
        assert_eq!(frr.intended_fib("zebra"), 1);
        assert_eq!(frr.daemons[0].fib.effective, 0);
        assert_eq!(frr.frr_fib.expect("frr_fib").missed, ["zebra"]);
    }

    #[test]
    fn watchfrr_hands_its_fib_on_where_it_runs() {
        let text = "frr_daemons=zebra\nwatchfrr_fib=2\n";
        let known = |major| Candidates::Known(FrrVersion::new(major, 0));
        assert_eq!(frr(text, known(10)).intended_fib("zebra"), 2);
        assert_eq!(frr(text, known(8)).intended_fib("zebra"), 0);
        let off = format!("{text}watchfrr_enable=NO\n");
        assert_eq!(frr(&off, known(10)).intended_fib("zebra"), 0);
    }
}
