//! What FRR is without on FreeBSD: daemons that the port leaves out, commands that are compiled
//! for Linux only.
//!
//! Source: `grammars/tables/frr/freebsd.tsv`.

use std::sync::LazyLock;

use super::listing::Daemons;
use crate::vocabulary::packed::Packed;

static TABLE: Packed = Packed::new(
    include_bytes!(concat!(env!("OUT_DIR"), "/frr-freebsd.bin")),
    3,
);

const WORDS: usize = 0;
const KIND: usize = 1;
const WHY: usize = 2;

/// What is the matter with a command on FreeBSD.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unsupported {
    /// FRR does not know it there, for this reason.
    Unknown(&'static str),
    /// FRR takes it, and the kernel has no table that it could be about.
    NoTable,
}

/// The daemons that FreeBSD's package is without.
pub fn unsupported_daemons() -> Daemons {
    static DAEMONS: LazyLock<Daemons> = LazyLock::new(|| {
        let rows = (0..TABLE.len()).filter(|row| TABLE.cell(*row, KIND) == "daemon");
        let named = rows.filter_map(|row| Daemons::named(TABLE.cell(row, WORDS)));
        named.fold(Daemons::NONE, Daemons::with)
    });
    *DAEMONS
}

/// Why the package is without a daemon.
#[must_use]
pub fn why_no_daemon(name: &str) -> Option<&'static str> {
    TABLE.row(name).map(|row| TABLE.cell(row, WHY))
}

/// What is the matter with the command of these words, `no` left out, if anything is.
pub fn unsupported_command<'a>(
    words: impl Iterator<Item = &'a str> + Clone,
) -> Option<Unsupported> {
    let first = words.clone().next()?;
    let begins = |row: &usize| {
        let mut words = words.clone();
        let mut wanted = TABLE.cell(*row, WORDS).split(' ');
        wanted.all(|wanted| {
            words
                .next()
                .is_some_and(|word| wanted == "*" || wanted == word)
        })
    };
    let mut rows = TABLE.first_from(first)..TABLE.len();
    let row = rows
        .by_ref()
        .take_while(|row| TABLE.cell(*row, WORDS).starts_with(first))
        .find(begins)?;
    match TABLE.cell(row, KIND) {
        "command" => Some(Unsupported::Unknown(TABLE.cell(row, WHY))),
        "table" => Some(Unsupported::NoTable),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_of_a_kind() {
        for row in 0..TABLE.len() {
            let what = TABLE.cell(row, WORDS);
            let is_known = match TABLE.cell(row, KIND) {
                "daemon" => Daemons::named(what).is_some() && !TABLE.cell(row, WHY).is_empty(),
                "command" => unsupported_command(what.split(' ')).is_some(),
                "table" => unsupported_command(what.split(' ')) == Some(Unsupported::NoTable),
                _ => false,
            };
            assert!(is_known, "{what}");
        }
    }

    #[test]
    fn values_stand_between_words() {
        let of = |line: &str| unsupported_command(line.split(' '));
        assert!(of("ip address 192.0.2.1/24 label eth0:1").is_some());
        assert!(of("ip address 192.0.2.1/24").is_none());
        assert!(of("ip").is_none() && of("").is_none());
    }
}
