//! Parameters of jail(8): what there is, since when, and what each takes.

use super::FreebsdRelease;
use super::packed::Packed;

static TABLE: Packed = Packed::new(
    include_bytes!(concat!(env!("OUT_DIR"), "/jail-parameters.bin")),
    11,
);

/// Families of which the table cannot have every member: file systems, free texts, MAC policies.
const FAMILIES: [(&str, &str); 4] = [
    ("allow.mount.", "allow.mount.nullfs"),
    ("env.", "env"),
    ("mac.", "mac.label"),
    ("meta.", "meta"),
];

/// A parameter of jail(8) (jail(8), usr.sbin/jail/config.c, sys/kern/kern_jail.c).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct JailParameter {
    row: usize,
}

/// The kind of value that a parameter takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueType {
    /// Bare, `true`, `false` or a decimal number; has a `no` form.
    Boolean,
    /// A decimal number.
    Integer,
    /// A decimal number that is not below zero.
    Unsigned,
    /// `disable`, `new` or `inherit`; bare is `new`.
    Jailsys,
    /// Any text.
    Text,
    /// IPv4 addresses.
    Address4,
    /// IPv6 addresses.
    Address6,
    /// What only programs write.
    Opaque,
}

/// What is taken of the values that a type allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// All of them.
    None,
    /// Numbers from `low` to `high`.
    Range {
        /// The lowest.
        low: i64,
        /// The highest.
        high: i64,
        /// Whether the kernel refuses others; else they are taken, and mean nothing more.
        refused: bool,
    },
    /// This many bytes at most.
    Bytes(usize),
    /// An absolute path.
    AbsolutePath,
    /// These words of a jailsys, with blanks between them.
    Words(&'static str),
}

/// When a parameter can be set (jail(8); sys/kern/kern_jail.c).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// When the jail is made, and later.
    AnyTime,
    /// When the jail is made.
    AtCreation,
    /// Never: the kernel only reports it.
    Never,
}

/// A condition without which a permission has no effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Need {
    /// This parameter is on.
    On(&'static str),
    /// This number, else its default, is below that.
    Below(&'static str, i64),
}

/// The parameter called `name`, exactly so.
#[must_use]
pub fn jail_parameter(name: &str) -> Option<JailParameter> {
    TABLE.row(name).map(|row| JailParameter { row })
}

/// The parameter that `name` is, or the one that stands for its open-ended family:
/// `allow.mount.FS`, `env.KEY`, `mac.POLICY`, `meta.KEY`.
#[must_use]
pub fn jail_parameter_or_family(name: &str) -> Option<JailParameter> {
    jail_parameter(name).or_else(|| {
        let (_, member) = FAMILIES.iter().find(|(family, _)| {
            name.strip_prefix(family)
                .is_some_and(|member| !member.is_empty())
        })?;
        jail_parameter(member)
    })
}

/// Every parameter of the table, by name.
pub fn jail_parameters() -> impl Iterator<Item = JailParameter> {
    (0..TABLE.len()).map(|row| JailParameter { row })
}

impl JailParameter {
    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        TABLE.cell(self.row, 0)
    }

    /// Whether jail(8) itself does what it says, rather than the kernel alone.
    #[must_use]
    pub fn is_of_the_program(self) -> bool {
        TABLE.cell(self.row, 1) != "kernel"
    }

    /// The kind of its value.
    #[must_use]
    pub fn value_type(self) -> ValueType {
        match TABLE.cell(self.row, 2) {
            "bool" => ValueType::Boolean,
            "int" => ValueType::Integer,
            "ulong" => ValueType::Unsigned,
            "jailsys" => ValueType::Jailsys,
            "address4" => ValueType::Address4,
            "address6" => ValueType::Address6,
            "struct" => ValueType::Opaque,
            _ => ValueType::Text,
        }
    }

    /// Whether it takes several values; of any other the last one counts.
    #[must_use]
    pub fn is_list(self) -> bool {
        TABLE.cell(self.row, 3) == "yes"
    }

    /// Whether a release has it. Where that is not certain, it has.
    #[must_use]
    pub fn is_in(self, release: FreebsdRelease) -> bool {
        let first = self.first_releases();
        let of_branch = first.iter().find(|first| first.major == release.major);
        match of_branch {
            Some(first) => release >= *first,
            None => first.first().is_none_or(|oldest| release > *oldest),
        }
    }

    /// The first release of each branch that has it, ascending; none if all supported ones have.
    #[must_use]
    pub fn first_releases(self) -> Vec<FreebsdRelease> {
        let words = TABLE.cell(self.row, 4).split_ascii_whitespace();
        words.filter_map(|word| word.parse().ok()).collect()
    }

    /// What the kernel takes of the values that its type allows.
    #[must_use]
    pub fn limit(self) -> Limit {
        let cell = TABLE.cell(self.row, 6);
        if cell.is_empty() {
            return Limit::None;
        }
        if cell == "/" {
            return Limit::AbsolutePath;
        }
        let usual = cell.strip_suffix(" usual");
        if let Some((low, high)) = usual.unwrap_or(cell).split_once("..") {
            return Limit::Range {
                low: low.parse().unwrap_or(i64::MIN),
                high: high.parse().unwrap_or(i64::MAX),
                refused: usual.is_none(),
            };
        }
        let bytes = cell.strip_suffix(" bytes").and_then(|n| n.parse().ok());
        bytes.map_or(Limit::Words(cell), Limit::Bytes)
    }

    /// What else it takes to have an effect.
    pub fn needs(self) -> impl Iterator<Item = Need> {
        let words = TABLE.cell(self.row, 7).split_ascii_whitespace();
        words.map(|word| match word.split_once('<') {
            Some((name, number)) => Need::Below(name, number.parse().unwrap_or(i64::MAX)),
            None => Need::On(word),
        })
    }

    /// What replaces it, where it is deprecated: from which release on, and by which parameters;
    /// by none where it is simply not needed any more.
    #[must_use]
    pub fn replacement(self) -> Option<(Option<FreebsdRelease>, Vec<&'static str>)> {
        let mut words = TABLE.cell(self.row, 8).split_ascii_whitespace().peekable();
        words.peek()?;
        let since = words.peek().and_then(|word| word.parse().ok());
        let names = words.skip(usize::from(since.is_some()));
        Some((since, names.filter(|name| *name != "-").collect()))
    }

    /// When it can be set.
    #[must_use]
    pub fn change(self) -> Change {
        match TABLE.cell(self.row, 5) {
            "read-only" => Change::Never,
            "create" => Change::AtCreation,
            _ => Change::AnyTime,
        }
    }

    /// Whether it can be set at all: of some the kernel only tells the value.
    #[must_use]
    pub fn can_be_set(self) -> bool {
        self.change() != Change::Never
    }

    /// What it is for.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        TABLE.cell(self.row, 10)
    }

    /// What holds where nothing sets it, if that is known.
    #[must_use]
    pub fn default_value(self) -> Option<&'static str> {
        Some(TABLE.cell(self.row, 9)).filter(|value| !value.is_empty())
    }

    /// The words that a jailsys takes, with blanks between them.
    #[must_use]
    pub fn jailsys_words(self) -> &'static str {
        match self.limit() {
            Limit::Words(words) => words,
            _ => "disable new inherit",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(name: &str) -> JailParameter {
        jail_parameter(name).expect("a parameter")
    }

    #[test]
    fn parameters_are_found() {
        assert!(known("ip4.addr").is_list());
        assert!(jail_parameter("exec.statr").is_none());
        assert_eq!(TABLE.len(), 97);
        let member = jail_parameter_or_family("meta.owner").expect("a member");
        assert_eq!(member.name(), "meta");
        assert!(jail_parameter_or_family("meta.").is_none());
    }

    #[test]
    fn parameters_come_branch_by_branch() {
        let nfsd = known("allow.nfsd");
        let release = FreebsdRelease::new;
        assert!(!nfsd.is_in(release(12, 4)) && !nfsd.is_in(release(13, 2)));
        assert!(nfsd.is_in(release(13, 3)) && nfsd.is_in(release(14, 0)));
        assert!(!known("meta").is_in(release(14, 3)) && known("meta").is_in(release(15, 1)));
        assert!(known("path").is_in(release(12, 0)));
    }

    #[test]
    fn every_row_can_be_read() {
        for parameter in jail_parameters() {
            let name = parameter.name();
            let text = matches!(parameter.value_type(), ValueType::Text);
            assert_eq!(TABLE.cell(parameter.row, 2) == "string", text, "{name}");
            let since = TABLE.cell(parameter.row, 4);
            let releases = since.split_ascii_whitespace().count();
            assert_eq!(parameter.first_releases().len(), releases, "{name}");
            assert!(parameter.first_releases().is_sorted(), "{name}");
            for word in parameter.replacement().iter().flat_map(|(_, words)| words) {
                assert!(jail_parameter(word).is_some(), "{name}: {word}");
            }
            for need in parameter.needs() {
                let (Need::On(other) | Need::Below(other, _)) = need;
                assert!(jail_parameter(other).is_some(), "{name}: {other}");
            }
        }
    }

    #[test]
    fn limits_are_told_apart() {
        let range = |low, high, refused| Limit::Range { low, high, refused };
        assert_eq!(known("enforce_statfs").limit(), range(0, 2, true));
        assert_eq!(known("children.max").limit(), range(0, i64::MAX, false));
        assert_eq!(known("osrelease").limit(), Limit::Bytes(31));
        assert_eq!(known("path").limit(), Limit::AbsolutePath);
        assert_eq!(known("vnet").limit(), Limit::Words("new inherit"));
        assert_eq!(known("persist").limit(), Limit::None);
    }
}
