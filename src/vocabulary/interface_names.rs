//! What an interface's name says of where it comes from.

/// Drivers of interfaces that exist only once something creates them (ifconfig(8), `create`).
/// Those that programs create by themselves, such as tun, tap, wg, ng and wlan, are not here.
const CLONED: [&str; 9] = [
    "bridge", "carp", "epair", "gif", "gre", "lagg", "lo", "vlan", "vxlan",
];

/// Those of which cloned_interfaces may name one, by name; carp(4) has had no interfaces of its own
/// since FreeBSD 10.0, and the last two are there for programs.
pub fn cloned_drivers() -> impl Iterator<Item = &'static str> {
    let drivers = CLONED.into_iter().filter(|driver| *driver != "carp");
    drivers.chain(["tap", "tun"])
}

/// Where an interface comes from, as far as its name tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InterfaceForm {
    /// `lo0`: always there.
    Always,
    /// `bridge1`, `epair3a`: something must create it.
    Cloned,
    /// `em0.50`: a VLAN on the interface before the last dot.
    Vlan,
    /// A driver's name and a number: it may be a device.
    Device,
    /// No driver names an interface so: something must rename one.
    Named,
}

/// What the name of an interface says.
#[must_use]
pub fn interface_form(name: &str) -> InterfaceForm {
    if name == "lo0" {
        return InterfaceForm::Always;
    }
    if let Some((parent, tag)) = name.rsplit_once('.')
        && !parent.is_empty()
        && is_number(tag)
    {
        return InterfaceForm::Vlan;
    }
    let end_of_pair = name
        .strip_suffix(['a', 'b'])
        .filter(|pair| pair.starts_with("epair"));
    let (driver, number) = split_number(end_of_pair.unwrap_or(name));
    if number.is_empty() || driver.is_empty() {
        return InterfaceForm::Named;
    }
    if CLONED.contains(&driver) {
        return InterfaceForm::Cloned;
    }
    // mlx4en0 and ixl0 alike: letters and digits, a letter first.
    let letters = driver.bytes().all(|b| b.is_ascii_alphanumeric());
    let begins = driver.starts_with(|c: char| c.is_ascii_lowercase());
    if letters && begins {
        InterfaceForm::Device
    } else {
        InterfaceForm::Named
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

fn split_number(name: &str) -> (&str, &str) {
    let driver = name.trim_end_matches(|c: char| c.is_ascii_digit());
    name.split_at(driver.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_where_interfaces_come_from() {
        for (name, expected) in [
            ("lo0", InterfaceForm::Always),
            ("lo1", InterfaceForm::Cloned),
            ("epair0", InterfaceForm::Cloned),
            ("epair12a", InterfaceForm::Cloned),
            ("lagg0.50", InterfaceForm::Vlan),
            ("mlx4en1", InterfaceForm::Device),
            ("tun0", InterfaceForm::Device),
            ("guests", InterfaceForm::Named),
            ("lagg0_50", InterfaceForm::Named),
            ("", InterfaceForm::Named),
        ] {
            assert_eq!(interface_form(name), expected, "{name}");
        }
    }
}
