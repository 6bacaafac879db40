//! `unused-suppression`.

use crate::rules::declare_rule;

declare_rule! {
    /// A suppression that suppresses nothing.
    ///
    /// The mistake has been mended, or the comment stands at another line than the finding: it
    /// is about the line it ends or, on a line of its own, about the line below. Left alone, it
    /// would hide the next mistake of that kind.
    ///
    /// ## Bad
    ///
    /// ```conf etc/sysctl.conf
    /// # cellblock: allow(misplaced-setting) no longer needed
    /// security.bsd.see_other_uids=0
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf etc/sysctl.conf
    /// security.bsd.see_other_uids=0
    /// ```
    "unused-suppression", Warning, Elsewhere
}
