//! `shadowed-daemon-config`.

use crate::host::Host;
use crate::rules::{Report, declare_rule};

declare_rule! {
    /// A daemon's own file lies beside frr.conf: nothing reads it.
    ///
    /// FRR's daemons look for frr.conf first. Where it is there, they leave their own files alone
    /// and wait for `vtysh -b` to tell them what it says, however little that is.
    ///
    /// Source: vty_read_config in lib/vty.c of FRR.
    ///
    /// ## Bad
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// hostname edge
    /// ```
    /// ```conf usr/local/etc/frr/bgpd.conf
    /// router bgp 65100
    ///  neighbor 192.0.2.1 remote-as 65000
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// hostname edge
    /// router bgp 65100
    ///  neighbor 192.0.2.1 remote-as 65000
    /// ```
    "shadowed-daemon-config", Warning, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    if !host.has_frr_conf() {
        return;
    }
    for own in host.own_frr_files() {
        let name = own.file.source.file_name();
        let message = format!("{name} is not read: frr.conf is there, and the daemons go by that");
        let finding = report
            .finding(own.first, message)
            .note(format!("move the lines of {name} to frr.conf"));
        report.add(finding);
    }
}
