//! Who says which release a host runs.

use std::path::Path;

use super::tree::FileTree;
use crate::text::Span;
use crate::vocabulary::FreebsdRelease;

/// A version and who says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said<T> {
    /// The version.
    pub value: T,
    /// Who says so.
    pub source: Source,
}

/// Who says something of a host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// An option of the command line.
    CommandLine,
    /// The host's `cellblock.toml`, there.
    Config(Span),
    /// A file of the host, by its path within it.
    File(&'static str),
}

/// What the host's own files say: freebsd-version(1) is a script that holds the release of the
/// userland, os-release(5) is written at boot.
pub(super) fn of_files(tree: &dyn FileTree, root: &Path) -> Option<Said<FreebsdRelease>> {
    let version = of_file(tree, root, "bin/freebsd-version", |text| {
        value_of(text, "USERLAND_VERSION")
    });
    version.or_else(|| {
        of_file(tree, root, "etc/os-release", |text| {
            let is_freebsd = value_of(text, "ID") == Some("freebsd");
            is_freebsd.then(|| value_of(text, "VERSION_ID")).flatten()
        })
    })
}

fn of_file(
    tree: &dyn FileTree,
    root: &Path,
    relative: &'static str,
    find: impl Fn(&str) -> Option<&str>,
) -> Option<Said<FreebsdRelease>> {
    let bytes = tree.read(&root.join(relative)).ok()?;
    let text = String::from_utf8_lossy(&bytes);
    let value = find(&text)?.parse().ok()?;
    Some(Said {
        value,
        source: Source::File(relative),
    })
}

/// The value of the last `NAME=value` or `NAME="value"` that has a line to itself.
pub(super) fn value_of<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let value = text
        .lines()
        .rev()
        .find_map(|line| line.trim_start().strip_prefix(name)?.strip_prefix('='))?;
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
    match quote {
        Some(quote) => value.get(1..)?.split(quote).next(),
        None => value.split([' ', '\t', '#', ';']).next(),
    }
}

#[cfg(test)]
mod tests {
    use super::value_of;

    #[test]
    fn values_are_read_as_sh_would() {
        let text = "# NAME=0\nNAME=\"1 2\" # x\n NAME='3'\nOTHER=4 # y\n";
        assert_eq!(value_of(text, "NAME"), Some("3"));
        assert_eq!(value_of(text, "OTHER"), Some("4"));
        assert_eq!(value_of(text, "NONE"), None);
        assert_eq!(value_of("A=\"", "A"), Some(""));
    }
}
