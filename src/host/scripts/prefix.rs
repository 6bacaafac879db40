//! Programs that run another one: setfib(1), env(1), nohup(1) and their kin.

use super::{Command, Fib};

/// Takes the prefixes off a command; what setfib(1) says is kept.
pub(super) fn taken_off(mut command: Command) -> Option<Command> {
    while let Some(first) = command.words.first() {
        let program = first.text.rsplit('/').next().unwrap_or("").to_owned();
        let taken = match program.as_str() {
            "setfib" => setfib(&mut command),
            "nohup" | "exec" | "command" | "time" | "eval" => take(&mut command, 1),
            "sudo" | "doas" | "env" => options(&mut command),
            _ => return Some(command),
        };
        if !taken {
            return Some(command);
        }
    }
    None
}

fn take(command: &mut Command, count: usize) -> bool {
    if command.words.len() <= count {
        return false;
    }
    command.words.drain(..count);
    true
}

/// `setfib N cmd`, `setfib -F N cmd`, `setfib -N cmd`.
fn setfib(command: &mut Command) -> bool {
    let Some(first) = command.words.get(1) else {
        return false;
    };
    let (index, digits) = match first.text.strip_prefix('-') {
        Some("F") => (2, None),
        Some(rest) => (1, Some(rest.strip_prefix('F').unwrap_or(rest).to_owned())),
        None => (1, None),
    };
    let Some(word) = command.words.get(index) else {
        return false;
    };
    let text = digits.unwrap_or_else(|| word.text.clone());
    command.fib = Some(Fib {
        number: text.parse().ok(),
        place: word.place,
    });
    take(command, index + 1)
}

/// Options and `NAME=value` words before the program.
fn options(command: &mut Command) -> bool {
    let before = command.words.iter().skip(1);
    let count = before
        .take_while(|word| word.text.starts_with('-') || word.text.contains('='))
        .count();
    take(command, count + 1)
}
