//! `routing-daemon-fib-mismatch`.

use crate::finding::{Edit, Fix};
use crate::host::Host;
use crate::host::daemons::Watchfrr;
use crate::rules::edits::{lines_after, text_at};
use crate::rules::words::listed;
use crate::rules::{Report, declare_rule};

declare_rule! {
    /// A routing daemon runs in another FIB than zebra.
    ///
    /// zebra sees the interfaces and fills the routing table of its own FIB. A daemon in another
    /// one, bgpd above all, reaches its neighbors by that other table: its sessions do not come
    /// up, or come up by the wrong way, and what it learns goes into a table that it does not
    /// use. Each daemon goes by its own `NAME_fib`, else by watchfrr's while watchfrr starts it.
    ///
    /// Silent about daemons that open no connections, such as staticd and mgmtd.
    ///
    /// ## Bad
    ///
    /// ```conf boot/loader.conf
    /// net.fibs="2"
    /// ```
    /// ```conf etc/rc.conf
    /// frr_enable="YES"
    /// frr_daemons="zebra bgpd"
    /// watchfrr_enable="NO"
    /// zebra_fib="1"
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf boot/loader.conf
    /// net.fibs="2"
    /// ```
    /// ```conf etc/rc.conf
    /// frr_enable="YES"
    /// frr_daemons="zebra bgpd"
    /// watchfrr_enable="NO"
    /// zebra_fib="1"
    /// bgpd_fib="1"
    /// ```
    "routing-daemon-fib-mismatch", Warning, Host(check)
}

/// Daemons that talk to other daemons of the host only.
const LOCAL: [&str; 2] = ["mgmtd", "staticd"];

fn check(host: &Host, report: &mut Report) {
    let frr = &host.frr;
    let inherits_perhaps = host.rc.get("watchfrr_fib").is_some();
    if frr.enabled == Some(false)
        || !host.rc.is_complete()
        || (frr.watchfrr == Watchfrr::RunsSinceFrr9 && inherits_perhaps)
    {
        return;
    }
    let Some(zebra) = frr.daemons.iter().find(|daemon| daemon.name == "zebra") else {
        return;
    };
    let apart: Vec<_> = (frr.daemons.iter())
        .filter(|daemon| !LOCAL.contains(&daemon.name.as_str()))
        .filter(|daemon| daemon.fib.effective != zebra.fib.effective)
        // One in a FIB that does not exist is told elsewhere.
        .filter(|daemon| !host.fibs.is_out_of_range(daemon.fib.effective))
        .collect();
    // What frr_fib was meant for is told by the rule about that.
    let by_frr_fib = apart.iter().any(|daemon| daemon.fib.cause.is_some());
    let Some(first) = apart
        .first()
        .filter(|_| !by_frr_fib && zebra.fib.cause.is_none())
    else {
        return;
    };
    let own = host.rc.get(&format!("{}_fib", first.name));
    let of_zebra = host.rc.get("zebra_fib");
    let Some(variable) = own.or(of_zebra) else {
        return;
    };
    let names: Vec<String> = apart.iter().map(|daemon| daemon.name.clone()).collect();
    let (fib, zebra_fib) = (first.fib.effective, zebra.fib.effective);
    let runs = if names.len() == 1 { "runs" } else { "run" };
    let message = format!(
        "{} {runs} in FIB {fib}, zebra in FIB {zebra_fib}: routes are learned by one table and \
         put into another",
        listed(&names)
    );
    let mut finding = report.finding(variable.place, message);
    if let (Some(_), Some(zebra)) = (own, of_zebra) {
        finding = finding.related(zebra.place, format!("zebra runs in FIB {zebra_fib}"));
    }
    let unset: Vec<String> = (names.iter())
        .map(|name| format!("{name}_fib"))
        .filter(|name| host.rc.get(name).is_none())
        .map(|name| format!("{name}=\"{zebra_fib}\""))
        .collect();
    let edit = match own {
        Some(own) if own.literal && own.known && apart.len() == 1 => {
            Some(Edit::replace(own.value_place, zebra_fib.to_string()))
        }
        None if unset.len() == apart.len() => {
            text_at(host, variable.place).map(|text| lines_after(text, variable.place, &unset))
        }
        _ => None,
    };
    report.add(match edit {
        Some(edit) => {
            let title = format!("run {} in FIB {zebra_fib}", listed(&names));
            finding.fix(Fix::not_safe(title, vec![edit]))
        }
        None => finding,
    });
}
