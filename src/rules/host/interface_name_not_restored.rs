//! `interface-name-not-restored`.

use crate::finding::{Edit, Finding, Fix};
use crate::host::jail_commands::LostName;
use crate::host::{Host, HostJail};
use crate::rules::edits::{text_at, word_once};
use crate::rules::jail_edits::{at_end_of_block, is_own};
use crate::rules::words::jails;
use crate::rules::{Report, declare_rule};
use crate::text::Place;

declare_rule! {
    /// A jail gives an interface back under another name than it took it.
    ///
    /// A VNET jail takes the interface that `vnet.interface` names. Where `exec.start` renames it
    /// inside, `exec.stop` has to name it back: with any other name the host has it again when
    /// the jail is gone, but the next start looks for the first name and fails. The same where
    /// nothing names it back: it keeps the name that it had in the jail.
    ///
    /// Silent where a hook or a script on the host may name or make the interface, and where one
    /// that runs in the jail may do so when it stops.
    ///
    /// ## Bad
    ///
    /// ```conf etc/jail.conf
    /// web {
    ///     path = "/jails/web";
    ///     vnet;
    ///     vnet.interface = "web.host";
    ///     exec.start = "ifconfig web.host name en0";
    ///     exec.stop = "ifconfig en0 name mail.host";
    /// }
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf etc/jail.conf
    /// web {
    ///     path = "/jails/web";
    ///     vnet;
    ///     vnet.interface = "web.host";
    ///     exec.start = "ifconfig web.host name en0";
    ///     exec.stop = "ifconfig en0 name web.host";
    /// }
    /// ```
    "interface-name-not-restored", Warning, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    let mut kept: Vec<(LostName, Vec<&HostJail>)> = Vec::new();
    for jail in &host.jails {
        for lost in jail.lost_names() {
            match &lost.given {
                Some(given) => report.add(other_name(host, jail, &lost, given, report)),
                None if host.by_scripts.named.contains(&lost.taken) => {}
                // What a wildcard says for many jails is one mistake.
                None => match kept
                    .iter_mut()
                    .find(|(known, _)| known.renamed == lost.renamed)
                {
                    Some((_, jails)) => jails.push(jail),
                    None => kept.push((lost, vec![jail])),
                },
            }
        }
    }
    for (lost, jails) in &kept {
        report.add(keeps_name(host, lost, jails, report));
    }
}

/// Nothing names the interface back.
fn keeps_name(host: &Host, lost: &LostName, of: &[&HostJail], report: &Report) -> Finding {
    let LostName { taken, inside, .. } = lost;
    let names: Vec<String> = of.iter().map(|jail| jail.name().to_owned()).collect();
    let message = match of {
        [_] => format!(
            "{taken} is still called {inside} when {} has stopped: the jail does not start a \
             second time, for there is no {taken} any more",
            jails(&names)
        ),
        _ => format!(
            "{taken} is still called {inside} when its jail has stopped, which does not start a \
             second time then; so it is for {}",
            jails(&names)
        ),
    };
    let back = format!("ifconfig {inside} name {taken}");
    let finding = report
        .finding(lost.renamed, message)
        .note(format!("name it back in exec.stop: {back}"));
    let edit = match of {
        [jail] if is_own(jail, lost.renamed) => {
            let block = jail.jail.block;
            let statement = format!("exec.stop += \"{back}\";");
            host.file(block.file)
                .and_then(|file| at_end_of_block(file, block, &statement))
        }
        _ => None,
    };
    match edit {
        Some(edit) => finding.fix(Fix::not_safe("name it back in exec.stop", vec![edit])),
        None => finding,
    }
}

fn other_name(
    host: &Host,
    jail: &HostJail,
    lost: &LostName,
    (given, given_place): &(String, Place),
    report: &Report,
) -> Finding {
    let name = jail.name();
    let LostName {
        taken,
        inside,
        renamed,
        ..
    } = lost;
    let message = format!(
        "jail {name} gives {taken} back as {given}: it does not start a second time, for there is \
         no {taken} any more"
    );
    let finding = report
        .finding(*given_place, message)
        .note(format!("name {inside} back to {taken}"))
        .related(*renamed, format!("{taken} becomes {inside} here"));
    let at = text_at(host, *given_place).and_then(|text| word_once(text, *given_place, given));
    match at {
        Some(at) => finding.fix(Fix::not_safe(
            format!("name it {taken}"),
            vec![Edit::replace(at, taken.as_str())],
        )),
        None => finding,
    }
}
