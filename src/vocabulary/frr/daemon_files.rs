//! Which daemons read a file of one daemon.

use super::listing::{Daemons, Listing};
use crate::vocabulary::FrrVersion;

/// The daemons that `listing` has read the file of this name; `None` if it is no daemon's own
/// file. From version 10 on mgmtd reads for those that do not read theirs themselves (runs of
/// 8.4.4, 10.3 and 10.7.1).
#[must_use]
pub fn readers(file_name: &str, listing: Listing) -> Option<Daemons> {
    let name = file_name.strip_suffix(".conf")?;
    let own = Daemons::named(name)?;
    if listing.version() < FrrVersion::new(10, 0) {
        return Some(own);
    }
    let mgmtd = Daemons::named("mgmtd").unwrap_or(Daemons::NONE);
    Some(match name {
        "zebra" => own.with(mgmtd),
        "ripd" | "ripngd" | "staticd" => mgmtd,
        _ => own,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mgmtd_reads_for_others() {
        let oldest = Listing::all().next().expect("a version");
        let names = |file, listing| -> Vec<&str> {
            readers(file, listing).map_or(Vec::new(), |daemons| daemons.names().collect())
        };
        assert_eq!(names("staticd.conf", oldest), ["staticd"]);
        assert_eq!(names("staticd.conf", Listing::newest()), ["mgmtd"]);
        assert_eq!(names("zebra.conf", Listing::newest()), ["mgmtd", "zebra"]);
        assert!(readers("frr.conf", oldest).is_none() && readers("vtysh.conf", oldest).is_none());
    }
}
