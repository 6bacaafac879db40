//! Settings that FreeBSD once had.

use super::packed::Packed;
use super::release::FreebsdRelease;

static TABLE: Packed = Packed::new(
    include_bytes!(concat!(env!("OUT_DIR"), "/removed-settings.bin")),
    4,
);

/// A setting that is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RemovedSetting {
    /// The first release without it.
    pub gone: FreebsdRelease,
    /// The setting that does what it did.
    pub instead: Option<&'static str>,
    /// What became of what it did, where there is something to say.
    pub note: Option<&'static str>,
}

/// What became of the setting `name`. A row of the table that ends in `.*` speaks of all below.
#[must_use]
pub fn removed_setting(name: &str) -> Option<RemovedSetting> {
    let group = || {
        let (group, _) = name.rsplit_once('.')?;
        TABLE.row(&format!("{group}.*"))
    };
    let row = TABLE.row(name).or_else(group)?;
    let said = |column| Some(TABLE.cell(row, column)).filter(|cell| !cell.is_empty());
    Some(RemovedSetting {
        gone: TABLE.cell(row, 1).parse().ok()?,
        instead: said(2),
        note: said(3),
    })
}

#[cfg(test)]
mod tests {
    use super::super::settings::setting;
    use super::*;

    #[test]
    fn what_became_of_settings() {
        let gone = |name| removed_setting(name).map(|removed| removed.gone);
        assert_eq!(
            gone("net.inet.tcp.recvbuf_inc"),
            Some(FreebsdRelease::new(13, 0))
        );
        assert_eq!(
            gone("net.inet.tcp.inflight.enable"),
            Some(FreebsdRelease::new(9, 0))
        );
        assert_eq!(gone("net.inet.ip.forwarding"), None);
        let arc = removed_setting("vfs.zfs.prefetch_disable");
        assert_eq!(
            arc.and_then(|removed| removed.instead),
            Some("vfs.zfs.prefetch.disable")
        );
    }

    #[test]
    fn every_row_has_a_release_and_names_settings_that_exist() {
        for row in 0..TABLE.len() {
            let name = TABLE.cell(row, 0);
            assert!(
                TABLE.cell(row, 1).parse::<FreebsdRelease>().is_ok(),
                "{name}"
            );
            let instead = TABLE.cell(row, 2);
            assert!(instead.is_empty() || setting(instead).is_some(), "{name}");
        }
    }
}
