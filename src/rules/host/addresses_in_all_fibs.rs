//! `addresses-in-all-fibs`.

use crate::finding::{Fix, Severity};
use crate::host::Host;
use crate::host::fibs::AllFibs;
use crate::rules::edits::append_lines;
use crate::rules::{Report, declare_rule};
use crate::syntax::Language;
use crate::text::Place;
use crate::vocabulary::{When, releases};

declare_rule! {
    /// Every address puts its connected route into every FIB.
    ///
    /// With `net.add_addr_allfibs` at 1, the default before FreeBSD 13.0, each FIB knows the
    /// networks of all interfaces. Jails of different FIBs then reach each other directly, past
    /// the router and its firewall, and nothing shows it.
    ///
    /// Told as info where a file sets the value to 1, since that may well be meant, and where
    /// only some of the supported releases have that default.
    ///
    /// ## Bad
    ///
    /// ```conf cellblock.toml
    /// [hosts.host]
    /// freebsd = "12.4"
    /// ```
    /// ```conf host/boot/loader.conf
    /// net.fibs="2"
    /// ```
    /// ```conf host/etc/rc.conf
    /// ifconfig_ix0="inet 192.168.1.2/24"
    /// ifconfig_ix1="inet 192.168.50.2/24 fib 1"
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf cellblock.toml
    /// [hosts.host]
    /// freebsd = "12.4"
    /// ```
    /// ```conf host/boot/loader.conf
    /// net.fibs="2"
    /// ```
    /// ```conf host/etc/sysctl.conf
    /// net.add_addr_allfibs=0
    /// ```
    /// ```conf host/etc/rc.conf
    /// ifconfig_ix0="inet 192.168.1.2/24"
    /// ifconfig_ix1="inet 192.168.50.2/24 fib 1"
    /// ```
    "addresses-in-all-fibs", Warning, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    let Some((place, what)) = separated_fib(host) else {
        return;
    };
    let fibs = &host.fibs;
    let default = "net.add_addr_allfibs is 1 by default on";
    let (severity, why) = match (fibs.add_addr_allfibs, &fibs.add_addr_allfibs_default) {
        (AllFibs::Set(false), _) | (AllFibs::Default, When::Never) => return,
        (AllFibs::Set(true), _) => (Severity::Info, "net.add_addr_allfibs is 1".to_owned()),
        (AllFibs::Default, When::Always) => (
            Severity::Warning,
            format!("{default} {}", host.release_words()),
        ),
        (AllFibs::Default, When::On(some)) => (
            Severity::Info,
            format!("{default} FreeBSD {}", releases(some)),
        ),
    };
    let message = format!("{what} is not kept apart from the other FIBs: {why}");
    let place = host.fibs.add_addr_allfibs_place.unwrap_or(place);
    let finding = report
        .finding_at(severity, place, message)
        .note("every address has its connected route in every FIB, so jails of different FIBs reach each other past the router")
        .note("set net.add_addr_allfibs=0 in etc/sysctl.conf")
        .note("on the running machine: sysctl net.add_addr_allfibs=0, then set up the interfaces again");
    let unset = fibs.add_addr_allfibs_place.is_none();
    let target = host
        .target(Language::Sysctl, "etc/sysctl.conf")
        .filter(|_| unset);
    report.add(match target {
        Some(target) => {
            let edit = append_lines(&target, &["net.add_addr_allfibs=0".to_owned()]);
            let title = format!(
                "set net.add_addr_allfibs=0 in {}",
                target.shown("etc/sysctl.conf")
            );
            finding.fix(Fix::not_safe(title, vec![edit]))
        }
        None => finding,
    });
}

/// An interface that rc.conf puts into a FIB of its own, on a host that has several.
fn separated_fib(host: &Host) -> Option<(Place, String)> {
    if host.fibs.intended_count()? < 2 {
        return None;
    }
    let apart = host.interfaces.iter().find(|interface| interface.fib > 0)?;
    Some((apart.place, format!("FIB {} of {}", apart.fib, apart.name)))
}
