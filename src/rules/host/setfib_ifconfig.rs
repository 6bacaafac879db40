//! `setfib-ifconfig`.

use crate::finding::{Edit, Finding, Fix, Severity};
use crate::host::Host;
use crate::host::fibs::AllFibs;
use crate::host::ifconfig_calls::IfconfigCall;
use crate::rules::edits::text_at;
use crate::rules::{Report, declare_rule};
use crate::text::Place;
use crate::vocabulary::{FreebsdRelease, When, releases};

declare_rule! {
    /// setfib before ifconfig does not choose the FIB of the address.
    ///
    /// ifconfig(8) does not look at the FIB of its process. The connected route of a new address
    /// goes into the interface's FIB, which the word `fib N` sets; without it that is FIB 0, and
    /// the FIB that was meant has no way to the network.
    ///
    /// An interface is in one FIB only. Where rc.conf or another command puts it into a FIB by a
    /// `fib N` of its own, one more would contradict that: no fix is offered, and the other
    /// place is shown.
    ///
    /// Silent where the interface is in that FIB anyway, by rc.conf or by another command; where
    /// `net.add_addr_allfibs` is 1, which puts the route into every FIB; where rc.conf is not
    /// there.
    ///
    /// Source: sbin/ifconfig, setfib(1).
    ///
    /// ## Bad
    ///
    /// ```conf etc/sysctl.conf
    /// net.add_addr_allfibs=0
    /// ```
    /// ```conf etc/rc.conf
    /// ifconfig_em1="up"
    /// ```
    /// ```sh etc/rc.local
    /// setfib 1 ifconfig em1 inet 192.0.2.1/24
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf etc/sysctl.conf
    /// net.add_addr_allfibs=0
    /// ```
    /// ```conf etc/rc.conf
    /// ifconfig_em1="up"
    /// ```
    /// ```sh etc/rc.local
    /// ifconfig em1 inet 192.0.2.1/24 fib 1
    /// ```
    "setfib-ifconfig", Warning, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    let in_all = match host.fibs.add_addr_allfibs {
        AllFibs::Set(true) => return,
        AllFibs::Set(false) => When::Never,
        AllFibs::Default => host.fibs.add_addr_allfibs_default.clone(),
    };
    if in_all == When::Always {
        return;
    }
    for call in &host.ifconfig_calls.calls {
        if let Some((interface, fib)) = asked(host, call) {
            report.add(render(host, call, interface, fib, &in_all, report));
        }
    }
}

/// The interface and the FIB that somebody meant to bring together in vain.
fn asked<'c>(host: &Host, call: &'c IfconfigCall) -> Option<(&'c str, u32)> {
    let fib = call.fib.and_then(|fib| fib.number)?;
    let interface = call.interface.as_deref()?;
    let gives = !call.arguments.addresses.is_empty() && !call.arguments.removes;
    let is_lost = gives && !call.arguments.names_fib && call.in_jail.is_none();
    (fib > 0 && is_lost && !host.interfaces.may_be_in(interface, fib)).then_some((interface, fib))
}

fn render(
    host: &Host,
    call: &IfconfigCall,
    interface: &str,
    fib: u32,
    in_all: &When<FreebsdRelease>,
    report: &Report,
) -> Finding {
    let message = format!(
        "setfib does not matter to ifconfig(8): the network of this address is reached from the FIB \
         of {interface}, not from FIB {fib}"
    );
    let severity = match in_all {
        When::On(_) => Severity::Info,
        When::Always | When::Never => Severity::Warning,
    };
    let elsewhere = told_otherwise(host, call, interface, fib);
    let finding = report.finding_at(severity, call.place, message);
    let mut finding = match elsewhere {
        Some(Otherwise { fib: other, place }) => finding
            .note(format!(
                "an interface is in one FIB only: put {interface} into FIB {fib} there, or do \
                 without setfib here"
            ))
            .related(place, format!("{interface} is meant for FIB {other} here")),
        None => finding.note(format!("write ifconfig {interface} ... fib {fib}")),
    };
    if let When::On(some) = in_all {
        finding = finding.note(format!(
            "not so on FreeBSD {}, where net.add_addr_allfibs is 1 by default",
            releases(some)
        ));
    }
    let Some((word, place)) = call.last.as_ref().filter(|_| elsewhere.is_none()) else {
        return finding;
    };
    let is_exact = text_at(host, *place).is_some_and(|text| text.slice(place.span) == *word);
    if !is_exact {
        return finding;
    }
    let edit = Edit::insert(place.file, place.span.end, format!(" fib {fib}"));
    finding.fix(Fix::not_safe(format!("add fib {fib}"), vec![edit]))
}

/// Another FIB that an interface is meant for.
#[derive(Clone, Copy)]
struct Otherwise {
    fib: u32,
    place: Place,
}

/// What puts `interface` into another FIB than `fib` in so many words: rc.conf, or another
/// command, be it in vain.
fn told_otherwise(
    host: &Host,
    call: &IfconfigCall,
    interface: &str,
    fib: u32,
) -> Option<Otherwise> {
    let setups = host.interfaces.setups.iter();
    let by_rc = setups
        .filter(|setup| setup.interface == interface)
        .filter_map(|setup| setup.arguments.fib);
    let others = host.ifconfig_calls.calls.iter();
    let by_commands = others
        .filter(|other| other.place != call.place && other.in_jail.is_none())
        .filter(|other| other.interface.as_deref() == Some(interface))
        .filter_map(|other| {
            let in_vain = asked(host, other).map(|(_, fib)| (fib, other.place));
            other.arguments.fib.or(in_vain)
        });
    let (fib, place) = by_rc.chain(by_commands).find(|(other, _)| *other != fib)?;
    Some(Otherwise { fib, place })
}
