//! `announce-without-withdraw`.

use std::collections::BTreeSet;

use ipnet::IpNet;

use crate::finding::{Finding, Fix, Severity};
use crate::host::{Host, HostJail, RuntimeNetwork};
use crate::rules::edits::text_at;
use crate::rules::jail_edits::{at_end_of_block, is_own};
use crate::rules::{Report, declare_rule};

declare_rule! {
    /// A jail's hook announces an address that no hook takes back.
    ///
    /// What a hook tells bgpd through vtysh stays there until bgpd restarts. When the jail stops
    /// or moves to another host, the `network` line is still in the running configuration: with
    /// `no bgp network import-check` the address goes on being announced and its packets come
    /// here for nothing; else the line lies there for nothing.
    ///
    /// A warning in the first case, else info. Silent where a hook runs commands that are not
    /// known.
    ///
    /// ## Bad
    ///
    /// ```conf etc/jail.conf
    /// web {
    ///     path = "/jails/web";
    ///     ip4.addr = "ix0|203.0.113.194";
    ///     exec.poststart = "/usr/local/bin/vtysh -c 'configure terminal' -c 'router bgp 65100' -c 'address-family ipv4 unicast' -c 'network 203.0.113.194/32'";
    /// }
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf etc/jail.conf
    /// web {
    ///     path = "/jails/web";
    ///     ip4.addr = "ix0|203.0.113.194";
    ///     exec.poststart = "/usr/local/bin/vtysh -c 'configure terminal' -c 'router bgp 65100' -c 'address-family ipv4 unicast' -c 'network 203.0.113.194/32'";
    ///     exec.prestop = "/usr/local/bin/vtysh -c 'configure terminal' -c 'router bgp 65100' -c 'address-family ipv4 unicast' -c 'no network 203.0.113.194/32'";
    /// }
    /// ```
    "announce-without-withdraw", Info, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    // A hook of a wildcard runs for many jails and is told once.
    let mut told = BTreeSet::new();
    for jail in &host.jails {
        if may_withdraw_more(host, jail) {
            continue;
        }
        for announced in &jail.runtime_networks {
            let is_withdrawn = |one: &RuntimeNetwork| one.prefix == announced.prefix;
            let Some(prefix) = announced.prefix else {
                continue;
            };
            let kept = !jail.runtime_withdrawals.iter().any(is_withdrawn);
            if kept && told.insert((announced.place, prefix)) {
                report.add(render(host, jail, announced, prefix, report));
            }
        }
    }
}

/// Whether hooks may take back more than is known: routes that depend on run time, or programs
/// of the host's own.
fn may_withdraw_more(host: &Host, jail: &HostJail) -> bool {
    let unknown = jail
        .runtime_withdrawals
        .iter()
        .any(|one| one.prefix.is_none());
    let at_stop = jail.interface_work(&crate::host::jail_on_host::AT_STOP);
    unknown || at_stop.opaque || host.vtysh_words.may_have("clear")
}

fn render(
    host: &Host,
    jail: &HostJail,
    announced: &RuntimeNetwork,
    prefix: IpNet,
    report: &Report,
) -> Finding {
    let speakers = &host.routing.speakers;
    let stays = speakers.iter().any(|speaker| !speaker.import_check);
    let name = jail.name();
    let (severity, message) = match stays {
        true => (
            Severity::Warning,
            format!("{prefix} stays announced when jail {name} has stopped: no hook takes it back"),
        ),
        false => (
            Severity::Info,
            format!(
                "network {prefix} stays in bgpd's configuration when jail {name} has stopped: no \
                 hook takes it back"
            ),
        ),
    };
    let finding = report
        .finding_at(severity, announced.place, message)
        .note("take it back in exec.prestop, with `no network` and the same prefix");
    match fix(host, jail, announced, prefix) {
        Some(fix) => finding.fix(fix),
        None => finding,
    }
}

/// A hook that takes back what the jail's own hook announced.
fn fix(host: &Host, jail: &HostJail, announced: &RuntimeNetwork, prefix: IpNet) -> Option<Fix> {
    let [speaker] = host.routing.speakers.as_slice() else {
        return None;
    };
    if !is_own(jail, announced.place) {
        return None;
    }
    let block = jail.jail.block;
    text_at(host, block)?;
    let family = if prefix.addr().is_ipv6() {
        "ipv6"
    } else {
        "ipv4"
    };
    let hook = format!(
        "exec.prestop += \"/usr/local/bin/vtysh -c 'configure terminal' -c 'router bgp {}' -c \
         'address-family {family} unicast' -c 'no network {prefix}'\";",
        speaker.as_number
    );
    let edit = at_end_of_block(host.file(block.file)?, block, &hook)?;
    Some(Fix::not_safe("withdraw it in exec.prestop", vec![edit]))
}
