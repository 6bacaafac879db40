//! Where the file names in a file lead: jail.conf's `.include`, and `.` in rc.conf.
//!
//! Reads no disk: whether a file is there is for the caller to see.

use std::path::PathBuf;

use crate::files::Layout;
use crate::host::Host;
use crate::syntax::jail::Statement;
use crate::syntax::{Tree, rc};
use crate::text::{FileId, Span};

/// A name that leads to a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The name, or the pattern.
    pub span: Span,
    /// Where it leads; the first file of several.
    pub target: PathBuf,
    /// How many files it leads to.
    pub count: usize,
}

/// The links of a file.
#[must_use]
pub fn links(host: &Host, file: FileId) -> Vec<Link> {
    match host.file(file).map(|file| file.tree()) {
        Some(Tree::Jail(tree)) => {
            let mut links = Vec::new();
            includes(host, file, &tree.statements, &mut links);
            links
        }
        Some(Tree::Rc(tree)) => tree
            .includes
            .iter()
            .filter_map(|i| read(host, tree, i))
            .collect(),
        _ => Vec::new(),
    }
}

/// How deep blocks lie in blocks is limited by the parser.
fn includes(host: &Host, from: FileId, statements: &[Statement], links: &mut Vec<Link>) {
    for statement in statements {
        match statement {
            Statement::Block(block) => includes(host, from, &block.statements, links),
            Statement::Include(include) => {
                for pattern in &include.patterns {
                    let Some(text) = pattern.literal() else {
                        continue;
                    };
                    let mut found = host.includes.iter();
                    let found = found.find(|i| i.from == from && i.pattern == text);
                    let files = found.map_or(&[][..], |found| &found.files);
                    let first = files.first().and_then(|id| host.file(*id));
                    links.extend(first.map(|file| Link {
                        span: pattern.span,
                        target: file.source.path.clone(),
                        count: files.len(),
                    }));
                }
            }
            Statement::Parameter(_) => {}
        }
    }
}

/// `. /etc/rc.conf.common`: the host's own path, below its folder.
fn read(host: &Host, tree: &rc::Tree, include: &rc::Include) -> Option<Link> {
    let span = rc::literal_span(&include.path)?;
    let path = tree.slice(span);
    let relative = path.strip_prefix('/')?;
    let is_climbing = relative
        .split('/')
        .any(|part| matches!(part, "" | "." | ".."));
    if is_climbing {
        return None;
    }
    let name = relative.rsplit('/').next().unwrap_or(relative);
    let target = match host.layout {
        Layout::Root => host.folder.join(relative),
        Layout::Flat => host.folder.join(name),
        Layout::Single => return None,
    };
    Some(Link {
        span,
        target,
        count: 1,
    })
}
