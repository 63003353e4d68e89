//! The report as a file: whole, the same for everybody, with a policy that allows what it carries and nothing else.

#[path = "support/hostile.rs"]
mod hostile;
mod support;

use std::io::Read;
use std::path::Path;
use std::process::{Command, Output};

use base64::Engine;
use serde_json::Value;
use sha2::{Digest, Sha256};

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_claimgraph"))
        .current_dir(support::root())
        .args(arguments)
        .output()
        .unwrap()
}

fn page(arguments: &[&str]) -> String {
    let made = run(&[&["report"], arguments].concat());
    let told = String::from_utf8_lossy(&made.stderr).into_owned();
    assert!(made.status.success(), "{told}");
    String::from_utf8(made.stdout).unwrap()
}

/// The contents of all elements that begin so.
fn contents<'p>(page: &'p str, start: &str, end: &str) -> Vec<&'p str> {
    page.split(start)
        .skip(1)
        .map(|rest| &rest[..rest.find(end).unwrap()])
        .collect()
}

/// A block of JSON of the page, which may lie in its packed stream.
fn block(page: &str, id: &str) -> Value {
    let start = |id: &str, kind: &str| format!("<script type=\"application/{kind}\" id=\"{id}\">");
    let written = |id: &str| contents(page, &start(id, "json"), "</script>");
    let packed = contents(page, &start("packed", "octet-stream"), "</script>");
    let text = match packed[..] {
        [stream] => {
            let places: Value = serde_json::from_str(written("places")[0]).unwrap();
            let [from, to] = [0, 1].map(|end| places[id][end].as_u64().unwrap() as usize);
            let stream = base64::engine::general_purpose::STANDARD
                .decode(stream)
                .unwrap();
            let mut texts = String::new();
            flate2::read::GzDecoder::new(&stream[..])
                .read_to_string(&mut texts)
                .unwrap();
            texts[from..to].to_owned()
        }
        _ => {
            assert_eq!(written(id).len(), 1, "{id}");
            written(id)[0].to_owned()
        }
    };
    serde_json::from_str(&text).unwrap()
}

#[test]
fn the_policy_allows_the_scripts_and_styles_of_the_page_and_no_other() {
    let page = page(&["datasets/quickstart.yaml"]);
    let policy = contents(&page, "Content-Security-Policy\" content=\"", "\"")[0]
        .replace("&#x27;", "'")
        .replace("&#x2f;", "/");
    assert!(policy.starts_with("default-src 'none';"), "{policy}");
    assert!(policy.contains("require-trusted-types-for 'script'; trusted-types 'none'"));
    let hash = |text: &str| {
        let digest = Sha256::digest(text);
        format!(
            "'sha256-{}'",
            base64::engine::general_purpose::STANDARD.encode(digest)
        )
    };
    let scripts = contents(&page, "<script>", "</script>");
    let styles = contents(&page, "<style>", "</style>");
    assert_eq!((scripts.len(), styles.len()), (1, 1));
    assert!(
        policy.contains(&format!("script-src {};", hash(scripts[0]))),
        "{policy}"
    );
    assert!(
        policy.contains(&format!("style-src {};", hash(styles[0]))),
        "{policy}"
    );
    for forbidden in [
        " src=",
        "@import",
        "url(",
        "innerHTML",
        " style=\"",
        " onclick=\"",
    ] {
        assert!(!page.contains(forbidden), "{forbidden}");
    }
}

#[test]
fn every_claim_statement_and_finding_is_in_the_page() {
    let graph = support::files(&["datasets/afghanistan"]);
    let findings = support::findings(&graph, claimgraph::rules::Detail::Sharpest);
    let page = page(&["datasets/afghanistan", "--pictures", "7"]);
    let case = block(&page, "case");
    let length = |value: &Value| value.as_array().unwrap().len();
    assert_eq!(length(&case["claims"]), graph.claims().len());
    assert_eq!(length(&case["statements"]["id"]), graph.statement_count());
    assert_eq!(length(&case["findings"]), findings.len());
    let blocks = graph.claims().len().div_ceil(50) + 1;
    let parts: Vec<Value> = (0..blocks)
        .map(|at| block(&page, &format!("claims-{at}")))
        .collect();
    let total = |field: &str| parts.iter().map(|part| length(&part[field])).sum::<usize>();
    assert_eq!(total("claims"), graph.claims().len());
    assert_eq!(total("statements"), graph.statement_count());
    let starts: Vec<u64> = case["blocks"]["statements"]
        .as_array()
        .unwrap()
        .iter()
        .map(|start| start.as_u64().unwrap())
        .collect();
    let mut counted = 0;
    for (part, start) in parts.iter().zip(starts) {
        assert_eq!(start, counted);
        counted += length(&part["statements"]) as u64;
    }
    // Three pictures of the whole case, and those that were asked for; some once more for paper.
    let pictures = contents(&page, "<template id=\"picture-", "\"");
    let on_screen = pictures.iter().filter(|key| !key.ends_with("-folded"));
    assert_eq!(on_screen.count(), 3 + 7);
}

#[test]
fn the_same_page_for_any_number_of_threads() {
    let case = ["datasets/citogenesis.yaml"];
    let with = |threads| page(&[&case[..], &["--threads", threads]].concat());
    assert!(with("1") == with("4"));
}

#[test]
fn hostile_text_ends_no_element_and_begins_none() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("hostile.json");
    std::fs::write(&file, hostile::case()).unwrap();
    let page = page(&[&file.to_string_lossy(), "--pictures", "8"]);
    assert_eq!(page.matches("<script>").count(), 1);
    assert_eq!(
        page.matches("</template>").count(),
        page.matches("<template ").count()
    );
    assert_eq!(
        page.matches("</script>").count(),
        page.matches("<script").count()
    );
    for begun in ["<img", "<iframe", "<foreignObject", "<!--"] {
        assert!(!page.contains(begun), "{begun}");
    }
    let texts = block(&page, "case")["claims"].to_string();
    assert!(
        texts.contains("</script><script>window.ran=1</script>"),
        "nothing is lost"
    );
}

#[test]
fn no_sign_that_turns_text_comes_from_the_pictures() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("case.yaml");
    let case = "case: اختبار 12 (قضية)\n\
                actors: { a: { name: \"می‌خواهم (Mi) 2\" }, b: { name: B }, d: { name: دیدبان, affiliations: [{ to: a, role: part-of }] } }\n\
                events: { e: { name: انفجار, place: \"کابل، PD8\" } }\n\
                claims: { c: { text: انفجار رخ داد, about: [e] } }\n\
                statements: [{ by: a, asserts: c }, { by: d, asserts: c }, { by: b, disputes: c }]\n";
    std::fs::write(&file, case).unwrap();
    let page = page(&[&file.to_string_lossy()]);
    assert!(
        page.contains("unicode-bidi=\"isolate\""),
        "a place in its own direction"
    );
    let turning = |char: char| matches!(char, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    assert!(!page.contains(turning));
}

#[test]
fn the_title_is_that_of_the_case_or_the_one_asked_for() {
    let title = |page: &str| contents(page, "<title>", "</title>")[0].to_owned();
    assert_eq!(
        title(&page(&["datasets/quickstart.yaml"])),
        "The fire in Shed 4 (an invented example)"
    );
    let asked = page(&["datasets/quickstart.yaml", "--title", "A & <b>"]);
    assert_eq!(title(&asked), "A &amp; &lt;b&gt;");
}

#[test]
fn what_cannot_be_done_is_said() {
    let made = run(&["report", "datasets/quickstart.yaml", "--open"]);
    assert_eq!(made.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&made.stderr).contains("add `-o report.html`"));
}

#[cfg(target_os = "linux")]
#[test]
fn the_page_is_opened_where_it_was_written() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let (opener, told) = (folder.path().join("xdg-open"), folder.path().join("told"));
    std::fs::write(
        &opener,
        format!("#!/bin/sh\necho \"$1\" > '{}'\n", told.display()),
    )
    .unwrap();
    std::fs::set_permissions(&opener, std::fs::Permissions::from_mode(0o755)).unwrap();
    let target = folder.path().join("a page.html");
    let path = std::env::var("PATH").unwrap_or_default();
    let made = Command::new(env!("CARGO_BIN_EXE_claimgraph"))
        .current_dir(support::root())
        .env("PATH", format!("{}:{path}", folder.path().display()))
        .args([
            Path::new("report"),
            Path::new("datasets/quickstart.yaml"),
            Path::new("--open"),
            Path::new("-o"),
            &target,
        ])
        .output()
        .unwrap();
    assert!(
        made.status.success(),
        "{}",
        String::from_utf8_lossy(&made.stderr)
    );
    // It is started and not waited for.
    let opened = (0..200).find_map(|_| {
        std::thread::sleep(std::time::Duration::from_millis(25));
        std::fs::read_to_string(&told)
            .ok()
            .filter(|text| text.ends_with('\n'))
    });
    assert_eq!(
        opened.as_deref().map(str::trim),
        Some(&*target.to_string_lossy())
    );
}
