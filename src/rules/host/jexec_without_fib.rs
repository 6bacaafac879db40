//! `jexec-without-fib`.

use rustc_hash::FxHashSet;

use crate::finding::{Edit, Finding, Fix};
use crate::host::run_time::JexecCall;
use crate::host::{Host, HostJail};
use crate::rules::{Report, declare_rule};
use crate::text::Place;
use crate::vocabulary::uses_network;

declare_rule! {
    /// jexec runs something in a jail, in another FIB than the jail's.
    ///
    /// `exec.fib` holds for what jail(8) starts, not for jexec(8): what that runs stays in the
    /// FIB of its caller, which is FIB 0 for scripts and for hooks. A service restarted so
    /// answers by another gateway than the one that jail(8) started, and a download leaves by
    /// the wrong way or not at all.
    ///
    /// Told for commands that use the network or start services. Silent where setfib(1) stands
    /// in front, where the jail or the command shows at run time only, and for VNET jails, which
    /// have routing tables of their own. In rc.local, which runs before any jail, the call is
    /// `boot-order`.
    ///
    /// ## Bad
    ///
    /// ```conf etc/jail.conf
    /// web { path = "/jails/web"; ip4.addr = "em1|192.0.2.10"; exec.fib = 1; }
    /// ```
    /// ```sh usr/local/sbin/web-restart
    /// #!/bin/sh
    /// jexec web service nginx restart
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf etc/jail.conf
    /// web { path = "/jails/web"; ip4.addr = "em1|192.0.2.10"; exec.fib = 1; }
    /// ```
    /// ```sh usr/local/sbin/web-restart
    /// #!/bin/sh
    /// setfib 1 jexec web service nginx restart
    /// ```
    "jexec-without-fib", Info, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    let mut told: FxHashSet<Place> = FxHashSet::default();
    for call in &host.jexec_calls {
        let early = host
            .early_jail_queries
            .iter()
            .any(|query| query.place == call.place);
        let applies = !call.in_fib && !early && uses_network(&call.program);
        if !applies || told.contains(&call.place) {
            continue;
        }
        if let Some((jail, fib)) = called(host, call) {
            told.insert(call.place);
            report.add(render(call, jail, fib, report));
        }
    }
}

/// The jail that a call enters, where it has a FIB other than 0.
fn called<'h>(host: &'h Host, call: &JexecCall) -> Option<(&'h HostJail, u32)> {
    let jail = host.jails.iter().find(|jail| jail.name() == call.jail)?;
    let (fib, _) = jail.jail.number("exec.fib")?;
    let applies = fib > 0 && !jail.is_vnet() && !host.fibs.is_out_of_range(fib);
    applies.then_some((jail, fib))
}

fn render(call: &JexecCall, jail: &HostJail, fib: u32, report: &Report) -> Finding {
    let name = jail.name();
    let program = &call.program;
    let mut finding = report
        .finding(
            call.place,
            format!(
                "{program} runs in the FIB of its caller here, not in FIB {fib} of jail {name}: \
                 exec.fib does not hold for jexec"
            ),
        )
        .note(format!("put `setfib {fib}` in front of jexec"));
    if let Some((_, place)) = jail.jail.number("exec.fib") {
        finding = finding.related(place, format!("jail {name} runs in FIB {fib}"));
    }
    if call.exact {
        let edit = Edit::insert(
            call.place.file,
            call.place.span.start,
            format!("setfib {fib} "),
        );
        finding = finding.fix(Fix::not_safe(format!("run it in FIB {fib}"), vec![edit]));
    }
    finding
}
