//! An assignment out of one file of the host and into another that has such variables.
//!
//! Knows how rc.conf and loader.conf write an assignment, no rule. These fixes are not safe: what
//! was ignored takes effect, which may start a service or load a module.

use super::edits::append_lines;
use crate::finding::{Edit, Fix};
use crate::host::{FileTarget, Host};
use crate::syntax::Language;
use crate::vocabulary::SettingFile;

/// The assignment that moves.
pub(crate) struct Moved<'s> {
    /// The variable.
    pub(crate) name: &'s str,
    /// Its value, without quotes.
    pub(crate) value: &'s str,
    /// The comment that goes with it.
    pub(crate) comment: Option<&'s str>,
    /// What takes it out of its file.
    pub(crate) removal: Vec<Edit>,
}

/// Into rc.conf. `None` where it sets the variable to something else already.
pub(crate) fn to_rc(host: &Host, moved: &Moved<'_>) -> Option<Fix> {
    let there = match host.rc.get(moved.name) {
        Some(set) if set.known && set.value == moved.value => true,
        Some(_) => return None,
        None => false,
    };
    into(host, moved, Language::Rc, "etc/rc.conf", there)
}

/// Into loader.conf. `None` where it sets the variable to something else already.
pub(crate) fn to_loader(host: &Host, moved: &Moved<'_>) -> Option<Fix> {
    let there = match host.settings.last_from(SettingFile::Loader, moved.name) {
        Some(set) if set.value.trim() == moved.value => true,
        Some(_) => return None,
        None => false,
    };
    into(host, moved, Language::Loader, "boot/loader.conf", there)
}

fn into(
    host: &Host,
    moved: &Moved<'_>,
    language: Language,
    usual: &str,
    is_there: bool,
) -> Option<Fix> {
    let target = host.target(language, usual)?;
    let shown = target.shown(usual);
    let mut edits = moved.removal.clone();
    if is_there {
        let title = format!("remove the line: {shown} has it already");
        return Some(Fix::not_safe(title, edits));
    }
    // What needs no escape in either file.
    let plain = |c: char| !c.is_control() && !"\"\\#'$`".contains(c);
    if moved.value.is_empty() || !moved.value.chars().all(plain) {
        return None;
    }
    let line = format!("{}=\"{}\"", moved.name, moved.value);
    let lines: Vec<String> = moved
        .comment
        .map(ToOwned::to_owned)
        .into_iter()
        .chain([line])
        .collect();
    let title = match target {
        FileTarget::There(_) => format!("move the line to {shown}"),
        FileTarget::Missing(_) => format!("move the line to a new {shown}"),
    };
    edits.insert(0, append_lines(&target, &lines));
    Some(Fix::not_safe(title, edits))
}
