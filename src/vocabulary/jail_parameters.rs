//! Parameters of jail(8).

use super::packed::Packed;

static TABLE: Packed = Packed::new(
    include_bytes!(concat!(env!("OUT_DIR"), "/jail-parameters.bin")),
    7,
);

/// A parameter of jail(8) (jail(8), usr.sbin/jail/config.c, sys/kern/kern_jail.c).
#[derive(Clone, Copy, Debug)]
pub struct JailParameter {
    row: usize,
}

/// The parameter called `name`.
#[must_use]
pub fn jail_parameter(name: &str) -> Option<JailParameter> {
    TABLE.row(name).map(|row| JailParameter { row })
}

/// All of them, by name.
pub fn jail_parameters() -> impl Iterator<Item = JailParameter> {
    (0..TABLE.len()).map(|row| JailParameter { row })
}

impl JailParameter {
    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        TABLE.cell(self.row, 0)
    }

    /// The kind of its value, such as `bool`, `int` or `address4`.
    #[must_use]
    pub fn value_type(self) -> &'static str {
        TABLE.cell(self.row, 2)
    }

    /// Whether it takes several values.
    #[must_use]
    pub fn is_list(self) -> bool {
        TABLE.cell(self.row, 3) == "yes"
    }

    /// The releases that it came with, as the table has them.
    pub(super) fn since_cell(self) -> &'static str {
        TABLE.cell(self.row, 4)
    }

    /// When it can be set: `any` time, when the jail is made (`create`), never (`read-only`).
    pub(super) fn change_cell(self) -> &'static str {
        TABLE.cell(self.row, 5)
    }

    /// What it is for.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        TABLE.cell(self.row, 6)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_found() {
        let address = jail_parameter("ip4.addr").expect("a parameter");
        assert!(address.is_list());
        assert!(jail_parameter("exec.statr").is_none());
        assert_eq!(TABLE.len(), 97);
    }
}
