//! `epair-not-destroyed`.

use crate::finding::{Edit, Finding, Fix};
use crate::host::{Host, HostJail};
use crate::rules::jail_edits::{at_end_of_block, is_own};
use crate::rules::words::jails;
use crate::rules::{Report, declare_rule};
use crate::text::Place;

declare_rule! {
    /// A jail's hooks create an epair and never destroy it.
    ///
    /// An epair that `exec.prestart` creates stays on the host when the jail stops. At the next
    /// start `ifconfig epair0 create` finds it there and fails ("File exists"), and the jail with
    /// it. Destroying one end in `exec.poststop` destroys both.
    ///
    /// Silent where a hook at the stop calls a script or destroys what only shows at run time;
    /// where the start destroys an old pair first, or goes on when `create` fails; and for
    /// `ifconfig epair create`, which takes the next free number.
    ///
    /// ## Bad
    ///
    /// ```conf etc/jail.conf
    /// web {
    ///     path = "/jails/web";
    ///     vnet;
    ///     vnet.interface = "epair0b";
    ///     exec.prestart = "ifconfig epair0 create up";
    /// }
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf etc/jail.conf
    /// web {
    ///     path = "/jails/web";
    ///     vnet;
    ///     vnet.interface = "epair0b";
    ///     exec.prestart = "ifconfig epair0 create up";
    ///     exec.poststop = "ifconfig epair0a destroy";
    /// }
    /// ```
    "epair-not-destroyed", Info, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    let mut found: Vec<(Place, String, Vec<&HostJail>)> = Vec::new();
    for jail in &host.jails {
        for left in jail.epairs_left() {
            match found.iter_mut().find(|(place, ..)| *place == left.place) {
                Some((.., jails)) => jails.push(jail),
                None => found.push((left.place, left.name, vec![jail])),
            }
        }
    }
    for (place, name, jails) in found {
        report.add(render(host, place, &name, &jails, report));
    }
}

fn render(host: &Host, place: Place, pair: &str, of: &[&HostJail], report: &Report) -> Finding {
    let names: Vec<String> = of.iter().map(|jail| jail.name().to_owned()).collect();
    let stops = if of.len() == 1 { "stops" } else { "stop" };
    let destroy = format!("exec.poststop += \"ifconfig {pair}a destroy\";");
    let finding = report.finding(
        place,
        format!(
            "{pair} is created here and stays when {} {stops}: the next start finds it there and \
             fails",
            jails(&names)
        ),
    );
    let [jail] = of else {
        return finding.note("destroy it in exec.poststop");
    };
    let finding = finding.note(format!("destroy it when the jail stops: {destroy}"));
    let block = jail.jail.block;
    let file = host.file(block.file).filter(|_| is_own(jail, place));
    match file.and_then(|file| at_end_of_block(file, block, &destroy)) {
        Some(edit) => {
            let edits: Vec<Edit> = vec![edit];
            finding.fix(Fix::not_safe(
                format!("destroy {pair} in exec.poststop"),
                edits,
            ))
        }
        None => finding,
    }
}
