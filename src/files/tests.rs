use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::*;
use crate::syntax::Language;

const SH: &str = "#!/bin/sh\n";

/// Each host as `name: file file ...`.
fn hosts(files: &[(&str, &str)], config: Option<&str>) -> Vec<String> {
    told(&Snapshot::from_memory(files.iter().copied(), config).expect("hosts"))
}

fn told(snapshot: &Snapshot) -> Vec<String> {
    let tell = |host: &HostFiles| {
        let files: Vec<_> = host
            .files
            .iter()
            .map(|f| format!("{}{}", f.relative, if f.asked { "" } else { "?" }))
            .collect();
        format!("{}: {}", host.name, files.join(" "))
    };
    snapshot.hosts.iter().map(tell).collect()
}

fn fails(files: &[(&str, &str)], config: Option<&str>) -> String {
    match Snapshot::from_memory(files.iter().copied(), config) {
        Ok(snapshot) => panic!("found {:?}", told(&snapshot)),
        Err(failure) => failure.to_string(),
    }
}

fn tree(files: &[(&str, &str)]) -> Arc<dyn FileTree> {
    let texts: BTreeMap<PathBuf, Held> = files
        .iter()
        .map(|(path, text)| (PathBuf::from(path), Held::from(text.as_bytes().to_vec())))
        .collect();
    Arc::new(Overlay::new(Arc::new(Nothing), texts))
}

fn check(
    files: &[(&str, &str)],
    paths: &[&str],
    overrides: &Overrides,
) -> Result<Snapshot, Failure> {
    let paths: Vec<_> = paths.iter().map(PathBuf::from).collect();
    discover_in(tree(files), Path::new("/w"), &paths, overrides)
}

#[test]
fn a_host_by_its_paths() {
    let files = [
        ("arkham/etc/rc.conf", ""),
        ("arkham/etc/rc.local", ""),
        ("arkham/etc/rc.conf.d/frr/one", ""),
        ("arkham/etc/rc.conf.d/network", ""),
        ("arkham/etc/jail.conf.d/www.conf", ""),
        ("arkham/etc/jail.conf.d/www.conf.off", ""),
        ("arkham/etc/jail.db.conf", ""),
        ("arkham/etc/bgpd.conf", ""),
        ("arkham/boot/loader.conf.d/x.conf", ""),
        ("arkham/usr/local/etc/frr/bgpd.conf", ""),
        ("arkham/usr/local/etc/frr/daemons", ""),
        ("arkham/usr/local/sbin/jail-start", SH),
        ("arkham/usr/local/sbin/tool", "#!/usr/bin/perl\n"),
        ("arkham/usr/local/etc/rc.d/thing", SH),
        ("arkham/jails/www/etc/rc.conf", ""),
    ];
    let expected = "arkham: boot/loader.conf.d/x.conf etc/jail.conf.d/www.conf etc/jail.db.conf \
         etc/rc.conf etc/rc.conf.d/frr/one etc/rc.conf.d/network etc/rc.local \
         usr/local/etc/frr/bgpd.conf usr/local/etc/rc.d/thing usr/local/sbin/jail-start";
    assert_eq!(hosts(&files, None), [expected]);
}

#[test]
fn flat_hosts_and_hosts_below_them() {
    let files = [
        ("a/jail.conf", ""),
        ("a/start", SH),
        ("a/frr/frr.conf", ""),
        ("a/notes/rc.local", ""),
        ("a/b/etc/sysctl.conf", ""),
        ("c/x.jail.conf", ""),
        (".git/rc.conf", ""),
    ];
    assert_eq!(
        hosts(&files, None),
        ["a: frr/frr.conf jail.conf start", "b: etc/sysctl.conf"]
    );
}

#[test]
fn hosts_of_one_name_are_told_apart() {
    let files = [("x/web/rc.conf", ""), ("y/web/etc/rc.conf", "")];
    assert_eq!(
        hosts(&files, None),
        ["x/web: rc.conf", "y/web: etc/rc.conf"]
    );
}

#[test]
fn gitignore_is_honoured_with_its_exceptions() {
    let files = [
        (".gitignore", "out/\n/old*\n"),
        ("out/a/rc.conf", ""),
        ("older/rc.conf", ""),
        ("x/.gitignore", "!out\n"),
        ("x/out/rc.conf", ""),
        ("x/old/rc.conf", ""),
    ];
    assert_eq!(hosts(&files, None), ["old: rc.conf", "out: rc.conf"]);
}

#[test]
fn configured_hosts_have_their_own_names_and_files() {
    let config = "[hosts.gate]\nroot = \"g\"\nfreebsd = \"12.1\"\n\
         [hosts.odd]\nfiles = { \"router\" = \"frr\" }\n[hosts.deep]\n";
    let files = [
        ("g/etc/rc.conf", ""),
        ("odd/router", ""),
        ("x/deep/rc.conf", ""),
    ];
    let snapshot = Snapshot::from_memory(files, Some(config)).expect("hosts");
    assert_eq!(
        told(&snapshot),
        ["deep: rc.conf", "gate: etc/rc.conf", "odd: router"]
    );
    let gate = &snapshot.hosts[1];
    assert_eq!(gate.freebsd.as_ref().map(|s| s.value.major), Some(12));
    assert!(matches!(
        gate.freebsd.as_ref().map(|s| &s.source),
        Some(Source::Config(_))
    ));
    assert_eq!(snapshot.hosts[2].files[0].language, Language::Frr);
    assert!(snapshot.hosts[0].settings().is_some());
}

#[test]
fn a_config_that_speaks_of_what_is_not_there_is_broken() {
    let files = [("a/rc.conf", ""), ("b/a/rc.conf", "")];
    assert_eq!(
        fails(&files, Some("[hosts.a]\nroot = \"c\"\n")),
        "cellblock.toml:2:8: there is no folder c"
    );
    assert_eq!(
        fails(&files, Some("\n[hosts.c]\n")),
        "cellblock.toml:2:8: there is no folder c and no host folder of that name; say where \
         the host's files are with `root`"
    );
    assert_eq!(
        fails(&files, Some("[hosts.a.files]\n\"x\" = \"rc\"\n")),
        "cellblock.toml:2:1: a/x does not exist"
    );
    assert_eq!(
        fails(&files[1..], Some("[hosts.a.files]\n\"x\" = \"rc\"\n")),
        "cellblock.toml:2:1: b/a/x does not exist"
    );
    let two = [("x/a/rc.conf", ""), ("y/a/rc.conf", "")];
    assert_eq!(
        fails(&two, Some("[hosts.a]\n")),
        "cellblock.toml:1:8: both x/a and y/a are called so; say which one is meant with `root`"
    );
    assert!(fails(&[("README", "")], None).starts_with("nothing to check in ."));
}

#[test]
fn the_nearest_config_above_a_host_holds() {
    let files = [
        ("sites/one/cellblock.toml", "[hosts.a]\nfrr = \"7.3\"\n"),
        ("sites/one/a/rc.conf", ""),
        ("sites/a/rc.conf", ""),
    ];
    let snapshot = Snapshot::from_memory(files, Some("private = []")).expect("hosts");
    let said: Vec<_> = snapshot
        .hosts
        .iter()
        .map(|host| {
            (
                paths::relative(Path::new("/site"), &host.root),
                host.frr.is_some(),
            )
        })
        .collect();
    let expected = [("sites/one/a", true), ("sites/a", false)];
    assert_eq!(said, expected.map(|(root, said)| (root.to_owned(), said)));
}

#[test]
fn a_named_file_brings_its_host() {
    let files = [
        ("/w/h/etc/jail.conf", ""),
        ("/w/h/etc/rc.conf", ""),
        ("/w/h/usr/local/bin/hook", SH),
        ("/w/h/README", ""),
        ("/w/f/jail.conf", ""),
        ("/w/f/rc.conf.d/frr/a", ""),
        ("/w/f/web.jail.conf", ""),
        ("/w/f/frr/frr.conf", ""),
    ];
    let found = |paths: &[&str]| told(&check(&files, paths, &Overrides::default()).expect("hosts"));
    let h = "h: etc/jail.conf etc/rc.conf? usr/local/bin/hook?";
    assert_eq!(found(&["h/etc/jail.conf"]), [h]);
    assert_eq!(found(&["h/etc/../etc/jail.conf"]), [h]);
    assert_eq!(
        found(&["h/etc"]),
        ["h: etc/jail.conf etc/rc.conf usr/local/bin/hook?"]
    );
    assert_eq!(
        found(&["h/etc/jail.conf", "h/usr"]),
        ["h: etc/jail.conf etc/rc.conf? usr/local/bin/hook"]
    );
    assert_eq!(
        found(&["f/rc.conf.d/frr/a"]),
        ["f: frr/frr.conf? jail.conf? rc.conf.d/frr/a"]
    );
    assert_eq!(
        found(&["f/frr/frr.conf"]),
        ["f: frr/frr.conf jail.conf? rc.conf.d/frr/a?"]
    );
    assert_eq!(
        found(&["f/web.jail.conf"]),
        ["web.jail.conf: web.jail.conf"]
    );
    let unknown = check(&files, &["h/README"], &Overrides::default()).err();
    assert_eq!(
        unknown,
        Some(Failure::UnknownLanguage("h/README".to_owned()))
    );
    let missing = check(&files, &["h/etc/nothing"], &Overrides::default()).err();
    assert_eq!(missing, Some(Failure::Missing("h/etc/nothing".to_owned())));
    let language = Overrides {
        language: Some(Language::Rc),
        ..Overrides::default()
    };
    let snapshot = check(&files, &["h/README", "h/etc/jail.conf"], &language).expect("hosts");
    let languages: Vec<_> = snapshot
        .files()
        .filter(|f| f.asked)
        .map(|f| f.language)
        .collect();
    assert_eq!(languages, [Language::Rc, Language::Rc]);
}

#[test]
fn standard_input_lies_over_the_file_it_stands_for() {
    let files = [("/w/h/etc/jail.conf", "old"), ("/w/h/etc/rc.conf", "")];
    let piped = |name: Option<&str>, language| {
        let overrides = Overrides {
            language,
            standard_input: Some(StandardInput {
                text: b"new".to_vec(),
                file_name: name.map(PathBuf::from),
            }),
            ..Overrides::default()
        };
        check(&files, &["-"], &overrides)
    };
    let snapshot = piped(Some("h/etc/jail.conf"), None).expect("the host");
    assert_eq!(told(&snapshot), ["h: etc/jail.conf etc/rc.conf?"]);
    assert_eq!(snapshot.hosts[0].files[0].text.as_str(), "new");
    let snapshot = piped(Some("h/boot/loader.conf"), None).expect("a new file");
    assert_eq!(
        told(&snapshot),
        ["h: boot/loader.conf etc/jail.conf? etc/rc.conf?"]
    );
    let snapshot = piped(None, Some(Language::Frr)).expect("a file alone");
    assert_eq!(snapshot.hosts[0].files[0].shown, "<stdin>");
    assert_eq!(
        piped(None, None).err(),
        Some(Failure::UnknownLanguage("<stdin>".to_owned()))
    );
}

#[test]
fn the_release_is_said_by_the_command_line_the_config_or_the_host() {
    let version = (
        "/w/h/bin/freebsd-version",
        "USERLAND_VERSION=\"14.3-RELEASE-p1\"\n",
    );
    let debian = ("/w/h/etc/os-release", "ID=debian\nVERSION_ID=\"12\"\n");
    let os = ("/w/h/etc/os-release", "ID=freebsd\nVERSION_ID=\"13.2\"\n");
    let rc = ("/w/h/etc/rc.conf", "");
    let said = |files: &[(&str, &str)]| {
        let snapshot = check(files, &["h"], &Overrides::default()).expect("a host");
        let said = snapshot.hosts[0].freebsd.clone();
        said.map(|said| said.value.to_string())
    };
    assert_eq!(said(&[rc]), None);
    assert_eq!(said(&[rc, debian]), None);
    assert_eq!(said(&[rc, os]).as_deref(), Some("13.2"));
    assert_eq!(said(&[rc, os, version]).as_deref(), Some("14.3"));
}

#[test]
fn more_files_are_read_below_the_host_only() {
    let files = [
        ("h/etc/rc.conf", ""),
        ("h/etc/jail.conf.d/a.inc", ""),
        ("h/etc/jail.conf.d/b.inc", ""),
        ("h/etc/jail.conf.d/.c.inc", ""),
        ("h/root/hook", SH),
        ("h/root/program", "\x7fELF"),
        ("other/rc.conf", ""),
        ("other/hook", SH),
    ];
    let mut snapshot = Snapshot::from_memory(files, None).expect("hosts");
    let wanted = |path: &str, language| Wanted {
        path: path.to_owned(),
        language,
    };
    let found = snapshot.read_more(
        0,
        &[
            wanted("/etc/jail.conf.d/*.inc", Some(Language::Jail)),
            wanted("/root/hook", None),
            wanted("/root/program", None),
            wanted("/../other/rc.conf", None),
            wanted("/etc/rc.conf", None),
            wanted("/etc", None),
        ],
    );
    let counts: Vec<_> = found.iter().map(Vec::len).collect();
    assert_eq!(counts, [2, 1, 0, 0, 1, 0]);
    let hook = snapshot.file(found[1][0]).expect("just read");
    assert_eq!(
        (hook.relative.as_str(), hook.language),
        ("root/hook", Language::Shell)
    );
    assert_eq!(found[4][0], snapshot.hosts[0].files[0].id);
    let flat = snapshot.read_more(1, &[wanted("/usr/local/sbin/hook", None)]);
    assert_eq!(flat[0].len(), 1);
    for file in snapshot.files() {
        assert_eq!(snapshot.file(file.id).map(|f| &f.path), Some(&file.path));
    }
}
