//! `rc-value`.

mod aliases;
mod duplicates;
mod names;
mod routes;
mod setups;
mod values;

use crate::host::Host;
use crate::rules::{Report, declare_rule};

declare_rule! {
    /// A variable of rc.conf that rc cannot take as it stands.
    ///
    /// The rc scripts check little: a switch that is neither yes nor no counts as no, a name that
    /// nobody looks for is passed over in silence, and ifconfig(8) and route(8) refuse their
    /// words at boot, when nobody looks. The rule finds
    ///
    /// - switches that are neither yes nor no, numbers that are none;
    /// - variables of loader.conf (`zfs_load`);
    /// - names one letter away from a known variable, older forms, and variables that this
    ///   FreeBSD release does not read;
    /// - words that ifconfig(8) refuses: no address, no mask, no prefix length, no FIB;
    /// - `ifconfig_IF_aliasN` and `ifconfig_IF_ipv6` that do not begin with their address family,
    ///   an empty `_aliasN` that ends the list, `ifconfig_IF_ipv6_aliasN`, which is
    ///   `ifconfig_IF_aliasN` too, addresses in `ifconfig_IF_aliases` without their family, variables under the old name of a renamed
    ///   interface;
    /// - names in `static_routes` without their `route_NAME`, and in `vlans_IF` without
    ///   `create_args_NAME`;
    /// - a second assignment in the same file that loses the first.
    ///
    /// Silent where a value depends on run time, where a later value is made of the earlier one
    /// (`kld_list="${kld_list} aesni"`), and where rc.conf.local or rc.conf.d says otherwise
    /// than rc.conf, which is what they are for.
    ///
    /// Sources: rc.conf(5), rc.subr(8), libexec/rc/network.subr, libexec/rc/rc.d/routing.
    ///
    /// ## Bad
    ///
    /// ```conf etc/rc.conf
    /// sshd_enable="YSE"
    /// ```
    ///
    /// ```conf etc/rc.conf
    /// ifconfig_em0="inet 192.0.2.300/24"
    /// ```
    ///
    /// ```conf etc/rc.conf
    /// static_routes="lab"
    /// route_lap="-net 198.51.100.0/24 192.0.2.1"
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf etc/rc.conf
    /// sshd_enable="YES"
    /// sendmail_enable="NONE"
    /// ifconfig_em0="inet 192.0.2.3/24"
    /// static_routes="lab"
    /// route_lab="-net 198.51.100.0/24 192.0.2.1"
    /// kld_list="if_bridge"
    /// kld_list="${kld_list} aesni"
    /// ```
    "rc-value", Warning, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    values::check(host, report);
    names::check(host, report);
    setups::check(host, report);
    routes::check(host, report);
    duplicates::check(host, report);
}
