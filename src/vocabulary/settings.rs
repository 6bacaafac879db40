//! Loader tunables and sysctls: from which file a release takes them.

use super::packed::Packed;
use super::release::FreebsdRelease;

pub(super) static TABLE: Packed =
    Packed::new(include_bytes!(concat!(env!("OUT_DIR"), "/settings.bin")), 6);

/// The releases whose sources the table was made from, as its column `seen` has them (12.0 and
/// 14.0 stand for 12.1 and 14.3).
const READ: [FreebsdRelease; 5] = [
    FreebsdRelease::new(12, 1),
    FreebsdRelease::new(12, 2),
    FreebsdRelease::new(13, 0),
    FreebsdRelease::new(14, 3),
    FreebsdRelease::new(15, 0),
];

/// Trees that were read in all of those.
const READ_WHOLE: [&str; 4] = ["net.inet.", "net.inet6.", "net.route.", "vfs.zfs."];

/// A setting of the kernel.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    row: usize,
}

/// A file that settings stand in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SettingFile {
    /// loader.conf: handed to the kernel when it boots.
    Loader,
    /// sysctl.conf: set by sysctl(8) early in /etc/rc.
    Sysctl,
}

impl SettingFile {
    /// The other one.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Loader => Self::Sysctl,
            Self::Sysctl => Self::Loader,
        }
    }
}

/// What becomes of a setting in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placement {
    /// It is taken.
    Works,
    /// It is not taken from there.
    No(Why),
    /// It is taken from nowhere: the kernel only reports it.
    ReadOnly,
    /// The table does not tell.
    NotJudged,
}

/// Why a setting is not taken from a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// Each network stack has its own, and the loader's value was not handed on to them.
    PerVnet,
    /// It can only be set at boot; sysctl(8) refuses it.
    BootOnly,
    /// It can only be set at run time; the kernel does not look at the loader's value.
    RuntimeOnly,
}

/// The setting called `name`.
#[must_use]
pub fn setting(name: &str) -> Option<Setting> {
    TABLE.row(name).map(|row| Setting { row })
}

/// The settings from `name` on, by name: those that begin with it come first.
pub fn settings_from(name: &str) -> impl Iterator<Item = Setting> {
    (TABLE.first_from(name)..TABLE.len()).map(|row| Setting { row })
}

impl Setting {
    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        TABLE.cell(self.row, 0)
    }

    /// The kind of its value, such as `int` or `string`; `None` where the table does not know it.
    #[must_use]
    pub fn value_type(self) -> Option<&'static str> {
        Some(TABLE.cell(self.row, 1)).filter(|kind| !matches!(*kind, "?" | "tunable"))
    }

    /// What `release` makes of the setting in `file`.
    ///
    /// The table was made from some releases' sources. Another release is judged like the newest
    /// older one that was read; one older than all of them like the oldest.
    #[must_use]
    pub fn placement(self, file: SettingFile, release: FreebsdRelease) -> Placement {
        let flags = at_release(TABLE.cell(self.row, 2), release);
        if flags == "?" {
            return Placement::NotJudged;
        }
        match file {
            SettingFile::Loader => self.handed_by_loader(flags, release),
            SettingFile::Sysctl => set_by_sysctl(flags),
        }
    }

    fn handed_by_loader(self, flags: &str, release: FreebsdRelease) -> Placement {
        match TABLE.cell(self.row, 3) {
            "works" => return Placement::Works,
            "?" => return Placement::NotJudged,
            _ => {}
        }
        let has = |flag| flags.split('+').any(|own| own == flag);
        if has("RD") {
            Placement::ReadOnly
        } else if has("RW") {
            Placement::No(Why::RuntimeOnly)
        } else if has("VNET") && !hands_loader_values_on(release) {
            Placement::No(Why::PerVnet)
        } else {
            Placement::Works
        }
    }

    /// Whether the release's sources call it one for the loader (`CTLFLAG_TUN`), be its value
    /// fetched by the kernel's common code or not.
    #[must_use]
    pub fn is_tunable(self, release: FreebsdRelease) -> bool {
        let flags = at_release(TABLE.cell(self.row, 2), release);
        let is_tun = |flag: &str| matches!(flag, "RDTUN" | "RWTUN");
        flags.split('+').any(is_tun)
    }

    /// Whether the kernel takes words such as `true` for its value from the loader.
    #[must_use]
    pub fn is_boolean(self) -> bool {
        TABLE.cell(self.row, 1) == "bool"
    }

    /// The oldest release in whose sources it was seen, and the newest one that was read and
    /// has it not; releases between the two were not read. `None` where the oldest has it.
    #[must_use]
    pub fn came_with(self) -> Option<(FreebsdRelease, FreebsdRelease)> {
        let first = TABLE.cell(self.row, 5).split(' ').next()?.parse().ok()?;
        let is_read_whole = READ_WHOLE.iter().any(|tree| self.name().starts_with(tree));
        let before = READ.iter().rev().find(|read| **read < first)?;
        is_read_whole.then_some((first, *before))
    }

    /// Whether its value is a number, so that an empty one is refused. `false` where the table
    /// does not know the type.
    #[must_use]
    pub fn is_number(self) -> bool {
        !matches!(
            TABLE.cell(self.row, 1),
            "string" | "opaque" | "tunable" | "?"
        )
    }

    /// The default on `release`, where the table knows it.
    #[must_use]
    pub fn default_on(self, release: FreebsdRelease) -> Option<&'static str> {
        Some(at_release(TABLE.cell(self.row, 4), release)).filter(|value| !value.is_empty())
    }
}

fn set_by_sysctl(flags: &str) -> Placement {
    match flags.split('+').next() {
        Some("RW" | "RWTUN") => Placement::Works,
        Some("RD") => Placement::ReadOnly,
        Some("RDTUN" | "TUNABLE-ONLY") => Placement::No(Why::BootOnly),
        _ => Placement::NotJudged,
    }
}

/// Whether the loader's value of a setting that each network stack has for itself reaches them:
/// before 12.0 GENERIC had no VIMAGE; then not until commits d2a999c2e0a0 (13.5), 894efae09de4
/// (14.3) and 110113bc086f (15.0); sys/kern/kern_sysctl.c.
fn hands_loader_values_on(release: FreebsdRelease) -> bool {
    match release.major {
        ..12 => true,
        12 => false,
        13 => release.minor >= 5,
        14 => release.minor >= 3,
        15.. => true,
    }
}

/// The part of `12.0:A 13.0:B` that holds on a release; all of a cell without releases.
fn at_release(cell: &'static str, release: FreebsdRelease) -> &'static str {
    let mut held = None;
    for part in cell.split(' ') {
        let Some((since, value)) = part.split_once(':') else {
            return cell;
        };
        let applies = since
            .parse()
            .is_ok_and(|since: FreebsdRelease| since <= release);
        if applies || held.is_none() {
            held = Some(value);
        }
    }
    held.unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORKS: Placement = Placement::Works;

    fn in_loader(name: &str, release: &str) -> Placement {
        let release = release.parse().expect("a release");
        setting(name)
            .expect("a setting")
            .placement(SettingFile::Loader, release)
    }

    fn in_sysctl(name: &str, release: &str) -> Placement {
        let release = release.parse().expect("a release");
        setting(name)
            .expect("a setting")
            .placement(SettingFile::Sysctl, release)
    }

    #[test]
    fn the_loader_and_per_vnet_settings() {
        let no = Placement::No(Why::PerVnet);
        for (release, expected) in [
            ("11.4", WORKS),
            ("12.0", no),
            ("12.4", no),
            ("13.0", no),
            ("13.4", no),
            ("13.5", WORKS),
            ("14.0", no),
            ("14.2", no),
            ("14.3", WORKS),
            ("15.0", WORKS),
            ("15.1", WORKS),
        ] {
            assert_eq!(
                in_loader("net.add_addr_allfibs", release),
                expected,
                "{release}"
            );
            assert_eq!(
                in_sysctl("net.add_addr_allfibs", release),
                WORKS,
                "{release}"
            );
        }
    }

    #[test]
    fn the_number_of_fibs() {
        for release in ["11.4", "12.1", "12.4", "13.0", "14.2", "15.0"] {
            assert_eq!(in_loader("net.fibs", release), WORKS, "{release}");
        }
        for release in ["11.4", "12.4"] {
            assert_eq!(in_sysctl("net.fibs", release), Placement::No(Why::BootOnly));
        }
        for release in ["13.0", "14.3"] {
            assert_eq!(in_sysctl("net.fibs", release), WORKS);
        }
    }

    #[test]
    fn other_settings() {
        let runtime = Placement::No(Why::RuntimeOnly);
        assert_eq!(in_loader("kern.ipc.maxsockbuf", "14.3"), runtime);
        assert_eq!(in_loader("net.my_fibnum", "14.3"), Placement::ReadOnly);
        assert_eq!(in_sysctl("kern.ipc.maxsockbuf", "12.1"), WORKS);
        assert!(setting("no.such.setting").is_none());
        assert_eq!(TABLE.len(), 4720);
    }

    #[test]
    fn the_default_changed() {
        let setting = setting("net.add_addr_allfibs").expect("a setting");
        assert_eq!(setting.default_on(FreebsdRelease::new(12, 4)), Some("1"));
        assert_eq!(setting.default_on(FreebsdRelease::new(13, 0)), Some("0"));
    }
}
