//! Programs that only run another one: `setfib 1 nohup route ...` is about `route`.

use crate::syntax::shell::is_name;
use crate::text::Place;

use super::word::{PieceKind, Word};
use super::{Command, Fib};

/// The command that `words` run in the end.
pub(super) fn peel(words: Vec<Word>, place: Place, path_set: bool) -> Command {
    let mut command = Command {
        words: Vec::new(),
        place,
        background: false,
        joined: false,
        path_set,
        fib: None,
    };
    let mut rest = words.as_slice();
    while let Some(inner) = run_by(rest, &mut command) {
        if inner.is_empty() {
            break;
        }
        rest = inner;
    }
    command.words = rest.to_vec();
    command
}

/// The words of the command that `words` run, if they only run another one.
fn run_by<'w>(words: &'w [Word], command: &mut Command) -> Option<&'w [Word]> {
    let (program, arguments) = words.split_first()?;
    match program.base_name()? {
        "setfib" => {
            let (fib, rest) = setfib(arguments)?;
            if !rest.is_empty() {
                command.fib = Some(fib);
            }
            Some(rest)
        }
        "nohup" | "exec" => after_options(arguments, ""),
        "command" => {
            let asks = |word: &Word| matches!(word.literal(), Some("-v" | "-V"));
            if arguments.first().is_some_and(asks) {
                return None;
            }
            after_options(arguments, "")
        }
        "env" => {
            let rest = after_options(arguments, "uPLUS")?;
            let count = rest.iter().take_while(|word| is_assignment(word)).count();
            let (assignments, rest) = rest.split_at_checked(count)?;
            let path = assignments
                .iter()
                .filter(|word| word.text.starts_with("PATH="));
            for word in path {
                command.path_set = path_reaches_local(&word.part(5..word.text.len()));
            }
            Some(rest)
        }
        "sudo" => after_options(arguments, "ugCcDhpRrTtU"),
        "doas" => after_options(arguments, "uCa"),
        _ => None,
    }
}

fn is_assignment(word: &Word) -> bool {
    word.text
        .split_once('=')
        .is_some_and(|(name, _)| is_name(name))
}

/// What follows the options; those in `valued` take the next word as their value.
fn after_options<'w>(words: &'w [Word], valued: &str) -> Option<&'w [Word]> {
    let mut rest = words;
    while let Some((word, after)) = rest.split_first() {
        let text = word.literal().unwrap_or("");
        let Some(option) = text.strip_prefix('-').filter(|option| !option.is_empty()) else {
            break;
        };
        rest = after;
        if option == "-" {
            break;
        }
        let last = option.chars().last();
        if option.len() == 1 && last.is_some_and(|last| valued.contains(last)) {
            rest = rest.get(1..)?;
        }
    }
    Some(rest)
}

/// `N`, `-F N`, `-FN`, `-N`: setfib(1).
fn setfib(arguments: &[Word]) -> Option<(Fib, &[Word])> {
    let (first, rest) = arguments.split_first()?;
    let (number, rest) = match first.literal() {
        Some("-F") => {
            let (number, rest) = rest.split_first()?;
            (number.clone(), rest)
        }
        Some(text) if text.starts_with("-F") => (first.part(2..text.len()), rest),
        Some(text) if text.starts_with('-') => (first.part(1..text.len()), rest),
        _ => (first.clone(), rest),
    };
    let fib = Fib {
        number: number.literal().and_then(|text| text.parse().ok()),
        place: number.from.unwrap_or(number.place),
    };
    Some((fib, rest))
}

/// Whether programs in /usr/local/bin are found with this value of PATH, or may be.
pub(super) fn path_reaches_local(path: &Word) -> bool {
    let unknown = path
        .pieces
        .iter()
        .any(|piece| piece.kind == PieceKind::Unknown);
    unknown
        || path
            .text
            .split(':')
            .any(|folder| folder.trim_end_matches('/') == "/usr/local/bin")
}
