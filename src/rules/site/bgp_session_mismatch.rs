//! `bgp-session-mismatch`.

use crate::finding::{Edit, Finding, Fix, Severity};
use crate::host::Host;
use crate::host::routing::{Family, PeerKind};
use crate::rules::edits::{lines_after, text_at, word_once};
use crate::rules::{Report, declare_rule};
use crate::site::{SessionDefect, SessionDefectKind, Site};
use crate::text::Place;

declare_rule! {
    /// Two hosts of the site do not agree about the BGP session between them.
    ///
    /// The AS number that one expects is not the one that the other has ("Bad Peer AS"); one side
    /// has no statement about the other; they speak from addresses that the other does not
    /// expect; only one has a password, or `ttl-security`: the session never comes up. Where it
    /// does come up, an address family that only one side activates carries nothing.
    ///
    /// The finding stands at the line that asks for the session, the other side's is related.
    /// Silent where a side listens for a range of neighbors, is shut down, is in a VRF or part of
    /// a confederation, and where addresses are not known.
    ///
    /// ## Bad
    ///
    /// ```conf server:etc/rc.conf
    /// ifconfig_ix0="inet 192.168.50.2/24"
    /// ```
    /// ```conf server:usr/local/etc/frr/frr.conf
    /// router bgp 65100
    ///  neighbor 192.168.50.1 remote-as 65001
    /// ```
    /// ```conf router:etc/rc.conf
    /// ifconfig_ix1="inet 192.168.50.1/24"
    /// ```
    /// ```conf router:usr/local/etc/frr/frr.conf
    /// router bgp 65000
    ///  neighbor 192.168.50.2 remote-as 65100
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf server:etc/rc.conf
    /// ifconfig_ix0="inet 192.168.50.2/24"
    /// ```
    /// ```conf server:usr/local/etc/frr/frr.conf
    /// router bgp 65100
    ///  neighbor 192.168.50.1 remote-as 65000
    /// ```
    /// ```conf router:etc/rc.conf
    /// ifconfig_ix1="inet 192.168.50.1/24"
    /// ```
    /// ```conf router:usr/local/etc/frr/frr.conf
    /// router bgp 65000
    ///  neighbor 192.168.50.2 remote-as 65100
    /// ```
    "bgp-session-mismatch", Error, Site(check)
}

fn check(site: &Site, report: &mut Report) {
    for defect in site.session_defects() {
        report.add(render(&defect, report));
    }
}

fn render(defect: &SessionDefect, report: &Report) -> Finding {
    let SessionDefect {
        kind,
        host,
        neighbor,
        other,
        counterpart,
    } = defect;
    let (peer, name) = (&neighbor.peer, &other.name);
    let down = |why: String| {
        let message = format!("the session with {name} ({peer}) does not come up: {why}");
        report.finding(neighbor.place, message)
    };
    let theirs = |finding: Finding| finding.related(*counterpart, format!("{name}'s side of it"));
    match kind {
        SessionDefectKind::As { expected, shown } => {
            let finding = down(format!("{name} is AS {shown}, not {expected}"));
            let fix = number_instead(host, neighbor.place, *expected, *shown);
            theirs(finding).fix(fix)
        }
        SessionDefectKind::Kind(PeerKind::Ibgp) => theirs(down(format!(
            "{name} is of another AS, and this says internal"
        ))),
        SessionDefectKind::Kind(PeerKind::Ebgp) => theirs(down(format!(
            "{name} is of the same AS, and this says external"
        ))),
        SessionDefectKind::MissingHalf { source, shown } => {
            let finding = down(format!("{name} has no neighbor {source}"));
            let line = format!("neighbor {source} remote-as {shown}");
            let finding = finding.related(*counterpart, format!("{name}'s neighbors follow here"));
            match text_at(other, *counterpart) {
                Some(text) => {
                    let edit = lines_after(text, *counterpart, &[format!(" {line}")]);
                    finding.fix(Fix::not_safe(format!("add `{line}` to {name}"), vec![edit]))
                }
                None => finding,
            }
        }
        SessionDefectKind::Address { source, expected } => theirs(down(format!(
            "this host speaks from {source}, and {name} expects {expected}"
        ))),
        SessionDefectKind::MissingPassword => {
            theirs(down(format!("it has a password here and none on {name}")))
        }
        SessionDefectKind::Password => theirs(down("the passwords differ".to_owned())),
        SessionDefectKind::TtlSecurity => theirs(down(format!(
            "ttl-security is on here and not on {name}, whose packets come with a low TTL"
        ))),
        SessionDefectKind::Family(family) => {
            let message = format!(
                "no {family} route is exchanged with {name} ({peer}): it is active here only"
            );
            let finding = report.finding_at(Severity::Warning, neighbor.place, message);
            let word = match family {
                Family::Ipv4Unicast => "ipv4",
                Family::Ipv6Unicast => "ipv6",
            };
            theirs(finding).note(format!(
                "activate this host on {name} too, below `address-family {word} unicast`"
            ))
        }
    }
}

/// The right AS number where the wrong one stands in the line.
fn number_instead(host: &Host, line: Place, wrong: u32, right: u32) -> Option<Fix> {
    let text = text_at(host, line)?;
    let at = word_once(text, line, &wrong.to_string())?;
    let edit = Edit::replace(at, right.to_string());
    Some(Fix::not_safe(format!("expect AS {right}"), vec![edit]))
}
