//! `cellblock init`: what it writes is valid, names the hosts, and changes no finding.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use cellblock::config::Config;
use common::{cellblock, files_below, project, run, write};
use proptest::prelude::*;
use tempfile::TempDir;

const FILE: &str = "cellblock.toml";

/// What `check` says of `folder` from within and from above, and of every file in it alone.
fn findings(folder: &Path) -> Vec<(i32, String)> {
    let json = |cwd: &Path, path: &Path| {
        let output = cellblock()
            .current_dir(cwd)
            .args(["check", "--output-format", "json"])
            .arg(path)
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        (output.status.code().unwrap(), text)
    };
    let above = folder.parent().unwrap();
    let name = PathBuf::from(folder.file_name().unwrap());
    let files = files_below(folder);
    let files = files.iter().filter(|file| *file != Path::new(FILE));
    let folders: BTreeSet<_> = files.clone().flat_map(|file| file.ancestors()).collect();
    let mut all = vec![json(above, &name), json(folder, Path::new("."))];
    all.extend(files.map(|file| json(folder, file)));
    all.extend(
        folders
            .into_iter()
            .filter(|f| *f != Path::new(""))
            .map(|f| json(folder, f)),
    );
    all
}

/// Runs init in `folder`, and asserts that nothing changes. What it says, and the file.
fn init(folder: &Path) -> (String, Config) {
    let before = findings(folder);
    let (status, out, err) = run(folder, &["init"]);
    assert_eq!((status, out.as_str()), (0, ""), "{err}");
    let text = fs::read_to_string(folder.join(FILE)).unwrap();
    let config = Config::load(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
    assert_eq!(findings(folder), before, "{text}");
    assert_fits_the_schema(&text);
    (err, config)
}

fn assert_fits_the_schema(text: &str) {
    let schema = fs::read_to_string(project().join("editors/cellblock.schema.json")).unwrap();
    let schema = serde_json::from_str(&schema).unwrap();
    let file: serde_json::Value = toml::from_str(text).unwrap();
    if let Err(error) = jsonschema::validate(&schema, &file) {
        panic!("{error}: {text}");
    }
}

/// A folder below a temporary one, so that it has a name of its own.
fn folder() -> (TempDir, PathBuf) {
    let top = TempDir::new().unwrap();
    let folder = top.path().join("site");
    fs::create_dir(&folder).unwrap();
    (top, folder)
}

fn names(config: &Config) -> Vec<&str> {
    let hosts = config.hosts.iter();
    hosts.map(|host| host.name.value.as_str()).collect()
}

/// A host with something to find in it.
fn write_host(folder: &Path, host: &str) {
    write(
        folder,
        format!("{host}/etc/rc.conf"),
        "hostname=\"h\"\nfrr_enable=YES\nfrr_fib=1\n",
    );
    write(
        folder,
        format!("{host}/etc/rc.local"),
        "jls\nvtysh -c 'show'\n",
    );
}

#[test]
fn arkham_is_named_and_judged_as_before() {
    let (_top, folder) = folder();
    let site = project().join("tests/sites/arkham");
    for file in files_below(&site).iter().filter(|f| *f != Path::new(FILE)) {
        write(&folder, file, fs::read(site.join(file)).unwrap());
    }
    let (said, config) = init(&folder);
    assert_eq!(names(&config), ["arkham", "gateway"]);
    assert!(config.hosts.iter().all(|host| host.root.is_none()));
    assert_eq!(
        said,
        "cellblock: arkham: FreeBSD of unknown version, FRR 7.3.1 (usr/local/etc/frr/zebra.conf)\n\
         cellblock: gateway: FreeBSD of unknown version, FRR 7.3.1 (usr/local/etc/frr/zebra.conf)\n\
         cellblock: 2 hosts found, cellblock.toml written; fill in the versions that are not \
         known\n"
    );
    // What is left to fill in is filled in by taking a `#` away.
    let text = fs::read_to_string(folder.join(FILE)).unwrap();
    let filled = text.replace("# freebsd = \"?\"", "freebsd = \"12.1\"");
    fs::write(folder.join(FILE), filled).unwrap();
    let (_, out) = common::check_json(&folder, &[]);
    let (_, original) = common::check_json(&site, &[]);
    assert_eq!(out, original);
}

#[test]
fn an_existing_file_stays_and_stdout_writes_none() {
    let (_top, folder) = folder();
    write_host(&folder, "a");
    let (status, printed, err) = run(&folder, &["init", "--stdout"]);
    assert_eq!((status, folder.join(FILE).exists()), (0, false));
    assert!(err.ends_with("cellblock: 1 host found\n"), "{err}");
    init(&folder);
    assert_eq!(fs::read_to_string(folder.join(FILE)).unwrap(), printed);
    fs::write(
        folder.join(FILE),
        "[hosts.b]\nroot = \"a\"\nfreebsd = \"13.2\"\n[rules]\n",
    )
    .unwrap();
    let (status, out, err) = run(&folder, &["init"]);
    assert_eq!((status, out.as_str()), (2, ""));
    assert!(
        err.starts_with("cellblock: cellblock.toml is there already and stays"),
        "{err}"
    );
    let (status, out, err) = run(folder.parent().unwrap(), &["init", "site"]);
    assert_eq!((status, out.as_str()), (2, ""));
    assert!(
        err.starts_with("cellblock: site/cellblock.toml is there already"),
        "{err}"
    );
    let (_, out, _) = run(&folder, &["init", "--stdout"]);
    assert!(
        out.contains("[hosts.b]\nroot = \"a\"\nfreebsd = \"13.2\"\n"),
        "{out}"
    );
    let (status, _, err) = run(&folder, &["init", "a"]);
    assert_eq!(status, 2);
    assert!(
        err.contains("another one in here would take its place"),
        "{err}"
    );
    assert!(!folder.join("a").join(FILE).exists());
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_is_not_followed() {
    let (top, folder) = folder();
    write_host(&folder, "a");
    std::os::unix::fs::symlink("../elsewhere", folder.join(FILE)).unwrap();
    let (status, _, _) = run(&folder, &["init"]);
    assert_eq!((status, top.path().join("elsewhere").exists()), (2, false));
}

#[test]
fn what_is_no_folder_of_hosts_is_refused() {
    let (_top, folder) = folder();
    write_host(&folder, "a");
    for (path, message) in [
        ("none", "none: no such file or folder"),
        ("a/etc/rc.conf", "a/etc/rc.conf: this is not a folder"),
        ("a/etc", "a/etc is a part of the host in a: name that one"),
    ] {
        let (status, out, err) = run(&folder, &["init", path]);
        assert_eq!((status, out.as_str()), (2, ""), "{path}");
        assert_eq!(err, format!("cellblock: {message}\n"));
    }
    assert_eq!(files_below(&folder).len(), 2);
}

#[test]
fn a_host_in_the_folder_itself() {
    let (_top, folder) = folder();
    write(&folder, "etc/rc.conf", "frr_enable=YES\nfrr_fib=1\n");
    write(
        &folder,
        "bin/freebsd-version",
        "USERLAND_VERSION=\"14.3-RELEASE-p1\"\n",
    );
    let (said, config) = init(&folder);
    assert_eq!(names(&config), ["site"]);
    assert_eq!(config.hosts[0].root.as_ref().unwrap().value, Path::new("."));
    assert!(
        config.hosts[0].freebsd.is_none(),
        "it would outlive the file's word"
    );
    assert!(said.contains("site: FreeBSD 14.3 (bin/freebsd-version), FRR of unknown version\n"));
    let text = fs::read_to_string(folder.join(FILE)).unwrap();
    assert!(text.contains("# freebsd = \"14.3\"    # bin/freebsd-version says so\n"));
}

#[test]
fn flat_and_nested_hosts() {
    let (_top, folder) = folder();
    write(
        &folder,
        "jail.conf",
        "a { ip4.addr = 'em0|203.0.113.9'; exec.fib = 9; }\n",
    );
    write(&folder, "rc.conf", "frr_fib=1\nfrr_enable=YES\n");
    write(
        &folder,
        "frr/frr.conf",
        "router bgp 65000\n redistribute connected\n",
    );
    write(&folder, "inner/loader.conf", "net.fibs=2 x\n");
    write(
        &folder,
        "inner/deep/down/jail.conf",
        "b { exec.fib = 7; }\n",
    );
    write_host(&folder, "hosts/prod/web");
    let (_, config) = init(&folder);
    assert_eq!(names(&config), ["down", "inner", "site", "web"]);
    let roots = config.hosts.iter().map(|host| host.root.as_ref());
    let roots: Vec<_> = roots
        .map(|root| root.map(|root| root.value.to_str().unwrap()))
        .collect();
    assert_eq!(
        roots,
        [
            Some("inner/deep/down"),
            None,
            Some("."),
            Some("hosts/prod/web")
        ]
    );
}

#[test]
fn thirty_hosts() {
    let (_top, folder) = folder();
    for number in 0..30 {
        write_host(&folder, &format!("host{number:02}"));
    }
    let (said, config) = init(&folder);
    assert_eq!(config.hosts.len(), 30);
    assert!(said.contains("cellblock: 30 hosts found, "));
}

#[test]
fn an_empty_folder_gets_an_example() {
    let (_top, folder) = folder();
    let (said, config) = init(&folder);
    assert_eq!(said, "cellblock: no host found, cellblock.toml written\n");
    assert_eq!(config, Config::default());
    let text = fs::read_to_string(folder.join(FILE)).unwrap();
    assert!(text.contains("# [hosts.arkham]\n"));
}

#[test]
fn hosts_that_share_a_name_stay_told_apart() {
    let (_top, folder) = folder();
    for host in ["x/web", "y/web", "gate"] {
        write_host(&folder, host);
        let jail = "a { ip4.addr = 'em0|203.0.113.9'; }\n";
        write(&folder, format!("{host}/etc/jail.conf"), jail);
    }
    // This one has a file of its own, which goes on to hold.
    write_host(&folder, "z/other");
    write(
        &folder,
        "z/cellblock.toml",
        "[hosts.gate]\nroot = \"other\"\n",
    );
    let (said, config) = init(&folder);
    assert_eq!(names(&config), [""; 0]);
    assert!(said.contains("cellblock: x/web: "), "{said}");
    assert!(said.contains("a cellblock.toml of its own"), "{said}");
    let text = fs::read_to_string(folder.join(FILE)).unwrap();
    assert!(
        text.contains("\n# [hosts.\"y/web\"]\n# root = \"y/web\"\n"),
        "{text}"
    );
    assert!(text.contains("\n# For the host in \"z/other\", \"z/cellblock.toml\" holds.\n"));
}

#[test]
fn odd_names_come_back_as_they_are() {
    let (_top, folder) = folder();
    let odd = [
        "a.example.net",
        "b c",
        "d\"e'",
        "é#=[]",
        "back\\slash",
        "-",
        "two\nlines",
        "\u{202e}x",
    ];
    for name in odd {
        write_host(&folder, name);
    }
    let (_, config) = init(&folder);
    let found: BTreeSet<_> = names(&config).into_iter().collect();
    assert_eq!(found, BTreeSet::from(odd));
    assert!(config.hosts.iter().all(|host| host.root.is_none()));
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_whose_name_is_not_utf8_is_said_and_left_out() {
    use std::os::unix::ffi::OsStrExt;
    let (_top, folder) = folder();
    let odd = folder.join(std::ffi::OsStr::from_bytes(b"\xff"));
    write(&odd, "etc/rc.conf", "frr_fib=1\nfrr_enable=YES\n");
    write_host(&folder, "a");
    let (said, config) = init(&folder);
    assert_eq!(names(&config), ["a"]);
    assert!(said.contains("its folder's name is not UTF-8"), "{said}");
}

/// `init /` prints, whatever machine this is, and writes nothing.
#[test]
fn the_machine_itself_gets_no_file_unasked() {
    let is_host = ["rc.conf", "sysctl.conf"]
        .iter()
        .any(|name| Path::new("/etc").join(name).exists());
    if !is_host || Path::new("/cellblock.toml").exists() {
        common::skipped("/ has no FreeBSD files here, and the whole disk would be searched");
        return;
    }
    let (_top, folder) = folder();
    let (status, out, err) = run(&folder, &["init", "/"]);
    assert_eq!(status, 0, "{err}");
    assert!(out.contains("\nroot = \"/\"\n"), "{out}");
    assert!(
        err.contains("`cellblock init / >/cellblock.toml` does it"),
        "{err}"
    );
    assert!(!Path::new("/cellblock.toml").exists());
}

/// Where a host lies, and how.
fn hosts() -> impl Strategy<Value = Vec<(Vec<String>, usize)>> {
    let name = prop_oneof![
        3 => "[ab]",
        1 => "[a-c.\"'\\\\# =\\[\\]é-]{1,3}",
        1 => prop::sample::select(vec!["site", "frr", "etc", "jail.conf.d", "usr"]).prop_map(str::to_owned),
    ];
    let name = name.prop_filter("names of folders", |name| name != "." && name != "..");
    prop::collection::vec((prop::collection::vec(name, 0..4), 0..4_usize), 1..6)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn whatever_lies_where_nothing_changes(hosts in hosts()) {
        let (_top, folder) = folder();
        for (path, kind) in &hosts {
            let host: PathBuf = path.iter().collect();
            match kind {
                0 => write(&folder, host.join("rc.conf"), "frr_enable=YES\nfrr_fib=1\n"),
                1 => write(&folder, host.join("frr/frr.conf"), "router bgp 1\n"),
                2 => write(&folder, host.join("jail.conf"), "a { ip4.addr = '203.0.113.9'; exec.fib = 3; }\n"),
                _ => write(&folder, host.join("etc/rc.conf"), "frr_enable=YES\nfrr_fib=1\n"),
            }
        }
        init(&folder);
    }
}
