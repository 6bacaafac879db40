//! Against asking every prefix.

use ipnet::IpNet;

use super::*;
use crate::text::{FileId, Span};
use proptest::prelude::*;

fn entry(at: usize, action: Action, prefix: &str, ge: Option<u8>, le: Option<u8>) -> PrefixEntry {
    PrefixEntry {
        seq: u32::try_from(at * 5 + 5).expect("small"),
        action,
        prefix: prefix.parse().ok(),
        ge,
        le,
        place: Place::new(FileId(0), Span::new(at, at + 1)),
    }
}

fn list(entries: Vec<PrefixEntry>) -> PrefixList {
    PrefixList {
        place: Place::new(FileId(0), Span::new(0, 0)),
        entries: entries.into(),
    }
}

/// The lists are over prefixes of at most four bits, so beyond six bits all prefixes of all
/// lengths fare alike: length 6 stands for all of those.
const LONG: u8 = 6;

/// The prefixes that an entry matches: their bits and lengths.
fn cells(entry: &PrefixEntry) -> Vec<(u32, u8)> {
    let key = key_of(Family::Ipv4Unicast, entry).expect("valid").0;
    let lengths = match entry.prefix {
        None => 0..=32,
        Some(_) => entry.lengths(),
    };
    let mut cells = Vec::new();
    for length in 0..=LONG {
        if !lengths.contains(&length) {
            continue;
        }
        for bits in 0..1_u32 << length {
            let wide = u128::from(bits)
                .checked_shl(128 - u32::from(length))
                .unwrap_or(0);
            let own = Key {
                bits: wide,
                len: length,
            };
            if length >= key.len && own.cut(key.len) == key {
                cells.push((bits, length));
            }
        }
    }
    cells
}

fn arbitrary_entry() -> impl Strategy<Value = (bool, u8, u8, u8, u8)> {
    (any::<bool>(), 0_u8..16, 0_u8..=4, 0_u8..=3, 0_u8..=3)
}

fn make(at: usize, (permit, bits, len, ge, more): (bool, u8, u8, u8, u8)) -> PrefixEntry {
    let action = if permit { Action::Permit } else { Action::Deny };
    let prefix = format!("{}.0.0.0/{len}", bits << 4);
    let net: IpNet = prefix.parse().expect("a prefix");
    // Bounds up to 5, or none: what lies beyond six bits is alike.
    let least = (len + ge).min(5);
    let ge = (ge > 0).then_some(least);
    let le = (more < 3).then_some((least + more).min(5));
    let (ge, le) = if more == 3 && ge.is_none() && bits % 2 == 0 {
        (None, None)
    } else {
        (ge, le.or((more == 3).then_some(32)))
    };
    entry(at, action, &net.trunc().to_string(), ge, le)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]
    #[test]
    fn it_is_what_asking_every_prefix_says(raw in prop::collection::vec(arbitrary_entry(), 1..14)) {
        let entries: Vec<PrefixEntry> = raw.into_iter().enumerate().map(|(at, one)| make(at, one)).collect();
        let mut decided = std::collections::BTreeMap::new();
        let mut expected = Vec::new();
        for entry in &entries {
            let cells = cells(entry);
            if cells.iter().all(|cell| decided.contains_key(cell)) {
                expected.push(entry.seq);
            }
            for cell in cells {
                decided.entry(cell).or_insert(entry);
            }
        }
        let found = shadowed(Family::Ipv4Unicast, &list(entries.clone()));
        let seqs: Vec<u32> = found.iter().map(|one| one.entry.seq).collect();
        prop_assert_eq!(&seqs, &expected);
        for one in found {
            // What is named does take all of it.
            let mut taken = std::collections::BTreeSet::new();
            for by in &one.by {
                prop_assert!(by.seq < one.entry.seq);
                let by = entries.iter().find(|entry| entry.seq == by.seq).expect("there");
                taken.extend(cells(by));
            }
            prop_assert!(cells(&one.entry).iter().all(|cell| taken.contains(cell)));
            // What is said before is said by entries that decide alike.
            let alike = one.by.iter().all(|by| by.action == one.entry.action);
            prop_assert!(alike || !one.is_said_before);
        }
    }
}

fn found(entries: &[(Action, &str, Option<u8>, Option<u8>)]) -> Vec<(u32, Vec<u32>, bool)> {
    let entries = entries.iter().enumerate();
    let entries =
        entries.map(|(at, (action, prefix, ge, le))| entry(at, *action, prefix, *ge, *le));
    shadowed(Family::Ipv4Unicast, &list(entries.collect()))
        .into_iter()
        .map(|one| {
            let by = one.by.iter().map(|by| by.seq).collect();
            (one.entry.seq, by, one.is_said_before)
        })
        .collect()
}

#[test]
fn halves_shadow_the_whole() {
    use Action::{Deny, Permit};
    let halves = [
        (Deny, "10.0.0.0/9", None, Some(32)),
        (Permit, "10.128.0.0/9", None, Some(32)),
        (Permit, "10.0.0.0/8", Some(9), None),
    ];
    assert_eq!(found(&halves), [(15, vec![5, 10], false)]);
    let with_itself = [halves[0], halves[1], (Permit, "10.0.0.0/8", None, Some(32))];
    assert_eq!(found(&with_itself), []);
}

#[test]
fn any_takes_all_of_its_family() {
    use Action::{Deny, Permit};
    let last = (Deny, "any", None, None);
    assert_eq!(
        found(&[(Permit, "0.0.0.0/0", None, Some(32)), last]),
        [(10, vec![5], false)]
    );
    assert_eq!(found(&[last, last]), [(10, vec![5], true)]);
    assert_eq!(found(&[(Permit, "0.0.0.0/0", None, None), last]), []);
}

#[test]
fn what_came_first_decides() {
    use Action::{Deny, Permit};
    let narrow = (Deny, "10.0.0.0/16", None, Some(32));
    let wide = (Permit, "10.0.0.0/8", None, Some(32));
    let again = (Permit, "10.0.0.0/16", None, Some(32));
    assert_eq!(found(&[narrow, wide, again]), [(15, vec![5], false)]);
    assert_eq!(found(&[narrow, wide, narrow]), [(15, vec![5], true)]);
    let half = |prefix| (Deny, prefix, None, Some(32));
    let halves = [half("10.0.0.0/9"), half("10.128.0.0/9")];
    let longer = |action| (action, "10.0.0.0/8", Some(9), None);
    let [one, other] = halves;
    let said = [(20, vec![5, 10], true)];
    assert_eq!(found(&[one, other, wide, longer(Deny)]), said);
    let unsaid = [(20, vec![5, 10], false)];
    assert_eq!(found(&[one, other, wide, longer(Permit)]), unsaid);
}
