//! The same work on many things, on all processors. The results come in the order of the things,
//! so nobody can tell how it was done.

use std::num::NonZero;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// How many processors there are to share work.
pub(crate) fn threads() -> usize {
    thread::available_parallelism().map_or(1, NonZero::get)
}

/// `work` on each of `items`. In parallel if that `pays`.
pub(crate) fn map<T: Sync, R: Send>(
    items: &[T],
    pays: bool,
    work: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    let threads = threads().min(items.len());
    if !pays || threads < 2 {
        return items.iter().map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let worker = || {
        let mut done = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(index) else {
                return done;
            };
            done.push((index, work(item)));
        }
    };
    let mut all: Vec<(usize, R)> = thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(worker)).collect();
        let results = workers.into_iter().map(|worker| worker.join());
        // A panic goes on where it would have gone without threads.
        results
            .flat_map(|done| done.unwrap_or_else(|panic| resume_unwind(panic)))
            .collect()
    });
    all.sort_by_key(|(index, _)| *index);
    all.into_iter().map(|(_, result)| result).collect()
}

/// What `one` and `other` give; side by side if that `pays`.
pub(crate) fn both<A, B: Send>(
    pays: bool,
    one: impl FnOnce() -> A,
    other: impl FnOnce() -> B + Send,
) -> (A, B) {
    if !pays || threads() < 2 {
        return (one(), other());
    }
    thread::scope(|scope| {
        let other = scope.spawn(other);
        let one = one();
        let other = other.join();
        (one, other.unwrap_or_else(|panic| resume_unwind(panic)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_are_done() {
        for pays in [false, true] {
            assert_eq!(both(pays, || 1, || "two"), (1, "two"));
        }
    }

    #[test]
    fn results_come_in_order() {
        let items: Vec<usize> = (0..1000).collect();
        for pays in [false, true] {
            let doubled = map(&items, pays, |item| item * 2);
            assert!(
                doubled
                    .iter()
                    .enumerate()
                    .all(|(at, double)| *double == at * 2)
            );
        }
        assert!(map(&[] as &[u8], true, |_| ()).is_empty());
    }

    #[test]
    fn a_panic_is_not_lost() {
        let work = |item: &i32| assert!(*item < 5, "too large");
        let items = [1, 2, 9, 3];
        let caught = std::panic::catch_unwind(|| map(&items, true, work));
        assert!(caught.is_err());
    }
}
