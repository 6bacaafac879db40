//! `frr-conf-not-loaded`.

use crate::finding::{Edit, Finding, Fix};
use crate::host::{FileTarget, Host};
use crate::rules::edits::append_lines;
use crate::rules::{Report, declare_rule};
use crate::syntax::Language;
use crate::vocabulary::When;

declare_rule! {
    /// frr.conf has a configuration that nobody loads.
    ///
    /// The daemons do not read frr.conf themselves: `vtysh -b` tells them what it says, and the
    /// port runs that at boot only with `frr_vtysh_boot`. It is on by default from frr9 on, and
    /// off in frr7 and frr8.
    ///
    /// Silent where the daemons' own files have the configuration, and where rc.conf does not say
    /// and nobody says which version runs: the `frr version` line may be older.
    ///
    /// ## Bad
    ///
    /// ```conf etc/rc.conf
    /// frr_enable="YES"
    /// frr_vtysh_boot="NO"
    /// ```
    /// ```conf usr/local/etc/frr/frr.conf
    /// router bgp 65100
    ///  neighbor 192.0.2.1 remote-as 65000
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf etc/rc.conf
    /// frr_enable="YES"
    /// frr_vtysh_boot="YES"
    /// ```
    /// ```conf usr/local/etc/frr/frr.conf
    /// router bgp 65100
    ///  neighbor 192.0.2.1 remote-as 65000
    /// ```
    "frr-conf-not-loaded", Error, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    let Some(file) = host.integrated_frr_file() else {
        return;
    };
    if host.loads_frr_conf() != Some(When::Never) || host.own_frr_files().next().is_some() {
        return;
    }
    let set = host.rc.get("frr_vtysh_boot");
    let place = set.map_or(file.first, |set| set.place);
    let finding = match set {
        Some(_) => {
            let message = "nothing loads frr.conf at boot: the daemons start without a \
                           configuration";
            let finding = report.finding(place, message);
            finding.related(file.first, "this is not loaded")
        }
        None => {
            let message = format!(
                "nothing loads frr.conf at boot: {} leaves that out unless frr_vtysh_boot is on",
                host.frr_words()
            );
            report.finding(place, message)
        }
    };
    let finding = finding.note("set frr_vtysh_boot=\"YES\" in etc/rc.conf");
    report.add(with_fix(host, finding));
}

fn with_fix(host: &Host, finding: Finding) -> Finding {
    const LINE: &str = "frr_vtysh_boot=\"YES\"";
    let edit = match host.rc.get("frr_vtysh_boot") {
        Some(set) if set.literal => Edit::replace(set.value_place, "YES"),
        Some(_) => return finding,
        None => match host.target(Language::Rc, "etc/rc.conf") {
            Some(target @ FileTarget::There(_)) => append_lines(&target, &[LINE.to_owned()]),
            _ => return finding,
        },
    };
    finding.fix(Fix::not_safe("load frr.conf at boot", vec![edit]))
}
