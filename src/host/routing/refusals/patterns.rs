//! Regular expressions over AS paths and communities: what FRR surely refuses.

use super::PatternFault;

/// What FRR takes in the expression of an as-path list (config_bgp_aspath_validate in
/// bgpd/bgp_filter.c).
const OF_AS_PATHS: &str = "1234567890_^|[,{}() ]$*+.?-\\";

/// The first character that FRR refuses in an expression over AS paths.
pub(super) fn character_fault(pattern: &str) -> Option<PatternFault> {
    let mut characters = pattern.trim_end().chars();
    let bad = characters.find(|c| !OF_AS_PATHS.contains(*c))?;
    Some(PatternFault::Character(bad))
}

/// A bracket without its other half (regcomp(3), POSIX extended expressions).
pub(super) fn bracket_fault(pattern: &str) -> Option<PatternFault> {
    let mut open = 0_usize;
    let mut rest = pattern;
    while let Some(c) = rest.chars().next() {
        rest = rest.get(c.len_utf8()..).unwrap_or("");
        match c {
            '\\' => {
                let escaped = rest.chars().next().map_or(0, char::len_utf8);
                rest = rest.get(escaped..).unwrap_or("");
            }
            '(' => open += 1,
            ')' => open = open.saturating_sub(1),
            '[' => match behind_class(rest) {
                Some(behind) => rest = behind,
                None => return Some(PatternFault::Unclosed('[')),
            },
            _ => {}
        }
    }
    (open > 0).then_some(PatternFault::Unclosed('('))
}

/// What follows a bracket expression, whose `[` is read. A `]` that comes first is a member, and
/// so is what stands in `[:` and its kin.
fn behind_class(rest: &str) -> Option<&str> {
    let rest = rest.strip_prefix('^').unwrap_or(rest);
    let mut rest = rest.strip_prefix(']').unwrap_or(rest);
    loop {
        let at = rest.find(['[', ']'])?;
        let (bracket, behind) = rest.get(at..)?.split_at_checked(1)?;
        if bracket == "]" {
            return Some(behind);
        }
        rest = match behind.chars().next() {
            Some(mark @ (':' | '.' | '=')) => {
                let end = behind.get(1..)?.find(&format!("{mark}]"))?;
                behind.get(1 + end + 2..)?
            }
            _ => behind,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_have_two_halves() {
        for good in [
            "^65(1|2)$",
            "[0-9]+",
            "[]]",
            "[^]1]",
            "\\(",
            "_1_",
            "[[:digit:]]+",
            "a)",
        ] {
            assert_eq!(bracket_fault(good), None, "{good}");
        }
        assert_eq!(bracket_fault("^65("), Some(PatternFault::Unclosed('(')));
        assert_eq!(bracket_fault("[0-9"), Some(PatternFault::Unclosed('[')));
        assert_eq!(
            bracket_fault("[[:digit:]"),
            Some(PatternFault::Unclosed('['))
        );
    }

    #[test]
    fn as_paths_have_no_letters() {
        assert_eq!(character_fault("^65000_[0-9]+$"), None);
        assert_eq!(
            character_fault("AS65000"),
            Some(PatternFault::Character('A'))
        );
    }
}
