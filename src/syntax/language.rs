//! Which language a file is written in, told from its name, its place on a FreeBSD host, or its
//! first line.
//!
//! Knows names only: it opens nothing.

use std::ffi::OsStr;
use std::fmt;
use std::path::Path;
use std::str::FromStr;

/// The languages that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// jail.conf(5).
    Jail,
    /// FRR's configuration, of all daemons in one file or of one daemon in each.
    Frr,
    /// loader.conf(5).
    Loader,
    /// sysctl.conf(5).
    Sysctl,
    /// rc.conf(5).
    Rc,
    /// Scripts for sh(1).
    Shell,
}

/// The daemons of FRR that read a file called `DAEMON.conf` (FRR, `tools/frrcommon.sh` and each
/// daemon's `main`).
pub const FRR_DAEMONS: [&str; 21] = [
    "babeld", "bfdd", "bgpd", "eigrpd", "fabricd", "isisd", "ldpd", "mgmtd", "nhrpd", "ospf6d",
    "ospfd", "pathd", "pbrd", "pim6d", "pimd", "ripd", "ripngd", "sharpd", "staticd", "vrrpd",
    "zebra",
];

/// File names that say all, besides those of FRR's daemons.
const NAMES: [(&str, Language); 11] = [
    ("jail.conf", Language::Jail),
    ("frr.conf", Language::Frr),
    ("vtysh.conf", Language::Frr),
    ("loader.conf", Language::Loader),
    ("loader.conf.local", Language::Loader),
    ("device.hints", Language::Loader),
    ("sysctl.conf", Language::Sysctl),
    ("sysctl.conf.local", Language::Sysctl),
    ("rc.conf", Language::Rc),
    ("rc.conf.local", Language::Rc),
    ("rc.local", Language::Shell),
];

impl Language {
    /// Every language, in the order of the command line's help.
    pub const ALL: [Self; 6] = [
        Self::Jail,
        Self::Frr,
        Self::Loader,
        Self::Sysctl,
        Self::Rc,
        Self::Shell,
    ];

    /// As it is written on the command line and in `cellblock.toml`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Jail => "jail",
            Self::Frr => "frr",
            Self::Loader => "loader",
            Self::Sysctl => "sysctl",
            Self::Rc => "rc",
            Self::Shell => "shell",
        }
    }

    /// The language of a file that is named, or lies, as FreeBSD and FRR have it.
    #[must_use]
    pub fn of_known_path(path: &Path) -> Option<Self> {
        let name = path.file_name()?.to_str()?;
        Self::of_known_name(name).or_else(|| Self::of_known_folder(path, name))
    }

    /// The language of any file that somebody names: as FreeBSD has it, or a name that holds such
    /// a name, as copies and templates do (`web.jail.conf`, `frr.conf.sav`, `lab_rc.conf`).
    #[must_use]
    pub fn of_path(path: &Path) -> Option<Self> {
        Self::of_known_path(path).or_else(|| Self::of_loose_name(path.file_name()?.to_str()?))
    }

    /// The language of a text that says so itself: a first line `#!` with the name of a shell.
    #[must_use]
    pub fn sniff(text: &str) -> Option<Self> {
        let line = text.strip_prefix("#!")?.lines().next()?;
        let mut words = line.split_ascii_whitespace();
        let mut program = base_name(words.next()?);
        if program == "env" {
            let is_program = |word: &&str| !word.starts_with('-') && !word.contains('=');
            program = base_name(words.find(is_program)?);
        }
        matches!(program, "sh" | "bash" | "ksh").then_some(Self::Shell)
    }

    fn of_known_name(name: &str) -> Option<Self> {
        if let Some((_, language)) = NAMES.iter().find(|(known, _)| *known == name) {
            return Some(*language);
        }
        let stem = name.strip_suffix(".conf")?;
        if FRR_DAEMONS.contains(&stem) {
            return Some(Self::Frr);
        }
        // rc.d/jail reads jail.NAME.conf for a jail of jail_list.
        let jail = stem.strip_prefix("jail.")?;
        (!jail.is_empty()).then_some(Self::Jail)
    }

    fn of_known_folder(path: &Path, name: &str) -> Option<Self> {
        let mut folders = path.ancestors().skip(1).map(Path::file_name);
        let parent = folders.next().flatten().and_then(OsStr::to_str)?;
        let above = folders.next().flatten().and_then(OsStr::to_str);
        let is_conf = name.len() > ".conf".len() && name.ends_with(".conf");
        match parent {
            "jail.conf.d" if is_conf => Some(Self::Jail),
            "loader.conf.d" if is_conf => Some(Self::Loader),
            "sysctl.kld.d" if is_conf => Some(Self::Sysctl),
            "rc.conf.d" => Some(Self::Rc),
            "rc.d" => Some(Self::Shell),
            _ if above == Some("rc.conf.d") => Some(Self::Rc),
            _ => None,
        }
    }

    fn of_loose_name(name: &str) -> Option<Self> {
        let stems = NAMES
            .iter()
            .map(|(known, language)| ((*known).to_owned(), *language));
        let daemons = FRR_DAEMONS
            .iter()
            .map(|daemon| (format!("{daemon}.conf"), Self::Frr));
        let (_, language) = stems
            .chain(daemons)
            .filter_map(|(known, language)| Some((position_of_word(name, &known)?, language)))
            .min_by_key(|(at, _)| *at)
            .or_else(|| name.ends_with(".sh").then_some((0, Self::Shell)))?;
        Some(language)
    }
}

/// Where `word` stands in `name`, not as a part of a longer word: `arc.conf` has no `rc.conf`.
fn position_of_word(name: &str, word: &str) -> Option<usize> {
    name.match_indices(word).map(|(at, _)| at).find(|at| {
        let before = name[..*at].chars().next_back();
        let after = name[at + word.len()..].chars().next();
        [before, after]
            .into_iter()
            .flatten()
            .all(|c| !c.is_alphanumeric())
    })
}

fn base_name(program: &str) -> &str {
    program.rsplit('/').next().unwrap_or(program)
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The text names no language.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a language: jail, frr, loader, sysctl, rc or shell")]
pub struct NotALanguage(String);

impl FromStr for Language {
    type Err = NotALanguage;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|language| language.name() == text)
            .ok_or_else(|| NotALanguage(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(path: &str) -> Option<Language> {
        Language::of_known_path(Path::new(path))
    }

    fn loose(path: &str) -> Option<Language> {
        assert_eq!(known(path), None, "{path} is not a known name");
        Language::of_path(Path::new(path))
    }

    #[test]
    fn freebsd_names_and_places_are_known() {
        for (path, language) in [
            ("/etc/jail.conf", Language::Jail),
            ("etc/jail.www.conf", Language::Jail),
            ("etc/jail.conf.d/www.conf", Language::Jail),
            ("boot/loader.conf", Language::Loader),
            ("boot/loader.conf.local", Language::Loader),
            ("boot/loader.conf.d/x.conf", Language::Loader),
            ("boot/device.hints", Language::Loader),
            ("sysctl.conf.local", Language::Sysctl),
            ("etc/sysctl.kld.d/if_epair.conf", Language::Sysctl),
            ("rc.conf.local", Language::Rc),
            ("etc/rc.conf.d/network", Language::Rc),
            ("usr/local/etc/rc.conf.d/frr/local", Language::Rc),
            ("etc/rc.local", Language::Shell),
            ("usr/local/etc/rc.d/thing", Language::Shell),
            ("usr/local/etc/frr/frr.conf", Language::Frr),
            ("bgpd.conf", Language::Frr),
            ("vtysh.conf", Language::Frr),
        ] {
            assert_eq!(known(path), Some(language), "{path}");
        }
        assert_eq!(known("etc/jail.conf.d/www.conf.off"), None);
        assert_eq!(known("jail..conf.d/x"), None);
        assert_eq!(known("/"), None);
    }

    #[test]
    fn copies_and_templates_are_recognised_when_named() {
        for (path, language) in [
            ("x.jail.conf", Language::Jail),
            ("etc_jail.conf.d_ubuntu", Language::Jail),
            ("foo__rc.conf", Language::Rc),
            ("rc.conf-jail", Language::Rc),
            ("etc_rc.conf.d_sendmail", Language::Rc),
            ("frr.conf.sav", Language::Frr),
            ("frr.conf@fe32717", Language::Frr),
            ("quagga_ospf6d.conf", Language::Frr),
            ("loader.conf.sample", Language::Loader),
            ("old-sysctl.conf", Language::Sysctl),
            ("hook.sh", Language::Shell),
        ] {
            assert_eq!(loose(path), Some(language), "{path}");
        }
        assert_eq!(loose("arc.conf"), None);
        assert_eq!(loose("README.md"), None);
        assert_eq!(loose("pf.conf"), None);
    }

    #[test]
    fn a_shebang_names_a_shell() {
        for text in [
            "#!/bin/sh\n",
            "#! /bin/sh -e",
            "#!/usr/bin/env -S FOO=1 bash -x\necho",
            "#!/usr/local/bin/ksh\r\n",
        ] {
            assert_eq!(Language::sniff(text), Some(Language::Shell), "{text}");
        }
        for text in [
            "",
            "#!",
            "#!/usr/bin/env",
            "#!/usr/bin/perl",
            "sh",
            "\n#!/bin/sh",
        ] {
            assert_eq!(Language::sniff(text), None, "{text}");
        }
    }
}
