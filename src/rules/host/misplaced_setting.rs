//! `misplaced-setting`.

use crate::finding::{Edit, Finding, Fix, Severity};
use crate::host::settings::{Assignment, Standing};
use crate::host::{FileTarget, Host};
use crate::rules::edits::{append_lines, comment_after, remove_statement, text_at};
use crate::rules::{Report, declare_rule};
use crate::syntax::Language;
use crate::vocabulary::{FreebsdRelease, SettingFile, When, Why, releases};

declare_rule! {
    /// A setting stands in a file from which this release does not take it.
    ///
    /// The loader hands its variables to the kernel at boot; sysctl(8) sets what can be changed
    /// at run time. Some settings are taken only from one of the two, and which one depends on
    /// the release. Nothing is printed when the loader's value is ignored. A boot-time tunable
    /// in sysctl.conf is refused with a message that scrolls by.
    ///
    /// The case that costs most: `net.add_addr_allfibs` is kept per network stack, and kernels
    /// with VIMAGE (GENERIC since 12.0) did not look at the loader's value of such a setting
    /// until 13.5, 14.3 and 15.0.
    ///
    /// Where the release is not known, a line that only some supported releases ignore is told
    /// at info. So is a line whose value is in force all the same, because the right file has it
    /// too.
    ///
    /// ## Bad
    ///
    /// ```conf cellblock.toml
    /// [hosts.host]
    /// freebsd = "12.1"
    /// ```
    /// ```conf host/boot/loader.conf
    /// net.fibs="2"
    /// net.add_addr_allfibs="0"
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf cellblock.toml
    /// [hosts.host]
    /// freebsd = "12.1"
    /// ```
    /// ```conf host/boot/loader.conf
    /// net.fibs="2"
    /// ```
    /// ```conf host/etc/sysctl.conf
    /// net.add_addr_allfibs=0
    /// ```
    "misplaced-setting", Warning, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    for setting in &host.settings.assignments {
        let Standing::Misplaced { why, when, belongs } = &setting.standing else {
            continue;
        };
        if let Some(finding) = render(host, setting, *why, when, *belongs, report) {
            report.add(finding);
        }
    }
}

fn render(
    host: &Host,
    setting: &Assignment,
    why: Why,
    when: &When<FreebsdRelease>,
    belongs: SettingFile,
    report: &Report,
) -> Option<Finding> {
    let (severity, on) = match when {
        When::Always => (Severity::Warning, host.release_words()),
        When::On(some) => (Severity::Info, format!("FreeBSD {}", releases(some))),
        When::Never => return None,
    };
    let name = &setting.name;
    let (here, there) = match belongs {
        SettingFile::Sysctl => ("loader.conf", "etc/sysctl.conf"),
        SettingFile::Loader => ("sysctl.conf", "boot/loader.conf"),
    };
    let message = match why {
        Why::PerVnet => format!(
            "{name} has no effect here: on {on} the loader's value of a per-vnet setting is ignored"
        ),
        Why::BootOnly => format!(
            "{name} has no effect here: on {on} it can only be set at boot, and sysctl(8) \
             refuses it"
        ),
        Why::RuntimeOnly => format!(
            "{name} has no effect here: on {on} the kernel does not look at the loader's value"
        ),
    };
    let finding = match in_force_anyway(host, setting) {
        Some(other) => report
            .finding_at(Severity::Info, setting.place, message)
            .note("its value is in force all the same: another line sets it; remove this one")
            .related(other.place, format!("{name} is set here")),
        None => report
            .finding_at(severity, setting.place, message)
            .note(format!("move the line from {here} to {there}")),
    };
    let finding = match consequence(host, setting) {
        Some(consequence) => finding.note(consequence),
        None => finding,
    };
    let finding = match belongs {
        SettingFile::Sysctl if in_force_anyway(host, setting).is_none() => finding.note(format!(
            "on the running machine: sysctl {name}={}",
            setting.value.trim()
        )),
        SettingFile::Sysctl | SettingFile::Loader => finding,
    };
    let finding = match by_rc(host, setting) {
        Some(note) => finding.note(note),
        None => finding,
    };
    let fix = match when {
        When::Always => move_line(host, setting, belongs),
        _ => None,
    };
    Some(finding.fix(fix))
}

/// The variable of rc.conf that is the documented way to set it (rc.conf(5)), where it is not set
/// so already.
fn by_rc(host: &Host, setting: &Assignment) -> Option<String> {
    let value = setting.value.trim();
    let switch = match setting.name.as_str() {
        "net.inet.ip.forwarding" if value == "1" => "gateway_enable",
        "net.inet6.ip6.forwarding" if value == "1" => "ipv6_gateway_enable",
        "kern.securelevel" => "kern_securelevel_enable",
        _ => return None,
    };
    if host.rc.yes(switch) == Some(true) {
        return None;
    }
    Some(match switch {
        "kern_securelevel_enable" => format!(
            "rc.conf has variables for it, which raise it at the end of the boot only: \
             {switch}=\"YES\" and kern_securelevel=\"{value}\""
        ),
        _ => format!(
            "or set {switch}=\"YES\" in etc/rc.conf: without it rc.d/routing writes 0 over the \
             setting during the boot"
        ),
    })
}

/// The line that gives the setting the value that is meant here, if there is one.
fn in_force_anyway<'h>(host: &'h Host, setting: &Assignment) -> Option<&'h Assignment> {
    host.settings
        .effective(&setting.name)
        .filter(|other| other.value.trim() == setting.value.trim())
}

/// The setting out of this file and into the one from which it is taken.
fn move_line(host: &Host, setting: &Assignment, belongs: SettingFile) -> Option<Fix> {
    let text = text_at(host, setting.place)?;
    let removed = remove_statement(text, setting.place);
    let (language, usual) = match belongs {
        SettingFile::Sysctl => (Language::Sysctl, "etc/sysctl.conf"),
        SettingFile::Loader => (Language::Loader, "boot/loader.conf"),
    };
    let target = host.target(language, usual)?;
    let there = target.shown(usual);
    if setting.overridden {
        let title = "remove the line, which a later one overrides";
        return Some(Fix::safe(title, vec![removed]));
    }
    let line = line(setting, belongs)?;
    match host.settings.last_from(belongs, &setting.name) {
        Some(other) if other.value.trim() == setting.value.trim() => {
            let title = format!("remove the line: {there} has it already");
            Some(Fix::safe(title, vec![removed]))
        }
        Some(other) => {
            let value = Edit::replace(other.value_place, setting.value.trim());
            let title = format!("remove the line and set {} in {there}", setting.name);
            Some(Fix::not_safe(title, vec![value, removed]))
        }
        None => {
            let comment = comment_after(text, setting.place).map(ToOwned::to_owned);
            let lines: Vec<String> = comment.into_iter().chain([line]).collect();
            let title = match target {
                FileTarget::There(_) => format!("move the line to {there}"),
                FileTarget::Missing(_) => format!("move the line to a new {there}"),
            };
            Some(Fix::safe(
                title,
                vec![append_lines(&target, &lines), removed],
            ))
        }
    }
}

/// The setting in the syntax of the other file, if its value can be written there as it is.
fn line(setting: &Assignment, belongs: SettingFile) -> Option<String> {
    let (name, value) = (&setting.name, setting.value.trim());
    let plain = |c: char| !c.is_control() && !matches!(c, '"' | '\\' | '#' | '\'' | '$');
    if value.is_empty() || !value.chars().all(plain) {
        return None;
    }
    Some(match belongs {
        SettingFile::Sysctl => format!("{name}={value}"),
        SettingFile::Loader => format!("{name}=\"{value}\""),
    })
}

/// What it means that the default stays, for the settings that jails depend on.
fn consequence(host: &Host, setting: &Assignment) -> Option<String> {
    if in_force_anyway(host, setting).is_some() {
        return None;
    }
    if setting.name != "net.add_addr_allfibs" || setting.value.trim() != "0" {
        return None;
    }
    let release = host.freebsd.known()?;
    if release < FreebsdRelease::new(13, 0) {
        Some(format!(
            "the default of {release} is 1, so every address is in every FIB, and jails of \
             different FIBs reach each other past the router"
        ))
    } else {
        Some(format!(
            "the default of {release} happens to be 0 as well; the line is not what makes it so"
        ))
    }
}
