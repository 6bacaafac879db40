//! `vnet-fib`.

use crate::finding::{Finding, Fix};
use crate::host::scripts::Command;
use crate::host::{Host, HostJail};
use crate::rules::jail_edits::{is_own, remove_parameter};
use crate::rules::words::jails;
use crate::rules::{Report, declare_rule};
use crate::text::Place;

declare_rule! {
    /// A VNET jail is to run in a FIB that its own network stack does not have.
    ///
    /// A jail with a network stack of its own has routing tables of its own, and starts with
    /// one FIB, whatever `net.fibs` is on the host. With `exec.fib = 1` jail(8) cannot attach its
    /// commands to the jail, and the jail does not start. Which table of the host the jail's
    /// packets take is decided outside: by the FIB of the bridge, or by the packet filter.
    ///
    /// Silent where `exec.created` raises `net.fibs` in the jail, or may do so. A number that the
    /// host itself does not have is `fib-out-of-range`.
    ///
    /// ## Bad
    ///
    /// ```conf etc/jail.conf
    /// web { path = "/jails/web"; vnet; vnet.interface = "em1"; exec.fib = 1; }
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf etc/jail.conf
    /// web { path = "/jails/web"; vnet; vnet.interface = "em1"; }
    /// ```
    "vnet-fib", Error, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    let mut found: Vec<(Place, u32, Vec<&HostJail>)> = Vec::new();
    for jail in &host.jails {
        let Some((place, fib)) = beyond(host, jail) else {
            continue;
        };
        match found.iter_mut().find(|(known, ..)| *known == place) {
            Some((.., jails)) => jails.push(jail),
            None => found.push((place, fib, vec![jail])),
        }
    }
    for (place, fib, jails) in found {
        report.add(render(host, place, fib, &jails, report));
    }
}

/// The FIB that a jail cannot have, and where it is asked for.
fn beyond(host: &Host, jail: &HostJail) -> Option<(Place, u32)> {
    let (number, place) = (jail.fib.number?, jail.fib.place?);
    if !jail.is_vnet() || number == 0 || host.fibs.is_out_of_range(number) {
        return None;
    }
    // A setfib(1) in the jail may follow something that raises the count there.
    let by_parameter = jail.jail.number("exec.fib").is_some();
    let first = jail.commands_of(&["exec.start", "command"]).next();
    if !by_parameter && first.is_none_or(|command| command.fib.is_none()) {
        return None;
    }
    let mut created = jail.commands_of(&["exec.created"]);
    (!jail.doubtful && !created.any(|command| may_raise(command, number)))
        .then_some((place, number))
}

/// Whether a command may give a jail more FIBs than `number`.
fn may_raise(command: &Command, number: u32) -> bool {
    let said = command.words.iter().find_map(|word| {
        let count = word.text.strip_prefix("net.fibs=")?;
        Some(count.parse::<u32>().map_or(true, |count| count > number))
    });
    let harmless = [
        "ifconfig", "logger", "route", "zfs", "echo", "sysctl", "jexec",
    ];
    said.unwrap_or_else(|| {
        command
            .program()
            .is_none_or(|program| !harmless.contains(&program))
    })
}

fn render(host: &Host, place: Place, fib: u32, of: &[&HostJail], report: &Report) -> Finding {
    let names: Vec<String> = of.iter().map(|jail| jail.name().to_owned()).collect();
    let message = match of.len() {
        1 => format!(
            "{} does not start: its own network stack has FIB 0 only, and it asks for FIB {fib}",
            jails(&names)
        ),
        _ => format!(
            "{} do not start: their own network stacks have FIB 0 only, and they ask for FIB {fib}",
            jails(&names)
        ),
    };
    let finding = report
        .finding(place, message)
        .note("take it out: the FIB of the host that its packets use is that of the bridge outside")
        .note(format!(
            "or raise the count in the jail first: exec.created += \"jexec $name sysctl \
             net.fibs={}\" (FreeBSD 13.0 and later)",
            fib.saturating_add(1)
        ));
    let [jail] = of else {
        return finding;
    };
    let own = is_own(jail, place) && jail.jail.number("exec.fib").is_some();
    match remove_parameter(host, place).filter(|_| own) {
        Some(edit) => {
            let title = format!("take exec.fib out of jail {}", jail.name());
            finding.fix(Fix::not_safe(title, vec![edit]))
        }
        None => finding,
    }
}
