//! Which of FRR's files are loaded at boot, and which lie there for nothing (net/frr* ports,
//! files/frr.in; vty_read_config in lib/vty.c of FRR).
//!
//! Knows no rule and no words for it.

use super::{Host, HostFile};
use crate::files::Layout;
use crate::syntax::frr::{Command, LineContent, LineRecord};
use crate::syntax::{Language, Tree};
use crate::text::{Place, Span};
use crate::vocabulary::{FrrVersion, When};

/// The integrated file.
const INTEGRATED: &str = "frr.conf";

/// A file of FRR that configures something.
#[derive(Clone, Copy, Debug)]
pub struct FrrFile<'h> {
    /// The file.
    pub file: &'h HostFile,
    /// The first line that does.
    pub first: Place,
}

/// A daemon that is skipped at boot.
#[derive(Clone, Debug)]
pub struct Skipped {
    /// Its name.
    pub daemon: String,
    /// The file that is not there.
    pub file: String,
    /// Where the daemon is asked for.
    pub place: Place,
    /// For which versions it is so.
    pub when: When<FrrVersion>,
}

/// Words of lines that every file begins with, and that configure no routing.
const HEADS: [&str; 8] = [
    "banner", "enable", "exit", "hostname", "line", "log", "password", "service",
];

impl Host {
    /// Whether `vtysh -b` loads frr.conf at boot; frr7 and frr8 do not unless told. `None` where
    /// neither rc.conf tells, nor anybody which version runs.
    #[must_use]
    pub fn loads_frr_conf(&self) -> Option<When<FrrVersion>> {
        if self.frr.enabled != Some(true) {
            return None;
        }
        match (self.rc.get("frr_vtysh_boot"), self.rc.yes("frr_vtysh_boot")) {
            (_, Some(true)) => Some(When::Always),
            (_, Some(false)) => Some(When::Never),
            (None, None) if self.frr_version_said && self.rc_is_whole && self.rc.is_complete() => {
                let since = |version| version >= FrrVersion::new(9, 0);
                Some(self.frr_version.when(since))
            }
            _ => None,
        }
    }

    /// frr.conf, if it configures something.
    #[must_use]
    pub fn integrated_frr_file(&self) -> Option<FrrFile<'_>> {
        self.files_with_frr_lines()
            .find(|one| one.file.is_named(INTEGRATED))
    }

    /// The daemons' own files that configure something. Where frr.conf is there too, no daemon
    /// reads them.
    pub fn own_frr_files(&self) -> impl Iterator<Item = FrrFile<'_>> {
        self.files_with_frr_lines()
            .filter(|one| !one.file.is_named(INTEGRATED) && !one.file.is_named("vtysh.conf"))
    }

    /// Whether frr.conf is there at all.
    #[must_use]
    pub fn has_frr_conf(&self) -> bool {
        let mut files = self.files.iter();
        files.any(|file| file.language() == Language::Frr && file.is_named(INTEGRATED))
    }

    fn files_with_frr_lines(&self) -> impl Iterator<Item = FrrFile<'_>> {
        self.files.iter().filter_map(|file| {
            let Tree::Frr(tree) = file.tree() else {
                return None;
            };
            let text = file.source.text.as_str();
            let mut lines = tree.placed().map(|(start, record)| {
                let end = start.saturating_add(record.length);
                (Span { start, end }, record)
            });
            let span = lines.find_map(|(span, record)| {
                let line = text.get(span.range()).unwrap_or("");
                configures(record, line).then_some(span)
            })?;
            let line = text.get(span.range()).unwrap_or("").trim_ascii_end();
            let first = Span::new(span.start as usize, span.start as usize + line.len());
            let first = Place::new(file.id(), first);
            Some(FrrFile { file, first })
        })
    }

    /// The daemons that frr7 and frr8 skip because their own files are not there. None where no
    /// such file is there: then the folder may be another, or it is frr.conf that is meant.
    #[must_use]
    pub fn skipped_daemons(&self) -> Vec<Skipped> {
        let loads = self.loads_frr_conf();
        let when = match loads {
            Some(When::Never) => self.frr_version.when(|v| v < FrrVersion::new(9, 0)),
            _ => return Vec::new(),
        };
        let Some(list) = self.rc.get("frr_daemons").filter(|list| list.known) else {
            return Vec::new();
        };
        if !self.frr_version_said
            || self.layout != Layout::Root
            || self.own_frr_files().next().is_none()
        {
            return Vec::new();
        }
        let words = list.words().into_iter();
        let skipped = words.filter_map(|(daemon, place)| {
            let file = format!("{daemon}.conf");
            let is_there = self.files.iter().any(|one| one.is_named(&file));
            (!is_there).then(|| Skipped {
                daemon,
                file,
                place,
                when: when.clone(),
            })
        });
        skipped.collect()
    }
}

/// Whether a line configures something of routing.
fn configures(record: &LineRecord, line: &str) -> bool {
    match &record.content {
        LineContent::Command { command, .. } => match command {
            Command::End | Command::FrrVersion(_) | Command::FrrDefaults(_) => false,
            _ => {
                let mut words = line.split_ascii_whitespace();
                let head = words.find(|word| *word != "no");
                head.is_some_and(|head| !HEADS.contains(&head))
            }
        },
        _ => false,
    }
}
