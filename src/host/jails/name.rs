//! Jail names: wildcards, numbers, hierarchy (usr.sbin/jail/state.c and config.c).

/// Whether a block's name makes it a wildcard: one of its components is `*`.
pub(super) fn is_wildcard(name: &str) -> bool {
    name.contains('*') && name.split('.').any(|component| component == "*")
}

/// The part of a name before its first dot.
pub(super) fn first_component(name: &str) -> &str {
    name.split('.').next().unwrap_or_default()
}

/// Whether the wildcard `wildcard` is for the jail `name`. A last `*` stands for one component or
/// more, any other for one.
pub(super) fn matches(wildcard: &str, name: &str) -> bool {
    let mut names = name.split('.');
    let mut wildcards = wildcard.split('.').peekable();
    while let Some(wild) = wildcards.next() {
        let Some(component) = names.next() else {
            return false;
        };
        if wild == "*" {
            if wildcards.peek().is_none() {
                return true;
            }
        } else if wild != component {
            return false;
        }
    }
    names.next().is_none()
}

/// Whether a block's name is a jail id and no name: a whole number other than zero, in C's eyes.
pub(super) fn is_jail_id(name: &str) -> bool {
    let digits = name.trim_start_matches([' ', '\t', '\n', '\x0b', '\x0c', '\r']);
    let digits = digits.strip_prefix(['-', '+']).unwrap_or(digits);
    !digits.is_empty()
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && digits.bytes().any(|byte| byte != b'0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_match_whole_components() {
        let cases = [
            ("*", "db", true),
            ("*", "db.one", true),
            ("web.*", "web", false),
            ("web.*", "web.a", true),
            ("web.*", "web.a.b", true),
            ("*.db", "a.db", true),
            ("*.db", "a.b.db", false),
            ("a.*.c", "a.b.c", true),
            ("a.*.c", "a.b", false),
        ];
        for (wildcard, name, expected) in cases {
            assert_eq!(matches(wildcard, name), expected, "{wildcard} {name}");
        }
        assert!(is_wildcard("a.*.c") && !is_wildcard("we*") && !is_wildcard("*b.c"));
    }

    #[test]
    fn numbers_are_ids() {
        assert!(is_jail_id("42") && is_jail_id("-1"));
        assert!(!is_jail_id("0") && !is_jail_id("4x") && !is_jail_id(""));
    }
}
