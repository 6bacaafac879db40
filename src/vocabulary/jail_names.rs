//! What a name in jail.conf means: a parameter, one switched off, or none, and which one was meant.

use super::FreebsdRelease;
use super::jail_parameters::{
    JailParameter, ValueType, jail_parameter, jail_parameter_or_family, jail_parameters,
};

/// Longest name of which other readings are looked for; the kernel's are far shorter.
const MAX_NAME: usize = 255;
/// How like two names must be, from 0 to 1, for one to be a misspelling of the other.
const LIKE: f64 = 0.75;

/// What a name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spelling {
    /// A parameter, as it is called.
    Plain(JailParameter),
    /// A boolean with a `no` before it: `allow.nomount`, `noexec.clean`.
    Off(JailParameter),
    /// A `no` before what is no boolean: `novnet`. jail(8) takes such a name of its own
    /// parameters without a word; of the kernel's it knows none.
    OffWithoutSwitch(JailParameter),
    /// No parameter.
    Unknown,
}

/// What `name` is, in exactly this spelling. The kernel's parameters take their `no` before the
/// last component only (libjail), those of jail(8) before any (usr.sbin/jail/config.c).
#[must_use]
pub fn spelled(name: &str) -> Spelling {
    if let Some(parameter) = jail_parameter_or_family(name)
        && !is_negated_member(name)
    {
        return Spelling::Plain(parameter);
    }
    let last = name.rfind('.').map_or(0, |dot| dot + 1);
    positive_forms(name)
        .filter_map(|(at, form)| Some((at, jail_parameter_or_family(&form)?)))
        .find(|(at, parameter)| *at == last || parameter.is_of_the_program())
        .map_or(Spelling::Unknown, |(_, parameter)| {
            match parameter.value_type() {
                ValueType::Boolean => Spelling::Off(parameter),
                _ => Spelling::OffWithoutSwitch(parameter),
            }
        })
}

/// `allow.mount.nozfs` is no file system called `nozfs`.
fn is_negated_member(name: &str) -> bool {
    let off = name.strip_prefix("allow.mount.no");
    off.is_some_and(|system| jail_parameter(&format!("allow.mount.{system}")).is_some())
}

/// The permission for a file system of FreeBSD that was meant by one for another file system,
/// which only a module from elsewhere could bring.
#[must_use]
pub fn misspelled_file_system(name: &str) -> Option<JailParameter> {
    let system = name.strip_prefix("allow.mount.")?;
    if system.len() > MAX_NAME || jail_parameter(name).is_some() || is_negated_member(name) {
        return None;
    }
    jail_parameters()
        .filter_map(|known| Some((known.name().strip_prefix("allow.mount.")?, known)))
        .map(|(other, known)| (strsim::normalized_damerau_levenshtein(system, other), known))
        .filter(|(likeness, _)| *likeness >= LIKE)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, known)| known)
}

/// The name without the `no` that begins one of its components, and where that was.
fn positive_forms(name: &str) -> impl Iterator<Item = (usize, String)> {
    let name = if name.len() > MAX_NAME { "" } else { name };
    let starts = std::iter::once(0).chain(name.match_indices('.').map(|(at, _)| at + 1));
    starts.filter_map(move |start| {
        let (before, component) = name.split_at_checked(start)?;
        let positive = component.strip_prefix("no")?;
        Some((start, format!("{before}{positive}")))
    })
}

/// The parameter of `release` that was meant by a name which is none, if one is clearly nearest.
#[must_use]
pub fn nearest_jail_parameter(
    name: &str,
    release: Option<FreebsdRelease>,
) -> Option<JailParameter> {
    if name.len() > MAX_NAME {
        return None;
    }
    let lower = name.trim_end_matches(':').to_ascii_lowercase();
    let written = lower.replace(['_', '-'], ".");
    let there = |parameter: &JailParameter| release.is_none_or(|release| parameter.is_in(release));
    let candidates: Vec<(JailParameter, String)> = jail_parameters()
        .filter(|parameter| there(parameter) && parameter.can_be_set())
        .map(|parameter| (parameter, parameter.name().replace('_', ".")))
        .collect();
    let exact = candidates.iter().find(|(_, known)| *known == written);
    if let Some((parameter, _)) = exact {
        return Some(*parameter);
    }
    let is_end = |known: &str| {
        known
            .strip_suffix(lower.as_str())
            .is_some_and(|rest| rest.ends_with('.'))
    };
    let mut by_end = candidates.iter().filter(|(known, _)| is_end(known.name()));
    if let (Some((parameter, _)), None) = (by_end.next(), by_end.next()) {
        return Some(*parameter);
    }
    let likeness = |known: &str| strsim::normalized_damerau_levenshtein(known, &written);
    let mut near: Vec<(f64, JailParameter)> = candidates
        .iter()
        .map(|(parameter, known)| (likeness(known), *parameter))
        .filter(|(likeness, _)| *likeness >= LIKE)
        .collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0));
    match near.as_slice() {
        [(best, _), (next, _), ..] if best <= next => None,
        [(_, parameter), ..] => Some(*parameter),
        [] => None,
    }
}

/// The `no` form that was meant by a name with a `no` in it, at its front or in its last
/// component: `noallow.mount` and `allow.nomuont` are `allow.nomount`.
#[must_use]
pub fn nearest_negation(name: &str, release: Option<FreebsdRelease>) -> Option<String> {
    if name.len() > MAX_NAME {
        return None;
    }
    let last = name.rfind('.').map_or(0, |dot| dot + 1);
    let (group, own) = name.split_at_checked(last)?;
    let at_front = name.strip_prefix("no").map(ToOwned::to_owned);
    let at_last = own.strip_prefix("no").map(|own| format!("{group}{own}"));
    let mut meant = [at_last, at_front]
        .into_iter()
        .flatten()
        .filter_map(|rest| {
            jail_parameter_or_family(&rest)
                .or_else(|| nearest_jail_parameter(&rest, release))
                .filter(|parameter| parameter.value_type() == ValueType::Boolean)
        });
    let parameter = meant.next()?.name();
    Some(match parameter.rsplit_once('.') {
        Some((group, own)) => format!("{group}.no{own}"),
        None => format!("no{parameter}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(name: &str) -> String {
        match spelled(name) {
            Spelling::Plain(parameter) => parameter.name().to_owned(),
            Spelling::Off(parameter) => format!("-{}", parameter.name()),
            Spelling::OffWithoutSwitch(parameter) => format!("!{}", parameter.name()),
            Spelling::Unknown => "?".to_owned(),
        }
    }

    #[test]
    fn names_are_told_apart() {
        let cases = [
            ("path", "path"),
            ("Path", "?"),
            ("allow.nomount", "-allow.mount"),
            ("noallow.mount", "?"),
            ("allow.mount.nozfs", "-allow.mount.zfs"),
            ("noexec.clean", "-exec.clean"),
            ("exec.noclean", "-exec.clean"),
            ("novnet", "!vnet"),
            ("noexec.start", "!exec.start"),
            ("nopersist", "-persist"),
            ("sysvnoshm", "?"),
            ("meta.no", "meta"),
            ("", "?"),
            ("no", "?"),
        ];
        for (name, expected) in cases {
            assert_eq!(shown(name), expected, "{name}");
        }
    }

    #[test]
    fn what_was_to_be_off() {
        for (name, expected) in [
            ("noallow.mount", Some("allow.nomount")),
            ("allow.noraw_socket", Some("allow.noraw_sockets")),
            ("noallow.chflag", Some("allow.nochflags")),
            ("nopersis", Some("nopersist")),
            ("novnet.interfac", None),
            ("north", None),
        ] {
            assert_eq!(nearest_negation(name, None).as_deref(), expected, "{name}");
        }
    }

    #[test]
    fn what_was_meant() {
        let cases = [
            ("exec.statr", "exec.start"),
            ("PATH", "path"),
            ("path:", "path"),
            ("hostname", "host.hostname"),
            ("exec_start", "exec.start"),
            ("fib", "exec.fib"),
            ("persis", "persist"),
            ("enforce.statfs", "enforce_statfs"),
            ("allow.raw_socket", "allow.raw_sockets"),
            ("mount.devs", "mount.devfs"),
        ];
        for (name, expected) in cases {
            let near = nearest_jail_parameter(name, None).map(JailParameter::name);
            assert_eq!(near, Some(expected), "{name}");
        }
        for name in ["gw", "addr", "nonsense", "", &"x".repeat(1000)] {
            assert_eq!(nearest_jail_parameter(name, None), None, "{name}");
        }
        let system = |name| misspelled_file_system(name).map(JailParameter::name);
        assert_eq!(system("allow.mount.nulfs"), Some("allow.mount.nullfs"));
        for name in [
            "allow.mount.nozfs",
            "allow.mount.unionfs",
            "allow.mount.ufs",
            "path",
        ] {
            assert_eq!(system(name), None, "{name}");
        }
        let old = Some(FreebsdRelease::new(12, 1));
        assert_eq!(nearest_jail_parameter("zfs.datset", old), None);
    }
}
