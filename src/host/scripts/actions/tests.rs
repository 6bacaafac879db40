use super::super::{Command, commands};
use super::*;
use crate::syntax::shell;
use crate::text::{FileId, Place, Span};

fn run(text: &str) -> Vec<Command> {
    commands(FileId(0), &shell::parse(text))
}

fn route_of(text: &str) -> Route {
    let commands = run(text);
    let mut routes = actions(&commands).into_iter().filter_map(|a| match a.kind {
        ActionKind::Route(route) => Some(route),
        _ => None,
    });
    routes.next_back().expect("a route")
}

/// Verb, FIBs, destination, gateway.
fn summary(route: &Route) -> String {
    let fibs = match &route.fibs {
        RouteFibs::Process => String::new(),
        RouteFibs::Numbers(ranges) => format!("{ranges:?} "),
        RouteFibs::All => "all ".to_owned(),
        RouteFibs::Unknown => "? ".to_owned(),
    };
    let destination = match route.destination {
        Destination::Default if route.ipv6 => "default6".to_owned(),
        Destination::Default => "default".to_owned(),
        Destination::Net(net) => net.to_string(),
        Destination::Unknown => "?".to_owned(),
    };
    let gateway = match &route.gateway {
        None => "-".to_owned(),
        Some(Gateway::Address(address)) => address.to_string(),
        Some(Gateway::Interface(name)) => format!("if {name}"),
        Some(Gateway::Unknown) => "?".to_owned(),
    };
    format!("{:?} {fibs}{destination} {gateway}", route.verb)
}

#[test]
fn routes_in_their_spellings() {
    let cases = [
        ("route add default 192.0.2.1", "Add default 192.0.2.1"),
        (
            "/sbin/route -n -q add default 192.0.2.1",
            "Add default 192.0.2.1",
        ),
        (
            "setfib 1 route add default 192.0.2.1",
            "Add [1..=1] default 192.0.2.1",
        ),
        (
            "setfib $X route add default 192.0.2.1",
            "Add ? default 192.0.2.1",
        ),
        (
            "route add default 192.0.2.1 -fib 2",
            "Add [2..=2] default 192.0.2.1",
        ),
        (
            "route add -fib 1,3-5 default 192.0.2.1",
            "Add [1..=1, 3..=5] default 192.0.2.1",
        ),
        (
            "route add -fib all default 192.0.2.1",
            "Add all default 192.0.2.1",
        ),
        (
            "setfib 1 route add -net 192.0.2.0/24 -iface em0.5",
            "Add [1..=1] 192.0.2.0/24 if em0.5",
        ),
        (
            "route add -host 192.0.2.7 -interface em0",
            "Add 192.0.2.7/32 if em0",
        ),
        (
            "route add -net 192.0.2.0 -netmask 255.255.255.128 198.51.100.1",
            "Add 192.0.2.0/25 198.51.100.1",
        ),
        (
            "route add -net 192.0.2.0 198.51.100.1 255.255.255.128",
            "Add 192.0.2.0/25 198.51.100.1",
        ),
        (
            "route add -net 192.0.2.0 198.51.100.1",
            "Add 192.0.2.0/24 198.51.100.1",
        ),
        ("route add 10/8 198.51.100.1", "Add 10.0.0.0/8 198.51.100.1"),
        (
            "route add 192.0.2.9 198.51.100.1",
            "Add 192.0.2.9/32 198.51.100.1",
        ),
        (
            "route add 0.0.0.0/0 198.51.100.1",
            "Add default 198.51.100.1",
        ),
        ("route -6 add default fe80::1%em0", "Add default6 fe80::1"),
        (
            "route add -inet6 2001:db8:: -prefixlen 32 2001:db8:1::1",
            "Add 2001:db8::/32 2001:db8:1::1",
        ),
        (
            "route add -inet6 2001:db8::/48 ::1 -reject",
            "Add 2001:db8::/48 ::1",
        ),
        (
            "route add -inet6 default -iface gif0",
            "Add default6 if gif0",
        ),
        ("route delete default", "Delete default -"),
        ("route del 192.0.2.0/24", "Delete 192.0.2.0/24 -"),
        ("route change default $GW", "Change default ?"),
        ("route add $NET 192.0.2.1", "Add ? 192.0.2.1"),
        (
            "route add -mtu 1400 default 192.0.2.1",
            "Add default 192.0.2.1",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(summary(&route_of(text)), expected, "{text}");
    }
    assert!(actions(&run("route get default; route flush; route -n monitor")).is_empty());
}

#[test]
fn routes_of_rc_conf() {
    let place = Place::new(FileId(0), Span::new(0, 1));
    let words: Vec<(String, Place)> = "-host 203.0.113.9 -iface em1 -fib 1"
        .split(' ')
        .map(|word| (word.to_owned(), place))
        .collect();
    let route = route_arguments(&words);
    assert_eq!(summary(&route), "Add [1..=1] 203.0.113.9/32 if em1");
    assert_eq!(route.fibs.contains(1, 0), Some(true));
    assert_eq!(route.fibs.contains(0, 0), Some(false));
    assert_eq!(summary(&route_arguments(&[])), "Add ? -");
}

#[test]
fn a_published_address_each_turn() {
    let text = "for a in 203.0.113.1 203.0.113.2 ruby\ndo\n\tarp -s $a 02:00:00:00:00:01 pub\ndone\n\
                arp -s 203.0.113.9 02:00:00:00:00:01\narp -an\narp -i em0 -S 203.0.113.7 auto pub";
    let commands = run(text);
    let found: Vec<(Option<String>, &str, Option<&str>)> = actions(&commands)
        .into_iter()
        .filter_map(|action| match action.kind {
            ActionKind::PublishArp(entry) => Some((
                entry.address.map(|address| address.to_string()),
                &text[entry.place.span.range()],
                entry.list.map(|list| &text[list.span.range()]),
            )),
            _ => None,
        })
        .collect();
    let list = Some("203.0.113.1 203.0.113.2 ruby");
    assert_eq!(
        found,
        [
            (Some("203.0.113.1".to_owned()), "203.0.113.1", list),
            (Some("203.0.113.2".to_owned()), "203.0.113.2", list),
            (None, "ruby", list),
            (Some("203.0.113.7".to_owned()), "203.0.113.7", None),
        ]
    );
}

#[test]
fn lines_for_frr() {
    let text = "for IP in `jls | grep 198.51 | awk '{print $2}'`\ndo\n\
                \tvtysh -c \"conf t\" -c 'router bgp 64500' -c\"network ${IP}/32\" -d bgpd\ndone\n";
    let commands = run(text);
    let actions = actions(&commands);
    assert_eq!(actions[0].kind, ActionKind::JailQuery(JailProgram::Jls));
    let ActionKind::Vtysh(vtysh) = &actions[1].kind else {
        panic!("{actions:?}");
    };
    let lines: Vec<(&str, bool)> = vtysh
        .lines
        .iter()
        .map(|line| (line.text.as_str(), line.known))
        .collect();
    assert_eq!(
        lines,
        [
            ("conf t", true),
            ("router bgp 64500", true),
            ("network \u{fffd}/32", false)
        ]
    );
    let slice = |place: Place| &text[place.span.range()];
    let router = &vtysh.lines[1];
    assert_eq!(slice(router.place_of(11..16)), "64500");
    assert!(router.is_exact(11..16));
    let network = &vtysh.lines[2];
    assert_eq!(slice(network.place), "network ${IP}/32");
    assert_eq!(slice(network.place_of(0..7)), "network");
    assert_eq!(slice(network.place_of(8..11)), "${IP}");
    assert_eq!(slice(network.place_of(11..14)), "/32");
    assert_eq!(vtysh.daemon.as_ref().map(|d| d.text.as_str()), Some("bgpd"));
}

#[test]
fn lines_for_frr_in_other_spellings() {
    let text = "/usr/local/bin/vtysh --command='a b' -Ec c -c 'd\ne' -N jail0 -c \"`x`\" -b";
    let commands = run(text);
    let actions = actions(&commands);
    let ActionKind::Vtysh(vtysh) = &actions[0].kind else {
        panic!("{actions:?}");
    };
    let lines: Vec<&str> = vtysh.lines.iter().map(|line| line.text.as_str()).collect();
    assert_eq!(lines, ["a b", "c", "d", "e", "\u{fffd}"]);
}

#[test]
fn a_script_that_announces_a_started_jail() {
    let text = "#!/bin/sh\nif test $# != 1\nthen\n\techo Usage: up jail\n\texit 1\nfi\nNAME=$1\n\
                service jail start ${NAME}\nADDR=`jls -j ${NAME} | awk '{print $2}'`\n\
                if test `echo ${ADDR} | cut -d . -f 1,2` != \"10.0\"\nthen\n\
                \tvtysh -c \"conf t\" -c \"router bgp 64500\" -c \"no network ${ADDR}/32\"\nfi\n";
    let tree = shell::parse(text);
    assert!(tree.errors.is_empty() && tree.not_understood.is_empty());
    let commands = run(text);
    let kinds: Vec<&'static str> = actions(&commands)
        .iter()
        .map(|action| match &action.kind {
            ActionKind::JailQuery(JailProgram::Jls) => "jls",
            ActionKind::Vtysh(vtysh) if vtysh.lines.len() == 3 => "vtysh",
            _ => "other",
        })
        .collect();
    assert_eq!(kinds, ["jls", "vtysh"]);
}

#[test]
fn interfaces_and_jails() {
    let commands =
        run("setfib 2 ifconfig -f inet:cidr em0 inet 192.0.2.1/24; jexec a vtysh -c b; ifconfig");
    let actions = actions(&commands);
    assert!(matches!(&actions[0].kind, ActionKind::Setfib(fib) if fib.number == Some(2)));
    let ActionKind::Ifconfig(ifconfig) = &actions[1].kind else {
        panic!("{actions:?}");
    };
    assert_eq!(
        ifconfig.interface.as_ref().map(|w| w.text.as_str()),
        Some("em0")
    );
    assert_eq!(ifconfig.words.len(), 2);
    assert_eq!(actions[2].kind, ActionKind::JailQuery(JailProgram::Jexec));
    assert!(matches!(&actions[3].kind, ActionKind::Ifconfig(i) if i.interface.is_none()));
    assert_eq!(actions.len(), 4);
}
