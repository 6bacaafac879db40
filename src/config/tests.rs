use super::*;

fn load(text: &str) -> Config {
    Config::load(text).expect("a valid file")
}

/// The error as `line:column message`.
fn error(text: &str) -> String {
    let error = Config::load(text).expect_err("a broken file");
    format!("{}:{} {}", error.line, error.column, error.message)
}

#[test]
fn everything_that_can_be_said() {
    let config = load(
        r#"
public = ["192.0.2.0/24", "2001:db8::1"]
private = ["198.51.100.0/24"]

[hosts.arkham]
root = "hosts/a"
freebsd = "12.1-RELEASE-p3"
frr = "7.3.1"
files = { "/frr/router.conf" = "frr" }

[[hosts.arkham.allow]]
rule = "boot-order"
match = "rc.local"
reason = "run by hand"

[hosts.gateway]

[rules]
router-id-not-fixed = "off"
boot-order = "error"
"#,
    );
    let names: Vec<_> = config.hosts.iter().map(|h| h.name.value.as_str()).collect();
    assert_eq!(names, ["arkham", "gateway"]);
    let arkham = config.host("arkham").expect("said above");
    let release = arkham.freebsd.as_ref().expect("said above");
    assert_eq!(release.value, FreebsdRelease::new(12, 1));
    assert_eq!(
        arkham.frr.as_ref().expect("said").value.to_string(),
        "7.3.1"
    );
    assert_eq!(arkham.files[0].0.value, PathBuf::from("frr/router.conf"));
    assert_eq!(arkham.files[0].1, Language::Frr);
    assert_eq!(arkham.allow[0].rule.value, "boot-order");
    assert_eq!(config.public[1].value.to_string(), "2001:db8::1/128");
    assert_eq!(config.rules[0].level, Level::Error);
    assert_eq!(config.rules[1].level, Level::Off);
    assert_eq!(load(""), Config::default());
}

#[test]
fn mistakes_are_told_with_their_place() {
    for (text, expected) in [
        ("host = 1", "1:1 unknown key `host`; `hosts` may be meant"),
        (
            "é = 1",
            "1:1 invalid unquoted key, expected letters, numbers, `-`, `_`",
        ),
        (
            "[hosts.a]\nfreebds = \"12.1\"",
            "2:1 unknown key `freebds`; `freebsd` may be meant",
        ),
        (
            "[hosts.a]\nfreebsd = 12.1",
            "2:11 `freebsd` is a text: write it in quotes, such as \"14.3\"",
        ),
        (
            "[hosts.a]\nfreebsd = \"new\"",
            "2:11 `new` is not a version such as 14.3",
        ),
        (
            "[hosts.\"é\"]\n[hosts.b.files]\n\"x\" = \"perl\"",
            "3:7 `perl` is not a language: jail, frr, loader, sysctl, rc or shell",
        ),
        (
            "[hosts.a.files]\n\"../x\" = \"rc\"",
            "2:1 a host's files lie below its folder: give the folder with `root`",
        ),
        (
            "public = [\"10.0.0.1/8\"]",
            "1:11 `10.0.0.1/8` has bits set behind its prefix length: `10.0.0.0/8` is meant",
        ),
        (
            "private = \"10.0.0.0/8\"",
            "1:11 `private` is a list of prefixes, such as [\"192.0.2.0/24\"]",
        ),
        (
            "[rules]\nx = \"warn\"",
            "2:5 `warn` is not a level: write off, info, warning or error",
        ),
        (
            "[[hosts.a.allow]]\nreason = \"x\"",
            "1:1 this entry of `allow` needs a `rule`: the name of the rule it is about",
        ),
        (
            "[[overrides]]\nrules = {}",
            "1:1 this entry of `overrides` needs `files`: the paths that it is about; \
             levels for all files stand in [rules]",
        ),
        (
            "[[overrides]]\nfiles = [\"x\"]",
            "1:1 this entry of `overrides` needs `rules`: the levels in these files, \
             below [overrides.rules]",
        ),
        (
            "[[overrides]]\nfiles = []\nrules = {}",
            "2:9 `files` is empty, so this entry of `overrides` is about no file",
        ),
        (
            "[[overrides]]\nfiles = [\"a\", \"[b\"]\nrules = {}",
            "2:15 `[b` is not a pattern for paths: a `]` is missing after `[`",
        ),
        (
            "[[overrides]]\nfiles = \"a\"\nrules = {}",
            "2:9 `files` is a list of paths or patterns, such as [\"hosts/lab-*\"]",
        ),
        (
            "[[overrides]]\nfile = [\"a\"]\nfiles = [\"a\"]\nrules = {}",
            "2:1 unknown key `file`; `files` may be meant",
        ),
        (
            "[overrides]",
            "1:1 `overrides` is a list: write it as [[overrides]]",
        ),
        (
            "[hosts.a.rules]\nx = 1",
            "2:5 a rule's level is a text in quotes, and this is of type integer",
        ),
        (
            "hosts = 1",
            "1:9 hosts is a table, and this is of type integer",
        ),
    ] {
        assert_eq!(error(text), expected, "{text}");
    }
}

#[test]
fn all_mistakes_are_told_in_the_order_of_the_file() {
    let error = Config::load("[rules]\nx = 1\ny = \"of\"\n[hosts.a]\nfrr = 1\n[host]\n")
        .expect_err("a broken file");
    assert_eq!((error.line, error.source_line.as_str()), (2, "x = 1"));
    assert_eq!(error.part, Span::new(4, 5));
    let lines: Vec<_> = error.others.iter().map(|other| other.line).collect();
    assert_eq!(lines, [3, 5, 6]);
}

#[test]
fn the_most_specific_level_holds() {
    let config = load(
        r#"
[rules]
r = "error"
s = "error"
t = "error"
[hosts.a.rules]
r = "warning"
s = "warning"
[[overrides]]
files = ["a/etc/**", "b/etc/rc.conf"]
rules = { r = "info" }
[[overrides]]
files = ["rc.conf"]
rules = { r = "off", u = "off" }
[[overrides]]
files = ["a"]
rules = { u = "info" }
"#,
    );
    let a = config.host("a");
    for (rule, host, path, expected) in [
        ("r", None, None, Some(Level::Error)),
        ("r", a, None, Some(Level::Warning)),
        ("r", a, Some("a/boot/loader.conf"), Some(Level::Warning)),
        ("r", a, Some("a/etc/sysctl.conf"), Some(Level::Info)),
        ("r", a, Some("a/etc/rc.conf"), Some(Level::Off)),
        ("r", None, Some("b/etc/rc.conf"), Some(Level::Off)),
        ("s", a, Some("a/etc/rc.conf"), Some(Level::Warning)),
        ("t", a, Some("a/etc/rc.conf"), Some(Level::Error)),
        ("u", a, Some("a/etc/rc.conf"), Some(Level::Info)),
        ("u", None, Some("b/etc/rc.conf"), Some(Level::Off)),
        ("u", None, Some("b/etc/sysctl.conf"), None),
    ] {
        assert_eq!(config.level(rule, host, path), expected, "{rule} {path:?}");
    }
    let names: Vec<_> = config.rule_names().iter().map(|n| &*n.value).collect();
    assert_eq!(names, ["r", "s", "t", "r", "s", "r", "r", "u", "u"]);
}

#[test]
fn an_allowance_covers_by_message_or_file() {
    let config = load("[[hosts.a.allow]]\nrule = \"r\"\nmatch = \"etc/*.conf\"\n");
    let allow = &config.hosts[0].allow[0];
    assert!(allow.covers("r", "x", "etc/rc.conf"));
    assert!(allow.covers("r", "x", "sites/a/etc/rc.conf"));
    assert!(allow.covers("r", "see etc/*.conf", "y"));
    assert!(!allow.covers("r", "x", "etc/rc.conf.d/frr.conf"));
    assert!(!allow.covers("s", "x", "etc/rc.conf"));
}

#[test]
fn the_line_is_kept_for_showing() {
    let error = Config::load("\r\n[hosts.a]\r\nx = 1\r\n").expect_err("unknown key");
    assert_eq!(error.source_line, "x = 1");
    assert_eq!(
        error.to_string().split(':').next(),
        Some("line 3, column 1")
    );
}

mod property {
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_text_gives_an_answer(text in "(\\[hosts\\.a\\]\n|\\[\\[overrides\\]\\]\n|files|rules|public|=|\\[|\"|1\\.2|é|\n|[a-z]{1,6}){0,30}") {
            if let Err(error) = super::Config::load(&text) {
                prop_assert!(error.line >= 1 && error.column >= 1);
            }
        }
    }
}
