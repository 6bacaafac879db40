//! After a rename the site is what it was, but for the name: the same findings, in the same lines.

use std::collections::BTreeMap;
use std::fs;

use cellblock::analysis::analyse;
use cellblock::files::Snapshot;
use cellblock::ide::rename;
use cellblock::ide::symbols::{self, Role, SymbolKind};

use crate::common::{files_below, project};
use crate::marked::edited;

type Files = BTreeMap<String, String>;

fn site(folder: &str) -> Files {
    let folder = project().join("tests/sites").join(folder);
    let files = files_below(&folder).into_iter();
    let texts = files.map(|file| {
        let text = fs::read_to_string(folder.join(&file)).unwrap();
        (file.to_str().unwrap().to_owned(), text)
    });
    texts.collect()
}

/// A host on which a name of each kind is written in every way that there is.
fn every_way() -> Files {
    [
        (
            "etc/jail.conf",
            "$base = /jails;\n$if = vlan20;\npath = \"${base}/$name\";\n.include \"/etc/jail.conf.d/*.conf\";\n\
             web { ip4.addr = \"vlan20|203.0.113.5/24\"; exec.fib = 7; }\n\
             'db 1' { depend = web; ip4.addr = \"$if|203.0.113.5\"; vnet; }\n\
             \"a-b\" { depend = \"web\", gone; interface = lagg0.30; ip4.addr = 203.0.113.9; }\n",
        ),
        (
            "etc/jail.conf.d/x.conf",
            "x { depend = web, 'a-b'; $base = /other; path = $base; exec.prestart = \"ifconfig vlan20 up\", \
             \"jexec web true\"; ip4.addr = \"nope0|203.0.113.77\"; }\n",
        ),
        (
            "etc/rc.conf",
            "net=203.0.113\nvlans_igb0=\"vlan20\"\ncreate_args_vlan20=\"vlan 20\"\n\
             ifconfig_igb0=up\nifconfig_vlan20=\"inet ${net}.1/24 fib 3\"\ncloned_interfaces=\"lagg0 bridge0\"\n\
             ifconfig_lagg0=\"laggproto lacp laggport ix0\"\nifconfig_ix0=up\nvlans_lagg0=\"30\"\n\
             ifconfig_lagg0_30=\"inet 10.1.0.1/24\"\nifconfig_bridge0=\"addm vlan20 addm igb0 up\"\n\
             jail_enable=YES\njail_list=\"web a-b missing\"\njail_a_b_fib=1\n",
        ),
        (
            "etc/rc.local",
            "IF=vlan20\nifconfig $IF fib 1\nroute add -net 10.9.0.0/16 -iface vlan20\nfor j in web a-b; do jexec $j ls; done\n",
        ),
        (
            "usr/local/etc/frr/frr.conf",
            "frr version 8.5\ninterface vlan20\n ip address 203.0.113.1/24\nexit\nip route 10.7.0.0/16 lagg0.30\n\
             router bgp 65000\n neighbor 203.0.113.2 remote-as 65001\n neighbor 203.0.113.2 update-source vlan20\n\
             neighbor up peer-group\n neighbor up remote-as 65002\n neighbor 203.0.113.3 peer-group up\n\
             !\n address-family ipv4 unicast\n  network 203.0.113.5/32 route-map tag\n\
             neighbor up prefix-list web in\n neighbor up filter-list none out\n exit-address-family\nexit\n\
             ip prefix-list web permit 203.0.113.0/24 le 32\nip prefix-list web deny any\n\
             bgp as-path access-list other permit ^65003\nbgp community-list standard web permit 65000:1\n\
             route-map tag permit 10\n match ip address prefix-list web\n match as-path other\n call gone\n\
             route-map tag permit 20\n match community web\nexit\nvrf red\nexit-vrf\nrouter bgp 65009 vrf red\n",
        ),
    ]
    .map(|(name, text)| (name.to_owned(), text.to_owned()))
    .into()
}

/// Puts one sign for every one of the names, wherever it is a word or part of another name.
fn without(names: &[&str], text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let begins = !out.ends_with(|c: char| c.is_ascii_alphanumeric());
        let is_whole = |name: &&&str| {
            let after = rest.strip_prefix(**name);
            after.is_some_and(|after| !after.starts_with(|c: char| c.is_ascii_alphanumeric()))
        };
        match names.iter().find(is_whole) {
            Some(name) if begins => {
                out.push('@');
                rest = &rest[name.len()..];
            }
            _ => {
                out.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    out
}

/// Every finding: file, line, rule, and the words without the names.
fn findings(files: &Files, names: &[&str]) -> Vec<(String, usize, String, String)> {
    let texts = files.iter().map(|(name, text)| (name, text.as_bytes()));
    let snapshot = Snapshot::from_memory(texts, None).unwrap();
    let analysis = analyse(&snapshot);
    let mut all: Vec<_> = (analysis.findings.iter())
        .map(|finding| {
            let (name, text) = snapshot.named_text(finding.place.file).unwrap();
            let line = text.line_of(finding.place.span.start) + 1;
            let words = without(
                names,
                &format!("{} {:?}", finding.message, finding.severity),
            );
            (name.to_owned(), line, finding.rule.to_owned(), words)
        })
        .collect();
    all.sort();
    all
}

fn new_name(kind: SymbolKind, old: &str) -> String {
    match kind {
        SymbolKind::Interface => {
            let driver = old.trim_end_matches(|c: char| c.is_ascii_digit());
            format!("{driver}77")
        }
        SymbolKind::Jail => "penguin".to_owned(),
        _ => "renamed_x".to_owned(),
    }
}

/// Renames everything that can be; how many names that were.
fn rename_each(files: &Files) -> usize {
    let texts = files.iter().map(|(name, text)| (name, text.as_bytes()));
    let analysis = analyse(&Snapshot::from_memory(texts, None).unwrap());
    let mut count = 0;
    for host in &analysis.site.hosts {
        let symbols = symbols::symbols(host);
        for (id, symbol) in symbols.all() {
            let Some(one) = symbols.of(id).find(|own| own.role != Role::Part) else {
                continue;
            };
            if rename::prepare(host, &symbols, one).is_err() {
                continue;
            }
            let (old, new) = (&symbol.name, new_name(symbol.kind, &symbol.name));
            let edits = rename::rename(host, &symbols, one, &new).unwrap();
            assert!(!edits.is_empty());
            let after = edited(files, host, &edits);
            let mangled = old.replace(['.', '-', ' '], "_");
            let names = [old.as_str(), &mangled, &new];
            assert_eq!(
                findings(&after, &names),
                findings(files, &names),
                "{old} to {new}"
            );
            assert_back(files, &after, &new, symbol.kind, old);
            count += 1;
        }
    }
    count
}

/// The old name brings the old text back, where it needs no quotes.
fn assert_back(files: &Files, after: &Files, new: &str, kind: SymbolKind, old: &str) {
    let texts = after.iter().map(|(name, text)| (name, text.as_bytes()));
    let analysis = analyse(&Snapshot::from_memory(texts, None).unwrap());
    let back = analysis.site.hosts.iter().find_map(|host| {
        let symbols = symbols::symbols(host);
        let (id, _) = symbols
            .all()
            .find(|(_, s)| s.kind == kind && s.name == new)?;
        let one = symbols.of(id).find(|own| own.role != Role::Part)?;
        let edits = rename::rename(host, &symbols, one, old).unwrap();
        Some(edited(after, host, &edits))
    });
    assert_eq!(back.as_ref(), Some(files), "{new} back to {old}");
}

#[test]
fn a_rename_changes_no_finding() {
    assert_eq!(rename_each(&site("arkham")), 24);
    assert_eq!(rename_each(&site("arkham-mended")), 23);
    assert_eq!(rename_each(&every_way()), 23);
}
