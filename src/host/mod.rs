//! One machine, pure: what its files add up to.

pub mod rc;
pub mod scripts;
