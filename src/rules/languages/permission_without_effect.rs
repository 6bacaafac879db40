//! `permission-without-effect`.

use super::jail_words::names;
use crate::finding::{Finding, Fix, Severity};
use crate::host::Host;
use crate::host::jails::{DefectKind, JailDefect};
use crate::rules::edits::{lines_before, text_at};
use crate::rules::words::{jails, listed};
use crate::rules::{Report, declare_rule};
use crate::text::Span;
use crate::vocabulary::Need;

declare_rule! {
    /// A jail gets a permission that it cannot use.
    ///
    /// Mounting takes three things: `allow.mount`, `allow.mount.FS` for the file system, and
    /// `enforce_statfs` below 2, which is the default. Without one of them every mount(2) in the
    /// jail fails with "Operation not permitted". `allow.nfsd` is for jails with a network stack
    /// of their own.
    ///
    /// In a file of globals alone it is an info, as the jails to come may set what is missing.
    ///
    /// A permission that a wildcard gives is fine as long as one of its jails can use it. The
    /// rule is silent where the host's own defaults for new jails (`security.jail.enforce_statfs`,
    /// `security.jail.mount_allowed`) are set in sysctl.conf.
    ///
    /// Source: sys/kern/kern_jail.c.
    ///
    /// ## Bad
    ///
    /// ```conf etc/jail.conf
    /// build { path = "/jails/build"; allow.mount; allow.mount.tmpfs; }
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf etc/jail.conf
    /// build { path = "/jails/build"; allow.mount; allow.mount.tmpfs; enforce_statfs = 1; }
    /// ```
    "permission-without-effect", Warning, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    for defect in &host.jail_defects {
        if let DefectKind::PermissionWithoutEffect { name, lacks } = &defect.kind
            && !lacks.iter().any(|need| is_set_by_host(host, *need))
        {
            report.add(render(host, defect, name, lacks, report));
        }
    }
}

/// Whether the host sets its own default for new jails, whatever it is.
fn is_set_by_host(host: &Host, need: Need) -> bool {
    let setting = match need {
        Need::On("allow.mount") => "security.jail.mount_allowed",
        Need::Below("enforce_statfs", _) => "security.jail.enforce_statfs",
        _ => return false,
    };
    host.settings.intended(setting).is_some()
}

fn render(
    host: &Host,
    defect: &JailDefect,
    name: &str,
    lacks: &[Need],
    report: &Report,
) -> Finding {
    let why: Vec<String> = lacks.iter().map(|need| why(*need)).collect();
    let out: Vec<String> = lacks.iter().map(|need| way_out(*need)).collect();
    let (severity, message) = match names(host, defect).as_slice() {
        // The jails to come may say otherwise.
        [] => (
            Severity::Info,
            format!("{name} has no effect by itself: {}", listed(&why)),
        ),
        names => (
            Severity::Warning,
            format!("{name} has no effect in {}: {}", jails(names), listed(&why)),
        ),
    };
    let finding = report
        .finding_at(severity, defect.place, message)
        .note(format!(
            "to use it, set {}; else leave it out",
            listed(&out)
        ));
    finding.fix(set_first(host, defect, lacks))
}

fn why(need: Need) -> String {
    match need {
        Need::On("vnet") => "the jail has no network stack of its own".to_owned(),
        Need::On(name) => format!("{name} is not set"),
        Need::Below(name, limit) => format!("{name} is not below {limit}"),
    }
}

fn way_out(need: Need) -> String {
    match need {
        Need::On(name) => format!("`{name};`"),
        Need::Below(name, limit) => format!("`{name} = {};`", limit - 1),
    }
}

/// What is missing, in lines before the permission, where no jail says otherwise elsewhere.
fn set_first(host: &Host, defect: &JailDefect, lacks: &[Need]) -> Option<Fix> {
    let mut lines = Vec::new();
    for need in lacks {
        let (Need::On(name) | Need::Below(name, _)) = need;
        let mut jails = defect
            .jails
            .iter()
            .filter_map(|index| host.jails.get(*index));
        let elsewhere = jails.any(|jail| jail.jail.parameter(name).is_some());
        if elsewhere || *name == "vnet" {
            return None;
        }
        lines.push(way_out(*need).trim_matches('`').to_owned());
    }
    let text = text_at(host, defect.place)?;
    let start = defect.place.span.start;
    let before = Span {
        start: text.whole_lines(defect.place.span).start,
        end: start,
    };
    if !text.slice(before).trim().is_empty() {
        return None;
    }
    let title = format!("set {}", lines.concat().replace(";", " ").trim());
    let edit = lines_before(text, defect.place, &lines);
    Some(Fix::not_safe(title, vec![edit]))
}
