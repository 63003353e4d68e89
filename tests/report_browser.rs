//! The report in a real browser: Chromium, driven by `tests/browser/report.mjs`.
//!
//! Needs Chromium, Node and what `npm ci --prefix tests/browser` installs. With `CLAIMGRAPH_REQUIRE_TOOLS=1` nothing
//! may be missing, and every part of every dataset is checked for accessibility, which takes a minute. With
//! `CLAIMGRAPH_BROWSER_CHECK=name` only the checks whose name holds that are made.

#[path = "support/hostile.rs"]
mod hostile;
mod support;
#[path = "support/tools.rs"]
mod tools;

use std::path::{Path, PathBuf};
use std::process::Command;

fn report(input: &Path, output: &Path, more: &[&str]) {
    let made = Command::new(env!("CARGO_BIN_EXE_claimgraph"))
        .current_dir(support::root())
        .args(["report", "-q", "-o"])
        .args([output, input])
        .args(more)
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&made.stderr);
    assert!(made.status.success(), "{}: {told}", input.display());
}

/// Three statements of which two cannot be used.
const FAULTY: &str = r#"
case: Faulty
actors: { a: {name: Anna, kind: person} }
claims: { c: {text: "It burned"} }
statements:
  - { by: a, asserts: [c] }
  - { by: nobody-known, asserts: [c] }
  - { by: a, asserts: [unheard-of] }
"#;

/// Names that run from right to left, with brackets and digits that belong to them.
const TURNED: &str = r#"
case: "اختبار (قضية) 12"
actors:
  a: { name: "می‌خواهم (Mi-khāham) 2", kind: outlet }
  b: { name: "ידיעות אחרונות (Yedioth) – 7", kind: outlet, affiliations: [{ to: a, role: organ-of }] }
claims:
  x: { text: "(1) انفجار رخ داد – 3 کشته." }
  y: { text: "לא היה פיצוץ (no blast), רק 2 יריות", contradicts: [x] }
statements:
  - { by: a, asserts: [x], date: 2024-01-03 }
  - { by: b, asserts: [y], date: "../2024-01-04" }
"#;

/// A finding that somebody accepts.
const ACCEPTED: &str = r#"
case: Accepted
actors: { a: {name: Anna, kind: person} }
claims:
  c: { text: "It burned", allow: [{ rule: uncorroborated-claim, because: "the editor knows the second source" }] }
statements:
  - { by: a, asserts: [c], basis: witnessed }
"#;

/// One claim on which twenty speakers make sixty statements: each third denies it, each second rests on an earlier one.
fn crowded() -> String {
    let mut records = String::from("case: Crowded\nactors:\n");
    for at in 0..20 {
        records += &format!("  a{at}: {{ name: \"Speaker {at} of the town\", kind: outlet }}\n");
    }
    records += "claims:\n  c: { text: \"The dam burst before noon\" }\nstatements:\n";
    for at in 0..60 {
        let stance = match at % 3 {
            2 => "disputes",
            _ if at % 2 == 1 => "relays",
            _ => "asserts",
        };
        let rest = match at % 2 {
            1 => format!(", cites: [s{}]", at / 2),
            _ => format!(", at: \"page {at}\""),
        };
        records += &format!(
            "  - {{ id: s{at}, by: a{}, {stance}: [c], date: 2024-05-{:02}{rest} }}\n",
            at % 20,
            at / 3 + 1
        );
    }
    records
}

/// Two claims that cannot both hold, and an outlet that passes one of them on.
const OPPOSED: &str = r#"
case: Opposed
actors: { a: {name: Anna}, b: {name: Bert}, h: {name: The Herald, kind: outlet} }
claims:
  got-away: { text: "Suspects got away" }
  none-left: { text: "Every member was killed", contradicts: [got-away] }
statements:
  - { by: a, asserts: [got-away] }
  - { id: said, by: b, asserts: [none-left] }
  - { by: h, relays: [none-left], cites: [said] }
"#;

/// Ten thousand claims on two hundred events, most of them said by a few of three hundred actors.
fn large() -> String {
    let mut records = String::new();
    let mut record = |text: String| {
        records.push_str(&text);
        records.push('\n');
    };
    for at in 0..300 {
        record(format!(
            r#"{{"actor":{{"id":"a{at}","name":"Actor {at}"}}}}"#
        ));
    }
    for at in 0..200 {
        record(format!(
            r#"{{"event":{{"id":"e{at}","name":"Event {at}","date":"2024-0{}-1{}"}}}}"#,
            at % 9 + 1,
            at % 10
        ));
    }
    for at in 0..10_000 {
        let event = at % 200;
        record(format!(
            r#"{{"claim":{{"id":"c{at:05}","text":"Claim {at} says that something happened","about":["e{event}"]}}}}"#
        ));
        for nth in 0..=(at % 4) {
            let (by, stance) = (
                (at * 7 + nth * 31) % 300,
                if nth == 2 { "disputes" } else { "asserts" },
            );
            let basis = if nth == 0 {
                r#","basis":"witnessed""#
            } else {
                ""
            };
            record(format!(
                r#"{{"statement":{{"id":"s{at}-{nth}","by":"a{by}","{stance}":"c{at:05}","date":"2024-10-1{nth}"{basis}}}}}"#
            ));
        }
    }
    records
}

#[test]
fn a_report_holds_up_in_a_real_browser() {
    let Some(chromium) = tools::found(
        &["chromium", "chromium-browser", "google-chrome"],
        "Chromium",
    ) else {
        return;
    };
    let Some(node) = tools::found(&["node", "nodejs"], "Node") else {
        return;
    };
    let scripts = support::root().join("tests/browser");
    if !scripts.join("node_modules/playwright-core").exists() {
        tools::skip(
            "what the browser is driven with is not installed: `npm ci --prefix tests/browser`",
        );
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let page = |name: &str| folder.path().join(name).with_extension("html");
    let case = |name: &str, text: &str| {
        let file = folder.path().join(name);
        std::fs::write(&file, text).unwrap();
        file
    };
    let dataset = |name: &str| support::root().join("datasets").join(name);
    let cases: [(&str, PathBuf, &[&str]); 10] = [
        ("quickstart", dataset("quickstart.yaml"), &[]),
        ("citogenesis", dataset("citogenesis.yaml"), &[]),
        ("afghanistan", dataset("afghanistan"), &["--pictures", "40"]),
        ("hostile", case("hostile.json", &hostile::case()), &[]),
        ("faulty", case("faulty.yaml", FAULTY), &["--keep-going"]),
        ("turned", case("turned.yaml", TURNED), &[]),
        ("accepted", case("accepted.yaml", ACCEPTED), &[]),
        ("opposed", case("opposed.yaml", OPPOSED), &[]),
        ("crowded", case("crowded.yaml", &crowded()), &[]),
        (
            "large",
            case("large.ndjson", &large()),
            &["--pictures", "20"],
        ),
    ];
    std::thread::scope(|scope| {
        for (name, input, more) in &cases {
            let output = page(name);
            scope.spawn(move || report(input, &output, more));
        }
    });
    let driven = Command::new(node)
        .current_dir(&scripts)
        .arg("report.mjs")
        .args([Path::new(&chromium), folder.path()])
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&driven.stdout);
    let complaint = String::from_utf8_lossy(&driven.stderr);
    println!("{told}");
    assert!(driven.status.success(), "{told}\n{complaint}");
}
