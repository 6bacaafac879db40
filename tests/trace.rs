//! `cellblock trace`: what becomes of an address, step by step.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use common::{check, check_json, files_below, project, run};
use serde_json::Value;

fn site(name: &str) -> PathBuf {
    project().join("tests/sites").join(name)
}

/// The traces of `subject` in `folder`, and the exit status.
fn traces(folder: &Path, subject: &str) -> (i32, Vec<Value>) {
    let (status, out, _) = run(folder, &["trace", "--output-format", "json", subject, "."]);
    let json: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(json["version"], 1);
    (status, json["traces"].as_array().unwrap().clone())
}

/// The step that decides: its kind, and the file and line of it.
fn decisive(trace: &Value) -> Option<(String, String)> {
    let outcome = match trace["verdict"].as_str().unwrap() {
        "stopped" => "no",
        "perhaps" => "perhaps",
        _ => return None,
    };
    let steps = trace["steps"].as_array().unwrap();
    let step = steps
        .iter()
        .find(|step| step["outcome"] == outcome)
        .unwrap();
    let place = format!("{}:{}", step["file"].as_str().unwrap_or(""), step["line"]);
    Some((step["kind"].as_str().unwrap().to_owned(), place))
}

#[test]
fn arkham_step_by_step() {
    let bgpd = "arkham/usr/local/etc/frr/bgpd.conf:17";
    let cases = [
        ("203.0.113.194", "arrives", None),
        ("203.0.113.210", "stopped", Some(("filter", bgpd))),
        ("joker", "stopped", Some(("fib", ":null"))),
        ("media", "stopped", Some(("fib", "arkham/etc/jail.conf:62"))),
        ("nas", "arrives", None),
    ];
    for (subject, verdict, decided) in cases {
        let (status, found) = traces(&site("arkham"), subject);
        let [trace] = found.as_slice() else {
            panic!("{subject}: {found:?}");
        };
        assert_eq!(trace["verdict"], verdict, "{subject}");
        let decided = decided.map(|(kind, place)| (kind.to_owned(), place.to_owned()));
        assert_eq!(decisive(trace), decided, "{subject}");
        assert_eq!(status, i32::from(verdict == "stopped"), "{subject}");
    }
    let (_, found) = traces(&site("arkham"), "203.0.113.194");
    let steps = found[0]["steps"].as_array().unwrap();
    let kinds: Vec<_> = steps
        .iter()
        .map(|step| step["kind"].as_str().unwrap())
        .collect();
    let all = [
        "jail",
        "interface",
        "fib",
        "origination",
        "filter",
        "session",
        "peer-filter",
        "static-route",
        "proxy-arp",
    ];
    assert_eq!(kinds, all);
}

#[test]
fn in_a_site_without_mistakes_every_address_arrives() {
    for name in ["arkham-mended", "odd-but-right", "datacenter"] {
        let (status, found) = traces(&site(name), "--all");
        assert_eq!(status, 0, "{name}");
        assert!(!found.is_empty(), "{name}");
        for trace in found {
            assert_eq!(trace["verdict"], "arrives", "{name}: {trace}");
        }
    }
}

#[test]
fn what_no_jail_has_is_followed_too() {
    let (status, found) = traces(&site("vnet-bridge"), "203.0.113.0/24");
    assert_eq!((status, found.len()), (0, 1));
    assert_eq!(found[0]["verdict"], "arrives");
    assert_eq!(found[0]["peer"], "192.168.50.1");
    let (status, found) = traces(&site("vnet-bridge"), "2001:db8::1");
    assert_eq!(status, 1);
    assert_eq!(decisive(&found[0]).unwrap().0, "origination");
}

#[test]
fn a_name_that_nothing_has_is_an_error() {
    let (status, out, error) = run(&site("arkham"), &["trace", "batman", "."]);
    assert_eq!((status, out.as_str()), (2, ""));
    assert!(error.contains("batman"), "{error}");
    let (status, ..) = run(&site("arkham"), &["trace"]);
    assert_eq!(status, 2);
}

/// What the rules about announcements find is what the trace of the address says, and after
/// their fixes the address arrives.
#[test]
fn mended_announcements_arrive() {
    let about_addresses = [
        "jail-address-not-announced",
        "jail-address-filtered",
        "jail-address-rejected-by-peer",
    ];
    let mut mended = 0;
    for entry in fs::read_dir(project().join("tests/sites")).unwrap() {
        let original = entry.unwrap().path();
        let (_, json) = check_json(&original, &["."]);
        let findings = json["findings"].as_array().unwrap().clone();
        let of_addresses = findings.iter().filter(|finding| {
            let rule = finding["rule"].as_str().unwrap();
            about_addresses.contains(&rule) && finding["severity"] == "warning"
        });
        let addresses: Vec<String> = of_addresses
            .map(|finding| {
                let message = finding["message"].as_str().unwrap();
                message.split(' ').next().unwrap().to_owned()
            })
            .collect();
        if addresses.is_empty() {
            continue;
        }
        let copy = tempfile::tempdir().unwrap();
        for file in files_below(&original) {
            common::write(copy.path(), &file, fs::read(original.join(&file)).unwrap());
        }
        for address in &addresses {
            let (status, _) = traces(copy.path(), address);
            assert_eq!(status, 1, "{address} of {}", original.display());
        }
        check(copy.path(), &["--fix", "--unsafe", "."]);
        for address in addresses {
            let (status, found) = traces(copy.path(), &address);
            assert_eq!(status, 0, "{address} of {}: {found:?}", original.display());
            mended += 1;
        }
    }
    assert!(mended > 8, "{mended}");
}
