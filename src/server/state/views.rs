//! Which sites there are: those of the folders that are open, and those of documents that lie
//! elsewhere.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::documents::{Document, Documents};
use super::view::{ConfigFault, Material, Scope, View};
use crate::config::FILE_NAME;
use crate::files::{Disk, FileTree, Held, Kept};
use crate::server::lsp_types::Url;
use crate::syntax::Language;
use crate::text::FileId;

/// Every site in sight.
pub(super) struct Views {
    disk: Arc<Kept>,
    roots: Vec<PathBuf>,
    all: Vec<View>,
    faults: Vec<ConfigFault>,
    good_configs: BTreeMap<PathBuf, Held>,
    due: Due,
}

/// What has to be done before the views can be believed.
#[derive(Default)]
struct Due {
    /// Which hosts there are may have changed.
    search: bool,
    /// Documents that were edited.
    edited: BTreeSet<Url>,
}

impl Default for Views {
    fn default() -> Self {
        Self {
            disk: Arc::new(Kept::new(Arc::new(Disk))),
            roots: Vec::new(),
            all: Vec::new(),
            faults: Vec::new(),
            good_configs: BTreeMap::new(),
            due: Due::default(),
        }
    }
}

impl Views {
    /// Adds and removes folders that the client has open.
    pub(super) fn set_roots(&mut self, added: Vec<PathBuf>, removed: &[PathBuf]) {
        self.roots.retain(|root| !removed.contains(root));
        self.roots.extend(added);
        self.roots.sort();
        self.roots.dedup();
        self.search_again();
    }

    /// Hosts may have come or gone.
    pub(super) fn search_again(&mut self) {
        self.due.search = true;
    }

    /// A document is open from now on.
    pub(super) fn opened(&mut self, document: &Document) {
        let is_known = self.find(&document.uri, document.path.as_deref()).is_some();
        match is_known {
            true => self.edited(&document.uri),
            false if is_of_interest(document) => self.search_again(),
            false => {}
        }
    }

    /// A document is no longer open.
    pub(super) fn closed(&mut self, document: &Document) {
        let is_known = self.find(&document.uri, document.path.as_deref()).is_some();
        if is_known || is_of_interest(document) {
            self.search_again();
        }
    }

    /// A document's text is another one now.
    pub(super) fn edited(&mut self, uri: &Url) {
        self.due.edited.insert(uri.clone());
    }

    /// The documents that were edited and not looked at since.
    pub(super) fn due_documents(&self) -> Vec<Url> {
        self.due.edited.iter().cloned().collect()
    }

    /// Brings the views up to date. What is due stays due if this does not come to its end.
    /// Returns whether anything was due.
    pub(super) fn refresh(&mut self, documents: &Documents) -> bool {
        if !self.due.search && self.due.edited.is_empty() {
            return false;
        }
        if self.due.search || !self.read_again(documents) {
            self.search(documents);
        }
        self.due = Due::default();
        true
    }

    /// Reads again what edits concern; `false` if hosts have to be searched.
    fn read_again(&mut self, documents: &Documents) -> bool {
        let edited: Vec<&Document> = (self.due.edited.iter())
            .filter_map(|uri| documents.get(uri))
            .collect();
        let is_config = |document: &&Document| {
            let path = document.path.as_deref();
            path.is_some_and(|path| path.ends_with(FILE_NAME))
        };
        if edited.iter().any(is_config) {
            return false;
        }
        let material = Material {
            disk: &self.disk,
            documents,
            good_configs: &mut self.good_configs,
        };
        self.all
            .iter_mut()
            .filter(|view| edited.iter().any(|document| view.concerns(document)))
            .all(|view| view.read_again(&material))
    }

    fn search(&mut self, documents: &Documents) {
        let mut faults = Vec::new();
        let mut material = Material {
            disk: &self.disk,
            documents,
            good_configs: &mut self.good_configs,
        };
        let mut all: Vec<View> = sites(self.disk.as_ref(), &self.roots)
            .into_iter()
            .filter_map(|scope| View::build(scope, &mut material, &mut faults))
            .collect();
        for document in documents.iter() {
            let is_known = |view: &View| {
                let path = document.path.as_deref();
                view.file_of(&document.uri, path).is_some()
            };
            if !all.iter().any(is_known) {
                all.extend(around(document, &mut material, &mut faults));
            }
        }
        // Two sites may share a `cellblock.toml`.
        let mut told = BTreeSet::new();
        faults.retain(|fault| told.insert((fault.path.clone(), fault.span)));
        self.all = all;
        self.faults = faults;
        self.disk.sweep();
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &View> {
        self.all.iter()
    }

    /// What was found in the first site, to be made up.
    #[cfg(test)]
    pub(super) fn analysis_mut(&mut self) -> Option<&mut crate::analysis::Analysis> {
        self.all.first_mut().map(|view| &mut view.analysis)
    }

    /// What is wrong with the `cellblock.toml`s.
    pub(super) fn faults(&self) -> &[ConfigFault] {
        &self.faults
    }

    /// The view that has a document, and which file of it that is.
    pub(super) fn find(&self, uri: &Url, path: Option<&Path>) -> Option<(&View, FileId)> {
        let mut views = self.iter();
        views.find_map(|view| Some((view, view.file_of(uri, path)?)))
    }

    /// Whether there is a file at `path` on the disk.
    pub(super) fn is_on_disk(&self, path: &Path) -> bool {
        self.disk.kind(path).is_ok()
    }

    /// Whether the `cellblock.toml` at `path` is another one than what is in force.
    pub(super) fn is_replaced(&self, path: &Path) -> bool {
        let mut faults = self.faults.iter();
        faults.any(|fault| fault.meanwhile.is_some() && fault.path == path)
    }
}

/// Whether a document may be part of a host, or make a difference to one.
fn is_of_interest(document: &Document) -> bool {
    let path = document
        .path
        .as_deref()
        .unwrap_or(Path::new(document.uri.path()));
    let is_script = || {
        let text = document.held().map(Held::text);
        text.is_some_and(|text| Language::sniff(text.as_str()).is_some())
    };
    path.ends_with(FILE_NAME)
        || path.ends_with(".gitignore")
        || document.language().is_some()
        || Language::of_path(path).is_some()
        || is_script()
}

/// The folders that are open, as sites. Folders below one `cellblock.toml`, or of one repository,
/// are one site; two checkouts of the same site are not.
fn sites(tree: &dyn FileTree, roots: &[PathBuf]) -> Vec<Scope> {
    let mut by_top: BTreeMap<PathBuf, Vec<PathBuf>> = BTreeMap::new();
    for root in roots {
        if tree.list(root).is_err() {
            continue;
        }
        let top = above_with(tree, root, FILE_NAME).or_else(|| above_with(tree, root, ".git"));
        let top = top.unwrap_or(root).to_owned();
        by_top.entry(top).or_default().push(root.clone());
    }
    by_top
        .into_iter()
        .map(|(cwd, paths)| Scope {
            cwd,
            paths,
            language: None,
            unfiled: None,
        })
        .collect()
}

/// The nearest folder, from `folder` upwards, that has something called `name`.
fn above_with<'p>(tree: &dyn FileTree, folder: &'p Path, name: &str) -> Option<&'p Path> {
    let mut folders = folder.ancestors();
    folders.find(|above| tree.kind(&above.join(name)).is_ok())
}

/// The site of a document that is in none of the open folders.
fn around(
    document: &Document,
    material: &mut Material<'_>,
    faults: &mut Vec<ConfigFault>,
) -> Option<View> {
    let text = document.held()?.text();
    let Some(path) = &document.path else {
        let view = View::build(unfiled(document)?, material, faults)?;
        return Some(view).filter(|view| !view.is_lone_script());
    };
    let by_name = Language::of_path(path);
    let language = by_name.or_else(|| document.language());
    if language.is_none() && Language::sniff(text.as_str()).is_none() {
        return None;
    }
    site_around(path, material, faults).or_else(|| {
        let scope = Scope {
            cwd: path.parent()?.to_owned(),
            paths: vec![path.clone()],
            language: document.language().filter(|_| by_name.is_none()),
            unfiled: None,
        };
        let view = View::build(scope, material, faults)?;
        Some(view).filter(|view| !view.is_lone_script())
    })
}

/// The site of the `cellblock.toml` above a file, if the file belongs to one of its hosts.
fn site_around(
    path: &Path,
    material: &mut Material<'_>,
    faults: &mut Vec<ConfigFault>,
) -> Option<View> {
    let top = above_with(material.disk.as_ref(), path.parent()?, FILE_NAME)?;
    let scope = Scope {
        cwd: top.to_owned(),
        paths: vec![top.to_owned()],
        language: None,
        unfiled: None,
    };
    let view = View::build(scope, material, faults)?;
    Some(view).filter(|view| view.file_at(path).is_some())
}

/// A document that is no file stands alone, under its name.
fn unfiled(document: &Document) -> Option<Scope> {
    let name = document.uri.path().rsplit('/').next();
    let name = name.filter(|name| !name.is_empty()).unwrap_or("untitled");
    let path = Path::new("/").join(name);
    let language = document.language();
    if language.is_none() && Language::of_path(&path).is_none() {
        return None;
    }
    Some(Scope {
        cwd: PathBuf::from("/"),
        paths: vec![path],
        language,
        unfiled: Some(document.uri.clone()),
    })
}
