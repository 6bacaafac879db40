//! `exec-start-order`.

use crate::finding::{Edit, Finding, Fix};
use crate::host::start_order::LateNetwork;
use crate::host::{Host, HostJail};
use crate::rules::edits::text_at;
use crate::rules::jail_edits::is_own;
use crate::rules::words::jails;
use crate::rules::{Report, declare_rule};
use crate::text::Place;

declare_rule! {
    /// A VNET jail sets up its network after it has started its services.
    ///
    /// The commands of `exec.start` run one after the other. `/bin/sh /etc/rc` starts all
    /// services of the jail; an `ifconfig` or `route` behind it comes too late for them: they
    /// find no address to bind to and no way out, and work only after they are restarted by
    /// hand. That happens easily where a wildcard or a global sets `exec.start` to /etc/rc and
    /// the jail adds its own commands by `+=`.
    ///
    /// Silent for lo0, which /etc/rc sets up itself, and for jails without a network stack of
    /// their own. Where it is a global behind the jail that comes too late, on 12.x and 13.x,
    /// `version-dependent-global` says so.
    ///
    /// ## Bad
    ///
    /// ```conf etc/jail.conf
    /// web {
    ///     path = "/jails/web";
    ///     vnet;
    ///     vnet.interface = "em1";
    ///     exec.start = "/bin/sh /etc/rc";
    ///     exec.start += "ifconfig em1 inet 192.0.2.10/24";
    ///     exec.start += "route add default 192.0.2.1";
    /// }
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf etc/jail.conf
    /// web {
    ///     path = "/jails/web";
    ///     vnet;
    ///     vnet.interface = "em1";
    ///     exec.start = "ifconfig em1 inet 192.0.2.10/24";
    ///     exec.start += "route add default 192.0.2.1";
    ///     exec.start += "/bin/sh /etc/rc";
    /// }
    /// ```
    "exec-start-order", Warning, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    let mut found: Vec<(LateNetwork, Vec<&HostJail>)> = Vec::new();
    for jail in &host.jails {
        let Some(late) = jail.late_network() else {
            continue;
        };
        if host.is_late_by_global(jail, &late) {
            continue;
        }
        let first = late.late.first().copied();
        match found
            .iter_mut()
            .find(|(known, _)| known.late.first().copied() == first)
        {
            Some((_, jails)) => jails.push(jail),
            None => found.push((late, vec![jail])),
        }
    }
    for (late, jails) in &found {
        if let Some(finding) = render(host, late, jails, report) {
            report.add(finding);
        }
    }
}

fn render(host: &Host, late: &LateNetwork, of: &[&HostJail], report: &Report) -> Option<Finding> {
    let (first, others) = late.late.split_first()?;
    let names: Vec<String> = of.iter().map(|jail| jail.name().to_owned()).collect();
    let starts = if of.len() == 1 {
        "starts its"
    } else {
        "start their"
    };
    let mut finding = report
        .finding(
            *first,
            format!(
                "{} {starts} services before this: they come up without the address, the \
                 interface or the route that it sets up",
                jails(&names)
            ),
        )
        .note("put /etc/rc last in exec.start")
        .related(late.rc, "the services start here");
    for other in others {
        finding = finding.related(*other, "too late as well");
    }
    match of {
        [jail] => Some(finding.fix(reordered(host, jail, late))),
        _ => Some(finding),
    }
}

/// The elements of `exec.start` with the late ones in front of /etc/rc, where all of them stand
/// in the jail's own block.
fn reordered(host: &Host, jail: &HostJail, late: &LateNetwork) -> Option<Fix> {
    let places: Vec<Place> = jail
        .jail
        .values("exec.start")
        .iter()
        .map(|v| v.place)
        .collect();
    if !places.iter().all(|place| is_own(jail, *place)) {
        return None;
    }
    let from = places.iter().position(|place| *place == late.rc)?;
    let moved = places.get(from..)?;
    let (early, rest): (Vec<Place>, Vec<Place>) =
        moved.iter().partition(|place| late.late.contains(place));
    let text = text_at(host, late.rc)?;
    let order = early.into_iter().chain(rest);
    let edits = moved.iter().zip(order).filter(|(to, from)| **to != *from);
    let edits: Vec<Edit> = edits
        .map(|(to, from)| Edit::replace(*to, text.slice(from.span)))
        .collect();
    Some(Fix::not_safe("set up the network before /etc/rc", edits))
}
