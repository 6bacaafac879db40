//! A loader tunable or sysctl.

use std::fmt::Write as _;

use crate::vocabulary::{
    Candidates, FreebsdRelease, Placement, Setting, SettingFile, Version, When, Why, releases,
};

/// Its page: what it takes, its default, which file sets it.
pub(super) fn page(setting: Setting, freebsd: &Candidates<FreebsdRelease>) -> String {
    let mut page = format!("**{}**", setting.name());
    if let Some(kind) = setting.value_type() {
        let _ = write!(page, ": {}", type_words(kind));
    }
    let defaults = by_release(freebsd, |release| setting.default_on(release));
    for (default, on) in &defaults {
        if let Some(default) = default {
            let _ = write!(page, "\n\nDefault{on}: {default}");
        }
    }
    for file in [SettingFile::Loader, SettingFile::Sysctl] {
        let placements = by_release(freebsd, |release| setting.placement(file, release));
        for (placement, on) in placements {
            let _ = write!(page, "\n\n{}{on}: {}", file_name(file), words(placement));
        }
    }
    page
}

/// "loader.conf"
fn file_name(file: SettingFile) -> &'static str {
    match file {
        SettingFile::Loader => "loader.conf",
        SettingFile::Sysctl => "sysctl.conf",
    }
}

/// What becomes of it in a file.
fn words(placement: Placement) -> &'static str {
    match placement {
        Placement::Works => "sets it",
        Placement::No(Why::PerVnet) => {
            "does not set it, since each network stack has its own and does not look there"
        }
        Placement::No(Why::BootOnly) => "does not set it: it can be set only at boot",
        Placement::No(Why::RuntimeOnly) => {
            "does not set it: the kernel does not look there at boot"
        }
        Placement::ReadOnly => "does not set it: the kernel only reports it",
        Placement::NotJudged => "whether it sets it is not known",
    }
}

/// "a whole number"
fn type_words(kind: &str) -> &str {
    match kind {
        "int" | "long" | "s64" | "s32" | "s16" | "s8" => "a whole number",
        "uint" | "ulong" | "u64" | "u32" | "u16" | "u8" => "a whole number, not negative",
        "bool" => "0 or 1",
        "string" => "a text",
        "opaque" => "a structure",
        other => other,
    }
}

/// What differs between the candidate releases, each with " on FreeBSD 12.0 to 12.4" where it is
/// not the same on all.
fn by_release<T: PartialEq>(
    freebsd: &Candidates<FreebsdRelease>,
    of: impl Fn(FreebsdRelease) -> T,
) -> Vec<(T, String)> {
    if let Some(release) = freebsd.known() {
        return vec![(of(release), release_words(&[release]))];
    }
    let mut groups: Vec<(T, Vec<FreebsdRelease>)> = Vec::new();
    for release in FreebsdRelease::supported() {
        let value = of(release);
        match groups.iter_mut().find(|(own, _)| *own == value) {
            Some((_, on)) => on.push(release),
            None => groups.push((value, vec![release])),
        }
    }
    let differs = groups.len() > 1;
    let words = |on: Vec<FreebsdRelease>| match differs {
        true => release_words(&on),
        false => String::new(),
    };
    (groups.into_iter())
        .map(|(value, on)| (value, words(on)))
        .collect()
}

/// " on FreeBSD 12.0 to 12.4"; also for a release that is not among the supported ones.
fn release_words(on: &[FreebsdRelease]) -> String {
    let words = releases(on);
    match (words.is_empty(), on.first()) {
        (false, _) => format!(" on FreeBSD {words}"),
        (true, Some(only)) => format!(" on FreeBSD {only}"),
        (true, None) => String::new(),
    }
}

/// On which of the candidate releases `file` sets it.
pub(in crate::ide) fn works_in(
    setting: Setting,
    file: SettingFile,
    freebsd: &Candidates<FreebsdRelease>,
) -> When<FreebsdRelease> {
    freebsd.when(|release| setting.placement(file, release) == Placement::Works)
}
