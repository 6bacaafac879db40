//! `frr-other-daemon`.

use rustc_hash::FxHashMap;

use super::refused::{severity_and_name, text};
use super::with_places;
use crate::finding::Severity;
use crate::host::Host;
use crate::host::routing::{LineDefect, LineDefectKind};
use crate::rules::{Report, declare_rule};
use crate::vocabulary::frr::Daemons;

declare_rule! {
    /// A line stands in the file of a daemon that does not know it.
    ///
    /// frr.conf goes through vtysh, which hands each line to the daemons that know it. A daemon
    /// that reads a file of its own, such as bgpd.conf, has nobody to ask: what it does not know
    /// itself is "No such command" in its log, and lost. From FRR 10 on mgmtd reads zebra.conf,
    /// staticd.conf, ripd.conf and ripngd.conf. Lines for the same daemon are told once, at the
    /// first of them.
    ///
    /// Source: the command listings of FRR 8.4.4, 10.3 and 10.7.1 by daemon.
    ///
    /// ## Bad
    ///
    /// ```conf usr/local/etc/frr/zebra.conf
    /// router bgp 65100
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf usr/local/etc/frr/bgpd.conf
    /// router bgp 65100
    /// ```
    "frr-other-daemon", Error, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    let mut groups: Vec<(&LineDefect, Daemons, Vec<&LineDefect>)> = Vec::new();
    let mut known = FxHashMap::default();
    for defect in &host.routing.line_defects {
        let LineDefectKind::OtherDaemon { owners } = defect.kind else {
            continue;
        };
        let next = groups.len();
        let at = *known.entry((defect.place.file, owners)).or_insert(next);
        match groups.get_mut(at) {
            Some((_, _, others)) => others.push(defect),
            None => groups.push((defect, owners, Vec::new())),
        }
    }
    for (defect, owners, others) in groups {
        let (severity, frr) = severity_and_name(&defect.when, Severity::Error);
        let file = host.file(defect.place.file);
        let file = file.map_or("this file", |file| file.source.file_name());
        let line = text(host, defect.place);
        let names: Vec<&str> = owners.names().collect();
        let message = format!(
            "{frr} refuses `{line}` in {file}: {} knows it",
            names.join(" or ")
        );
        let finding = report
            .finding_at(severity, defect.place, message)
            .note("keep everything in frr.conf, or the line in the file of its daemon");
        let others = others.iter().map(|other| other.place);
        report.add(with_places(finding, others, "this one too"));
    }
}
