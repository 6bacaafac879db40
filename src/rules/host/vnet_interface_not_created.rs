//! `vnet-interface-not-created`.

use crate::finding::{Edit, Finding, Fix};
use crate::host::Host;
use crate::host::vnet::{MissingInterface, WhyMissing};
use crate::rules::edits::{text_at, word_once};
use crate::rules::words::jails;
use crate::rules::{Report, declare_rule};

declare_rule! {
    /// A VNET jail takes an interface that nothing creates.
    ///
    /// jail(8) hands the interfaces of `vnet.interface` to the jail after `exec.prestart` and
    /// `exec.created`, and gives up the jail if one of them is not there. An interface of a
    /// device is there by itself; an epair, a bridge, a VLAN has to be created, by
    /// `cloned_interfaces` or `vlans_IF` of rc.conf or by a hook. What was created by hand is gone
    /// after the next boot. An epair is two interfaces: `epair0` is not one of them,
    /// `epair0a` and `epair0b` are.
    ///
    /// Silent where a hook or rc.local calls a script that is not followed or creates what only
    /// shows at run time, and for names that a device, a renamed interface or a program such as
    /// OpenVPN may bring. Without rc.conf only what the jail's own hooks show is told: that they
    /// create another epair than the one that the jail takes.
    ///
    /// ## Bad
    ///
    /// ```conf etc/jail.conf
    /// web {
    ///     path = "/jails/web";
    ///     vnet;
    ///     vnet.interface = "epair1b";
    ///     exec.prestart = "ifconfig epair0 create up", "ifconfig bridge0 addm epair0a";
    ///     exec.poststop = "ifconfig epair0a destroy";
    /// }
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf etc/jail.conf
    /// web {
    ///     path = "/jails/web";
    ///     vnet;
    ///     vnet.interface = "epair0b";
    ///     exec.prestart = "ifconfig epair0 create up", "ifconfig bridge0 addm epair0a";
    ///     exec.poststop = "ifconfig epair0a destroy";
    /// }
    /// ```
    "vnet-interface-not-created", Error, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    for missing in host.missing_vnet_interfaces() {
        report.add(render(host, &missing, report));
    }
}

fn render(host: &Host, missing: &MissingInterface, report: &Report) -> Finding {
    let name = &missing.name;
    let who = jails(&missing.jails);
    let fails = match missing.jails.len() {
        1 => format!("{who} does not start"),
        _ => format!("{who} do not start"),
    };
    let finding = |message| report.finding(missing.place, message);
    match &missing.why {
        WhyMissing::Empty => finding(format!("the name of the interface is empty: {fails}"))
            .note("name the interface that the jail is to have, or take the line out"),
        WhyMissing::WholePair(free) => {
            let finding = finding(format!(
                "{name} is a pair of interfaces and none itself, its ends are {name}a and \
                 {name}b: {fails}"
            ));
            match free {
                Some(end) => renamed(host, missing, end, finding, true),
                None => finding.note(format!("take {name}b, and leave {name}a to the host")),
            }
        }
        WhyMissing::OtherPair { created, place } => {
            let finding = finding(format!("the hooks create {created}, not {name}: {fails}"))
                .related(*place, format!("{created} is created here"));
            let end = name.chars().next_back().unwrap_or('b');
            renamed(host, missing, &format!("{created}{end}"), finding, false)
        }
        WhyMissing::NotCreated => finding(format!(
            "nothing creates {name}, neither rc.conf nor a hook: {fails}"
        ))
        .note(way_out(name)),
    }
}

fn way_out(name: &str) -> String {
    if let Some((parent, number)) = name.split_once('.') {
        return format!("add vlans_{parent}=\"{number}\" to rc.conf");
    }
    if name.contains('_') {
        let (_, jail) = name.split_once('_').unwrap_or_default();
        return format!("create it in exec.prestart, such as by `jib addm {jail} em0`");
    }
    let clone = name
        .strip_prefix("epair")
        .map_or(name, |_| name.strip_suffix(['a', 'b']).unwrap_or(name));
    format!(
        "add {clone} to cloned_interfaces in rc.conf, or create it in exec.prestart: ifconfig \
         {clone} create"
    )
}

/// The other name in its place, where it is written out.
fn renamed(
    host: &Host,
    missing: &MissingInterface,
    right: &str,
    finding: Finding,
    safe: bool,
) -> Finding {
    let finding = finding.note(format!("take {right}"));
    let text = text_at(host, missing.place);
    let Some(at) = text.and_then(|text| word_once(text, missing.place, &missing.name)) else {
        return finding;
    };
    let edits = vec![Edit::replace(at, right)];
    let title = format!("take {right}");
    finding.fix(match safe {
        true => Fix::safe(title, edits),
        false => Fix::not_safe(title, edits),
    })
}
