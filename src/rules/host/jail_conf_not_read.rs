//! `jail-conf-not-read`.

use crate::finding::{Finding, Fix};
use crate::host::jail_files::{JailFile, JailFileRole};
use crate::host::{FileTarget, Host};
use crate::rules::edits::append_lines;
use crate::rules::words::jails;
use crate::rules::{Report, declare_rule};
use crate::syntax::Language;

declare_rule! {
    /// Jails in a file of their own that the boot does not read.
    ///
    /// With an empty `jail_list`, rc.d/jail reads /etc/jail.conf and nothing else, and starts
    /// every jail in it. Files in /etc/jail.conf.d, and /etc/jail.NAME.conf, are looked for only
    /// by the names in `jail_list`. FreeBSD 14.0 and later can also include them from jail.conf:
    /// `.include "/etc/jail.conf.d/*.conf";`. (libexec/rc/rc.d/jail)
    ///
    /// Silent unless `jail_enable` is on; with names in `jail_list`, which choose what starts;
    /// where rc.local starts jails itself; and for files that an `.include` names.
    ///
    /// ## Bad
    ///
    /// ```conf etc/rc.conf
    /// jail_enable="YES"
    /// ```
    /// ```conf etc/jail.conf.d/web.conf
    /// web { path = "/jails/web"; ip4.addr = "em0|192.0.2.10"; }
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf etc/rc.conf
    /// jail_enable="YES"
    /// jail_list="web"
    /// ```
    /// ```conf etc/jail.conf.d/web.conf
    /// web { path = "/jails/web"; ip4.addr = "em0|192.0.2.10"; }
    /// ```
    "jail-conf-not-read", Warning, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    if let Some(finding) = render(host, &host.unread_jail_files(), report) {
        report.add(finding);
    }
}

fn render(host: &Host, files: &[&JailFile], report: &Report) -> Option<Finding> {
    let all = files.iter().flat_map(|file| &file.jails);
    let (_, place) = all.clone().next()?;
    let names: Vec<String> = all.map(|(name, _)| name.clone()).collect();
    let start = if names.len() == 1 { "does" } else { "do" };
    let read = if files.len() == 1 {
        "this file is"
    } else {
        "their files are"
    };
    let mut finding = report
        .finding(
            *place,
            format!(
                "{} {start} not start at boot: {read} read only for names in jail_list, which \
                 is empty",
                jails(&names)
            ),
        )
        .note(format!(
            "name the jails in rc.conf: jail_list=\"{}\"; jails of jail.conf then need to be \
             named too",
            names.join(" ")
        ))
        .note("on FreeBSD 14.0 and later, jail.conf can include them instead: .include \"/etc/jail.conf.d/*.conf\";");
    for file in files.iter().skip(1) {
        if let Some((name, place)) = file.jails.first() {
            finding = finding.related(*place, format!("jail {name} neither"));
        }
    }
    Some(finding.fix(include(host, files)))
}

/// An `.include` of the folder, where the release has that and all files are in it.
fn include(host: &Host, files: &[&JailFile]) -> Option<Fix> {
    let in_folder = |file: &&JailFile| matches!(file.role, JailFileRole::InFolder(_));
    let knows = host
        .freebsd
        .known()
        .is_some_and(|release| release.major >= 14);
    if !knows || !files.iter().all(in_folder) || host.rc.get("jail_conf").is_some() {
        return None;
    }
    let target = host.target(Language::Jail, "etc/jail.conf")?;
    if let FileTarget::There(file) = &target
        && !file.tree().errors().is_empty()
    {
        return None;
    }
    let line = ".include \"/etc/jail.conf.d/*.conf\";".to_owned();
    let title = "include etc/jail.conf.d from etc/jail.conf";
    Some(Fix::not_safe(title, vec![append_lines(&target, &[line])]))
}
