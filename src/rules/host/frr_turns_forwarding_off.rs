//! `frr-turns-forwarding-off`.

use crate::finding::{Finding, Fix};
use crate::host::Host;
use crate::host::routing::Family;
use crate::rules::edits::{remove_statement, text_at};
use crate::rules::{Report, declare_rule};
use crate::text::Place;

declare_rule! {
    /// FRR's file turns off the forwarding that rc.conf or sysctl.conf turns on.
    ///
    /// `no ip forwarding` gets into the file when somebody saves the configuration while
    /// forwarding happens to be off. From then on zebra writes 0 at each of its starts: after a
    /// reboot, and after every restart of FRR, nothing is forwarded.
    ///
    /// Silent where nothing else turns forwarding on.
    ///
    /// ## Bad
    ///
    /// ```conf etc/rc.conf
    /// gateway_enable="YES"
    /// frr_enable="YES"
    /// ```
    /// ```conf usr/local/etc/frr/frr.conf
    /// no ip forwarding
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf etc/rc.conf
    /// gateway_enable="YES"
    /// frr_enable="YES"
    /// ```
    /// ```conf usr/local/etc/frr/frr.conf
    /// hostname edge
    /// ```
    "frr-turns-forwarding-off", Warning, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    if host.frr.enabled == Some(false) {
        return;
    }
    for (family, place) in &host.routing.switches.forwarding_off {
        if let Some(finding) = render(host, *family, *place, report) {
            report.add(finding);
        }
    }
}

fn render(host: &Host, family: Family, place: Place, report: &Report) -> Option<Finding> {
    let (variable, setting, what) = match family {
        Family::Ipv4Unicast => ("gateway_enable", "net.inet.ip.forwarding", "IPv4"),
        Family::Ipv6Unicast => ("ipv6_gateway_enable", "net.inet6.ip6.forwarding", "IPv6"),
    };
    let by_rc = host
        .rc
        .get(variable)
        .filter(|_| host.rc.yes(variable) == Some(true));
    let by_rc = by_rc.map(|set| (variable, set.place));
    let set = host.settings.effective(setting);
    let by_sysctl = set.filter(|set| set.value.trim() == "1");
    let on = by_rc.or_else(|| by_sysctl.map(|set| (setting, set.place)));
    let (name, turned_on) = on?;
    let message =
        format!("zebra turns forwarding of {what} off each time it starts, although {name} is on");
    let finding = report
        .finding(place, message)
        .related(turned_on, "turned on here");
    let text = text_at(host, place)?;
    let edit = remove_statement(text, place);
    Some(finding.fix(Fix::not_safe("remove the line", vec![edit])))
}
