//! A parameter of jail(8).

use crate::rules::words::listed;
use crate::vocabulary::{Change, JailParameter, Limit, Need, ValueType, jail_parameter};

/// Its page: what it takes, what it is for, what else there is to know of it.
pub(super) fn page(parameter: JailParameter) -> String {
    let mut page = format!("**{}**: {}", parameter.name(), value_words(parameter));
    if let Some(default) = parameter.default_value() {
        page.push_str(&format!(", {default} by default"));
    }
    let meaning = super::capitalised(parameter.meaning());
    let sentences = [
        limit(parameter),
        needs(parameter),
        replacement(parameter),
        parameter
            .since()
            .map(|since| format!("Since FreeBSD {since}.")),
        Some(change(parameter).to_owned()),
    ];
    let sentences: Vec<String> = sentences.into_iter().flatten().collect();
    page.push_str(&format!("\n\n{meaning}\n\n{}", sentences.join(" ")));
    page
}

/// "a list of IPv4 addresses"
pub(in crate::ide) fn value_words(parameter: JailParameter) -> String {
    let words = match (parameter.value_type(), parameter.is_list()) {
        (ValueType::Boolean, _) => "true or false",
        (ValueType::Integer, _) => "a number",
        (ValueType::Unsigned, _) => "a number, not negative",
        (ValueType::Jailsys, _) => {
            let words = parameter.jailsys_words().replace(' ', ", ");
            return match words.rsplit_once(", ") {
                Some((first, last)) => format!("{first} or {last}"),
                None => words,
            };
        }
        (ValueType::Address4, _) => "a list of IPv4 addresses",
        (ValueType::Address6, _) => "a list of IPv6 addresses",
        (ValueType::Text, true) => "a list of texts",
        (ValueType::Text, false) => "a text",
        (ValueType::Opaque, _) => "a value",
    };
    words.to_owned()
}

fn limit(parameter: JailParameter) -> Option<String> {
    match parameter.limit() {
        Limit::None | Limit::Words(_) => None,
        Limit::Range { low, high, refused } => {
            let numbers = match high {
                i64::MAX => format!("from {low} up"),
                _ => format!("from {low} to {high}"),
            };
            Some(match refused {
                true => format!("It takes numbers {numbers}."),
                false => format!("Numbers {numbers} mean something; others are taken as well."),
            })
        }
        Limit::Bytes(most) => Some(format!("At most {most} bytes.")),
        Limit::AbsolutePath => Some("An absolute path.".to_owned()),
    }
}

fn needs(parameter: JailParameter) -> Option<String> {
    let needs: Vec<String> = parameter.needs().map(need).collect();
    (!needs.is_empty()).then(|| format!("It has no effect unless {}.", listed(&needs)))
}

/// "allow.mount is on"
fn need(need: Need) -> String {
    match need {
        Need::Below(name, limit) => format!("{name} is below {limit}"),
        Need::On(name) => {
            let needed = jail_parameter(name).map(JailParameter::value_type);
            match needed == Some(ValueType::Jailsys) {
                true => format!("{name} is new"),
                false => format!("{name} is on"),
            }
        }
    }
}

fn replacement(parameter: JailParameter) -> Option<String> {
    let (since, instead) = parameter.replacement()?;
    let names: Vec<String> = instead.iter().map(ToString::to_string).collect();
    let what = match names.as_slice() {
        [] => "it has no effect any more".to_owned(),
        _ => format!("it is deprecated: use {}", listed(&names)),
    };
    Some(match since {
        Some(since) => format!("From FreeBSD {since} on {what}."),
        None => super::capitalised(&format!("{what}.")),
    })
}

fn change(parameter: JailParameter) -> &'static str {
    match parameter.change() {
        Change::AnyTime => "It can be changed while the jail runs.",
        Change::AtCreation => "It can be set only when the jail is made.",
        Change::Never => "It cannot be set: the kernel only reports it.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_pages_tell() {
        for (name, part) in [
            ("enforce_statfs", "It takes numbers from 0 to 2."),
            ("children.max", "Numbers from 0 up mean something;"),
            ("host.hostname", "At most 255 bytes."),
            ("path", "An absolute path. It can be set only when"),
            ("vnet", "**vnet**: new or inherit\n"),
            (
                "allow.mount.zfs",
                "no effect unless allow.mount is on and enforce_statfs is below 2.",
            ),
            ("allow.nfsd", "no effect unless vnet is new. Since FreeBSD"),
            (
                "allow.dying",
                "From FreeBSD 15.0 on it has no effect any more.",
            ),
            (
                "allow.sysvipc",
                "It is deprecated: use sysvmsg, sysvsem and sysvshm.",
            ),
            ("allow.set_hostname", "true or false, true by default"),
        ] {
            let page = page(jail_parameter(name).expect("known"));
            assert!(page.contains(part), "{page}");
        }
    }
}
