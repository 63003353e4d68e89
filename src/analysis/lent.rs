//! What threads write on while they work, handed from one run of work to the next.
//!
//! Rayon makes what `map_init` asks for anew for each run, of which there are many more than threads. Scratch of the
//! size of the case would be given to the process and cleared again each time.

use std::ops::{Deref, DerefMut};
use std::sync::{Mutex, PoisonError};

/// Scratch that nobody works with at the moment.
pub struct Lent<T> {
    idle: Mutex<Vec<T>>,
}

impl<T> Default for Lent<T> {
    fn default() -> Self {
        Lent {
            idle: Mutex::default(),
        }
    }
}

impl<T> Lent<T> {
    /// Some scratch, made if none is idle. It comes back when it is dropped.
    pub fn lend(&self, make: impl FnOnce() -> T) -> Loan<'_, T> {
        let idle = self.idle().pop();
        Loan {
            of: self,
            lent: Some(idle.unwrap_or_else(make)),
        }
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<T>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Scratch in use.
pub struct Loan<'l, T> {
    of: &'l Lent<T>,
    /// Empty only while it is given back.
    lent: Option<T>,
}

impl<T> Deref for Loan<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.lent.as_ref().expect("lent until it is dropped")
    }
}

impl<T> DerefMut for Loan<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        self.lent.as_mut().expect("lent until it is dropped")
    }
}

impl<T> Drop for Loan<'_, T> {
    fn drop(&mut self) {
        let mut idle = self.of.idle();
        idle.extend(self.lent.take());
    }
}
