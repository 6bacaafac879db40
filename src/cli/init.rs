//! `cellblock init`: a first `cellblock.toml`, from the hosts that are found.

mod outlines;

use std::path::{Path, PathBuf};

use clap::Args;

use super::status::{Failed, Status};
use super::{input, stream};
use crate::config::FILE_NAME;
use crate::config::template::{self, Entry, Known, Outline};
use crate::files::{self, Disk, Failure, FileTree, Kind, Overrides, Snapshot, own};
use crate::output::{count, plain};

/// Write a first cellblock.toml for the hosts in a folder
///
/// It names the hosts that are found in the folder and leaves room for what their files do not
/// say: releases, public and private blocks, levels of rules. As it is written it changes no
/// finding. A cellblock.toml that is there is never overwritten.
///
/// For `/`, this machine, the text is printed instead: it would lie in the root folder, and
/// nothing is put there unasked. To have it there: cellblock init / >/cellblock.toml
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// The folder of a host, or one that holds such
    #[arg(value_name = "PATH", default_value = ".")]
    path: PathBuf,
    /// Print the text, and write no file
    #[arg(long)]
    stdout: bool,
}

const EXAMPLES: &str = "\
Examples:
  cellblock init                 for all hosts below here
  cellblock init hosts           the same for a folder of hosts
  cellblock init --stdout hosts  look at it first";

pub(super) fn run(arguments: &Arguments) -> Result<Status, Failed> {
    let place = Place::of(&arguments.path)?;
    let is_printed = arguments.stdout || place.is_machine();
    place.check(is_printed)?;
    let snapshot = place.discover()?;
    let hosts = match &snapshot {
        Some(snapshot) => outlines::of(snapshot, &place.folder)?,
        None => Vec::new(),
    };
    let text = template::template(&hosts);
    let status = if is_printed {
        stream::to_output(Status::Clean, |out| {
            std::io::Write::write_all(out, text.as_bytes())
        })?
    } else {
        own::write_new(&place.file, &text)?;
        Status::Clean
    };
    place.tell(&hosts, arguments.stdout);
    if is_printed && snapshot.is_some_and(|snapshot| says_more(&snapshot)) {
        stream::tell(format_args!(
            "what the present {FILE_NAME} says of blocks, files, levels and allowances is not \
             repeated"
        ));
    }
    Ok(status)
}

/// The folder that gets a `cellblock.toml`.
struct Place {
    /// As the person named it.
    named: PathBuf,
    /// Without links.
    folder: PathBuf,
    /// The `cellblock.toml`, as the person would name it.
    file: PathBuf,
}

impl Place {
    fn of(named: &Path) -> Result<Self, Failed> {
        let shown = || named.display().to_string();
        match Disk.kind(named) {
            Ok(Kind::Folder) => {}
            Ok(_) => {
                let message = format!("{}: this is not a folder", shown());
                return Err(Failed::Arguments(message));
            }
            Err(_) => return Err(Failure::Missing(shown()).into()),
        }
        let in_current = named == Path::new(".");
        Ok(Self {
            named: named.to_owned(),
            folder: own::resolved(named)?,
            file: if in_current {
                PathBuf::from(FILE_NAME)
            } else {
                named.join(FILE_NAME)
            },
        })
    }

    /// Whether this is `/`.
    fn is_machine(&self) -> bool {
        self.folder.parent().is_none()
    }

    /// Whether a new `cellblock.toml` here would come into another one's way.
    fn check(&self, is_printed: bool) -> Result<(), Failed> {
        let is_there = |path: &Path| Disk.kind(path).is_ok() || Disk.is_link(path);
        if !is_printed && is_there(&self.file) {
            let message = format!(
                "{} is there already and stays as it is; with --stdout, what a new one would \
                 say is printed",
                self.file.display()
            );
            return Err(Failed::Arguments(message));
        }
        let mut above = self.folder.ancestors().skip(1);
        if let Some(holding) = above.find(|above| is_there(&above.join(FILE_NAME))) {
            let message = format!(
                "{} holds for this folder, and another one in here would take its place; \
                 `cellblock init --stdout {}` prints what can be added to it",
                holding.join(FILE_NAME).display(),
                holding.display()
            );
            return Err(Failed::Arguments(message));
        }
        Ok(())
    }

    /// The hosts; `None` if there is none.
    fn discover(&self) -> Result<Option<Snapshot>, Failed> {
        match files::discover(std::slice::from_ref(&self.named), &Overrides::default()) {
            Ok(snapshot) => {
                input::tell_skipped(&snapshot);
                Ok(Some(snapshot))
            }
            Err(Failure::NothingFound(_)) => Ok(None),
            Err(failure) => Err(failure.into()),
        }
    }

    /// Says what was found, what could not be told, and where the text went.
    fn tell(&self, hosts: &[Outline], is_asked_to_print: bool) {
        for host in hosts {
            tell_host(host);
        }
        let found = match hosts.len() {
            0 => "no host found".to_owned(),
            number => format!("{} found", count(number, "host")),
        };
        let file = self.file.display().to_string();
        let file = plain(&file);
        let is_unknown = |host: &Outline| {
            let versions = [Some(&host.freebsd), host.frr.as_ref()];
            host.entry == Entry::Given && versions.contains(&Some(&Known::No))
        };
        let advice = match hosts.iter().any(is_unknown) {
            true => "; fill in the versions that are not known",
            false => "",
        };
        if is_asked_to_print {
            stream::tell(format_args!("{found}"));
        } else if self.is_machine() {
            stream::tell(format_args!(
                "{found}; nothing is written to the root folder unasked: \
                 `cellblock init / >{file}` does it"
            ));
        } else {
            stream::tell(format_args!("{found}, {file} written{advice}"));
        }
    }
}

fn tell_host(host: &Outline) {
    let version = |what: &str, known: &Known| match known {
        Known::ByFile(version, file) => format!("{what} {version} ({})", plain(file)),
        Known::ByConfig(version) => format!("{what} {version} ({FILE_NAME})"),
        Known::No => format!("{what} of unknown version"),
    };
    let freebsd = version("FreeBSD", &host.freebsd);
    let frr = match &host.frr {
        Some(known) => version("FRR", known),
        None => "no FRR".to_owned(),
    };
    let entry = match &host.entry {
        Entry::Given => "",
        Entry::SharedName => "; its name is another host's too, so it is only in a comment",
        Entry::Unwritable => "; its folder's name is not UTF-8, so it is left out",
        Entry::Elsewhere(_) => "; it has a cellblock.toml of its own, so it is left out",
    };
    stream::tell(format_args!(
        "{}: {freebsd}, {frr}{entry}",
        plain(&host.name)
    ));
}

/// Whether a `cellblock.toml` that is there says more than a new one would.
fn says_more(snapshot: &Snapshot) -> bool {
    let mut configs = snapshot.configs.iter().map(|file| &file.config);
    configs.any(|config| {
        let mut hosts = config.hosts.iter();
        hosts.any(|host| !host.files.is_empty() || !host.allow.is_empty())
            || !config.public.is_empty()
            || !config.private.is_empty()
            || !config.rules.is_empty()
    })
}
