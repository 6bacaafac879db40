//! The budgets, measured from outside on the program itself: p50, p95 and the longest of many
//! runs, and resident memory. Prints one table; fails nothing.
//!
//! Not by criterion, which estimates means: an editor is as slow as its slow keys.

#![allow(clippy::expect_used)]

mod client;
mod frr;
mod generate;
mod process;
mod table;

use std::path::Path;
use std::time::Duration;

use client::Server;
use generate::Size;
use table::{Table, kib};
use tempfile::TempDir;

const FRR: &str = "usr/local/etc/frr/frr.conf";
const JAIL: &str = "etc/jail.conf";

/// One part of the table.
type Part = fn(&mut Table);

/// Keys before the ones that are measured.
const WARM_UP: usize = 5;

fn main() {
    // `cargo test --benches` runs this too, where nothing is measured.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let parts: [(&str, Part); 6] = [
        ("start", start),
        ("edit", edit),
        ("endurance", endurance),
        ("check", check),
        ("plain", plain),
        ("frr", frr::large_files),
    ];
    // `cargo bench --bench budgets -- check` measures that part alone.
    let asked: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with('-'))
        .collect();
    let mut table = Table::new();
    for (name, part) in parts {
        if asked.is_empty() || asked.iter().any(|asked| asked == name) {
            part(&mut table);
        }
    }
    table.print();
}

fn written(size: Size) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder to write to");
    generate::write(folder.path(), generate::site(size));
    folder
}

fn written_plain(jails: usize, lines: usize) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder to write to");
    generate::write(folder.path(), generate::plain(jails, lines));
    folder
}

fn times(count: usize, mut once: impl FnMut() -> Duration) -> Vec<Duration> {
    (0..count).map(|_| once()).collect()
}

fn start(table: &mut Table) {
    let folder = written(generate::TYPICAL);
    let taken = times(100, || {
        let (server, taken) = Server::start(folder.path());
        server.leave();
        taken
    });
    table.times("process start to initialize answered", "10 ms", taken);
}

fn edit(table: &mut Table) {
    session(table, "50 KB", generate::TYPICAL, 300, "5 ms");
    session(table, "100,000 lines", generate::LARGE, 60, "16 ms");
}

fn session(table: &mut Table, name: &str, size: Size, keys: usize, budget: &str) {
    let folder = written(size);
    for (file, edited) in [(FRR, "frr.conf"), (JAIL, "jail.conf")] {
        let file = folder.path().join(generate::first(file));
        let (mut server, _) = Server::start(folder.path());
        let opened = server.open(&file);
        let what = format!("open {edited} to diagnostics, frr.conf of {name}");
        table.times(&what, "", vec![opened]);
        times(WARM_UP, || server.edit(&file));
        let taken = times(keys, || server.edit(&file));
        let what = format!("edit {edited} to diagnostics, frr.conf of {name}");
        table.times(&what, budget, taken);
        let budget = if budget == "5 ms" { "20 MiB" } else { "" };
        let what = format!("server's memory after it, frr.conf of {name}");
        memory(table, &what, budget, &server);
        server.leave();
    }
}

/// Many edits all over a site, one after the other: what memory is like after a tenth of them and
/// after all.
fn endurance(table: &mut Table) {
    const EDITS: i32 = 100_000;
    const PIECES: [&str; 8] = ["", "\n", "}", "\"", " fib 1", "exec.fib = 1;\n", "😀", "#"];
    let folder = written(generate::many(2));
    let files = [
        FRR,
        JAIL,
        "etc/rc.conf",
        "boot/loader.conf",
        "etc/sysctl.conf",
    ];
    let files = files.map(|file| folder.path().join(generate::first(file)));
    let (mut server, _) = Server::start(folder.path());
    files.iter().for_each(|file| server.show(file));
    let mut numbers = Numbers(1);
    for edit in 1..=EDITS {
        let file = &files[numbers.below(files.len())];
        if edit % 100 == 0 {
            files
                .iter()
                .for_each(|file| server.start_over(file, edit + 1));
        }
        let at = numbers.below(800);
        let to = at + numbers.below(30);
        server.type_into(
            file,
            edit + 1,
            (at, to),
            PIECES[numbers.below(PIECES.len())],
        );
        if edit % 20 == 0 {
            server.settle(file);
        }
        if edit == EDITS / 10 || edit == EDITS {
            memory(
                table,
                &format!("server's memory after {edit} edits"),
                "",
                &server,
            );
        }
    }
    server.leave();
}

/// The same numbers on every machine.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        usize::try_from(self.0 >> 33).expect("31 bits") % limit
    }
}

fn memory(table: &mut Table, what: &str, budget: &str, server: &Server) {
    if let Some((now, highest)) = server.memory() {
        table.row([
            what.to_owned(),
            budget.to_owned(),
            kib(now),
            String::new(),
            kib(highest),
        ]);
    }
}

fn check(table: &mut Table) {
    let one = written(generate::TYPICAL);
    let taken = times(100, || process::check(one.path()));
    table.times(
        "check of one host of 200 jails, frr.conf of 50 KB",
        "10 ms",
        taken,
    );
    check_memory(table, "its memory", "20 MiB", one.path());
    let medians = [(100, 20, ""), (1_000, 8, "1 s")].map(|(hosts, count, budget)| {
        let folder = written(generate::many(hosts));
        let taken = times(count, || process::check(folder.path()));
        let what = format!("check of {hosts} hosts of 50 jails");
        let median = table.times(&what, budget, taken);
        check_memory(table, "its memory", "", folder.path());
        median
    });
    let ratio = medians[1].as_secs_f64() / medians[0].as_secs_f64();
    let what = "1,000 hosts for 100, in time (linear: 10)".to_owned();
    table.row([
        what,
        String::new(),
        format!("{ratio:.1}"),
        String::new(),
        String::new(),
    ]);
}

/// FreeBSD's own files, long ones.
fn plain(table: &mut Table) {
    let folder = written_plain(10_000, 5_000);
    let taken = times(20, || process::check(folder.path()));
    let what = "check of 10,000 jails, rc.conf and sysctl.conf of 5,000 lines";
    table.times(what, "150 ms", taken);
    for (lines, files) in [
        (0, &[JAIL][..]),
        (5_000, &[JAIL, "etc/rc.conf", "etc/sysctl.conf"]),
    ] {
        let folder = written_plain(1_000, lines);
        for name in files {
            let file = folder.path().join(generate::first(name));
            let (mut server, _) = Server::start(folder.path());
            server.open(&file);
            times(WARM_UP, || server.edit(&file));
            let taken = times(100, || server.edit(&file));
            let beside = if lines > 0 {
                ", others of 5,000 lines"
            } else {
                ""
            };
            let what = format!("edit {name} to diagnostics, 1,000 jails{beside}");
            table.times(&what, "16 ms", taken);
            server.leave();
        }
    }
    let mut median = Duration::ZERO;
    for (jails, count) in [(100, 50), (1_000, 20), (10_000, 10), (100_000, 3)] {
        let folder = written_plain(jails, 0);
        let taken = times(count, || process::check(folder.path()));
        let now = table.times(&format!("check of {jails} jails"), "", taken);
        let ratio = now.as_secs_f64() / median.as_secs_f64();
        if !median.is_zero() {
            let none = String::new;
            let what = "for a tenth of them, in time (linear: 10)".to_owned();
            table.row([what, none(), format!("{ratio:.1}"), none(), none()]);
        }
        median = now;
    }
}

fn check_memory(table: &mut Table, what: &str, budget: &str, folder: &Path) {
    if let Some(highest) = process::check_memory(folder) {
        let none = String::new;
        table.row([
            what.to_owned(),
            budget.to_owned(),
            none(),
            none(),
            kib(highest),
        ]);
    }
}
