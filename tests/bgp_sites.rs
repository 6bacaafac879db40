//! Small sites of a jail host and the routers that it has BGP sessions with, through the real
//! program: what the rules about announced addresses say, and what their fixes make of it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::fs;

use common::{check, check_json, found, write};
use tempfile::TempDir;

/// A healthy site: the jail `web` of `server` is announced to `router`, which takes it.
struct Site {
    folder: TempDir,
}

const SERVER_FRR: &str = "\
frr version 10.3
router bgp 65100
 bgp router-id 192.168.50.2
 neighbor 192.168.50.1 remote-as 65000
 address-family ipv4 unicast
  network 203.0.113.194/32
  neighbor 192.168.50.1 prefix-list out out
  neighbor 192.168.50.1 prefix-list default in
 exit-address-family
exit
ip prefix-list out seq 5 permit 203.0.113.192/28 ge 32
ip prefix-list default seq 5 permit 0.0.0.0/0
";

const ROUTER_FRR: &str = "\
frr version 10.3
router bgp 65000
 bgp router-id 192.168.50.1
 neighbor 192.168.50.2 remote-as 65100
 address-family ipv4 unicast
  neighbor 192.168.50.2 prefix-list server in
  neighbor 192.168.50.2 prefix-list default out
 exit-address-family
exit
ip prefix-list server seq 5 permit 203.0.113.192/28 ge 28
ip prefix-list default seq 5 permit 0.0.0.0/0
";

const SERVER_RC: &str = "\
cloned_interfaces=\"lo1\"
ifconfig_ix0=\"inet 192.168.50.2/24\"
ifconfig_lo1=\"up\"
frr_enable=\"YES\"
frr_daemons=\"zebra mgmtd bgpd staticd\"
";

const ROUTER_RC: &str = "\
gateway_enable=\"YES\"
ifconfig_ix0=\"inet 203.0.113.2/24\"
ifconfig_ix1=\"inet 192.168.50.1/24\"
frr_enable=\"YES\"
frr_daemons=\"zebra mgmtd bgpd staticd\"
";

const SERVER_FRR_PATH: &str = "server/usr/local/etc/frr/frr.conf";
const ROUTER_FRR_PATH: &str = "router/usr/local/etc/frr/frr.conf";

fn jail(name: &str, address: &str) -> String {
    format!("{name} {{ path = \"/jails/{name}\"; ip4.addr = \"lo1|{address}\"; }}\n")
}

impl Site {
    fn new() -> Self {
        let site = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        let hosts = "[hosts.server]\nfreebsd = \"14.3\"\n[hosts.router]\nfreebsd = \"14.3\"\n";
        site.with("cellblock.toml", hosts)
            .with("server/etc/jail.conf", &jail("web", "203.0.113.194"))
            .with("server/etc/rc.conf", SERVER_RC)
            .with(SERVER_FRR_PATH, SERVER_FRR)
            .with("router/etc/rc.conf", ROUTER_RC)
            .with(ROUTER_FRR_PATH, ROUTER_FRR)
    }

    fn with(self, file: &str, text: &str) -> Self {
        write(self.folder.path(), file, text);
        self
    }

    /// With `old` in a file replaced by `new`.
    fn but(self, file: &str, old: &str, new: &str) -> Self {
        let text = self.text(file);
        assert!(text.contains(old), "no {old:?} in {file}");
        self.with(file, &text.replace(old, new))
    }

    /// With more lines at the end of a file.
    fn and(self, file: &str, more: &str) -> Self {
        let path = self.folder.path().join(file);
        let text = fs::read_to_string(path).unwrap_or_default();
        self.with(file, &(text + more))
    }

    fn text(&self, file: &str) -> String {
        fs::read_to_string(self.folder.path().join(file)).unwrap()
    }

    /// The rules that find something at warning and above.
    fn rules(&self) -> Vec<String> {
        let (_, json) = check_json(self.folder.path(), &["."]);
        found(&json).into_iter().map(|found| found.rule).collect()
    }

    /// Everything that is told, one finding a line.
    fn told(&self) -> String {
        check(self.folder.path(), &[".", "--output-format", "concise"]).1
    }

    fn fixed(self) -> Self {
        check(self.folder.path(), &[".", "--fix", "--unsafe"]);
        self
    }
}

#[track_caller]
fn silent(site: &Site) {
    assert_eq!(site.rules(), [""; 0], "{}", site.told());
}

#[test]
fn the_site_as_it_is_is_healthy() {
    silent(&Site::new());
}

#[test]
fn a_static_route_of_a_higher_distance_waits_for_bgp() {
    let route = "ip route 203.0.113.194/32 192.168.50.2";
    for (distance, finds) in [("", 1), (" 19", 1), (" 20", 0), (" 250", 0)] {
        let site = Site::new().and(ROUTER_FRR_PATH, &format!("{route}{distance}\n"));
        assert_eq!(site.rules().len(), finds, "distance {distance:?}");
    }
    // Over iBGP the distance is 200.
    let ibgp = Site::new()
        .but(SERVER_FRR_PATH, "65000", "65100")
        .but(ROUTER_FRR_PATH, "65000", "65100")
        .and(ROUTER_FRR_PATH, &format!("{route} 150\n"));
    assert_eq!(ibgp.rules(), ["static-route-shadows-bgp"]);
}

#[test]
fn a_loop_enters_the_wrong_router_once() {
    let script = "#!/bin/sh\nfor i in 194 195; do\n    /usr/local/bin/vtysh -c 'conf t' \
                  -c 'router bgp 65109' -c \"network 203.0.113.$i/32\"\ndone\n";
    let site = Site::new().with("server/usr/local/sbin/announce", script);
    assert_eq!(site.rules(), ["script-as-mismatch"]);
    silent(&site.fixed());
}

#[test]
fn a_router_that_answers_for_all_needs_no_published_entries() {
    let published = "arp -S 203.0.113.194 auto pub\n";
    let two = jail("web", "203.0.113.194") + &jail("mail", "203.0.113.195");
    let site = || {
        Site::new()
            .with("server/etc/jail.conf", &two)
            .but(
                SERVER_FRR_PATH,
                "  network",
                "  network 203.0.113.195/32\n  network",
            )
            .with("router/etc/rc.local", published)
    };
    assert_eq!(site().rules(), ["proxy-arp-mismatch"]);
    silent(&site().and("router/etc/rc.conf", "arpproxy_all=\"YES\"\n"));
    let setting = "net.link.ether.inet.proxyall=1\n";
    silent(&site().with("router/etc/sysctl.conf", setting));
}

#[test]
fn redistributed_static_routes_announce_what_they_hold() {
    let network = "  network 203.0.113.194/32\n";
    let site = || Site::new().but(SERVER_FRR_PATH, network, "  redistribute static\n");
    assert_eq!(site().rules(), ["jail-address-not-announced"]);
    let covering = "ip route 203.0.113.192/28 blackhole\n";
    let filtered = site().and(SERVER_FRR_PATH, covering);
    assert_eq!(filtered.rules(), ["jail-address-filtered"]);
    silent(&filtered.but(SERVER_FRR_PATH, "192/28 ge 32", "192/28"));
    // While the jail runs, its own connected route wins over a static one.
    let same = "ip route 203.0.113.194/32 lo1\n";
    let same = site().and(SERVER_FRR_PATH, same);
    assert_eq!(same.rules(), ["jail-address-not-announced"]);
    let default = site().and(SERVER_FRR_PATH, "ip route 0.0.0.0/0 192.168.50.1\n");
    assert_eq!(default.rules(), ["jail-address-not-announced"]);
    // Anybody may put routes into the kernel.
    silent(&Site::new().but(SERVER_FRR_PATH, network, "  redistribute kernel\n"));
}

#[test]
fn a_route_map_that_keeps_an_address_out_of_bgp_is_told() {
    let map = "route-map own deny 10\nexit\n";
    let site = Site::new()
        .but(SERVER_FRR_PATH, "194/32", "194/32 route-map own")
        .and(SERVER_FRR_PATH, map);
    let told = site.told();
    let why = "own denies it at seq 10, and nothing else on server brings it into BGP";
    assert!(told.contains(why), "{told}");
    // A plain statement beside it would take its route-map away: nothing is changed.
    let before = site.text(SERVER_FRR_PATH);
    assert_eq!(site.fixed().text(SERVER_FRR_PATH), before);
}

#[test]
fn a_network_statement_is_offered_only_where_it_finds_its_route() {
    let site = || {
        Site::new()
            .with("server/etc/jail.conf", &jail("web", "203.0.113.194/28"))
            .but(SERVER_FRR_PATH, "  network 203.0.113.194/32\n", "")
    };
    let before = site().text(SERVER_FRR_PATH);
    assert_eq!(site().fixed().text(SERVER_FRR_PATH), before);
    let unchecked = " no bgp network import-check\n bgp router-id";
    silent(
        &site()
            .but(SERVER_FRR_PATH, " bgp router-id", unchecked)
            .fixed(),
    );
}

#[test]
fn a_missing_policy_is_told_once_for_all_jails() {
    let two = jail("web", "203.0.113.194") + &jail("mail", "203.0.113.195");
    let site = || {
        Site::new().with("server/etc/jail.conf", &two).but(
            SERVER_FRR_PATH,
            "  network",
            "  network 203.0.113.195/32\n  network",
        )
    };
    silent(&site());
    let outbound = "  neighbor 192.168.50.1 prefix-list out out\n";
    let without = site().but(SERVER_FRR_PATH, outbound, "");
    assert_eq!(without.rules(), ["missing-ebgp-policy"]);
    let undefined = site().but(SERVER_FRR_PATH, "list out out", "list oout out");
    assert_eq!(undefined.rules(), ["undefined-prefix-list"]);
    let inbound = "  neighbor 192.168.50.2 prefix-list server in\n";
    let without = site().but(ROUTER_FRR_PATH, inbound, "");
    assert_eq!(without.rules(), ["missing-ebgp-policy"]);
    // An entry that is missing is missing for each address.
    let each = site().but(SERVER_FRR_PATH, "203.0.113.192/28 ge 32", "10.0.0.0/8");
    assert_eq!(each.rules(), ["jail-address-filtered"; 2]);
}

#[test]
fn a_second_session_for_another_family_needs_that_family() {
    let session = " neighbor 2001:db8:50::1 remote-as 65000\n";
    let site = |more: &str| {
        let lines = format!("{session}{more} address-family");
        Site::new().but(SERVER_FRR_PATH, " address-family", &lines)
    };
    let site = |more: &str| {
        let rc = format!("{SERVER_RC}ifconfig_ix0_ipv6=\"inet6 2001:db8:50::2/64\"\n");
        site(more).with("server/etc/rc.conf", &rc)
    };
    assert_eq!(site("").rules(), ["neighbor-not-activated"]);
    let elsewhere =
        " address-family ipv6 vpn\n  neighbor 2001:db8:50::1 activate\n exit-address-family\n";
    silent(&site(elsewhere));
}

#[test]
fn a_peer_that_takes_no_part_asks_no_filter() {
    let rejects = || Site::new().but(ROUTER_FRR_PATH, "permit 203.0.113.192/28", "deny 0.0.0.0/0");
    assert_eq!(rejects().rules(), ["jail-address-rejected-by-peer"]);
    let family = " address-family";
    for line in [
        " neighbor 192.168.50.2 shutdown\n",
        " address-family ipv4 unicast\n  no neighbor 192.168.50.2 activate\n exit-address-family\n",
    ] {
        let line = format!("{line}{family}");
        silent(&rejects().but(ROUTER_FRR_PATH, family, &line));
    }
}

#[test]
fn a_script_is_held_to_the_router_of_its_view() {
    let blue = "router bgp 65200 view blue\nexit\nrouter bgp 65100\n";
    let site = |entered: &str| {
        let script =
            format!("#!/bin/sh\n/usr/local/bin/vtysh -c 'conf t' -c 'router bgp {entered}'\n");
        Site::new()
            .but(SERVER_FRR_PATH, "router bgp 65100\n", blue)
            .with("server/usr/local/sbin/enter", &script)
    };
    silent(&site("65100"));
    silent(&site("65200 view blue"));
    // This one would be made.
    silent(&site("65300 view red"));
    for (wrong, right) in [("65109", "65100"), ("65109 view blue", "65200 view blue")] {
        let site = site(wrong);
        assert_eq!(site.rules(), ["script-as-mismatch"]);
        let fixed = site.fixed();
        silent(&fixed);
        let script = fixed.text("server/usr/local/sbin/enter");
        assert!(
            script.contains(&format!("'router bgp {right}'")),
            "{script}"
        );
    }
}

#[test]
fn commands_from_a_file_may_announce() {
    let site = |call: &str| {
        Site::new()
            .but(SERVER_FRR_PATH, "  network 203.0.113.194/32\n", "")
            .with(
                "server/usr/local/sbin/announce",
                &format!("#!/bin/sh\n{call}\n"),
            )
    };
    let vtysh = "/usr/local/bin/vtysh";
    silent(&site(&format!("{vtysh} -f /usr/local/etc/frr/jails/$1")));
    silent(&site(&format!(
        "{vtysh} -d bgpd < /usr/local/etc/frr/jails/$1"
    )));
    let boot = site(&format!("{vtysh} -b"));
    assert_eq!(boot.rules(), ["jail-address-not-announced"]);
}

#[test]
fn a_metric_is_not_lost_with_redistribution() {
    let redistribution = "redistribute connected metric 5";
    let site = Site::new()
        .but(SERVER_FRR_PATH, "version 10.3", "version 7.3.1")
        .but(SERVER_FRR_PATH, "network 203.0.113.194/32", redistribution)
        .with("server/etc/rc.conf", &SERVER_RC.replace(" mgmtd", ""));
    assert_eq!(site.rules(), ["stale-connected-redistribution"]);
    assert!(site.fixed().text(SERVER_FRR_PATH).contains(redistribution));
}

#[test]
fn an_arp_entry_out_of_a_variable_is_added_where_it_is_written() {
    let two = jail("web", "203.0.113.194") + &jail("mail", "203.0.113.195");
    let published = "IP=\"203.0.113.194\"\nfor ip in $IP; do\n    arp -s $ip auto pub\ndone\n";
    let site = Site::new()
        .with("server/etc/jail.conf", &two)
        .but(
            SERVER_FRR_PATH,
            "  network",
            "  network 203.0.113.195/32\n  network",
        )
        .with("router/etc/rc.local", published);
    assert_eq!(site.rules(), ["proxy-arp-mismatch"]);
    let fixed = site.fixed();
    let both = published.replace("113.194\"", "113.194 203.0.113.195\"");
    assert_eq!(fixed.text("router/etc/rc.local"), both);
    silent(&fixed);
}

#[test]
fn what_an_aggregate_stands_for_is_not_announced_itself() {
    let aggregate = "  aggregate-address 203.0.113.192/28 summary-only\n  network";
    let site = || Site::new().but(SERVER_FRR_PATH, "  network", aggregate);
    assert_eq!(site().rules(), ["jail-address-filtered"]);
    silent(&site().fixed());
    silent(&site().but(SERVER_FRR_PATH, "192/28 ge 32", "192/28"));
    silent(&site().but(SERVER_FRR_PATH, " summary-only", ""));
    let unsuppressed = "unsuppress-map all\n  neighbor 192.168.50.1 prefix-list out out";
    let map = "route-map all permit 10\nexit\n";
    silent(
        &site()
            .but(SERVER_FRR_PATH, "prefix-list out out", unsuppressed)
            .and(SERVER_FRR_PATH, map),
    );
}

/// With a reflector between the server and the router, all in one AS.
fn reflected(clients: &[&str]) -> Site {
    let mut reflector = ROUTER_FRR.replace("65000", "65100");
    reflector = reflector.replace("router-id 192.168.50.1", "router-id 192.168.50.9");
    let router = " neighbor 192.168.50.1 remote-as 65100\n";
    reflector = reflector.replacen(" address-family", &format!("{router} address-family"), 1);
    for client in clients {
        let line = format!("  neighbor {client} route-reflector-client\n exit-address-family");
        reflector = reflector.replace(" exit-address-family", &line);
    }
    Site::new()
        .but(SERVER_FRR_PATH, "65000", "65100")
        .but(SERVER_FRR_PATH, "192.168.50.1 ", "192.168.50.9 ")
        .but(ROUTER_FRR_PATH, "65000", "65100")
        .but(ROUTER_FRR_PATH, "192.168.50.2", "192.168.50.9")
        .with(
            "reflector/etc/rc.conf",
            &SERVER_RC.replace("192.168.50.2/", "192.168.50.9/"),
        )
        .with("reflector/usr/local/etc/frr/frr.conf", &reflector)
        .and("cellblock.toml", "[hosts.reflector]\nfreebsd = \"14.3\"\n")
}

#[test]
fn a_static_route_shadows_what_a_reflector_passes_on() {
    let route = "static_routes=\"web\"\nroute_web=\"-host 203.0.113.194 192.168.50.2\"\n";
    let rules = |site: Site| site.and("router/etc/rc.conf", route).rules();
    let shadows = ["static-route-shadows-bgp"];
    for client in ["192.168.50.1", "192.168.50.2"] {
        silent(&reflected(&[client]));
        assert_eq!(rules(reflected(&[client])), shadows, "{client}");
    }
    // Without a client nothing is passed on within an AS, and what the router denies, it has not
    // learned.
    assert_eq!(rules(reflected(&[])), ["ibgp-not-reflected"]);
    let denies = reflected(&["192.168.50.2"]).but(ROUTER_FRR_PATH, "/28 ge 28", "/32");
    assert_eq!(rules(denies), [""; 0]);
}

#[test]
fn published_entries_are_looked_for_wherever_they_are_made() {
    let two = jail("web", "203.0.113.194") + &jail("mail", "203.0.113.195");
    let site = || {
        Site::new()
            .with("server/etc/jail.conf", &two)
            .but(
                SERVER_FRR_PATH,
                "  network",
                "  network 203.0.113.195/32\n  network",
            )
            .with(
                "router/etc/rc.local",
                "arp -S 203.0.113.194 auto pub # web\n",
            )
    };
    assert_eq!(site().rules(), ["proxy-arp-mismatch"]);
    let both = "arp -S 203.0.113.194 auto pub # web\narp -S 203.0.113.195 auto pub\n";
    assert_eq!(site().fixed().text("router/etc/rc.local"), both);
    let pair = "static_arp_pairs=\"mail\"\nstatic_arp_mail=\"203.0.113.195 auto pub\"\n";
    silent(&site().and("router/etc/rc.conf", pair));
    let not_published = pair.replace(" pub", "");
    let not_published = site().and("router/etc/rc.conf", &not_published);
    assert_eq!(not_published.rules(), ["proxy-arp-mismatch"]);
    silent(&site().and("router/etc/rc.local", "arp -f /etc/published\n"));
    for entry in ["203.0.113.195", "$1"] {
        let script = format!("#!/bin/sh\narp -S {entry} auto pub\n");
        silent(&site().with("router/usr/local/sbin/publish", &script));
    }
}
