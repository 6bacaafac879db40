//! Lines, nodes and commands.
