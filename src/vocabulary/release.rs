//! FreeBSD releases and FRR versions, and what is known of the one a host runs.

use std::fmt;
use std::str::FromStr;

/// A FreeBSD release such as 12.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FreebsdRelease {
    /// Major number.
    pub major: u16,
    /// Minor number.
    pub minor: u16,
}

/// An FRR version such as 7.3.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FrrVersion {
    /// Major number.
    pub major: u16,
    /// Minor number.
    pub minor: u16,
    /// Patch number, 0 where none was said.
    pub patch: u16,
}

/// A kind of version of which some are supported.
pub trait Version: Copy + Ord + fmt::Display {
    /// The supported ones, oldest first.
    fn supported() -> Vec<Self>;
}

impl FreebsdRelease {
    /// The release `major.minor`.
    #[must_use]
    pub const fn new(major: u16, minor: u16) -> Self {
        Self { major, minor }
    }
}

impl FrrVersion {
    /// The version `major.minor`, first of its patches.
    #[must_use]
    pub const fn new(major: u16, minor: u16) -> Self {
        Self {
            major,
            minor,
            patch: 0,
        }
    }
}

impl Version for FreebsdRelease {
    fn supported() -> Vec<Self> {
        [(12, 4), (13, 5), (14, 4), (15, 1)]
            .into_iter()
            .flat_map(|(major, last)| (0..=last).map(move |minor| Self::new(major, minor)))
            .collect()
    }
}

impl Version for FrrVersion {
    fn supported() -> Vec<Self> {
        [(7, 3, 5), (8, 0, 5), (9, 0, 1), (10, 0, 7)]
            .into_iter()
            .flat_map(|(major, first, last)| {
                (first..=last).map(move |minor| Self::new(major, minor))
            })
            .collect()
    }
}

impl fmt::Display for FreebsdRelease {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

impl fmt::Display for FrrVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)?;
        if self.patch > 0 {
            write!(f, ".{}", self.patch)?;
        }
        Ok(())
    }
}

/// The text is not a version.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a version such as {1}")]
pub struct NotAVersion(String, &'static str);

/// The numbers at the front of `text`: `14.3-RELEASE-p2` gives 14 and 3.
fn numbers(text: &str) -> Vec<u16> {
    let end = text
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(text.len());
    text[..end]
        .split('.')
        .map_while(|n| n.parse().ok())
        .collect()
}

impl FromStr for FreebsdRelease {
    type Err = NotAVersion;

    /// Reads `14.3` and what freebsd-version(1) prints, `14.3-RELEASE-p2`. A bare major number
    /// is its first release.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match numbers(text)[..] {
            [major] => Ok(Self::new(major, 0)),
            [major, minor, ..] => Ok(Self::new(major, minor)),
            [] => Err(NotAVersion(text.to_owned(), "14.3")),
        }
    }
}

impl FromStr for FrrVersion {
    type Err = NotAVersion;

    /// Reads `10.3`, `7.3.1` and what `frr version` lines hold, `8.4.4-1.1~deb12u1`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match numbers(text)[..] {
            [major, minor] => Ok(Self::new(major, minor)),
            [major, minor, patch, ..] => Ok(Self {
                major,
                minor,
                patch,
            }),
            [major] => Ok(Self::new(major, 0)),
            [] => Err(NotAVersion(text.to_owned(), "10.3")),
        }
    }
}

/// The versions that a host may run: one if it is known, else every supported one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Candidates<V> {
    /// Said by the user or by the host's files.
    Known(V),
    /// Not said anywhere.
    Unknown,
}

/// On which of the candidate versions something holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum When<V> {
    /// On every one.
    Always,
    /// On none.
    Never,
    /// On these, not on the others.
    On(Vec<V>),
}

impl<V: Version> Candidates<V> {
    /// The version, where it is known.
    #[must_use]
    pub fn known(&self) -> Option<V> {
        match self {
            Self::Known(version) => Some(*version),
            Self::Unknown => None,
        }
    }

    /// On which candidates `holds` is true.
    pub fn when(&self, holds: impl Fn(V) -> bool) -> When<V> {
        let all = match self {
            Self::Known(version) => vec![*version],
            Self::Unknown => V::supported(),
        };
        let count = all.len();
        let on: Vec<V> = all.into_iter().filter(|version| holds(*version)).collect();
        match on.len() {
            0 => When::Never,
            n if n == count => When::Always,
            _ => When::On(on),
        }
    }
}

/// "12.0 to 13.4 and 14.0 to 14.2": supported versions, neighbours drawn together. `versions` is
/// ascending.
#[must_use]
pub fn releases<V: Version>(versions: &[V]) -> String {
    let supported = V::supported();
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for version in versions {
        let Some(index) = supported.iter().position(|v| v == version) else {
            continue;
        };
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == index => *last = index,
            _ => runs.push((index, index)),
        }
    }
    let words: Vec<String> = runs
        .iter()
        .filter_map(|(first, last)| {
            let (first, last) = (supported.get(*first)?, supported.get(*last)?);
            Some(if first == last {
                first.to_string()
            } else {
                format!("{first} to {last}")
            })
        })
        .collect();
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => words.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbouring_releases_are_drawn_together() {
        let release = FreebsdRelease::new;
        let some = [
            release(12, 4),
            release(13, 0),
            release(14, 1),
            release(15, 0),
        ];
        assert_eq!(releases(&some), "12.4 to 13.0, 14.1 and 15.0");
        assert_eq!(releases(&some[..1]), "12.4");
        assert_eq!(releases::<FreebsdRelease>(&[]), "");
    }

    #[test]
    fn versions_are_read_as_programs_print_them() {
        assert_eq!("14.3-RELEASE-p2".parse(), Ok(FreebsdRelease::new(14, 3)));
        assert_eq!("15".parse(), Ok(FreebsdRelease::new(15, 0)));
        assert!("x".parse::<FreebsdRelease>().is_err());
        let debian: FrrVersion = "8.4.4-1.1~deb12u1".parse().expect("a version");
        assert_eq!(debian.to_string(), "8.4.4");
    }

    #[test]
    fn an_unknown_release_is_any_supported_one() {
        let unknown = Candidates::<FreebsdRelease>::Unknown;
        assert_eq!(unknown.when(|r| r.major >= 12), When::Always);
        assert!(matches!(unknown.when(|r| r.major == 12), When::On(v) if v.len() == 5));
    }
}
