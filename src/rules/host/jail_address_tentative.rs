//! `jail-address-tentative`.

use crate::finding::{Edit, Finding, Fix};
use crate::host::Host;
use crate::host::rc::variable_suffix;
use crate::host::start_order::TentativeAddresses;
use crate::rules::words::jails;
use crate::rules::{Report, declare_rule};
use crate::text::Place;

declare_rule! {
    /// A jail starts its services while its IPv6 address is still being checked.
    ///
    /// An IPv6 address is tentative at first: for a second or more the kernel asks on the wire
    /// whether somebody else has it (duplicate address detection, RFC 4862), and until then
    /// nothing can bind to it. jail(8) adds the address and runs `exec.start` at once, so that
    /// daemons that bind to the address by number may fail at the start and work when they are
    /// restarted. On a network where nobody else gives out the address, `no_dad` saves the
    /// wait.
    ///
    /// Told once for an interface. Silent without rc.conf; on loopback interfaces and tunnels;
    /// with `no_dad` for the interface or the address, or net.inet6.ip6.dad_count=0; and where a
    /// hook waits, calls a script, or something else runs before /etc/rc.
    ///
    /// ## Bad
    ///
    /// ```conf etc/rc.conf
    /// ifconfig_em0="inet 192.0.2.2/24"
    /// ifconfig_em0_ipv6="inet6 2001:db8::2/64"
    /// ```
    /// ```conf etc/jail.conf
    /// web {
    ///     path = "/jails/web";
    ///     ip6.addr = "em0|2001:db8::10";
    ///     exec.start = "/bin/sh /etc/rc";
    /// }
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf etc/rc.conf
    /// ifconfig_em0="inet 192.0.2.2/24"
    /// ifconfig_em0_ipv6="inet6 2001:db8::2/64 no_dad"
    /// ```
    /// ```conf etc/jail.conf
    /// web {
    ///     path = "/jails/web";
    ///     ip6.addr = "em0|2001:db8::10";
    ///     exec.start = "/bin/sh /etc/rc";
    /// }
    /// ```
    "jail-address-tentative", Info, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    for tentative in host.tentative_addresses() {
        report.add(render(host, &tentative, report));
    }
}

fn render(host: &Host, tentative: &TentativeAddresses, report: &Report) -> Finding {
    let interface = &tentative.interface;
    let message = match tentative.jails.as_slice() {
        [only] => format!(
            "{} is still tentative on {interface} when jail {only} starts its services: those \
             that bind to it may fail",
            tentative.address
        ),
        all => format!(
            "{} have IPv6 addresses on {interface} that are still tentative when their services \
             start: those that bind to them may fail",
            jails(all)
        ),
    };
    let finding = report.finding(tentative.place, message).note(format!(
        "add no_dad to ifconfig_{}_ipv6 in rc.conf, or begin exec.start with `sleep 2`",
        variable_suffix(interface)
    ));
    finding.fix(without_check(host, interface))
}

/// `no_dad` at the end of the interface's IPv6 variable, if that is there.
fn without_check(host: &Host, interface: &str) -> Option<Fix> {
    let name = format!("ifconfig_{}_ipv6", variable_suffix(interface));
    let variable = host.rc.get(&name)?;
    let place = variable.value_place;
    if !variable.literal || variable.value.trim().is_empty() {
        return None;
    }
    let end = Place::new(place.file, crate::text::Span::at(place.span.end as usize));
    let edit = Edit::replace(end, " no_dad");
    Some(Fix::not_safe(format!("add no_dad to {name}"), vec![edit]))
}
