//! One machine, pure: what its files come to, as the machine itself would put them together.
//!
//! Knows no disk, no other machine and no rule.

pub mod jails;
