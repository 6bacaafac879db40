//! Programs that FreeBSD has only from ports.

use super::packed::Packed;

static TABLE: Packed = Packed::new(
    include_bytes!(concat!(env!("OUT_DIR"), "/local-commands.bin")),
    1,
);

/// Whether a program of this name is found below /usr/local and nowhere in the base system.
#[must_use]
pub fn is_local_command(name: &str) -> bool {
    TABLE.row(name).is_some()
}
