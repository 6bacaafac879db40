//! `list-in-variable`.

use super::jail_words::fails;
use crate::host::Host;
use crate::host::jails::DefectKind;
use crate::rules::{Report, declare_rule};

declare_rule! {
    /// A variable of jail.conf with several values is put into a value.
    ///
    /// A variable can only give one text. With text around it jail(8) says
    /// `array cannot be substituted inline` and does not start the jail. Alone it looks as if the
    /// list would be taken over: jail(8) of every release crashes there, and no jail of the file
    /// starts. `$x += ...` makes a list too.
    ///
    /// Source: usr.sbin/jail/config.c.
    ///
    /// ## Bad
    ///
    /// ```conf etc/jail.conf
    /// $addresses = "192.0.2.1", "192.0.2.2";
    /// media { path = "/jails/media"; ip4.addr = $addresses; }
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf etc/jail.conf
    /// $net = "192.0.2";
    /// media { path = "/jails/media"; ip4.addr = "$net.1", "$net.2"; }
    /// ```
    "list-in-variable", Error, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    for defect in &host.jail_defects {
        let DefectKind::ListInVariable {
            variable,
            definition,
            alone,
        } = &defect.kind
        else {
            continue;
        };
        let consequence = match alone {
            true => "jail(8) crashes, and no jail of this file starts".to_owned(),
            false => fails(host, defect),
        };
        let message = format!("`${variable}` has several values: {consequence}");
        let finding = report
            .finding(defect.place, message)
            .note("write the values out, or use a variable for each of them")
            .related(*definition, format!("`${variable}` is set here"));
        report.add(finding);
    }
}
