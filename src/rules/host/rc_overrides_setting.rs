//! `rc-overrides-setting`.

use crate::finding::{Finding, Severity};
use crate::host::Host;
use crate::host::settings::Assignment;
use crate::rules::{Report, declare_rule};
use crate::vocabulary::SettingFile;

declare_rule! {
    /// rc.d/routing writes over what sysctl.conf says.
    ///
    /// sysctl.conf is applied first thing at boot. Later rc.d/routing sets forwarding and its
    /// kin by rc.conf's variables, to 0 where a variable is not set, and only at the very end of
    /// the boot sysctl.conf is applied once more. FRR starts in between. The variable of rc.conf
    /// is the place that holds all the time.
    ///
    /// A warning where the host forwards for others (VNET jails, a bridge), else info.
    ///
    /// ## Bad
    ///
    /// ```conf etc/rc.conf
    /// hostname="arkham.example.net"
    /// ```
    /// ```conf etc/sysctl.conf
    /// net.inet.ip.forwarding=1
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf etc/rc.conf
    /// hostname="arkham.example.net"
    /// gateway_enable="YES"
    /// ```
    /// ```conf etc/sysctl.conf
    /// net.inet.ip.forwarding=1
    /// ```
    "rc-overrides-setting", Info, Host(check)
}

/// Settings that rc.d/routing writes, with the variable that it goes by (all of them off by
/// default; libexec/rc/rc.d/routing).
const WRITTEN: [(&str, &str); 7] = [
    ("net.inet.ip.forwarding", "gateway_enable"),
    ("net.inet6.ip6.forwarding", "ipv6_gateway_enable"),
    ("net.inet.ip.sourceroute", "forward_sourceroute"),
    ("net.inet.ip.accept_sourceroute", "accept_sourceroute"),
    ("net.inet.icmp.bmcastecho", "icmp_bmcastecho"),
    ("net.inet.icmp.log_redirect", "icmp_log_redirect"),
    ("net.link.ether.inet.proxyall", "arpproxy_all"),
];

fn check(host: &Host, report: &mut Report) {
    if !host.has_rc_conf() || !host.rc.is_complete() {
        return;
    }
    for (name, variable) in WRITTEN {
        let set = host.settings.effective(name);
        let Some(setting) = set.filter(|setting| setting.from == SettingFile::Sysctl) else {
            continue;
        };
        let unknown = host.rc.get(variable).is_some_and(|v| !v.known);
        let by_rc = host.rc.yes(variable).unwrap_or(false);
        let by_sysctl = match setting.value.trim() {
            "0" => false,
            "1" => true,
            _ => continue,
        };
        if !unknown && by_rc != by_sysctl {
            report.add(render(host, setting, variable, by_rc, report));
        }
    }
}

fn render(
    host: &Host,
    setting: &Assignment,
    variable: &str,
    by_rc: bool,
    report: &Report,
) -> Finding {
    let forwards = setting.name.ends_with(".forwarding") && host.forwards_for_others();
    let severity = if forwards {
        Severity::Warning
    } else {
        Severity::Info
    };
    let written = u8::from(by_rc);
    let because = match host.rc.get(variable) {
        Some(set) => format!("{variable} is {}", set.value),
        None => format!("{variable} is not set"),
    };
    let message = format!(
        "rc.d/routing writes {written} over {} because {because}; it is {} again only at the end \
         of the boot",
        setting.name,
        setting.value.trim()
    );
    let wanted = if by_rc { "NO" } else { "YES" };
    let mut finding = report
        .finding_at(severity, setting.place, message)
        .note(format!("set {variable}=\"{wanted}\" in etc/rc.conf"));
    if host.frr.enabled == Some(true) {
        finding = finding.note("FRR starts before that and finds the other value");
    }
    match host.rc.get(variable) {
        Some(set) => finding.related(set.place, format!("{variable} is set here")),
        None => finding,
    }
}
