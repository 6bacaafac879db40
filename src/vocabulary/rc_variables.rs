//! The variables of rc.conf: rc.conf(5), rc.subr(8), network.subr, and FRR's port.

use std::sync::LazyLock;

use super::packed::Packed;
use super::release::FreebsdRelease;

static TABLE: Packed = Packed::new(
    include_bytes!(concat!(env!("OUT_DIR"), "/rc-variables.bin")),
    6,
);

/// A known variable, or a family of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RcName {
    row: usize,
}

/// What a variable's value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RcKind {
    /// Yes or no, or one of these words, in any case.
    Bool(&'static str),
    /// A whole number.
    Int,
    /// The address of a router, or no.
    Gateway,
    /// Words of ifconfig(8).
    Ifconfig,
    /// Anything else: text that is not judged here.
    Text,
}

/// The variable called `name`: itself, else the family that it belongs to. Families with more
/// letters of their own come first: `ifconfig_em0_alias0` is an alias.
#[must_use]
pub fn rc_variable(name: &str) -> Option<RcName> {
    if let Some(row) = TABLE.row(name) {
        return Some(RcName { row });
    }
    FAMILIES
        .iter()
        .filter(|(_, family)| family.holds(name))
        .max_by_key(|(_, family)| family.before.len() + family.after.len())
        .map(|(row, _)| RcName { row: *row })
}

/// The families of the table.
static FAMILIES: LazyLock<Vec<(usize, Family)>> = LazyLock::new(|| {
    let families = |row| Some((row, Family::of(TABLE.cell(row, 0))?));
    (0..TABLE.len()).filter_map(families).collect()
});

/// The known variable that `name` was meant to be, if one letter makes the difference and
/// `name` itself is of no known kind but that of services.
#[must_use]
pub fn nearest_rc_variable(name: &str) -> Option<&'static str> {
    const SHORTEST: usize = 8;
    if name.len() < SHORTEST || rc_variable(name).is_some_and(|known| !known.is_of_services()) {
        return None;
    }
    let names = (0..TABLE.len()).map(|row| TABLE.cell(row, 0));
    names
        .filter(|known| !known.contains('{') && known.len().abs_diff(name.len()) <= 1)
        .find(|known| strsim::damerau_levenshtein(known, name) == 1)
}

/// A name with a part that differs: `ifconfig_{IF}_alias{N}`. The last one may be a number.
struct Family {
    before: &'static str,
    after: &'static str,
    ends_in_number: bool,
}

impl Family {
    fn of(pattern: &'static str) -> Option<Self> {
        let (before, rest) = pattern.split_once('{')?;
        let (what, after) = rest.split_once('}')?;
        let stem = after.strip_suffix("{N}");
        Some(Self {
            before,
            after: stem.unwrap_or(after),
            ends_in_number: stem.is_some() || what == "N",
        })
    }

    fn holds(&self, name: &str) -> bool {
        let name = if self.ends_in_number {
            let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
            if stem.len() == name.len() {
                return false;
            }
            stem
        } else {
            name
        };
        let inside = name
            .strip_prefix(self.before)
            .and_then(|rest| rest.strip_suffix(self.after));
        // Of `defaultrouter_fib{N}` nothing is left but the number.
        let only_number = self.after.is_empty() && self.ends_in_number;
        inside.is_some_and(|inside| inside.is_empty() == only_number)
    }
}

impl RcName {
    /// The name, with `{IF}` and its like in that of a family.
    #[must_use]
    pub fn pattern(self) -> &'static str {
        TABLE.cell(self.row, 0)
    }

    /// Whether it is a family that every service has (rc.subr), so that any name may be meant.
    #[must_use]
    pub fn is_of_services(self) -> bool {
        self.pattern().starts_with("{SERVICE}")
    }

    /// What its value is.
    #[must_use]
    pub fn kind(self) -> RcKind {
        let cell = TABLE.cell(self.row, 1);
        match cell.split_once(' ').unwrap_or((cell, "")) {
            ("bool", words) => RcKind::Bool(words),
            ("int", _) => RcKind::Int,
            ("gateway", _) => RcKind::Gateway,
            ("ifconfig", _) => RcKind::Ifconfig,
            _ => RcKind::Text,
        }
    }

    /// Whether `release` reads it, as far as the table knows.
    #[must_use]
    pub fn is_read_by(self, release: FreebsdRelease) -> bool {
        self.is_in(release) && !self.is_given_up_by(release)
    }

    /// Whether it has come by `release`: the table names the first release of each branch, and
    /// every later branch has it.
    fn is_in(self, release: FreebsdRelease) -> bool {
        let mut firsts = releases(TABLE.cell(self.row, 2)).peekable();
        if firsts.peek().is_none() {
            return true;
        }
        firsts.any(|first| first <= release && first.major == release.major)
            || releases(TABLE.cell(self.row, 2)).all(|first| first.major < release.major)
    }

    /// Whether it was given up by `release`.
    #[must_use]
    pub fn is_given_up_by(self, release: FreebsdRelease) -> bool {
        releases(TABLE.cell(self.row, 3)).any(|until| until <= release)
    }

    /// The release that gave it up, as the table writes it; empty if it is still there.
    #[must_use]
    pub fn until(self) -> &'static str {
        TABLE.cell(self.row, 3)
    }

    /// The releases that brought it, as the table writes them; empty if it was always there.
    #[must_use]
    pub fn since(self) -> &'static str {
        TABLE.cell(self.row, 2)
    }

    /// What took the place of the variable `name`, which is one of these: a variable or a file.
    #[must_use]
    pub fn instead_of(self, name: &str) -> Option<String> {
        let instead = Some(TABLE.cell(self.row, 4)).filter(|instead| !instead.is_empty())?;
        let Some(family) = Family::of(self.pattern()) else {
            return Some(instead.to_owned());
        };
        let stem = match family.ends_in_number {
            true => name.trim_end_matches(|c: char| c.is_ascii_digit()),
            false => name,
        };
        let inside = stem
            .strip_prefix(family.before)?
            .strip_suffix(family.after)?;
        let number = name.get(stem.len()..)?;
        let with_name = instead.replace("{IF}", inside).replace("{NAME}", inside);
        Some(with_name.replace("{N}", number))
    }

    /// What the placeholder of a family stands for in `name`: the jail in `jail_www_ip`.
    #[must_use]
    pub fn subject_of(self, name: &str) -> Option<&str> {
        let family = Family::of(self.pattern())?;
        name.strip_prefix(family.before)?.strip_suffix(family.after)
    }

    /// What it is for.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        TABLE.cell(self.row, 5)
    }
}

fn releases(cell: &'static str) -> impl Iterator<Item = FreebsdRelease> {
    cell.split_ascii_whitespace()
        .filter_map(|release| release.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(name: &str) -> &'static str {
        rc_variable(name).map_or("", RcName::pattern)
    }

    #[test]
    fn names_and_families_are_found() {
        for (name, expected) in [
            ("hostname", "hostname"),
            ("ifconfig_em0", "ifconfig_{IF}"),
            ("ifconfig_em0_alias12", "ifconfig_{IF}_alias{N}"),
            ("ifconfig_em0_alias", "ifconfig_{IF}"),
            ("ifconfig_em0_ipv6", "ifconfig_{IF}_ipv6"),
            ("ifconfig_DEFAULT", "ifconfig_DEFAULT"),
            ("defaultrouter_fib3", "defaultrouter_fib{N}"),
            ("defaultrouter_fib", "{SERVICE}_fib"),
            ("bgpd_fib", "{SERVICE}_fib"),
            ("jail_www_fib", "jail_{NAME}_fib"),
            ("route_lan", "route_{NAME}"),
            ("no_such_thing", ""),
            ("_enable", ""),
        ] {
            assert_eq!(pattern(name), expected, "{name}");
        }
    }

    #[test]
    fn every_row_can_be_found_and_says_what_it_is_for() {
        for row in 0..TABLE.len() {
            let name = TABLE.cell(row, 0);
            assert!(!TABLE.cell(row, 5).is_empty(), "{name}");
            let example = name.replace("{N}", "0").replace(['{', '}'], "");
            assert!(rc_variable(&example).is_some(), "{name}");
            for cell in [2, 3] {
                let written = TABLE.cell(row, cell).split_ascii_whitespace().count();
                assert_eq!(releases(TABLE.cell(row, cell)).count(), written, "{name}");
            }
        }
    }

    #[test]
    fn releases_read_what_they_know() {
        let of_fib = rc_variable("defaultrouter_fib1").expect("known");
        for (release, expected) in [
            ((12, 4), false),
            ((13, 1), false),
            ((13, 2), true),
            ((14, 0), true),
            ((15, 0), true),
        ] {
            let release = FreebsdRelease::new(release.0, release.1);
            assert_eq!(of_fib.is_read_by(release), expected, "{release}");
        }
        let old = rc_variable("ipv6_enable").expect("known");
        assert!(!old.is_read_by(FreebsdRelease::new(12, 0)));
    }

    #[test]
    fn older_forms_know_the_newer_one() {
        for (name, expected) in [
            ("ipv6_enable", Some("ipv6_activate_all_interfaces")),
            ("ipv6_ifconfig_em0", Some("ifconfig_em0_ipv6")),
            ("ipv6_ifconfig_em0_alias3", Some("ifconfig_em0_alias3")),
            ("jail_www_rootdir", Some("jail.conf")),
            ("hostname", None),
        ] {
            let known = rc_variable(name).expect("known");
            assert_eq!(known.instead_of(name).as_deref(), expected, "{name}");
        }
    }

    #[test]
    fn one_letter_makes_a_typo() {
        let near = nearest_rc_variable;
        assert_eq!(near("cloned_interface"), Some("cloned_interfaces"));
        assert_eq!(near("dma_flushq_eanble"), Some("dma_flushq_enable"));
        assert_eq!(near("rcbind_enable"), Some("rpcbind_enable"));
        assert_eq!(near("defaultrouter"), None);
        assert_eq!(near("poudriered_enable"), None);
    }
}
