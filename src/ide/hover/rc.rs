//! A variable of rc.conf.

use super::{Told, is_on, where_is};
use crate::host::{Host, HostFile};
use crate::ide::describe::{Subject, code};

/// What is known of the variable at byte `at`, and what it is in the end.
pub(super) fn word(host: &Host, file: &HostFile, at: u32) -> Option<Told> {
    let own = (host.rc.assignments().iter())
        .find(|own| own.place.file == file.id() && is_on(own.place.span, at))?;
    let page = Subject::RcVariable(own.name.clone()).describe(&file.freebsd);
    let in_force = host.rc.get(&own.name)?;
    let value = code(&in_force.value);
    let from = match in_force.place == own.place {
        true => "this line".to_owned(),
        false => where_is(host, in_force.place),
    };
    let force = match in_force.known {
        true => format!("In force: {value}, from {from}"),
        false => format!("In force: known at run time only; the files tell {value}, from {from}"),
    };
    let page = page.unwrap_or_else(|| format!("**{}**", own.name));
    Some(Told {
        text: format!("{page}\n\n{force}"),
        span: own.place.span,
    })
}
