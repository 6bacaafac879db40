//! Since when a jail parameter exists, when it can be set, and what it is without being set.

use super::jail_parameters::JailParameter;
use super::release::FreebsdRelease;

/// When a parameter can be set (jail(8); sys/kern/kern_jail.c).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// When the jail is made, and later.
    AnyTime,
    /// When the jail is made.
    AtCreation,
    /// Never: the kernel only reports it.
    Never,
}

impl JailParameter {
    /// Whether `release` has it, as far as is known.
    #[must_use]
    pub fn is_known_on(self, release: FreebsdRelease) -> bool {
        let cell = self.since_cell();
        if is_upper_bound(cell) {
            return true;
        }
        // `13.3/14.0`: from 13.3 on of the releases 13, from 14.0 on of all others.
        let mut firsts = cell.split('/').filter_map(|first| first.parse().ok());
        let own = firsts.rfind(|first: &FreebsdRelease| first.major <= release.major);
        own.is_some_and(|first| first.major < release.major || first <= release)
    }

    /// "12.2 and 13.0", "12.1 or before": the releases that it came with.
    #[must_use]
    pub fn since(self) -> String {
        let cell = self.since_cell();
        if is_upper_bound(cell) {
            let words = cell.split([' ', '<', '>', '=']);
            let known = words.filter(|word| word.parse::<FreebsdRelease>().is_ok());
            // The last one outside brackets is the oldest release that was seen to have it.
            let mut outside = known.filter(|word| !word.ends_with(')'));
            return format!("{} or before", outside.next_back().unwrap_or(cell));
        }
        let all = cell.replace('?', "").replace('/', " and ");
        match cell.contains('?') {
            true => format!("{all}, as far as is known"),
            false => all,
        }
    }

    /// When it can be set.
    #[must_use]
    pub fn change(self) -> Change {
        match self.change_cell() {
            "read-only" => Change::Never,
            "create" => Change::AtCreation,
            _ => Change::AnyTime,
        }
    }

    /// What holds where nothing sets it, if that is known.
    #[must_use]
    pub fn default_value(self) -> Option<&'static str> {
        let said = self.meaning().split_once("(default ").map(|(_, rest)| rest);
        if let Some(rest) = said {
            let word = rest.split([')', ';']).next()?.trim();
            return Some(match word {
                "ON" | "on" => "true",
                word => word,
            });
        }
        let is_switch = self.name().starts_with("allow.") && self.value_type() == "bool";
        is_switch.then_some("false")
    }
}

/// Only a release is known that had it; it may have come before.
fn is_upper_bound(cell: &str) -> bool {
    cell.contains("<=") || cell.contains("earlier")
}

#[cfg(test)]
mod tests {
    use super::super::{jail_parameter, jail_parameters};

    #[test]
    fn since_when_they_are_there() {
        for (name, release, expected) in [
            ("exec.fib", "12.0", true),
            ("exec.prepare", "12.1", false),
            ("exec.prepare", "12.2", true),
            ("exec.prepare", "13.0", true),
            ("allow.nfsd", "13.2", false),
            ("allow.nfsd", "13.3", true),
            ("allow.nfsd", "14.0", true),
            ("mac.label", "14.2", false),
            ("mac.label", "14.3", true),
            ("zfs.dataset", "14.4", false),
            ("sysvmsg", "12.0", true),
            ("allow.setaudit", "15.0", false),
        ] {
            let parameter = jail_parameter(name).expect(name);
            let release = release.parse().expect("a release");
            assert_eq!(parameter.is_known_on(release), expected, "{name} {release}");
        }
    }

    #[test]
    fn what_is_said_of_them() {
        let since = |name| jail_parameter(name).expect("a parameter").since();
        assert_eq!(since("exec.fib"), "9.1");
        assert_eq!(since("exec.prepare"), "12.2 and 13.0");
        assert_eq!(since("sysvmsg"), "12.1 or before");
        assert_eq!(since("allow.mlock"), "12.1 or before");
        assert_eq!(since("allow.setaudit"), "15.1, as far as is known");
        let default = |name| jail_parameter(name).expect("a parameter").default_value();
        assert_eq!(default("stop.timeout"), Some("10"));
        assert_eq!(default("allow.set_hostname"), Some("true"));
        assert_eq!(default("allow.raw_sockets"), Some("false"));
        assert_eq!(default("path"), None);
        for parameter in jail_parameters() {
            assert!(parameter.since().starts_with(|c: char| c.is_ascii_digit()));
        }
    }
}
