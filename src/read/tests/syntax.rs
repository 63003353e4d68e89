//! Faults in the syntax and in the bytes.

use super::*;

/// Ids of the records and statements that were read, in the order of the file.
fn survivors(text: &str) -> (Vec<String>, Vec<String>) {
    let (kept, sources) = read_all(&[Input::Text("a.yaml".to_owned(), text.into())]);
    let mut ids = Vec::new();
    for (_, record) in &kept.records {
        ids.extend(id_of(record).map(str::to_owned));
        if let Record::Report(report) = record {
            ids.extend(report.statements.iter().map(|statement| {
                statement
                    .id
                    .as_ref()
                    .map_or("-", |id| id.value.as_str())
                    .to_owned()
            }));
        }
    }
    (ids, messages(&kept, &sources))
}

/// Sections of every shape; `b`, `q`, `t` are to be damaged.
fn case_with(damaged: &str) -> String {
    let text = "actors:\n  x: {}\nclaims:\n  a: { text: \"x\" }\n  b: { text: \"y\" }\n  c:\n    text: z\n  d: { text: w }\nreports:\n  p:\n    publisher: x\n    title: \"q\"\n    statements:\n      - { id: s, by: x, asserts: a }\n      - { id: t, by: x, asserts: b }\n      - id: u\n        by: x\n        asserts: c\n  r: { publisher: x }\nevents:\n  - id: e\n  - id: f\n";
    let (line, new) = damaged.split_once(" => ").expect("old => new");
    assert_eq!(text.matches(line).count(), 1, "{line}");
    text.replace(line, new)
}

#[test]
fn a_fault_costs_the_item_that_it_is_in_and_no_other() {
    const ALL: [&str; 12] = ["x", "a", "b", "c", "d", "p", "s", "t", "u", "r", "e", "f"];
    let mut wrong = Vec::new();
    for (damaged, lost, place) in [
        // in a claim
        ("  b: { text: \"y\" }\n => ", "b", ""),
        (
            "b: { text: \"y\" } => b: { text: \"y }",
            "b",
            "5:14 a quoted text does not end",
        ),
        (
            "b: { text: \"y\" } => b: { text: 'y }",
            "b",
            "a quoted text does not end",
        ),
        (
            "b: { text: \"y\" } => b: { text: \"y\"",
            "b",
            "5:6 `{` is never closed",
        ),
        (
            "b: { text: \"y\" } => b: { text: \"y\",",
            "b",
            "5:6 `{` is never closed",
        ),
        (
            "b: { text: \"y\" } => b: { text: \"y\" } }",
            "",
            "a bracket closes nothing",
        ),
        (
            "b: { text: \"y\" } => b: { text: [\"y\" }",
            "b",
            "5:14 `[` is closed by `}`",
        ),
        (
            "b: { text: \"y\" } => b: { text: \"y\\q\" }",
            "b",
            "an escape that does not exist",
        ),
        (
            "b: { text: \"y\" } => b: { text: a: b }",
            "b",
            "expected `,` or `}`",
        ),
        (
            "b: { text: \"y\" } => b: @y",
            "b",
            "a text cannot begin with `@`",
        ),
        (
            "b: { text: \"y\" } => b { text: \"y\" }",
            "b",
            "5:17 something follows",
        ),
        ("  b: { text: \"y\" } => \tb: { text: \"y\" }", "b", "a tab"),
        (
            "  b: { text: \"y\" } =>    b: { text: \"y\" }",
            "",
            "5:4 wrong indentation",
        ),
        (
            "  b: { text: \"y\" } =>  b: { text: \"y\" }",
            "",
            "5:2 wrong indentation",
        ),
        ("  a: { text: \"x\" } => \ta: { text: \"x\" }", "a", "a tab"),
        (
            "  a: { text: \"x\" } =>   a { text: \"x\" }",
            "a",
            "4:17 something follows",
        ),
        (
            "  a: { text: \"x\" } =>   a: { text: \"x }",
            "a",
            "4:14 a quoted text does not end",
        ),
        (
            "  d: { text: w } =>   d: { text: \"w }",
            "d",
            "a quoted text does not end",
        ),
        ("  d: { text: w } =>   d: { text: w", "d", "never closed"),
        (
            "    text: z =>     text: \"z",
            "c",
            "a quoted text does not end",
        ),
        ("    text: z => \ttext: z", "c", "a tab"),
        // in a field of a report
        (
            "title: \"q\" => title: \"q",
            "",
            "a quoted text does not end",
        ),
        (
            "title: \"q\" => title: a: b",
            "",
            "a `:` in the wrong place",
        ),
        ("    title: \"q\" =>      title: \"q\"", "", "wrong"),
        // in a statement
        (
            "- { id: t, by: x, asserts: b } => - { id: t, by: x, asserts: b",
            "t",
            "15:9 `{` is never closed",
        ),
        (
            "- { id: t, by: x, asserts: b } => - { id: t, by: x, asserts: \"b }",
            "t",
            "does not end",
        ),
        (
            "- { id: t, by: x, asserts: b } => - { id: t, by: \"x\\y\", asserts: b }",
            "t",
            "an escape",
        ),
        (
            "- { id: t, by: x, asserts: b } => - { id: t, by: x, asserts: [b }",
            "t",
            "closed by",
        ),
        (
            "      - { id: t, =>         - { id: t,",
            "",
            "wrong indentation",
        ),
        (
            "      - { id: t, =>      - { id: t,",
            "",
            "wrong indentation",
        ),
        ("      - { id: t, => \t- { id: t,", "t", "a tab"),
        (
            "- { id: s, by: => - { id: s by:",
            "s",
            "expected `,` or `}`",
        ),
        ("        by: x =>          by: x", "u", "wrong"),
        (
            "        asserts: c =>         asserts: 'c",
            "u",
            "a quoted text does not end",
        ),
        (
            "  r: { publisher: x } =>   r: { publisher: x",
            "",
            "never closed",
        ),
        // at the end
        ("  - id: f => \t- id: f", "f", "21:9 a tab"),
        ("  - id: e =>   - id: \"e", "e", "does not end"),
    ] {
        let (ids, problems) = survivors(&case_with(damaged));
        let lost: Vec<&str> = lost.split_whitespace().collect();
        let left: Vec<&str> = ALL.into_iter().filter(|id| !lost.contains(id)).collect();
        let is_told = match place {
            "" => problems.is_empty(),
            place => problems.len() == 1 && problems[0].contains(place),
        };
        if ids != left || !is_told {
            wrong.push(format!("{damaged}\n  left {ids:?}\n  told {problems:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_list_may_stand_as_far_left_as_its_key() {
    let text = "reports:\n  r:\n    statements:\n    - { id: a, asserts: c }\n    - { id: b, asserts: c\n    - { id: d, asserts: c }\nclaims:\n- id: c\n  text: x\n- id: \"e\n- id: f\n  text: y\n";
    let (ids, problems) = survivors(text);
    assert_eq!(ids, ["r", "a", "d", "c", "f"]);
    assert_eq!(
        problems,
        ["5:7 `{` is never closed", "10:7 a quoted text does not end"]
    );
}

#[test]
fn reading_goes_on_after_a_fault_in_the_syntax() {
    for (text, place) in [
        (
            "claims:\n  a: { text: \"x\" }\n  b:\n    text: \"y\n  c: { text: z }\nactors:\n  d: {}\n",
            "4:11 a quoted text does not end",
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
        let (mut ids, problems) = read("a.yaml", text);
        ids.retain(|id| id != "c");
        assert_eq!(
            (ids, problems),
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
    let bomb = "aliases expand to more than 1,000,000 values";
    assert!(problems.iter().any(|problem| problem.ends_with(bomb)));
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

/// One record a line, and one statement a line.
fn lines_of(case: &[(usize, bool)]) -> (String, Vec<(String, usize)>) {
    let mut text = "claims:\n".to_owned();
    let mut places = Vec::new();
    let mut line = 1;
    for (number, &(statements, is_block)) in case.iter().enumerate() {
        places.push((format!("c{number}"), line));
        text += &match is_block {
            true => format!("  c{number}:\n    text: \"no {number}\"\n    kind: fact\n"),
            false => format!("  c{number}: {{ text: \"no {number}\", kind: fact }}\n"),
        };
        line += if is_block { 3 } else { 1 };
        let _ = statements;
    }
    text += "reports:\n";
    line += 1;
    for (number, &(statements, is_block)) in case.iter().enumerate() {
        places.push((format!("r{number}"), line));
        text += &format!("  r{number}:\n    publisher: a\n    statements:\n");
        line += 3;
        for statement in 0..statements {
            places.push((format!("s{number}-{statement}"), line));
            text += &match is_block {
                true => format!(
                    "      - id: s{number}-{statement}\n        asserts: \"c0\"\n        by: a\n"
                ),
                false => {
                    format!("      - {{ id: s{number}-{statement}, asserts: \"c0\", by: a }}\n")
                }
            };
            line += if is_block { 3 } else { 1 };
        }
    }
    (text, places)
}

proptest! {
    /// Whatever is put into or taken out of a line costs at most the record or statement that the line belongs to,
    /// with what is in it, and the one before where the line now belongs to that; the line that names a section or a
    /// list may cost all of it.
    #[test]
    fn one_damaged_line_costs_at_most_one_record(
        case in prop::collection::vec((1..4_usize, any::<bool>()), 1..4),
        at: prop::sample::Index,
        column: prop::sample::Index,
        put in prop::sample::select(vec![
            "\"", "'", "{", "}", "[", "]", "\t", " ", "  ", ": ", "- ", "@", "`", "\\", "#", ", ", "&a ", "*a ", "%", "!", "|", "? ",
        ]),
        cut in 0..3_usize,
    ) {
        let (text, places) = lines_of(&case);
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let at = at.index(lines.len());
        let line = &lines[at];
        let from = column.index(line.len() + 1);
        let to = (from + cut).min(line.len());
        // A sign among the blanks before a line makes another key of it, for another map.
        let is_blank = put.trim().is_empty();
        let is_outside = !is_blank && line[..from].trim().is_empty();
        // How its first item begins makes a section or a list what it is.
        let is_first = at == 0 || lines[at - 1].ends_with("s:");
        let line = &mut lines[at];
        let begins = line.len() - line.trim_start().len() + 2;
        line.replace_range(from..to, put);
        let names_others = text.lines().nth(at).is_some_and(|line| {
            matches!(line.trim(), "claims:" | "reports:" | "statements:")
        });
        if is_outside || names_others || is_first && from < begins {
            return Ok(());
        }
        // Without its dash, an item goes on with the one before.
        let joins = from < begins && cut > 0;
        let owner = places.iter().rev().find(|(_, first)| *first <= at).map(|(id, _)| id.clone());
        let damaged = lines.join("\n") + "\n";
        let (ids, problems) = survivors(&damaged);
        for (number, (id, _)) in places.iter().enumerate() {
            let is_before = joins && places.get(number + 1).is_some_and(|(next, _)| owner.as_ref() == Some(next));
            let is_inside = is_before || owner.as_ref().is_some_and(|owner| {
                owner == id || owner.strip_prefix('r').is_some_and(|number| id.starts_with(&format!("s{number}-")))
            });
            prop_assert!(
                ids.contains(id) || is_inside,
                "{id} is lost\n{damaged}\n{ids:?}\n{problems:?}"
            );
        }
    }
}
