//! Other names: written everywhere as each place takes them, or refused in words.

use crate::marked::{Marked, renamed};

/// Every marked place gets the new name, and nothing else changes.
pub fn in_every_place(site: &str, new: &str) {
    let marked = Marked::of(site);
    let expected: String = (marked.files.keys())
        .map(|name| {
            let header = format!("=== {name}\n");
            let body = site.split(&header).nth(1).unwrap();
            let body = body.split("=== ").next().unwrap();
            let mut text = String::new();
            for part in body.replace('¦', "").split_inclusive(['»', '⟧']) {
                match part.split_once(['«', '⟦']) {
                    Some((before, _)) => text.extend([before, new]),
                    None => text.push_str(part),
                }
            }
            header + &text
        })
        .collect();
    assert_eq!(renamed(site, new), Ok(expected), "{site}");
}

/// What the site becomes is written out.
fn becomes(site: &str, new: &str, expected: &str) {
    assert_eq!(renamed(site, new).as_deref(), Ok(expected), "{site}");
}

pub fn refused(site: &str, new: &str, why: &str) {
    match renamed(site, new) {
        Err(said) => assert!(said.contains(why), "{said}\n{site}"),
        Ok(text) => panic!("{new} is taken: {text}"),
    }
}

#[test]
fn jails() {
    in_every_place(
        "=== etc/jail.conf\n⟦we¦b⟧ { path = /jails/web; }\ndb { depend = «web», \"mail\"; }\n\
         mail { depend = \"«web»\"; }\n\
         === etc/rc.conf\njail_list=\"db «web» mail\"\njail_«web»_fib=1\nweb_enable=YES\n\
         === etc/rc.local\njexec «web» ls web\nservice jail start «web»\n",
        "site",
    );
    // Written as each place takes it.
    becomes(
        "=== etc/jail.conf\nw¦eb { }\ndb { depend = web, 'web', \"web\"; }\n\
         === etc/rc.conf\njail_web_fib=1\n",
        "my-web",
        "=== etc/jail.conf\nmy-web { }\ndb { depend = my-web, 'my-web', \"my-web\"; }\n\
         === etc/rc.conf\njail_my_web_fib=1\n",
    );
    becomes(
        "=== etc/jail.conf\nw¦eb { }\ndb { depend = web, 'web', \"web\"; }\n",
        "my \"web\"",
        "=== etc/jail.conf\n\"my \\\"web\\\"\" { }\ndb { depend = \"my \\\"web\\\"\", \
         'my \"web\"', \"my \\\"web\\\"\"; }\n",
    );
    // Of a jail within another one, its own part.
    in_every_place(
        "=== etc/jail.conf\nout { ⟦in¦ner⟧ { } }\nx { depend = out.«inner»; }\ninner { }\n",
        "core",
    );
    in_every_place(
        "=== etc/jail.conf\n⟦ou¦t⟧ { inner { } }\nx { depend = «out».inner; }\n",
        "core",
    );
}

const PAIR: &str = "=== etc/jail.conf\nw¦eb { }\ndb { }\nout { inner { } }\n";

#[test]
fn jails_cannot_have_every_name() {
    for (new, why) in [
        ("db", "already"),
        ("7", "id"),
        ("0042", "id"),
        ("a.b", "dot"),
        ("", "at least one character"),
        ("a\nb", "control"),
        ("*", "`*`"),
    ] {
        refused(PAIR, new, why);
    }
    refused(PAIR, &"x".repeat(256), "255");
    assert!(renamed(PAIR, &"x".repeat(255)).is_ok());
    assert!(renamed(PAIR, "inner").is_ok());
    // The jail that begins so would be within this one.
    refused(
        "=== etc/jail.conf\nw¦eb { }\ndb.x { }\nout { inner { } }\n",
        "db",
        "already",
    );
    refused(
        "=== etc/jail.conf\nw¦eb { }\n=== etc/rc.conf\njail_list=web\n",
        "my web",
        "quoted",
    );
    refused(
        "=== etc/jail.conf\nw¦eb { depend = \"w\\x65b\"; }\n",
        "x",
        "escapes on line 1 of etc/jail.conf",
    );
    refused(
        "=== etc/jail.conf\na { depend = ¦gone; }\n",
        "x",
        "no block",
    );
    refused(
        "=== etc/jail.conf\na { }\n=== etc/jail.conf.d/web.conf\nwe¦b { }\n\
         === etc/rc.conf\njail_list=\"a web\"\n",
        "x",
        "by the name of etc/jail.conf.d/web.conf",
    );
}

#[test]
fn interfaces() {
    in_every_place(
        "=== etc/rc.conf\nvlans_igb0=\"⟦vlan¦20⟧\"\ncreate_args_«vlan20»=\"vlan 20\"\n\
         ifconfig_⟦vlan20⟧=\"inet 10.0.0.1/24\"\nifconfig_«vlan20»_alias0=\"inet 10.0.0.2/32\"\n\
         === etc/jail.conf\na { interface = «vlan20»; }\n\
         b { ip4.addr = \"«vlan20»|203.0.113.5/32\"; }\n\
         === usr/local/etc/frr/frr.conf\ninterface «vlan20»\n ip address 10.0.0.1/24\n",
        "public",
    );
    // What is made from it goes with it.
    becomes(
        "=== etc/rc.conf\ncloned_interfaces=\"lag¦g0\"\nvlans_lagg0=\"50\"\n\
         ifconfig_lagg0_50=\"inet 10.0.0.1/24\"\n\
         === etc/jail.conf\na { ip4.addr = \"lagg0.50|10.0.0.9\", \"lagg0.50.7|10.0.0.8\"; }\n",
        "lagg1",
        "=== etc/jail.conf\na { ip4.addr = \"lagg1.50|10.0.0.9\", \"lagg1.50.7|10.0.0.8\"; }\n\
         === etc/rc.conf\ncloned_interfaces=\"lagg1\"\nvlans_lagg1=\"50\"\n\
         ifconfig_lagg1_50=\"inet 10.0.0.1/24\"\n",
    );
    becomes(
        "=== etc/rc.conf\nifconfig_em0_name=\"w¦an\"\nifconfig_wan=\"DHCP\"\n",
        "wan-1",
        "=== etc/rc.conf\nifconfig_em0_name=\"wan-1\"\nifconfig_wan_1=\"DHCP\"\n",
    );
}

#[test]
fn interfaces_cannot_have_every_name() {
    let site = "=== etc/rc.conf\nvlans_igb0=\"vlan¦20 vlan30\"\nifconfig_vlan30=up\n";
    for (new, why) in [
        ("vlan30", "already"),
        ("abcdefghijklmnop", "15 bytes"),
        ("", "at least one"),
        ("2x", "begins with a letter"),
        ("a b", "letters, digits"),
        ("é0", "letters, digits"),
        ("igb0.20", "made from another one"),
    ] {
        refused(site, new, why);
    }
    assert!(renamed(site, "abcdefghijklmno").is_ok());
    let cloned = "=== etc/rc.conf\ncloned_interfaces=\"lagg¦0\"\nvlans_lagg0=50\n";
    refused(cloned, "uplink", "lagg and a number");
    refused(cloned, "bridge0", "lagg and a number");
    refused(cloned, "lagg", "lagg and a number");
    refused(
        "=== etc/rc.conf\nvlans_igb0=\"5¦0\"\nifconfig_igb0_50=up\n",
        "x",
        "takes its name from igb0",
    );
    // Of what is made from it, the name would get too long.
    refused(
        "=== etc/rc.conf\nvlans_ig¦b0=\"4000\"\nifconfig_igb0_4000=up\n",
        "abcdefghijkl",
        "15 bytes",
    );
    refused(
        "=== etc/rc.conf\nn=0\nifconfig_igb0=up\nx_interface=\"igb$n\"\nifconfig_igb¦0_alias0=up\n",
        "x",
        "put together",
    );
}

#[test]
fn a_name_that_is_put_together_stays() {
    let site = "=== etc/jail.conf\n$n = 20;\na { ip4.addr = \"vlan$n|10.0.0.1\"; }\n\
                === etc/rc.conf\nifconfig_vl¦an20=up\n";
    refused(site, "x", "put together");
    refused(site, "x", "on line 2 of etc/jail.conf");
    // All of it in a variable can be changed.
    in_every_place(
        "=== etc/jail.conf\n$if = «vlan20»;\na { ip4.addr = \"${if}|10.0.0.1\"; }\n\
         === etc/rc.conf\nifconfig_⟦vl¦an20⟧=up\n",
        "x",
    );
}

#[test]
fn variables() {
    in_every_place(
        "=== etc/jail.conf\n$⟦ba¦se⟧ = /jails;\npath = \"${«base»}/$name\";\n\
         a { mount = \"$«base»/x base\"; }\nb { $⟦base⟧ = /x; path = '$base'; }\n",
        "root",
    );
    let site = "=== etc/jail.conf\n$x = 1;\n$y = 2;\npath = /$¦x$name;\n";
    for (new, why) in [
        ("y", "already"),
        ("path", "parameter of jail(8)"),
        ("name", "parameter of jail(8)"),
        ("1a", "letter"),
        ("a-b", "letter"),
        ("", "at least one"),
    ] {
        refused(site, new, why);
    }
    refused(
        "=== etc/jail.conf\npath = /$na¦me;\na { }\n",
        "x",
        "for good",
    );
    // What follows must not become part of the name.
    becomes(
        "=== etc/jail.conf\n$x = 1;\npath = /$x;\na { path = \"${¦x}y\"; }\n",
        "z",
        "=== etc/jail.conf\n$z = 1;\npath = /$z;\na { path = \"${z}y\"; }\n",
    );
}

#[test]
fn variables_of_rc_conf() {
    in_every_place(
        "=== etc/rc.conf\n⟦my_¦net⟧=10.0.0\nifconfig_em0=\"inet ${«my_net»}.1/24\"\n",
        "lan",
    );
    in_every_place(
        "=== etc/rc.conf\n⟦a¦b⟧=1\nc=$((«ab» + 1)) # $ab\nd=\"$abc\"\nabc=1\n\
         === etc/rc.local\necho \"$«ab» ab\" $(( $«ab» * 2 ))\n\
         === usr/local/sbin/own\n#!/bin/sh\n. /etc/rc.subr\nload_rc_config own\necho $«ab»\n",
        "lan",
    );
    // A script's own variable is another one.
    in_every_place(
        "=== etc/rc.conf\n⟦a¦b⟧=1\nc=$«ab»\n=== etc/rc.local\nab=2\necho $ab\n",
        "lan",
    );
    for (site, new, why) in [
        (
            "=== etc/rc.conf\nhost¦name=x\nb=$hostname\n",
            "a",
            "FreeBSD's own scripts",
        ),
        (
            "=== etc/rc.conf\nsshd_¦enable=YES\n",
            "a",
            "FreeBSD's own scripts",
        ),
        ("=== etc/rc.conf\na¦b=1\nc=$ab\n", "c", "already"),
        ("=== etc/rc.conf\na¦b=1\nc=$ab\n", "a-b", "letter"),
        // rc.subr evaluates some values.
        (
            "=== etc/rc.conf\na¦b=1\nc=$ab\n# $ab\nd='x $ab'\n",
            "x",
            "on line 4 of etc/rc.conf",
        ),
        // Then it would be a setting.
        (
            "=== etc/rc.conf\na¦b=1\nc=$ab\n",
            "hostname",
            "FreeBSD's own scripts",
        ),
        (
            "=== boot/loader.conf\nnet.¦fibs=2\n",
            "a",
            "the kernel's name",
        ),
    ] {
        refused(site, new, why);
    }
}

#[test]
fn variables_of_scripts() {
    in_every_place(
        "=== etc/rc.conf\na=1\n=== etc/rc.local\n⟦I¦P⟧=1\necho \"$«IP» IP\" # $IP\n\
         for x in `echo ${«IP»}`; do echo $x; done\n",
        "address",
    );
    for (script, new, why) in [
        ("a¦b=1\nx=2\n", "x", "already"),
        ("a¦b=1\n", "PATH", "environment"),
        ("a¦b=1\n", "a-b", "letter"),
        ("PA¦TH=/bin\n", "x", "environment"),
        ("export a¦b=1\n", "x", "exports ab"),
        ("a¦b=1\neval echo x\n", "x", "runs texts"),
        ("a¦b=1 env\n", "x", "exports ab"),
        ("a¦b=1\ncat <<E\n$ab\nE\n", "x", "speak of it"),
        (
            "a¦b=1\nawk '{ print $ab }'\n",
            "x",
            "on line 2 of etc/rc.local",
        ),
    ] {
        let site = format!("=== etc/rc.conf\na=1\n=== etc/rc.local\n{script}");
        refused(&site, new, why);
    }
}
