//! Which versions know something, in words.

use crate::vocabulary::frr::{Listing, ListingSet};

/// "FRR 10.3 and later", "not in FRR 8.4.4"; nothing where each of `asked` knows it.
pub(in crate::ide) fn version_words(known: ListingSet, asked: ListingSet) -> Option<String> {
    if asked.without(known).is_empty() {
        return None;
    }
    let names = |set: ListingSet| -> Vec<String> {
        let all = set.iter();
        all.map(|listing| listing.version().to_string()).collect()
    };
    let first = known.iter().next();
    let is_since = |first: Listing| Listing::all().all(|one| one < first || known.contains(one));
    let is_until = |last: Listing| Listing::all().all(|one| one > last || known.contains(one));
    Some(match (first, known.iter().next_back()) {
        (Some(first), _) if is_since(first) && first < Listing::newest() => {
            format!("FRR {} and later", first.version())
        }
        (_, Some(last)) if is_until(last) && Some(last) != first => {
            format!("FRR {} and earlier", last.version())
        }
        (Some(_), _) => format!("FRR {} only", names(known).join(", ")),
        _ => format!("not in FRR {}", names(asked).join(", ")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_in_words() {
        let all: Vec<ListingSet> = Listing::all().map(ListingSet::only).collect();
        let [old, middle, new] = all[..] else {
            panic!("three listings");
        };
        let said = |known| version_words(known, ListingSet::ALL);
        assert_eq!(said(ListingSet::ALL), None);
        assert_eq!(
            said(middle.with(new)).as_deref(),
            Some("FRR 10.3 and later")
        );
        assert_eq!(
            said(old.with(middle)).as_deref(),
            Some("FRR 10.3 and earlier")
        );
        assert_eq!(said(new).as_deref(), Some("FRR 10.7.1 only"));
        assert_eq!(said(old).as_deref(), Some("FRR 8.4.4 only"));
        assert_eq!(version_words(new, new), None);
    }
}
