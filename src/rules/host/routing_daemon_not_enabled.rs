//! `routing-daemon-not-enabled`.

use crate::finding::{Edit, Finding, Fix};
use crate::host::{Host, Unserved};
use crate::rules::words::listed;
use crate::rules::{Report, declare_rule};
use crate::text::{Place, Span};

declare_rule! {
    /// FRR's configuration has lines for a daemon that rc.conf does not start.
    ///
    /// `frr_daemons` lists what runs. Lines for a daemon that is not in it are dropped without a
    /// word while the file is loaded: no session, no static route, whatever they ask for. Lists
    /// of older guides have `zebra bgpd`; `ip route` needs staticd too, and from FRR 10.0 on
    /// mgmtd, which reads the static routes' lines for it.
    ///
    /// Silent where rc.conf does not enable FRR, and where the list is not known.
    ///
    /// ## Bad
    ///
    /// ```conf etc/rc.conf
    /// frr_enable="YES"
    /// frr_daemons="zebra bgpd"
    /// ```
    /// ```conf usr/local/etc/frr/frr.conf
    /// frr version 10.3
    /// ip route 203.0.113.0/24 Null0
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf etc/rc.conf
    /// frr_enable="YES"
    /// frr_daemons="mgmtd zebra bgpd staticd"
    /// ```
    /// ```conf usr/local/etc/frr/frr.conf
    /// frr version 10.3
    /// ip route 203.0.113.0/24 Null0
    /// ```
    "routing-daemon-not-enabled", Error, Host(check)
}

/// The daemon that has to come first in the list (net/frr10, files/frr.in).
const FIRST: &str = "mgmtd";

fn check(host: &Host, report: &mut Report) {
    for unserved in host.unserved() {
        report.add(render(host, &unserved, report));
    }
}

fn render(host: &Host, unserved: &Unserved, report: &Report) -> Finding {
    let names: Vec<String> = unserved.by.iter().map(|name| (*name).to_owned()).collect();
    let more = unserved.lines.saturating_sub(1);
    let also = match more {
        0 => String::new(),
        1 => ", and so is another line".to_owned(),
        more => format!(", and so are {more} other lines"),
    };
    let message = match names.as_slice() {
        [name] => format!("{name} does not run: this line is dropped{also}"),
        names => format!("none of {} runs: this line is dropped{also}", listed(names)),
    };
    let finding = report.finding(unserved.first, message);
    let Some(list) = host.rc.get("frr_daemons") else {
        return finding;
    };
    let finding = finding.related(list.place, "these daemons run");
    let [name] = unserved.by.as_slice() else {
        return finding;
    };
    let finding = finding.note(format!("add {name} to frr_daemons"));
    if !list.literal {
        return finding;
    }
    let Place { file, span } = list.value_place;
    let is_empty = list.value.trim().is_empty();
    let edit = match (is_empty, *name == FIRST) {
        (true, _) => Edit::replace(list.value_place, *name),
        (false, true) => Edit::insert(file, span.start, format!("{name} ")),
        (false, false) => {
            let kept = list.value.trim_end().len();
            let end = Span::at(span.start as usize + kept).start;
            Edit::insert(file, end, format!(" {name}"))
        }
    };
    finding.fix(Fix::not_safe(format!("start {name}"), vec![edit]))
}
