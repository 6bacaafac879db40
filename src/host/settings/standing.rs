//! What the releases that a host may run make of an assignment.

use crate::syntax::loader::{ModuleKey, module_key};
use crate::vocabulary::{
    Candidates, FreebsdRelease, Guesses, MeantSetting, Placement, RemovedSetting, Setting,
    SettingFile, UnknownName, VariableReader, Version, When, Why, loader_variable,
    nearest_loader_variable, rc_variable, removed_setting, setting, unknown_name,
};

/// What becomes of an assignment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is taken.
    Works,
    /// It is not known what becomes of it.
    NotJudged,
    /// It is not taken from this file.
    Misplaced {
        /// Why.
        why: Why,
        /// On which of the candidate releases.
        when: When<FreebsdRelease>,
        /// The file from which those releases take it.
        belongs: SettingFile,
    },
    /// It is taken from nowhere.
    ReadOnly {
        /// On which of the candidate releases.
        when: When<FreebsdRelease>,
    },
    /// The setting is gone.
    Removed {
        /// What became of it.
        removed: RemovedSetting,
        /// From which of the candidate releases.
        when: When<FreebsdRelease>,
    },
    /// The setting came later than the host's release.
    NotYet {
        /// The oldest release that is known to have it.
        since: FreebsdRelease,
    },
    /// No setting is called that.
    Unknown(Unknown),
}

/// What a name that is no setting is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unknown {
    /// A variable of rc.conf.
    RcVariable,
    /// A variable of the loader, in sysctl.conf.
    LoaderVariable,
    /// A group of settings.
    Group,
    /// A device's setting without the dot before the unit's number.
    Unit {
        /// With the dot.
        meant: String,
    },
    /// No setting that is known.
    Name {
        /// What is meant, and whether there is hardly any doubt.
        nearest: Option<(&'static str, bool)>,
    },
}

/// What the unknown names of one host were meant to be.
#[derive(Debug, Default)]
pub(super) struct Meant {
    kernel: Guesses<MeantSetting>,
    loader: Guesses<&'static str>,
}

/// What the candidate releases make of the kernel's setting `name` in a file.
pub(super) fn of_kernel(
    name: &str,
    file: SettingFile,
    freebsd: &Candidates<FreebsdRelease>,
    meant: &mut Meant,
) -> Standing {
    let removed = removed_setting(name);
    let is_gone = |release| removed.is_some_and(|removed| release >= removed.gone);
    let gone = freebsd.when(is_gone);
    if file == SettingFile::Sysctl
        && let Some(unknown) = of_another_file(name)
    {
        return Standing::Unknown(unknown);
    }
    let standing = match setting(name) {
        Some(setting) if gone != When::Always => in_table(setting, file, freebsd, is_gone),
        Some(_) => Standing::NotJudged,
        None if removed.is_some() => Standing::NotJudged,
        None => return unknown(name, file, meant),
    };
    match (removed, standing) {
        (Some(removed), Standing::Works | Standing::NotJudged) if gone != When::Never => {
            Standing::Removed {
                removed,
                when: gone,
            }
        }
        (_, standing) => standing,
    }
}

/// A name in sysctl.conf that is plainly one of rc.conf or loader.conf: those of the kernel have
/// a dot. One that both of them have is left alone.
fn of_another_file(name: &str) -> Option<Unknown> {
    if name.contains('.') {
        return None;
    }
    let of_loader = match loader_variable(name) {
        Some(VariableReader::Rc) => return Some(Unknown::RcVariable),
        Some(VariableReader::Loader(_)) => rc_variable(name).is_none(),
        None => matches!(module_key(name), Some((_, ModuleKey::Load))),
    };
    of_loader.then_some(Unknown::LoaderVariable)
}

/// What becomes of a name without a dot in loader.conf.
pub(super) fn of_loader(name: &str, is_module: bool, meant: &mut Meant) -> Standing {
    match loader_variable(name) {
        Some(VariableReader::Rc) => return Standing::Unknown(Unknown::RcVariable),
        Some(VariableReader::Loader(_)) => return Standing::NotJudged,
        None => {}
    }
    // Anybody may give the loader variables of their own; only a slip is plain.
    if is_module {
        return Standing::NotJudged;
    }
    match meant.loader.of(name, nearest_loader_variable) {
        Some(nearest) => Standing::Unknown(Unknown::Name {
            nearest: Some((nearest, false)),
        }),
        None => Standing::NotJudged,
    }
}

fn unknown(name: &str, file: SettingFile, meant: &mut Meant) -> Standing {
    Standing::Unknown(match unknown_name(name, &mut meant.kernel) {
        UnknownName::MayExist => return Standing::NotJudged,
        // The loader's variable of a group's name harms nobody.
        UnknownName::Group if file == SettingFile::Loader => return Standing::NotJudged,
        UnknownName::Group => Unknown::Group,
        UnknownName::Unit { meant } => Unknown::Unit { meant },
        UnknownName::NoSuch { nearest } => Unknown::Name { nearest },
    })
}

/// What becomes of a setting of the table; releases without it do not count.
fn in_table(
    setting: Setting,
    file: SettingFile,
    freebsd: &Candidates<FreebsdRelease>,
    is_gone: impl Fn(FreebsdRelease) -> bool,
) -> Standing {
    if let Some(since) = not_yet(setting, freebsd) {
        return Standing::NotYet { since };
    }
    let placed = |release| setting.placement(file, release);
    let has = |release| !is_gone(release);
    let works_elsewhere = |r| {
        let is_loaders = file == SettingFile::Sysctl && setting.is_tunable(r);
        is_loaders || setting.placement(file.other(), r) == Placement::Works
    };
    let read_only =
        freebsd.when(|r| has(r) && placed(r) == Placement::ReadOnly && !works_elsewhere(r));
    if read_only != When::Never {
        return Standing::ReadOnly { when: read_only };
    }
    let misplaced = freebsd.when(|release| {
        let refused = matches!(placed(release), Placement::No(_) | Placement::ReadOnly);
        has(release) && refused && works_elsewhere(release)
    });
    let first = match &misplaced {
        When::Never => None,
        When::Always => freebsd
            .known()
            .or_else(|| FreebsdRelease::supported().last().copied()),
        When::On(some) => some.first().copied(),
    };
    match first.map(placed) {
        Some(Placement::No(why)) => Standing::Misplaced {
            why,
            when: misplaced,
            belongs: file.other(),
        },
        // The kernel takes the loader's value and keeps it.
        Some(Placement::ReadOnly) => Standing::Misplaced {
            why: Why::BootOnly,
            when: misplaced,
            belongs: file.other(),
        },
        _ if freebsd.when(|r| !has(r) || placed(r) == Placement::Works) == When::Always => {
            Standing::Works
        }
        _ => Standing::NotJudged,
    }
}

/// The release with which a setting came, where the host's is older for sure.
fn not_yet(setting: Setting, freebsd: &Candidates<FreebsdRelease>) -> Option<FreebsdRelease> {
    let (since, before) = setting.came_with()?;
    (freebsd.known()? <= before).then_some(since)
}
