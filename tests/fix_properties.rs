//! What must hold for any fix on any site: it mends what it says it mends, brings nothing new,
//! and leaves every byte outside its edits as it was.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use cellblock::analysis::{Analysis, analyse};
use cellblock::files::{FileTree, Held, Nothing, Overlay, Overrides, Snapshot, discover_in};
use cellblock::finding::{Finding, Severity};
use cellblock::fix::{self, Allowed, Done};
use common::{files_below, project};
use proptest::prelude::*;

type Files = BTreeMap<PathBuf, Vec<u8>>;

const SITE: &str = "/site";

fn tree(files: &Files) -> Arc<dyn FileTree> {
    let texts = files
        .iter()
        .map(|(path, bytes)| (Path::new(SITE).join(path), Held::from(bytes.clone())))
        .collect();
    Arc::new(Overlay::new(Arc::new(Nothing), texts))
}

fn read(tree: Arc<dyn FileTree>) -> Snapshot {
    let cwd = Path::new(SITE);
    discover_in(tree, cwd, &[cwd.to_owned()], &Overrides::default()).expect("hosts")
}

/// Applies all fixes of the findings that `wanted` takes in each round.
fn mended(files: &Files, wanted: impl Fn(&Finding, usize) -> bool) -> (Files, Done) {
    let round = Cell::new(0);
    let findings = |_: &Snapshot, analysis: &Analysis| -> Vec<usize> {
        let now = round.get();
        round.set(now + 1);
        let all = analysis.findings.iter().enumerate();
        all.filter(|(_, finding)| wanted(finding, now))
            .map(|(index, _)| index)
            .collect()
    };
    fn pick(analysis: &Analysis, indices: Vec<usize>) -> Vec<&Finding> {
        indices
            .iter()
            .map(|index| &analysis.findings[*index])
            .collect()
    }
    let done = fix::run(
        tree(files),
        &|tree| Ok(read(tree)),
        Allowed {
            not_safe: true,
            findings: &|snapshot, analysis| Ok(pick(analysis, findings(snapshot, analysis))),
        },
    )
    .expect("readable");
    let mut after = files.clone();
    for (path, file) in done.changed.files() {
        let path = path.strip_prefix(SITE).unwrap().to_owned();
        after.insert(path, file.after.to_vec());
    }
    (after, done)
}

/// What the findings at warning and above are about: rule and message, or rule and address where
/// the message tells numbers of entries, which an entry above changes.
fn serious(files: &Files) -> BTreeSet<(String, String)> {
    let snapshot = read(tree(files));
    let found = analyse(&snapshot).findings;
    found
        .into_iter()
        .filter(|finding| finding.severity >= Severity::Warning)
        .map(|finding| (finding.rule.to_owned(), subject(&finding)))
        .collect()
}

fn subject(finding: &Finding) -> String {
    match stage(finding.rule) {
        Some(_) => address(&finding.message).to_owned(),
        None => finding.message.clone(),
    }
}

// --- A site of two hosts, made up ------------------------------------------------------------

/// What is random about a site.
#[derive(Clone, Debug)]
struct MadeUp {
    /// Last parts of the jails' addresses.
    jails: BTreeSet<u8>,
    /// Whether jails are announced by `network` rather than by redistribution, and which of them.
    networks: Option<Vec<bool>>,
    out: List,
    inward: List,
    /// Whether the server filters by a route-map that asks its list.
    route_map: bool,
    /// Whether each daemon has its own file, or one for all.
    line_break: &'static str,
    final_newline: bool,
}

#[derive(Clone, Debug)]
struct List {
    /// Length of the permitted block, from 203.0.113.0 or .192 on.
    length: u8,
    first: u32,
    denies_at_end: Option<u32>,
    numbered: bool,
}

fn list() -> impl Strategy<Value = List> {
    (
        25_u8..31,
        prop::sample::select(vec![1_u32, 5, 10]),
        prop::option::of(prop::sample::select(vec![30_u32, 100, 1000])),
        any::<bool>(),
    )
        .prop_map(|(length, first, denies_at_end, numbered)| List {
            length,
            first,
            denies_at_end,
            numbered,
        })
}

impl List {
    fn text(&self, name: &str) -> String {
        let seq = |seq: u32| {
            if self.numbered {
                format!("seq {seq} ")
            } else {
                String::new()
            }
        };
        let mut text = format!(
            "ip prefix-list {name} {}permit 203.0.113.192/{} ge 32\n",
            seq(self.first),
            self.length
        );
        if let Some(end) = self.denies_at_end {
            text += &format!("ip prefix-list {name} {}deny any\n", seq(end));
        }
        text
    }
}

fn made_up() -> impl Strategy<Value = MadeUp> {
    (
        prop::collection::btree_set(2_u8..254, 1..6),
        prop::option::of(prop::collection::vec(any::<bool>(), 6)),
        list(),
        list(),
        any::<bool>(),
        prop::sample::select(vec!["\n", "\r\n"]),
        any::<bool>(),
    )
        .prop_map(
            |(jails, networks, out, inward, route_map, line_break, final_newline)| MadeUp {
                jails,
                networks,
                out,
                inward,
                route_map,
                line_break,
                final_newline,
            },
        )
}

impl MadeUp {
    fn files(&self) -> Files {
        let mut jail_conf = "path = \"/jails/$name\";\nexec.fib = 1;\n".to_owned();
        let mut statements = String::new();
        for (index, last) in self.jails.iter().enumerate() {
            jail_conf += &format!("j{last} {{\n\tip4.addr = \"ix0.50|203.0.113.{last}\";\n}}\n");
            let announced = |networks: &Vec<bool>| networks[index % networks.len()];
            if self.networks.as_ref().is_some_and(announced) {
                statements += &format!("  network 203.0.113.{last}/32\n");
            }
        }
        if self.networks.is_none() {
            statements += "  redistribute connected\n";
        }
        let filter = if self.route_map {
            "route-map"
        } else {
            "prefix-list"
        };
        let map = if self.route_map {
            "route-map TO permit 10\n match ip address prefix-list OUT\nexit\n"
        } else {
            ""
        };
        let filter_name = if self.route_map { "TO" } else { "OUT" };
        let server = format!(
            "frr version 10.5.1\nrouter bgp 65100\n neighbor 192.168.50.1 remote-as 65000\n \
             address-family ipv4 unicast\n{statements}  neighbor 192.168.50.1 {filter} \
             {filter_name} out\n exit-address-family\nexit\n{}{map}",
            self.out.text("OUT")
        );
        let router = format!(
            "frr version 10.5.1\nrouter bgp 65000\n no bgp ebgp-requires-policy\n neighbor \
             192.168.50.2 remote-as 65100\n address-family ipv4 unicast\n  neighbor 192.168.50.2 \
             prefix-list IN in\n exit-address-family\nexit\n{}",
            self.inward.text("IN")
        );
        let rc = |address: &str, fib: &str| {
            format!(
                "hostname=\"h\"\nvlans_ix0=\"50\"\nifconfig_ix0_50=\"inet {address}/24{fib}\"\n\
                 frr_enable=\"YES\"\nfrr_daemons=\"zebra bgpd\"\nzebra_fib=\"1\"\nbgpd_fib=\"1\"\n"
            )
        };
        let loader = "net.fibs=\"2\"\n";
        let frr = |text: String| {
            let text = text.replace('\n', self.line_break);
            if self.final_newline {
                text
            } else {
                text.trim_end().to_owned()
            }
        };
        [
            (
                "cellblock.toml",
                "[hosts.server]\nfreebsd = \"14.3\"\n".to_owned(),
            ),
            ("server/boot/loader.conf", loader.to_owned()),
            ("server/etc/rc.conf", rc("192.168.50.2", " fib 1")),
            ("server/etc/jail.conf", jail_conf),
            ("server/usr/local/etc/frr/frr.conf", frr(server)),
            ("router/boot/loader.conf", loader.to_owned()),
            ("router/etc/rc.conf", rc("192.168.50.1", " fib 1")),
            ("router/usr/local/etc/frr/frr.conf", frr(router)),
        ]
        .into_iter()
        .map(|(path, text)| (PathBuf::from(path), text.into_bytes()))
        .collect()
    }
}

/// The stages of an announcement, in their order.
const STAGES: [&str; 3] = [
    "jail-address-not-announced",
    "jail-address-filtered",
    "jail-address-rejected-by-peer",
];

fn stage(rule: &str) -> Option<usize> {
    STAGES.iter().position(|stage| *stage == rule)
}

/// The address that a finding is about, which its message begins with.
fn address(message: &str) -> &str {
    message.split(' ').next().unwrap_or("")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    /// Each fix of an announcement by itself: its finding goes, and the only one that may come is
    /// what stops the same address further on.
    #[test]
    fn one_announcement_fix_mends_one_finding(site in made_up(), which in any::<prop::sample::Index>()) {
        let files = site.files();
        let before = serious(&files);
        let about: Vec<_> = before.iter().filter(|(rule, _)| stage(rule).is_some()).collect();
        prop_assume!(!about.is_empty());
        let (rule, about_it) = about[which.index(about.len())];
        let (after, done) = mended(&files, |finding, round| {
            round == 0 && finding.rule == rule && subject(finding) == *about_it
        });
        if done.mended.is_empty() {
            return Ok(());
        }
        let left = serious(&after);
        prop_assert!(!left.contains(&(rule.clone(), about_it.clone())), "{rule} {about_it} is still there");
        for (new_rule, new) in left.difference(&before) {
            let further = stage(new_rule) > stage(rule) && new == about_it;
            prop_assert!(further, "new: {new_rule} {new}");
        }
    }

    /// All fixes together: nothing about announcements is left, nothing new has come, and a
    /// second run has nothing to do.
    #[test]
    fn all_fixes_leave_a_site_that_announces(site in made_up()) {
        let files = site.files();
        let before = serious(&files);
        let (after, _) = mended(&files, |_, _| true);
        let left = serious(&after);
        let announcements: Vec<_> = left.iter().filter(|(rule, _)| stage(rule).is_some()).collect();
        prop_assert!(announcements.is_empty(), "{announcements:?}\n{}", site_text(&after));
        prop_assert!(left.is_subset(&before), "{:?}", left.difference(&before));
        let (again, done) = mended(&after, |_, _| true);
        prop_assert!(done.changed.is_empty() && again == after);
    }

    /// Comments that no fix is about stay as they are, and so do the line breaks, but for the fix
    /// of `jail-syntax` that is about them.
    #[test]
    fn bytes_outside_the_edits_stay(marks in prop::collection::vec(mark(), 1..12), crlf in any::<bool>(), cut in any::<bool>()) {
        let files = arkham(&marks, crlf, cut);
        let (after, done) = mended(&files, |finding, _| finding.rule != "jail-syntax");
        prop_assert!(!done.changed.is_empty());
        for (path, before) in &files {
            let after = &after[path];
            assert_only_known_lines_change(path, before, after);
            if crlf && before.windows(2).any(|pair| pair == b"\r\n") {
                let lone = after.iter().enumerate().any(|(at, byte)| *byte == b'\n' && (at == 0 || after[at - 1] != b'\r'));
                prop_assert!(!lone, "{path:?} has lost a CR");
            }
        }
    }
}

fn site_text(files: &Files) -> String {
    let text = |(path, bytes): (&PathBuf, &Vec<u8>)| {
        format!("== {}\n{}", path.display(), String::from_utf8_lossy(bytes))
    };
    files.iter().map(text).collect()
}

// --- The arkham site, with noise -------------------------------------------------------------

/// A line to put into a file: which file, before which line, what.
#[derive(Clone, Debug)]
struct Mark {
    file: prop::sample::Index,
    line: prop::sample::Index,
    text: &'static str,
}

fn mark() -> impl Strategy<Value = Mark> {
    (
        any::<prop::sample::Index>(),
        any::<prop::sample::Index>(),
        prop::sample::select(vec!["é😀 e\u{301}", "\ttabs\t", "日本語", "", "  "]),
    )
        .prop_map(|(file, line, text)| Mark { file, line, text })
}

fn arkham(marks: &[Mark], crlf: bool, cut: bool) -> Files {
    let folder = project().join("tests/sites/arkham");
    let mut files: Files = files_below(&folder)
        .into_iter()
        .filter(|path| path.extension().is_none_or(|end| end != "md"))
        .map(|path| (path.clone(), fs::read(folder.join(path)).unwrap()))
        .collect();
    let names: Vec<_> = files.keys().cloned().collect();
    for mark in marks {
        let path = &names[mark.file.index(names.len())];
        let bytes = files.get_mut(path).unwrap();
        let text = String::from_utf8(bytes.clone()).unwrap();
        let mut lines: Vec<String> = text.lines().map(ToOwned::to_owned).collect();
        let sign = if path.to_str().unwrap().contains("/frr/") {
            "!"
        } else {
            "#"
        };
        // Never before the first line, which may be `#!`.
        let at = 1 + mark.line.index(lines.len());
        lines.insert(at, format!("{sign} {}", mark.text));
        *bytes = (lines.join("\n") + "\n").into_bytes();
    }
    for (path, bytes) in &mut files {
        let is_frr_or_jail =
            path.ends_with("jail.conf") || path.to_str().unwrap().contains("/frr/");
        let mut text = String::from_utf8(bytes.clone()).unwrap();
        // sh(1) and sysctl(8) take a CR for a part of the value.
        if crlf && is_frr_or_jail {
            text = text.replace('\n', "\r\n");
        }
        if cut {
            text = text.trim_end().to_owned();
        }
        *bytes = text.into_bytes();
    }
    files
}

/// Parts of the lines that the fixes of the arkham site take out or change.
const TOUCHED: [&str; 12] = [
    "net.add_addr_allfibs",
    "net.fibs",
    "frr_fib",
    "vtysh",
    "exec.fib",
    "ip4.addr",
    "redistribute connected",
    "static_routes",
    "route_riddler",
    "route_catwoman",
    "for ip in",
    "prefix-list",
];

fn assert_only_known_lines_change(path: &Path, before: &[u8], after: &[u8]) {
    let diff = similar::TextDiff::from_lines(before, after);
    for change in diff.iter_all_changes() {
        if change.tag() == similar::ChangeTag::Delete {
            let line = String::from_utf8_lossy(change.value());
            let known = TOUCHED.iter().any(|part| line.contains(part));
            // Only the last line may get the line break that it did not have.
            let is_last = before.ends_with(change.value()) && !line.ends_with('\n');
            assert!(known || is_last, "{}: {line:?} is gone", path.display());
        }
    }
}
