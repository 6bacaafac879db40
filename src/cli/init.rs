//! `cellblock init`: a first `cellblock.toml`, from the hosts that are found.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;

use super::status::{Failed, Status};
use super::{input, stream};
use crate::analysis;
use crate::config::FILE_NAME;
use crate::config::template::{self, Entry, Known, Outline};
use crate::files::{self, Disk, Failure, FileTree, HostFiles, Kind, Overrides, Snapshot, Source};
use crate::files::{Said, own};
use crate::host::Host;
use crate::output::{count, plain};
use crate::syntax::Language;

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
        Some(snapshot) => place.outlines(snapshot)?,
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

    fn outlines(&self, snapshot: &Snapshot) -> Result<Vec<Outline>, Failed> {
        let site = analysis::picture(snapshot);
        let mut names = BTreeMap::new();
        for host in &snapshot.hosts {
            *names.entry(own_name(host)).or_insert(0) += 1;
        }
        let is_shared = |host| names.get(&own_name(host)).is_some_and(|count| *count > 1);
        let both = snapshot.hosts.iter().zip(&site.hosts);
        both.map(|(files, host)| self.outline(files, host, is_shared(files)))
            .collect()
    }

    fn outline(&self, files: &HostFiles, host: &Host, shared: bool) -> Result<Outline, Failed> {
        let root = own::resolved(&files.root)?;
        let Ok(relative) = root.strip_prefix(&self.folder) else {
            let message = format!(
                "{} is a part of the host in {}: name that one",
                self.named.display(),
                files.shown
            );
            return Err(Failed::Arguments(message));
        };
        let entry = match self.config_below(files)? {
            Some(config) => Entry::Elsewhere(config),
            None if relative.to_str().is_none() => Entry::Unwritable,
            None if shared => Entry::SharedName,
            None => Entry::Given,
        };
        let folder = match self.is_machine() && root == self.folder {
            true => "/".to_owned(),
            false => own::way(&self.folder, &root),
        };
        let name = match entry {
            Entry::Given => own_name(files),
            _ => folder.clone(),
        };
        Ok(Outline {
            name,
            folder,
            entry,
            freebsd: files.freebsd.as_ref().map_or(Known::No, said),
            frr: frr_of(files, host),
        })
    }

    /// The `cellblock.toml` that holds for a host from below this folder.
    fn config_below(&self, host: &HostFiles) -> Result<Option<String>, Failed> {
        let Some(config) = &host.config else {
            return Ok(None);
        };
        let path = own::resolved(&config.path)?;
        let is_here = path.parent() == Some(&self.folder);
        Ok((!is_here).then(|| own::way(&self.folder, &path)))
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

/// The name of a host if it had no namesake.
fn own_name(host: &HostFiles) -> String {
    match (host.settings(), host.root.file_name()) {
        (Some(settings), _) => settings.name.value.clone(),
        (None, Some(name)) => name.to_string_lossy().into_owned(),
        (None, None) => host.name.clone(),
    }
}

fn said<T: ToString>(said: &Said<T>) -> Known {
    let version = said.value.to_string();
    match said.source {
        Source::File(file) => Known::ByFile(version, file.to_owned()),
        Source::CommandLine | Source::Config(_) => Known::ByConfig(version),
    }
}

/// The FRR version of a host; `None` if nothing of FRR is there.
fn frr_of(files: &HostFiles, host: &Host) -> Option<Known> {
    if let Some(frr) = &files.frr {
        return Some(said(frr));
    }
    if let Some((version, place)) = &host.routing.version_line {
        let mut files = files.files.iter();
        let file = files.find(|file| file.id == place.file)?;
        return Some(Known::ByFile(version.to_string(), file.relative.clone()));
    }
    let has_file = files.files.iter().any(|f| f.language == Language::Frr);
    (has_file || host.frr.enabled == Some(true)).then_some(Known::No)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::files::{Nothing, Overlay, discover_in};

    #[test]
    fn the_machine_itself_has_its_own_name_and_root() {
        let texts = [
            ("/etc/rc.conf", "hostname=\"arkham.example.net\"\n"),
            (
                "/bin/freebsd-version",
                "USERLAND_VERSION=\"14.3-RELEASE\"\n",
            ),
        ];
        let texts = texts.map(|(path, text)| (PathBuf::from(path), Arc::from(text.as_bytes())));
        let tree = Overlay::new(Arc::new(Nothing), BTreeMap::from(texts));
        let root = PathBuf::from("/");
        let snapshot = discover_in(
            Arc::new(tree),
            &root,
            std::slice::from_ref(&root),
            &Overrides::default(),
        );
        let place = Place::of(&root).expect("it exists");
        assert!(place.is_machine());
        let hosts = place.outlines(&snapshot.expect("a host")).expect("hosts");
        let text = template::template(&hosts);
        assert!(text.contains("\n[hosts.\"arkham.example.net\"]\nroot = \"/\"\n"));
        assert!(text.contains("\n# freebsd = \"14.3\"    # bin/freebsd-version says so\n"));
        assert!(!text.contains("frr = \"?\""));
    }
}
