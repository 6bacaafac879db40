//! A variable of rc.conf(5).
//!
//! The one list of them that completion and hover have (rc.conf(5), libexec/rc/network.subr,
//! rc.d/jail, the port net/frr10's `frr.in`).

/// What a variable takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ide) enum ValueKind {
    /// YES or NO.
    Switch,
    /// Names of interfaces.
    Interfaces,
    /// Names of jails.
    Jails,
    /// FRR's daemons.
    Daemons,
    /// Words for ifconfig(8).
    Ifconfig,
    /// A number of a FIB.
    Fib,
    /// Anything else.
    Text,
}

/// A variable, or many that are called alike.
#[derive(Clone, Copy, Debug)]
pub(in crate::ide) struct RcWord {
    /// Its name; `IF`, `N`, `NAME` and such stand for what varies.
    pub name: &'static str,
    /// What it takes.
    pub kind: ValueKind,
    /// What holds without it; empty where nothing does.
    pub default: &'static str,
    /// What it is for.
    pub meaning: &'static str,
}

use ValueKind::{Daemons, Fib, Ifconfig, Interfaces, Jails, Switch, Text};

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

/// What stands for something that varies, in the names of the list.
const HOLES: [&str; 4] = ["IF", "NAME", "SERVICE", "N"];

/// All of them, by name; more special ones before those that would hold them too.
static WORDS: [RcWord; 50] = [
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

/// All of them.
pub(in crate::ide) fn rc_words() -> &'static [RcWord] {
    &WORDS
}

/// What is known of the variable `name`; one that is called so wins over many called alike.
pub(in crate::ide) fn rc_word(name: &str) -> Option<&'static RcWord> {
    let exact = WORDS.iter().find(|word| word.name == name);
    exact.or_else(|| WORDS.iter().find(|word| word.fits(name)))
}

impl RcWord {
    /// What varies in its name, and what stands before and behind it.
    pub(in crate::ide) fn hole(&self) -> Option<(&'static str, &'static str, &'static str)> {
        HOLES.iter().find_map(|hole| {
            let at = self.name.rfind(hole)?;
            let (before, rest) = self.name.split_at_checked(at)?;
            let behind = rest.strip_prefix(hole)?;
            Some((before, *hole, behind))
        })
    }

    fn fits(&self, name: &str) -> bool {
        // At most two: `ifconfig_IF_aliasN`.
        let Some((before, hole, behind)) = self.hole() else {
            return self.name == name;
        };
        let middle = name.strip_prefix(before);
        let middle = middle.and_then(|rest| match behind {
            "_aliasN" => {
                let rest = rest.trim_end_matches(|c: char| c.is_ascii_digit());
                rest.strip_suffix("_alias")
            }
            _ => rest.strip_suffix(behind),
        });
        middle.is_some_and(|middle| match hole {
            "N" => middle.bytes().all(|b| b.is_ascii_digit()) && !middle.is_empty(),
            _ => !middle.is_empty(),
        })
    }
}

/// Its page, under the name that it has in the file.
pub(super) fn page(name: &str, word: &RcWord) -> String {
    let mut page = format!("**{name}**: {}", value_words(word.kind));
    if !word.default.is_empty() {
        page.push_str(&format!(", {} by default", super::code(word.default)));
    }
    let mut meaning = word.meaning.chars();
    let first = meaning.next().map(|first| first.to_ascii_uppercase());
    page.push_str("\n\n");
    page.extend(first);
    page.push_str(meaning.as_str());
    page
}

fn value_words(kind: ValueKind) -> &'static str {
    match kind {
        Switch => "YES or NO",
        Interfaces => "names of interfaces",
        Jails => "names of jails",
        Daemons => "names of daemons",
        Ifconfig => "words for ifconfig(8)",
        Fib => "the number of a FIB",
        Text => "a text",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_found_under_the_names_that_they_have() {
        for (name, expected) in [
            ("ifconfig_lagg0_50", "ifconfig_IF"),
            ("ifconfig_em0_alias12", "ifconfig_IF_aliasN"),
            ("ifconfig_em0_aliases", "ifconfig_IF_aliases"),
            ("ifconfig_em0_ipv6", "ifconfig_IF_ipv6"),
            ("ifconfig_DEFAULT", "ifconfig_DEFAULT"),
            ("defaultrouter_fib2", "defaultrouter_fibN"),
            ("vlans_lagg0", "vlans_IF"),
            ("route_lab", "route_NAME"),
            ("nginx_enable", "SERVICE_enable"),
            ("jail_enable", "jail_enable"),
            ("bgpd_fib", "SERVICE_fib"),
        ] {
            let found = rc_word(name).map(|word| word.name);
            assert_eq!(found, Some(expected), "{name}");
        }
        assert!(rc_word("whatever").is_none());
        assert!(rc_word("_enable").is_none());
    }
}
