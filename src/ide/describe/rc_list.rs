//! The variables of rc.conf that completion and hover know (rc.conf(5), libexec/rc/network.subr,
//! rc.d/jail, the port net/frr10's `frr.in`).

use super::rc::RcWord;
use super::rc::ValueKind::{self, Daemons, Fib, Ifconfig, Interfaces, Jails, Switch, Text};

const fn word(
    name: &'static str,
    kind: ValueKind,
    default: &'static str,
    meaning: &'static str,
) -> RcWord {
    RcWord {
        name,
        kind,
        default,
        meaning,
    }
}

/// All of them, by name; more special ones before those that would hold them too.
pub(super) static WORDS: [RcWord; 50] = [
    word(
        "cloned_interfaces",
        Interfaces,
        "",
        "interfaces to create at boot, such as lagg0 or bridge0; `:sticky` keeps one when netif stops",
    ),
    word(
        "create_args_IF",
        Ifconfig,
        "",
        "arguments for `ifconfig IF create`",
    ),
    word(
        "defaultrouter",
        Text,
        "NO",
        "gateway of the IPv4 default route in FIB 0",
    ),
    word(
        "defaultrouter_fibN",
        Text,
        "",
        "gateway of the IPv4 default route in FIB N, from FreeBSD 13.2 and 14.0 on",
    ),
    word(
        "frr_daemons",
        Daemons,
        "mgmtd zebra babeld bfdd bgpd eigrpd fabricd isisd ospfd ospf6d ripd ripngd staticd",
        "the daemons of FRR to start",
    ),
    word(
        "frr_default_profile",
        Text,
        "traditional",
        "the set of defaults that FRR begins with: traditional or datacenter",
    ),
    word("frr_enable", Switch, "NO", "start FRR"),
    word("frr_flags", Text, "", "arguments for every daemon of FRR"),
    word(
        "frr_vtysh_boot",
        Switch,
        "",
        "load frr.conf through vtysh: YES by default since frr9, NO before",
    ),
    word(
        "frr_wait_for",
        Text,
        "",
        "an address or route to wait for before FRR starts",
    ),
    word(
        "frr_wait_seconds",
        Text,
        "90",
        "how long to wait for it, in seconds",
    ),
    word("gateway_enable", Switch, "NO", "forward IPv4 packets"),
    word("hostname", Text, "", "the name of the machine"),
    word(
        "ifconfig_DEFAULT",
        Ifconfig,
        "",
        "for interfaces that have no variable of their own",
    ),
    word(
        "ifconfig_IF_aliases",
        Ifconfig,
        "",
        "further addresses, all in one list: inet A/M inet6 B/M",
    ),
    word(
        "ifconfig_IF_aliasN",
        Ifconfig,
        "",
        "a further address; begins with inet, inet6, link or ether",
    ),
    word(
        "ifconfig_IF_descr",
        Text,
        "",
        "a description of the interface",
    ),
    word(
        "ifconfig_IF_ipv6",
        Ifconfig,
        "",
        "the IPv6 part; begins with inet6. Without it IPv6 is off on the interface until an IPv6 address is added",
    ),
    word(
        "ifconfig_IF_name",
        Text,
        "",
        "another name for the interface; later variables use the new one",
    ),
    word(
        "ifconfig_IF",
        Ifconfig,
        "",
        "the interface's addresses and options: words for ifconfig(8) and DHCP, SYNCDHCP, WPA and such. `fib N` puts it into a FIB. Characters such as a dot in the name become `_`",
    ),
    word(
        "ipv4_addrs_IF",
        Text,
        "",
        "older form of further IPv4 addresses",
    ),
    word(
        "ipv6_activate_all_interfaces",
        Switch,
        "NO",
        "turn IPv6 on on interfaces that have no ifconfig_IF_ipv6 too",
    ),
    word(
        "ipv6_defaultrouter",
        Text,
        "NO",
        "gateway of the IPv6 default route in FIB 0",
    ),
    word(
        "ipv6_defaultrouter_fibN",
        Text,
        "",
        "gateway of the IPv6 default route in FIB N, from FreeBSD 13.2 and 14.0 on",
    ),
    word("ipv6_gateway_enable", Switch, "NO", "forward IPv6 packets"),
    word(
        "ipv6_route_NAME",
        Text,
        "",
        "arguments for route(8) of a name in ipv6_static_routes",
    ),
    word(
        "ipv6_static_routes",
        Text,
        "",
        "names of IPv6 routes to put in, each with its ipv6_route_NAME",
    ),
    word(
        "jail_conf",
        Text,
        "/etc/jail.conf",
        "the file that defines the jails",
    ),
    word(
        "jail_confwarn",
        Switch,
        "YES",
        "warn of jails that are set up by the obsolete jail_NAME_ variables",
    ),
    word("jail_enable", Switch, "NO", "start jails at boot"),
    word("jail_flags", Text, "", "arguments for jail(8)"),
    word(
        "jail_list",
        Jails,
        "",
        "the jails to start, in this order; empty means every jail of jail.conf",
    ),
    word(
        "jail_parallel_start",
        Switch,
        "NO",
        "start jails at the same time rather than one after the other",
    ),
    word(
        "jail_reverse_stop",
        Switch,
        "NO",
        "stop jails in the reverse order of their start",
    ),
    word(
        "kld_list",
        Text,
        "",
        "kernel modules to load late in the boot",
    ),
    word("pf_enable", Switch, "NO", "start the packet filter pf(4)"),
    word(
        "route_NAME",
        Text,
        "",
        "arguments for route(8) of a name in static_routes; `-fib N` says which FIB",
    ),
    word("sshd_enable", Switch, "NO", "start the SSH daemon"),
    word(
        "static_routes",
        Text,
        "",
        "names of routes to put in, each with its route_NAME; `name:IF` waits for the interface",
    ),
    word(
        "vlans_IF",
        Text,
        "",
        "the VLANs of an interface: a number N makes IF.N, another name needs create_args_NAME",
    ),
    word(
        "watchfrr_enable",
        Switch,
        "YES",
        "let watchfrr start FRR's daemons and start them again when they die; not in frr7 and frr8",
    ),
    word(
        "watchfrr_fib",
        Fib,
        "",
        "the FIB of all the daemons that watchfrr starts",
    ),
    word("watchfrr_flags", Text, "", "arguments for watchfrr"),
    word("zfs_enable", Switch, "NO", "mount the file systems of ZFS"),
    word("SERVICE_enable", Switch, "", "start the service"),
    word(
        "SERVICE_env",
        Text,
        "",
        "variables for the service's environment",
    ),
    word(
        "SERVICE_fib",
        Fib,
        "",
        "the FIB that the service runs in. FRR's script does not look at frr_fib: watchfrr_fib or DAEMON_fib do it",
    ),
    word("SERVICE_flags", Text, "", "arguments for the service"),
    word(
        "SERVICE_nice",
        Text,
        "",
        "the service's priority, as nice(1) has it",
    ),
    word(
        "SERVICE_user",
        Text,
        "",
        "the user that the service runs as",
    ),
];
