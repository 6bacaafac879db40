//! `check --baseline` and `--write-baseline`: the findings that are known.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use clap::Args;

use super::status::{Failed, Status};
use super::stream;
use crate::config::FILE_NAME;
use crate::files::{Failure, HostFiles, Snapshot, own};
use crate::finding::Finding;
use crate::finding::baseline::{Baseline, Key};
use crate::output::{count, plain};
use crate::text::FileId;

#[derive(Args)]
pub(super) struct Options {
    /// Leave out the findings that this file lists
    ///
    /// They are neither shown nor counted, and do not change the exit status. A finding is the
    /// same while its rule, its message and the text of its line are, wherever the line moves
    /// in its file.
    #[arg(long, value_name = "FILE", help_heading = "Baseline")]
    baseline: Option<PathBuf>,
    /// List all findings in this file, for --baseline, and end with 0
    ///
    /// All of every level, after --select and --ignore. Files are named relative to the folder
    /// of this one, so keep it in the repository. An existing one is replaced.
    #[arg(
        long,
        value_name = "FILE",
        help_heading = "Baseline",
        conflicts_with_all = ["baseline", "min_severity", "output_format", "strict"]
    )]
    write_baseline: Option<PathBuf>,
}

/// A baseline that was read.
pub(super) struct Known {
    path: PathBuf,
    baseline: Baseline,
}

impl Options {
    /// Reads the baseline, if there is to be one.
    pub(super) fn read(&self) -> Result<Option<Known>, Failed> {
        let Some(path) = self.baseline.clone() else {
            return Ok(None);
        };
        let text = own::read(&path)?;
        match Baseline::read(&text) {
            Ok(baseline) => Ok(Some(Known { path, baseline })),
            Err(error) => Err(Failed::Arguments(format!(
                "{}: {error}; --write-baseline writes it anew",
                path.display()
            ))),
        }
    }

    /// The baseline to write, if that is what is asked for.
    pub(super) fn file_to_write(&self) -> Option<&Path> {
        self.write_baseline.as_deref()
    }
}

/// Writes the findings to a baseline and says so.
pub(super) fn write(
    path: &Path,
    snapshot: &Snapshot,
    findings: &[&Finding],
) -> Result<Status, Failed> {
    let mut naming = Naming::new(snapshot, path)?;
    let keys: Result<Vec<_>, _> = findings.iter().map(|f| naming.key(f)).collect();
    let text = Baseline::of(keys?).write();
    own::write(path, &text.map_err(std::io::Error::from)?)?;
    let path = path.display().to_string();
    let count = count(findings.len(), "finding");
    stream::tell(format_args!("{count} written to {}", plain(&path)));
    Ok(Status::Clean)
}

impl Known {
    /// Takes out the findings that the baseline lists.
    pub(super) fn hide(
        &self,
        snapshot: &Snapshot,
        findings: &mut Vec<&Finding>,
    ) -> Result<Hidden, Failure> {
        let mut naming = Naming::new(snapshot, &self.path)?;
        let mut left = self.baseline.clone();
        let mut new = Vec::with_capacity(findings.len());
        for finding in findings.iter() {
            if !left.take(&naming.key(finding)?) {
                new.push(*finding);
            }
        }
        let count = findings.len() - new.len();
        *findings = new;
        Ok(Hidden { count, left })
    }

    /// Says on standard error if the baseline lists more than was found, unless only a part of
    /// what it is about was checked: not all of its rules, or paths other than the `asked` ones.
    pub(super) fn tell_left(
        &self,
        hidden: &Hidden,
        asked: &[PathBuf],
        is_chosen: impl Fn(&str) -> bool,
    ) -> Result<(), Failure> {
        let path = own::resolved(&self.path)?;
        let folder = path.parent().unwrap_or(&path);
        let is_asked = |file: &str| {
            let path = own::end_of(folder, file);
            asked.iter().any(|asked| path.starts_with(asked))
        };
        let is_looked_for = |key: &Key| is_chosen(&key.rule) && is_asked(&key.file);
        let is_whole = self.baseline.keys().all(is_looked_for);
        if is_whole && !hidden.left.is_empty() {
            let path = self.path.display().to_string();
            stream::tell(format_args!(
                "{}: {} of its {} no longer found; write it anew to drop them",
                plain(&path),
                hidden.left.len(),
                count(self.baseline.len(), "finding"),
            ));
        }
        Ok(())
    }
}

/// What a baseline did to the findings.
pub(super) struct Hidden {
    /// How many it took out.
    pub(super) count: usize,
    /// What it lists and was not found.
    left: Baseline,
}

/// How a baseline in some folder names the findings of a snapshot, independent of the folder
/// that the program is run in.
struct Naming<'s> {
    snapshot: &'s Snapshot,
    folder: PathBuf,
    files: BTreeMap<FileId, String>,
    /// For hosts that share a name and are told apart by the way from the working folder: the
    /// name that they share.
    shared_names: HashMap<&'s str, &'s str>,
}

impl<'s> Naming<'s> {
    fn new(snapshot: &'s Snapshot, baseline: &Path) -> Result<Self, Failure> {
        let path = own::resolved(baseline)?;
        Ok(Self {
            snapshot,
            folder: path.parent().unwrap_or(&path).to_owned(),
            files: BTreeMap::new(),
            shared_names: snapshot.hosts.iter().filter_map(shared_name).collect(),
        })
    }

    fn key(&mut self, finding: &Finding) -> Result<Key, Failure> {
        let file = finding.place.file;
        let line = match self.snapshot.named_text(file) {
            Some((_, text)) => text.slice(text.line_span(text.line_of(finding.place.span.start))),
            None => "",
        };
        let message = self.message(&finding.message);
        Ok(Key::new(self.file(file)?, finding.rule, &message, line))
    }

    fn file(&mut self, id: FileId) -> Result<String, Failure> {
        if let Some(known) = self.files.get(&id) {
            return Ok(known.clone());
        }
        let path = match (self.snapshot.host_of(id), self.snapshot.file(id)) {
            // A link inside the host is a name of its own: what lies behind it may be shared.
            (Some(host), Some(file)) => own::resolved(&host.root)?.join(&file.relative),
            _ => match self.snapshot.config_of(id) {
                Some(config) => {
                    let folder = config.path.parent().unwrap_or(&config.path);
                    own::resolved(folder)?.join(FILE_NAME)
                }
                None => PathBuf::new(),
            },
        };
        let name = own::way(&self.folder, &path);
        self.files.insert(id, name.clone());
        Ok(name)
    }

    fn message(&self, message: &str) -> String {
        let words = message.split(' ').map(|word| {
            let core = word.trim_matches([',', ';', ':', '(', ')', '`']);
            match self.shared_names.get(core) {
                Some(name) => word.replace(core, name),
                None => word.to_owned(),
            }
        });
        words.collect::<Vec<_>>().join(" ")
    }
}

/// The name by which a host is told apart, and the folder's name that it shares with others.
fn shared_name(host: &HostFiles) -> Option<(&str, &str)> {
    let given = host.settings().map(|settings| settings.name.value.as_str());
    let is_told_apart = host.name == host.shown && given != Some(host.name.as_str());
    let name = host.root.file_name()?.to_str()?;
    is_told_apart.then_some((host.name.as_str(), name))
}
