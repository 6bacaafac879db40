//! Communities (RFC 1997) as FRR writes them.

/// Not beyond the AS.
pub const NO_EXPORT: u32 = 0xffff_ff01;
/// To nobody.
pub const NO_ADVERTISE: u32 = 0xffff_ff02;
/// Not beyond the AS, nor to other parts of a confederation.
pub const LOCAL_AS: u32 = 0xffff_ff03;

/// The names that FRR knows (bgpd/bgp_community.c; IANA's registry of well-known communities).
const WELL_KNOWN: &[(&str, u32)] = &[
    ("internet", 0),
    ("graceful-shutdown", 0xffff_0000),
    ("accept-own", 0xffff_0001),
    ("route-filter-translated-v4", 0xffff_0002),
    ("route-filter-v4", 0xffff_0003),
    ("route-filter-translated-v6", 0xffff_0004),
    ("route-filter-v6", 0xffff_0005),
    ("llgr-stale", 0xffff_0006),
    ("no-llgr", 0xffff_0007),
    ("accept-own-nexthop", 0xffff_0008),
    ("blackhole", 0xffff_029a),
    ("no-export", NO_EXPORT),
    ("no-advertise", NO_ADVERTISE),
    ("local-AS", LOCAL_AS),
    ("no-peer", 0xffff_ff04),
];

/// The value of `65000:1`, of a number, or of a well-known community's name.
#[must_use]
pub fn community_value(word: &str) -> Option<u32> {
    if let Some((_, value)) = WELL_KNOWN.iter().find(|(name, _)| *name == word) {
        return Some(*value);
    }
    let Some((high, low)) = word.split_once(':') else {
        let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
        return word.parse().ok().filter(|_| is_number);
    };
    let (high, low) = (high.parse::<u16>().ok()?, low.parse::<u16>().ok()?);
    Some(u32::from(high) << 16 | u32::from(low))
}

/// How FRR shows a community.
#[must_use]
pub fn community_word(value: u32) -> String {
    match WELL_KNOWN
        .iter()
        .find(|(_, known)| *known == value && value != 0)
    {
        Some((name, _)) => (*name).to_owned(),
        None => format!("{}:{}", value >> 16, value & 0xffff),
    }
}

/// Whether a word is the beginning of a well-known community's name: FRR takes some of those for
/// the name.
#[must_use]
pub fn begins_community(word: &str) -> bool {
    !word.is_empty() && WELL_KNOWN.iter().any(|(name, _)| name.starts_with(word))
}

/// The well-known community whose name is `word` but for large and small letters.
#[must_use]
pub fn community_in_other_case(word: &str) -> Option<&'static str> {
    let mut names = WELL_KNOWN.iter().map(|(name, _)| *name);
    names.find(|name| name.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_values() {
        assert_eq!(community_value("65000:1"), Some(65000 << 16 | 1));
        assert_eq!(community_value("4260102145"), Some(4_260_102_145));
        assert_eq!(community_value("no-export"), Some(NO_EXPORT));
        for bad in [
            "65000:99999",
            "65536:1",
            "foo",
            "local-as",
            "",
            "4294967296",
            "+1",
        ] {
            assert_eq!(community_value(bad), None, "{bad}");
        }
        assert_eq!(community_word(NO_EXPORT), "no-export");
        assert_eq!(community_in_other_case("local-as"), Some("local-AS"));
        assert!(begins_community("no-exp") && !begins_community("local-as"));
    }
}
