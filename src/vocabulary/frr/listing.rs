//! The versions whose commands are listed, and what a version in between is judged by.

use super::format::MOST_VERSIONS;
use super::node::{LISTINGS, daemons, versions};
use crate::vocabulary::{Candidates, FrrVersion};

/// A version whose commands are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Listing(u8);

impl Listing {
    /// All of them, oldest first.
    pub fn all() -> impl DoubleEndedIterator<Item = Self> {
        (0..LISTINGS).map(|number| Self(u8::try_from(number).unwrap_or(0)))
    }

    /// The newest one.
    #[must_use]
    pub fn newest() -> Self {
        Self::all().next_back().unwrap_or(Self(0))
    }

    /// Its number, the oldest one's being 0.
    #[must_use]
    pub fn number(self) -> usize {
        usize::from(self.0)
    }

    /// The version.
    #[must_use]
    pub fn version(self) -> FrrVersion {
        versions()[self.number()].0
    }

    /// How many bytes of a line this version reads at once, the line break included: what is
    /// longer is read as several lines.
    #[must_use]
    pub fn line_bytes(self) -> usize {
        versions()[self.number()].1
    }

    /// Whether an `exit` at the top level ends the reading of the file at once; before that it
    /// led to the exec mode (facts of 10.3 and 8.4.4).
    #[must_use]
    pub fn warns_of_early_exit(self) -> bool {
        self.version() >= FrrVersion::new(10, 0)
    }
}

/// Some of the listed versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ListingSet(u8);

impl ListingSet {
    /// None of them.
    pub const NONE: Self = Self(0);

    /// All of them.
    pub const ALL: Self = Self((1 << LISTINGS) - 1);

    /// One of them.
    #[must_use]
    pub fn only(listing: Listing) -> Self {
        Self(1 << listing.0)
    }

    /// Those by which `version` is judged: itself, or both neighbours of one in between.
    #[must_use]
    pub fn of_version(version: FrrVersion) -> Self {
        let minor = |version: FrrVersion| (version.major, version.minor);
        let mut before = None;
        for listing in Listing::all() {
            let listed = minor(listing.version());
            if listed == minor(version) {
                return Self::only(listing);
            }
            if listed > minor(version) {
                let below = before.map_or(Self::NONE, Self::only);
                return below.with(Self::only(listing));
            }
            before = Some(listing);
        }
        Self::only(Listing::newest())
    }

    /// Those by which a host of these candidates is judged.
    #[must_use]
    pub fn of(candidates: &Candidates<FrrVersion>) -> Self {
        match candidates {
            Candidates::Known(version) => Self::of_version(*version),
            Candidates::Unknown => Self::ALL,
        }
    }

    /// These and those.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Those that are in both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Those that are not in `other`.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether it is none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether `listing` is one of them.
    #[must_use]
    pub fn contains(self, listing: Listing) -> bool {
        !self.and(Self::only(listing)).is_empty()
    }

    /// Each of them, oldest first.
    pub fn iter(self) -> impl DoubleEndedIterator<Item = Listing> {
        Listing::all().filter(move |listing| self.contains(*listing))
    }

    /// Those whose bit is set: of a template's versions the ones that vtysh knows.
    pub(super) const fn of_bits(bits: u8) -> Self {
        Self(bits & Self::ALL.0)
    }

    /// The same of what only a daemon knows that reads a file of its own.
    pub(super) const fn of_own_bits(bits: u8) -> Self {
        Self::of_bits(bits >> MOST_VERSIONS)
    }
}

/// One value for each listed version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PerListing<T>([T; LISTINGS]);

impl<T: Copy> PerListing<T> {
    /// The same value for each.
    pub const fn all(value: T) -> Self {
        Self([value; LISTINGS])
    }

    /// The value of one.
    #[must_use]
    pub fn get(&self, listing: Listing) -> T {
        self.0[listing.number()]
    }

    /// Gives one a value.
    pub fn set(&mut self, listing: Listing, value: T) {
        self.0[listing.number()] = value;
    }

    /// The value that all of them have, if it is one.
    pub fn same(&self) -> Option<T>
    where
        T: PartialEq,
    {
        let [first, rest @ ..] = &self.0;
        rest.iter().all(|value| value == first).then_some(*first)
    }
}

/// Some of FRR's daemons.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Daemons(pub(super) u32);

impl Daemons {
    /// Their names, in alphabetical order.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        let named = daemons().iter().enumerate();
        named
            .filter(move |(bit, _)| self.0 & (1 << bit) != 0)
            .map(|(_, name)| *name)
    }

    /// The daemon called `name`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let bit = daemons().iter().position(|daemon| *daemon == name)?;
        Some(Self(1 << bit))
    }

    /// None of them.
    pub const NONE: Self = Self(0);

    /// All of them.
    pub const ALL: Self = Self(u32::MAX);

    /// Those that are in both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// These and those.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether it is none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_in_between_is_judged_by_both_neighbours() {
        let names = |major, minor| -> Vec<String> {
            let set = ListingSet::of_version(FrrVersion::new(major, minor));
            set.iter()
                .map(|listing| listing.version().to_string())
                .collect()
        };
        assert_eq!(names(7, 3), ["8.4.4"]);
        assert_eq!(names(8, 4), ["8.4.4"]);
        assert_eq!(names(9, 1), ["8.4.4", "10.3"]);
        assert_eq!(names(10, 5), ["10.3", "10.7.1"]);
        assert_eq!(names(11, 0), ["10.7.1"]);
    }
}
