//! What tells words apart to any command: the keywords of all of them, and the bounds of their
//! ranges.

use super::node::bounds;
use crate::vocabulary::packed::Packed;

static KEYWORDS: Packed = Packed::new(
    include_bytes!(concat!(env!("OUT_DIR"), "/frr-keywords.bin")),
    1,
);

/// Whether some command has a keyword that begins with `text`.
#[must_use]
pub fn is_front_of_keyword(text: &str) -> bool {
    let row = KEYWORDS.first_from(text);
    row < KEYWORDS.len() && KEYWORDS.cell(row, 0).starts_with(text)
}

/// Numbers of one class are in the same ranges of all commands; what is no number is 0.
#[must_use]
pub fn number_class(number: Option<i64>) -> u16 {
    let class = number.map(|number| 1 + bounds().partition_point(|bound| *bound <= number));
    class.map_or(0, |class| u16::try_from(class).unwrap_or(u16::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_may_be_cut_short() {
        assert!(is_front_of_keyword("neighbor") && is_front_of_keyword("neigh"));
        assert!(!is_front_of_keyword("neighborz") && !is_front_of_keyword("PEER-1"));
    }

    #[test]
    fn a_class_of_numbers_ends_where_a_range_does() {
        let class = |number| number_class(Some(number));
        assert_eq!(class(100), class(100));
        // A route-map has entries from 1 to 65535.
        assert_ne!(class(0), class(1));
        assert_ne!(class(65_535), class(65_536));
        assert_ne!(number_class(None), class(i64::MIN));
        assert!(bounds().len() < usize::from(u16::MAX));
    }
}
