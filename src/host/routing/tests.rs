//! Lists and speakers.
