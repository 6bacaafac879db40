//! Variables of loader.conf that are not the kernel's: the loader's own, and rc.conf's, which
//! end up there by mistake.

use super::packed::Packed;
use super::rc_variables::rc_variable;

static TABLE: Packed = Packed::new(
    include_bytes!(concat!(env!("OUT_DIR"), "/loader-variables.bin")),
    3,
);

/// A variable that the loader itself reads (loader.conf(5), stand/defaults/loader.conf).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LoaderVariable {
    row: usize,
}

/// Who reads a variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VariableReader {
    /// The loader.
    Loader(LoaderVariable),
    /// The rc scripts: the variable belongs into rc.conf.
    Rc,
}

/// Who reads the variable `name`, where that is known. Names with a dot are the kernel's.
#[must_use]
pub fn loader_variable(name: &str) -> Option<VariableReader> {
    if name.contains('.') {
        return None;
    }
    if let Some(row) = TABLE.row(name) {
        return Some(VariableReader::Loader(LoaderVariable { row }));
    }
    // A variable of the user's own may end like one of a service.
    let known = rc_variable(name)?;
    let is_plain = !known.is_of_services() || name.ends_with("_enable");
    is_plain.then_some(VariableReader::Rc)
}

/// Every variable of the loader, by name.
pub fn loader_variables() -> impl Iterator<Item = LoaderVariable> {
    (0..TABLE.len()).map(|row| LoaderVariable { row })
}

impl LoaderVariable {
    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        TABLE.cell(self.row, 0)
    }

    /// Values that it usually gets; none where only the user knows.
    pub fn values(self) -> impl Iterator<Item = &'static str> {
        TABLE.cell(self.row, 1).split_ascii_whitespace()
    }

    /// What it is for.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        TABLE.cell(self.row, 2)
    }
}

/// The loader's variable that `name` is one slip away from.
#[must_use]
pub fn nearest_loader_variable(name: &str) -> Option<&'static str> {
    loader_variables()
        .map(LoaderVariable::name)
        .filter(|known| known.len() > 6 && known.len().abs_diff(name.len()) <= 1)
        .find(|known| strsim::osa_distance(known, name) == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readers_of_variables() {
        for (name, by_loader) in [
            ("autoboot_delay", Some(true)),
            ("nextboot_enable", Some(true)),
            ("dumpdev", Some(true)),
            ("linux_enable", Some(false)),
            ("ifconfig_em0", Some(false)),
            ("kld_list", Some(false)),
            ("_enable", None),
            ("my_own", None),
            ("my_flags", None),
            ("hw.foo_enable", None),
        ] {
            let reader = loader_variable(name);
            let found = reader.map(|reader| matches!(reader, VariableReader::Loader(_)));
            assert_eq!(found, by_loader, "{name}");
        }
        assert!(loader_variables().all(|own| !own.meaning().is_empty()));
        assert_eq!(
            nearest_loader_variable("autoboot_dely"),
            Some("autoboot_delay")
        );
        assert_eq!(nearest_loader_variable("my_own"), None);
    }
}
