//! Variables of loader.conf that are not the kernel's: the loader's own, and rc.conf's, which
//! end up there by mistake.

use super::packed::Packed;

static TABLE: Packed = Packed::new(
    include_bytes!(concat!(env!("OUT_DIR"), "/loader-variables.bin")),
    2,
);

/// Who reads a variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VariableReader {
    /// The loader.
    Loader,
    /// The rc scripts: the variable belongs into rc.conf.
    Rc,
}

/// Who reads the variable `name`, where that is known. Names with a dot are the kernel's.
#[must_use]
pub fn loader_variable(name: &str) -> Option<VariableReader> {
    if name.contains('.') {
        return None;
    }
    let row = TABLE.row(name).or_else(|| {
        let patterns = (0..TABLE.len()).filter(|row| TABLE.cell(*row, 0).contains('*'));
        patterns
            .into_iter()
            .find(|row| is_like(name, TABLE.cell(*row, 0)))
    })?;
    Some(match TABLE.cell(row, 1) {
        "rc" => VariableReader::Rc,
        _ => VariableReader::Loader,
    })
}

/// The loader's variable that `name` is one slip away from.
#[must_use]
pub fn nearest_loader_variable(name: &str) -> Option<&'static str> {
    let own = (0..TABLE.len()).filter(|row| TABLE.cell(*row, 1) == "loader");
    own.map(|row| TABLE.cell(row, 0))
        .filter(|known| known.len() > 6)
        .find(|known| strsim::osa_distance(known, name) == 1)
}

/// Whether `name` is what a pattern with one `*` stands for.
fn is_like(name: &str, pattern: &str) -> bool {
    pattern.split_once('*').is_some_and(|(front, back)| {
        let rest = name.strip_prefix(front);
        rest.is_some_and(|rest| rest.len() > back.len() && rest.ends_with(back))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readers_of_variables() {
        for (name, reader) in [
            ("autoboot_delay", Some(VariableReader::Loader)),
            ("nextboot_enable", Some(VariableReader::Loader)),
            ("linux_enable", Some(VariableReader::Rc)),
            ("ifconfig_em0", Some(VariableReader::Rc)),
            ("_enable", None),
            ("my_own", None),
            ("hw.foo_enable", None),
        ] {
            assert_eq!(loader_variable(name), reader, "{name}");
        }
        assert_eq!(
            nearest_loader_variable("autoboot_dely"),
            Some("autoboot_delay")
        );
        assert_eq!(nearest_loader_variable("my_own"), None);
    }
}
