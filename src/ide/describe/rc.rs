//! A variable of rc.conf(5).

use super::rc_list::WORDS;

/// What a variable takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ide) enum ValueKind {
    /// YES or NO.
    Switch,
    /// Names of interfaces.
    Interfaces,
    /// Names of jails.
    Jails,
    /// FRR's daemons.
    Daemons,
    /// Words for ifconfig(8).
    Ifconfig,
    /// A number of a FIB.
    Fib,
    /// Anything else.
    Text,
}

/// A variable, or many that are called alike.
#[derive(Clone, Copy, Debug)]
pub(in crate::ide) struct RcWord {
    /// Its name; `IF`, `N`, `NAME` and such stand for what varies.
    pub name: &'static str,
    /// What it takes.
    pub kind: ValueKind,
    /// What holds without it; empty where nothing does.
    pub default: &'static str,
    /// What it is for.
    pub meaning: &'static str,
}

use ValueKind::{Daemons, Fib, Ifconfig, Interfaces, Jails, Switch, Text};

/// What stands for something that varies, in the names of the list.
const HOLES: [&str; 4] = ["IF", "NAME", "SERVICE", "N"];

/// All of them.
pub(in crate::ide) fn rc_words() -> &'static [RcWord] {
    &WORDS
}

/// What is known of the variable `name`; one that is called so wins over many called alike.
pub(in crate::ide) fn rc_word(name: &str) -> Option<&'static RcWord> {
    let exact = WORDS.iter().find(|word| word.name == name);
    exact.or_else(|| WORDS.iter().find(|word| word.fits(name)))
}

impl RcWord {
    /// What varies in its name, and what stands before and behind it.
    pub(in crate::ide) fn hole(&self) -> Option<(&'static str, &'static str, &'static str)> {
        HOLES.iter().find_map(|hole| {
            let at = self.name.rfind(hole)?;
            let (before, rest) = self.name.split_at_checked(at)?;
            let behind = rest.strip_prefix(hole)?;
            Some((before, *hole, behind))
        })
    }

    fn fits(&self, name: &str) -> bool {
        // At most two: `ifconfig_IF_aliasN`.
        let Some((before, hole, behind)) = self.hole() else {
            return self.name == name;
        };
        let middle = name.strip_prefix(before);
        let middle = middle.and_then(|rest| match behind {
            "_aliasN" => {
                let rest = rest.trim_end_matches(|c: char| c.is_ascii_digit());
                rest.strip_suffix("_alias")
            }
            _ => rest.strip_suffix(behind),
        });
        middle.is_some_and(|middle| match hole {
            "N" => middle.bytes().all(|b| b.is_ascii_digit()) && !middle.is_empty(),
            _ => !middle.is_empty(),
        })
    }
}

/// Its page, under the name that it has in the file.
pub(super) fn page(name: &str, word: &RcWord) -> String {
    let mut page = format!("**{name}**: {}", value_words(word.kind));
    if !word.default.is_empty() {
        page.push_str(&format!(", {} by default", super::code(word.default)));
    }
    let mut meaning = word.meaning.chars();
    let first = meaning.next().map(|first| first.to_ascii_uppercase());
    page.push_str("\n\n");
    page.extend(first);
    page.push_str(meaning.as_str());
    page
}

fn value_words(kind: ValueKind) -> &'static str {
    match kind {
        Switch => "YES or NO",
        Interfaces => "names of interfaces",
        Jails => "names of jails",
        Daemons => "names of daemons",
        Ifconfig => "words for ifconfig(8)",
        Fib => "the number of a FIB",
        Text => "a text",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_found_under_the_names_that_they_have() {
        for (name, expected) in [
            ("ifconfig_lagg0_50", "ifconfig_IF"),
            ("ifconfig_em0_alias12", "ifconfig_IF_aliasN"),
            ("ifconfig_em0_aliases", "ifconfig_IF_aliases"),
            ("ifconfig_em0_ipv6", "ifconfig_IF_ipv6"),
            ("ifconfig_DEFAULT", "ifconfig_DEFAULT"),
            ("defaultrouter_fib2", "defaultrouter_fibN"),
            ("vlans_lagg0", "vlans_IF"),
            ("route_lab", "route_NAME"),
            ("nginx_enable", "SERVICE_enable"),
            ("jail_enable", "jail_enable"),
            ("bgpd_fib", "SERVICE_fib"),
        ] {
            let found = rc_word(name).map(|word| word.name);
            assert_eq!(found, Some(expected), "{name}");
        }
        assert!(rc_word("whatever").is_none());
        assert!(rc_word("_enable").is_none());
    }
}
