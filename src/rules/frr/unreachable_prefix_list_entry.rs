//! `unreachable-prefix-list-entry`.

use super::with_places;
use crate::finding::{Finding, Fix, Severity};
use crate::host::Host;
use crate::host::routing::Shadowed;
use crate::rules::edits::{remove_statement, text_at};
use crate::rules::{Report, declare_rule};
use crate::syntax::frr::Action;

declare_rule! {
    /// An entry of a prefix-list is never asked: the entries before it take all that it matches.
    ///
    /// The first entry that matches decides. An entry that was appended behind `permit any`, or
    /// behind entries that together hold every prefix it is about, changes nothing.
    ///
    /// Told as info where what the entry says is in force all the same, and of a last `deny
    /// any`, which every list has by itself. An entry that repeats another one word for word is
    /// a `duplicate-frr-line`.
    ///
    /// Source: prefix_list_apply in lib/plist.c of FRR.
    ///
    /// ## Bad
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// ip prefix-list peer_in seq 5 permit 10.0.0.0/9 le 32
    /// ip prefix-list peer_in seq 10 permit 10.128.0.0/9 le 32
    /// ip prefix-list peer_in seq 15 deny 10.0.0.0/8 ge 9
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// ip prefix-list peer_in seq 5 permit 10.0.0.0/9 le 32
    /// ip prefix-list peer_in seq 15 deny 10.0.0.0/8 ge 9
    /// ```
    "unreachable-prefix-list-entry", Warning, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    let shadowed = host.routing.shadowed.iter();
    for one in shadowed.filter(|one| one.repeats.is_none()) {
        report.add(render(host, one, report));
    }
}

fn render(host: &Host, one: &Shadowed, report: &Report) -> Finding {
    let place = one.entry.place;
    let by = match one.by.as_slice() {
        [by] => format!("seq {} before it takes all that it matches", by.seq),
        by => format!(
            "{} entries before it together take all that it matches",
            by.len()
        ),
    };
    let is_default = one.is_final_any && one.entry.action == Action::Deny;
    let severity = if one.is_said_before || is_default {
        Severity::Info
    } else {
        Severity::Warning
    };
    let seq = one.entry.seq;
    let finding = report.finding_at(severity, place, format!("seq {seq} is never asked: {by}"));
    let finding = match severity {
        Severity::Info => finding.note("the list decides the same without it"),
        _ => {
            let first = one.by.first().map_or(seq, |by| by.seq);
            finding.note(format!(
                "if it is to count, give it a number before {first}"
            ))
        }
    };
    let finding = with_places(
        finding,
        one.by.iter().map(|by| by.place),
        "takes what it matches",
    );
    match text_at(host, place) {
        Some(text) if severity == Severity::Info => {
            let edit = remove_statement(text, place);
            finding.fix(Fix::safe("remove the entry", vec![edit]))
        }
        _ => finding,
    }
}
