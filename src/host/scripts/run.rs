//! A script followed from its first line to its last.

use std::collections::BTreeMap;

use super::{Command, Word, prefix};
use crate::syntax::frr::UNKNOWN_PART;
use crate::syntax::shell::{self, ForLoop, Node, PieceKind, SimpleCommand};
use crate::text::{FileId, Place, Span};

/// How many commands of one script are looked at; loops over long lists could make far more.
const MOST: usize = 4096;

/// What a script runs, in order.
#[must_use]
pub fn commands(file: FileId, text: &str, tree: &shell::Tree) -> Vec<Command> {
    let mut run = Run::new(text, Places::InFile(file));
    run.nodes(&tree.nodes, false);
    run.commands
}

/// What a text given to sh(1) runs, such as a hook of jail.conf. Places in it are `place`, or
/// count from its beginning where `exact`.
#[must_use]
pub fn commands_of_text(place: Place, text: &str, exact: bool) -> Vec<Command> {
    let places = if exact {
        Places::From(place)
    } else {
        Places::At(place)
    };
    let tree = shell::parse(text);
    let mut run = Run::new(text, places);
    run.nodes(&tree.nodes, false);
    run.commands
}

/// Where the text that is run stands.
#[derive(Clone, Copy)]
enum Places {
    /// It is the file.
    InFile(FileId),
    /// It begins at this place, byte for byte.
    From(Place),
    /// It is at this place, in some other spelling.
    At(Place),
}

impl Places {
    fn of(self, span: Span) -> Place {
        match self {
            Self::InFile(file) => Place::new(file, span),
            Self::From(place) => Place::new(place.file, span.shifted(place.span.start)),
            Self::At(place) => place,
        }
    }

    fn are_exact(self) -> bool {
        !matches!(self, Self::At(_))
    }
}

/// The value of a variable.
#[derive(Clone, Debug)]
struct Value {
    text: String,
    known: bool,
    from: Option<Place>,
    list: Option<Place>,
}

struct Run<'t> {
    text: &'t str,
    places: Places,
    variables: BTreeMap<String, Value>,
    path_set: bool,
    commands: Vec<Command>,
    steps: usize,
}

impl<'t> Run<'t> {
    fn new(text: &'t str, places: Places) -> Self {
        Self {
            text,
            places,
            variables: BTreeMap::new(),
            path_set: false,
            commands: Vec::new(),
            steps: 0,
        }
    }

    /// Follows nodes; how deep they lie in each other is limited by the parser.
    fn nodes(&mut self, nodes: &[Node], background: bool) {
        for node in nodes {
            self.steps += 1;
            if self.commands.len() >= MOST || self.steps >= MOST * 16 {
                return;
            }
            match node {
                Node::Simple(command) => self.simple(command, background),
                Node::For(each) => self.each(each, background),
                Node::Block {
                    nodes,
                    background: own,
                } => {
                    let before = self.variables.clone();
                    self.nodes(nodes, background || *own);
                    self.doubt_changes(&before);
                }
            }
        }
    }

    /// A block may or may not have run: what it changed is not known after it.
    fn doubt_changes(&mut self, before: &BTreeMap<String, Value>) {
        for (name, value) in &mut self.variables {
            let same = before.get(name).is_some_and(|old| old.text == value.text);
            value.known &= same;
        }
    }

    fn simple(&mut self, command: &SimpleCommand, background: bool) {
        for assignment in &command.assignments {
            let value = self.assigned(&assignment.value, background);
            self.set(&assignment.name, value, command.words.is_empty());
        }
        let path_before = self.path_set;
        self.path_set |=
            command.assignments.iter().any(|a| a.name == "PATH") && !command.words.is_empty();
        let mut words = Vec::new();
        for word in &command.words {
            self.fields(word, background, &mut words);
        }
        if words.first().is_some_and(|word| word.text == "export") {
            self.export(&words);
        } else if !words.is_empty() {
            let input = command
                .here_document
                .map_or(Vec::new(), |body| self.input(body));
            let command = Command {
                words,
                input,
                place: self.places.of(command.span),
                background,
                path_set: self.path_set,
                fib: None,
            };
            self.commands.extend(prefix::taken_off(command));
        }
        self.path_set = path_before
            || (command.words.is_empty() && self.path_set)
            || (self.path_set && command.assignments.is_empty());
    }

    fn set(&mut self, name: &str, value: Value, for_good: bool) {
        if name == "PATH" && for_good {
            self.path_set = !value.known || value.text.contains("/usr/local");
        }
        if for_good {
            self.variables.insert(name.to_owned(), value);
        }
    }

    fn export(&mut self, words: &[Word]) {
        for word in words {
            if let Some((name, text)) = word.text.split_once('=') {
                let value = Value {
                    text: text.to_owned(),
                    known: word.known,
                    from: None,
                    list: None,
                };
                self.set(name, value, true);
            }
        }
    }

    fn assigned(&mut self, word: &shell::Word, background: bool) -> Value {
        let word = self.word(word, background);
        Value {
            text: word.text,
            known: word.known,
            from: word.from,
            list: word.list,
        }
    }

    /// A word with its variables filled in.
    fn word(&mut self, word: &shell::Word, background: bool) -> Word {
        let place = self.places.of(word.span);
        let mut made = Word {
            text: String::new(),
            known: true,
            place,
            from: None,
            list: None,
            literal: false,
        };
        for piece in &word.pieces {
            match &piece.kind {
                PieceKind::Text(text) => made.text.push_str(text),
                PieceKind::Variable(name) => match self.variables.get(name) {
                    Some(value) if value.known => {
                        made.text.push_str(&value.text);
                        made.from = value.from.or(made.from);
                        made.list = value.list.or(made.list);
                    }
                    _ => made.unknown(),
                },
                PieceKind::Substitution(nodes) => {
                    self.nodes(nodes, background);
                    made.unknown();
                }
                PieceKind::Other => made.unknown(),
            }
        }
        if let [piece] = word.pieces.as_slice() {
            let inside = self.text.get(piece.span.range());
            made.literal = self.places.are_exact() && inside == Some(made.text.as_str());
            if made.literal {
                made.place = self.places.of(piece.span);
            }
        }
        made
    }

    /// The words that one word becomes: a variable outside quotes is split at blanks.
    fn fields(&mut self, word: &shell::Word, background: bool, fields: &mut Vec<Word>) {
        let splits = word
            .pieces
            .iter()
            .any(|piece| !piece.quoted && matches!(piece.kind, PieceKind::Variable(_)));
        let made = self.word(word, background);
        if !splits || !made.text.contains([' ', '\t', '\n']) {
            fields.push(made);
            return;
        }
        for part in made.text.split_ascii_whitespace() {
            fields.push(Word {
                text: part.to_owned(),
                ..made.clone()
            });
        }
    }

    fn each(&mut self, each: &ForLoop, background: bool) {
        let list = self.places.of(each.list);
        let mut words = Vec::new();
        for word in each.words.iter().flatten() {
            self.fields(word, background, &mut words);
        }
        let unknown = Value {
            text: String::new(),
            known: false,
            from: None,
            list: Some(list),
        };
        if each.words.is_none() || words.iter().any(|word| !word.known) {
            self.variables.insert(each.variable.clone(), unknown);
            self.nodes(&each.body, background);
            return;
        }
        for word in words {
            let value = Value {
                text: word.text,
                known: true,
                from: Some(word.from.unwrap_or(word.place)),
                list: Some(word.list.unwrap_or(list)),
            };
            self.variables.insert(each.variable.clone(), value);
            self.nodes(&each.body, background);
            if self.commands.len() >= MOST {
                return;
            }
        }
    }

    /// The lines of a here-document, variables filled in.
    fn input(&mut self, body: Span) -> Vec<Word> {
        let mut start = body.start as usize;
        let mut lines = Vec::new();
        for line in self
            .text
            .get(body.range())
            .unwrap_or("")
            .split_inclusive('\n')
        {
            let content = line.trim_end_matches(['\n', '\r']);
            let span = Span::new(start, start + content.len());
            start += line.len();
            let known = !content.contains(['$', '`']);
            lines.push(Word {
                text: if known {
                    content.to_owned()
                } else {
                    self.filled_in(content)
                },
                known,
                place: self.places.of(span),
                from: None,
                list: None,
                literal: known && self.places.are_exact(),
            });
        }
        lines
    }

    /// A line of data with `$NAME` and `${NAME}` filled in.
    fn filled_in(&self, line: &str) -> String {
        let mut made = String::new();
        let mut rest = line;
        while let Some(at) = rest.find(['$', '`']) {
            made.push_str(&rest[..at]);
            let after = &rest[at + 1..];
            let braced = after
                .strip_prefix('{')
                .and_then(|inside| inside.split_once('}'));
            let end = after
                .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
                .unwrap_or(after.len());
            let (name, next) = braced.unwrap_or((&after[..end], &after[end..]));
            match self.variables.get(name) {
                Some(value) if value.known => made.push_str(&value.text),
                _ => made.push(UNKNOWN_PART),
            }
            rest = next;
        }
        made.push_str(rest);
        made
    }
}

impl Word {
    fn unknown(&mut self) {
        self.known = false;
        self.text.push(UNKNOWN_PART);
    }
}
