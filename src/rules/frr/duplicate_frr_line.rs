//! `duplicate-frr-line`.

use crate::finding::{Finding, Severity};
use crate::host::Host;
use crate::host::routing::{ListDefectKind, Shadowed, Slot};
use crate::rules::{Report, declare_rule};
use crate::text::Place;

declare_rule! {
    /// A line takes the place of an earlier one, or says what that one says.
    ///
    /// An entry of a list has its number alone: a second one with this number replaces the first.
    /// So does a second `match`, `set` or `call` of the same kind in a route-map's entry (two
    /// `match ip address prefix-list` lines are not an "or": only the last one counts), and
    /// `route-map NAME deny 10` after `route-map NAME permit 10` makes a deny of the same entry.
    /// What the first line says is gone, and FRR does not mention it.
    ///
    /// Told as info where both lines say the same.
    ///
    /// Source: lib/plist.c and lib/routemap.c of FRR, and runs of 8.4.4, 10.3 and 10.7.1.
    ///
    /// ## Bad
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// route-map OUT permit 10
    ///  match ip address prefix-list JAILS
    ///  match ip address prefix-list HOSTS
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// route-map OUT permit 10
    ///  match ip address prefix-list JAILS
    /// route-map OUT permit 20
    ///  match ip address prefix-list HOSTS
    /// ```
    "duplicate-frr-line", Warning, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    for defect in &host.routing.list_defects {
        match &defect.kind {
            ListDefectKind::Replaced { what, earlier } => {
                report.add(replaced(what, defect.place, *earlier, report));
            }
            ListDefectKind::Repeated { what, earlier } => {
                report.add(repeated(what, defect.place, *earlier, report));
            }
            ListDefectKind::Lengths { .. } | ListDefectKind::HostBits { .. } => {}
        }
    }
    for one in &host.routing.shadowed {
        if let Some(finding) = again(one, report) {
            report.add(finding);
        }
    }
}

fn replaced(what: &Slot, place: Place, earlier: Place, report: &Report) -> Finding {
    let (message, note) = match what {
        Slot::Entry { list, seq } => (
            format!("this takes the place of the earlier entry {seq} of {list}, which is gone"),
            "give one of the two another number".to_owned(),
        ),
        Slot::Action { map, seq } => (
            format!("this is the earlier entry {seq} of {map} again, which now decides otherwise"),
            "give one of the two another number".to_owned(),
        ),
        Slot::Clause { verb, kind, seq } => {
            let clause = clause(verb, kind);
            let note = if *verb == "match" {
                "put it into an entry of its own if one of the two is to do, or remove the first"
                    .to_owned()
            } else {
                format!("remove the first `{clause}`, or put this one into another entry")
            };
            (
                format!(
                    "an entry has one `{clause}`: this takes the place of the earlier one in entry \
                     {seq}"
                ),
                note,
            )
        }
    };
    report
        .finding(place, message)
        .note(note)
        .related(earlier, "no longer in force")
}

fn repeated(what: &Slot, place: Place, earlier: Place, report: &Report) -> Finding {
    let message = match what {
        Slot::Entry { list, seq } | Slot::Action { map: list, seq } => {
            format!("entry {seq} of {list} says this already")
        }
        Slot::Clause { seq, .. } => format!("entry {seq} says this already"),
    };
    report
        .finding_at(Severity::Info, place, message)
        .related(earlier, "said here first")
}

/// An entry of a prefix-list that is there twice, under two numbers.
fn again(one: &Shadowed, report: &Report) -> Option<Finding> {
    let earlier = one.repeats?;
    let first = one.by.iter().find(|by| by.place == earlier)?;
    let message = format!("seq {} says this already", first.seq);
    let finding = report.finding_at(Severity::Info, one.entry.place, message);
    Some(finding.related(earlier, "said here first"))
}

fn clause(verb: &str, kind: &str) -> String {
    format!("{verb} {kind}").trim_end().to_owned()
}
