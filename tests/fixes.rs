//! `check --fix`, `--unsafe` and `--diff`, through the real program.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use common::{check, check_json, files_below, found, project, skipped, write};
use tempfile::TempDir;

/// A copy of the arkham site.
fn arkham() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let site = project().join("tests/sites/arkham");
    for file in files_below(&site) {
        write(folder.path(), &file, fs::read(site.join(&file)).unwrap());
    }
    folder
}

fn texts(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let read = |file: PathBuf| {
        let bytes = fs::read(folder.join(&file)).unwrap();
        (file, bytes)
    };
    files_below(folder).into_iter().map(read).collect()
}

fn rules(folder: &Path) -> Vec<String> {
    let (_, json) = check_json(folder, &[]);
    found(&json).into_iter().map(|found| found.rule).collect()
}

fn text(folder: &Path, file: &str) -> String {
    fs::read_to_string(folder.join(file)).unwrap()
}

#[test]
fn arkham_is_mended_but_for_what_has_no_fix() {
    let site = arkham();
    let (status, _, told) = check(site.path(), &["--fix", "--unsafe"]);
    assert_eq!(status, 1);
    assert!(told.contains("14 findings fixed in 12 files\n"), "{told}");
    assert_eq!(
        rules(site.path()),
        ["duplicate-jail-address", "fib-out-of-range", "boot-order"]
    );
    let after = texts(site.path());
    let (_, _, told) = check(site.path(), &["--fix", "--unsafe"]);
    assert!(told.contains("0 findings fixed in 0 files\n"), "{told}");
    assert_eq!(texts(site.path()), after);
}

#[test]
fn without_unsafe_only_the_safe_ones() {
    let site = arkham();
    check(site.path(), &["--fix"]);
    let gone = |rule: &str| !rules(site.path()).iter().any(|found| found == rule);
    assert!(gone("misplaced-setting") && gone("frr-fib-not-read"));
    assert!(gone("command-not-in-boot-path") && gone("script-as-mismatch"));
    assert_eq!(rules(site.path()).len(), 11);
    let frr = text(site.path(), "arkham/usr/local/etc/frr/bgpd.conf");
    let original = project().join("tests/sites/arkham");
    assert_eq!(frr, text(&original, "arkham/usr/local/etc/frr/bgpd.conf"));
    assert_eq!(
        text(site.path(), "arkham/etc/sysctl.conf").lines().last(),
        Some("net.add_addr_allfibs=0")
    );
}

#[test]
fn the_diff_is_what_the_fix_does() {
    for arguments in [&["--diff"][..], &["--diff", "--unsafe"]] {
        let shown = arkham();
        let before = texts(shown.path());
        let (status, diff, _) = check(shown.path(), arguments);
        assert_eq!(status, 1);
        assert_eq!(texts(shown.path()), before, "--diff wrote");
        let fixed = arkham();
        let arguments: Vec<_> = arguments.iter().map(|a| a.replace("diff", "fix")).collect();
        let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
        check(fixed.path(), &arguments);
        write(shown.path(), "the.diff", diff);
        let applied = Command::new("git")
            .args(["apply", "the.diff"])
            .env("GIT_CEILING_DIRECTORIES", shown.path().parent().unwrap())
            .current_dir(shown.path())
            .status();
        match applied {
            Ok(status) => assert!(status.success()),
            Err(_) => return skipped("there is no git"),
        }
        fs::remove_file(shown.path().join("the.diff")).unwrap();
        assert_eq!(texts(shown.path()), texts(fixed.path()));
    }
}

#[test]
fn what_cannot_go_together_is_refused() {
    let site = arkham();
    for arguments in [
        &["--unsafe"][..],
        &["--fix", "--diff"],
        &["--fix", "--write-baseline", "x"],
        &["--diff", "--output-format", "json"],
        &["--fix", "-", "--stdin-filename", "arkham/etc/rc.conf"],
    ] {
        let (status, _, told) = check(site.path(), arguments);
        assert_eq!(status, 2, "{arguments:?} {told}");
    }
}

#[test]
fn only_what_was_selected_and_is_not_known_is_mended() {
    let site = arkham();
    check(
        site.path(),
        &[
            "--write-baseline",
            "known.json",
            "--select",
            "frr-fib-not-read",
        ],
    );
    let rc_conf = text(site.path(), "arkham/etc/rc.conf");
    check(site.path(), &["--fix", "--baseline", "known.json"]);
    assert_eq!(text(site.path(), "arkham/etc/rc.conf"), rc_conf);
    check(site.path(), &["--fix", "--select", "frr-fib-not-read"]);
    assert!(text(site.path(), "arkham/etc/rc.conf").contains("zebra_fib=\"1\"\nbgpd_fib=\"1\"\n"));
    // An accepted finding is not mended either.
    let site = arkham();
    let jail_stop = text(site.path(), "arkham/usr/local/sbin/jail-stop");
    let comment = "\t# cellblock: allow(script-as-mismatch) so\n\tvtysh";
    let allowed = jail_stop.replace("\tvtysh", comment);
    write(site.path(), "arkham/usr/local/sbin/jail-stop", &allowed);
    check(site.path(), &["--fix"]);
    assert_eq!(
        text(site.path(), "arkham/usr/local/sbin/jail-stop"),
        allowed
    );
}

// --- One host, one misplaced setting ---------------------------------------------------------

const LOADER: &str = "boot_verbose=\"YES\"\nnet.add_addr_allfibs=\"0\" # apart\nnet.fibs=\"2\"\n";

/// A FreeBSD 12.1 host whose loader.conf has a setting that belongs into sysctl.conf.
fn host(sysctl: Option<&str>) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        "cellblock.toml",
        "[hosts.h]\nfreebsd = \"12.1\"\n",
    );
    write(folder.path(), "h/boot/loader.conf", LOADER);
    write(folder.path(), "h/etc/rc.conf", "hostname=\"h\"\n");
    if let Some(text) = sysctl {
        write(folder.path(), "h/etc/sysctl.conf", text);
    }
    folder
}

const LOADER_AFTER: &str = "boot_verbose=\"YES\"\nnet.fibs=\"2\"\n";

#[test]
fn a_missing_target_is_made_and_a_comment_comes_along() {
    let site = host(None);
    check(site.path(), &["--fix"]);
    assert_eq!(text(site.path(), "h/boot/loader.conf"), LOADER_AFTER);
    assert_eq!(
        text(site.path(), "h/etc/sysctl.conf"),
        "# apart\nnet.add_addr_allfibs=0\n"
    );
}

#[test]
fn the_diff_of_a_new_file_says_so() {
    let site = host(None);
    let (_, diff, _) = check(site.path(), &["--diff"]);
    assert!(
        diff.contains("--- /dev/null\n+++ b/h/etc/sysctl.conf\n@@ -0,0 +1,2 @@\n"),
        "{diff}"
    );
}

#[test]
fn a_target_without_its_last_line_break_stays_without() {
    let site = host(Some("a.b=1\r\nc.d=2"));
    check(site.path(), &["--fix"]);
    assert_eq!(
        text(site.path(), "h/etc/sysctl.conf"),
        "a.b=1\r\nc.d=2\r\n# apart\r\nnet.add_addr_allfibs=0"
    );
}

#[test]
fn a_target_that_has_the_setting_is_edited_there() {
    let site = host(Some("net.add_addr_allfibs=0\n"));
    check(site.path(), &["--fix"]);
    assert_eq!(text(site.path(), "h/boot/loader.conf"), LOADER_AFTER);
    assert_eq!(
        text(site.path(), "h/etc/sysctl.conf"),
        "net.add_addr_allfibs=0\n"
    );
    // Another value there: which of the two is meant is not for the safe fixes to say.
    let site = host(Some("net.add_addr_allfibs=1 # all\n"));
    check(site.path(), &["--fix"]);
    assert_eq!(text(site.path(), "h/boot/loader.conf"), LOADER);
    check(site.path(), &["--fix", "--unsafe"]);
    assert_eq!(text(site.path(), "h/boot/loader.conf"), LOADER_AFTER);
    assert_eq!(
        text(site.path(), "h/etc/sysctl.conf"),
        "net.add_addr_allfibs=0 # all\n"
    );
}

#[test]
fn two_settings_for_one_file_and_one_twice() {
    let site = host(Some("a.b=1\n"));
    let loader = "net.add_addr_allfibs=\"1\"\nnet.add_addr_allfibs=\"0\"\n\
                  net.inet.tcp.delayed_ack=\"0\"\nnet.fibs=\"2\"\n";
    write(site.path(), "h/boot/loader.conf", loader);
    check(site.path(), &["--fix"]);
    let after = text(site.path(), "h/etc/sysctl.conf");
    assert_eq!(
        after.matches("net.add_addr_allfibs=0\n").count(),
        1,
        "{after}"
    );
    assert!(!after.contains("allfibs=1"), "{after}");
    assert!(!text(site.path(), "h/boot/loader.conf").contains("allfibs"));
}

#[cfg(unix)]
#[test]
fn links_are_followed_and_the_mode_stays() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let site = host(None);
    write(site.path(), "h/etc/real/shared.conf", "a.b=1\n");
    let real = site.path().join("h/etc/real/shared.conf");
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("real/shared.conf", site.path().join("h/etc/sysctl.conf")).unwrap();
    check(site.path(), &["--fix"]);
    let link = site.path().join("h/etc/sysctl.conf");
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(
        fs::metadata(&real).unwrap().permissions().mode() & 0o777,
        0o640
    );
    assert!(
        fs::read_to_string(&real)
            .unwrap()
            .ends_with("net.add_addr_allfibs=0\n")
    );
}

#[cfg(unix)]
#[test]
fn a_read_only_target_leaves_both_files_and_is_said() {
    use std::os::unix::fs::PermissionsExt;
    let site = host(Some("a.b=1\n"));
    let target = site.path().join("h/etc/sysctl.conf");
    fs::set_permissions(&target, fs::Permissions::from_mode(0o444)).unwrap();
    let (status, _, told) = check(site.path(), &["--fix"]);
    assert_eq!(status, 1, "it is still found");
    assert!(
        told.contains("not changed: h/boot/loader.conf, h/etc/sysctl.conf")
            && told.contains("it is read-only"),
        "{told}"
    );
    assert!(told.contains("0 findings fixed in 0 files"), "{told}");
    assert_eq!(text(site.path(), "h/boot/loader.conf"), LOADER);
    assert_eq!(text(site.path(), "h/etc/sysctl.conf"), "a.b=1\n");
    assert_eq!(fs::read_dir(site.path().join("h/etc")).unwrap().count(), 2);
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_is_no_place_for_a_new_file() {
    let site = host(None);
    std::os::unix::fs::symlink("nowhere", site.path().join("h/etc/sysctl.conf")).unwrap();
    check(site.path(), &["--fix"]);
    assert_eq!(text(site.path(), "h/boot/loader.conf"), LOADER);
    let link = fs::symlink_metadata(site.path().join("h/etc/sysctl.conf")).unwrap();
    assert!(link.is_symlink());
}

#[test]
fn bytes_that_are_no_text_stay() {
    let site = host(None);
    let mut bytes = b"# \xff\xfe before\n".to_vec();
    bytes.extend_from_slice(LOADER.as_bytes());
    bytes.extend_from_slice(b"# \xc3 after");
    write(site.path(), "h/boot/loader.conf", &bytes);
    check(site.path(), &["--fix"]);
    let mut expected = b"# \xff\xfe before\n".to_vec();
    expected.extend_from_slice(LOADER_AFTER.as_bytes());
    expected.extend_from_slice(b"# \xc3 after");
    assert_eq!(
        fs::read(site.path().join("h/boot/loader.conf")).unwrap(),
        expected
    );
}

#[test]
fn allowances_that_are_of_no_use_go() {
    let site = host(Some(
        "# cellblock: allow(misplaced-setting) once\na.b=1 # cellblock: allow(boot-order) x\n",
    ));
    check(site.path(), &["--fix", "--select", "unused-suppression"]);
    assert_eq!(text(site.path(), "h/etc/sysctl.conf"), "a.b=1\n");
}

/// A host whose rc.conf ends with `lines`, and whose `frr_fib` nobody reads.
fn frr_host(lines: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let config = "[hosts.h]\nfreebsd = \"14.1\"\nfrr = \"7.3.1\"\n";
    write(folder.path(), "cellblock.toml", config);
    write(folder.path(), "h/boot/loader.conf", "net.fibs=\"3\"\n");
    write(
        folder.path(),
        "h/etc/rc.conf",
        format!("frr_enable=YES\nfrr_daemons=zebra\n{lines}"),
    );
    write(folder.path(), "h/usr/local/etc/frr/zebra.conf", "");
    folder
}

#[test]
fn of_a_variable_set_twice_the_last_one_is_meant() {
    for (lines, after) in [
        ("frr_fib=2\nfrr_fib=1\n", "zebra_fib=\"1\"\n"),
        (
            "frr_fib=2; zebra_fib=2\nfrr_fib=1; a=1\n",
            // What a daemon is told itself stays.
            "zebra_fib=2\na=1\n",
        ),
        ("frr_fib=2\nfrr_fib=0\n", ""),
    ] {
        let site = frr_host(lines);
        check(site.path(), &["--fix", "--unsafe"]);
        let text = text(site.path(), "h/etc/rc.conf");
        assert_eq!(
            text.strip_prefix("frr_enable=YES\nfrr_daemons=zebra\n"),
            Some(after)
        );
    }
}

#[test]
fn what_hangs_on_another_command_stays() {
    for lines in [
        "test -e /x && frr_fib=0\na=1\n",
        "test -e /x &&\nfrr_fib=1\na=1\n",
        "if test -e /x; then frr_fib=2; fi\nfrr_fib=1\n",
    ] {
        let site = frr_host(lines);
        let before = texts(site.path());
        check(site.path(), &["--fix", "--unsafe"]);
        assert_eq!(texts(site.path()), before);
    }
}

/// The arkham gateway with these lines for its static routes.
fn routes(lines: &str) -> TempDir {
    let site = arkham();
    let before = text(site.path(), "gateway/etc/rc.conf");
    let kept = before.lines().filter(|line| !line.contains("route"));
    let kept: String = kept.map(|line| format!("{line}\n")).collect();
    write(site.path(), "gateway/etc/rc.conf", kept + lines);
    site
}

#[test]
fn routes_that_share_a_line_go_without_harm_to_it() {
    for (lines, after) in [
        (
            "static_routes=\"a x b\" # all\n\
             route_a=\"-host 203.0.113.194 -iface ix1\"; route_b=\"-host 203.0.113.195 -iface ix1\"\n",
            "static_routes=\"x\" # all\n",
        ),
        (
            "static_routes=a; route_a=\"-host 203.0.113.194 -iface ix1\"; x=1\n",
            "\nx=1\n",
        ),
        (
            "static_routes=b\nstatic_routes=a\nroute_a=\"-host 203.0.113.194 -iface ix1\"\n",
            "static_routes=b\nstatic_routes=\n",
        ),
    ] {
        let site = routes(lines);
        check(
            site.path(),
            &["--fix", "--unsafe", "--select", "static-route-shadows-bgp"],
        );
        let text = text(site.path(), "gateway/etc/rc.conf");
        assert!(text.ends_with(after), "{text}");
    }
}

#[test]
fn one_more_address_is_published_as_the_others_are() {
    let arp = "00:1b:21:00:00:03 pub";
    for (script, after) in [
        (
            format!("for ip in 203.0.113.194 \\\n \"203.0.113.201\"\ndo arp -s $ip {arp}; done\n"),
            format!(
                "for ip in 203.0.113.194 \\\n \"203.0.113.201\" 203.0.113.210\n\
                 do arp -s $ip {arp}; done\n"
            ),
        ),
        (
            format!("A='203.0.113.194 203.0.113.201'\nfor ip in $A; do arp -s $ip {arp}; done\n"),
            format!(
                "A='203.0.113.194 203.0.113.201 203.0.113.210'\n\
                 for ip in $A; do arp -s $ip {arp}; done\n"
            ),
        ),
        (
            format!("A=203.0.113.201\nfor ip in $A; do arp -s $ip {arp}; done\n"),
            format!(
                "A=203.0.113.201\n\
                 for ip in $A 203.0.113.194 203.0.113.210; do arp -s $ip {arp}; done\n"
            ),
        ),
        (
            format!(
                "test -e /x &&\n arp -s 203.0.113.194 {arp}\narp -s 203.0.113.201 {arp} # joker\n"
            ),
            format!(
                "test -e /x &&\n arp -s 203.0.113.194 {arp}\narp -s 203.0.113.201 {arp} # joker\n\
                 arp -s 203.0.113.210 {arp}\n"
            ),
        ),
    ] {
        let site = arkham();
        // The other public jails have none on purpose.
        let jails = text(site.path(), "arkham/etc/jail.conf");
        let jails = jails.replace("203.0.113.195", "192.168.200.95");
        let jails = jails.replace("203.0.113.196", "192.168.200.96");
        write(site.path(), "arkham/etc/jail.conf", jails);
        write(site.path(), "gateway/etc/rc.local", &script);
        let arguments = ["--fix", "--unsafe", "--select", "proxy-arp-mismatch"];
        check(site.path(), &arguments);
        assert_eq!(text(site.path(), "gateway/etc/rc.local"), after);
    }
    for script in [
        format!("A=203.0.113.194\narp -s $A {arp}\n"),
        format!("exec arp -s 203.0.113.194 {arp}\n"),
        format!("test -e /x &&\n arp -s 203.0.113.194 {arp}\n"),
        format!("sh -c \"arp -s 203.0.113.194 {arp}\"\n"),
    ] {
        let site = arkham();
        write(site.path(), "gateway/etc/rc.local", &script);
        let arguments = ["--fix", "--unsafe", "--select", "proxy-arp-mismatch"];
        let (status, ..) = check(site.path(), &arguments);
        assert_eq!(status, 1);
        assert_eq!(text(site.path(), "gateway/etc/rc.local"), script);
    }
}

#[test]
fn a_parameter_goes_behind_the_last_statement_of_its_block() {
    for (block, after) in [
        (
            "a {\n  path = /a;\n  ip4.addr = \"ix0|203.0.113.1\"; # public;\n  /* no\n more */\n}\n",
            "a {\n  path = /a;\n  ip4.addr = \"ix0|203.0.113.1\"; # public;\n  /* no\n more */\n  \
             exec.fib = 1;\n}\n",
        ),
        (
            "a { path = /a; ip4.addr = \"ix0|203.0.113.1\"; /* public */ }",
            "a { path = /a; ip4.addr = \"ix0|203.0.113.1\"; /* public */ exec.fib = 1; }",
        ),
        (
            "a { path = /a; exec.fib = \"2\"; ip4.addr = \"ix0|203.0.113.1\"; }\n",
            "a { path = /a; exec.fib = \"1\"; ip4.addr = \"ix0|203.0.113.1\"; }\n",
        ),
        // The `;` that is missing comes in first.
        (
            "a {\n path = /a;\n ip4.addr = \"ix0|203.0.113.1\" # public;\n}\n",
            "a {\n path = /a;\n ip4.addr = \"ix0|203.0.113.1\"; # public;\n exec.fib = 1;\n}\n",
        ),
    ] {
        let site = frr_host("ifconfig_ix0=\"inet 192.168.1.2/24 fib 1\"\n");
        write(site.path(), "h/etc/jail.conf", block);
        check(site.path(), &["--fix", "--unsafe"]);
        assert_eq!(text(site.path(), "h/etc/jail.conf"), after);
    }
}

#[test]
fn several_addresses_come_into_one_new_block() {
    let site = frr_host("ifconfig_ix0=\"inet 192.168.50.2/24\"\n");
    let jails = "a { path = /a; ip4.addr = \"ix0|203.0.113.1\"; }\n\
                 b { path = /b; ip4.addr = \"ix0|203.0.113.2\"; }\n";
    write(site.path(), "h/etc/jail.conf", jails);
    let router = "router bgp 65100\n neighbor 192.168.50.1 remote-as 65000\n!\n";
    write(site.path(), "h/usr/local/etc/frr/bgpd.conf", router);
    let rule = "jail-address-not-announced";
    check(site.path(), &["--fix", "--unsafe", "--select", rule]);
    assert_eq!(
        text(site.path(), "h/usr/local/etc/frr/bgpd.conf"),
        "router bgp 65100\n address-family ipv4 unicast\n  network 203.0.113.1/32\n  \
         network 203.0.113.2/32\n exit-address-family\n neighbor 192.168.50.1 remote-as 65000\n!\n"
    );
}

#[test]
fn the_diff_ends_names_with_blanks_as_patch_wants_it() {
    let site = frr_host("frr_fib=1\n");
    fs::rename(site.path().join("h"), site.path().join("a host")).unwrap();
    write(site.path(), "cellblock.toml", "");
    let (_, diff, _) = check(site.path(), &["--diff", "--frr", "7.3.1"]);
    assert!(
        diff.starts_with("--- a/a host/etc/rc.conf\t\n+++ b/a host/etc/rc.conf\t\n"),
        "{diff}"
    );
}

#[test]
fn what_the_first_round_uncovers_is_mended_in_the_next() {
    let site = arkham();
    let file = "arkham/usr/local/etc/frr/bgpd.conf";
    let twice = text(site.path(), file).replace(
        "  redistribute connected\n",
        "  redistribute connected\n  redistribute connected\n",
    );
    write(site.path(), file, twice);
    let rule = "stale-connected-redistribution";
    let (status, ..) = check(site.path(), &["--fix", "--unsafe", "--select", rule]);
    assert_eq!(status, 0);
    let after = text(site.path(), file);
    assert!(!after.contains("redistribute"), "{after}");
    assert_eq!(after.matches("  network ").count(), 5, "{after}");
}

#[test]
fn a_hook_calls_the_program_by_its_path() {
    let site = tempfile::tempdir().unwrap();
    let hook = "a { exec.poststart = \"vtysh -c 'conf t'\"; path = \"/a\"; ip4.addr = 192.0.2.1; }\n\
                b { exec.poststart = \"echo vtysh; vtysh -c x\"; path = \"/b\"; }\n";
    write(site.path(), "h/etc/jail.conf", hook);
    write(site.path(), "h/etc/rc.conf", "hostname=\"h\"\n");
    check(site.path(), &["--fix"]);
    let after = text(site.path(), "h/etc/jail.conf");
    // In b, which of the two words is the command's is not told.
    assert_eq!(after, hook.replacen("\"vtysh", "\"/usr/local/bin/vtysh", 1));
}
