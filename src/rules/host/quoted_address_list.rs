//! `quoted-address-list`.

use rustc_hash::FxHashSet;

use crate::finding::{Finding, Fix};
use crate::host::jails::{ElementDefectKind, Value};
use crate::host::{Host, HostJail};
use crate::rules::jail_edits::split_string;
use crate::rules::{Report, declare_rule};
use crate::text::Place;

declare_rule! {
    /// Several addresses, or several interfaces, in one string.
    ///
    /// What stands between quotes is one value to jail(8). Of
    /// `"em0|192.0.2.10/24,em0|192.0.2.11/24"` the kernel gets the first address only, and
    /// ifconfig(8) gets the whole string as one address. A `vnet.interface` with two names in it
    /// is taken for one interface with a blank in its name, which does not exist, and the jail
    /// does not start. The habit comes from ezjail, which split such strings itself.
    ///
    /// A list is several strings with commas between them, or several `+=`.
    ///
    /// Silent for bare addresses with commas where no interface is named: only libjail reads
    /// those, and splits them. A second address behind a blank is the far end of a tunnel
    /// where the interface is one.
    ///
    /// ## Bad
    ///
    /// ```conf etc/jail.conf
    /// web { path = "/jails/web"; ip4.addr = "em0|192.0.2.10, em0|192.0.2.11"; }
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf etc/jail.conf
    /// web { path = "/jails/web"; ip4.addr = "em0|192.0.2.10", "em0|192.0.2.11"; }
    /// ```
    "quoted-address-list", Error, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    let mut told: FxHashSet<Place> = FxHashSet::default();
    for jail in host.jails.iter().filter(|jail| !jail.doubtful) {
        let mut add = |value: &Value, count, message| {
            if !told.contains(&value.place) {
                told.insert(value.place);
                report.add(render(host, value, count, message, report));
            }
        };
        for defect in jail.jail.element_defects() {
            if let ElementDefectKind::List { count, aliased } = defect.kind {
                add(defect.value, count, of_addresses(jail, count, aliased));
            }
        }
        let interfaces = jail.jail.values("vnet.interface").iter();
        for value in interfaces.filter(|_| jail.is_vnet()) {
            let count = names(&value.text);
            if count > 1 {
                add(value, count, of_interfaces(jail, value));
            }
        }
    }
}

/// How many names stand in a `vnet.interface` string.
fn names(value: &str) -> usize {
    let names = value.split([' ', '\t', '\n', ',', ';']);
    names.filter(|name| !name.is_empty()).count()
}

fn of_addresses(jail: &HostJail, count: usize, aliased: bool) -> String {
    let rest = match aliased {
        true => "the kernel gets the first one at most, and ifconfig(8) the whole string",
        false => "the kernel gets the first one at most",
    };
    format!(
        "{count} addresses in one string are one value to jail(8), so jail {} does not have them \
         all: {rest}",
        jail.name()
    )
}

fn of_interfaces(jail: &HostJail, value: &Value) -> String {
    format!(
        "`{}` is one name to jail(8), and no interface is called so: jail {} does not start",
        value.text,
        jail.name()
    )
}

fn render(host: &Host, value: &Value, count: usize, message: String, report: &Report) -> Finding {
    let finding = report
        .finding(value.place, message)
        .note("write each as a string of its own, with commas between them");
    match split_string(host, value.place, count) {
        Some(edit) => finding.fix(Fix::safe(format!("write {count} strings"), vec![edit])),
        None => finding,
    }
}
