//! What is told of the words of FRR's files.
