//! Which entries share prefixes with others: of most lists hardly any, and only those need be
//! looked at closely.

use super::Asked;
use super::trie::Key;

/// The entries that share a prefix with another one, in the order of the list.
pub(super) fn overlapping(mut entries: Vec<Asked>) -> Vec<Asked> {
    if entries
        .last()
        .is_some_and(|last| !may_be_covered(last.1, &entries))
    {
        // Nothing stands behind the last entry that it could shadow.
        entries.pop();
    }
    let mut order: Vec<usize> = (0..entries.len()).collect();
    let key = |at: usize| {
        entries
            .get(at)
            .map_or(Key { bits: 0, len: 0 }, |entry| entry.1)
    };
    order.sort_unstable_by_key(|at| (key(*at).bits, key(*at).len));
    let mut shares = vec![false; entries.len()];
    let mut around: Vec<usize> = Vec::new();
    for at in order {
        while around
            .last()
            .is_some_and(|outer| end_of(key(*outer)) < key(at).bits)
        {
            around.pop();
        }
        if let Some(outer) = around.last() {
            for one in [*outer, at] {
                if let Some(shares) = shares.get_mut(one) {
                    *shares = true;
                }
            }
        }
        around.push(at);
    }
    let mut shares = shares.into_iter();
    entries.retain(|_| shares.next().unwrap_or(true));
    entries
}

/// The last address of a prefix.
fn end_of(key: Key) -> u128 {
    key.bits | u128::MAX.checked_shr(u32::from(key.len)).unwrap_or(0)
}

/// Whether the entries before the last one are large enough together to cover its prefix.
fn may_be_covered(last: Key, entries: &[Asked]) -> bool {
    let size = |len: u8| 2_f64.powi(-i32::from(len));
    let before = entries.split_last().map_or(&[][..], |(_, before)| before);
    let inside = before.iter().filter(|(_, key, _)| {
        let (inner, outer) = if key.len > last.len {
            (*key, last)
        } else {
            (last, *key)
        };
        outer.bits <= inner.bits && inner.bits <= end_of(outer)
    });
    let covered: f64 = inside.map(|(_, key, _)| size(key.len)).sum();
    // Some room for what was rounded.
    covered >= size(last.len) * 0.999
}
