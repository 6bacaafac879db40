//! Ranges of AS numbers.

/// Whether an AS number is for private use (RFC 6996): whoever has it is no part of the Internet's
/// routing under that number.
#[must_use]
pub const fn is_private_as(number: u32) -> bool {
    matches!(number, 64512..=65534 | 4_200_000_000..=4_294_967_294)
}

#[cfg(test)]
mod tests {
    use super::is_private_as;

    #[test]
    fn the_ranges_of_rfc_6996() {
        for (number, private) in [
            (64511, false),
            (64512, true),
            (65534, true),
            (65535, false),
            (4_199_999_999, false),
            (4_200_000_000, true),
        ] {
            assert_eq!(is_private_as(number), private, "{number}");
        }
    }
}
