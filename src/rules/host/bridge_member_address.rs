//! `bridge-member-address`.

use std::collections::BTreeSet;

use crate::finding::{Finding, Severity};
use crate::host::Host;
use crate::host::interfaces::{Interface, OtherRole};
use crate::rules::{Report, declare_rule};
use crate::text::Place;
use crate::vocabulary::When;

declare_rule! {
    /// A member of a bridge has an address of its own.
    ///
    /// What comes in for the host is taken on the bridge, while the address is on the member:
    /// ARP answers go astray, and the host may lose its network when the first jail adds its
    /// interface. The address belongs on the bridge. From FreeBSD 15.0 on `addm` is refused for
    /// such a member, unless
    /// `net.link.bridge.member_ifaddrs` is 1.
    ///
    /// A warning; an error from FreeBSD 15.0 on. Looks at `addm` in rc.conf, in scripts and in
    /// exec hooks, and at `autobridge_IF`. Silent where the member's address comes by DHCP.
    ///
    /// ## Bad
    ///
    /// ```conf etc/rc.conf
    /// cloned_interfaces="bridge0"
    /// ifconfig_bridge0="addm em0 up"
    /// ifconfig_em0="inet 192.0.2.1/24"
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf etc/rc.conf
    /// cloned_interfaces="bridge0"
    /// ifconfig_bridge0="inet 192.0.2.1/24 addm em0"
    /// ifconfig_em0="up"
    /// ```
    "bridge-member-address", Warning, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    let mut told = BTreeSet::new();
    for (bridge, member, place) in members(host) {
        let Some(interface) = host.interfaces.get(&member) else {
            continue;
        };
        if !interface.addresses.is_empty() && told.insert(interface.name.clone()) {
            report.add(render(host, &bridge, interface, place, report));
        }
    }
}

/// Bridges, their members, and where that is said.
fn members(host: &Host) -> Vec<(String, String, Place)> {
    let mut found = Vec::new();
    for setup in host.interfaces.setups.iter().filter(|setup| setup.known) {
        let members = setup.arguments.of_role(OtherRole::Member);
        found.extend(members.map(|member| {
            let bridge = setup.interface.clone();
            (bridge, member.name.clone(), member.place)
        }));
    }
    for (bridge, pattern, place) in &host.interfaces.made.autobridged {
        let names = host.interfaces.iter().map(|interface| &interface.name);
        let matched = names.filter(|name| fits(pattern, name));
        found.extend(matched.map(|name| (bridge.clone(), name.clone(), *place)));
    }
    let calls = host.ifconfig_calls.calls.iter();
    for call in calls.filter(|call| call.in_jail.is_none()) {
        let bridge = call.interface.as_deref().unwrap_or("the bridge");
        let members = call.arguments.of_role(OtherRole::Member);
        found.extend(members.map(|member| (bridge.to_owned(), member.name.clone(), member.place)));
    }
    found
}

/// A pattern of `autobridge_IF`: a name, perhaps with `*` at its end.
fn fits(pattern: &str, name: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(start) => name.starts_with(start),
        None => name == pattern,
    }
}

fn render(host: &Host, bridge: &str, member: &Interface, place: Place, report: &Report) -> Finding {
    let setting = host.settings.effective("net.link.bridge.member_ifaddrs");
    let allowed = setting.is_some_and(|setting| setting.value.trim() == "1");
    let refuses = host.freebsd.when(|release| release.major >= 15 && !allowed);
    let name = &member.name;
    let (severity, message) = match refuses {
        When::Always => (
            Severity::Error,
            format!(
                "{name} has an address of its own: {} does not take it into {bridge}",
                host.release_words()
            ),
        ),
        When::On(_) | When::Never => (
            Severity::Warning,
            format!(
                "{name} is a member of {bridge} and has an address of its own: what is sent to it may get lost"
            ),
        ),
    };
    let mut finding = report
        .finding_at(severity, place, message)
        .note(format!("move the address from {name} to {bridge}"));
    if matches!(refuses, When::On(_)) {
        finding = finding.note("from FreeBSD 15.0 on addm is refused for such a member");
    }
    match member.addresses.first() {
        Some(own) => finding.related(own.place, format!("{name} has {}", own.network)),
        None => finding,
    }
}
