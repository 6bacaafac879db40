//! One effective jail, and the questions one asks of it.

use super::address::{self, JailAddress};
use super::symbol::{is_negation, same_parameter};
use crate::text::Place;

/// A jail with its parameters, variables expanded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Jail {
    /// The full name: a nested block's is joined to those around it, `outer.inner`.
    pub name: String,
    /// The block's name.
    pub place: Place,
    /// The whole block; where a parameter could be added.
    pub block: Place,
    /// All parameters, in order of first appearance, without the user's variables and without the
    /// `name` (or `jid`) that the block's name implies.
    pub parameters: Vec<Parameter>,
    /// The user's variables, likewise; named without the dollar sign.
    pub variables: Vec<Parameter>,
}

/// A parameter of a jail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// As last spelled: `allow.mount` and `allow.nomount` are one parameter.
    pub name: String,
    /// The name where it was last set anew; `+=` only adds.
    pub place: Place,
    /// Its values; none for a bare name.
    pub values: Vec<Value>,
    /// Whether all variables could be put into the values.
    pub complete: bool,
}

/// A value of a parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// The text, variables expanded.
    pub text: String,
    /// The value as written; where it refers to a variable, the reference.
    pub place: Place,
}

impl Jail {
    /// The parameter called `name`, in whatever spelling it has: `allow.mount` finds
    /// `allow.nomount` too.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&Parameter> {
        self.parameters
            .iter()
            .find(|parameter| same_parameter(&parameter.name, name))
    }

    /// The values of a parameter; none if it is not there.
    #[must_use]
    pub fn values(&self, name: &str) -> &[Value] {
        self.parameter(name)
            .map_or(&[], |parameter| &parameter.values)
    }

    /// The last value of a parameter, the one that counts for all that take one value.
    #[must_use]
    pub fn last(&self, name: &str) -> Option<&Value> {
        self.values(name).last()
    }

    /// Whether a boolean parameter is set and true: bare, `true` in any case or a number other
    /// than zero; the other way round in its `no` form.
    #[must_use]
    pub fn flag(&self, name: &str) -> bool {
        let Some(parameter) = self.parameter(name) else {
            return false;
        };
        let value = parameter.values.last();
        let says = value.is_none_or(|value| {
            value.text.eq_ignore_ascii_case("true") || leading_number(&value.text) != 0
        });
        says != is_negation(&parameter.name, name)
    }

    /// Whether the jail has a network stack of its own: `vnet` bare or `new`. A value that the
    /// machine refuses is taken as it was meant.
    #[must_use]
    pub fn is_vnet(&self) -> bool {
        let Some(parameter) = self.parameter("vnet") else {
            return false;
        };
        let value = parameter.values.last().map(|value| value.text.as_str());
        parameter.name == "vnet"
            && !matches!(
                value,
                Some("disable" | "inherit" | "no" | "false" | "off" | "0")
            )
    }

    /// The addresses of `ip4.addr`, then of `ip6.addr`. None for a jail with a network stack of
    /// its own. Elements that are no address of their family are left out.
    #[must_use]
    pub fn addresses(&self) -> Vec<JailAddress> {
        if self.is_vnet() {
            return Vec::new();
        }
        let interface = self.last("interface").map(|value| value.text.as_str());
        let of = |name, version_6| {
            self.values(name).iter().filter_map(move |value| {
                address::parse(&value.text, value.place, interface, version_6)
            })
        };
        of("ip4.addr", false).chain(of("ip6.addr", true)).collect()
    }

    /// A decimal number such as `exec.fib`'s, and where it is written.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<(u32, Place)> {
        let value = self.last(name)?;
        let text = value.text.trim_start();
        let digits = text.strip_prefix('+').unwrap_or(text);
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        digits.parse().ok().map(|number| (number, value.place))
    }
}

/// The number that C's strtol(3) finds at the front, as far as zero or not goes.
fn leading_number(text: &str) -> i64 {
    let text = text.trim_start();
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let end = unsigned
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(unsigned.len());
    let digits = unsigned.get(..end).unwrap_or_default();
    i64::from(digits.bytes().any(|digit| digit != b'0'))
}
