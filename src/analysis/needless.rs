//! What is left of a choice when all is left out that can be (after delta debugging, Zeller and Hildebrandt 2002).

/// What is left of some items that suffice together when all is left out that can be, in ever smaller chunks, as far as
/// so many trials go.
pub(super) fn without_needless<T: Clone>(
    items: Vec<T>,
    most: usize,
    suffice: impl Fn(&[T]) -> bool,
) -> Vec<T> {
    let mut kept = items;
    let mut left = most;
    let mut chunk = kept.len().div_ceil(2);
    while chunk > 0 && left > 0 {
        let mut start = 0;
        while start < kept.len() && left > 0 {
            left -= 1;
            let end = (start + chunk).min(kept.len());
            let rest = [&kept[..start], &kept[end..]].concat();
            if suffice(&rest) {
                kept.drain(start..end);
            } else {
                start = end;
            }
        }
        chunk = if chunk == 1 { 0 } else { chunk.div_ceil(2) };
    }
    kept
}
