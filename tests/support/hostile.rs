//! A case whose every text wants to be something else.
#![allow(dead_code)]

use serde_json::{Map, Value, json};

/// Texts that would act in a page, if they were let.
pub const TEXTS: &[&str] = &[
    "<script>window.ran=1</script>",
    "</script><script>window.ran=1</script>",
    "<!--<script>",
    "]]><img src=x onerror=window.ran=1>",
    "\"><img src=x onerror='window.ran=1'>",
    "' onmouseover='window.ran=1' autofocus onfocus='window.ran=1",
    "<svg onload=window.ran=1><foreignObject><iframe srcdoc='<script>parent.ran=1</script>'></iframe>",
    "</template></title></style></textarea><script>document.title='RAN'</script>",
    "javascript:window.ran=1",
    "{{ 7*7 }}{% for x in y %}${window.ran=1}",
    "</style><style>*{display:none}</style>",
    "expression(window.ran=1);background:url(https://example.org/x)",
    "read \u{202e}sdrawkcab\u{202c} and \u{2067}isolated\u{2069}",
    "bell \u{7} escape \u{1b}[31m null \u{0} line\u{2028}end",
    "&lt;b&gt;&amp;&#60;script&#62;",
    "شاهد عيان (طالبان) 2023-03-17",
    "עדים אמרו \"כן\"",
    "`battery` `<b>` ``",
    "__proto__",
    "constructor",
    "#claim-x?y&z=1%zz",
    "\\\"';--",
];

/// The case as JSON: each text in every field of a record of every kind.
pub fn case() -> String {
    let mut actors = Map::new();
    let mut claims = Map::new();
    let mut events = Map::new();
    let mut evidence = Map::new();
    let mut reports = Map::new();
    let long = "long word ".repeat(5_000) + &"x".repeat(50_000);
    let texts: Vec<&str> = TEXTS.iter().copied().chain([long.as_str()]).collect();
    for (at, text) in texts.iter().enumerate() {
        // Ids are texts too; the long one would only be long.
        let id = |kind: &str| match at {
            ..20 if kind == "c" => (*text).to_owned(),
            _ => format!("{kind}{at}"),
        };
        let previous = |kind: &str| format!("{kind}{}", at.saturating_sub(1));
        // A text without a blank would be an id here.
        let words = format!("{text} and more");
        actors.insert(
            id("a"),
            json!({ "name": text, "kind": "person", "aliases": [text], "note": text, "url": text,
                    "allow": allowed(&words),
                    "affiliations": (at > 0).then(|| json!([{ "to": previous("a"), "role": "part-of" }])).unwrap_or(json!([])) }),
        );
        events.insert(
            id("e"),
            json!({ "name": text, "aliases": [text], "place": text, "note": text, "url": text,
                    "allow": allowed(&words), "parties": [id("a")], "date": "2023-03-17" }),
        );
        claims.insert(
            id("c"),
            json!({ "text": text, "name": text, "aliases": [text], "note": text, "url": text, "about": [id("e")],
                    "favours": [id("a")], "allow": allowed(&words),
                    // Values compare within one unit: now the text is the unit, now what is counted.
                    "quantity": match at % 2 {
                        0 => json!({ "of": format!("of{}", at % 3), "value": at, "unit": text, "words": text }),
                        _ => json!({ "of": text, "value": at, "words": text }),
                    } }),
        );
        evidence.insert(
            id("v"),
            json!({ "name": text, "aliases": [text], "kind": "photo", "number": text, "url": text, "archive": text,
                    "hash": text, "phash": text, "allow": allowed(&words), "of": id("e"), "shows": [id("c"), words], "note": text,
                    "does_not_show": [words], "verified": [{ "by": id("a"), "claims": [id("c")] }] }),
        );
        let said = |more: Value| {
            let mut record = json!({ "at": text, "quote": text, "note": text, "url": text });
            record
                .as_object_mut()
                .unwrap()
                .extend(more.as_object().unwrap().clone());
            record
        };
        reports.insert(
            id("r"),
            json!({ "name": text, "aliases": [text], "language": text, "hash": text, "allow": allowed(&words), "publisher": id("a"), "date": "2023-04-28", "url": text, "archive": text, "note": text,
                    "statements": [
                        said(json!({ "by": id("a"), "asserts": [id("c")], "cites": [id("v")] })),
                        said(json!({ "unnamed": text, "number": text, "disputes": [id("c")] })),
                        said(json!({ "questions": [id("c")], "id": format!("{} {at}", TEXTS.get(at).unwrap_or(&"long")) })),
                    ] }),
        );
        // A title stands where a name does.
        reports.insert(
            format!("t{at}"),
            json!({ "title": text, "publisher": id("a") }),
        );
    }
    let case = json!({ "case": TEXTS.join(" "), "actors": actors, "events": events, "claims": claims, "evidence": evidence, "reports": reports });
    case.to_string()
}

/// A finding accepted for a hostile reason.
fn allowed(because: &str) -> Value {
    json!([{ "rule": "uncorroborated-claim", "because": because }])
}
