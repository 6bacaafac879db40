//! `prefix-host-bits`.

use crate::finding::{Edit, Fix};
use crate::host::Host;
use crate::host::routing::ListDefectKind;
use crate::rules::{Report, declare_rule};

declare_rule! {
    /// A prefix has bits set behind its length, and FRR clears them.
    ///
    /// `permit 10.1.2.3/8` is stored as `10.0.0.0/8`, without a word, and is not about 10.1.2.3
    /// at all. Told of entries of prefix-lists, of `network` and of `aggregate-address`.
    ///
    /// Source: apply_mask in lib/prefix.c of FRR, and runs of 8.4.4, 10.3 and 10.7.1.
    ///
    /// ## Bad
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// ip prefix-list jails seq 5 permit 203.0.113.200/28 ge 32
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// ip prefix-list jails seq 5 permit 203.0.113.192/28 ge 32
    /// ```
    "prefix-host-bits", Info, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    for defect in &host.routing.list_defects {
        if let ListDefectKind::HostBits { network } = defect.kind {
            let message = format!("FRR clears the bits behind the length: this is {network}");
            let edit = Edit::replace(defect.place, network.to_string());
            let finding = report
                .finding(defect.place, message)
                .note("if a single address is meant, its length is 32 or, for IPv6, 128")
                .fix(Fix::safe(format!("write {network}"), vec![edit]));
            report.add(finding);
        }
    }
}
