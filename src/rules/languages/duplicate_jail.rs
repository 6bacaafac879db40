//! `duplicate-jail`.

use super::jail_words::names;
use crate::host::Host;
use crate::host::jails::DefectKind;
use crate::rules::{Report, declare_rule};

declare_rule! {
    /// Two blocks of one jail.conf have one name.
    ///
    /// jail(8) does not join them: they are two jails, each with the parameters of its own block,
    /// and the second finds its name taken and does not start. Only wildcards (`*`, `"web.*"`)
    /// add to other blocks.
    ///
    /// Source: usr.sbin/jail/config.c.
    ///
    /// ## Bad
    ///
    /// ```conf etc/jail.conf
    /// media { path = "/jails/media"; }
    /// media { host.hostname = "media.example.org"; }
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf etc/jail.conf
    /// * { mount.devfs; }
    /// media { path = "/jails/media"; host.hostname = "media.example.org"; }
    /// ```
    "duplicate-jail", Error, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    for defect in &host.jail_defects {
        let DefectKind::DuplicateName { first } = &defect.kind else {
            continue;
        };
        let names = names(host, defect);
        let name = names.first().map_or("", String::as_str);
        let message = format!(
            "jail {name} is defined a second time: the blocks are not joined, and this one finds \
             its name taken"
        );
        let finding = report
            .finding(defect.place, message)
            .note("put everything into one block, or give this jail another name")
            .related(*first, format!("jail {name} is defined here"));
        report.add(finding);
    }
}
