//! How many bytes a second each parser reads, on generated files of about 200 KB and, for FRR, on
//! 100,000 lines.

#![allow(clippy::expect_used)]

mod generate;

use std::hint::black_box;

use cellblock::syntax::{self, Language};
use criterion::{Criterion, Throughput};

const BYTES: usize = 200_000;

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    parsers(&mut criterion);
    criterion.final_summary();
}

fn parsers(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("parse");
    for (language, file) in [
        (Language::Jail, "etc/jail.conf"),
        (Language::Frr, "usr/local/etc/frr/frr.conf"),
        (Language::Loader, "boot/loader.conf"),
        (Language::Sysctl, "etc/sysctl.conf"),
        (Language::Rc, "etc/rc.conf"),
        (Language::Shell, "etc/rc.local"),
    ] {
        let text = large(file);
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(format!("{language:?}"), |bencher| {
            bencher.iter(|| syntax::parse(language, black_box(&text)));
        });
    }
    let text = of(generate::LARGE, "usr/local/etc/frr/frr.conf");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.sample_size(30);
    group.bench_function("Frr, 100,000 lines", |bencher| {
        bencher.iter(|| syntax::parse(Language::Frr, black_box(&text)));
    });
    group.finish();
}

fn of(size: generate::Size, file: &str) -> String {
    let path = generate::first(file);
    let mut files = generate::site(size).into_iter();
    let found = files.find(|(name, _)| *name == path);
    found.expect("every host has this file").1
}

/// A file as often as it takes.
fn large(file: &str) -> String {
    let text = of(generate::TYPICAL, file);
    text.repeat(BYTES.div_ceil(text.len()))
}
