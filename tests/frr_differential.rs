//! Random lines made of FRR's own commands and then damaged: vtysh, where it is installed, and
//! cellblock say the same of each.
//!
//! `CELLBLOCK_SEED` and `CELLBLOCK_LINES` choose other lines, and more or fewer of them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::collections::BTreeMap;
use std::process::Command;

use cellblock::syntax::frr;
use cellblock::vocabulary::FrrVersion;
use cellblock::vocabulary::frr::{Commands, Listing, Node, Word, WordKind, commands};
use common::skipped;

const LINES: usize = 100_000;

/// Numbers that follow from a seed (xorshift).
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % end.max(1)
    }

    fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }

    fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.below(from.len())]
    }
}

#[test]
fn vtysh_says_the_same_of_random_lines() {
    let Some(listing) = installed() else {
        return;
    };
    let number = |name: &str, usual: usize| {
        let said = std::env::var(name).ok();
        said.and_then(|text| text.parse().ok()).unwrap_or(usual)
    };
    let mut chance = Chance(number("CELLBLOCK_SEED", 88_172_645) as u64);
    let ways = ways_in(listing);
    let nodes: Vec<&Node> = ways.keys().collect();
    let mut lines = Vec::new();
    let wanted = number("CELLBLOCK_LINES", LINES);
    while lines.len() < wanted {
        let node = *chance.pick(&nodes);
        lines.extend(ways[&node].iter().cloned());
        for _ in 0..20 {
            lines.push(line(&mut chance, node, listing));
        }
    }
    compare(&lines, listing);
}

/// The version of the vtysh that is installed, if its commands are listed.
fn installed() -> Option<Listing> {
    let asked = Command::new("dpkg-query")
        .args(["-W", "-f", "${Version}", "frr"])
        .output();
    let Some(output) = asked.ok().filter(|output| output.status.success()) else {
        skipped("Debian's package `frr` is not installed");
        return None;
    };
    let version: Option<FrrVersion> = String::from_utf8_lossy(&output.stdout).parse().ok();
    let listing = Listing::all().find(|listing| version == Some(listing.version()));
    if listing.is_none() {
        skipped("the commands of the installed vtysh are not listed");
    }
    listing
}

/// Lines that lead to each node from the top.
fn ways_in(listing: Listing) -> BTreeMap<Node, Vec<String>> {
    let mut ways = BTreeMap::from([(Node::Config, Vec::new())]);
    let mut open = vec![Node::Config];
    while let Some(node) = open.pop() {
        for command in commands(node).iter() {
            let Some(entered) = command.enters(listing) else {
                continue;
            };
            if ways.contains_key(&entered) || !command.listings().contains(listing) {
                continue;
            }
            // Of alternatives and optional words the first instance that leads there.
            let mut chance = Chance(command.syntax.len() as u64 + 1);
            let instance = (0..500).find_map(|_| {
                let line = instance(&mut chance, node, listing);
                let way: Vec<String> = ways[&node].iter().cloned().chain([line]).collect();
                (reaches(&way, listing) == entered).then_some(way)
            });
            let Some(way) = instance else {
                continue;
            };
            ways.insert(entered, way);
            open.push(entered);
        }
    }
    ways
}

fn reaches(way: &[String], listing: Listing) -> Node {
    let tree = frr::parse(&way.join("\n"));
    tree.lines
        .last()
        .map_or(Node::Config, |line| line.after.get(listing))
}

/// A line for a node or one above it, perhaps damaged.
fn line(chance: &mut Chance, node: Node, listing: Listing) -> String {
    let mut from = node;
    while let Some(above) = from.parent().filter(|_| chance.one_in(6)) {
        from = above;
    }
    loop {
        let mut words: Vec<String> = instance(chance, from, listing)
            .split(' ')
            .map(str::to_owned)
            .collect();
        for _ in 0..chance.below(3) {
            damage(chance, &mut words);
        }
        let line = words.join(" ");
        if is_harmless(&line) {
            return line;
        }
    }
}

/// Lines that end the reading are tried elsewhere; those that vtysh obeys itself, with files and
/// listings, are not its parser's business.
fn is_harmless(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let first = words.next().unwrap_or("");
    let kept_away = [
        "banner", "clear", "end", "exit", "find", "list", "output", "quit", "show",
    ];
    !first.is_empty() && !kept_away.iter().any(|word| word.starts_with(first))
}

/// A line that walks through the commands of a node.
fn instance(chance: &mut Chance, node: Node, listing: Listing) -> String {
    let known = commands(node);
    let mut at = Commands::START;
    let mut words: Vec<String> = Vec::new();
    for _ in 0..40 {
        let is_live = |word: &Word| word.listings().contains(listing);
        let keywords = known.keywords(at, "").map(|one| one.found.1);
        let values = known.values(at).map(|one| one.found.1);
        let next: Vec<&Word> = keywords
            .chain(values)
            .filter(|word| is_live(word))
            .collect();
        let mut done = known.complete(at);
        let is_done = done.any(|one| one.found.1.listings().contains(listing));
        if next.is_empty() || (is_done && chance.one_in(2)) {
            break;
        }
        let word = chance.pick(&next);
        words.push(spelled(chance, word));
        while word.repeats && chance.one_in(2) {
            words.push(spelled(chance, word));
        }
        at = word.next();
    }
    words.join(" ")
}

fn spelled(chance: &mut Chance, word: &Word) -> String {
    let text = match word.kind {
        WordKind::Keyword => {
            let cut = if chance.one_in(6) {
                chance.below(word.text.len())
            } else {
                0
            };
            return word.text[..word.text.len() - cut].to_owned();
        }
        WordKind::Variable => {
            chance.pick(&["WORD", "eth0", "65000:1", "10", "in", "a-b_c", "x!", "é"])
        }
        WordKind::Range => {
            let near = [
                word.low,
                word.high,
                word.low - 1,
                word.high + 1,
                word.low + 1,
            ];
            let choices = if chance.one_in(4) { near.len() } else { 2 };
            let number = near[chance.below(choices)];
            return match chance.below(12) {
                0 => format!("+{number}"),
                1 => format!("0{number}"),
                _ => number.to_string(),
            };
        }
        WordKind::Ipv4 => chance.pick(&[
            "192.0.2.1",
            "0.0.0.0",
            "10.0.0.256",
            "1.2.3",
            "01.2.3.4",
            ".1.2.3",
            "1..2.3",
            "255.255.255.255",
            "000.0.0.0",
        ]),
        WordKind::Ipv4Prefix => chance.pick(&[
            "10.0.0.0/8",
            "192.0.2.1/32",
            "10.0.0.0/33",
            "9//10.0.0.0/8",
            "1/2.3.4.5/8",
            "10.0.0.0/08",
            "0.0.0.0/0",
            "1.2.3.4/4294967296",
            "1.2.3.4/18446744073709551616",
            ".1.2.3/8",
            "10.0.0/8",
            "1/./2.3.4/8",
        ]),
        WordKind::Ipv6 => chance.pick(&[
            "2001:db8::1",
            "::",
            "::1",
            "fe80::1%eth0",
            "1:2:3:4:5:6:7:8",
            "1::2::3",
            "::1.2.3.4",
            "12345::",
        ]),
        WordKind::Ipv6Prefix => chance.pick(&[
            "2001:db8::/32",
            "::/0",
            "::/129",
            "1:::/8",
            ":1/8",
            "::.1/8",
            "::1.2.3.4.5/8",
            "1:2:3:4:5:6:7:8:9/8",
            "::12345/8",
            "1:2/8",
            "1.2/8",
            "::/",
            "::/0x10",
            "::1/99999999999",
            "g::/8",
            "1:2:3:4:5:6:7::/8",
            "1:2:3:4:5:6:7:8::/8",
            "::1:2:3:4:5:6:7:8/8",
            "1:2:3:4:5:6:7:/8",
            "a/8",
            "::/18446744073709551616",
        ]),
        WordKind::Mac => chance.pick(&[
            "00:11:22:33:44:55",
            "0:1:2:3:4:5",
            "00:11:22:33:44",
            "00:11:22:33:44:5g",
            "00:11:22:33:44:55:66",
            "00-11-22-33-44-55",
        ]),
        WordKind::MacPrefix => chance.pick(&[
            "00:11:22:33:44:55/48",
            "00:11:22:33:44:55/49",
            "00:11:22:33:44:55",
            "00:11:22:33:44:55/",
        ]),
        WordKind::AsNumber => chance.pick(&[
            "65000",
            "0",
            "4294967295",
            "4294967296",
            "1.1",
            "0.0",
            "65000x",
            "0.1",
            "1.65536",
        ]),
    };
    text.to_owned()
}

/// What happens to lines under people's fingers.
fn damage(chance: &mut Chance, words: &mut Vec<String>) {
    if words.is_empty() {
        return;
    }
    let at = chance.below(words.len());
    match chance.below(9) {
        0 => drop(words.remove(at)),
        1 => words.insert(at, words[at].clone()),
        2 => words.insert(0, "no".to_owned()),
        3 => words.push((*chance.pick(&["x", "10", "in", "10.0.0.0/8", "!"])).to_owned()),
        4 => {
            let other = chance.below(words.len());
            words.swap(at, other);
        }
        5 => {
            let cut = words[at].char_indices().nth(1).map(|(cut, _)| cut);
            words[at].truncate(cut.unwrap_or(usize::MAX));
        }
        6 => words[at].push(*chance.pick(&[&'x', &'0', &'-', &'.', &'/', &':'])),
        7 => words[at] = words[at].to_uppercase(),
        _ => words.truncate(at),
    }
}

fn compare(lines: &[String], listing: Listing) {
    let folder = tempfile::tempdir().unwrap();
    let text = lines.join("\n") + "\n";
    std::fs::write(folder.path().join("vtysh.conf"), "").unwrap();
    let file = folder.path().join("frr.conf");
    std::fs::write(&file, &text).unwrap();
    let output = Command::new("timeout")
        .args(["300", "vtysh", "--config_dir"])
        .arg(folder.path())
        .stdin(std::process::Stdio::null())
        .args(["-C", "-f"])
        .arg(&file)
        .output()
        .unwrap();
    assert_ne!(
        output.status.code(),
        Some(124),
        "vtysh does not come to an end"
    );
    let said = [output.stdout, output.stderr].concat();
    let theirs = refusals(&String::from_utf8_lossy(&said));
    let tree = frr::parse(&text);
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut differing = Vec::new();
    for (index, record) in tree.lines.iter().enumerate() {
        let ours = record.verdicts.get(listing).name();
        let theirs = theirs.get(&(index + 1)).map_or("ok", String::as_str);
        let same = ours == theirs || (theirs == "ok" && ours == "comment");
        *counts.entry(theirs).or_default() += 1;
        if !same {
            let node = record.before.get(listing).name();
            differing.push(format!("{theirs}, not {ours}, in {node}: {}", lines[index]));
        }
    }
    println!(
        "{} lines, of which {counts:?} to vtysh {}",
        lines.len(),
        listing.version()
    );
    let shown = differing.len().min(40);
    assert!(
        differing.is_empty(),
        "{} differ: {:#?}",
        differing.len(),
        &differing[..shown]
    );
}

/// The lines that vtysh refuses, by number, and as what.
fn refusals(output: &str) -> BTreeMap<usize, String> {
    let mut refused = BTreeMap::new();
    for line in output.lines() {
        let Some((number, message)) = line
            .strip_prefix("line ")
            .and_then(|rest| rest.split_once(": % "))
        else {
            continue;
        };
        let kind = match message.split('[').next().unwrap_or("") {
            "Unknown command" => "unknown",
            "Command incomplete" => "incomplete",
            "Ambiguous command" => "ambiguous",
            other => other,
        };
        refused.insert(number.parse().unwrap(), kind.to_owned());
    }
    refused
}
