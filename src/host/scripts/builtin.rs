//! What the shell's own commands do to the variables, sh(1) "Built-in Commands", and the texts
//! that `eval` and `sh -c` run.

use std::rc::Rc;

use crate::syntax::shell::{self, is_name};

use super::origin::Origin;
use super::variables::Variables;
use super::walk::Walker;
use super::word::Word;

/// How deep texts within texts are followed.
const TEXT_LIMIT: usize = 4;

impl Walker<'_> {
    /// Does what the shell's own command `program` does to the variables.
    pub(super) fn builtin(&mut self, program: &str, words: &[Word]) {
        let arguments = words.get(1..).unwrap_or_default();
        match program {
            "export" | "readonly" | "local" => self.declare(arguments),
            "read" | "getopts" => {
                for word in arguments.iter().filter(|word| is_name(&word.text)) {
                    self.assign(&word.text, Word::unknown(word.place));
                }
            }
            "unset" => {
                for word in arguments.iter().filter(|word| is_name(&word.text)) {
                    self.variables.unset(&word.text);
                }
            }
            "set" => {
                let dashes = arguments
                    .first()
                    .is_some_and(|word| word.literal() == Some("--"));
                if dashes && arguments.iter().all(|word| word.known) {
                    let rest = arguments.get(1..).unwrap_or_default();
                    self.arguments = Some(Rc::new(rest.to_vec()));
                } else if !arguments.is_empty() {
                    self.arguments = None;
                }
            }
            "shift" => {
                let by = match arguments.first().map(Word::literal) {
                    None => Some(1),
                    Some(number) => number.and_then(|number| number.parse::<usize>().ok()),
                };
                let left = by.and_then(|by| self.arguments.as_deref()?.get(by..));
                self.arguments = left.map(|left| Rc::new(left.to_vec()));
            }
            _ => {}
        }
    }

    fn declare(&mut self, arguments: &[Word]) {
        for word in arguments {
            if let Some((name, value)) = word.text.split_once('=')
                && is_name(name)
            {
                let start = word.text.len() - value.len();
                let mut value = word.part(start..word.text.len());
                value.list = None;
                value.list_end = None;
                self.assign(name, value);
            }
        }
    }

    /// Follows the text that the last command gives to a shell.
    pub(super) fn inner_text(&mut self) {
        let Some(command) = self.commands.last() else {
            return;
        };
        if self.effort.texts >= TEXT_LIMIT || self.over_limit() {
            return;
        }
        let (text, shares) = match command.program() {
            Some("eval") => match command.words.as_slice() {
                [_, text] => (text.clone(), true),
                _ => return,
            },
            Some("sh") => match option_c(&command.words) {
                Some(text) => (text.clone(), false),
                None => return,
            },
            _ => return,
        };
        if !text.known {
            return;
        }
        let fib = command.fib;
        let background = command.background;
        let tree = shell::parse(&text.text);
        let outer = std::mem::take(&mut self.variables);
        let given = if shares {
            outer
        } else {
            // Which variables are exported is not followed; PATH always is.
            let mut given = Variables::default();
            if let Some(path) = outer.get("PATH") {
                given.set("PATH", path);
            }
            self.variables = outer;
            given
        };
        let mut inner = Walker::new(&tree, Origin::Word(Rc::new(text)), given);
        std::mem::swap(&mut inner.effort, &mut self.effort);
        inner.effort.texts += 1;
        inner.run();
        inner.effort.texts -= 1;
        std::mem::swap(&mut inner.effort, &mut self.effort);
        if shares {
            self.variables = inner.variables;
        }
        for mut command in inner.commands {
            command.fib = command.fib.or(fib);
            command.background |= background;
            command.joined = true;
            self.commands.push(command);
        }
    }
}

/// The text after `-c`, alone or at the end of other options.
fn option_c(words: &[Word]) -> Option<&Word> {
    let at = words.iter().skip(1).position(|word| {
        let text = word.literal().unwrap_or("");
        !text.starts_with('-') || (text.ends_with('c') && !text.starts_with("--"))
    })?;
    let option = words.get(at + 1)?.literal()?;
    option.starts_with('-').then(|| words.get(at + 2)).flatten()
}
