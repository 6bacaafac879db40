//! Any bytes as a `cellblock.toml`.

#![no_main]

use cellblock::config::Config;
use cellblock::text::SourceText;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let source = SourceText::from_bytes(bytes.to_vec());
    let text = source.as_str();
    match Config::load(text) {
        Ok(config) => {
            for name in config.rule_names() {
                assert!(text.get(name.span.range()).is_some(), "{name:?}");
            }
            for host in &config.hosts {
                assert!(text.get(host.name.span.range()).is_some(), "{host:?}");
                for allow in &host.allow {
                    let _ = allow.covers("jail-syntax", "any message", "etc/jail.conf");
                }
            }
            assert_eq!(Config::load(text).as_ref(), Ok(&config), "twice the same");
        }
        Err(error) => {
            assert!(text.get(error.span.range()).is_some(), "{error:?}");
            assert!(!error.message.is_empty());
        }
    }
});
