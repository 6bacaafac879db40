//! `daemon-config-missing`.

use crate::finding::Severity;
use crate::host::Host;
use crate::rules::{Report, declare_rule};
use crate::vocabulary::{When, releases};

declare_rule! {
    /// A daemon is listed in `frr_daemons`, but has no file of its own, and is skipped.
    ///
    /// The ports frr7 and frr8 start a daemon only if its own file is there, such as zebra.conf,
    /// unless `frr_vtysh_boot` is on; nothing is said of the others. An empty file will do. From
    /// frr9 on the port reads frr.conf and no other file.
    ///
    /// Silent where nobody says which version runs: the `frr version` line may be older.
    ///
    /// ## Bad
    ///
    /// ```conf cellblock.toml
    /// [hosts.host]
    /// frr = "8.4"
    /// ```
    /// ```conf host/etc/rc.conf
    /// frr_enable="YES"
    /// frr_daemons="zebra bgpd staticd"
    /// ```
    /// ```conf host/usr/local/etc/frr/zebra.conf
    /// ! empty
    /// ```
    /// ```conf host/usr/local/etc/frr/bgpd.conf
    /// router bgp 65100
    ///  neighbor 192.0.2.1 remote-as 65000
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf cellblock.toml
    /// [hosts.host]
    /// frr = "8.4"
    /// ```
    /// ```conf host/etc/rc.conf
    /// frr_enable="YES"
    /// frr_daemons="zebra bgpd"
    /// ```
    /// ```conf host/usr/local/etc/frr/zebra.conf
    /// ! empty
    /// ```
    /// ```conf host/usr/local/etc/frr/bgpd.conf
    /// router bgp 65100
    ///  neighbor 192.0.2.1 remote-as 65000
    /// ```
    "daemon-config-missing", Warning, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    for skipped in host.skipped_daemons() {
        let (severity, on) = match &skipped.when {
            When::Never => continue,
            When::Always => (Severity::Warning, String::new()),
            When::On(some) => (Severity::Info, format!(" by FRR {}", releases(some))),
        };
        let (daemon, file) = (&skipped.daemon, &skipped.file);
        let message = format!("{daemon} is skipped at boot{on}: it has no {file}");
        let finding = report
            .finding_at(severity, skipped.place, message)
            .note(format!(
                "make {file}, which may be empty, or take {daemon} out of the list"
            ));
        report.add(finding);
    }
}
