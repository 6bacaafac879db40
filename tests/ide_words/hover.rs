//! What is told of words.

use crate::bench::told;

const JAIL: &str = "etc/jail.conf";
const LOADER: &str = "boot/loader.conf";
const SYSCTL: &str = "etc/sysctl.conf";
const RC: &str = "etc/rc.conf";

fn text(release: &str, path: &str, marked: &str) -> String {
    told(release, path, marked).map_or(String::new(), |told| told.text)
}

#[test]
fn a_jail_parameter() {
    let told = text("13.2", JAIL, "exec.clean;\nwww { exec.‸fib = 1; }");
    assert!(
        told.starts_with("**exec.fib**: a number\n\nRouting table for"),
        "{told}"
    );
    assert!(told.contains("It can be changed while the jail runs"));
    let told = text("13.2", JAIL, "www { ip4.addr‸ = 192.0.2.1; }");
    assert!(
        told.starts_with("**ip4.addr**: a list of IPv4 addresses"),
        "{told}"
    );
    let told = text("13.2", JAIL, "‸path = /x;");
    assert!(told.contains("only when the jail is made"), "{told}");
    let told = text("13.2", JAIL, "allow.nora‸w_sockets;");
    assert!(
        told.starts_with("**allow.raw_sockets**: true or false, false by default"),
        "{told}"
    );
    let told = text("13.2", JAIL, "stop.timeout‸ = 1;");
    assert!(told.contains("10 by default"), "{told}");
    let told = text("14.0", JAIL, "allow.mount.nozf‸s;");
    assert!(
        told.contains("no effect unless allow.mount is on and enforce_statfs is below 2."),
        "{told}"
    );
    assert_eq!(text("14.0", JAIL, "allow.mount.unionf‸s;"), "");
    assert!(text("15.0", JAIL, "meta.ow‸ner = me;").starts_with("**meta**"));
    for marked in [
        "no.‸such = 1;",
        "w‸ww { }",
        "# exec.f‸ib",
        "‸\n",
        "path = /x;‸ \n",
    ] {
        assert_eq!(text("13.2", JAIL, marked), "", "{marked}");
    }
}

#[test]
fn what_a_value_comes_to() {
    let file = "path = \"/jails/‸$x/$name\";\n$x = y;\nwww { }\ndb { $x = z; }\n";
    let marked = file.replace('‸', "").replace("/jails", "/ja‸ils");
    assert_eq!(
        text("13.2", JAIL, &marked),
        "**path** comes to\n\n- `/jails/y/www` in jail www\n- `/jails/z/db` in jail db"
    );
    assert_eq!(
        text("13.2", JAIL, &file.replace("‸$x", "$‸x")),
        "**$x**\n\n- `y` in jail www\n- `z` in jail db"
    );
    let marked = file.replace('‸', "").replace("$name", "$na‸me");
    assert_eq!(
        text("13.2", JAIL, &marked),
        "**$name**\n\n- `www` in jail www\n- `db` in jail db"
    );
    let marked = file.replace('‸', "").replace("$x = y", "‸$x = y");
    assert!(text("13.2", JAIL, &marked).contains("`z` in jail db"));
    let marked = file.replace('‸', "").replace("$x = z", "$‸x = z");
    assert_eq!(text("13.2", JAIL, &marked), "**$x**\n\n- `z` in jail db");
    assert_eq!(text("13.2", JAIL, "www { path = /x‸; }"), "");
}

#[test]
fn many_jails_are_counted() {
    let jails: String = (0..20).map(|n| format!("j{n} {{ }}\n")).collect();
    let told = text(
        "13.2",
        JAIL,
        &format!("$r = \"a`b\";\npath = $‸r;\n{jails}"),
    );
    assert_eq!(told, "**$r**\n\n- `` a`b `` in 20 jails");
    let told = text("13.2", JAIL, &format!("path = $n‸ame;\n{jails}"));
    assert!(told.ends_with("\n- and 12 more"), "{told}");
}

#[test]
fn a_setting() {
    let told = text("12.1", LOADER, "net.add_addr‸_allfibs=\"0\"\n");
    for part in [
        "**net.add_addr_allfibs**: a whole number, not negative",
        "Default on FreeBSD 12.1: 1",
        "loader.conf on FreeBSD 12.1: does not set it, since each network stack",
        "sysctl.conf on FreeBSD 12.1: sets it",
    ] {
        assert!(told.contains(part), "{part}\n{told}");
    }
    assert!(!told.contains("In force"), "{told}");
    let told = text("", SYSCTL, "net.add_addr_allf‸ibs=0\n");
    for part in [
        "Default on FreeBSD 12.0 to 12.4: 1",
        "Default on FreeBSD 13.0 to 15.1: 0",
        "sysctl.conf: sets it",
        "In force: `0`, from this line",
    ] {
        assert!(told.contains(part), "{part}\n{told}");
    }
    let told = text("13.2", SYSCTL, "net.fibs=4‸\n");
    assert!(told.contains("In force: `4`, from this line"), "{told}");
    let told = text("12.1", SYSCTL, "net.fibs=4‸\n");
    assert!(
        told.contains("In force: `3`, from boot/loader.conf, line 1"),
        "{told}"
    );
    assert_eq!(text("12.1", LOADER, "zfs_load‸=\"YES\"\n"), "");
}

#[test]
fn a_variable_of_rc_conf() {
    let told = text("13.2", RC, "jail_‸enable=\"NO\"\njail_enable=\"YES\"\n");
    for part in [
        "**jail_enable**: YES or NO, `NO` by default\n\nStart jails at boot",
        "In force: `YES`, from etc/rc.conf, line 2",
    ] {
        assert!(told.contains(part), "{part}\n{told}");
    }
    let told = text("13.2", RC, "defaultrouter_fi‸b1=192.0.2.1\n");
    assert!(told.contains("Since FreeBSD 13.2 and 14.0."), "{told}");
    let told = text("13.2", RC, "ipv6_ena‸ble=YES\n");
    assert!(
        told.contains("ipv6_activate_all_interfaces took its place."),
        "{told}"
    );
    let told = text("13.2", RC, "a=em0\nifconfig_em0=\"‸$a up\"\n");
    assert!(
        told.contains("In force: `em0 up`, from this line"),
        "{told}"
    );
    let told = text("13.2", RC, "x=\"$(date)‸\"\n");
    assert!(told.contains("known at run time only"), "{told}");
    assert_eq!(text("13.2", RC, "# jail_‸enable\n"), "");
}
