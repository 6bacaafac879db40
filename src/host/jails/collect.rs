//! Trees to a flat list of blocks with their settings, in file order, includes followed.

use super::defect::{DefectKind, Defects};
use super::symbol::{Symbol, Symbols};
use super::{Includes, Rules, name};
use crate::syntax::jail::{Block, OperatorKind, Statement, Tree, Value};
use crate::text::{FileId, Place, Span};

/// jail(8)'s limit for files that include files.
const MAX_INCLUDES: usize = 32;
/// Statements looked at, over all files: includes of includes can grow without measure.
const MAX_STATEMENTS: usize = 2_000_000;
/// A nested jail's name is not made longer than this; the kernel's limit is 255.
const MAX_NAME: usize = 4096;

/// A block: a jail, a wildcard, or the globals.
pub(super) struct Entry<'a> {
    /// The full name; `*` for globals.
    pub(super) name: String,
    /// The name's place, and the whole block's; none for globals.
    pub(super) places: Option<(Place, Place)>,
    pub(super) wildcard: bool,
    pub(super) settings: Vec<Setting<'a>>,
}

/// One setting of a parameter or variable.
pub(super) struct Setting<'a> {
    pub(super) symbol: Symbol,
    /// Where its name is written.
    pub(super) place: Place,
    /// The whole statement, and its operator.
    pub(super) statement: Span,
    pub(super) operator: Option<Span>,
    pub(super) variable: bool,
    pub(super) append: bool,
    pub(super) values: &'a [Value],
    /// Number of the block before which a global really stands.
    pub(super) position: usize,
}

/// All blocks of a configuration.
pub(super) struct Collected<'a> {
    pub(super) entries: Vec<Entry<'a>>,
    pub(super) symbols: Symbols<'a>,
    /// The blocks of globals among the entries.
    pub(super) globals: Vec<usize>,
}

/// What is being walked.
enum Frame<'a> {
    /// A file's statements or a block's.
    Statements(Statements<'a>),
    /// The files of an `.include` that are still to come.
    Files(std::vec::IntoIter<(FileId, &'a Tree)>, Option<usize>),
}

/// Statements being walked: a file's or a block's.
struct Statements<'a> {
    iter: std::slice::Iter<'a, Statement>,
    file: FileId,
    /// The block that they are in.
    entry: Option<usize>,
    /// Where the part of the file begins that jail(8) does not read.
    unread: u32,
    /// Whether these are a whole file's.
    whole_file: bool,
}

struct Collector<'a, 'i> {
    includes: &'i dyn Includes<'a>,
    rules: Rules,
    out: Collected<'a>,
    frames: Vec<Frame<'a>>,
}

/// Walks a file and what it includes.
pub(super) fn collect<'a>(
    file: FileId,
    tree: &'a Tree,
    includes: &dyn Includes<'a>,
    rules: Rules,
    defects: &mut Defects,
) -> Collected<'a> {
    let mut collector = Collector {
        includes,
        rules,
        out: Collected {
            entries: Vec::new(),
            symbols: Symbols::default(),
            globals: Vec::new(),
        },
        frames: Vec::new(),
    };
    collector.enter_file(file, tree, None);
    collector.walk(defects);
    collector.out.symbols.relate();
    collector.out
}

impl<'a> Collector<'a, '_> {
    fn enter_file(&mut self, file: FileId, tree: &'a Tree, entry: Option<usize>) {
        self.frames.push(Frame::Statements(Statements {
            iter: tree.statements.iter(),
            file,
            entry,
            unread: tree.unread.map_or(u32::MAX, |span| span.start),
            whole_file: true,
        }));
    }

    fn walk(&mut self, defects: &mut Defects) {
        let mut seen = 0;
        while let Some(frame) = self.frames.last_mut() {
            match frame {
                Frame::Files(files, entry) => {
                    let entry = *entry;
                    match files.next() {
                        Some((file, tree)) => self.enter_file(file, tree, entry),
                        None => drop(self.frames.pop()),
                    }
                }
                Frame::Statements(frame) => {
                    let (file, entry, unread) = (frame.file, frame.entry, frame.unread);
                    let next = frame.iter.next();
                    let Some(statement) = next.filter(|s| s.span().start < unread) else {
                        self.frames.pop();
                        continue;
                    };
                    seen += 1;
                    if seen > MAX_STATEMENTS {
                        let place = Place::new(file, statement.span());
                        defects.add(DefectKind::TooManyParameters, place, None);
                        return;
                    }
                    self.statement(statement, file, entry, unread, defects);
                }
            }
        }
    }

    fn statement(
        &mut self,
        statement: &'a Statement,
        file: FileId,
        entry: Option<usize>,
        unread: u32,
        defects: &mut Defects,
    ) {
        match statement {
            Statement::Block(block) => self.block(block, file, entry, unread),
            Statement::Parameter(parameter) => {
                let append = parameter
                    .operator
                    .is_some_and(|operator| operator.kind == OperatorKind::Append);
                let written = Written {
                    name: &parameter.name.text,
                    place: Place::new(file, parameter.name.span),
                    statement: parameter.span,
                    operator: parameter.operator.map(|operator| operator.span),
                    variable: parameter.is_variable,
                    append,
                    values: &parameter.values,
                };
                self.set(written, entry);
            }
            Statement::Include(include) if self.rules.includes => {
                if self.rules.may_be_older {
                    let place = Place::new(file, include.keyword);
                    defects.add(DefectKind::IncludeStatement, place, None);
                }
                self.include(&include.patterns, file, entry, defects);
            }
            Statement::Include(include) => {
                let place = Place::new(file, include.keyword);
                defects.add(DefectKind::IncludeStatement, place, None);
                let written = Written {
                    name: ".include",
                    place,
                    statement: include.span,
                    operator: None,
                    variable: false,
                    append: false,
                    values: &include.patterns,
                };
                self.set(written, entry);
            }
        }
    }

    fn block(&mut self, block: &'a Block, file: FileId, outer: Option<usize>, unread: u32) {
        let outer_name = outer
            .and_then(|index| self.out.entries.get(index))
            .map(|entry| entry.name.as_str())
            .filter(|name| name.len() + block.name.text.len() < MAX_NAME);
        let name = match outer_name {
            Some(outer) => format!("{outer}.{}", block.name.text),
            None => block.name.text.clone(),
        };
        let places = (
            Place::new(file, block.name.span),
            Place::new(file, block.span),
        );
        let entry = self.add_entry(name, Some(places));
        self.frames.push(Frame::Statements(Statements {
            iter: block.statements.iter(),
            file,
            entry: Some(entry),
            unread,
            whole_file: false,
        }));
    }

    fn add_entry(&mut self, name: String, places: Option<(Place, Place)>) -> usize {
        self.out.entries.push(Entry {
            wildcard: name::is_wildcard(&name),
            name,
            places,
            settings: Vec::new(),
        });
        self.out.entries.len() - 1
    }

    /// The block that a global belongs to.
    fn global_entry(&mut self) -> usize {
        let last = self.out.entries.len().checked_sub(1);
        match self.out.globals.last() {
            Some(open) if self.rules.one_global_block || Some(*open) == last => *open,
            _ => {
                let entry = self.add_entry("*".to_owned(), None);
                self.out.globals.push(entry);
                entry
            }
        }
    }

    fn set(&mut self, written: Written<'a>, entry: Option<usize>) {
        let position = self.out.entries.len();
        let entry = match entry {
            Some(entry) => entry,
            None => self.global_entry(),
        };
        let symbol = self.out.symbols.intern(written.name);
        if let Some(entry) = self.out.entries.get_mut(entry) {
            entry.settings.push(Setting {
                symbol,
                place: written.place,
                statement: written.statement,
                operator: written.operator,
                variable: written.variable,
                append: written.append,
                values: written.values,
                position,
            });
        }
    }

    fn include(
        &mut self,
        patterns: &'a [Value],
        from: FileId,
        entry: Option<usize>,
        defects: &mut Defects,
    ) {
        let around: Vec<FileId> = self
            .frames
            .iter()
            .filter_map(|frame| match frame {
                Frame::Statements(frame) => frame.whole_file.then_some(frame.file),
                Frame::Files(..) => None,
            })
            .collect();
        let mut files = Vec::new();
        for pattern in patterns {
            let Some(text) = pattern.literal() else {
                continue;
            };
            let place = Place::new(from, pattern.span);
            let found = self.includes.resolve(from, &text);
            if found.is_empty() {
                let pattern = text.clone().into_owned();
                defects.add(DefectKind::IncludeWithoutMatch { pattern }, place, None);
            }
            for (file, tree) in found {
                if around.contains(&file) {
                    defects.add(DefectKind::IncludeLoop, place, None);
                } else if around.len() > MAX_INCLUDES {
                    defects.add(DefectKind::IncludeTooDeep, place, None);
                } else {
                    files.push((file, tree));
                }
            }
        }
        self.frames.push(Frame::Files(files.into_iter(), entry));
    }
}

/// A setting as it stands in a file.
struct Written<'a> {
    name: &'a str,
    place: Place,
    statement: Span,
    operator: Option<Span>,
    variable: bool,
    append: bool,
    values: &'a [Value],
}
