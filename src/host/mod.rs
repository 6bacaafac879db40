//! One machine, as its files describe it.

pub mod routing;
