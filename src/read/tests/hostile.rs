//! No input makes a reader panic, or point outside its file.

use super::arbitrary::{Texts, case};
use super::*;
use crate::read::export::{self, Transcript};

/// Whether every place that the sink was told of lies within its file.
fn places_exist(kept: &Kept, sources: &SourceMap) -> bool {
    let lies_within = |span: &Span| {
        span.start <= span.end && span.end as usize <= sources.file(span.file).bytes().len()
    };
    let problems = kept.problems.iter();
    let of_problems = problems.flat_map(|problem| {
        let related = problem.related.iter().map(|(span, _)| *span);
        problem.span.into_iter().chain(related)
    });
    let of_records = kept.records.iter().map(|(span, _)| *span);
    of_problems.chain(of_records).all(|span| lies_within(&span))
}

#[test]
fn a_date_of_other_characters_is_no_date() {
    for (name, text) in [
        ("a.yaml", "events: { e: { date: 2023-03-2😀 } }"),
        ("a.json", r#"{"events": {"e": {"date": "2023-03-2😀"}}}"#),
        (
            "a.ndjson",
            r#"{"statement":{"by":"a","asserts":"c","date":"2023-03-2😀"}}"#,
        ),
        ("events.csv", "id,date\ne,2023-03-2😀\n"),
    ] {
        let (ids, problems) = read(name, text);
        assert_eq!(ids.len(), 1, "{name}");
        assert_eq!(problems.len(), 1, "{name}");
        assert!(
            problems[0].ends_with("`2023-03-2😀` is not a date"),
            "{problems:?}"
        );
    }
}

/// Pieces that get far into every reader, in any order.
fn fragments() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "claims:",
        "actors",
        "reports:",
        "\n",
        "\n  ",
        "\n    ",
        " - ",
        "{",
        "}",
        "[",
        "]",
        ", ",
        ": ",
        "\"",
        "'",
        "text",
        "id",
        "statements:",
        "&a ",
        "*a",
        "<<: *a",
        "2023-02-30",
        "~",
        "|\n",
        "é",
        "\t",
        "\r\n",
        "#",
        "\"statement\":",
        "\"by\":\"a\"",
        "\"asserts\":",
        "{\"claim\":{\"id\":\"c\",\"text\":\"x\"}}",
        "---\n",
        "...\n",
        "? ",
        "! ",
        "%",
        "\0",
        "\u{FEFF}",
        "null",
        ";",
        "id,text\n",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// A whole case in every format.
fn written(case: &Kept) -> Vec<(String, Vec<u8>)> {
    let (mut yaml, mut json, mut ndjson) = (Vec::new(), Vec::new(), Vec::new());
    let case = &Transcript::from(case);
    export::yaml(case, &mut yaml).unwrap();
    export::json(case, &mut json).unwrap();
    export::ndjson(case, &mut ndjson).unwrap();
    let files: std::io::Result<Vec<_>> = export::csv(case).unwrap().collect();
    let mut files = files.unwrap();
    files.push(("a.yaml".to_owned(), yaml));
    files.push(("a.json".to_owned(), json));
    files.push(("a.ndjson".to_owned(), ndjson));
    files
}

proptest! {
    #[test]
    fn no_bytes_make_any_reader_panic_or_point_outside(bytes: Vec<u8>, fragments in fragments()) {
        for text in [bytes, fragments.into_bytes()] {
            for name in ["a.yaml", "a.json", "a.ndjson", "claims.csv", "a"] {
                let (kept, sources) = read_all(&[Input::Text(name.to_owned(), text.clone())]);
                prop_assert!(places_exist(&kept, &sources));
            }
        }
    }

    #[test]
    fn no_damage_to_a_case_makes_any_reader_panic_or_point_outside(
        case in case(Texts::Cells),
        at: prop::sample::Index,
        length in 0..8_usize,
        put in prop_oneof![fragments().prop_map(String::into_bytes), any::<[u8; 2]>().prop_map(Vec::from)],
        cut: bool,
    ) {
        for (name, mut text) in written(&case) {
            if text.is_empty() {
                continue;
            }
            let from = at.index(text.len());
            let to = (from + length).min(text.len());
            if cut {
                text.truncate(from);
            } else {
                text.splice(from..to, put.iter().copied());
            }
            let (kept, sources) = read_all(&[Input::Text(name, text)]);
            prop_assert!(places_exist(&kept, &sources));
        }
    }
}
