//! Names of rc.conf's variables with a part that differs: `ifconfig_{IF}_alias{N}`.

/// What the part that differs stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RcPart {
    /// An interface, as variables spell it: `em0_50` for em0.50.
    Interface,
    /// A number.
    Number,
    /// A name: of a jail, a route, a device.
    Name,
    /// A service.
    Service,
}

/// What all the names of a family have in common. The last thing in them may be a number.
pub(super) struct Family {
    pub part: RcPart,
    pub before: &'static str,
    pub after: &'static str,
    ends_in_number: bool,
}

impl Family {
    /// The family of a name of the table; `None` if it is one variable's.
    pub fn of(pattern: &'static str) -> Option<Self> {
        let (before, rest) = pattern.split_once('{')?;
        let (what, after) = rest.split_once('}')?;
        let part = match what {
            "IF" => RcPart::Interface,
            "N" => RcPart::Number,
            "SERVICE" => RcPart::Service,
            _ => RcPart::Name,
        };
        let stem = after.strip_suffix("{N}");
        Some(Self {
            part,
            before,
            after: stem.unwrap_or(after),
            ends_in_number: stem.is_some() || part == RcPart::Number,
        })
    }

    /// Whether `name` belongs to it.
    pub fn holds(&self, name: &str) -> bool {
        let (stem, number) = self.split(name);
        if self.ends_in_number && number.is_empty() {
            return false;
        }
        let inside = stem
            .strip_prefix(self.before)
            .and_then(|rest| rest.strip_suffix(self.after));
        // Of `defaultrouter_fib{N}` nothing is left but the number.
        inside.is_some_and(|inside| inside.is_empty() == (self.part == RcPart::Number))
    }

    /// The part of `name` that differs, and the number at its end.
    pub fn parts_of<'n>(&self, name: &'n str) -> Option<(&'n str, &'n str)> {
        let (stem, number) = self.split(name);
        let inside = stem.strip_prefix(self.before)?.strip_suffix(self.after)?;
        Some((inside, number))
    }

    fn split<'n>(&self, name: &'n str) -> (&'n str, &'n str) {
        let stem = match self.ends_in_number {
            true => name.trim_end_matches(|c: char| c.is_ascii_digit()),
            false => name,
        };
        name.split_at(stem.len())
    }

    /// The name in which `part` stands for the part that differs; the first of those that end in
    /// numbers of their own.
    pub fn spelled(&self, part: &str) -> String {
        let number = match self.ends_in_number && self.part != RcPart::Number {
            true => "0",
            false => "",
        };
        format!("{}{part}{}{number}", self.before, self.after)
    }
}
