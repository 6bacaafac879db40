//! The command line program. All of it lives in the library's `cli`.

fn main() {}
