//! `vnet-with-address`.

use crate::finding::{Finding, Fix};
use crate::host::{Host, HostJail};
use crate::rules::jail_edits::{is_own, remove_parameter, statement_at};
use crate::rules::words::{jails, listed};
use crate::rules::{Report, declare_rule};
use crate::text::Place;

declare_rule! {
    /// A VNET jail with `ip4.addr`, `ip6.addr`, `ip4` or `ip6`.
    ///
    /// A jail with a network stack of its own takes no addresses from the host, and the kernel
    /// refuses one that is given any, or is told anything by `ip4` and `ip6`: "vnet jails cannot
    /// have IP address restrictions". That holds for `ip6 = disable` too, and for a parameter
    /// that comes from a wildcard or stands outside all blocks: it keeps every VNET jail from
    /// starting. (sys/kern/kern_jail.c, all supported releases.)
    ///
    /// The addresses of a VNET jail are set inside of it: in its own rc.conf or by its
    /// `exec.start`.
    ///
    /// ## Bad
    ///
    /// ```conf etc/jail.conf
    /// ip6 = disable;
    /// web {
    ///     path = "/jails/web";
    ///     vnet;
    ///     vnet.interface = "em1";
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
    ///     exec.start = "ifconfig em1 inet 192.0.2.10/24", "/bin/sh /etc/rc";
    /// }
    /// ```
    "vnet-with-address", Error, Host(check)
}

/// The parameters that a VNET jail must not have.
const RESTRICTIONS: [&str; 4] = ["ip4.addr", "ip6.addr", "ip4", "ip6"];

/// The jails that have the same parameters from the same places.
struct Restricted<'h> {
    parameters: Vec<(&'h str, Place)>,
    jails: Vec<&'h HostJail>,
}

fn check(host: &Host, report: &mut Report) {
    let mut found: Vec<Restricted> = Vec::new();
    for jail in host.jails.iter().filter(|jail| has_vnet(jail)) {
        let parameters = restrictions(jail);
        if parameters.is_empty() {
            continue;
        }
        match found
            .iter_mut()
            .find(|known| known.parameters == parameters)
        {
            Some(known) => known.jails.push(jail),
            None => found.push(Restricted {
                parameters,
                jails: vec![jail],
            }),
        }
    }
    for restricted in &found {
        if let Some(finding) = render(host, restricted, report) {
            report.add(finding);
        }
    }
}

/// Whether `vnet` is set; to `inherit` is enough.
fn has_vnet(jail: &HostJail) -> bool {
    let inherits = jail
        .jail
        .last("vnet")
        .is_some_and(|value| value.text == "inherit");
    jail.is_vnet() || inherits
}

fn restrictions(jail: &HostJail) -> Vec<(&str, Place)> {
    let parameters = RESTRICTIONS.iter().filter_map(|name| {
        let parameter = jail.jail.parameter(name)?;
        (parameter.name == *name).then_some((parameter.name.as_str(), parameter.place))
    });
    let mut found: Vec<_> = parameters.collect();
    found.sort_by_key(|(_, place)| *place);
    found
}

fn render(host: &Host, restricted: &Restricted, report: &Report) -> Option<Finding> {
    let ((_, place), others) = restricted.parameters.split_first()?;
    let names: Vec<String> = restricted
        .parameters
        .iter()
        .map(|(name, _)| (*name).to_owned())
        .collect();
    let who: Vec<String> = restricted
        .jails
        .iter()
        .map(|j| j.name().to_owned())
        .collect();
    let refused = match who.len() {
        1 => "does not start: with `vnet` it has a network stack of its own",
        _ => "do not start: with `vnet` they have network stacks of their own",
    };
    let mut finding = report
        .finding(
            *place,
            format!(
                "{} {refused}, and the kernel then refuses {}",
                jails(&who),
                listed(&names)
            ),
        )
        .note("set the addresses inside of the jail: in its own rc.conf, or by ifconfig in exec.start");
    for (name, other) in others {
        finding = finding.related(*other, format!("{name} is refused as well"));
    }
    if let [jail] = restricted.jails.as_slice() {
        if let Some(vnet) = jail.jail.parameter("vnet") {
            finding = finding.related(vnet.place, "the network stack of its own");
        }
        if let Some(fix) = mend(host, jail, &restricted.parameters, &names) {
            finding = finding.fix(fix);
        }
    }
    Some(finding)
}

/// Takes the parameters out of a jail's own block, where the jail plainly is to have a network
/// stack of its own.
fn mend(
    host: &Host,
    jail: &HostJail,
    parameters: &[(&str, Place)],
    names: &[String],
) -> Option<Fix> {
    let meant = jail.jail.parameter("vnet.interface").is_some();
    let own = parameters.iter().all(|(_, place)| is_own(jail, *place));
    // A list that `+=` goes on with is more than one statement.
    let one_statement = |name: &str, place: Place| {
        let values = jail.jail.values(name);
        let mut statements = values.iter().filter_map(|value| {
            let (_, parameter) = statement_at(host, value.place)?;
            Some(parameter.name.span)
        });
        statements.all(|span| span == place.span)
    };
    if !meant
        || !own
        || !parameters
            .iter()
            .all(|(name, place)| one_statement(name, *place))
    {
        return None;
    }
    let edits: Option<Vec<_>> = parameters
        .iter()
        .map(|(_, place)| remove_parameter(host, *place))
        .collect();
    let title = format!("take {} out of jail {}", listed(names), jail.name());
    Some(Fix::not_safe(title, edits?))
}
