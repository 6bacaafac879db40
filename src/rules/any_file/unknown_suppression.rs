//! `unknown-suppression`.

use crate::rules::declare_rule;

declare_rule! {
    /// A suppression names a rule that does not exist.
    ///
    /// Most likely the name is misspelled, and the finding that it was meant for is still there.
    /// `cellblock rule` lists all names.
    ///
    /// So it is with a comment that begins with `cellblock:` and goes on in another way than
    /// `allow(rule, rule) reason`.
    ///
    /// ## Bad
    ///
    /// ```conf etc/sysctl.conf
    /// # cellblock: allow(misplaced-settings) set by hand
    /// net.inet.ip.forwarding=1
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf etc/sysctl.conf
    /// net.inet.ip.forwarding=1
    /// ```
    "unknown-suppression", Warning, Elsewhere
}
