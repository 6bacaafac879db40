//! A variable of rc.conf(5).

use crate::vocabulary::{RcKind, RcName};

/// Its page, under the name that it has in the file.
pub(super) fn page(name: &str, known: RcName) -> String {
    let mut page = format!("**{name}**: {}", value_words(known.kind()));
    if !known.default_value().is_empty() {
        let default = super::code(known.default_value());
        page.push_str(&format!(", {default} by default"));
    }
    page.push_str(&format!("\n\n{}", super::capitalised(known.meaning())));
    if let Some(life) = life(name, known) {
        page.push_str(&format!("\n\n{life}"));
    }
    page
}

/// Since when it is there, until when it was, and what took its place.
fn life(name: &str, known: RcName) -> Option<String> {
    let mut sentences = Vec::new();
    if let Some(since) = known.since() {
        sentences.push(format!("Since FreeBSD {since}."));
    }
    if !known.until().is_empty() {
        sentences.push(format!("Not read since FreeBSD {}.", known.until()));
    }
    if let Some(instead) = known.instead_of(name) {
        sentences.push(format!("An older form: {instead} took its place."));
    }
    (!sentences.is_empty()).then(|| sentences.join(" "))
}

fn value_words(kind: RcKind) -> String {
    match kind {
        RcKind::Bool(others) | RcKind::Choice(others) => {
            let switch = matches!(kind, RcKind::Bool(_)).then_some("YES NO");
            let words: Vec<String> = (switch.into_iter().chain([others]))
                .flat_map(str::split_ascii_whitespace)
                .map(|word| match switch {
                    Some(_) => word.to_ascii_uppercase(),
                    None => word.to_owned(),
                })
                .collect();
            alternatives(&words)
        }
        RcKind::Int => "a number".to_owned(),
        RcKind::Fib => "the number of a FIB".to_owned(),
        RcKind::Gateway => "the address of a router, or NO".to_owned(),
        RcKind::Address => "an address".to_owned(),
        RcKind::Interface => "the name of an interface".to_owned(),
        RcKind::Interfaces | RcKind::Clones => "names of interfaces".to_owned(),
        RcKind::Jails => "names of jails".to_owned(),
        RcKind::Daemons => "names of daemons".to_owned(),
        RcKind::Ifconfig => "words for ifconfig(8)".to_owned(),
        RcKind::Route => "words for route(8)".to_owned(),
        RcKind::File => "a file or folder".to_owned(),
        RcKind::List => "a list".to_owned(),
        RcKind::Text => "a text".to_owned(),
    }
}

/// "YES, NO or AUTO"
fn alternatives(words: &[String]) -> String {
    match words {
        [first @ .., last] if !first.is_empty() => format!("{} or {last}", first.join(", ")),
        _ => words.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::rc_variable;

    #[test]
    fn pages() {
        let page_of = |name| page(name, rc_variable(name).expect("known"));
        assert_eq!(
            page_of("sendmail_enable").lines().next(),
            Some("**sendmail_enable**: YES, NO or NONE")
        );
        assert_eq!(
            page_of("frr_default_profile").lines().next(),
            Some("**frr_default_profile**: traditional or datacenter, `traditional` by default")
        );
        assert!(page_of("defaultrouter_fib2").ends_with("\n\nSince FreeBSD 13.2 and 14.0."));
        assert!(page_of("ipv6_enable").ends_with(
            "Not read since FreeBSD 9.0. \
             An older form: ipv6_activate_all_interfaces took its place."
        ));
    }
}
