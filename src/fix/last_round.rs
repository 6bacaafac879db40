//! Whether the fixes of a round did any good: a finding that is still there with the same fix was
//! not mended, and the fix would be applied again and again.

use std::collections::BTreeMap;

use super::run::Mended;
use super::texts::Changed;

/// How things were before a round, to go back if it did no good.
pub(super) struct LastRound {
    pub changed_before: Changed,
    pub mended_before: usize,
    pub offered: BTreeMap<Mended, usize>,
}

impl LastRound {
    /// Those of the fixes applied in that round, which are at the end of `mended`, that are
    /// `offered` as often as before.
    pub fn useless(
        &self,
        mended: &[Mended],
        offered: &BTreeMap<Mended, usize>,
    ) -> Option<Vec<Mended>> {
        let applied = counted(mended.get(self.mended_before..).unwrap_or_default());
        let useless: Vec<Mended> = applied
            .into_iter()
            .filter(|(fix, times)| often(fix, offered) + times > often(fix, &self.offered))
            .map(|(fix, _)| fix)
            .collect();
        (!useless.is_empty()).then_some(useless)
    }
}

pub(super) fn counted<'m>(fixes: impl IntoIterator<Item = &'m Mended>) -> BTreeMap<Mended, usize> {
    let mut counts = BTreeMap::new();
    for fix in fixes {
        *counts.entry(fix.clone()).or_default() += 1;
    }
    counts
}

fn often(fix: &Mended, counts: &BTreeMap<Mended, usize>) -> usize {
    counts.get(fix).copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mended(message: &str) -> Mended {
        Mended {
            rule: "a",
            file: String::new(),
            message: message.to_owned(),
            title: String::new(),
            edited: Vec::new(),
        }
    }

    #[test]
    fn a_fix_is_useless_if_its_finding_stays() {
        let (a, b) = (mended("a"), mended("b"));
        let last = LastRound {
            changed_before: Changed::default(),
            mended_before: 1,
            offered: counted([&a, &a, &b]),
        };
        // One of two alike was mended; the other one is still offered.
        let all = [b.clone(), a.clone(), b.clone()];
        assert_eq!(last.useless(&all, &counted([&a])), None);
        assert_eq!(last.useless(&all, &counted([])), None);
        assert_eq!(
            last.useless(&all, &counted([&a, &b])),
            Some(vec![b.clone()])
        );
        assert_eq!(last.useless(&all, &counted([&a, &a])), Some(vec![a]));
    }
}
