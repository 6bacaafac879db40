//! `unknown-interface`.

use std::collections::BTreeSet;

use crate::finding::{Edit, Finding, Fix};
use crate::host::Host;
use crate::host::interfaces::{OtherRole, Role};
use crate::host::rc::variable_suffix;
use crate::rules::edits::text_at;
use crate::rules::{Report, declare_rule};
use crate::syntax::frr::Match;
use crate::text::Place;
use crate::vocabulary::{InterfaceForm, interface_form};

declare_rule! {
    /// An interface is used that nothing on this host makes.
    ///
    /// Bridges, loopbacks other than lo0, aggregates, tunnels and VLANs exist only once
    /// something creates them: `cloned_interfaces` or `vlans_IF` in rc.conf, or a script. One
    /// that was made by hand is gone after the next boot: a jail on it does not start, a bridge
    /// has no such member, and FRR waits for it in vain.
    ///
    /// Looks at jail.conf's addresses, at `addm`, `vlandev` and `laggport` and the variables of
    /// interfaces in rc.conf, and at `interface`, `update-source` and `match interface` of FRR.
    /// Silent without rc.conf, where the name may be a device's or a tunnel's that its program
    /// creates (`em0`, `tun0`, `wg0`), where a script, a hook or a jail manager may create it,
    /// and where rc.conf depends on what cannot be read.
    ///
    /// ## Bad
    ///
    /// ```conf etc/rc.conf
    /// hostname="arkham.example.net"
    /// ```
    /// ```conf etc/jail.conf
    /// www { path = "/jails/www"; ip4.addr = "lo1|10.0.0.1"; }
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf etc/rc.conf
    /// cloned_interfaces="lo1"
    /// ```
    /// ```conf etc/jail.conf
    /// www { path = "/jails/www"; ip4.addr = "lo1|10.0.0.1"; }
    /// ```
    "unknown-interface", Warning, Host(check)
}

/// A place that names an interface.
struct Use {
    name: String,
    place: Place,
    consequence: String,
}

/// Services that create interfaces as they like.
const CREATORS: [&str; 8] = [
    "vm_enable",
    "iocage_enable",
    "bastille_enable",
    "cbsdd_enable",
    "libvirtd_enable",
    "pot_enable",
    "ezjail_enable",
    "qjail_enable",
];

fn check(host: &Host, report: &mut Report) {
    let managed = CREATORS.iter().any(|name| host.rc.yes(name) == Some(true));
    if !host.has_rc_conf() || !host.rc.is_complete() || managed {
        return;
    }
    let mut told = BTreeSet::new();
    for used in uses(host) {
        if !is_known(host, &used.name) && told.insert(used.name.clone()) {
            report.add(render(host, &used, report));
        }
    }
}

/// Whether the interface is there, or may be, as far as the files tell.
fn is_known(host: &Host, name: &str) -> bool {
    let made =
        |name: &str| host.interfaces.made.may_make(name) || host.ifconfig_calls.may_make(name);
    match interface_form(name) {
        InterfaceForm::Always | InterfaceForm::Device => true,
        InterfaceForm::Cloned | InterfaceForm::Vlan => made(name),
        // A group, a pattern, or the name that a device has got elsewhere.
        InterfaceForm::Named => {
            let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.');
            let mut spelled = host.interfaces.made.names();
            let is_so = spelled.any(|known| known == name)
                || host.interfaces.iter().any(|own| own.name == name)
                || host.ifconfig_calls.may_make(name);
            is_so || !name.chars().all(plain) || nearest(host, name).is_none()
        }
    }
}

fn uses(host: &Host) -> Vec<Use> {
    let mut found = Vec::new();
    let mut add = |name: &str, place: Place, consequence: String| {
        found.push(Use {
            name: name.to_owned(),
            place,
            consequence,
        });
    };
    for jail in host.jails.iter().filter(|jail| !jail.is_vnet()) {
        for (element, interface) in jail.on_interfaces() {
            let consequence = format!("jail {} does not start", jail.name());
            add(interface, element.place, consequence);
        }
    }
    for setup in host.interfaces.setups.iter().filter(|setup| setup.known) {
        let own = matches!(setup.role, Role::Main | Role::Alias(_) | Role::Aliases);
        // A jail's own rc.conf sets up ends of epairs that the host hands over.
        let handed_over = setup.interface.starts_with("epair");
        if own && !handed_over && interface_form(&setup.interface) == InterfaceForm::Cloned {
            let consequence = format!("{} has no effect", setup.variable);
            add(&setup.interface, setup.place, consequence);
        }
        for other in &setup.arguments.others {
            let consequence = match other.role {
                OtherRole::Member => format!("{} does not get this member", setup.interface),
                OtherRole::Parent => format!("VLAN {} has nothing below it", setup.interface),
                OtherRole::Port => format!("{} does not get this port", setup.interface),
            };
            add(&other.name, other.place, consequence);
        }
    }
    for interface in &host.routing.interfaces {
        let consequence = "FRR waits for it in vain".to_owned();
        add(&interface.name, interface.place, consequence);
    }
    for neighbor in host.routing.speakers.iter().flat_map(|s| &s.neighbors) {
        if let Some(source) = &neighbor.update_source
            && source.name.parse::<std::net::IpAddr>().is_err()
        {
            let consequence = "the session has no address to come from".to_owned();
            add(&source.name, source.place, consequence);
        }
    }
    for (_, entries) in host.routing.lists.route_maps.iter() {
        for clause in entries.iter().flat_map(|entry| &entry.matches) {
            if let Match::Interface(name) = &clause.clause {
                add(name, clause.place, "no route matches".to_owned());
            }
        }
    }
    found
}

fn render(host: &Host, used: &Use, report: &Report) -> Finding {
    let name = &used.name;
    let message = format!("nothing creates the interface {name}: {}", used.consequence);
    let finding = report.finding(used.place, message);
    if let Some(near) = nearest(host, name) {
        let finding = finding.note(format!("was {near} meant?"));
        let is_exact =
            text_at(host, used.place).is_some_and(|text| text.slice(used.place.span) == *name);
        if !is_exact {
            return finding;
        }
        let edit = Edit::replace(used.place, near.as_str());
        return finding.fix(Fix::not_safe(format!("write {near}"), vec![edit]));
    }
    match interface_form(name) {
        InterfaceForm::Vlan => {
            let (parent, tag) = name.rsplit_once('.').unwrap_or((name, ""));
            let parent = variable_suffix(parent);
            finding.note(format!("add {tag} to vlans_{parent} in etc/rc.conf"))
        }
        _ => finding.note(format!(
            "add {} to cloned_interfaces in etc/rc.conf",
            pair_of(name)
        )),
    }
}

/// What creates `epair0a` is `epair0`.
fn pair_of(name: &str) -> &str {
    if name.starts_with("epair") {
        name.trim_end_matches(['a', 'b'])
    } else {
        name
    }
}

/// An interface of rc.conf that is spelled nearly so: `lagg0_50` for `lagg0.50`.
fn nearest(host: &Host, name: &str) -> Option<String> {
    let suffix = variable_suffix(name);
    let made = host.interfaces.made.names();
    let set_up = host.interfaces.iter().map(|own| own.name.as_str());
    let mut known = made.chain(set_up);
    known
        .find(|known| *known != name && variable_suffix(known) == suffix)
        .map(ToOwned::to_owned)
}
