//! `unknown-setting`.

use crate::finding::{Edit, Finding, Fix, Severity};
use crate::host::Host;
use crate::host::settings::{Assignment, Standing, Unknown};
use crate::rules::edits::{comment_after, remove_statement, text_at};
use crate::rules::moves::{self, Moved};
use crate::rules::{Report, declare_rule};
use crate::vocabulary::SettingFile;

declare_rule! {
    /// A name in loader.conf or sysctl.conf that is no setting.
    ///
    /// The loader hands any variable to the kernel and nobody says that it is not looked at.
    /// The first reading of sysctl.conf at boot passes unknown names over without a word too;
    /// only the last one prints `unknown oid`.
    ///
    /// Info, because a module that is not known here may bring the name. A warning where the
    /// mistake is plain: a variable of rc.conf in loader.conf or sysctl.conf (`linux_enable`), one
    /// of loader.conf in sysctl.conf (`zfs_load`), a device's unit without its dot
    /// (`dev.igc0.x`), a group of settings in sysctl.conf. A variable of another file is moved
    /// there, which is not safe: it may start a service.
    ///
    /// Judged are the trees that come with the kernel itself: most of `kern`, `net.inet`,
    /// `net.inet6`, `net.isr`, `net.route`, `security.bsd`, `vfs.zfs`. Everywhere else (`dev`,
    /// `hw`, `hint`, `compat`, other file systems, what modules add) the rule is silent, but for
    /// a name that differs from a known one in its dots and underscores only. It is silent about
    /// names with a number in them, and about variables without a dot that are not a slip away
    /// from one of the loader's.
    ///
    /// A setting that came with a later release than the host's is told at info. A release newer
    /// than those that the table was made from is judged like the newest of them.
    ///
    /// ## Bad
    ///
    /// ```conf boot/loader.conf
    /// linux_enable="YES"
    /// ```
    /// ```conf etc/sysctl.conf
    /// dev.igc0.eee_control=0
    /// net.inet.ip.forwardng=1
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf etc/rc.conf
    /// linux_enable="YES"
    /// ```
    /// ```conf etc/sysctl.conf
    /// dev.igc.0.eee_control=0
    /// net.inet.ip.forwarding=1
    /// ```
    "unknown-setting", Info, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    for setting in &host.settings.assignments {
        let finding = match &setting.standing {
            Standing::Unknown(unknown) => render(host, setting, unknown, report),
            Standing::NotYet { since } => report.finding(
                setting.name_place,
                format!(
                    "{} does not have {}, which FreeBSD {since} has",
                    host.release_words(),
                    setting.name
                ),
            ),
            _ => continue,
        };
        report.add(finding);
    }
}

fn render(host: &Host, setting: &Assignment, unknown: &Unknown, report: &Report) -> Finding {
    let name = &setting.name;
    let place = setting.name_place;
    match unknown {
        Unknown::RcVariable => {
            let nobody = match setting.from {
                SettingFile::Loader => "neither the loader nor the kernel looks at it",
                SettingFile::Sysctl => "sysctl(8) does not know it",
            };
            let message = format!("{name} is a variable of rc.conf; {nobody}");
            let finding = report
                .finding_at(Severity::Warning, place, message)
                .note("move the line to etc/rc.conf");
            finding.fix(move_to_rc(host, setting))
        }
        Unknown::LoaderVariable => {
            let message =
                format!("{name} is a variable of loader.conf; sysctl(8) does not know it");
            let finding = report
                .finding_at(Severity::Warning, place, message)
                .note("move the line to boot/loader.conf");
            finding.fix(move_to_loader(host, setting))
        }
        Unknown::Group => {
            let message =
                format!("{name} is a group of settings, and sysctl(8) sets only single ones");
            report
                .finding_at(Severity::Warning, place, message)
                .note(format!("sysctl {name} lists them"))
        }
        Unknown::Unit { meant } => {
            let message = format!("{name} is no setting: the unit of a device stands between dots");
            let fix = Edit::replace(place, meant.as_str());
            report
                .finding_at(Severity::Warning, place, message)
                .note(format!("write {meant}"))
                .fix(Fix::safe(format!("write {meant}"), vec![fix]))
        }
        Unknown::Name { nearest } => named(setting, *nearest, report),
    }
}

fn named(setting: &Assignment, nearest: Option<(&'static str, bool)>, report: &Report) -> Finding {
    let name = &setting.name;
    let reader = match setting.from {
        SettingFile::Loader => "the loader hands it on, and nothing looks at it",
        SettingFile::Sysctl => "sysctl(8) passes it over at boot",
    };
    let message = format!("no setting called {name} is known; if there is none, {reader}");
    let finding = report.finding(setting.name_place, message);
    match nearest {
        None => finding,
        Some((meant, is_sure)) => {
            let edit = Edit::replace(setting.name_place, meant);
            let title = format!("write {meant}");
            finding
                .note(format!("{meant} is one; is that meant?"))
                .fix(match is_sure {
                    true => Fix::safe(title, vec![edit]),
                    false => Fix::not_safe(title, vec![edit]),
                })
        }
    }
}

fn move_to_rc(host: &Host, setting: &Assignment) -> Option<Fix> {
    moves::to_rc(host, &moved(host, setting)?)
}

fn move_to_loader(host: &Host, setting: &Assignment) -> Option<Fix> {
    moves::to_loader(host, &moved(host, setting)?)
}

fn moved<'s>(host: &'s Host, setting: &'s Assignment) -> Option<Moved<'s>> {
    let text = text_at(host, setting.place)?;
    // One that a later line overrides, or that uses others of the file, is no plain case.
    let is_plain = !setting.overridden && setting.uses.is_empty();
    is_plain.then(|| Moved {
        name: &setting.name,
        value: setting.value.trim(),
        comment: comment_after(text, setting.place),
        removal: vec![remove_statement(text, setting.place)],
    })
}
