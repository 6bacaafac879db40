use super::*;
use crate::host::rc::{RcSource, collect};
use crate::syntax::rc;
use crate::text::FileId;

fn interfaces(text: &str) -> Interfaces {
    let tree = rc::parse(text);
    let source = RcSource {
        file: FileId(0),
        tree: &tree,
    };
    Interfaces::from_rc(&collect(&[source]), &["lagg0.50".to_owned()], true)
}

fn addresses_of(text: &str, name: &str) -> Vec<String> {
    let interfaces = interfaces(text);
    let interface = interfaces.get(name).expect("an interface");
    let each = interface.addresses.iter();
    each.map(|own| own.network.to_string()).collect()
}

#[test]
fn addresses_in_every_form() {
    for (value, expected) in [
        ("inet 192.0.2.1/24 fib 1", vec!["192.0.2.1/24"]),
        (
            "inet 192.0.2.1 netmask 255.255.255.0 up",
            vec!["192.0.2.1/24"],
        ),
        ("inet 192.0.2.1 netmask 0xffffff00", vec!["192.0.2.1/24"]),
        ("192.0.2.1", vec!["192.0.2.1/32"]),
        ("inet6 2001:db8::1 prefixlen 64", vec!["2001:db8::1/64"]),
        (
            "inet 192.0.2.1-3/28",
            vec!["192.0.2.1/28", "192.0.2.2/32", "192.0.2.3/32"],
        ),
        (
            "inet 192.0.2.1/24 broadcast 192.0.2.255",
            vec!["192.0.2.1/24"],
        ),
        ("laggproto lacp laggport ix0 up", vec![]),
    ] {
        let text = format!("ifconfig_em0=\"{value}\"\n");
        assert_eq!(addresses_of(&text, "em0"), expected, "{value}");
    }
}

#[test]
fn aliases_belong_to_their_interface() {
    let text = "ifconfig_lagg0_50=\"inet 192.0.2.1/24 fib 3\"\n\
                ifconfig_lagg0_50_alias0=\"inet 192.0.2.2/32\"\n\
                ifconfig_lagg0_50_ipv6=\"inet6 2001:db8::1/64\"\n\
                ifconfig_lagg0_50_descr=\"10.0.0.1\"\n";
    let expected = ["192.0.2.1/24", "192.0.2.2/32", "2001:db8::1/64"];
    assert_eq!(addresses_of(text, "lagg0.50"), expected);
    assert_eq!(interfaces(text).fib_of("lagg0.50"), 3);
    assert_eq!(interfaces(text).iter().count(), 1);
}

#[test]
fn every_variable_of_an_interface_may_set_its_fib() {
    for text in [
        "ifconfig_em1=\"up\"\nifconfig_em1_alias0=\"inet 192.0.2.1/24 fib 1\"\n",
        "ifconfig_em1_ipv6=\"inet6 2001:db8::1/64 fib 1\"\n",
        "create_args_em1=\"fib 1\"\nifconfig_em1=\"up\"\n",
        "ifconfig_em1=\"fib 1\"\ncreate_args_em1=\"fib 2\"\n",
        "ifconfig_DEFAULT=\"DHCP fib 1\"\n",
    ] {
        assert_eq!(interfaces(text).fib_of("em1"), 1, "{text}");
    }
    let own = "ifconfig_DEFAULT=\"DHCP fib 1\"\nifconfig_em1=\"up\"\n";
    assert_eq!(interfaces(own).fib_of("em1"), 0);
}

#[test]
fn a_fib_of_run_time_may_be_any() {
    let unknown = "F=$(cat /etc/fib)\nifconfig_em1=\"inet 192.0.2.1/24 fib $F\"\n";
    assert!(interfaces(unknown).may_be_in("em1", 7));
    let mut known = interfaces("ifconfig_em1=\"inet 192.0.2.1/24 fib 1\"\n");
    assert!(known.may_be_in("em1", 1) && !known.may_be_in("em1", 2));
    known.change_fib(FibChange {
        interface: Some("em1".to_owned()),
        fib: Some(2),
    });
    assert!(known.may_be_in("em1", 2) && !known.may_be_in("em0", 2));
}

#[test]
fn names_are_spelled_as_they_are() {
    let text = "vlans_em0=\"20 guests\"\nifconfig_em0_20=\"up\"\nifconfig_guests=\"DHCP\"\n";
    let interfaces = interfaces(text);
    let names: Vec<_> = interfaces.iter().map(|i| i.name.as_str()).collect();
    assert_eq!(names, ["em0.20", "guests"]);
    assert!(interfaces.get("guests").is_some_and(|i| i.dynamic));
}
