//! `trace` against two bgpd of Debian's package `frr` that speak with each other in a network of
//! their own: what is said of a route is what becomes of it. Random filters on both sides.
//! Skipped where such daemons cannot be run.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use cellblock::analysis::picture;
use cellblock::explain::{Subject, Verdict, traces};
use cellblock::files::Snapshot;
use common::skipped;
use serde_json::Value;

const SCENARIOS: u64 = 24;
const ROUTES: usize = 100;

/// Numbers that look random, the same ones in each run.
struct Dice(u64);

impl Dice {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % below
    }

    fn of<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.next(choices.len())]
    }
}

/// A prefix in a block of its own, so that none covers another.
fn prefixes(dice: &mut Dice) -> Vec<String> {
    (0..ROUTES)
        .map(|number| {
            let length = [16, 20, 24, 24, 28, 32, 32][dice.next(7)];
            let (third, fourth) = match length {
                16 => (0, 0),
                20 => (16 * dice.next(16), 0),
                24 => (dice.next(256), 0),
                28 => (dice.next(256), 16 * dice.next(16)),
                _ => (dice.next(256), dice.next(256)),
            };
            format!("{}.{number}.{third}.{fourth}/{length}", 20 + dice.next(2))
        })
        .collect()
}

/// A prefix-list entry's pattern that may hit some of the routes.
fn pattern(dice: &mut Dice, prefixes: &[String]) -> String {
    let own = prefixes[dice.next(prefixes.len())].clone();
    let wide = [
        "20.0.0.0/8",
        "21.0.0.0/8",
        "20.0.0.0/9",
        "21.64.0.0/10",
        "0.0.0.0/0",
    ];
    match dice.next(5) {
        0 => own,
        1 => format!("{} le 32", dice.of(&wide)),
        2 => format!("{} ge {}", dice.of(&wide), 16 + dice.next(16)),
        3 => {
            let ge = 12 + dice.next(12);
            format!("{} ge {ge} le {}", dice.of(&wide), ge + dice.next(8))
        }
        _ => "any".to_owned(),
    }
}

/// Lists and route-maps of one side. The last of each kind is not defined, some of the time.
fn lists(dice: &mut Dice, prefixes: &[String]) -> String {
    let mut text = String::new();
    for list in ["P1", "P2", "P3"] {
        for entry in 1..=1 + dice.next(4) {
            let (action, what) = (
                dice.of(&["permit", "permit", "deny"]),
                pattern(dice, prefixes),
            );
            writeln!(
                text,
                "ip prefix-list {list} seq {} {action} {what}",
                entry * 5
            )
            .unwrap();
        }
    }
    for entry in 1..=3 {
        let what = match dice.next(3) {
            0 => "any".to_owned(),
            1 => "20.0.0.0/9".to_owned(),
            _ => format!("{} exact-match", prefixes[dice.next(prefixes.len())]),
        };
        let action = dice.of(&["permit", "deny"]);
        writeln!(text, "access-list A1 seq {} {action} {what}", entry * 5).unwrap();
    }
    writeln!(text, "bgp as-path access-list F1 seq 5 permit ^$").unwrap();
    writeln!(text, "bgp as-path access-list F1 seq 10 permit ^65001$").unwrap();
    writeln!(text, "bgp as-path access-list F2 seq 5 deny _65001_").unwrap();
    writeln!(text, "bgp as-path access-list F2 seq 10 permit .*").unwrap();
    writeln!(text, "bgp community-list standard C1 seq 5 permit 65001:1").unwrap();
    for map in ["M1", "M2"] {
        for entry in 1..=1 + dice.next(4) {
            let action = dice.of(&["permit", "permit", "deny"]);
            writeln!(text, "route-map {map} {action} {}", entry * 10).unwrap();
            for _ in 0..dice.next(3) {
                let clause = dice.of(&[
                    "match ip address prefix-list P1",
                    "match ip address prefix-list P2",
                    "match ip address A1",
                    "match ip address prefix-list NONE",
                    "match community C1",
                    "match as-path F1",
                    "match metric 5",
                    "match ip address prefix-len 24",
                ]);
                writeln!(text, " {clause}").unwrap();
            }
            if dice.next(3) == 0 {
                let set = dice.of(&[
                    "set metric 5",
                    "set community 65001:1",
                    "set local-preference 50",
                ]);
                writeln!(text, " {set}").unwrap();
            }
            if action == "permit" && dice.next(4) == 0 {
                let flow = dice.of(&["on-match next", "on-match goto 30", "continue 40"]);
                let goes = flow == "on-match next" || entry < 3;
                writeln!(text, " {}", if goes { flow } else { "on-match next" }).unwrap();
            }
            if map == "M1" && dice.next(5) == 0 {
                writeln!(text, " call M2").unwrap();
            }
            writeln!(text, "exit").unwrap();
        }
    }
    text
}

/// The filters of a neighbor in one direction.
fn filters(dice: &mut Dice, neighbor: &str, direction: &str) -> String {
    let mut text = String::new();
    match dice.next(5) {
        0 => writeln!(text, "  neighbor {neighbor} prefix-list P3 {direction}").unwrap(),
        1 => writeln!(text, "  neighbor {neighbor} distribute-list A1 {direction}").unwrap(),
        _ => {}
    }
    if dice.next(5) == 0 {
        let list = dice.of(&["F1", "F2"]);
        writeln!(text, "  neighbor {neighbor} filter-list {list} {direction}").unwrap();
    }
    if dice.next(2) == 0 {
        let map = dice.of(&["M1", "M1", "M2", "NOMAP"]);
        writeln!(text, "  neighbor {neighbor} route-map {map} {direction}").unwrap();
    }
    text
}

const OWN: [&str; 2] = ["10.0.0.1", "10.0.0.2"];

/// The configuration of one side.
fn side(dice: &mut Dice, at: usize, prefixes: &[String]) -> String {
    let (own, other) = (OWN[at], OWN[1 - at]);
    let (asn, theirs) = (65001 + at, 65002 - at);
    let direction = ["out", "in"][at];
    let mut text = format!("frr version 8.4\n{}", lists(dice, prefixes));
    write!(
        text,
        "router bgp {asn}\n bgp router-id {own}\n no bgp ebgp-requires-policy\n \
         no bgp network import-check\n neighbor {other} remote-as {theirs}\n \
         neighbor {other} update-source {own}\n neighbor {other} timers connect 1\n \
         neighbor {other} disable-connected-check\n address-family ipv4 unicast\n"
    )
    .unwrap();
    if at == 0 {
        for prefix in prefixes {
            let map = match dice.next(6) {
                0 => " route-map M2",
                _ => "",
            };
            writeln!(text, "  network {prefix}{map}").unwrap();
        }
    }
    text + &filters(dice, other, direction) + " exit-address-family\nexit\n"
}

/// Two daemons that speak with each other until this is dropped.
struct Pair {
    folder: tempfile::TempDir,
    shell: Child,
}

impl Drop for Pair {
    fn drop(&mut self) {
        for side in ["a", "b"] {
            if let Ok(pid) = fs::read_to_string(self.folder.path().join(side).join("pid")) {
                let _ = Command::new("kill").arg(pid.trim()).status();
            }
        }
        let _ = self.shell.wait();
    }
}

impl Pair {
    fn start(configurations: &[String; 2]) -> Option<Self> {
        let folder = tempfile::tempdir().ok()?;
        let mut script = String::from("ip link set lo up || exit 1\n");
        for (at, side) in ["a", "b"].into_iter().enumerate() {
            let own = folder.path().join(side);
            fs::create_dir(&own).ok()?;
            fs::write(own.join("conf"), &configurations[at]).ok()?;
            let (own, address) = (own.display(), OWN[at]);
            writeln!(script, "ip addr add {address}/32 dev lo").ok()?;
            writeln!(
                script,
                "/usr/lib/frr/bgpd -P 0 -Z -n -l {address} -f {own}/conf --vty_socket {own} -i {own}/pid &"
            )
            .ok()?;
        }
        script.push_str("wait\n");
        let owned = Command::new("chown")
            .args(["-R", "frr"])
            .arg(folder.path())
            .status();
        owned.ok().filter(|status| status.success())?;
        let shell = Command::new("unshare")
            .args(["--net", "sh", "-c", &script])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        Some(Self { folder, shell })
    }

    fn ask(&self, side: &str, command: &str) -> Option<Value> {
        let output = Command::new("vtysh")
            .arg("--vty_socket")
            .arg(self.folder.path().join(side))
            .args(["-c", command])
            .stderr(Stdio::null())
            .output()
            .ok()?;
        serde_json::from_slice(&output.stdout).ok()
    }

    /// The prefixes that the second daemon took, once the session is up and has calmed down.
    fn taken(&self) -> Option<Vec<String>> {
        let until = Instant::now() + Duration::from_secs(30);
        loop {
            std::thread::sleep(Duration::from_millis(300));
            let summary = self.ask("b", "show bgp ipv4 unicast summary json");
            let state = summary.and_then(|json| {
                let state = json["peers"][OWN[0]]["state"].as_str();
                state.map(str::to_owned)
            });
            if state.as_deref() == Some("Established") {
                break;
            }
            if Instant::now() > until {
                return None;
            }
        }
        std::thread::sleep(Duration::from_millis(1500));
        let table = self.ask("b", "show bgp ipv4 unicast json")?;
        let routes = table["routes"].as_object()?;
        Some(routes.keys().cloned().collect())
    }
}

/// What `trace` says of each prefix.
fn said(configurations: &[String; 2], prefixes: &[String]) -> Vec<Verdict> {
    let file = |path: &str, text: &str| (path.to_owned(), text.as_bytes().to_vec());
    let rc = |own: &str| format!("ifconfig_lo0_alias0=\"inet {own}/32\"\nfrr_enable=\"YES\"\n");
    let conf = "usr/local/etc/frr/frr.conf";
    let files = vec![
        file("a/etc/rc.conf", &rc(OWN[0])),
        file(&format!("a/{conf}"), &configurations[0]),
        file("b/etc/rc.conf", &rc(OWN[1])),
        file(&format!("b/{conf}"), &configurations[1]),
    ];
    let hosts = "[hosts.a]\nfrr = \"8.4\"\n[hosts.b]\nfrr = \"8.4\"\n";
    let snapshot = Snapshot::from_memory(files, Some(hosts)).unwrap();
    let site = picture(&snapshot);
    let of_prefix = |prefix: &String| {
        let subject: Subject = prefix.parse().unwrap();
        let found = traces(&site, &subject);
        let [trace] = found.as_slice() else {
            panic!("{prefix}: {found:?}");
        };
        trace.verdict
    };
    prefixes.iter().map(of_prefix).collect()
}

/// How many routes were compared, how many of them perhaps arrive, and how many arrived.
#[derive(Default)]
struct Tally {
    compared: usize,
    perhaps: usize,
    arrived: usize,
    contradictions: Vec<String>,
}

fn compare(scenario: u64, tally: &Mutex<Tally>) -> Option<()> {
    let mut dice = Dice(scenario * 7_919 + 17);
    let prefixes = prefixes(&mut dice);
    let configurations = [0, 1].map(|at| side(&mut dice, at, &prefixes));
    let taken = Pair::start(&configurations)?.taken()?;
    let verdicts = said(&configurations, &prefixes);
    let mut tally = tally.lock().unwrap();
    for (prefix, verdict) in prefixes.iter().zip(verdicts) {
        let arrived = taken.contains(prefix);
        tally.compared += 1;
        tally.arrived += usize::from(arrived);
        match verdict {
            Verdict::Perhaps => tally.perhaps += 1,
            Verdict::Arrives if arrived => {}
            Verdict::Stopped if !arrived => {}
            verdict => {
                let line = format!("{scenario}: {prefix} {verdict:?}, arrived: {arrived}");
                tally.contradictions.push(line);
            }
        }
    }
    Some(())
}

#[test]
fn traces_say_what_bgpd_does() {
    if !Path::new("/usr/lib/frr/bgpd").exists() {
        skipped("Debian's package frr is not installed");
        return;
    }
    let tally = Mutex::new(Tally::default());
    if compare(0, &tally).is_none() {
        skipped("bgpd cannot be run in a network of its own here");
        return;
    }
    let next = Mutex::new(1..SCENARIOS);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                loop {
                    let Some(scenario) = next.lock().unwrap().next() else {
                        return;
                    };
                    compare(scenario, &tally).expect("the daemons speak with each other");
                }
            });
        }
    });
    let tally = tally.into_inner().unwrap();
    let (compared, arrived) = (tally.compared, tally.arrived);
    assert!(
        tally.contradictions.is_empty(),
        "{} of {compared} differ:\n{}",
        tally.contradictions.len(),
        tally.contradictions.join("\n")
    );
    assert!(compared >= 2_000, "{compared}");
    assert!(arrived > compared / 10 && arrived < compared, "{arrived}");
    assert!(
        tally.perhaps * 50 < compared,
        "{} of {compared}",
        tally.perhaps
    );
}
