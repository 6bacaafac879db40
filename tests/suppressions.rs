//! Allowances in comments and in cellblock.toml, and the levels of rules: what they do to the
//! findings, and what is said of allowances that should go.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::path::Path;

use common::{cellblock, check_json, write};
use tempfile::TempDir;

/// A host `a` with two findings of `read-only-setting`, on lines 1 and 2 of its sysctl.conf.
fn site(config: &str) -> TempDir {
    let folder = TempDir::new().unwrap();
    write(folder.path(), "a/etc/rc.conf", "");
    let settings = "kern.osrelease=1\nnet.my_fibnum=1\n";
    write(folder.path(), "a/etc/sysctl.conf", settings);
    write(folder.path(), "cellblock.toml", config);
    folder
}

/// The findings as `file:line severity rule`.
fn check(folder: &Path, arguments: &[&str]) -> Vec<String> {
    let (_, json) = check_json(folder, arguments);
    let findings = json["findings"].as_array().unwrap();
    let shown = |finding: &serde_json::Value| {
        let text = |key: &str| finding[key].as_str().unwrap().to_owned();
        let line = &finding["range"]["start"]["line"];
        let (file, rule) = (text("file"), text("rule"));
        format!("{file}:{line} {} {rule}", text("severity"))
    };
    findings.iter().map(shown).collect()
}

const FIRST: &str = "a/etc/sysctl.conf:1 warning read-only-setting";
const SECOND: &str = "a/etc/sysctl.conf:2 warning read-only-setting";

#[test]
fn the_most_specific_level_holds() {
    let config = "\
[rules]
read-only-setting = 'off'
[hosts.a.rules]
read-only-setting = 'info'
[[overrides]]
files = ['a/etc']
rules = { read-only-setting = 'error' }
[[overrides]]
files = ['b/']
rules = { read-only-setting = 'off' }
";
    for (config, level) in [
        (config, Some("error")),
        (config.split("[[").next().unwrap(), Some("info")),
        (config.split("[hosts").next().unwrap(), None),
    ] {
        let expected: Vec<_> = level
            .map(|level| {
                let line = |line| format!("a/etc/sysctl.conf:{line} {level} read-only-setting");
                [line(1), line(2)]
            })
            .into_iter()
            .flatten()
            .collect();
        assert_eq!(check(site(config).path(), &["."]), expected, "{config}");
        // Levels do not depend on the folder that the check is run in.
        let below: Vec<_> = expected
            .iter()
            .map(|found| found.replace("a/", ""))
            .collect();
        assert_eq!(check(&site(config).path().join("a"), &["."]), below);
    }
}

const UNUSED: &str = "\
[[hosts.a.allow]]
rule = 'read-only-setting'
match = 'osrelease'
reason = 'as on the others'
[[hosts.a.allow]]
rule = 'boot-order'
reason = 'as on the others'
";

#[test]
fn an_entry_that_no_finding_needs_is_shown_in_every_output() {
    let site = site(UNUSED);
    let unused = "cellblock.toml:6 info unused-suppression";
    assert_eq!(check(site.path(), &["."]), [SECOND, unused]);
    for (format, expected) in [
        ("human", "┌─ cellblock.toml:6:8"),
        (
            "concise",
            "cellblock.toml:6:8: info[unused-suppression] no finding",
        ),
    ] {
        let output = cellblock()
            .current_dir(site.path())
            .args(["check", "--output-format", format])
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(text.contains(expected), "{format}: {text}");
    }
}

#[test]
fn an_entry_is_called_unused_only_where_that_can_be_told() {
    let site = site(UNUSED);
    let unused = "cellblock.toml:6 info unused-suppression";
    // Of single files, or of some rules only, nothing is said of entries.
    assert_eq!(check(site.path(), &["a/etc/sysctl.conf"]), [SECOND]);
    assert_eq!(check(site.path(), &["a/etc"]), [SECOND]);
    let selected = check(site.path(), &["--select", "read-only-setting"]);
    assert_eq!(selected, [SECOND]);
    // All rules have been asked, whichever are selected.
    let selected = check(site.path(), &["--select", "unused-suppression"]);
    assert_eq!(selected, [unused]);
    assert_eq!(check(site.path(), &["a"]), [SECOND, unused]);
}

#[test]
fn an_entry_about_several_hosts_needs_them_all() {
    let rule = "jail-address-rejected-by-peer";
    let site = site(&format!(
        "[[hosts.a.allow]]\nrule = '{rule}'\nreason = 'known'\n"
    ));
    write(site.path(), "b/etc/rc.conf", "");
    let unused = "cellblock.toml:2 info unused-suppression";
    assert_eq!(check(site.path(), &["a"]), [FIRST, SECOND]);
    assert_eq!(check(site.path(), &["."]), [FIRST, SECOND, unused]);
    // So does a comment.
    let settings = format!("# cellblock: allow({rule}) known\n");
    write(site.path(), "a/etc/sysctl.conf", settings);
    write(site.path(), "cellblock.toml", "");
    let unused = "a/etc/sysctl.conf:1 info unused-suppression";
    assert_eq!(check(site.path(), &["a"]), [""; 0]);
    assert_eq!(check(site.path(), &["."]), [unused]);
}

#[test]
fn a_file_that_cannot_be_read_may_hold_what_is_allowed() {
    let site = site("[[hosts.a.allow]]\nrule = 'boot-order'\nreason = 'known'\n");
    std::fs::create_dir_all(site.path().join("a/boot/loader.conf")).unwrap();
    let found = check(site.path(), &["."]);
    assert!(found.iter().any(|found| found.ends_with("unreadable-file")));
    assert!(
        !found
            .iter()
            .any(|found| found.ends_with("unused-suppression"))
    );
}

#[test]
fn a_reason_is_asked_for() {
    let config =
        "[[hosts.a.allow]]\nrule = 'read-only-setting'\nreason = ' - '\nmatch = 'fibnum'\n";
    let site = site(config);
    let settings = "\
kern.osrelease=1 # cellblock: allow(read-only-setting)
net.my_fibnum=1
kern.osrelease=2 # cellblock: allow(read-only-setting) tried out
kern.osrelease=3 # cellblock: allow(read-only-setting) --
security.bsd.see_other_uids=0 # cellblock: allow(boot-order)
security.bsd.see_other_gids=0 # cellblock: allow(boot-oder)
";
    write(site.path(), "a/etc/sysctl.conf", settings);
    let found = check(site.path(), &["."]);
    let about: Vec<_> = found.iter().filter(|f| f.contains("suppression")).collect();
    assert_eq!(
        about,
        [
            "a/etc/sysctl.conf:1 info suppression-without-reason",
            "a/etc/sysctl.conf:4 info suppression-without-reason",
            "a/etc/sysctl.conf:5 info unused-suppression",
            "a/etc/sysctl.conf:6 warning unknown-suppression",
            "cellblock.toml:2 info suppression-without-reason",
        ]
    );
    assert!(
        !found.iter().any(|found| found.contains("read-only")),
        "{found:?}"
    );
}

/// One that is allowed twice needs both: taking either out changes nothing.
#[test]
fn an_entry_and_a_comment_for_the_same_finding_are_both_of_use() {
    let site = site("[[hosts.a.allow]]\nrule = 'read-only-setting'\nreason = 'known'\n");
    let settings = "# cellblock: allow(read-only-setting) known\nkern.osrelease=1\n";
    write(site.path(), "a/etc/sysctl.conf", settings);
    assert_eq!(check(site.path(), &["."]), [""; 0]);
}

#[test]
fn what_is_wrong_with_an_allowance_is_not_allowed_by_another() {
    let all = "suppression-without-reason, unused-suppression, unknown-suppression";
    let settings = format!(
        "# cellblock: allow({all}) loop\n# cellblock: allow({all})\n\
         kern.osrelease=1 # cellblock: allow(read-only-setting)\n"
    );
    let config = "[[hosts.a.allow]]\nrule = 'suppression-without-reason'\nreason = 'loop'\n";
    let site = site(config);
    write(site.path(), "a/etc/sysctl.conf", settings);
    let unused = |line| vec![format!("a/etc/sysctl.conf:{line} info unused-suppression"); 3];
    let mut expected = [unused(1), unused(2)].concat();
    expected.push("a/etc/sysctl.conf:3 info suppression-without-reason".to_owned());
    expected.push("cellblock.toml:2 info unused-suppression".to_owned());
    assert_eq!(check(site.path(), &["."]), expected);
}

#[test]
fn findings_about_allowances_have_levels() {
    let entry = "[[hosts.a.allow]]\nrule = 'boot-order'\n";
    for (levels, expected) in [
        ("[rules]\nunused-suppression = 'off'\n", None),
        ("[hosts.a.rules]\nunused-suppression = 'off'\n", None),
        ("", Some("info")),
        (
            "[[overrides]]\nfiles = ['cellblock.toml']\nrules = { unused-suppression = 'error' }\n",
            Some("error"),
        ),
    ] {
        let site = site(&format!("{entry}{levels}"));
        let expected = expected.map(|level| format!("cellblock.toml:2 {level} unused-suppression"));
        let found = check(site.path(), &["--select", "unused-suppression", "."]);
        assert_eq!(found, Vec::from_iter(expected), "{levels}");
    }
}

/// A finding that is off still needs its allowance, or switching the rule on again would need
/// the comment back.
#[test]
fn a_level_does_not_make_an_allowance_unused() {
    let site = site("[rules]\nread-only-setting = 'off'\n");
    let settings = "kern.osrelease=1 # cellblock: allow(read-only-setting) known\n";
    write(site.path(), "a/etc/sysctl.conf", settings);
    assert_eq!(check(site.path(), &["."]), [""; 0]);
}

#[test]
fn unknown_rules_in_the_new_places_are_told() {
    for config in [
        "[hosts.a.rules]\nread-only-settings = 'off'\n",
        "[[overrides]]\nfiles = ['a']\nrules = { read-only-settings = 'off' }\n",
    ] {
        let site = site(config);
        let output = cellblock().current_dir(site.path()).arg("check").output();
        let output = output.unwrap();
        let error = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2));
        let expected = "no rule called read-only-settings; read-only-setting may be meant";
        assert!(error.contains(expected), "{error}");
    }
}
