//! `fib-out-of-range`.

use crate::host::Host;
use crate::host::fibs::{FibUse, FibUser};
use crate::rules::words::jails;
use crate::rules::{Report, declare_rule};

declare_rule! {
    /// A FIB number that this host does not have.
    ///
    /// FIBs are counted from 0, and `net.fibs` says how many there are (1 where nothing sets
    /// it). setfib(2) refuses a higher number: a jail with such an `exec.fib` does not start, a
    /// daemon with such a `NAME_fib` does not either, and ifconfig(8) and route(8) refuse the
    /// whole command.
    ///
    /// The rule is silent where the file that would set `net.fibs` is not there.
    ///
    /// ## Bad
    ///
    /// ```conf boot/loader.conf
    /// net.fibs="2"
    /// ```
    /// ```conf etc/jail.conf
    /// media { path = "/jails/media"; exec.fib = 2; }
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf boot/loader.conf
    /// net.fibs="3"
    /// ```
    /// ```conf etc/jail.conf
    /// media { path = "/jails/media"; exec.fib = 2; }
    /// ```
    "fib-out-of-range", Error, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    let Some(count) = host.fibs.intended_count() else {
        return;
    };
    for fib in host.fibs.uses.iter().filter(|fib| fib.number >= count) {
        let message = format!(
            "FIB {} does not exist, so {}: {}",
            fib.number,
            consequence(fib),
            existing(count)
        );
        let mut finding = report.finding(fib.place, message).note(format!(
            "use an existing FIB, or set net.fibs to at least {} in boot/loader.conf",
            fib.number.saturating_add(1)
        ));
        if let Some(place) = host.fibs.count_place {
            finding = finding.related(place, format!("net.fibs is {count}"));
        }
        report.add(finding);
    }
}

fn consequence(fib: &FibUse) -> String {
    match &fib.by {
        FibUser::Jails(names) => {
            let verb = if names.len() == 1 { "does" } else { "do" };
            format!("{} {verb} not start", jails(names))
        }
        FibUser::Interface(name) => format!("ifconfig(8) refuses to configure {name}"),
        FibUser::Daemon(name) => format!("{name} does not start"),
        FibUser::Command(name) => format!("{name} is refused"),
        FibUser::RcVariable(name) => format!("{name} adds no route"),
    }
}

fn existing(count: u32) -> String {
    match count {
        0 | 1 => "this host has FIB 0 only".to_owned(),
        2 => "this host has FIBs 0 and 1".to_owned(),
        _ => format!("this host has FIBs 0 to {}", count - 1),
    }
}
