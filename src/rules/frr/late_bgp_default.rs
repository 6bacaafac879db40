//! `late-bgp-default`.

use super::with_places;
use crate::finding::{Edit, Fix};
use crate::host::Host;
use crate::host::routing::{LateDefault, Speaker};
use crate::rules::edits::{lines_after, text_at};
use crate::rules::{Report, declare_rule};
use crate::text::Place;

declare_rule! {
    /// A `bgp default` line stands below neighbors, and does nothing for them.
    ///
    /// `no bgp default ipv4-unicast` and its kin hold for neighbors that are made after them.
    /// Those above keep what held when they were made: a neighbor with an IPv6 address goes on
    /// to offer IPv4, which the other side may refuse or answer with a session that carries
    /// nothing.
    ///
    /// Silent where all neighbors above the line are IPv4 addresses: for those the default is
    /// most likely meant.
    ///
    /// Source: runs of bgpd 8.4.4, 10.3 and 10.7.1.
    ///
    /// ## Bad
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// router bgp 65100
    ///  neighbor 2001:db8::1 remote-as 65100
    ///  no bgp default ipv4-unicast
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// router bgp 65100
    ///  no bgp default ipv4-unicast
    ///  neighbor 2001:db8::1 remote-as 65100
    /// ```
    "late-bgp-default", Warning, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    for speaker in &host.routing.speakers {
        for late in &speaker.late_defaults {
            let count = match late.neighbors.len() {
                1 => "the neighbor".to_owned(),
                count => format!("the {count} neighbors"),
            };
            let message =
                format!("this line does nothing for {count} above it: they keep the default");
            let finding = report.finding(late.place, message);
            let neighbors = late.neighbors.iter().copied();
            let finding = with_places(finding, neighbors, "made before the line")
                .note("move the line up, right below `router bgp`");
            report.add(finding.fix(moved(host, speaker, late)));
        }
    }
}

/// The line right below `router bgp`.
fn moved(host: &Host, speaker: &Speaker, late: &LateDefault) -> Option<Fix> {
    if speaker.place.file != late.place.file {
        return None;
    }
    let text = text_at(host, late.place)?;
    let line = format!(" {}", text.slice(late.place.span));
    let whole = Place::new(late.place.file, text.whole_lines(late.place.span));
    let edits = vec![
        lines_after(text, speaker.place, &[line]),
        Edit::remove(whole),
    ];
    Some(Fix::not_safe("move the line up", edits))
}
