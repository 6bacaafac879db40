use proptest::prelude::*;

use super::*;
use crate::vocabulary::FreebsdRelease;

/// What a loader makes of a text: how many lines it refuses, its variables, modules and
/// commands.
struct Made {
    refused: usize,
    environment: &'static [&'static str],
}

const fn made(refused: usize, environment: &'static [&'static str]) -> Made {
    Made {
        refused,
        environment,
    }
}

/// Recorded from the loaders of main in 2025 and of stable/12, in this order.
#[rustfmt::skip]
const CASES: &[(&str, Made, Option<Made>)] = &[
    ("net.fibs=\"4\"\n", made(0, &["net.fibs=4"]), None),
    ("net.fibs=4\n", made(0, &["net.fibs=4"]), None),
    ("if_em_load=YES\n", made(0, &["if_em_load=YES", "[if_em] load=YES"]), Some(made(0, &["[if_em] load=YES"]))),
    ("autoboot_delay=-1\n", made(0, &["autoboot_delay=-1"]), None),
    ("debug.ktr.mask=0x1200\n", made(0, &["debug.ktr.mask=0x1200"]), None),
    ("kern.hz=1.5\n", made(0, &["kern.hz=1.5"]), Some(made(1, &[]))),
    ("console=com_console\n", made(0, &["console=com_console"]), Some(made(1, &[]))),
    ("foo=a-b\n", made(0, &["foo=a-b"]), Some(made(1, &[]))),
    ("console=comconsole,vidconsole\n", made(1, &[]), None),
    ("console=\"comconsole,vidconsole\"\n", made(0, &["console=comconsole,vidconsole"]), None),
    ("rootdev=/dev/ada0\n", made(1, &[]), None),
    ("init_path=\"/sbin/init\"\n", made(0, &["init_path=/sbin/init"]), None),
    ("vfs.root.mountfrom=zfs:zroot\n", made(1, &[]), None),
    ("foo='bar'\n", made(1, &[]), None),
    ("foo=\"bar\n", made(1, &[]), None),
    ("foo=\n", made(1, &[]), None),
    ("foo=\"\"\n", made(0, &["foo="]), None),
    ("  foo  =  \"bar\"  \n", made(0, &["foo=bar"]), None),
    ("foo=\"bar\" # c\n", made(0, &["foo=bar"]), None),
    ("foo=\"bar\"#c\n", made(0, &["foo=bar"]), None),
    ("foo=1#c\n", made(0, &["foo=1"]), None),
    ("foo=\"a#b\"\n", made(0, &["foo=a#b"]), None),
    ("foo=\"bar\" baz\n", made(1, &[]), None),
    ("kern.hz=100;\n", made(1, &[]), None),
    ("a=\"1\" b=\"2\"\n", made(1, &[]), None),
    ("export foo=1\n", made(1, &[]), None),
    ("foo\n", made(1, &[]), None),
    ("this is not a setting\n", made(1, &[]), None),
    ("a=1\n\n\nbad line\n", made(1, &["a=1"]), None),
    ("a=1\n \n \nbad line\n", made(1, &["a=1"]), None),
    ("bad line\nnet.fibs=2\n", made(1, &["net.fibs=2"]), None),
    ("foo=\"a\\\"b\"\n", made(1, &[]), None),
    ("foo=\"a\\\\b\\nc\"\n", made(0, &["foo=a\\bnc"]), Some(made(0, &["foo=a\\\\b\\nc"]))),
    ("foo=\"ab\\\"\n", made(1, &[]), Some(made(0, &["foo=ab\\"]))),
    ("a=\"x\"\nb=\"${a}y\"\n", made(0, &["a=x", "b=xy"]), None),
    ("a=\"x\"\nb=\"$a/y\"\n", made(0, &["a=x", "b=x/y"]), Some(made(0, &["a=x", "b="]))),
    ("b=\"${nope}y\"\n", made(0, &["b=y"]), None),
    ("b=\"${nope\"\n", made(1, &[]), Some(made(0, &["b="]))),
    ("a.b=\"1\"\nx=\"$a.b.c\"\n", made(0, &["a.b=1", "x="]), None),
    ("b=\"a$\"\n", made(1, &[]), Some(made(0, &["b=a$"]))),
    ("b=$a\n", made(1, &[]), None),
    ("foo_load=\"YES\"\nfoo_name=\"bar\"\nfoo_type=\"md\"\nfoo_flags=\"-x\"\nfoo_before=\"echo b\"\nfoo_after=\"echo a\"\nfoo_error=\"abort\"\n", made(0, &["foo_after=echo a", "foo_before=echo b", "foo_error=abort", "foo_flags=-x", "foo_load=YES", "foo_name=bar", "foo_type=md", "[foo] after=echo a", "[foo] before=echo b", "[foo] error=abort", "[foo] flags=-x", "[foo] load=YES", "[foo] name=bar", "[foo] type=md"]), Some(made(0, &["[foo] after=echo a", "[foo] before=echo b", "[foo] error=abort", "[foo] flags=-x", "[foo] load=YES", "[foo] name=bar", "[foo] type=md"]))),
    ("foo_load=\"yes\"\n", made(0, &["foo_load=YES", "[foo] load=YES"]), Some(made(0, &["[foo] load=YES"]))),
    ("foo_load=\"1\"\n", made(0, &["foo_load=1", "[foo] load=1"]), Some(made(0, &["[foo] load=1"]))),
    ("a.b_load=\"YES\"\n", made(0, &["a.b_load=YES", "[a.b] load=YES"]), Some(made(0, &["a.b_load=YES"]))),
    ("exec=\"echo hi\"\n", made(0, &["exec echo hi"]), None),
    ("exec=echo\n", made(0, &["exec=echo"]), None),
    ("hw.foo_name=\"x\"\n", made(0, &["hw.foo_name=x", "[hw.foo] name=x"]), Some(made(0, &["hw.foo_name=x"]))),
    ("a=1\na=2\n", made(0, &["a=2"]), None),
    ("a=\"1\"\r\nb=2\r\n", made(0, &["a=1", "b=2"]), None),
    ("\ta\t=\t\"1\"\t# c\n", made(0, &["a=1"]), None),
    ("dhcp.host-name=\"x\"\n", made(0, &["dhcp.host-name=x"]), None),
    ("dev/foo=\"1\"\n", made(1, &[]), Some(made(0, &["dev/foo=1"]))),
    ("dev.%parent=\"1\"\n", made(1, &[]), Some(made(0, &["dev.%parent=1"]))),
    ("1foo=\"1\"\n", made(0, &["1foo=1"]), None),
    ("_foo=\"1\"\n", made(1, &[]), Some(made(0, &["_foo=1"]))),
    ("foo=\"café\"\n", made(0, &["foo=café"]), Some(made(1, &[]))),
    ("\u{feff}foo=\"1\"\n", made(1, &[]), None),
    ("foo=\"a\nb\"\n", made(2, &[]), None),
    ("kernels+=\"x\"\n", made(1, &[]), Some(made(0, &["kernels+=x"]))),
    ("a=b=c\n", made(1, &[]), Some(made(0, &["a=b=c"]))),
    ("kernel_options=\"-o a=b\"\n", made(0, &["kernel_options=-o a=b"]), None),
    ("loader_conf_files=\"/boot/a.conf\"\n", made(0, &[]), None),
    ("net.fibs: 4\n", made(1, &[]), None),
    ("\"net.fibs\"=\"4\"\n", made(1, &[]), Some(made(0, &["\"net.fibs\"=4"]))),
    ("vfs.zfs.arc_max=\"4G\"\n", made(0, &["vfs.zfs.arc_max=4G"]), None),
];

fn environment(text: &str, grammar: Grammar) -> Vec<String> {
    let found = run(text, grammar);
    let variables = found.variables.iter().map(|(k, v)| format!("{k}={v}"));
    let modules = found.modules.iter().flat_map(|(module, keys)| {
        let mut keys: Vec<_> = keys
            .iter()
            .map(|(key, value)| format!("[{module}] {}={value}", key.ending()))
            .collect();
        keys.sort();
        keys
    });
    let commands = found
        .commands
        .iter()
        .map(|command| format!("exec {command}"));
    variables.chain(modules).chain(commands).collect()
}

fn refused(text: &str, release: FreebsdRelease) -> usize {
    let errors = parse(text).errors;
    errors
        .iter()
        .filter(|error| error.is_refused_by(release))
        .count()
}

#[test]
fn recorded_lines_are_read_alike() {
    for (text, current, twelve) in CASES {
        let twelve = twelve.as_ref().unwrap_or(current);
        for (made, grammar, release) in [
            (current, Grammar::Current, FreebsdRelease::new(15, 0)),
            (twelve, Grammar::Twelve, FreebsdRelease::new(12, 1)),
        ] {
            assert_eq!(
                environment(text, grammar),
                made.environment,
                "{release}: {text}"
            );
            assert_eq!(refused(text, release), made.refused, "{release}: {text}");
        }
    }
}

#[test]
fn variables_of_a_value_are_found() {
    assert_eq!(variables("$a.b/${c d}\\$e $f"), ["a.b", "c d", "f"]);
    assert!(variables("a$").is_empty());
}

#[test]
fn endings_of_modules_are_told_from_names() {
    assert_eq!(module_key("if_em_load"), Some(("if_em", ModuleKey::Load)));
    assert_eq!(module_key("_load"), None);
    assert_eq!(module_key("kern.hz"), None);
    let reaches = |text: &str| parse(text).settings.iter().all(Setting::reaches_kernel);
    assert!(reaches("hw.mxge.rss_hash_type=1\n"));
    assert!(!reaches("zpool_cache_type=x\n"));
    assert!(!reaches("exec=\"unload\"\n"));
}

proptest! {
    #[test]
    fn every_byte_has_a_token(text in "[ -~\n\t\r]{0,80}|(.{0,40}\n){0,4}") {
        let tree = parse(&text);
        let mut at = 0;
        for token in &tree.tokens {
            prop_assert_eq!(token.span.start as usize, at);
            at = token.span.end as usize;
        }
        prop_assert_eq!(at, text.len());
        for grammar in [Grammar::Current, Grammar::Twelve] {
            prop_assert!(run(&text, grammar).variables.len() <= text.len());
        }
    }

    #[test]
    fn what_is_parsed_is_what_the_loader_sets(text in "([a-z_.$]{1,6} ?= ?\"?[a-z0-9$_.-]{0,5}\"? ?[#;]?\n){0,6}") {
        let tree = parse(&text);
        let environment = run(&text, Grammar::Current);
        let names: Vec<_> = tree.settings.iter().filter(|s| s.kind != SettingKind::Command).collect();
        for setting in names {
            let is_set = environment.variables.contains_key(&setting.name);
            prop_assert!(is_set || setting.name == "loader_conf_files");
        }
    }
}

#[test]
fn each_loader_takes_its_own_settings() {
    let tree = parse("a=b=1\nk;rn.x=\"2\"\nz+fs_load=\"YES\"\nzfs_load=\"YES\"\nhw.x=ACPI-safe\n");
    let names = |grammar| -> Vec<_> {
        let settings = tree.settings_by(grammar).iter();
        settings
            .map(|setting| (setting.name.as_str(), setting.kind))
            .collect()
    };
    let load = SettingKind::Module(ModuleKey::Load);
    assert_eq!(
        names(Grammar::Current),
        [("zfs_load", load), ("hw.x", SettingKind::Variable)]
    );
    assert_eq!(
        names(Grammar::Twelve),
        [
            ("a=b", SettingKind::Variable),
            ("k;rn.x", SettingKind::Variable),
            ("z+fs_load", SettingKind::Variable),
            ("zfs_load", load)
        ]
    );
}
