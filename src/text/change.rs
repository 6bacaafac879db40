//! Where one text differs from the one that it was made of.

/// What an edit replaced, in bytes. What lies before `start` is the same in both texts; so is
/// what lies from `old_end` on in the old text, and from `new_end` on in the new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// Where the texts begin to differ.
    pub start: usize,
    /// The end of what was replaced, in the old text.
    pub old_end: usize,
    /// The end of what stands there instead, in the new text.
    pub new_end: usize,
}

/// Texts are compared in pieces of so many bytes first.
const PIECE: usize = 4096;

impl Change {
    /// This change and a `later` one of the text it made, as one.
    #[must_use]
    pub fn then(self, later: Self) -> Self {
        let middle = self.new_end.max(later.old_end);
        Self {
            start: self.start.min(later.start),
            old_end: middle - self.new_end + self.old_end,
            new_end: middle - later.old_end + later.new_end,
        }
    }

    /// The least change that makes `new` of `old`.
    #[must_use]
    pub fn between(old: &str, new: &str) -> Self {
        let (old, new) = (old.as_bytes(), new.as_bytes());
        let start = same_at_front(old, new);
        let rest = |text| <[u8]>::get(text, start..).unwrap_or_default();
        let same = same_at_end(rest(old), rest(new));
        Self {
            start,
            old_end: old.len() - same,
            new_end: new.len() - same,
        }
    }

    /// Whether a text of `old` bytes can have become one of `new` bytes by this.
    #[must_use]
    pub fn fits(self, old: usize, new: usize) -> bool {
        let Self {
            start,
            old_end,
            new_end,
        } = self;
        let is_in_order = start <= old_end && start <= new_end;
        is_in_order && old_end <= old && new_end <= new && old - old_end == new - new_end
    }
}

fn same_at_front(a: &[u8], b: &[u8]) -> usize {
    let pieces = a.chunks(PIECE).zip(b.chunks(PIECE));
    let whole = PIECE * pieces.take_while(|(a, b)| a == b).count();
    let from = whole.min(a.len()).min(b.len());
    let rest = a.iter().skip(from).zip(b.iter().skip(from));
    from + rest.take_while(|(a, b)| a == b).count()
}

fn same_at_end(a: &[u8], b: &[u8]) -> usize {
    let pieces = a.rchunks(PIECE).zip(b.rchunks(PIECE));
    let whole = PIECE * pieces.take_while(|(a, b)| a == b).count();
    let from = whole.min(a.len()).min(b.len());
    let rest = a.iter().rev().skip(from).zip(b.iter().rev().skip(from));
    from + rest.take_while(|(a, b)| a == b).count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text() -> impl Strategy<Value = String> {
        ("[ab\n]{0,12}", 0..3_usize)
            .prop_map(|(text, long)| format!("{text}{}", "c".repeat(long * PIECE)))
    }

    /// What is the same in both texts, put around what is new.
    fn applied(change: Change, old: &str, new: &str) -> String {
        let (front, end) = (&old[..change.start], &old[change.old_end..]);
        format!("{front}{}{end}", &new[change.start..change.new_end])
    }

    proptest! {
        #[test]
        fn changes_make_one_text_of_another(a in text(), b in text(), c in text()) {
            let first = Change::between(&a, &b);
            prop_assert!(first.fits(a.len(), b.len()));
            prop_assert_eq!(applied(first, &a, &b), b.as_str());
            let both = first.then(Change::between(&b, &c));
            prop_assert!(both.fits(a.len(), c.len()));
            prop_assert_eq!(applied(both, &a, &c), c.as_str());
        }
    }
}
