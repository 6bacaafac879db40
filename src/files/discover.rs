//! From the paths of the command line to a snapshot: which hosts they mean, and reading those.

use std::collections::BTreeMap;
use std::env;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::failure::Failure;
use super::found::Found;
use super::held::Held;
use super::overlay::{Nothing, Overlay};
use super::overrides::Overrides;
use super::paths;
use super::snapshot::Snapshot;
use super::tree::{Disk, FileTree, in_words};

/// The name of standard input where no file's name is given.
const UNNAMED: &str = "<stdin>";

/// Finds the hosts of `paths` on the disk and reads them.
///
/// # Errors
///
/// If a path does not exist or cannot be read, a `cellblock.toml` is broken, or there is nothing
/// to check.
pub fn discover(paths: &[PathBuf], overrides: &Overrides) -> Result<Snapshot, Failure> {
    discover_over(Arc::new(Disk), paths, overrides)
}

/// The same where other texts are laid over the disk.
///
/// # Errors
///
/// As [`discover`].
pub fn discover_over(
    tree: Arc<dyn FileTree>,
    paths: &[PathBuf],
    overrides: &Overrides,
) -> Result<Snapshot, Failure> {
    let cwd = env::current_dir().map_err(|error| Failure::NoWorkingFolder(in_words(&error)))?;
    discover_in(tree, &cwd, paths, overrides)
}

/// The same in any tree; `cwd` is the folder that relative paths start from.
///
/// # Errors
///
/// As [`discover`].
pub fn discover_in(
    tree: Arc<dyn FileTree>,
    cwd: &Path,
    paths: &[PathBuf],
    overrides: &Overrides,
) -> Result<Snapshot, Failure> {
    let (tree, paths) = with_standard_input(tree, cwd, paths, overrides);
    Found::search(tree.as_ref(), cwd, &paths, overrides)?.read(tree)
}

impl Snapshot {
    /// A snapshot of files held in memory: their paths, and the text of a `cellblock.toml`
    /// beside them.
    ///
    /// # Errors
    ///
    /// As [`discover`].
    pub fn from_memory<P: AsRef<Path>, B: Into<Vec<u8>>>(
        files: impl IntoIterator<Item = (P, B)>,
        config: Option<&str>,
    ) -> Result<Self, Failure> {
        let cwd = Path::new("/site");
        let config = config.map(|text| {
            let path = cwd.join(crate::config::FILE_NAME);
            (path, Held::from(text.as_bytes().to_vec()))
        });
        let texts = files
            .into_iter()
            .map(|(path, bytes)| {
                (
                    paths::absolute(cwd, path.as_ref()),
                    Held::from(bytes.into()),
                )
            })
            .chain(config)
            .collect();
        let tree = Overlay::new(Arc::new(Nothing), texts);
        discover_in(
            Arc::new(tree),
            cwd,
            &[cwd.to_owned()],
            &Overrides::default(),
        )
    }
}

/// The tree with standard input in its place, and every path absolute.
fn with_standard_input(
    tree: Arc<dyn FileTree>,
    cwd: &Path,
    paths: &[PathBuf],
    overrides: &Overrides,
) -> (Arc<dyn FileTree>, Vec<PathBuf>) {
    let absolute = |path: &Path| clean(tree.as_ref(), cwd, path);
    let Some(input) = &overrides.standard_input else {
        let paths = paths.iter().map(|path| absolute(path)).collect();
        return (tree, paths);
    };
    let name = input.file_name.as_deref().unwrap_or(Path::new(UNNAMED));
    let input_path = absolute(name);
    let paths = paths
        .iter()
        .map(|path| match path.to_str() {
            Some("-") => input_path.clone(),
            _ => absolute(path),
        })
        .collect();
    let texts = BTreeMap::from([(input_path, Held::from(input.text.clone()))]);
    (Arc::new(Overlay::new(tree, texts)), paths)
}

/// An absolute path without `..`. Where a `..` may follow a link, the system is asked.
fn clean(tree: &dyn FileTree, cwd: &Path, path: &Path) -> PathBuf {
    let has_parent = path
        .components()
        .any(|part| part == std::path::Component::ParentDir);
    let resolved = has_parent
        .then(|| tree.resolve(&cwd.join(path)).ok())
        .flatten();
    resolved.unwrap_or_else(|| paths::absolute(cwd, path))
}
