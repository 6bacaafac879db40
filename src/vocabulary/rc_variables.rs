//! The variables of rc.conf: rc.conf(5), rc.subr(8), network.subr, and FRR's port.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::packed::Packed;
use super::rc_family::{Family, RcPart};
use super::release::FreebsdRelease;
use super::slips::is_one_slip;

static TABLE: Packed = Packed::new(
    include_bytes!(concat!(env!("OUT_DIR"), "/rc-variables.bin")),
    7,
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
    /// One of these words, as a rule.
    Choice(&'static str),
    /// A whole number.
    Int,
    /// The number of a FIB.
    Fib,
    /// The address of a router, or no.
    Gateway,
    /// An address.
    Address,
    /// An interface.
    Interface,
    /// Interfaces.
    Interfaces,
    /// Interfaces that are made by it.
    Clones,
    /// Jails.
    Jails,
    /// Daemons of FRR.
    Daemons,
    /// Words of ifconfig(8).
    Ifconfig,
    /// Words of route(8).
    Route,
    /// A file or folder.
    File,
    /// Words with blanks between them.
    List,
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
    let first = name.bytes().next().map(Some);
    let alike = [first, Some(None)].into_iter().flatten();
    let families = alike.filter_map(|first| FAMILIES.get(&first)).flatten();
    families
        .filter(|(_, family)| family.holds(name))
        .max_by_key(|(row, family)| (family.before.len() + family.after.len(), *row))
        .map(|(row, _)| RcName { row: *row })
}

/// Families and their rows, by the byte that their names begin with.
type Families = FxHashMap<Option<u8>, Vec<(usize, Family)>>;

/// The families of the table, by the byte that their names begin with; `None` where any may.
static FAMILIES: LazyLock<Families> = LazyLock::new(|| {
    let mut families = Families::default();
    for row in 0..TABLE.len() {
        if let Some(family) = Family::of(TABLE.cell(row, 0)) {
            let first = family.before.bytes().next();
            families.entry(first).or_default().push((row, family));
        }
    }
    families
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
        .filter(|known| !known.contains('{'))
        .find(|known| is_one_slip(known, name))
}

/// Every variable and family of the table, by name; the families of all services come last.
pub fn rc_variables() -> impl Iterator<Item = RcName> {
    (0..TABLE.len()).map(|row| RcName { row })
}

impl RcName {
    /// The name, with `{IF}` and its like in that of a family.
    #[must_use]
    pub fn pattern(self) -> &'static str {
        TABLE.cell(self.row, 0)
    }

    /// What differs in the names of a family; `None` if it is one variable.
    #[must_use]
    pub fn part(self) -> Option<RcPart> {
        Family::of(self.pattern()).map(|family| family.part)
    }

    /// What the names of a family begin with; all of the name of a single variable.
    #[must_use]
    pub fn beginning(self) -> &'static str {
        Family::of(self.pattern()).map_or(self.pattern(), |family| family.before)
    }

    /// The name of a family's member: `ifconfig_em0_alias0` for `em0`.
    #[must_use]
    pub fn with_part(self, part: &str) -> String {
        Family::of(self.pattern())
            .map_or_else(|| self.pattern().to_owned(), |family| family.spelled(part))
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
            ("choice", words) => RcKind::Choice(words),
            ("int", _) => RcKind::Int,
            ("fib", _) => RcKind::Fib,
            ("gateway", _) => RcKind::Gateway,
            ("address", _) => RcKind::Address,
            ("interface", _) => RcKind::Interface,
            ("interfaces", _) => RcKind::Interfaces,
            ("clones", _) => RcKind::Clones,
            ("jails", _) => RcKind::Jails,
            ("daemons", _) => RcKind::Daemons,
            ("ifconfig", _) => RcKind::Ifconfig,
            ("route", _) => RcKind::Route,
            ("file", _) => RcKind::File,
            ("list", _) => RcKind::List,
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

    /// "13.2 and 14.0": the releases that brought it; `None` if it was always there, as far as
    /// the table knows.
    #[must_use]
    pub fn since(self) -> Option<String> {
        Some(TABLE.cell(self.row, 2))
            .filter(|since| !since.is_empty())
            .map(|since| since.replace(' ', " and "))
    }

    /// Whether something took its place.
    #[must_use]
    pub fn is_older_form(self) -> bool {
        !TABLE.cell(self.row, 4).is_empty()
    }

    /// What took the place of the variable `name`, which is one of these: a variable or a file.
    #[must_use]
    pub fn instead_of(self, name: &str) -> Option<String> {
        let instead = Some(TABLE.cell(self.row, 4)).filter(|instead| !instead.is_empty())?;
        let Some(family) = Family::of(self.pattern()) else {
            return Some(instead.to_owned());
        };
        let (inside, number) = family.parts_of(name)?;
        let with_name = instead.replace("{IF}", inside).replace("{NAME}", inside);
        Some(with_name.replace("{N}", number))
    }

    /// What the placeholder of a family stands for in `name`: the jail in `jail_www_ip`.
    #[must_use]
    pub fn subject_of(self, name: &str) -> Option<&str> {
        let (inside, _) = Family::of(self.pattern())?.parts_of(name)?;
        Some(inside)
    }

    /// What holds where nothing sets it, on every release that has it; empty where that is
    /// nothing, not known or not the same on all.
    #[must_use]
    pub fn default_value(self) -> &'static str {
        TABLE.cell(self.row, 5)
    }

    /// What it is for.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        TABLE.cell(self.row, 6)
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
            assert!(!TABLE.cell(row, 6).is_empty(), "{name}");
            let kind = TABLE.cell(row, 1).split(' ').next();
            let is_text = matches!(kind, Some("string" | "free"));
            assert_eq!(RcName { row }.kind() == RcKind::Text, is_text, "{name}");
            let example = name.replace("{N}", "0").replace(['{', '}'], "");
            assert!(rc_variable(&example).is_some(), "{name}");
            for cell in [2, 3] {
                let written = TABLE.cell(row, cell).split_ascii_whitespace().count();
                assert_eq!(releases(TABLE.cell(row, cell)).count(), written, "{name}");
            }
        }
    }

    #[test]
    fn members_of_families_are_spelled() {
        for (pattern, part, expected) in [
            ("ifconfig_{IF}_alias{N}", "em0", "ifconfig_em0_alias0"),
            ("defaultrouter_fib{N}", "2", "defaultrouter_fib2"),
            ("{SERVICE}_enable", "bgpd", "bgpd_enable"),
            ("hostname", "x", "hostname"),
        ] {
            let row = TABLE.row(pattern).expect("a row");
            let spelled = RcName { row }.with_part(part);
            assert_eq!(spelled, expected);
            assert_eq!(rc_variable(&spelled), Some(RcName { row }));
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
