//! Lists of names in messages.

/// How many names of a long list are told.
const TOLD: usize = 3;

/// `a, b and c`
pub fn listed(names: &[String]) -> String {
    match names {
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        _ => names.concat(),
    }
}

/// `jail a`, `jails a, b and c`, `jails a, b, c and 4 more`
pub fn jails(names: &[String]) -> String {
    match names {
        [name] => format!("jail {name}"),
        _ => match names.split_at_checked(TOLD) {
            Some((told, more)) if !more.is_empty() => {
                format!("jails {} and {} more", told.join(", "), more.len())
            }
            _ => format!("jails {}", listed(names)),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_read_as_a_sentence() {
        let names: Vec<String> = ["a", "b", "c", "d"].map(String::from).into();
        assert_eq!(listed(&names[..1]), "a");
        assert_eq!(listed(&names), "a, b, c and d");
        assert_eq!(jails(&names[..1]), "jail a");
        assert_eq!(jails(&names[..3]), "jails a, b and c");
        assert_eq!(jails(&names), "jails a, b, c and 1 more");
    }
}
