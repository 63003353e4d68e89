//! Long columns that many threads fill at once, and long lists that they make a batch at a time.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

use rayon::Yield;
use rayon::prelude::*;

/// Appends the items of some blocks to a column, in order: each block is written in its place, in parallel.
///
/// # Panics
/// Where a block has fewer items than its length says.
pub(crate) fn append_blocks<'b, T, B, I>(
    column: &mut Vec<T>,
    blocks: &'b [B],
    length: impl Fn(&B) -> usize,
    items: impl Fn(&'b B) -> I + Sync,
) where
    T: Copy + Send,
    B: Sync,
    I: Iterator<Item = T>,
{
    let total = blocks.iter().map(&length).sum();
    column.reserve(total);
    let mut rest = &mut column.spare_capacity_mut()[..total];
    let mut places = Vec::with_capacity(blocks.len());
    for block in blocks {
        let (place, after) = rest.split_at_mut(length(block));
        places.push((place, block));
        rest = after;
    }
    places.into_par_iter().for_each(|(place, block)| {
        let mut written = 0;
        for (slot, item) in place.iter_mut().zip(items(block)) {
            slot.write(item);
            written += 1;
        }
        assert_eq!(written, place.len(), "a block is as long as it says");
    });
    // SAFETY: `total` slots follow the items of the column, and each of them lies in one block and has been written.
    unsafe { column.set_len(column.len() + total) };
}

/// How many items are made into something at once, in parallel, before it is used.
pub(crate) const BATCH: usize = 1 << 13;

/// What is made of some items, in parallel, and in their order; little of it stands in memory at a time.
pub(crate) fn batched<'t, T: Sync, R: Send>(
    items: &'t [T],
    make: impl Fn(&'t T) -> R + Copy + Send + Sync + 't,
) -> impl Iterator<Item = R> {
    batched_by(items, |_| 1, make)
}

/// The same where more is made of some items than of others: as many at once as weigh no more than a batch.
pub(crate) fn batched_by<'t, T: Sync, R: Send>(
    items: &'t [T],
    weight: impl Fn(&T) -> usize + 't,
    make: impl Fn(&'t T) -> R + Copy + Send + Sync + 't,
) -> impl Iterator<Item = R> {
    let mut rest = items;
    let batches = std::iter::from_fn(move || {
        let mut room = BATCH;
        let fitting = rest.iter().take_while(|item| {
            let is_fitting = room > 0;
            room = room.saturating_sub(weight(item));
            is_fitting
        });
        let (batch, after) = rest.split_at(fitting.count());
        rest = after;
        (!batch.is_empty()).then_some(batch)
    });
    batches.flat_map(move |batch| batch.par_iter().map(make).collect::<Vec<R>>())
}

/// So long a thread sleeps that has nothing to do, before it looks whether there is something after all.
const A_WHILE: Duration = Duration::from_millis(1);

/// Hands what is made of some items, in their order, to whoever uses it: while one batch of a size is used, the next is
/// made.
pub(crate) fn made_ahead<T: Sync, R: Send, O>(
    items: &[T],
    size: usize,
    make: impl Fn(&T) -> R + Send + Sync,
    used: impl FnOnce(&mut dyn Iterator<Item = R>) -> O,
) -> O {
    let made: Mutex<Option<std::thread::Result<Vec<R>>>> = Mutex::default();
    let is_made = Condvar::new();
    let (make, made, is_made) = (&make, &made, &is_made);
    let room = || made.lock().unwrap_or_else(PoisonError::into_inner);
    rayon::in_place_scope(|scope| {
        let mut batches = items.chunks(size);
        let mut begin = move || {
            let batch = batches.next()?;
            scope.spawn(move |_| {
                let make_all = || batch.par_iter().map(make).collect();
                *room() = Some(catch_unwind(AssertUnwindSafe(make_all)));
                is_made.notify_one();
            });
            Some(())
        };
        let mut begun = begin();
        let batch = move || {
            begun?;
            let ready = loop {
                let ready = room().take();
                match ready {
                    Some(Ok(ready)) => break ready,
                    Some(Err(panic)) => resume_unwind(panic),
                    // Where no other thread is free, this one makes it.
                    None if rayon::yield_now() == Some(Yield::Executed) => {}
                    None => {
                        let waiting = room();
                        if waiting.is_none() {
                            drop(is_made.wait_timeout(waiting, A_WHILE));
                        }
                    }
                }
            };
            begun = begin();
            Some(ready)
        };
        used(&mut std::iter::from_fn(batch).flatten())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[should_panic(expected = "at 9000")]
    fn a_panic_comes_through_and_nobody_waits_for_ever() {
        let items: Vec<usize> = (0..2 * BATCH).collect();
        made_ahead(
            &items,
            BATCH,
            |&item| assert_ne!(item, 9000, "at 9000"),
            |made| made.count(),
        );
    }

    #[test]
    fn what_is_made_ahead_comes_in_order() {
        for count in [0, 1, BATCH - 1, BATCH, 3 * BATCH + 7] {
            let items: Vec<usize> = (0..count).collect();
            let twice = |threads| {
                let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
                let collect = || made_ahead(&items, BATCH, |&item| 2 * item, |made| made.collect());
                let made: Vec<usize> = pool.build().unwrap().install(collect);
                made
            };
            let expected: Vec<usize> = items.iter().map(|item| 2 * item).collect();
            assert_eq!(twice(1), expected);
            assert_eq!(twice(3), expected);
            let outside: Vec<usize> =
                made_ahead(&items, BATCH, |&item| 2 * item, |made| made.collect());
            assert_eq!(outside, expected);
            // Whoever stops early waits for nothing.
            assert_eq!(
                made_ahead(&items, BATCH, |&item| item, |made| made.next()),
                items.first().copied()
            );
        }
    }
}
