//! What the loader itself understands, beside the kernel's settings.

/// The loader's variables of which something can be chosen: name, values, meaning
/// (loader.conf(5), stand/defaults/loader.conf).
pub(super) const OWN: [(&str, &[&str], &str); 12] = [
    (
        "autoboot_delay",
        &["-1", "0", "10"],
        "seconds before it boots by itself; -1 does not wait, NO waits for ever",
    ),
    ("beastie_disable", &["YES", "NO"], "no menu"),
    ("boot_multicons", &["YES", "NO"], "more than one console"),
    ("boot_mute", &["YES", "NO"], "no messages of the kernel"),
    ("boot_serial", &["YES", "NO"], "console on the serial line"),
    ("boot_single", &["YES", "NO"], "boot into single-user mode"),
    (
        "boot_verbose",
        &["YES", "NO"],
        "more messages of the kernel",
    ),
    (
        "comconsole_speed",
        &["9600", "115200"],
        "speed of the serial console",
    ),
    (
        "console",
        &["vidconsole", "comconsole", "efi"],
        "the consoles",
    ),
    (
        "kernels_autodetect",
        &["YES", "NO"],
        "look for kernels to choose from",
    ),
    ("loader_logo", &["none"], "the logo beside the menu"),
    (
        "verbose_loading",
        &["YES", "NO"],
        "more messages of the loader",
    ),
];

/// Kernel modules that hosts with jails load, beside drivers for hardware.
pub(super) const MODULES: [&str; 31] = [
    "accf_data",
    "accf_dns",
    "accf_http",
    "carp",
    "coretemp",
    "dummynet",
    "fdescfs",
    "fusefs",
    "geom_mirror",
    "if_bridge",
    "if_epair",
    "if_gif",
    "if_gre",
    "if_lagg",
    "if_tuntap",
    "if_vlan",
    "if_vxlan",
    "ipfw",
    "ipfw_nat",
    "ipsec",
    "linprocfs",
    "linsysfs",
    "linux",
    "linux64",
    "nullfs",
    "pf",
    "pflog",
    "pfsync",
    "tmpfs",
    "vmm",
    "zfs",
];
