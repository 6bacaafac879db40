//! `frr-table-on-freebsd`.

use rustc_hash::FxHashMap;

use super::with_places;
use crate::finding::Finding;
use crate::host::Host;
use crate::host::routing::UnsupportedKind;
use crate::rules::{Report, declare_rule};
use crate::text::{FileId, Place};

declare_rule! {
    /// A line asks FRR for another routing table, and FreeBSD has none for it.
    ///
    /// FreeBSD's tables are FIBs, and FRR never selects one: each daemon reads and writes the
    /// table of the FIB that it was started in. `table N` behind a route, `set table`,
    /// `ip import-table`, VRFs and zebra's `-R` count on Linux; on FreeBSD the line is taken, and
    /// the routes are in the one table or in none. One finding for each VRF and one for all
    /// tables of a file.
    ///
    /// Silent unless a file of FreeBSD's shows that the host is one of its own.
    ///
    /// Source: zebra/kernel_socket.c of FRR, whose messages name no table; setfib(1); rc.subr(8).
    ///
    /// ## Bad
    ///
    /// ```conf etc/rc.conf
    /// frr_enable="YES"
    /// ```
    /// ```conf usr/local/etc/frr/frr.conf
    /// ip route 192.0.2.0/24 198.51.100.1 table 1
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf etc/rc.conf
    /// frr_enable="YES"
    /// zebra_fib="1"
    /// staticd_fib="1"
    /// ```
    /// ```conf usr/local/etc/frr/frr.conf
    /// ip route 192.0.2.0/24 198.51.100.1
    /// ```
    "frr-table-on-freebsd", Warning, Host(check)
}

const WAY_OUT: &str = "start FRR in the FIB that the routes belong to: zebra_fib, mgmtd_fib, \
     bgpd_fib and the like in rc.conf";

fn check(host: &Host, report: &mut Report) {
    if !host.is_surely_freebsd() {
        return;
    }
    for (vrf, places) in by_table(host) {
        let message = match vrf {
            None => "this has no effect: FRR reaches no other routing table on FreeBSD than that \
                     of its own FIB"
                .to_owned(),
            Some(vrf) => format!(
                "VRF {vrf} never comes up: FreeBSD has no VRFs, and FRR reaches only the routing \
                 table of its own FIB"
            ),
        };
        if let Some(finding) = render(&places, message, report) {
            report.add(finding);
        }
    }
    if let Some(flags) = host.rc.get("zebra_flags").filter(|flags| flags.known) {
        let mut words = host.rc.words(flags).into_iter();
        let of_table =
            words.find(|(word, _)| word.starts_with("-R") || word.starts_with("--routing-table"));
        if let Some((word, place)) = of_table {
            let message = format!(
                "zebra's {word} has no effect: on FreeBSD it works in the FIB that it is started in"
            );
            report.add(report.finding(place, message).note(WAY_OUT));
        }
    }
}

fn render(places: &[Place], message: String, report: &Report) -> Option<Finding> {
    let (first, others) = places.split_first()?;
    let finding = report.finding(*first, message).note(WAY_OUT);
    Some(with_places(finding, others.iter().copied(), "here too"))
}

/// The lines of each file that are about other tables, and about each VRF, in order.
fn by_table(host: &Host) -> Vec<(Option<&str>, Vec<Place>)> {
    let mut tables: Vec<(Option<&str>, Vec<Place>)> = Vec::new();
    let mut known: FxHashMap<(FileId, Option<&str>), usize> = FxHashMap::default();
    for line in &host.routing.unsupported {
        let vrf = match &line.kind {
            UnsupportedKind::Table => None,
            UnsupportedKind::Vrf(vrf) => Some(vrf.as_str()),
            UnsupportedKind::Daemons(_) | UnsupportedKind::Command(_) => continue,
        };
        let next = tables.len();
        let at = *known.entry((line.place.file, vrf)).or_insert(next);
        match tables.get_mut(at) {
            Some((_, places)) => places.push(line.place),
            None => tables.push((vrf, vec![line.place])),
        }
    }
    tables
}
