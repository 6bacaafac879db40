//! Words that differ by one slip of the hand.
//!
//! Where only that is asked, there is no need to measure how far two words are apart.

/// Whether one letter makes the difference: one too many, one missing, another one, or two
/// neighbours in the wrong order.
#[must_use]
pub fn is_one_slip(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    if one.len().abs_diff(other.len()) > 1 || one == other {
        return false;
    }
    let before = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let (one, other) = (rest(one, before), rest(other, before));
    let behind = (one.iter().rev().zip(other.iter().rev()))
        .take_while(|(a, b)| a == b)
        .count();
    let middle = |word: &'_ [u8]| word.len() - behind.min(word.len());
    match (middle(one), middle(other)) {
        (0 | 1, 1) | (1, 0) => true,
        (2, 2) => one.first() == other.get(1) && one.get(1) == other.first(),
        _ => false,
    }
}

fn rest(word: &[u8], from: usize) -> &[u8] {
    word.get(from..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_is_a_distance_of_one(one in "[ab]{0,6}", other in "[abc]{0,6}") {
            let distance = strsim::damerau_levenshtein(&one, &other);
            prop_assert_eq!(is_one_slip(&one, &other), distance == 1);
        }
    }
}
