//! Random edits over all files of the site end with what a fresh analysis of the same texts says.

use std::collections::BTreeMap;
use std::fs;

use cellblock::server::navigation::Navigation;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::common;
use crate::session::{Session, able, arkham};

/// A small generator of its own: the same numbers on every machine.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        usize::try_from(self.0 >> 33).unwrap() % limit.max(1)
    }
}

/// What gets typed and pasted.
const PIECES: [&str; 16] = [
    "",
    "\n",
    "#",
    "\"",
    "}",
    " fib 1",
    "😀",
    "e\u{301}",
    "\r\n",
    "\r",
    "203.0.113.201",
    "exec.fib = 1;\n",
    " router bgp 65100\n",
    "net.fibs=2\n",
    "{",
    "\u{2028}",
];

fn files(session: &Session) -> Vec<String> {
    let all = common::files_below(session.folder.path());
    let names = all.iter().map(|path| path.to_str().unwrap().to_owned());
    names.filter(|name| !name.ends_with(".md")).collect()
}

/// A line and a column in UTF-16 units, and the byte that they mean.
fn place(text: &str, numbers: &mut Numbers) -> ((u32, u32), usize) {
    let mut at = numbers.below(text.len() + 1);
    // Between CR and LF there is no position.
    while !text.is_char_boundary(at) || (text[..at].ends_with('\r') && text[at..].starts_with('\n'))
    {
        at -= 1;
    }
    let before = text[..at].replace("\r\n", "\n").replace('\r', "\n");
    let line = before.matches('\n').count();
    let column = before.rsplit('\n').next().unwrap().encode_utf16().count();
    let number = |n: usize| u32::try_from(n).unwrap();
    ((number(line), number(column)), at)
}

fn run(folder: TempDir, seed: u64, edits: usize) {
    let mut capabilities = able();
    capabilities["general"] = json!({});
    let mut session = Session::on(folder, capabilities.clone());
    let names = files(&session);
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    let mut numbers = Numbers(seed);
    for _ in 0..edits {
        let name = &names[numbers.below(names.len())];
        if !texts.contains_key(name) {
            let text = session.open(name);
            texts.insert(name.clone(), text);
        }
        let text = texts.get_mut(name).unwrap();
        let (mut start, mut from) = place(text, &mut numbers);
        let (mut end, mut to) = place(text, &mut numbers);
        if from > to || to - from > 40 {
            (end, to) = (start, from);
        }
        if numbers.below(40) == 0 {
            // The client starts over with what is on the disk.
            let disk = fs::read_to_string(session.path(name)).unwrap();
            session.send_change(name, None, &disk);
            *text = disk;
            continue;
        }
        if from > to {
            std::mem::swap(&mut from, &mut to);
            std::mem::swap(&mut start, &mut end);
        }
        let piece = PIECES[numbers.below(PIECES.len())];
        text.replace_range(from..to, piece);
        session.send_change(name, Some((start.0, start.1, end.0, end.1)), piece);
        if numbers.below(8) == 0 {
            session.rest();
        }
    }
    // While it is broken, what it said before counts, which a fresh analysis cannot know.
    if texts.contains_key("cellblock.toml") {
        let good = fs::read_to_string(session.path("cellblock.toml")).unwrap();
        session.send_change("cellblock.toml", None, &good);
        texts.insert("cellblock.toml".to_owned(), good);
    }
    session.rest();
    let live = session.all();
    let fresh = tempfile::tempdir().unwrap();
    for name in &names {
        let on_disk = || fs::read_to_string(session.path(name)).unwrap();
        let text = texts.get(name).cloned().unwrap_or_else(on_disk);
        common::write(fresh.path(), name, text);
    }
    let (old, new) = (session.folder.path().to_owned(), fresh.path().to_owned());
    let mut fresh = Session::on(fresh, capabilities);
    // The places of related information name the folder.
    let told = serde_json::to_string(&live).unwrap();
    let told = told.replace(old.to_str().unwrap(), new.to_str().unwrap());
    let told: BTreeMap<String, Vec<Value>> = serde_json::from_str(&told).unwrap();
    assert_eq!(told, fresh.all(), "seed {seed}");
    for name in &names {
        let tokens = session.about(Navigation::Tokens, name);
        assert_eq!(tokens, fresh.about(Navigation::Tokens, name), "seed {seed}");
        let folds = session.about(Navigation::Folds, name);
        assert_eq!(folds, fresh.about(Navigation::Folds, name), "seed {seed}");
    }
}

#[test]
fn random_edits_end_with_what_a_fresh_analysis_says() {
    for seed in 0..12 {
        run(arkham(), seed, 150);
    }
}

#[test]
fn random_edits_of_real_files_end_so_too() {
    for (seed, host) in (0..).zip(common::real_hosts()) {
        let folder = tempfile::tempdir().unwrap();
        for (path, bytes) in host {
            common::write(folder.path(), path, &*String::from_utf8_lossy(bytes));
        }
        run(folder, seed, 25);
    }
}

/// As many edits as the project promises; run by hand.
#[test]
#[ignore = "takes minutes"]
fn a_hundred_thousand_edits() {
    for seed in 100..110 {
        run(arkham(), seed, 10_000);
    }
}
