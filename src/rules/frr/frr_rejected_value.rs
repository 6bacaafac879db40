//! `frr-rejected-value`.

use super::with_lost_group;
use crate::finding::{Edit, Finding, Fix};
use crate::host::Host;
use crate::host::routing::{NextHopFault, PatternFault, RefusedKind, RefusedLine};
use crate::rules::edits::text_at;
use crate::rules::{Report, declare_rule};

declare_rule! {
    /// FRR's grammar takes a line, and the daemon that it is for refuses it.
    ///
    /// `vtysh -C` sees no mistake; the daemon answers when the file is loaded, and the line is
    /// lost. Lists, route-maps, interfaces and, from FRR 10 on, static routes of frr.conf are
    /// loaded in groups, and one such line is the end of its whole group. Told here:
    ///
    /// - a second `router bgp` with another AS number in the same VRF: "BGP is already running",
    ///   says bgpd, and the lines below are tried where they do not belong;
    /// - `local-as` with the own number, `ebgp-multihop` beside `ttl-security`, a hold time of
    ///   one or two seconds, a password of more than 80 characters, `route-reflector-client` for
    ///   an eBGP neighbor, `bgp listen range` that overlaps another one, a prefix-list and a
    ///   distribute-list for one direction, the peer-group's counted;
    /// - in route-maps `on-match` and `continue` in an entry that denies or back to an earlier
    ///   one, a `call` of the map itself, communities and next hops that are none, and two forms
    ///   of a clause in one entry (`set metric 5` and `set metric +5`);
    /// - regular expressions with a bracket too few or, for AS paths, a character that they never
    ///   have; a community list that is standard and expanded;
    /// - a static route to `Null0` beside one to a next hop with the same distance, addresses of
    ///   127.0.0.0/8 and multicast addresses for interfaces.
    ///
    /// Lengths of a prefix-list that contradict each other are `prefix-list-length`.
    ///
    /// Source: runs of 8.4.4, 10.3 and 10.7.1; bgpd/bgpd.c, bgpd/bgp_filter.c and
    /// bgpd/bgp_community.c of FRR.
    ///
    /// ## Bad
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// router bgp 65100
    ///  bgp router-id 192.0.2.10
    /// router bgp 65001
    ///  network 203.0.113.192/27
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// router bgp 65100
    ///  bgp router-id 192.0.2.10
    ///  no bgp network import-check
    ///  network 203.0.113.192/27
    /// ```
    "frr-rejected-value", Error, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    for speaker in &host.routing.speakers {
        for other in &speaker.other_as {
            let own = speaker.as_number;
            let message = format!(
                "FRR refuses AS {} here: BGP runs with AS {own} already, and the lines below are lost",
                other.number
            );
            let finding = report
                .finding(other.place, message)
                .related(speaker.as_place, "the AS that runs")
                .note("one VRF has one AS; `neighbor X local-as` shows another one to a neighbor");
            report.add(finding);
        }
    }
    for refused in &host.routing.refused {
        let finding = report.finding(refused.place, message(host, refused));
        let finding = explained(refused, finding);
        let finding = match refused.kind.is_in_group() {
            true => with_lost_group(host, finding),
            false => finding,
        };
        report.add(finding);
    }
}

fn message(host: &Host, refused: &RefusedLine) -> String {
    let text = || text_at(host, refused.place).map_or("", |text| text.slice(refused.place.span));
    match &refused.kind {
        RefusedKind::WhichRouter { running: 0 } => {
            "FRR refuses `router bgp` without an AS number: no BGP runs yet".to_owned()
        }
        RefusedKind::WhichRouter { .. } => {
            "FRR refuses `router bgp` without AS number and VRF: which one is meant is not clear"
                .to_owned()
        }
        RefusedKind::OwnLocalAs(number) => {
            format!("FRR refuses local-as {number}: it is the router's own AS")
        }
        RefusedKind::MultihopBesideTtlSecurity { .. } => {
            "FRR refuses this line: ebgp-multihop and ttl-security exclude each other".to_owned()
        }
        RefusedKind::HoldTime(seconds) => {
            format!("FRR refuses a hold time of {seconds} s: it is 0 or at least 3")
        }
        RefusedKind::LongPassword(length) => {
            format!("FRR refuses a password of {length} characters: 80 are the most")
        }
        RefusedKind::ReflectorClientOfEbgp { peer } => format!(
            "FRR refuses this line: {peer} is an eBGP neighbor, and only iBGP routes are reflected"
        ),
        RefusedKind::OverlappingRange { range, .. } => {
            format!("FRR refuses this range: it overlaps {range}")
        }
        RefusedKind::ListsTogether { .. } => {
            "FRR refuses this filter: a prefix-list and a distribute-list for one direction \
             exclude each other"
                .to_owned()
        }
        RefusedKind::GoesOnAfterDeny => {
            format!("FRR refuses `{}` in an entry that denies", text())
        }
        RefusedKind::GoesBack { to, seq } => format!(
            "FRR refuses to go to entry {to} from entry {seq}: a route-map only goes forward"
        ),
        RefusedKind::CallsItself => "FRR refuses the call: the route-map calls itself".to_owned(),
        RefusedKind::Contradiction { .. } => {
            "FRR refuses this line: it contradicts another one of the entry, of another form"
                .to_owned()
        }
        RefusedKind::Community { .. } => {
            format!("FRR refuses this line: {} is no community", text())
        }
        RefusedKind::NextHop(fault) => {
            let why = match fault {
                NextHopFault::Zero => "0.0.0.0 is no next hop",
                NextHopFault::LinkLocal => "a link-local address is no global next hop",
                NextHopFault::Global => "the local next hop is a link-local address (fe80::/10)",
            };
            format!("FRR refuses this line: {why}")
        }
        RefusedKind::Pattern(PatternFault::Character(c)) => {
            format!("FRR refuses this line: an expression over AS paths has no `{c}`")
        }
        RefusedKind::Pattern(PatternFault::Unclosed(bracket)) => {
            format!("FRR refuses this line: the expression opens `{bracket}` and does not close it")
        }
        RefusedKind::OtherKindOfList { .. } => {
            "FRR refuses this line: a community list is standard or expanded, and this one is \
             the other already"
                .to_owned()
        }
        RefusedKind::NowhereBesideNextHop { .. } => {
            "FRR refuses this route: one prefix leads nowhere or to a next hop, not both at the \
             same distance"
                .to_owned()
        }
        RefusedKind::InterfaceAddress => {
            format!(
                "FRR refuses {}: it gives no interface such an address",
                text()
            )
        }
    }
}

/// The finding with what else belongs to it.
fn explained(refused: &RefusedLine, finding: Finding) -> Finding {
    match &refused.kind {
        RefusedKind::MultihopBesideTtlSecurity { other }
        | RefusedKind::OverlappingRange { other, .. }
        | RefusedKind::ListsTogether { other }
        | RefusedKind::OtherKindOfList { other }
        | RefusedKind::Contradiction { other }
        | RefusedKind::NowhereBesideNextHop { other } => finding.related(*other, "this came first"),
        RefusedKind::Community { meant: Some(meant) } => {
            let edit = Edit::replace(refused.place, *meant);
            let fix = Fix::not_safe(format!("write {meant}"), vec![edit]);
            finding.note(format!("did you mean {meant}?")).fix(fix)
        }
        RefusedKind::Community { meant: None } => {
            finding.note("a community is A:B with both up to 65535, a number, or a known name")
        }
        RefusedKind::OwnLocalAs(_) => finding.note("take the line out: it would change nothing"),
        RefusedKind::WhichRouter { .. } => {
            finding.note("the lines below are lost with it: write `router bgp NUMBER`")
        }
        _ => finding,
    }
}
