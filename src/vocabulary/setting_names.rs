//! Names that no table has: which of them are mistakes, and what they are meant to be.

use super::guesses::Guesses;
use super::settings::{TABLE, setting};

/// What is to say of a name that is not in the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnknownName {
    /// It may well exist: a device's, a module's, or of a tree that was not read.
    MayExist,
    /// No setting that was read is called that.
    NoSuch {
        /// What is meant, and whether there is hardly any doubt: the same words, differently
        /// joined.
        nearest: Option<(&'static str, bool)>,
    },
    /// A group of settings, not a setting.
    Group,
    /// `dev.igc0.x`: the unit is a part of its own in a device's name.
    Unit {
        /// `dev.igc.0.x`.
        meant: String,
    },
}

/// Trees whose names come with the kernel itself, not with a driver, a file system or a module
/// that may be absent or come from elsewhere: what is missing there does not exist.
const LISTED: [&str; 16] = [
    "kern.",
    "net.inet.ip.",
    "net.inet.tcp.",
    "net.inet.udp.",
    "net.inet.icmp.",
    "net.inet.raw.",
    "net.inet6.ip6.",
    "net.inet6.icmp6.",
    "net.isr.",
    "net.route.",
    "net.link.ether.",
    "net.link.bridge.",
    "net.bpf.",
    "net.local.",
    "security.bsd.",
    "vfs.zfs.",
];

/// Trees below those that modules and drivers add to.
const OPEN: [&str; 13] = [
    "kern.cam.",
    "kern.geom.",
    "kern.evdev.",
    "kern.features.",
    "kern.hwpmc.",
    "kern.iscsi.",
    "kern.vt.",
    "kern.elf",
    "net.inet.ip.dummynet.",
    "net.inet.ip.fw.",
    "net.inet.tcp.bbr.",
    "net.inet.tcp.cc.",
    "net.inet.tcp.rack.",
];

/// What was meant by a name, and whether there is hardly any doubt.
pub type MeantSetting = (&'static str, bool);

/// What is to say of `name`, which has no row.
#[must_use]
pub fn unknown_name(name: &str, guesses: &mut Guesses<MeantSetting>) -> UnknownName {
    if let Some(meant) = unit(name) {
        return UnknownName::Unit { meant };
    }
    let numbered = name.split('.').any(|part| part.parse::<u32>().is_ok());
    let tree = name.split(|c: char| !c.is_ascii_alphanumeric()).next();
    let tree = tree.unwrap_or("");
    if numbered || matches!(tree, "dev" | "hint") {
        return UnknownName::MayExist;
    }
    if is_group(name) {
        return UnknownName::Group;
    }
    let is_in = |trees: &[&str]| trees.iter().any(|tree| name.starts_with(tree));
    let is_listed = is_in(&LISTED) && !is_in(&OPEN);
    let nearest = guesses.of(name, |name| {
        let rows = rows_below(tree);
        let same = same_words(name, rows.clone()).map(|same| (same, true));
        let near = || one_part_too_many(name).or_else(|| one_slip_away(name, rows));
        match is_listed {
            true => same.or_else(|| Some((near()?, false))),
            false => same,
        }
    });
    match is_listed || nearest.is_some() {
        true => UnknownName::NoSuch { nearest },
        false => UnknownName::MayExist,
    }
}

fn unit(name: &str) -> Option<String> {
    let (device, rest) = name.strip_prefix("dev.")?.split_once('.')?;
    let driver = device.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = device.strip_prefix(driver)?;
    let plain = driver.chars().all(|c| c.is_ascii_alphabetic() || c == '_') && driver.len() > 1;
    // dev.lm75.0.x and dev.lm75.%parent are in order.
    let has_unit = rest.starts_with(|c: char| c.is_ascii_digit() || c == '%');
    (plain && !number.is_empty() && !has_unit).then(|| format!("dev.{driver}.{number}.{rest}"))
}

/// hw.snd.default_unit for hw.snd.default.unit.
fn same_words(name: &str, mut rows: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    rows.find(|known| last_words_first(known).eq(last_words_first(name)))
}

/// The words of a name. Names differ in their last words most, so that comparing is soon done.
fn last_words_first(name: &str) -> impl Iterator<Item = &str> {
    name.rsplit(|c: char| !c.is_ascii_alphanumeric())
        .filter(|part| !part.is_empty())
}

/// The names of the table below `tree`.
fn rows_below(tree: &str) -> impl Iterator<Item = &'static str> + Clone {
    let (from, to) = (format!("{tree}."), format!("{tree}/"));
    let first = TABLE.first_from(&from);
    let last = TABLE.first_from(&to);
    (first..last).map(|row| TABLE.cell(row, 0))
}

fn is_group(name: &str) -> bool {
    let below = format!("{name}.");
    TABLE.cell(TABLE.first_from(&below), 0).starts_with(&below)
}

/// kern.sched.ule.preempt_thresh for kern.sched.preempt_thresh.
fn one_part_too_many(name: &str) -> Option<&'static str> {
    let parts: Vec<&str> = name.split('.').collect();
    (1..parts.len().saturating_sub(1)).find_map(|left_out| {
        let kept = parts.iter().enumerate().filter(|(at, _)| *at != left_out);
        let kept: Vec<&str> = kept.map(|(_, part)| *part).collect();
        Some(setting(&kept.join("."))?.name())
    })
}

fn one_slip_away(name: &str, rows: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    let allowed = name.len() / 10;
    rows.filter(|known| known.len().abs_diff(name.len()) <= allowed)
        .filter(|known| letters_apart(known, name) <= 2 * allowed)
        .map(|known| (strsim::osa_distance(known, name), known))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, known)| known)
}

/// How many letters one name has that the other has not. A slip changes that by two at most,
/// and it is found out much sooner than the slips are.
fn letters_apart(one: &str, other: &str) -> usize {
    let mut counts = [0_isize; 256];
    for (name, step) in [(one, 1), (other, -1)] {
        for byte in name.bytes() {
            if let Some(count) = counts.get_mut(usize::from(byte)) {
                *count += step;
            }
        }
    }
    counts.iter().map(|count| count.unsigned_abs()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unknown_name(name: &str) -> UnknownName {
        super::unknown_name(name, &mut Guesses::default())
    }

    fn nearest(name: &str) -> Option<(&'static str, bool)> {
        match unknown_name(name) {
            UnknownName::NoSuch { nearest } => nearest,
            other => panic!("{name}: {other:?}"),
        }
    }

    #[test]
    fn names_that_are_meant() {
        for (name, meant, sure) in [
            ("hw.snd.default.unit", "hw.snd.default_unit", true),
            ("net/inet/ip/forwarding", "net.inet.ip.forwarding", true),
            ("net.inet.ip.forwardng", "net.inet.ip.forwarding", false),
            (
                "kern.sched.ule.preempt_thresh",
                "kern.sched.preempt_thresh",
                false,
            ),
        ] {
            assert_eq!(nearest(name), Some((meant, sure)), "{name}");
        }
        assert_eq!(nearest("kern.ipc.thunderbolt"), None);
    }

    #[test]
    fn names_that_may_exist() {
        for name in [
            "dev.em.0.fc",
            "dev.lm75.0.mode",
            "dev.ds3231.%parent",
            "hw.ix.rx_process_limit",
            "compat.linuxkpi.semaphores",
            "net.link.lagg.0.use_flowid",
            "kern.cam.da.0.quirks",
            "hint.uart.0.disabled",
            "vfs.unknownfs.x",
            "",
            ".",
            "=",
        ] {
            assert_eq!(unknown_name(name), UnknownName::MayExist, "{name}");
        }
    }

    #[test]
    fn a_slip_is_found_however_it_is_looked_for() {
        for (name, other) in [
            ("net.inet.ip.forwarding", "net.inet.ip.forwardnig"),
            ("net.inet.ip.forwarding", "net.inet.ip.forwading"),
            ("net.inet.ip.forwarding", "net.inet.tcp.fastopen"),
            ("kern.ipc.somaxconn", "kern.ipc.soacceptqueue"),
            ("", "a"),
        ] {
            let slips = strsim::osa_distance(name, other);
            assert!(letters_apart(name, other) <= 2 * slips, "{name} {other}");
        }
    }

    #[test]
    fn of_many_unknown_names_the_first_get_a_guess() {
        let mut guesses = Guesses::default();
        let mut guessed = 0;
        for number in 0..1200 {
            let name = format!("net.inet.ip.forwarding{number}");
            match super::unknown_name(&name, &mut guesses) {
                UnknownName::NoSuch { nearest } => guessed += usize::from(nearest.is_some()),
                other => panic!("{name}: {other:?}"),
            }
        }
        assert!((100..=200).contains(&guessed), "{guessed}");
    }

    #[test]
    fn units_and_groups() {
        let meant = "dev.igc.0.eee_control".to_owned();
        assert_eq!(
            unknown_name("dev.igc0.eee_control"),
            UnknownName::Unit { meant }
        );
        assert_eq!(unknown_name("net.inet.ip"), UnknownName::Group);
    }
}
