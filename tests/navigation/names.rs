//! Which places name the same thing, and which of them define it.

use crate::marked::Marked;

/// From every marked place all of them are found, and what defines the name.
pub fn found_from_everywhere(site: &str) {
    let marked = Marked::of(site);
    let named = marked.host();
    assert!(!marked.all().is_empty());
    for (file, start, end) in marked.all() {
        for at in [start, end - 1] {
            let occurrence = named.at((&file, at));
            let occurrence = occurrence.unwrap_or_else(|| panic!("{file} {at} in {site}"));
            let shown = format!("from {file} {start} in {site}");
            assert_eq!(named.references(occurrence, true), marked.all(), "{shown}");
            let mut definitions = marked.definitions.clone();
            definitions.sort();
            assert_eq!(named.definitions(occurrence), definitions, "{shown}");
            let uses = named.references(occurrence, false);
            assert_eq!(uses.len(), marked.uses.len(), "{shown}");
        }
    }
}

/// At the cursor, what is marked as a definition is the definition.
pub fn leads_to(site: &str) {
    let marked = Marked::of(site);
    let named = marked.host();
    let (file, at) = marked.cursor.as_ref().unwrap();
    let occurrence = named.at((file, *at)).unwrap();
    let mut definitions = marked.definitions.clone();
    definitions.sort();
    assert_eq!(named.definitions(occurrence), definitions, "{site}");
}

#[test]
fn jails() {
    for site in [
        // jail.conf, rc.conf and commands.
        "=== etc/jail.conf\n⟦web⟧ { path = /jails/web; }\ndb { depend = «web», \"mail\"; }\n\
         mail { depend = '«web»'; }\n\
         === etc/rc.conf\njail_list=\"db «web» mail\"\njail_«web»_hostname=web\nweb_enable=YES\n\
         === etc/rc.local\nservice jail start «web»\njexec «web» ls web\njls -j «web»\n\
         ifconfig em0 vnet «web»\nsetfib 1 jexec -u root «web» true\njail -r «web»\necho web\n",
        // A name that `_` stands for, beside a longer one.
        "=== etc/jail.conf\n⟦my-web⟧ { }\nmy-web-2 { depend = «my-web»; }\n\
         === etc/rc.conf\njail_«my_web»_fib=1\njail_my_web_2_fib=1\n",
        // In quotes, and twice.
        "=== etc/jail.conf\n\"⟦a b⟧\" { vnet; }\n'⟦a b⟧' { depend = \"«a b»\"; }\n",
        // Within one another.
        "=== etc/jail.conf\nout { ⟦in⟧ { } }\nx { depend = out.«in»; }\n\
         y { depend = in; }\n=== etc/rc.local\njexec out.«in» ls\n",
        "=== etc/jail.conf\n⟦out⟧ { in { } }\nx { depend = «out».in; }\n\
         === etc/rc.local\njexec «out».in ls\njexec -l «out» ls\n",
        // By a variable.
        "=== etc/jail.conf\n$on = \"«web»\";\n$host = web;\n⟦web⟧ { }\ndb { depend = $on; host.hostname = $host; }\n",
        // In files of their own.
        "=== etc/jail.conf\n.include \"/etc/jail.conf.d/*.conf\";\ndb { depend = «web»; }\n\
         === etc/jail.conf.d/web.conf\n⟦web⟧ { }\n",
        // In a hook, by a variable of a script, in a list of a loop.
        "=== etc/jail.conf\n⟦web⟧ { }\ndb { exec.poststart = \"jexec «web» true\"; }\n\
         === etc/rc.local\nJ=«web»\njexec $J ls\nfor j in db «web»; do jexec $j ls; done\n",
    ] {
        found_from_everywhere(site);
    }
}

#[test]
fn interfaces() {
    for site in [
        "=== etc/rc.conf\nvlans_igb0=\"⟦vlan20⟧ vlan30\"\ncreate_args_«vlan20»=\"vlan 20\"\n\
         ifconfig_⟦vlan20⟧=\"inet 10.0.0.1/24\"\nifconfig_«vlan20»_ipv6=\"inet6 ::1\"\n\
         ifconfig_«vlan20»_alias0=\"inet 10.0.0.2/32\"\nifconfig_bridge0=\"addm «vlan20»\"\n\
         cloned_interfaces=\"bridge0\"\n\
         === etc/jail.conf\na { interface = «vlan20»; }\n\
         b { ip4.addr = \"«vlan20»|203.0.113.5/32\"; ip6.addr += '«vlan20»|2001:db8::5/128'; }\n\
         c { vnet.interface = \"«vlan20»\"; exec.prestart = \"ifconfig «vlan20» up\"; }\n\
         === usr/local/etc/frr/frr.conf\ninterface «vlan20»\n ip address 10.0.0.1/24\nexit\n\
         ip route 10.9.0.0/24 «vlan20»\n\
         router bgp 65000\n neighbor «vlan20» interface remote-as external\n\
         === etc/rc.local\nifconfig «vlan20» up\nroute add -net 10.8.0.0/16 -iface «vlan20»\n\
         echo vlan20\n",
        // A number makes a child of the interface.
        "=== etc/rc.conf\ncloned_interfaces=\"lagg0\"\nvlans_lagg0=\"⟦50⟧ 60\"\n\
         ifconfig_⟦lagg0_50⟧=\"inet 10.0.0.1/24\"\n\
         === etc/jail.conf\na { ip4.addr = \"«lagg0.50»|10.0.0.9\"; }\n\
         === usr/local/etc/frr/frr.conf\ninterface «lagg0.50»\n",
        "=== etc/rc.conf\ncloned_interfaces=\"⟦lagg0⟧\"\nvlans_⟦lagg0⟧=\"50\"\n\
         ifconfig_⟦lagg0⟧=\"laggproto lacp laggport ix0\"\nifconfig_lagg0_50=up\n\
         === etc/jail.conf\na { ip4.addr = \"lagg0.50|10.0.0.9\"; }\n",
        "=== etc/rc.conf\nwlans_ath0=\"⟦wlan0⟧\"\ncreate_args_«wlan0»=\"country DE\"\n\
         ifconfig_⟦wlan0⟧=\"WPA DHCP\"\n",
        "=== etc/rc.conf\nifconfig_ix0_name=\"⟦wan⟧\"\nifconfig_⟦wan⟧=\"inet 10.0.0.1/24\"\n\
         pf_if=wan\nipv4_addrs_«wan»=\"10.0.0.3/24\"\n\
         === etc/jail.conf\na { interface = \"«wan»\"; ip4.addr = 10.0.0.2; }\n",
        "=== etc/jail.conf\n$if = «vlan20»;\na { ip4.addr = \"$if|10.0.0.1\"; }\n\
         b { $if = lo1; $on = '«vlan20»'; vnet.interface = $on; $x = vlan20; }\n\
         === etc/rc.conf\nifconfig_⟦vlan20⟧=up\n",
        "=== etc/rc.conf\nexternal_interface=\"«igb0»\"\nifconfig_⟦igb0⟧=\"DHCP\"\n\
         route_x=\"-net 10.0.0.0/8 -iface «igb0»\"\nstatic_routes=x\n\
         === etc/rc.local\nI=«igb0»\nifconfig $I up\nifconfig \"$I\" mtu 9000\n",
    ] {
        found_from_everywhere(site);
    }
}

#[test]
fn variables_of_jail_conf() {
    for site in [
        "=== etc/jail.conf\n$⟦base⟧ = /jails;\npath = \"${«base»}/$name\";\n\
         a { mount = \"$«base»/x base\"; }\nb { path = '$base'; }\n",
        "=== etc/jail.conf\n.include \"/etc/jail.conf.d/*.conf\";\n$⟦if⟧ = em0;\n\
         === etc/jail.conf.d/a.conf\na { ip4.addr = \"$«if»|10.0.0.1\"; }\n",
    ] {
        found_from_everywhere(site);
    }
    // Each jail takes what is set last for it.
    for site in [
        "=== etc/jail.conf\n$⟦x⟧ = 1;\na { $x = 2; path = /$x; }\nb { path = /$¦x; }\n",
        "=== etc/jail.conf\n$x = 1;\na { $⟦x⟧ = 2; path = /$¦x; }\nb { path = /$x; }\n",
        "=== etc/jail.conf\n$⟦x⟧ = 1;\npath = /$¦x;\na { $⟦x⟧ = 2; }\nb { }\n",
        "=== etc/jail.conf\na { ⟦host.hostname⟧ = n; path = \"/${¦host.hostname}\"; }\n",
    ] {
        leads_to(site);
    }
}

#[test]
fn variables_of_rc_conf() {
    found_from_everywhere(
        "=== etc/rc.conf\n⟦my_net⟧=10.0.0\nifconfig_em0=\"inet ${«my_net»}.1/24\"\n\
         ifconfig_em1='inet ${my_net}.2/24'\n: ${«my_net»:=x}\n",
    );
    for site in [
        "=== etc/rc.conf\nx=1\n⟦x⟧=2\na=$¦x\nx=3\n",
        "=== etc/rc.conf\nx¦=1\nx=2\n⟦x⟧=3\n",
    ] {
        leads_to(site);
    }
}

#[test]
fn variables_of_scripts() {
    for site in [
        "=== etc/rc.local\n⟦IP⟧=1\necho \"$«IP» ${«IP»:-$HOME} IP\" '$IP' $((«IP» + 1)) # $IP\n\
         f() { local ⟦IP⟧; read -r ⟦IP⟧ x; }\nfor ⟦IP⟧ in `echo $«IP»`; do true; done\n\
         === etc/rc.conf\na=1\n=== usr/local/sbin/x\n#!/bin/sh\nIP=2\necho $IP\n",
        "=== etc/rc.conf\na=1\n=== etc/rc.local\nexport ⟦X⟧=1\n⟦X⟧=2 env\n",
    ] {
        found_from_everywhere(site);
    }
}

#[test]
fn kernel_settings() {
    found_from_everywhere("=== boot/loader.conf\n«net.fibs»=\"2\"\n⟦net.fibs⟧=\"3\"\nnet.x=1\n");
}

#[test]
fn what_is_no_name_is_none() {
    for site in [
        "=== etc/jail.conf\n# ¦web\nweb { }\n",
        "=== etc/jail.conf\nweb { path = \"/jails/we¦b\"; }\n",
        "=== etc/jail.conf\nweb { per¦sist; }\n",
        "=== etc/jail.conf\nweb { }\n=== etc/rc.local\necho we¦b\n",
        "=== etc/jail.conf\n¦* { }\n",
    ] {
        let marked = Marked::of(site);
        let named = marked.host();
        let (file, at) = marked.cursor.as_ref().unwrap();
        assert_eq!(named.at((file, *at)), None, "{site}");
    }
}
