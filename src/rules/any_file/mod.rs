//! Rules about a file as such, whatever its language.

pub mod byte_order_mark;
pub mod file_too_large;
pub mod invalid_encoding;
pub mod suppression_without_reason;
pub mod unknown_suppression;
pub mod unreadable_file;
pub mod unused_suppression;
