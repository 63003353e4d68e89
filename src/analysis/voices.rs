//! Voices (semantics §3): for whom a statement speaks, and which statements are joined.
