//! Values: what jail(8), libjail and the kernel make of a parameter's last value, and of several
//! where one is taken. Addresses are not for here.

use crate::host::jails::defect::{DefectKind, Defects, ValueProblem};
use crate::host::jails::jail::Parameter;
use crate::vocabulary::{JailParameter, Limit, ValueType};

/// The words of a jailsys.
const JAILSYS: [&str; 3] = ["disable", "new", "inherit"];

/// Says what is wrong with a parameter's values.
pub(super) fn check(
    parameter: &Parameter,
    known: JailParameter,
    jail: usize,
    defects: &mut Defects,
) {
    // What is not expanded is another mistake.
    let Some(last) = parameter.values.last().filter(|_| parameter.complete) else {
        return;
    };
    let addresses = matches!(
        known.value_type(),
        ValueType::Address4 | ValueType::Address6
    );
    if let [first, _, ..] = parameter.values.as_slice()
        && !known.is_list()
        && !addresses
    {
        let kind = DefectKind::SeveralValues {
            name: parameter.name.clone(),
            count: parameter.values.len(),
            used: last.place,
        };
        defects.add(kind, first.place, Some(jail));
    }
    // An empty element among others is nothing to the list.
    let others = addresses && parameter.values.len() > 1;
    if let Some(problem) = problem(known, &last.text).filter(|_| !others) {
        let kind = DefectKind::ImpossibleValue {
            parameter: known,
            name: parameter.name.clone(),
            value: last.text.clone(),
            problem,
        };
        defects.add(kind, last.place, Some(jail));
    }
}

fn problem(known: JailParameter, text: &str) -> Option<ValueProblem> {
    match known.value_type() {
        ValueType::Boolean => {
            let word = text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false");
            (!word && decimal(text).is_none()).then_some(ValueProblem::NotBoolean)
        }
        ValueType::Integer => match (decimal(text), known.limit()) {
            (None, _) => Some(ValueProblem::NotInteger),
            (Some(number), Limit::Range { low, high, refused }) => (number < low || number > high)
                .then_some(ValueProblem::OutOfRange { low, high, refused }),
            _ => None,
        },
        ValueType::Unsigned => decimal(text).is_none().then_some(ValueProblem::NotInteger),
        ValueType::Jailsys => jailsys_problem(known, text),
        ValueType::Text => match known.limit() {
            Limit::AbsolutePath => (!text.starts_with('/')).then_some(ValueProblem::NotAbsolute),
            Limit::Bytes(bytes) => (text.len() > bytes).then_some(ValueProblem::TooLong { bytes }),
            _ => None,
        },
        // libjail takes nothing for an empty list.
        ValueType::Address4 | ValueType::Address6 => {
            text.is_empty().then_some(ValueProblem::NoAddresses)
        }
        ValueType::Opaque => None,
    }
}

fn jailsys_problem(known: JailParameter, text: &str) -> Option<ValueProblem> {
    let Some(word) = JAILSYS.iter().find(|word| text.eq_ignore_ascii_case(word)) else {
        return Some(ValueProblem::NotJailsys);
    };
    match known.limit() {
        Limit::Words(words) if !words.split(' ').any(|taken| taken == *word) => {
            Some(ValueProblem::RefusedWord)
        }
        _ => None,
    }
}

/// The number that is the whole text, as strtol(3) takes it: blanks and a sign before it, nothing
/// behind it. A number too long for 64 bits is the largest.
fn decimal(text: &str) -> Option<i64> {
    let text = text.trim_start_matches([' ', '\t', '\n', '\x0b', '\x0c', '\r']);
    let (minus, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number = digits.parse().unwrap_or(i64::MAX);
    Some(if minus { -number } else { number })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::jail_parameter;

    #[test]
    fn values_are_judged_as_the_machine_does() {
        let cases = [
            ("persist", "TRUE", None),
            ("persist", "2", None),
            ("persist", "yes", Some(ValueProblem::NotBoolean)),
            ("exec.clean", "0x1", Some(ValueProblem::NotBoolean)),
            ("exec.clean", "", Some(ValueProblem::NotBoolean)),
            ("exec.fib", " 010", None),
            ("exec.fib", "0x10", Some(ValueProblem::NotInteger)),
            ("devfs_ruleset", "4 ", Some(ValueProblem::NotInteger)),
            ("vnet", "inherit", None),
            ("vnet", "yes", Some(ValueProblem::NotJailsys)),
            ("vnet", "disable", Some(ValueProblem::RefusedWord)),
            ("ip4", "disable", None),
            ("path", "j/a", Some(ValueProblem::NotAbsolute)),
            ("path", "", Some(ValueProblem::NotAbsolute)),
            ("host.hostname", "", None),
            (
                "enforce_statfs",
                "3",
                Some(ValueProblem::OutOfRange {
                    low: 0,
                    high: 2,
                    refused: true,
                }),
            ),
            (
                "osrelease",
                "12.1-RELEASE-and-then-many-more-words",
                Some(ValueProblem::TooLong { bytes: 31 }),
            ),
            ("ip4.addr", "nonsense", None),
            ("ip6.addr", "", Some(ValueProblem::NoAddresses)),
        ];
        for (name, value, expected) in cases {
            let known = jail_parameter(name).expect("a parameter");
            assert_eq!(problem(known, value), expected, "{name} = {value}");
        }
        assert_eq!(decimal("99999999999999999999"), Some(i64::MAX));
    }
}
