use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use ruzstd::encoding::{CompressionLevel, compress_to_vec};

use super::*;
use crate::read::export::{self, Files, Transcript};

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(text).unwrap();
    packed.finish().unwrap()
}

fn zstd(text: &[u8]) -> Vec<u8> {
    compress_to_vec(text, CompressionLevel::Fastest)
}

fn lines(from: usize, to: usize) -> Vec<u8> {
    let line = |at| format!("{{\"claim\":{{\"id\":\"c{at}\",\"text\":\"claim {at}\"}}}}\n");
    (from..to).map(line).collect::<String>().into_bytes()
}

#[test]
fn packed_files_are_read_like_unpacked_ones() {
    let text = lines(0, 300);
    let (expected, none) = read("a.ndjson", &text);
    assert!(none.is_empty() && expected.len() == 300);
    for (name, packed) in [
        ("a.ndjson.gz", gzip(&text)),
        ("a.ndjson.zst", zstd(&text)),
        // The first bytes tell, whatever the name says; and the content tells the format where the name does not.
        ("a.ndjson", zstd(&text)),
        // A frame to be passed over, as parallel packers put before each other.
        (
            "a.ndjson.zst",
            [b"\x50\x2a\x4d\x18\x04\0\0\0size".as_slice(), &zstd(&text)].concat(),
        ),
        ("<stdin>", gzip(&text)),
        // Archives put together keep their members.
        (
            "a.jsonl.gz",
            [gzip(&lines(0, 100)), gzip(&lines(100, 300))].concat(),
        ),
        (
            "a.jsonl.zst",
            [zstd(&lines(0, 100)), zstd(&lines(100, 300))].concat(),
        ),
    ] {
        assert_eq!(read(name, packed), (expected.clone(), vec![]), "{name}");
    }
}

#[test]
fn a_case_in_yaml_may_be_packed_too() {
    let (ids, problems) = read("a.yaml.gz", gzip(b"claims: { c: { text: \"x\" } }\n"));
    assert_eq!((ids, problems), (vec!["c".to_owned()], vec![]));
}

#[test]
fn what_unpacks_before_the_fault_is_read() {
    for packed in [gzip(&lines(0, 20_000)), zstd(&lines(0, 20_000))] {
        let (ids, problems) = read("a.ndjson", &packed[..packed.len() / 2]);
        assert!(
            problems
                .iter()
                .any(|problem| problem.contains("it does not unpack")),
            "{problems:?}"
        );
        assert!(ids.len() > 1_000 && ids.len() < 19_000, "{}", ids.len());
    }
    let mut damaged = zstd(&lines(0, 100));
    let last = damaged.len() - 1;
    damaged[last] ^= 1;
    let (_, problems) = read("a.ndjson", damaged);
    assert_eq!(problems.len(), 1, "{problems:?}");
}

#[test]
fn a_bomb_does_not_go_off() {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(&vec![b' '; 1 << 20]).unwrap();
    let bomb = packed.finish().unwrap().repeat(320);
    let (ids, problems) = read("a.ndjson.gz", bomb);
    assert!(ids.is_empty());
    assert!(
        problems[0].contains("it unpacks to more than"),
        "{problems:?}"
    );
}

#[test]
fn what_finds_no_room_is_counted_to_its_end() {
    let text = lines(0, 20_000);
    let room = 1 << 16;
    let size = |name: &str, bytes: &[u8]| match unpack::unpack(Path::new(name), bytes, room) {
        Some((text, Some(unpack::Fault::NoRoom(size)))) if text.is_empty() => size,
        _ => panic!("no room for {name}"),
    };
    for packed in [
        gzip(&text),
        zstd(&text),
        [zstd(&lines(0, 9_000)), zstd(&lines(9_000, 20_000))].concat(),
    ] {
        assert_eq!(size("a.ndjson", &packed), text.len() as u64);
    }
    #[cfg(feature = "parquet")]
    {
        let (kept, _) = read_all(&[Input::Text("a.ndjson".to_owned(), text)]);
        let tables = || Transcript::from(&kept);
        let table = |mut files: Files<'static>| {
            let found =
                files.find(|file| matches!(file, Ok((name, _)) if name.starts_with("claims.")));
            found.expect("claims").expect("a table").1
        };
        let rows = table(export::csv(&tables()).unwrap()).len() as u64;
        let packed = table(export::parquet(&tables()).unwrap());
        // About: the rest of the cells is taken to be like those that were read.
        let about = size("claims.parquet", &packed);
        assert!((rows / 2..rows * 2).contains(&about), "{about} for {rows}");
    }
}

#[test]
fn what_is_packed_twice_or_cut_off_at_once_is_told_in_words() {
    for (name, bytes, expected) in [
        ("a.ndjson.gz", gzip(&gzip(b"{}")), "so is what it holds"),
        ("a.ndjson.zst", zstd(&gzip(b"{}")), "so is what it holds"),
        ("a.ndjson.gz", gzip(b"{}")[..1].to_vec(), "does not unpack"),
        ("a.ndjson.zst", zstd(b"{}")[..3].to_vec(), "does not unpack"),
    ] {
        let (ids, problems) = read(name, bytes);
        assert!(ids.is_empty() && problems.len() == 1, "{problems:?}");
        assert!(problems[0].contains(expected), "{problems:?}");
        assert!(!problems[0].contains("Error"), "{problems:?}");
    }
}
