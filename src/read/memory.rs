//! How much memory reading takes, and how much there is: an input too large should say so before it fills the machine.

use std::fmt::{self, Display, Formatter};
use std::sync::atomic::{AtomicU64, Ordering};

use crate::case::problem::Problem;

/// The variable that says how much memory may be used, instead of what the system says.
const VARIABLE: &str = "CLAIMGRAPH_MEMORY";

/// Bytes that may be used; `None` where nobody knows.
///
/// # Errors
/// What the variable holds, where that is no size.
pub fn available() -> Result<Option<u64>, String> {
    if let Some(set) = std::env::var_os(VARIABLE) {
        let size = set.to_str().and_then(bytes);
        return match size {
            Some(size) => Ok(Some(size)),
            None => Err(set.to_string_lossy().into_owned()),
        };
    }
    Ok(of_system())
}

/// What to say of a variable that holds no size.
pub fn no_size(found: &str) -> Problem {
    let problem = Problem::error(None, format!("`{VARIABLE}` is `{found}`, which is no size"));
    problem.help("write bytes, or a number with a unit: `4000000`, `500M`, `1.5G`")
}

fn of_system() -> Option<u64> {
    let system = std::fs::read_to_string("/proc/meminfo").ok()?;
    let group = std::fs::read_to_string("/sys/fs/cgroup/memory.max").ok();
    let group = group.and_then(|text| text.trim().parse().ok());
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let least = of_meminfo(&system)?.min(group.unwrap_or(u64::MAX));
    let threads = rayon::current_num_threads() + 1;
    Some(least.min(of_limits(&limits, threads).unwrap_or(u64::MAX)))
}

/// Address space that a thread takes, whatever it does: the C library reserves a stretch for what it allocates.
const RESERVED_BY_A_THREAD: u64 = 80 << 20;

/// What a limit on the address space leaves (`ulimit -v`) to so many threads: a third goes to the input itself, which
/// is mapped.
fn of_limits(text: &str, threads: usize) -> Option<u64> {
    let mut lines = text.lines();
    let line = lines.find_map(|line| line.strip_prefix("Max address space"))?;
    let soft: u64 = line.split_whitespace().next()?.parse().ok()?;
    let left = soft.saturating_sub(RESERVED_BY_A_THREAD * threads as u64);
    // Little is enough for small cases.
    Some((left / 3 * 2).max(soft / 16))
}

/// What Linux could hand out: what is free or can be freed, and what can be swapped.
fn of_meminfo(text: &str) -> Option<u64> {
    let kilobytes = |name: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(name))?;
        line.split_whitespace().next()?.parse::<u64>().ok()
    };
    Some((kilobytes("MemAvailable:")? + kilobytes("SwapFree:").unwrap_or(0)) << 10)
}

/// A size as people write it: `4000000`, `500M`, `1.5 GiB`. Units are powers of 1024.
fn bytes(text: &str) -> Option<u64> {
    let text = text.trim();
    let number = text.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
    let shift = match text[number.len()..].to_ascii_uppercase().as_str() {
        "" | "B" => 0,
        "K" | "KB" | "KIB" => 10,
        "M" | "MB" | "MIB" => 20,
        "G" | "GB" | "GIB" => 30,
        "T" | "TB" | "TIB" => 40,
        _ => return None,
    };
    if let Ok(whole) = number.trim().parse::<u64>() {
        return whole.checked_mul(1 << shift);
    }
    let size = number.trim().parse::<f64>().ok()? * (1_u64 << shift) as f64;
    (0.0..u64::MAX as f64)
        .contains(&size)
        .then_some(size as u64)
}

/// Bytes of all input of this process, for whoever has to say that memory has come to its end.
static READ: AtomicU64 = AtomicU64::new(0);

/// Notes how large the input is.
pub fn note(bytes: u64) {
    READ.fetch_max(bytes, Ordering::Relaxed);
}

/// How large the largest input was, in bytes.
pub fn noted() -> u64 {
    READ.load(Ordering::Relaxed)
}

/// The address space that the process has taken at most, in bytes; `None` where the system does not tell. Takes no
/// memory.
pub fn peak() -> Option<u64> {
    use std::io::Read;
    let mut buffer = [0; 4096];
    let mut status = std::fs::File::open("/proc/self/status").ok()?;
    let length = status.read(&mut buffer).ok()?;
    let text = std::str::from_utf8(&buffer[..length]).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmPeak:"))?;
    let kilobytes: u64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kilobytes << 10)
}

/// A size for people: `1.4 GB`.
#[derive(Clone, Copy, Debug)]
pub struct Size(pub u64);

impl Display for Size {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let units = [(40, "TB"), (30, "GB"), (20, "MB"), (10, "kB")];
        match units.into_iter().find(|&(shift, _)| self.0 >> shift > 0) {
            Some((shift, unit)) => {
                write!(f, "{:.1} {unit}", self.0 as f64 / (1_u64 << shift) as f64)
            }
            None => write!(f, "{} bytes", self.0),
        }
    }
}

/// How an input that is too large can be read all the same.
pub fn help(needed: u64) -> String {
    format!(
        "read less at a time, or use a machine with more memory; `{VARIABLE}={}G` tries all the same",
        (needed >> 30) + 1
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_as_people_write_them() {
        assert_eq!(bytes("500M"), Some(500 << 20));
        assert_eq!(bytes(" 2 gb"), Some(2 << 30));
        assert_eq!(bytes("4096"), Some(4096));
        assert_eq!(bytes("1.5 GiB"), Some(3 << 29));
        assert_eq!(bytes("much"), None);
        assert_eq!(bytes("-5"), None);
        assert_eq!(bytes("infM"), None);
        assert_eq!(bytes("99999999999T"), None);
        assert_eq!(Size(1_500_000_000).to_string(), "1.4 GB");
        let system = "MemTotal: 9 kB\nMemAvailable:     100 kB\nSwapFree: 28 kB\n";
        assert_eq!(of_meminfo(system), Some(128 << 10));
        let limits =
            "Max cpu time  unlimited unlimited seconds\nMax address space  3000 unlimited bytes\n";
        assert_eq!(of_limits(limits, 0), Some(2000));
        assert_eq!(of_limits(limits, 3), Some(3000 / 16));
        let unlimited = "Max address space         unlimited            unlimited            bytes";
        assert_eq!(of_limits(unlimited, 3), None);
    }
}
