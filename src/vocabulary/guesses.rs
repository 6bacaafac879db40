//! A bound on the work of guessing what misspelled names were meant to be.

use std::collections::HashMap;

/// The most names of which one is asked to guess; of a file with more of them nobody reads what
/// each was meant to be.
const MOST: usize = 200;

/// What was guessed of the names of one file or host: each name once, and only so many.
#[derive(Clone, Debug)]
pub struct Guesses<T> {
    made: HashMap<String, Option<T>>,
}

impl<T> Default for Guesses<T> {
    fn default() -> Self {
        Self {
            made: HashMap::new(),
        }
    }
}

impl<T: Clone> Guesses<T> {
    /// What `name` was meant to be, as `guess` says; `None` where too many names were asked for
    /// before.
    pub fn of(&mut self, name: &str, guess: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        if let Some(made) = self.made.get(name) {
            return made.clone();
        }
        if self.made.len() >= MOST {
            return None;
        }
        let meant = guess(name);
        self.made.insert(name.to_owned(), meant.clone());
        meant
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_guessed_once_and_not_without_end() {
        let mut guesses = Guesses::default();
        let mut asked = 0;
        for round in 0..3 {
            for name in 0..2 * MOST {
                let meant = guesses.of(&name.to_string(), |own| {
                    asked += 1;
                    Some(own.to_owned())
                });
                let expected = (name < MOST).then(|| name.to_string());
                assert_eq!(meant, expected, "{round}");
            }
        }
        assert_eq!(asked, MOST);
    }
}
