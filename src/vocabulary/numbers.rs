//! Numbers as sysctl(8) and the kernel read them.

/// A value read as a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Number {
    /// It is one.
    Value(i128),
    /// It is not.
    Refused {
        /// The number that is plainly meant, where there is one.
        meant: Option<i128>,
    },
}

/// How sysctl(8) reads one number: decimal, `0x` or octal after a `0`, and nothing behind it
/// (sbin/sysctl/sysctl.c).
#[must_use]
pub fn sysctl_number(text: &str) -> Number {
    match based(text) {
        Some((value, "")) => Number::Value(value),
        Some((value, rest)) => Number::Refused {
            meant: match rest {
                ";" => Some(value),
                _ => suffix(rest).and_then(|factor| value.checked_mul(factor)),
            },
        },
        None => Number::Refused {
            meant: word(text).map(i128::from),
        },
    }
}

/// How the kernel reads a number from the loader: as sysctl(8) does, or with k, m, g or t behind
/// it (loader.conf values, sys/kern/kern_environment.c).
#[must_use]
pub fn kernel_number(text: &str) -> Number {
    match based(text) {
        Some((value, "")) => Number::Value(value),
        Some((value, rest)) if rest.len() == 1 => match suffix(rest) {
            Some(factor) => Number::Value(value.saturating_mul(factor)),
            None => Number::Refused { meant: None },
        },
        Some((value, rest)) => Number::Refused {
            meant: suffix(rest).and_then(|factor| value.checked_mul(factor)),
        },
        None => Number::Refused {
            meant: word(text).map(i128::from),
        },
    }
}

/// A number in front of `text` in the base that it says, and the rest.
fn based(text: &str) -> Option<(i128, &str)> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let lower = unsigned.get(..2).unwrap_or("").to_ascii_lowercase();
    let (radix, digits) = match (lower.as_str(), unsigned) {
        ("0x", _) => (16, unsigned.get(2..).unwrap_or("")),
        (_, octal) if octal.starts_with('0') => (8, octal),
        _ => (10, unsigned),
    };
    let end = digits.find(|c: char| !c.is_digit(radix));
    let (digits, rest) = digits.split_at_checked(end.unwrap_or(digits.len()))?;
    // Any i128 holds what is compared here; a longer number is as large as can be.
    let value = match digits {
        "" => return None,
        digits => i128::from_str_radix(digits, radix).unwrap_or(i128::MAX),
    };
    Some((value.saturating_mul(sign), rest))
}

/// What `K`, `M`, `GB` and so on stand for.
fn suffix(text: &str) -> Option<i128> {
    let letters = text.to_ascii_lowercase();
    let shift = match letters.strip_suffix('b').unwrap_or(&letters) {
        "k" => 10,
        "m" => 20,
        "g" => 30,
        "t" => 40,
        _ => return None,
    };
    Some(1 << shift)
}

/// What a word for on or off stands for.
fn word(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "yes" | "on" | "true" | "enable" | "enabled" => Some(true),
        "no" | "off" | "false" | "disable" | "disabled" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REFUSED: Number = Number::Refused { meant: None };

    const fn meant(value: i128) -> Number {
        Number::Refused { meant: Some(value) }
    }

    #[test]
    fn numbers_of_sysctl() {
        for (text, number) in [
            ("1", Number::Value(1)),
            ("-1", Number::Value(-1)),
            ("0", Number::Value(0)),
            ("010", Number::Value(8)),
            ("0x1000000", Number::Value(16_777_216)),
            ("16M", meant(16_777_216)),
            ("4GB", meant(4_294_967_296)),
            ("1;", meant(1)),
            ("yes", meant(1)),
            ("off", meant(0)),
            ("1.5", REFUSED),
            ("08", REFUSED),
            ("0x", REFUSED),
            ("-", REFUSED),
            ("", REFUSED),
            ("é", REFUSED),
        ] {
            assert_eq!(sysctl_number(text), number, "{text}");
        }
    }

    #[test]
    fn numbers_of_the_loader() {
        for (text, number) in [
            ("4G", Number::Value(4_294_967_296)),
            ("1024m", Number::Value(1_073_741_824)),
            ("4GB", meant(4_294_967_296)),
            ("true", meant(1)),
            ("4 G", REFUSED),
        ] {
            assert_eq!(kernel_number(text), number, "{text}");
        }
    }
}
