//! Faults in the syntax and in the bytes.

use super::*;

#[test]
fn reading_goes_on_after_a_fault_in_the_syntax() {
    for (text, place) in [
        (
            "claims:\n  a: { text: \"x\" }\n  b:\n    text: \"y\n  c: { text: z }\nactors:\n  d: {}\n",
            "5:3 a quoted text does not end",
        ),
        (
            "claims:\n  a: { text: x }\n  b: { text: \"a \"b\" c\" }\nactors:\n  d: {}\n",
            "3:18 something follows the end of a quoted text",
        ),
        (
            "claims:\n  a: { text: x }\n  b:\n\ttext: y\nactors:\n  d: {}\n",
            "4:2 a tab where only blanks are allowed",
        ),
        (
            "claims:\n  a: { text: x }\n  b: { text: x, about: [y }\nactors:\n  d: {}\n",
            "3:24 `[` is closed by `}`",
        ),
        (
            "claims:\n  a: { text: x }\n  b: { text: x: y }\nactors:\n  d: {}\n",
            "3:15 expected `,` or `}`",
        ),
        (
            "claims:\n  a: { text: x }\n  just words\nactors:\n  d: {}\n",
            "3:3 a line that is no `key: value`",
        ),
        (
            "claims:\n  a:\n    text: x\n   kind: fact\nactors:\n  d: {}\n",
            "4:4 wrong indentation, or a missing `:`",
        ),
    ] {
        assert_eq!(
            read("a.yaml", text),
            (vec!["a".into(), "d".into()], vec![place.into()]),
            "{text}"
        );
    }
}

#[test]
fn a_report_keeps_its_whole_statements_when_the_file_breaks_off() {
    let text = "reports:\n  r:\n    statements:\n      - { asserts: a }\n      - { asserts: b }\n      - { asserts: [c";
    let (kept, sources) = read_all(&[Input::Text("a.yaml".to_owned(), text.into())]);
    assert_eq!(messages(&kept, &sources), ["6:20 `[` is never closed"]);
    let Record::Report(report) = &kept.records[0].1 else {
        panic!("the record is the report");
    };
    assert_eq!(report.statements.len(), 2);
}

#[test]
fn a_truncated_json_document_keeps_its_whole_records() {
    let text = r#"{"claims": {"a": {"text": "x"}, "b": {"text": "y", "about": ["#;
    let (ids, problems) = read("a.json", text);
    assert_eq!(ids, ["a"]);
    assert_eq!(problems, ["1:62 the text ends too early"]);
}

#[test]
fn bytes_that_are_no_text_are_reported_once() {
    for (name, text) in [
        ("a.yaml", b"claims:\n  a: { text: \"caf\xE9 \xE9\" }\n  b: { text: x }\n".as_slice()),
        ("a.json", b"{\"claims\":\n {\"a\":{\"text\":\"\xE9 \xE9\"}, \"b\": {\"text\":\"x\"}}}"),
        ("a.ndjson", b"{\"claim\":{\"id\":\"a\",\"text\":\"x\"}}\n{\"claim\":{\"id\":\"b\",\"text\":\"\xE9 \xE9\"}}\n"),
    ] {
        let (ids, problems) = read(name, text);
        assert_eq!(ids, ["a", "b"]);
        assert_eq!(problems.len(), 1);
        assert!(problems[0].starts_with("2:") && problems[0].ends_with("byte 0xE9 is not UTF-8"));
    }
    assert_eq!(
        problems("a.yaml", b"\xFF\xFEc\0"),
        ["1:1 the file is UTF-16, not UTF-8"]
    );
    assert_eq!(
        problems("a.ndjson", b"\xFF\xFEc\0"),
        ["1:1 the file is UTF-16, not UTF-8"]
    );
    assert_eq!(
        problems("a.yaml", "claims: { a: { text: \"x\0y\" } }"),
        ["1:24 control character U+0000 in the file"]
    );
    assert_eq!(
        read("a.yaml", "\u{FEFF}claims: { a: { text: x } }"),
        (vec!["a".to_owned()], vec![])
    );
}

#[test]
fn a_file_with_nothing_in_it_is_a_warning() {
    for (name, text) in [
        ("a.yaml", ""),
        ("a.yaml", "# nothing yet\n"),
        ("a.json", " \n"),
        ("a.ndjson", "\n\n"),
        ("a.yml", "---\n"),
    ] {
        let (kept, _) = read_all(&[Input::Text(name.to_owned(), text.into())]);
        assert_eq!(kept.problems.len(), 1, "{name} {text:?}");
        assert_eq!(kept.problems[0].gravity, Gravity::Warning);
        assert!(kept.problems[0].message.ends_with("is empty"));
    }
}

#[test]
fn aliases_and_merges_are_copies() {
    let text = "claims:\n  a: &a { text: x, about: [y] }\n  b: { <<: *a, text: z }\n  c: *a\n  d: *nope\n  e: { text: *bold* }\n";
    let (kept, sources) = read_all(&[Input::Text("a.yaml".to_owned(), text.into())]);
    assert_eq!(ids(&kept), ["a", "b", "c"]);
    let Record::Claim(merged) = &kept.records[1].1 else {
        panic!("the second record is a claim");
    };
    assert_eq!(
        (merged.text.as_str(), merged.about.0[0].value.as_str()),
        ("z", "y")
    );
    assert_eq!(
        messages(&kept, &sources),
        [
            "5:6 no value has the anchor `&nope`",
            "6:14 no value has the anchor `&bold*`",
            "6:6 claim `e` without `text`"
        ]
    );
}

#[test]
fn an_alias_bomb_ends_at_once() {
    let mut text =
        "claims: { a: { text: x } }\nactors:\n  a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
            .to_owned();
    for level in 1..40 {
        let ten = vec![format!("*a{}", level - 1); 10].join(", ");
        text += &format!("  a{level}: &a{level} [{ten}]\n");
    }
    let (ids, problems) = read("a.yaml", &text);
    assert_eq!(ids, ["a"]);
    assert!(
        problems
            .last()
            .unwrap()
            .ends_with("aliases expand to more than 1,000,000 values")
    );
}

#[test]
fn a_hundred_thousand_brackets_are_one_error() {
    let deep = "[".repeat(100_000);
    for (name, text) in [
        (
            "a.yaml",
            format!("claims: {{ a: {{ text: x }} }}\nactors: {deep}\n"),
        ),
        (
            "a.json",
            format!(
                "{{\"claims\": {{ \"a\": {{ \"text\": \"x\" }} }}, \"actors\": {deep}{}}}",
                "]".repeat(100_000)
            ),
        ),
        (
            "a.ndjson",
            format!(
                "{{\"claim\":{{\"id\":\"a\",\"text\":\"x\"}}}}\n{{\"actor\":{{\"id\":{deep}{}}}}}",
                "]".repeat(100_000)
            ),
        ),
    ] {
        let (ids, problems) = read(name, text);
        assert_eq!(ids, ["a"], "{name}");
        assert_eq!(
            problems
                .iter()
                .filter(|p| p.ends_with("nested more than 64 levels deep"))
                .count(),
            1,
            "{problems:?}"
        );
    }
}

#[test]
fn every_document_of_a_yaml_file_is_read() {
    let text = "claims: { a: { text: x } }\n---\nclaims: { b: { text: x } }\n...\n---\n# nothing\n";
    assert_eq!(
        read("a.yaml", text),
        (vec!["a".to_owned(), "b".to_owned()], vec![])
    );
}
