//! What the parts of this folder ask of FRR's lines in common.

mod thing;
mod values;
mod versions;

pub(super) use thing::{NamedWord, Thing, family_of, keyword, named, thing};
pub(super) use values::value_words;
pub(super) use versions::version_words;

use crate::syntax::frr::{Explained, LineRecord, explain};
use crate::vocabulary::frr::{Listing, ListingSet};

/// A line word by word, as the version of `listings` takes it that says where the line stands.
pub(super) fn explained(
    record: &LineRecord,
    text: &str,
    listings: ListingSet,
) -> Option<(Explained, Listing)> {
    let listing = record.judge(listings);
    let line = explain(record.before.get(listing), text, listing)?;
    Some((line, listing))
}
