//! `prefix-list-length`.

use ipnet::IpNet;

use super::with_lost_group;
use crate::finding::{Edit, Finding, Fix};
use crate::host::Host;
use crate::host::routing::{Bound, ListDefect, ListDefectKind};
use crate::rules::{Report, declare_rule};

declare_rule! {
    /// The lengths of a prefix-list's entry contradict each other, and FRR refuses it.
    ///
    /// An entry is taken if its prefix's length is at most `ge`, and `ge` at most `le`. The
    /// grammar allows any numbers, so that `vtysh -C` does not show the mistake. When frr.conf is
    /// loaded, the entry is not all that is lost: FRR puts prefix-lists, access-lists and
    /// route-maps that follow one another into one transaction and throws the whole of it away.
    ///
    /// Source: lib/filter_nb.c of FRR, and runs of 8.4.4, 10.3 and 10.7.1.
    ///
    /// ## Bad
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// ip prefix-list jails seq 5 permit 203.0.113.192/27 ge 24
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// ip prefix-list jails seq 5 permit 203.0.113.192/27 ge 32
    /// ```
    "prefix-list-length", Error, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    for defect in &host.routing.list_defects {
        if let ListDefectKind::Lengths { prefix, ge, le } = defect.kind {
            report.add(render(host, defect, prefix, ge, le, report));
        }
    }
}

fn render(
    host: &Host,
    defect: &ListDefect,
    prefix: IpNet,
    ge: Option<Bound>,
    le: Option<Bound>,
    report: &Report,
) -> Finding {
    let length = prefix.prefix_len();
    let shown = |word: &str, bound: Bound| format!("{word} {}", bound.value);
    let why = match (ge, le) {
        (Some(ge), _) if ge.value < length => {
            format!(
                "{} is less than the prefix's own length, {length}",
                shown("ge", ge)
            )
        }
        (Some(ge), Some(le)) => format!("{} is more than {}", shown("ge", ge), shown("le", le)),
        (_, Some(le)) => {
            format!(
                "{} is less than the prefix's own length, {length}",
                shown("le", le)
            )
        }
        _ => format!("a prefix of length {length} has no such lengths"),
    };
    let finding = report.finding(defect.place, format!("FRR refuses this entry: {why}"));
    let finding = with_lost_group(host, finding);
    match (ge, le) {
        (Some(ge), Some(le)) if le.value >= length && ge.value > le.value => {
            finding.fix(Fix::not_safe(
                format!("write ge {} le {}", le.value, ge.value),
                vec![
                    Edit::replace(ge.place, le.value.to_string()),
                    Edit::replace(le.place, ge.value.to_string()),
                ],
            ))
        }
        _ => finding.note(format!(
            "the lengths must be in order: {length} <= ge <= le <= {}",
            prefix.max_prefix_len()
        )),
    }
}
