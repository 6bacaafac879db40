//! `frr-not-on-freebsd`.

use rustc_hash::FxHashMap;

use super::refused::text;
use super::with_places;
use crate::host::Host;
use crate::host::routing::{UnsupportedKind, UnsupportedLine};
use crate::rules::{Report, declare_rule};
use crate::text::FileId;
use crate::vocabulary::frr::{Daemons, why_no_daemon};

declare_rule! {
    /// FRR as FreeBSD has it does not know the command.
    ///
    /// The port leaves out nhrpd, pathd, pbrd, pimd, pim6d and vrrpd, and its package ldpd, so
    /// that their commands are unknown there; so are some that are compiled for Linux only, such
    /// as `netns` in a VRF or the `label` of an address. What stands in a block of such a command
    /// is tried in the block around it. Lines for the same daemons are told once, at the first.
    ///
    /// Silent unless a file of FreeBSD's shows that the host is one of its own.
    ///
    /// Source: the Makefile of net/frr10 in FreeBSD's ports; zebra/interface.c of FRR.
    ///
    /// ## Bad
    ///
    /// ```conf etc/rc.conf
    /// frr_enable="YES"
    /// ```
    /// ```conf usr/local/etc/frr/frr.conf
    /// interface ix0
    ///  ip pim
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf etc/rc.conf
    /// frr_enable="YES"
    /// ```
    /// ```conf usr/local/etc/frr/frr.conf
    /// interface ix0
    ///  description uplink
    /// ```
    "frr-not-on-freebsd", Warning, Host(check)
}

/// What of FRR is missing.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Missing {
    Daemons(Daemons),
    Command(&'static str),
}

fn check(host: &Host, report: &mut Report) {
    if !host.is_surely_freebsd() {
        return;
    }
    for (missing, lines) in by_cause(host) {
        let Some((first, others)) = lines.split_first() else {
            continue;
        };
        let line = text(host, first.place);
        let (message, note) = match missing {
            Missing::Daemons(daemons) => {
                let names: Vec<&str> = daemons.names().collect();
                let why = names.first().and_then(|name| why_no_daemon(name));
                let names = names.join(" or ");
                let message = format!("FreeBSD's FRR has no {names} and refuses `{line}`");
                (message, why.map(|why| format!("{names}: {why}")))
            }
            Missing::Command(why) => {
                let message = format!("FRR on FreeBSD does not know `{line}`");
                (message, Some(why.to_owned()))
            }
        };
        let finding = report.finding(first.place, message);
        let finding = match note {
            Some(note) => finding.note(note),
            None => finding,
        };
        let others = others.iter().map(|other| other.place);
        report.add(with_places(finding, others, "this line too"));
    }
}

/// The lines of each file by what they miss, in order.
fn by_cause(host: &Host) -> Vec<(Missing, Vec<&UnsupportedLine>)> {
    let mut causes: Vec<(Missing, Vec<&UnsupportedLine>)> = Vec::new();
    let mut known: FxHashMap<(FileId, Missing), usize> = FxHashMap::default();
    for line in &host.routing.unsupported {
        let missing = match line.kind {
            UnsupportedKind::Daemons(daemons) => Missing::Daemons(daemons),
            UnsupportedKind::Command(why) => Missing::Command(why),
            UnsupportedKind::Table | UnsupportedKind::Vrf(_) => continue,
        };
        let next = causes.len();
        let at = *known.entry((line.place.file, missing)).or_insert(next);
        match causes.get_mut(at) {
            Some((_, lines)) => lines.push(line),
            None => causes.push((missing, vec![line])),
        }
    }
    causes
}
