//! A table of what was measured.

use std::time::Duration;

const COLUMNS: usize = 5;
const HEAD: [&str; COLUMNS] = ["", "budget (p95)", "p50", "p95", "highest"];

/// Rows to be printed together.
pub struct Table(Vec<[String; COLUMNS]>);

impl Table {
    pub fn new() -> Self {
        Self(vec![HEAD.map(str::to_owned)])
    }

    pub fn row(&mut self, cells: [String; COLUMNS]) {
        self.0.push(cells);
    }

    /// A row of p50, p95 and the longest; returns the p50.
    pub fn times(&mut self, what: &str, budget: &str, mut taken: Vec<Duration>) -> Duration {
        taken.sort();
        let p50 = percentile(&taken, 50);
        let (p95, highest) = (percentile(&taken, 95), percentile(&taken, 100));
        let [p50_text, p95_text, highest] = [p50, p95, highest].map(milliseconds);
        let what = format!("{what} ({} times)", taken.len());
        self.row([what, budget.to_owned(), p50_text, p95_text, highest]);
        p50
    }

    pub fn print(&self) {
        let width = |column: usize| {
            let cells = self.0.iter().map(|row| row[column].chars().count());
            cells.max().unwrap_or(0)
        };
        let widths: [usize; COLUMNS] = std::array::from_fn(width);
        for row in &self.0 {
            print!("{:<width$}", row[0], width = widths[0]);
            for (cell, width) in row.iter().zip(widths).skip(1) {
                print!("  {cell:>width$}");
            }
            println!();
        }
    }
}

/// The smallest of the sorted times that this share of them, in percent, does not exceed.
fn percentile(sorted: &[Duration], percent: usize) -> Duration {
    let rank = (sorted.len() * percent).div_ceil(100).max(1);
    sorted.get(rank - 1).copied().unwrap_or_default()
}

fn milliseconds(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1_000.0)
}

/// KiB as MiB, in words.
pub fn kib(kib: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "for people")]
    let mib = kib as f64 / 1_024.0;
    format!("{mib:.1} MiB")
}
