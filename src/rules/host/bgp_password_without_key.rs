//! `bgp-password-without-key`.

use crate::finding::Finding;
use crate::host::Host;
use crate::host::routing::Neighbor;
use crate::rules::{Report, declare_rule};

declare_rule! {
    /// A BGP session has a password, but FreeBSD has no key to sign with.
    ///
    /// On FreeBSD FRR's `password` only switches signing on (RFC 2385). The key itself is in the
    /// kernel's security association database: setkey(8) reads it from ipsec.conf while
    /// `ipsec_enable` is on, one entry for each direction, `tcp ... -A tcp-md5`; and the module
    /// tcpmd5 has to be loaded. Without them the session never comes up.
    ///
    /// What stands in ipsec.conf is not read. Silent where a script runs setkey.
    ///
    /// ## Bad
    ///
    /// ```conf etc/rc.conf
    /// frr_enable="YES"
    /// ```
    /// ```conf usr/local/etc/frr/frr.conf
    /// router bgp 65100
    ///  neighbor 192.0.2.1 remote-as 65000
    ///  neighbor 192.0.2.1 password example
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf etc/rc.conf
    /// kld_list="tcpmd5"
    /// ipsec_enable="YES"
    /// frr_enable="YES"
    /// ```
    /// ```conf usr/local/etc/frr/frr.conf
    /// router bgp 65100
    ///  neighbor 192.0.2.1 remote-as 65000
    ///  neighbor 192.0.2.1 password example
    /// ```
    "bgp-password-without-key", Warning, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    let is_known = host.rc_is_whole && host.rc.is_complete() && host.is_surely_freebsd();
    if !is_known || host.frr.enabled == Some(false) || host.runs_program("setkey") {
        return;
    }
    let neighbors = host.routing.speakers.iter().flat_map(|one| &one.neighbors);
    let with_password: Vec<&Neighbor> = neighbors
        .filter(|neighbor| neighbor.password.is_some() && neighbor.shutdown.is_none())
        .collect();
    let Some((first, others)) = with_password.split_first() else {
        return;
    };
    // ipsec_enable with a value that is not known may be on.
    let has_key =
        host.rc.get("ipsec_enable").is_some() && host.rc.yes("ipsec_enable") != Some(false);
    if !has_key {
        report.add(render(first, others.len(), report));
    }
}

fn render(neighbor: &Neighbor, others: usize, report: &Report) -> Finding {
    let place = neighbor
        .password
        .as_ref()
        .map_or(neighbor.place, |password| password.place);
    let also = match others {
        0 => String::new(),
        1 => " (and one more neighbor)".to_owned(),
        others => format!(" (and {others} more neighbors)"),
    };
    let message = format!(
        "the session with {}{also} will not come up: FreeBSD takes its key from ipsec.conf, and \
         ipsec_enable is not on",
        neighbor.peer
    );
    report
        .finding(place, message)
        .note("load tcpmd5 (kld_list) and set ipsec_enable=\"YES\" in etc/rc.conf")
        .note("in ipsec.conf, for each direction: add FROM TO tcp 0x1000 -A tcp-md5 \"KEY\" ;")
}
