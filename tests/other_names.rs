//! The findings of the arkham site do not depend on its names and numbers, nor on how its files
//! lie in folders.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use common::{Found, check_json, expected, files_below, found, project, write};
use proptest::prelude::*;
use tempfile::TempDir;

/// What the site is rewritten to.
#[derive(Clone, Debug)]
struct Names {
    block: String,
    vlan: u16,
    own_as: u32,
    router_as: u32,
    wrong_as: u32,
    fib: u32,
    server: String,
    router: String,
    jails: Vec<String>,
    lists: Vec<String>,
}

const JAILS: [&str; 9] = [
    "riddler",
    "catwoman",
    "scarecrow",
    "joker",
    "madhatter",
    "nas",
    "dns",
    "dbhost",
    "media",
];
const LISTS: [&str; 3] = ["router_out", "arkham_in", "arkham_out"];

fn distinct_words(count: usize, prefix: &'static str) -> impl Strategy<Value = Vec<String>> {
    prop::collection::btree_set("[a-z]{3,9}", count..=count)
        .prop_shuffle_words()
        .prop_map(move |words| {
            words
                .into_iter()
                .map(|word| format!("{prefix}{word}"))
                .collect()
        })
}

trait ShuffleWords: Sized {
    fn prop_shuffle_words(self) -> BoxedStrategy<Vec<String>>;
}

impl<S> ShuffleWords for S
where
    S: Strategy<Value = std::collections::BTreeSet<String>> + 'static,
{
    fn prop_shuffle_words(self) -> BoxedStrategy<Vec<String>> {
        self.prop_map(|words| words.into_iter().collect::<Vec<_>>())
            .prop_shuffle()
            .boxed()
    }
}

fn names() -> impl Strategy<Value = Names> {
    let block = prop_oneof![
        Just("198.51.100".to_owned()),
        (11_u8..100, any::<u8>(), any::<u8>()).prop_map(|(a, b, c)| format!("{a}.{b}.{c}")),
        (193_u8..224, any::<u8>(), any::<u8>()).prop_map(|(a, b, c)| format!("{a}.{b}.{c}")),
    ];
    (
        block,
        2_u16..200,
        (
            64_512_u32..65_000,
            65_002_u32..65_400,
            4_200_000_000_u32..4_294_967_294,
        ),
        1_u32..30,
        distinct_words(2, "h"),
        distinct_words(JAILS.len(), "j"),
        distinct_words(LISTS.len(), "L-"),
    )
        .prop_map(
            |(block, vlan, (own_as, router_as, wrong_as), fib, hosts, jails, lists)| Names {
                block,
                vlan,
                own_as,
                router_as,
                wrong_as,
                fib,
                server: hosts[0].clone(),
                router: hosts[1].clone(),
                jails,
                lists,
            },
        )
}

/// One text of the site under other names. Marks stand between the passes, so that no new name
/// is taken for an old one.
fn rewrite(text: &str, names: &Names) -> String {
    let mut pairs: Vec<(String, String)> = Vec::new();
    let mut pair = |old: &str, new: String| pairs.push((old.to_owned(), new));
    for (old, new) in LISTS.iter().zip(&names.lists) {
        pair(old, new.clone());
    }
    for (old, new) in JAILS.iter().zip(&names.jails) {
        pair(old, new.clone());
    }
    pair("203.0.113", names.block.clone());
    pair("65100", names.own_as.to_string());
    pair("65000", names.router_as.to_string());
    pair("65001", names.wrong_as.to_string());
    pair("lagg0.50", format!("lagg0.{}", names.vlan));
    pair("lagg0_50", format!("lagg0_{}", names.vlan));
    pair(
        "vlans_lagg0=\"50 200\"",
        format!("vlans_lagg0=\"{} 200\"", names.vlan),
    );
    pair("fib 1\"", format!("fib {}\"", names.fib));
    pair("frr_fib=\"1\"", format!("frr_fib=\"{}\"", names.fib));
    pair("setfib 1", format!("setfib {}", names.fib));
    pair("exec.fib = 1;", format!("exec.fib = {};", names.fib));
    pair("exec.fib = 2;", format!("exec.fib = {};", names.fib + 1));
    pair("net.fibs=\"2\"", format!("net.fibs=\"{}\"", names.fib + 1));
    pair("arkham", names.server.clone());
    pair("gateway.example", format!("{}.example", names.router));
    pair("hostname gateway", format!("hostname {}", names.router));
    pair("hosts.gateway", format!("hosts.{}", names.router));
    let mut text = text.to_owned();
    for (index, (old, _)) in pairs.iter().enumerate() {
        text = text.replace(old, &format!("\u{1}{index}\u{2}"));
    }
    for (index, (_, new)) in pairs.iter().enumerate() {
        text = text.replace(&format!("\u{1}{index}\u{2}"), new);
    }
    text
}

fn renamed(path: &Path, names: &Names) -> PathBuf {
    let text = path.to_str().unwrap();
    let (host, rest) = text.split_once('/').unwrap_or((text, ""));
    let host = match host {
        "arkham" => &names.server,
        "gateway" => &names.router,
        other => other,
    };
    if rest.is_empty() {
        PathBuf::from(host)
    } else {
        Path::new(host).join(rest)
    }
}

fn site() -> PathBuf {
    project().join("tests/sites/arkham")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn other_names_same_findings(names in names()) {
        let folder = TempDir::new().unwrap();
        for file in files_below(&site()) {
            let text = fs::read_to_string(site().join(&file)).unwrap();
            write(folder.path(), renamed(&file, &names), rewrite(&text, &names));
        }
        let mut expected: Vec<Found> = expected(&site())
            .into_iter()
            .map(|row| Found {
                file: renamed(Path::new(&row.file), &names).to_str().unwrap().to_owned(),
                ..row
            })
            .collect();
        expected.sort();
        let (status, json) = check_json(folder.path(), &["."]);
        prop_assert_eq!(found(&json), expected);
        prop_assert_eq!(status, 1);
    }
}

/// The two hosts as folders that hold their files directly.
#[test]
fn flat_folders_same_findings() {
    let folder = TempDir::new().unwrap();
    let flat = |path: &Path| -> PathBuf {
        let host = path.components().next().unwrap();
        if path.components().count() == 1 {
            return path.to_owned();
        }
        Path::new(&host).join(path.file_name().unwrap())
    };
    for file in files_below(&site()) {
        write(
            folder.path(),
            flat(&file),
            fs::read(site().join(&file)).unwrap(),
        );
    }
    let mut expected: Vec<Found> = expected(&site())
        .into_iter()
        .map(|row| Found {
            file: flat(Path::new(&row.file)).to_str().unwrap().to_owned(),
            ..row
        })
        .collect();
    expected.sort();
    let (status, json) = check_json(folder.path(), &["."]);
    assert_eq!(found(&json), expected);
    assert_eq!(status, 1);
}

/// IPv6 addresses on the public jails change nothing while no neighbor is active for IPv6.
#[test]
fn ipv6_without_an_ipv6_neighbor_is_silent() {
    let folder = TempDir::new().unwrap();
    for file in files_below(&site()) {
        let mut text = fs::read_to_string(site().join(&file)).unwrap();
        if file.ends_with("jail.conf") {
            let mut lines: Vec<String> = Vec::new();
            for line in text.lines() {
                lines.push(match line.rsplit_once("203.0.113.") {
                    Some((_, last)) => {
                        let number = last.trim_end_matches("\";");
                        format!("{line} ip6.addr += \"lagg0.50|2001:db8::{number}\";")
                    }
                    None => line.to_owned(),
                });
            }
            text = lines.join("\n") + "\n";
        }
        write(folder.path(), &file, text);
    }
    let (_, json) = check_json(folder.path(), &["."]);
    assert_eq!(found(&json), expected(&site()));
}
