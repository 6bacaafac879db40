//! Follows a script: which commands it would run, in order, with which words.
//!
//! Every branch is followed, since which one is taken shows at run time only. What a branch or a
//! loop sets is unknown after it.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::syntax::shell::{self, AndOr, CommandKind, Join, List, Simple, Tree};
use crate::text::{Place, Span};

use super::Command;
use super::assigned::assigned_names;
use super::origin::Origin;
use super::prefix;
use super::variables::Variables;
use super::word::{Word, cover};

/// How many commands and turns of loops are followed one by one; after that, each loop is walked
/// once with its variable unknown.
pub(super) const STEP_LIMIT: usize = 4096;
/// How many bytes of variables' values are put into words before values are left out.
const VALUE_BUDGET: usize = 4 * 1024 * 1024;
/// How deep calls of functions are followed.
const CALL_LIMIT: usize = 8;

struct Function<'t> {
    body: &'t shell::Command,
    called: bool,
}

/// What stays the same over a script and the texts that it gives to `eval` and `sh -c`.
#[derive(Debug, Default)]
pub(super) struct Effort {
    pub(super) steps: usize,
    bytes: usize,
    /// How many texts within texts are being followed.
    pub(super) texts: usize,
}

pub(super) struct Walker<'t> {
    pub(super) tree: &'t Tree,
    pub(super) origin: Origin,
    pub(super) variables: Variables,
    /// `$1` and on, where they are known.
    pub(super) arguments: Option<Rc<Vec<Word>>>,
    pub(super) commands: Vec<Command>,
    pub(super) effort: Effort,
    background: bool,
    joined: bool,
    functions: Vec<Function<'t>>,
    function_names: FxHashMap<&'t str, usize>,
    calls: usize,
}

impl<'t> Walker<'t> {
    pub(super) fn new(tree: &'t Tree, origin: Origin, variables: Variables) -> Self {
        Self {
            tree,
            origin,
            variables,
            arguments: None,
            commands: Vec::new(),
            effort: Effort::default(),
            background: false,
            joined: false,
            functions: Vec::new(),
            function_names: FxHashMap::default(),
            calls: 0,
        }
    }

    /// Follows the whole script, then the functions that nothing has called.
    pub(super) fn run(&mut self) {
        let tree = self.tree;
        self.list(&tree.body);
        self.arguments = None;
        let mut next = 0;
        while let Some(function) = self.functions.get_mut(next) {
            next += 1;
            if !function.called {
                function.called = true;
                let body = function.body;
                self.aside(|walker| walker.command(body));
            }
        }
    }

    pub(super) fn place(&self, span: Span) -> Place {
        self.origin.place(span)
    }

    pub(super) fn over_limit(&self) -> bool {
        self.effort.steps >= STEP_LIMIT
    }

    /// Whether another `bytes` of values may be put into words.
    pub(super) fn afford(&mut self, bytes: usize) -> bool {
        self.effort.bytes = self.effort.bytes.saturating_add(bytes);
        self.effort.bytes <= VALUE_BUDGET
    }

    pub(super) fn substitution(&mut self, list: &'t List) {
        self.aside(|walker| walker.list(list));
    }

    /// Follows something that runs in a process of its own: what it sets is gone afterwards.
    fn aside(&mut self, walk: impl FnOnce(&mut Self)) {
        let mark = self.variables.mark();
        walk(self);
        self.variables.roll_back(&mark);
    }

    /// Follows something that may or may not run: what it sets is unknown afterwards.
    fn perhaps(&mut self, place: Place, walk: impl FnOnce(&mut Self)) {
        let mark = self.variables.mark();
        walk(self);
        for name in self.variables.roll_back(&mark) {
            self.variables.set(&name, Rc::new(Word::unknown(place)));
        }
    }

    pub(super) fn list(&mut self, list: &'t List) {
        for item in &list.items {
            self.and_or(item);
        }
    }

    fn and_or(&mut self, item: &'t AndOr) {
        let outer = (self.background, self.joined);
        self.background |= item.background;
        self.joined = is_joined(item);
        for pipeline in &item.pipelines {
            let place = self.place(item.span);
            match pipeline.commands.as_slice() {
                [command] if item.background => self.aside(|walker| walker.command(command)),
                [command] if pipeline.after == Join::Always => self.command(command),
                [command] => self.perhaps(place, |walker| walker.command(command)),
                commands => {
                    for command in commands {
                        self.aside(|walker| walker.command(command));
                    }
                }
            }
        }
        (self.background, self.joined) = outer;
    }

    fn command(&mut self, command: &'t shell::Command) {
        let place = self.place(command.span);
        for redirection in &command.redirections {
            self.value(&redirection.target);
        }
        match &command.kind {
            CommandKind::Simple(simple) => self.simple(simple, place),
            CommandKind::Group(body) => self.list(body),
            CommandKind::Subshell(body) => self.aside(|walker| walker.list(body)),
            CommandKind::For(for_) => self.for_loop(for_, place),
            CommandKind::Loop(loop_) => {
                self.forget([&loop_.condition, &loop_.body], place);
                self.list(&loop_.condition);
                self.perhaps(place, |walker| walker.list(&loop_.body));
            }
            CommandKind::If(if_) => self.if_command(if_, place),
            CommandKind::Case(case) => {
                self.value(&case.word);
                for (_, body) in &case.arms {
                    self.perhaps(place, |walker| walker.list(body));
                }
            }
            CommandKind::Function(function) => {
                let name = self.tree.slice(function.name);
                self.define(name, &function.body);
            }
            CommandKind::Unknown => {}
        }
    }

    fn if_command(&mut self, if_: &'t shell::If, place: Place) {
        for (index, (condition, body)) in if_.branches.iter().enumerate() {
            if index == 0 {
                self.list(condition);
            } else {
                self.perhaps(place, |walker| walker.list(condition));
            }
            self.perhaps(place, |walker| walker.list(body));
        }
        if let Some(body) = &if_.otherwise {
            self.perhaps(place, |walker| walker.list(body));
        }
    }

    fn for_loop(&mut self, for_: &'t shell::For, place: Place) {
        let name = self.tree.slice(for_.variable);
        let mut values = match &for_.words {
            Some(words) => self.fields(words),
            None => match self.arguments.as_deref() {
                Some(arguments) => arguments.clone(),
                None => vec![Word::unknown(place)],
            },
        };
        let words = for_.words.as_deref().unwrap_or_default();
        let list = list_place(words, &values);
        let list_end = self.list_end(words, list);
        if values.iter().any(|value| !value.known) {
            self.forget([&for_.body], place);
        }
        for value in &mut values {
            value.list = list;
            value.list_end = list_end;
            self.effort.steps += 1;
            if self.over_limit() {
                self.assign(name, Word::unknown(place));
                self.list(&for_.body);
                return;
            }
            self.assign(name, value.clone());
            self.list(&for_.body);
        }
    }

    /// What a loop sets is unknown from its beginning on: it may be there from the last turn.
    /// Behind the last word after `in`; or, where that is one variable that was set to a list
    /// in quotes, behind the last element there.
    fn list_end(&self, words: &[shell::Word], list: Option<Place>) -> Option<Place> {
        let last = words.last()?;
        if let ([_], [piece], Some(list)) = (words, last.pieces.as_slice(), list)
            && matches!(
                piece.kind,
                shell::PieceKind::Variable { operator: None, .. }
            )
            && self.is_quoted_value(list)
        {
            return Some(end_of(list));
        }
        let is_exact = self.origin.is_exact(last.span);
        is_exact.then(|| end_of(self.place(last.span)))
    }

    /// Whether `place` is all that stands between the quotes of an assignment of this script.
    fn is_quoted_value(&self, place: Place) -> bool {
        let text = &self.tree.text;
        let span = place.span.range();
        let is_own = self.place(place.span) == place;
        is_own
            && ['"', '\''].into_iter().any(|quote| {
                let before = text.get(..span.start).unwrap_or("");
                let before = before.strip_suffix(quote);
                let after = text.get(span.end..).unwrap_or("");
                before.is_some_and(|before| before.ends_with('=')) && after.starts_with(quote)
            })
    }

    fn forget<const N: usize>(&mut self, lists: [&'t List; N], place: Place) {
        for list in lists {
            for name in assigned_names(self.tree, list) {
                self.variables.set(name, Rc::new(Word::unknown(place)));
            }
        }
    }

    fn define(&mut self, name: &'t str, body: &'t shell::Command) {
        let known = self.function_names.get(name);
        let same = known
            .and_then(|&index| self.functions.get(index))
            .is_some_and(|function| std::ptr::eq(function.body, body));
        if !same {
            self.function_names.insert(name, self.functions.len());
            self.functions.push(Function {
                body,
                called: false,
            });
        }
    }

    fn simple(&mut self, simple: &'t Simple, place: Place) {
        let mut path = None;
        for assignment in &simple.assignments {
            let value = self.value(&assignment.value);
            let name = self.tree.slice(assignment.name);
            if simple.words.is_empty() {
                self.assign(name, value);
            } else if name == "PATH" {
                path = Some(value);
            }
        }
        let words = self.fields(&simple.words);
        let Some(program) = words.first() else {
            return;
        };
        self.effort.steps += 1;
        let program = program.literal().unwrap_or("").to_owned();
        if self.call(&program, &words) {
            return;
        }
        self.builtin(&program, &words);
        let path = path.map(Rc::new).or_else(|| self.variables.get("PATH"));
        let path_set = path.is_some_and(|path| prefix::path_reaches_local(&path));
        self.commands.push(Command {
            background: self.background,
            joined: self.joined,
            ..prefix::peel(words, place, path_set)
        });
        self.inner_text();
    }

    /// Follows a call of a function of this script.
    fn call(&mut self, name: &str, words: &[Word]) -> bool {
        let Some(&index) = self.function_names.get(name) else {
            return false;
        };
        if self.calls >= CALL_LIMIT || self.over_limit() {
            return true;
        }
        let Some(function) = self.functions.get_mut(index) else {
            return false;
        };
        function.called = true;
        let body = function.body;
        let arguments = words.get(1..).unwrap_or_default().to_vec();
        let outer = self.arguments.replace(Rc::new(arguments));
        self.calls += 1;
        self.command(body);
        self.calls -= 1;
        self.arguments = outer;
        true
    }
}

/// Whether an item of a list is more than one command that runs for itself.
fn is_joined(item: &AndOr) -> bool {
    let [pipeline] = item.pipelines.as_slice() else {
        return true;
    };
    item.background || pipeline.negated || pipeline.commands.len() > 1
}

fn end_of(place: Place) -> Place {
    let end = place.span.end;
    Place {
        span: Span { start: end, end },
        ..place
    }
}

/// Where the elements of a `for` list are written: the words after `in`, or, where that is one
/// variable, its value.
fn list_place(words: &[shell::Word], values: &[Word]) -> Option<Place> {
    let place_of = |value: &Word| match (words, value.from) {
        ([_], Some(from)) => from,
        _ => value.place,
    };
    values.iter().map(place_of).reduce(cover)
}
