//! The command `claimgraph`: see [`claimgraph::cli`].

use std::alloc::{GlobalAlloc, Layout, System};
use std::process::ExitCode;

fn main() -> ExitCode {
    claimgraph::cli::main()
}

/// The allocator of the system. Where it has no more memory the command ends as with any other input that it cannot
/// handle: with a message and nothing half written.
struct Telling;

#[global_allocator]
static ALLOCATOR: Telling = Telling;

// SAFETY: all is left to the allocator of the system; what it gives is handed on as it is, or the process ends.
unsafe impl GlobalAlloc for Telling {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promise is that of the same function.
        given(unsafe { System.alloc(layout) }, layout.size())
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: as above.
        unsafe { System.dealloc(block, layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: as above.
        given(unsafe { System.alloc_zeroed(layout) }, layout.size())
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: as above.
        given(unsafe { System.realloc(block, layout, size) }, size)
    }
}

fn given(block: *mut u8, size: usize) -> *mut u8 {
    if block.is_null() {
        claimgraph::cli::out_of_memory(size);
    }
    block
}
