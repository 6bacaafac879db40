//! `shared-vnet-interface`.

use crate::finding::Finding;
use crate::host::Host;
use crate::host::vnet::SharedInterface;
use crate::rules::words::jails;
use crate::rules::{Report, declare_rule};

declare_rule! {
    /// Two VNET jails take the same interface.
    ///
    /// jail(8) moves an interface of `vnet.interface` into the jail, and the host no longer has
    /// it: the next jail that wants it finds nothing of that name and does not start.
    ///
    /// Silent where a hook of one of the jails gives an interface this name, so that each has
    /// one of its own, or calls a script that may do so; where `jail_list` does not start both;
    /// and for a jail inside a jail.
    ///
    /// ## Bad
    ///
    /// ```conf etc/jail.conf
    /// web { path = "/jails/web"; vnet; vnet.interface = "em1"; }
    /// dns { path = "/jails/dns"; vnet; vnet.interface = "em1"; }
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf etc/jail.conf
    /// web { path = "/jails/web"; vnet; vnet.interface = "em1"; }
    /// dns { path = "/jails/dns"; vnet; vnet.interface = "em2"; }
    /// ```
    "shared-vnet-interface", Error, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    for shared in host.shared_vnet_interfaces() {
        report.add(render(&shared, report));
    }
}

fn render(shared: &SharedInterface, report: &Report) -> Finding {
    let name = &shared.name;
    let (first, place) = &shared.first;
    if *place == shared.place {
        let all: Vec<String> = std::iter::once(first)
            .chain(&shared.jails)
            .cloned()
            .collect();
        let message = format!(
            "{} all take {name}: whichever starts first has it, the others do not start",
            jails(&all)
        );
        return report
            .finding(shared.place, message)
            .note("give each jail an interface of its own");
    }
    let does = if shared.jails.len() == 1 {
        "takes"
    } else {
        "take"
    };
    let message = format!(
        "{} {does} {name}, which jail {first} takes already: whichever starts second finds no \
         such interface and does not start",
        jails(&shared.jails)
    );
    report
        .finding(shared.place, message)
        .note("give each jail an interface of its own")
        .related(*place, format!("jail {first} takes {name}"))
}
