//! Any bytes as a file of this language.

#![no_main]

use cellblock::syntax::Language;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| cellblock_fuzz::trees::hold(Language::Shell, bytes));
