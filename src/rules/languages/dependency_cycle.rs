//! `dependency-cycle`.

use crate::finding::Finding;
use crate::host::Host;
use crate::host::jails::{DefectKind, JailDefect};
use crate::rules::{Report, declare_rule};

declare_rule! {
    /// Jails depend on each other in a circle.
    ///
    /// jail(8) starts a jail after those of its `depend`. Where these wait for it in turn, it
    /// says `dependency loop`, gives up, and starts no jail of the file. A `depend` among the
    /// globals or in a wildcard is for the jail that it names as well.
    ///
    /// Source: usr.sbin/jail/state.c.
    ///
    /// ## Bad
    ///
    /// ```conf etc/jail.conf
    /// db { path = "/jails/db"; depend = "web"; }
    /// web { path = "/jails/web"; depend = "db"; }
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf etc/jail.conf
    /// db { path = "/jails/db"; }
    /// web { path = "/jails/web"; depend = "db"; }
    /// ```
    "dependency-cycle", Error, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    for defect in &host.jail_defects {
        if let DefectKind::DependencyCycle { jails } = &defect.kind {
            report.add(render(host, defect, jails, report));
        }
    }
}

fn render(host: &Host, defect: &JailDefect, names: &[String], report: &Report) -> Finding {
    let first = names.first().map_or("", String::as_str);
    let message = match names {
        [_] => format!("jail {first} depends on itself: jail(8) starts no jail of this file"),
        _ => format!(
            "jails depend on each other, {} on {first}: jail(8) starts no jail of this file",
            names.join(" on ")
        ),
    };
    let finding = report.finding(defect.place, message);
    let mut jails = defect
        .jails
        .iter()
        .filter_map(|index| host.jails.get(*index));
    let inside = jails.any(|jail| {
        let block = jail.jail.block;
        block.file == defect.place.file
            && block.span.start <= defect.place.span.start
            && defect.place.span.end <= block.span.end
    });
    if inside {
        finding
    } else {
        finding.note("it stands outside the jail's block and is for every jail")
    }
}
