//! A word of loader.conf or sysctl.conf.

use super::{Told, is_on, where_is};
use crate::host::settings::{Assignment, Standing};
use crate::host::{Host, HostFile};
use crate::ide::describe::{Subject, code};

/// What is known of the setting at byte `at`, and what it is in the end.
pub(super) fn word(host: &Host, file: &HostFile, at: u32) -> Option<Told> {
    let own = (host.settings.assignments.iter())
        .find(|own| own.place.file == file.id() && is_on(own.place.span, at))?;
    let page = Subject::Setting(own.name.clone()).describe(&file.freebsd);
    let in_force = host.settings.effective(&own.name);
    let mut text = match page {
        Some(page) => page,
        // Of a name that nothing is known of only what other lines say is worth telling.
        None => {
            in_force.filter(|other| other.place != own.place)?;
            format!("**{}**", own.name)
        }
    };
    if let Some(in_force) = in_force {
        text.push_str("\n\n");
        text.push_str(&force(host, own, in_force));
    }
    let span = own.place.span;
    Some(Told { text, span })
}

fn force(host: &Host, own: &Assignment, in_force: &Assignment) -> String {
    let value = code(&in_force.value);
    let is_certain = in_force.standing == Standing::Works;
    let verb = if is_certain {
        "In force"
    } else {
        "In force, as far as is known"
    };
    match in_force.place == own.place {
        true => format!("{verb}: {value}, from this line"),
        false => format!("{verb}: {value}, from {}", where_is(host, in_force.place)),
    }
}
