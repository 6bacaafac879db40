//! A host of nothing but FreeBSD's own files, of any length.

use std::fmt::Write;

use super::{File, Fill, Host, Size};

const SETTINGS: &str = include_str!("../../grammars/tables/settings.tsv");

/// One host of `jails` jails whose rc.conf and sysctl.conf have `lines` lines each.
pub fn plain(jails: usize, lines: usize) -> Vec<File> {
    let size = Size {
        hosts: 1,
        jails,
        frr: Fill::None,
    };
    let mut files = Host { number: 0, size }.files();
    files.retain(|(path, _)| !path.contains("frr"));
    for (path, text) in &mut files {
        let more = lines.saturating_sub(text.lines().count());
        let added = match path.rsplit('/').next() {
            Some("rc.conf") => variables(more),
            Some("sysctl.conf") => settings(more),
            _ => continue,
        };
        text.push_str(&added);
        // The lasting finding: there is nothing to allow.
        text.push_str("# cellblock: allow(boot-order) nothing of the kind\n");
    }
    files
}

/// Services, their arguments and aliases of an interface, in turns.
fn variables(count: usize) -> String {
    let mut text = String::new();
    for number in 0..count {
        let (high, low) = (number / 250, number % 250 + 1);
        let _ = match number % 3 {
            0 => writeln!(text, "service{number}_enable=\"YES\""),
            1 => writeln!(text, "service{number}_flags=\"-a -b {number}\""),
            _ => writeln!(
                text,
                "ifconfig_ix0_alias{}=\"inet 172.20.{high}.{low}/32\"",
                number / 3
            ),
        };
    }
    text
}

/// Settings that can be set at any time, each once, and comments when there are no more.
fn settings(count: usize) -> String {
    let rows = SETTINGS
        .lines()
        .map(|line| line.split('\t').collect::<Vec<_>>());
    let names = rows.filter(|row| row.get(1) == Some(&"int") && row.get(2) == Some(&"RW"));
    let lines = names.map(|row| format!("{}=1\n", row[0]));
    let comments = (0..).map(|number| format!("# {number}\n"));
    lines.chain(comments).take(count).collect()
}
