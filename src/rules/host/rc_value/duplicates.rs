//! A variable that one file sets twice.

use rustc_hash::FxHashMap;

use crate::finding::{Edit, Finding, Fix, Severity};
use crate::host::Host;
use crate::host::rc::RcVariable;
use crate::rules::Report;
use crate::rules::edits::{remove_assignments, text_at};
use crate::text::Span;

pub(super) fn check(host: &Host, report: &mut Report) {
    let mut last: FxHashMap<&str, &RcVariable> = FxHashMap::default();
    for variable in host.rc.assignments() {
        let before = last.insert(&variable.name, variable);
        if let Some(before) = before
            && loses(host, before, variable)
        {
            report.add(render(host, before, variable, report));
        }
    }
}

/// Whether `later` throws away what `before` says, with nothing between that could have used it.
fn loses(host: &Host, before: &RcVariable, later: &RcVariable) -> bool {
    let same_file = before.place.file == later.place.file;
    let is_sure = !before.conditional && !later.conditional;
    let span = Span {
        start: before.place.span.end,
        end: later.place.span.end,
    };
    if !same_file || !is_sure || span.end < span.start {
        return false;
    }
    let Some(text) = text_at(host, later.place) else {
        return false;
    };
    let between = text.slice(span);
    let name = &later.name;
    !between.contains(&format!("${name}")) && !between.contains(&format!("${{{name}"))
}

fn render(host: &Host, before: &RcVariable, later: &RcVariable, report: &Report) -> Finding {
    let name = &later.name;
    let same = before.value == later.value && before.known && later.known;
    let (severity, message) = if same {
        (
            Severity::Info,
            format!("{name} is set to the same value twice"),
        )
    } else {
        (
            Severity::Warning,
            format!("{name} is set again: its value above is lost"),
        )
    };
    let mut finding = report
        .finding_at(severity, later.place, message)
        .related(before.place, format!("{name} is set here first"));
    if !same && is_list(name) {
        finding = finding.note(format!(
            "to add to it, write {name}=\"${{{name}}} {}\"",
            later.value
        ));
    }
    if !same && is_list(name) {
        return match added(host, later) {
            Some(edit) => {
                let title = format!("add to {name} instead");
                finding.fix(Fix::not_safe(title, vec![edit]))
            }
            None => finding,
        };
    }
    // What is in force stays so.
    if let Some(edits) = remove_assignments(&[before]) {
        let title = format!("remove the first {name}");
        finding = finding.fix(if same {
            Fix::safe(title, edits)
        } else {
            Fix::not_safe(title, edits)
        });
    }
    finding
}

/// The later value with the earlier one before it, where it stands in double quotes.
fn added(host: &Host, later: &RcVariable) -> Option<Edit> {
    let text = text_at(host, later.value_place)?;
    let start = later.value_place.span.start as usize;
    let before = Span::new(start.checked_sub(1)?, start);
    let fits = later.literal && later.known && text.slice(before) == "\"";
    fits.then(|| {
        let joined = format!("${{{}}} {}", later.name, later.value);
        Edit::replace(later.value_place, joined)
    })
}

/// Variables that people add to.
fn is_list(name: &str) -> bool {
    [
        "kld_list",
        "cloned_interfaces",
        "static_routes",
        "jail_list",
    ]
    .contains(&name)
        || name.starts_with("vlans_")
}
