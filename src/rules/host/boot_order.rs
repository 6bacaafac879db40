//! `boot-order`.

use crate::host::Host;
use crate::rules::{Report, declare_rule};

declare_rule! {
    /// rc.local asks for jails before any jail runs.
    ///
    /// /etc/rc runs rc.local before the jails are started: rc.d/local comes before LOGIN,
    /// rc.d/jail after it. `jls` there lists nothing and `jexec` finds no jail, so a loop over
    /// the jails does nothing at all, without a message.
    ///
    /// Silent behind a command of rc.local that starts jails itself.
    ///
    /// What has to happen when a jail starts belongs into its `exec.poststart`.
    ///
    /// ## Bad
    ///
    /// ```conf etc/rc.conf
    /// hostname="arkham.example.net"
    /// ```
    /// ```sh etc/rc.local
    /// for ip in `jls | awk '{print $2}'`
    /// do
    ///     logger "announce $ip"
    /// done
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf etc/jail.conf
    /// web {
    ///     path = "/jails/web";
    ///     ip4.addr = "ix0|203.0.113.194";
    ///     exec.poststart = "logger announce 203.0.113.194";
    /// }
    /// ```
    "boot-order", Warning, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    for query in &host.early_jail_queries {
        let consequence = match query.program.as_str() {
            "jexec" => "jexec finds no jail and fails",
            _ => "jls lists no jail, and whatever goes through its list does nothing",
        };
        let message = format!("rc.local runs before any jail is started: {consequence}");
        let finding = report
            .finding(query.place, message)
            .note("do it from the jails' exec.poststart hooks");
        report.add(finding);
    }
}
