//! `unknown-jail-in-list`.

use crate::finding::{Edit, Finding, Fix, Severity};
use crate::host::Host;
use crate::host::jail_files::{UnlistedJail, listed_name};
use crate::rules::edits::{text_at, word_once};
use crate::rules::{Report, declare_rule};
use crate::vocabulary::{When, releases};

declare_rule! {
    /// `jail_list` names a jail that no file defines.
    ///
    /// For each name in `jail_list`, rc.d/jail reads one file: the first that is there of
    /// `jail_NAME_conf`, /etc/jail.NAME.conf, /etc/jail.conf.d/NAME.conf (FreeBSD 13.0 and later)
    /// and /etc/jail.conf. If that does not define the jail, it is not started, and a message
    /// scrolls by at boot. A dot in a name becomes `_` on the way, so that a jail inside a jail
    /// cannot be started by this list. (libexec/rc/rc.d/jail)
    ///
    /// Silent without any jail file; where the file that is read has errors, or includes files
    /// that are not there to be read; with `jail_enable` off; and for jails of the old form,
    /// which variables such as `jail_NAME_rootdir` define.
    ///
    /// ## Bad
    ///
    /// ```conf etc/rc.conf
    /// jail_enable="YES"
    /// jail_list="web dns"
    /// ```
    /// ```conf etc/jail.conf
    /// web { path = "/jails/web"; ip4.addr = "em0|192.0.2.10"; }
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf etc/rc.conf
    /// jail_enable="YES"
    /// jail_list="web"
    /// ```
    /// ```conf etc/jail.conf
    /// web { path = "/jails/web"; ip4.addr = "em0|192.0.2.10"; }
    /// ```
    "unknown-jail-in-list", Warning, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    for unlisted in host.unlisted_jails() {
        if let Some(finding) = render(host, &unlisted, report) {
            report.add(finding);
        }
    }
}

fn render(host: &Host, unlisted: &UnlistedJail, report: &Report) -> Option<Finding> {
    let name = &unlisted.name;
    let (severity, on) = match &unlisted.when {
        When::Never => return None,
        When::Always => (Severity::Warning, String::new()),
        When::On(some) => (Severity::Info, format!(" (on FreeBSD {})", releases(some))),
    };
    let asked = listed_name(name);
    let nested = asked != *name && host.jail_files.iter().any(|file| file.names.contains(name));
    let message = match (&unlisted.read, nested) {
        (_, true) => format!(
            "jail {name} is not started: rc.d/jail asks for {asked}, a jail inside a jail cannot \
             be started by jail_list{on}"
        ),
        (Some(file), false) if unlisted.when == When::Always => {
            format!("no jail {name} is started: {file} is read for it and does not define it")
        }
        _ => format!("no jail {name} is started: no file that is read for it defines it{on}"),
    };
    let mut finding = report.finding_at(severity, unlisted.place, message);
    let mut files = host.jail_files.iter();
    let elsewhere = files
        .find(|file| file.names.contains(&asked))
        .and_then(|file| file.jails.iter().find(|(jail, _)| *jail == asked));
    if let Some((jail, place)) = elsewhere {
        finding = finding.related(*place, format!("jail {jail} is defined here"));
    } else if let Some(near) = &unlisted.near {
        finding = finding.note(format!("is jail {near} meant?"));
        let text = text_at(host, unlisted.place);
        if let Some(at) = text.and_then(|text| word_once(text, unlisted.place, name)) {
            let edit = Edit::replace(at, near.as_str());
            finding = finding.fix(Fix::not_safe(format!("name jail {near}"), vec![edit]));
        }
    }
    Some(finding)
}
