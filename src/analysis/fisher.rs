//! Fisher's exact test for a table of two by two (Fisher 1922), one-sided.
//!
//! The sum of hypergeometric probabilities of all tables with the same margins that lean at least as far.
//! Linear in the smaller margin; terms too small to matter are left out.

/// How likely it is, by chance alone, that the first row takes at least as many of the first column as it does.
///
/// `table` is `[[a, b], [c, d]]`; the answer is in 0..=1, and 1 where a margin is empty.
pub fn greater(table: [[u64; 2]; 2]) -> f64 {
    let [[a, b], [c, d]] = table;
    let (row, column, total) = (a + b, a + c, a + b + c + d);
    let log_first = log_choose(row, a) + log_choose(c + d, c) - log_choose(total, column);
    let mut term = 1.0;
    let mut sum = 1.0;
    let mut at = a;
    while at < row.min(column) {
        // From one table to the next: one more in the first cell.
        let up = (row - at) as f64 * (column - at) as f64;
        let down = (at + 1) as f64 * ((c + d + at + 1) - column) as f64;
        term *= up / down;
        sum += term;
        at += 1;
        if up < down && term < sum * 1e-17 {
            break;
        }
    }
    (log_first.exp() * sum).min(1.0)
}

fn log_choose(from: u64, take: u64) -> f64 {
    log_factorial(from) - log_factorial(take) - log_factorial(from - take)
}

/// `ln n!`: by multiplication where that is exact, by Stirling's series beyond (error below 1e-11).
fn log_factorial(n: u64) -> f64 {
    if n < 20 {
        return (2..=n).map(|factor| factor as f64).product::<f64>().ln();
    }
    let n = n as f64;
    let series = 1.0 / (12.0 * n) - 1.0 / (360.0 * n.powi(3)) + 1.0 / (1260.0 * n.powi(5));
    n * n.ln() - n + 0.5 * (std::f64::consts::TAU * n).ln() + series
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn choose(from: u128, take: u128) -> u128 {
        (0..take).fold(1, |product, at| product * (from - at) / (at + 1))
    }

    /// The definition, in whole numbers.
    fn counted([[a, b], [c, d]]: [[u64; 2]; 2]) -> f64 {
        let [a, b, c, d] = [a, b, c, d].map(u128::from);
        let (row, other, column) = (a + b, c + d, a + c);
        let leaning: u128 = (a..=row.min(column))
            .filter(|&at| column - at <= other)
            .map(|at| choose(row, at) * choose(other, column - at))
            .sum();
        leaning as f64 / choose(row + other, column) as f64
    }

    #[test]
    fn the_lady_tasting_tea() {
        // Fisher, The Design of Experiments (1935), chapter 2: 1/70 for all right, 17/70 for three of four.
        assert!((greater([[4, 0], [0, 4]]) - 1.0 / 70.0).abs() < 1e-12);
        assert!((greater([[3, 1], [1, 3]]) - 17.0 / 70.0).abs() < 1e-12);
    }

    #[test]
    fn an_empty_margin_says_nothing() {
        for table in [[[0, 0], [3, 4]], [[0, 5], [0, 4]], [[0, 0], [0, 0]]] {
            assert_eq!(greater(table), 1.0, "{table:?}");
        }
    }

    #[test]
    fn large_tables_end_and_stay_within_bounds() {
        let lean = greater([[900_000, 100_000], [400_000, 600_000]]);
        assert!((0.0..1e-6).contains(&lean));
        assert!(greater([[500_000, 500_000], [500_000, 500_000]]) > 0.49);
    }

    proptest! {
        #[test]
        fn it_agrees_with_counting(a in 0u64..16, b in 0u64..16, c in 0u64..16, d in 0u64..16) {
            let table = [[a, b], [c, d]];
            prop_assert!((greater(table) - counted(table)).abs() < 1e-9);
        }
    }
}
