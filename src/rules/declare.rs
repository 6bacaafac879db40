//! How a rule is written down: its doc comment is the one source of its page.

/// Declares a file's rule. The doc comment becomes the page shown by `cellblock rule`; its
/// fenced examples are tests: each fence names a file (`etc/rc.conf`, or `HOST:etc/rc.conf` where
/// several hosts are needed), those below `## Bad` must give a finding of the rule, those below
/// `## Good` none.
macro_rules! declare_rule {
    (
        $(#[doc = $doc:literal])*
        $name:literal, $severity:ident, $scope:ident($check:path)
    ) => {
        $(#[doc = $doc])*
        pub static RULE: $crate::rules::Rule = $crate::rules::Rule {
            name: $name,
            severity: $crate::finding::Severity::$severity,
            doc: concat!($($doc, "\n"),*),
            check: $crate::rules::Check::$scope($check),
        };
    };
    (
        $(#[doc = $doc:literal])*
        $name:literal, $severity:ident, Elsewhere
    ) => {
        $(#[doc = $doc])*
        pub static RULE: $crate::rules::Rule = $crate::rules::Rule {
            name: $name,
            severity: $crate::finding::Severity::$severity,
            doc: concat!($($doc, "\n"),*),
            check: $crate::rules::Check::Elsewhere,
        };
    };
}

pub(crate) use declare_rule;
