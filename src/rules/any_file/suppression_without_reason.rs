//! `suppression-without-reason`.

use crate::rules::declare_rule;

declare_rule! {
    /// A suppression does not say why.
    ///
    /// Whoever reads it later cannot tell whether the finding was weighed and accepted or only
    /// made silent, and nobody dares to remove it. In a comment the reason stands behind the
    /// closing parenthesis; an entry of `allow` in cellblock.toml has a `reason`.
    ///
    /// A suppression that should go anyway, because it is of no use or names no rule, is not
    /// asked for a reason.
    ///
    /// ## Bad
    ///
    /// ```conf etc/sysctl.conf
    /// # cellblock: allow(read-only-setting)
    /// net.my_fibnum=1
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf etc/sysctl.conf
    /// # cellblock: allow(read-only-setting) our own kernel takes it
    /// net.my_fibnum=1
    /// ```
    "suppression-without-reason", Info, Elsewhere
}
