//! What `check` does but for printing: finds the hosts on the disk, reads and analyses them. One
//! host, 100 and 1,000; the time for each host should be the same in the last two.

#![allow(clippy::expect_used)]

mod generate;

use std::path::Path;
use std::time::Duration;

use cellblock::analysis::{Analysis, analyse};
use cellblock::files::{self, Overrides};
use criterion::{Criterion, Throughput};

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    check(&mut criterion);
    criterion.final_summary();
}

fn check(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("check");
    for (name, size) in [
        ("one host of 50 jails", generate::many(1)),
        (
            "one host of 200 jails, frr.conf of 50 KB",
            generate::TYPICAL,
        ),
    ] {
        let folder = written(size);
        group.bench_function(name, |bencher| bencher.iter(|| checked(folder.path())));
    }
    group
        .sample_size(10)
        .measurement_time(Duration::from_secs(8));
    for hosts in [100, 1_000] {
        let folder = written(generate::many(hosts));
        group.throughput(Throughput::Elements(hosts as u64));
        group.bench_function(format!("{hosts} hosts of 50 jails"), |bencher| {
            bencher.iter(|| checked(folder.path()));
        });
    }
    group.finish();
}

fn written(size: generate::Size) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder to write to");
    generate::write(folder.path(), generate::site(size));
    folder
}

fn checked(folder: &Path) -> Analysis {
    let snapshot = files::discover(&[folder.to_owned()], &Overrides::default());
    analyse(&snapshot.expect("there are hosts"))
}
