//! `unused-suppression`.

use crate::rules::declare_rule;

declare_rule! {
    /// A suppression that suppresses nothing.
    ///
    /// The mistake has been mended, or the comment stands at another line than the finding: it
    /// is about the line it ends or, on a line of its own, about the line below. Left alone, it
    /// would hide the next mistake of that kind.
    ///
    /// The same holds for an entry of `allow` in cellblock.toml that accepts no finding. It is
    /// looked at where its host is checked as a whole, not with single files of it.
    ///
    /// Silent where the finding may only be out of sight: a file of the host could not be read,
    /// or the rule compares hosts and the folder of cellblock.toml, with all of them, is not what
    /// was checked. What is wrong with a suppression, as this rule and its like say it, cannot be
    /// suppressed by another one; set the rule's level in cellblock.toml.
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
    "unused-suppression", Info, Elsewhere
}
