//! Names that no table has: which of them are mistakes, and what they are meant to be.

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

/// What is to say of `name`, which has no row.
#[must_use]
pub fn unknown_name(name: &str) -> UnknownName {
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
    let rows = rows_below(tree);
    if let Some(same) = rows.clone().find(|known| words(known).eq(words(name))) {
        return UnknownName::NoSuch {
            nearest: Some((same, true)),
        };
    }
    let is_in = |trees: &[&str]| trees.iter().any(|tree| name.starts_with(tree));
    if !is_in(&LISTED) || is_in(&OPEN) {
        return UnknownName::MayExist;
    }
    let nearest = one_part_too_many(name).or_else(|| one_slip_away(name, rows));
    UnknownName::NoSuch {
        nearest: nearest.map(|nearest| (nearest, false)),
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

fn words(name: &str) -> impl Iterator<Item = &str> {
    name.split(|c: char| !c.is_ascii_alphanumeric())
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
        .map(|known| (strsim::osa_distance(known, name), known))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn units_and_groups() {
        let meant = "dev.igc.0.eee_control".to_owned();
        assert_eq!(
            unknown_name("dev.igc0.eee_control"),
            UnknownName::Unit { meant }
        );
        assert_eq!(unknown_name("net.inet.ip"), UnknownName::Group);
    }
}
