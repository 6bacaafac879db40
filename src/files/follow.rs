//! Files that a host's files name: those of jail.conf's `.include`, the scripts of exec hooks, and
//! what rc.conf reads with `.`.

use std::collections::BTreeSet;
use std::path::Path;

use super::more::Wanted;
use super::snapshot::{Inclusion, Snapshot};
use crate::syntax::jail::{Block, Statement};
use crate::syntax::{Language, Tree, rc};
use crate::text::FileId;

/// How deep files may include files (usr.sbin/jail, from FreeBSD 14.0 on).
const DEPTH: usize = 32;

/// What the statements of one file ask for.
struct Asked {
    language: Language,
    includes: Vec<String>,
    scripts: BTreeSet<String>,
}

impl Snapshot {
    /// Reads the files that each host's files name, as long as new ones come.
    pub(super) fn follow(&mut self) {
        for host in 0..self.hosts.len() {
            let mut seen = 0;
            for _ in 0..DEPTH {
                let new = self.asking_files(host, seen);
                seen = self.hosts.get(host).map_or(0, |host| host.files.len());
                if new.is_empty() {
                    break;
                }
                for (from, folder, asked) in new {
                    self.follow_one(host, from, &folder, asked);
                }
            }
        }
    }

    /// What the files of a host from index `first` on ask for.
    fn asking_files(&self, host: usize, first: usize) -> Vec<(FileId, String, Asked)> {
        let files = self.hosts.get(host).map_or(&[][..], |host| &host.files);
        let mut found = Vec::new();
        for file in files.iter().skip(first) {
            let mut asked = Asked {
                language: file.language,
                includes: Vec::new(),
                scripts: BTreeSet::new(),
            };
            match file.language {
                Language::Jail | Language::Rc => asked.tree(file.tree()),
                _ => continue,
            }
            let folder = file
                .relative
                .rsplit_once('/')
                .map_or("", |(folder, _)| folder);
            found.push((file.id, folder.to_owned(), asked));
        }
        found
    }

    fn follow_one(&mut self, host: usize, from: FileId, folder: &str, asked: Asked) {
        for pattern in asked.includes {
            let path = match Path::new(&pattern).is_absolute() {
                true => pattern.clone(),
                false => format!("{folder}/{pattern}"),
            };
            let wanted = Wanted {
                path,
                language: Some(asked.language),
            };
            let files = self
                .read_more(host, &[wanted])
                .into_iter()
                .flatten()
                .collect();
            if let Some(host) = self.hosts.get_mut(host) {
                host.includes.push(Inclusion {
                    from,
                    pattern,
                    files,
                });
            }
        }
        let scripts: Vec<_> = asked
            .scripts
            .into_iter()
            .map(|path| Wanted {
                path,
                language: None,
            })
            .collect();
        self.read_more(host, &scripts);
    }
}

impl Asked {
    fn tree(&mut self, tree: &Tree) {
        match tree {
            Tree::Jail(tree) => self.statements(&tree.statements),
            Tree::Rc(tree) => self.sourced(tree),
            _ => {}
        }
    }

    /// What sh would read. The wildcards of glob(3) mean nothing there.
    fn sourced(&mut self, tree: &rc::Tree) {
        let paths = tree.includes.iter().filter_map(|include| {
            let path = tree.slice(rc::literal_span(&include.path)?);
            let is_plain = path.starts_with('/') && !path.contains(['*', '?', '[']);
            is_plain.then(|| path.to_owned())
        });
        self.includes.extend(paths);
    }

    /// Goes through statements and blocks; how deep blocks lie in blocks is limited by the
    /// parser.
    fn statements(&mut self, statements: &[Statement]) {
        for statement in statements {
            match statement {
                Statement::Block(Block { statements, .. }) => self.statements(statements),
                Statement::Include(include) => {
                    let patterns = include.patterns.iter().filter_map(|p| p.literal());
                    self.includes
                        .extend(patterns.map(|pattern| pattern.into_owned()));
                }
                Statement::Parameter(parameter) if parameter.name.text.starts_with("exec.") => {
                    for value in parameter.values.iter().filter_map(|value| value.literal()) {
                        let words = value.split([' ', '\t', '\n', ';', '"', '\'']);
                        let paths = words.filter(|word| word.starts_with('/'));
                        self.scripts.extend(paths.map(str::to_owned));
                    }
                }
                Statement::Parameter(_) => {}
            }
        }
    }
}
