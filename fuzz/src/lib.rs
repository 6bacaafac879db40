//! What has to hold of any input, shared by the fuzz targets.

pub mod edits;
pub mod model;
pub mod parts;
pub mod session;
pub mod trees;
