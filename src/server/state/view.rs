//! One site as it is now: its files, read and analysed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::documents::{Document, Documents};
use crate::analysis::{self, Analysis};
use crate::config::{ConfigError, FILE_NAME};
use crate::files::{
    Failure, FileTree, Found, Held, Kept, Layout, Nothing, Overlay, Overrides, Snapshot, Stamp,
};
use crate::server::lsp_types::Url;
use crate::syntax::Language;
use crate::text::{FileId, SourceText, Span};

/// What a view is made of.
pub(super) struct Material<'a> {
    /// The disk, with what is known of it.
    pub(super) disk: &'a Arc<Kept>,
    pub(super) documents: &'a Documents,
    /// Each `cellblock.toml` as it was when it was last without a mistake.
    pub(super) good_configs: &'a mut BTreeMap<PathBuf, Held>,
}

/// What is wrong with a `cellblock.toml`.
pub(super) struct ConfigFault {
    pub(super) path: PathBuf,
    pub(super) text: Arc<SourceText>,
    pub(super) span: Span,
    pub(super) message: String,
    /// What is done meanwhile, where it cannot be used.
    pub(super) meanwhile: Option<&'static str>,
}

/// What to look for.
pub(super) struct Scope {
    /// The folder that paths are told from.
    pub(super) cwd: PathBuf,
    /// Folders and files, as on the command line.
    pub(super) paths: Vec<PathBuf>,
    /// The language of the one file, if the client says it and its name does not.
    pub(super) language: Option<Language>,
    /// The document that the one path stands for, if it is no file.
    pub(super) unfiled: Option<Url>,
}

/// A site, read and analysed.
pub(super) struct View {
    pub(super) snapshot: Snapshot,
    pub(super) analysis: Analysis,
    scope: Scope,
    found: Found,
    /// The `cellblock.toml`s when the hosts were searched.
    stamps: Vec<(PathBuf, Option<Stamp>)>,
}

/// What is known of fewer lines than this is taken apart as fast as a thread is started.
const MANY_LINES: usize = 20_000;

impl View {
    /// Searches, reads and analyses. Without a host there is no view, but there may be faults.
    pub(super) fn build(
        scope: Scope,
        material: &mut Material<'_>,
        faults: &mut Vec<ConfigFault>,
    ) -> Option<Self> {
        let found = search(&scope, material, faults)?;
        let tree = tree(&scope, material);
        let snapshot = found.read(Arc::clone(&tree)).ok()?;
        let paths = found.configs().iter().map(|config| &config.path);
        let stamps = paths.map(|path| (path.clone(), tree.stamp(path))).collect();
        Some(Self {
            analysis: analysis::analyse(&snapshot),
            snapshot,
            scope,
            found,
            stamps,
        })
    }

    /// Reads what changed and analyses again, without searching; `false` if that is not enough.
    pub(super) fn read_again(&mut self, material: &Material<'_>) -> bool {
        let tree = tree(&self.scope, material);
        let is_same = |(path, stamp): &(PathBuf, Option<Stamp>)| tree.stamp(path) == *stamp;
        if !self.stamps.iter().all(is_same) {
            return false;
        }
        let Ok(snapshot) = self.found.read(tree) else {
            return false;
        };
        let analysis = analysis::analyse_again(&snapshot, (&self.snapshot, &self.analysis));
        let old = std::mem::replace(&mut self.analysis, analysis);
        let old = (old, std::mem::replace(&mut self.snapshot, snapshot));
        take_apart(old.0.lines >= MANY_LINES, old);
        true
    }

    /// Whether what is in `document` can make a difference here.
    pub(super) fn concerns(&self, document: &Document) -> bool {
        match &document.path {
            Some(path) => {
                let mut hosts = self.snapshot.hosts.iter();
                self.scope.unfiled.is_none()
                    && (hosts.any(|host| path.starts_with(&host.root))
                        || self.file_at(path).is_some())
            }
            None => self.scope.unfiled.as_ref() == Some(&document.uri),
        }
    }

    /// The file at `path`; not a `cellblock.toml`.
    pub(super) fn file_at(&self, path: &Path) -> Option<FileId> {
        if self.scope.unfiled.is_some() {
            return None;
        }
        let mut files = self.snapshot.files();
        files.find(|file| file.path == path).map(|file| file.id)
    }

    /// The file that a document is.
    pub(super) fn file_of(&self, uri: &Url, path: Option<&Path>) -> Option<FileId> {
        match path {
            Some(path) => self.file_at(path),
            None if self.scope.unfiled.as_ref() == Some(uri) => {
                self.snapshot.files().next().map(|file| file.id)
            }
            None => None,
        }
    }

    /// The path of a file, and its text.
    pub(super) fn path_and_text(&self, id: FileId) -> Option<(&Path, &SourceText)> {
        if let Some(file) = self.snapshot.file(id) {
            return Some((&file.path, &file.text));
        }
        let config = self.snapshot.config_of(id)?;
        Some((&config.path, &config.text))
    }

    /// The document that stands for every file of this view.
    pub(super) fn unfiled(&self) -> Option<&Url> {
        self.scope.unfiled.as_ref()
    }

    /// Whether this is a shell script by itself: nothing is known of the host that it is for,
    /// nor whether it is for any.
    pub(super) fn is_lone_script(&self) -> bool {
        self.snapshot.hosts.iter().all(|host| {
            host.layout == Layout::Single
                && host
                    .files
                    .iter()
                    .all(|file| file.language == Language::Shell)
        })
    }
}

/// The files under the open documents.
fn tree(scope: &Scope, material: &Material<'_>) -> Arc<dyn FileTree> {
    let Some(uri) = &scope.unfiled else {
        let disk: Arc<dyn FileTree> = Arc::clone(material.disk) as _;
        return Arc::new(Overlay::new(disk, material.documents.texts()));
    };
    let text = material.documents.get(uri).and_then(Document::held);
    let texts = scope.paths.iter().cloned().zip(text.cloned()).collect();
    Arc::new(Overlay::new(Arc::new(Nothing), texts))
}

/// How often a search may fail by a `cellblock.toml` before it is given up.
const MOST_FAULTS: usize = 64;

/// Searches. In the place of a `cellblock.toml` that cannot be used, what it last said counts;
/// where that is not known or no better, it counts as empty.
fn search(
    scope: &Scope,
    material: &mut Material<'_>,
    faults: &mut Vec<ConfigFault>,
) -> Option<Found> {
    let live = tree(scope, material);
    let overrides = Overrides {
        language: scope.language,
        ..Overrides::default()
    };
    let mut instead = BTreeMap::new();
    for _ in 0..MOST_FAULTS {
        let tree = Overlay::new(Arc::clone(&live), instead.clone());
        match Found::search(&tree, &scope.cwd, &scope.paths, &overrides) {
            Ok(found) => {
                accept(&found, &instead, material, faults);
                return Some(found);
            }
            Err(failure) => {
                let (path, error) = config_failure(failure, &scope.cwd)?;
                let text = live.hold(&path).unwrap_or_default();
                let good = material.good_configs.get(&path);
                let (meanwhile, substitute) = match (instead.contains_key(&path), good) {
                    (false, Some(good)) if good.bytes() != text.bytes() => (KEPT, good.clone()),
                    _ => (LEFT_OUT, Held::default()),
                };
                match faults.iter_mut().find(|fault| fault.path == path) {
                    Some(first) => first.meanwhile = Some(meanwhile),
                    None => faults.push(ConfigFault {
                        path: path.clone(),
                        text: text.text(),
                        span: error.span,
                        message: error.message,
                        meanwhile: Some(meanwhile),
                    }),
                }
                instead.insert(path, substitute);
            }
        }
    }
    None
}

const KEPT: &str = "until it is mended, what it said before counts";
const LEFT_OUT: &str = "until it is mended, the hosts are checked without it";

/// The `cellblock.toml` that a search failed by.
fn config_failure(failure: Failure, cwd: &Path) -> Option<(PathBuf, ConfigError)> {
    match failure {
        Failure::Config { path, error } => Some((cwd.join(path), *error)),
        Failure::Unreadable { path, reason } if Path::new(&path).ends_with(FILE_NAME) => {
            let message = format!("this file cannot be read: {reason}");
            Some((
                cwd.join(path),
                ConfigError::at("", Span::default(), message),
            ))
        }
        _ => None,
    }
}

/// Remembers what can be used, and finds what is wrong in it all the same.
fn accept(
    found: &Found,
    instead: &BTreeMap<PathBuf, Held>,
    material: &mut Material<'_>,
    faults: &mut Vec<ConfigFault>,
) {
    for file in found.configs() {
        if instead.contains_key(&file.path) {
            continue;
        }
        let held = Held::from(file.text.as_str().as_bytes().to_vec());
        material.good_configs.insert(file.path.clone(), held);
        for name in file.config.rule_names() {
            if let Some(message) = unknown_rule(&name.value) {
                faults.push(ConfigFault {
                    path: file.path.clone(),
                    text: Arc::clone(&file.text),
                    span: name.span,
                    message,
                    meanwhile: None,
                });
            }
        }
    }
}

fn unknown_rule(name: &str) -> Option<String> {
    if crate::rules::find(name).is_some() {
        return None;
    }
    let hint = match crate::rules::nearest(name) {
        Some(nearest) => format!("{nearest} may be meant"),
        None => "`cellblock rule` lists them all".to_owned(),
    };
    Some(format!("there is no rule called {name}; {hint}"))
}

/// Takes apart what is not needed any more; aside, where that takes time that the client would
/// wait for.
fn take_apart<T: Send + 'static>(aside: bool, known: T) {
    if aside {
        // Where no thread can be had, it has been taken apart when this returns.
        let _ = std::thread::Builder::new().spawn(move || drop(known));
    }
}
