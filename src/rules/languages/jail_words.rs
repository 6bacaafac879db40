//! Words and places that the rules about jail.conf share.

use crate::finding::{Edit, Finding, Severity};
use crate::host::Host;
use crate::host::jails::JailDefect;
use crate::rules::Report;
use crate::rules::edits::text_at;
use crate::rules::words::jails;
use crate::text::Place;
use crate::vocabulary::{FreebsdRelease, When, releases};

/// How much of a value is told, in characters.
const TOLD: usize = 40;

/// The names of the jails that a defect concerns, each once.
pub(super) fn names(host: &Host, defect: &JailDefect) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for index in &defect.jails {
        if let Some(jail) = host.jails.get(*index)
            && names.last().is_none_or(|last| last != jail.name())
        {
            names.push(jail.name().to_owned());
        }
    }
    names
}

/// `jail a does not start`, `jails a and b do not start`
pub(super) fn fails(host: &Host, defect: &JailDefect) -> String {
    let names = names(host, defect);
    match names.as_slice() {
        [] => "a jail with it does not start".to_owned(),
        [_] => format!("{} does not start", jails(&names)),
        _ => format!("{} do not start", jails(&names)),
    }
}

/// How bad it is that a jail does not start: not yet that bad while there is none.
pub(super) fn severity(defect: &JailDefect) -> Severity {
    if defect.jails.is_empty() {
        Severity::Warning
    } else {
        Severity::Error
    }
}

/// A value in a message: in backquotes, and not without end.
pub(super) fn quoted(value: &str) -> String {
    let plain = value.replace(['\n', '\r', '\t'], " ");
    match plain.char_indices().nth(TOLD) {
        Some((end, _)) => format!("`{}...`", plain.get(..end).unwrap_or_default()),
        None => format!("`{plain}`"),
    }
}

/// A finding about what holds on the releases of which `holds` is true: at `severity` where the
/// host's is one of them, at info with the releases where it may be, none where it is not.
pub(super) fn on_releases(
    host: &Host,
    report: &Report,
    (severity, place): (Severity, Place),
    holds: impl Fn(FreebsdRelease) -> bool,
    message: String,
) -> Option<Finding> {
    match host.freebsd.when(holds) {
        When::Never => None,
        When::Always => Some(report.finding_at(severity, place, message)),
        When::On(some) => {
            let message = format!("{message} (on FreeBSD {})", releases(&some));
            Some(report.finding_at(Severity::Info, place, message))
        }
    }
}

/// `text` instead of a value, if the value stands in the file as it is, with or without quotes.
pub(super) fn replace_value(host: &Host, place: Place, value: &str, text: &str) -> Option<Edit> {
    let written = text_at(host, place)?.slice(place.span);
    let unquoted = ['"', '\'']
        .iter()
        .find_map(|quote| written.strip_prefix(*quote)?.strip_suffix(*quote))
        .unwrap_or(written);
    (unquoted == value).then(|| Edit::replace(place, text))
}
