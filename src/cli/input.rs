//! The options that say what is read; `check` and `show` share them.

use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use super::status::Failed;
use super::stream;
use crate::files::{self, Failure, FileTree, Overrides, Snapshot, StandardInput};
use crate::output::plain;
use crate::syntax::Language;
use crate::vocabulary::{FreebsdRelease, FrrVersion};

/// The current folder.
const HERE: &str = ".";

/// What is read, and what is known of it beforehand.
#[derive(Args)]
pub(super) struct Input {
    /// Folders of hosts, folders that hold such, or single files; `-` is standard input
    ///
    /// A folder with FreeBSD's paths below it (etc/rc.conf, boot/loader.conf, ...) is a host,
    /// and so is one that holds such files side by side. For a single file, the host around it
    /// is read as context, and only what is found in the file is shown.
    #[arg(value_name = "PATH", default_value = HERE)]
    paths: Vec<PathBuf>,
    /// The FreeBSD release of the hosts, such as 14.3
    ///
    /// Without it: cellblock.toml, bin/freebsd-version or etc/os-release of the host; else
    /// every supported release is thought of.
    #[arg(long, value_name = "RELEASE", help_heading = "Hosts")]
    freebsd: Option<FreebsdRelease>,
    /// The FRR version that runs on the hosts, such as 10.3
    ///
    /// Without it: cellblock.toml, or the `frr version` line.
    #[arg(long, value_name = "VERSION", help_heading = "Hosts")]
    frr: Option<FrrVersion>,
    /// The language of the files that are named one by one
    ///
    /// One of jail, frr, loader, sysctl, rc, shell. Without it, a file's name says it.
    #[arg(long, value_name = "LANGUAGE", help_heading = "Hosts")]
    language: Option<Language>,
    /// The file that standard input stands for
    ///
    /// It need not exist. The host around it is read as context.
    #[arg(long, value_name = "PATH", help_heading = "Hosts")]
    stdin_filename: Option<PathBuf>,
}

impl Input {
    /// One more path, before the others; alone where none was named.
    pub(super) fn add_first(&mut self, path: PathBuf) {
        if self.paths == [PathBuf::from(HERE)] {
            self.paths.clear();
        }
        self.paths.insert(0, path);
    }

    /// Reads the hosts.
    pub(super) fn read(&self) -> Result<Snapshot, Failed> {
        if self.stdin_filename.is_some() && !self.is_piped() {
            let message = "--stdin-filename names what `-` stands for, and no `-` is given";
            return Err(Failed::Arguments(message.to_owned()));
        }
        let mut overrides = self.overrides();
        if self.is_piped() {
            overrides.standard_input = Some(self.piped()?);
        }
        let snapshot = files::discover(&self.paths, &overrides)?;
        tell_skipped(&snapshot);
        Ok(snapshot)
    }

    /// The same from another tree of files, without standard input.
    pub(super) fn discover_in(&self, tree: Arc<dyn FileTree>) -> Result<Snapshot, Failure> {
        files::discover_over(tree, &self.paths, &self.overrides())
    }

    /// Whether standard input is among what is read.
    pub(super) fn is_piped(&self) -> bool {
        self.paths.iter().any(|path| path == Path::new("-"))
    }

    fn overrides(&self) -> Overrides {
        Overrides {
            language: self.language,
            freebsd: self.freebsd,
            frr: self.frr,
            standard_input: None,
        }
    }

    /// The paths that are checked, without links.
    pub(super) fn asked(&self) -> Result<Vec<PathBuf>, Failed> {
        let paths = self.paths.iter().map(|path| match &self.stdin_filename {
            Some(name) if path == Path::new("-") => name,
            _ => path,
        });
        paths.map(|path| Ok(files::own::resolved(path)?)).collect()
    }

    fn piped(&self) -> Result<StandardInput, Failed> {
        let mut text = Vec::new();
        let limit = files::SIZE_LIMIT + 1;
        io::stdin().lock().take(limit).read_to_end(&mut text)?;
        Ok(StandardInput {
            text,
            file_name: self.stdin_filename.clone(),
        })
    }
}

/// Says which folders could not be looked into.
pub(super) fn tell_skipped(snapshot: &Snapshot) {
    for (path, reason) in &snapshot.skipped {
        let path = plain(path);
        stream::tell(format_args!("hosts below {path} may be missing: {reason}"));
    }
}
