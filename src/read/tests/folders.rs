//! Files and folders on disk.

use std::fs;

use super::*;

#[test]
fn a_folder_is_read_whole_and_each_file_once() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write(
        "b.yaml",
        "include: [sub/c.yml, b.yaml, ./a.json]\nclaims: { b: { text: x } }",
    );
    write("a.json", "{\"claims\": {\"a\": {\"text\": \"x\"}}}");
    write(
        "sub/c.yml",
        "include: ../b.yaml\nclaims: { c: { text: x } }",
    );
    write(".hidden/d.yaml", "claims: { d: { text: x } }");
    write(".e.yaml", "claims: { e: { text: x } }");
    write("claimgraph.toml", "x = 1");
    write("package.json", "{\"version\": 1}");
    let all = Input::Path(folder.path().to_owned());
    let (kept, sources) = read_all(&[all.clone(), all.clone()]);
    assert_eq!(ids(&kept), ["a", "b", "c"]);
    assert_eq!(sources.files().len(), 4);
    assert_eq!(kept.problems.len(), 1);
    assert_eq!(kept.problems[0].gravity, Gravity::Warning);
    assert!(
        kept.problems[0]
            .message
            .ends_with("package.json` has no section of a case")
    );
    // Named directly, it must be a case file.
    let (kept, _) = read_all(&[Input::Path(folder.path().join("package.json"))]);
    assert_eq!(kept.problems[0].gravity, Gravity::Error);
    let (kept, _) = read_all(&[Input::Path(folder.path().join("sub/c.yml"))]);
    assert_eq!(ids(&kept), ["c", "b", "a"]);
    let found: Vec<_> = case_files(folder.path()).unwrap();
    assert_eq!(found.len(), 4);
}

#[test]
fn a_schema_alone_makes_no_case_file() {
    let folder = tempfile::tempdir().unwrap();
    let sarif = r#"{"$schema": "sarif-schema-2.1.0.json", "version": "2.1.0", "runs": []}"#;
    fs::write(folder.path().join("findings.json"), sarif).unwrap();
    let case = r#"{"$schema": "case.schema.json", "claims": {"a": {"text": "x"}}}"#;
    fs::write(folder.path().join("case.json"), case).unwrap();
    let (kept, _) = read_all(&[Input::Path(folder.path().to_owned())]);
    assert_eq!(ids(&kept), ["a"]);
    assert_eq!(kept.problems.len(), 1);
    assert_eq!(kept.problems[0].gravity, Gravity::Warning);
}

#[test]
fn what_cannot_be_read_is_named_and_the_rest_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::write(
        path("a.yaml"),
        "include: [missing.yaml]\nclaims: { a: { text: x } }",
    )
    .unwrap();
    fs::create_dir(path("empty")).unwrap();
    let (kept, sources) = read_all(&[
        Input::Path(path("nowhere.yaml")),
        Input::Path(path("empty")),
        Input::Path(path("a.yaml")),
    ]);
    assert_eq!(ids(&kept), ["a"]);
    let messages = messages(&kept, &sources);
    assert!(
        messages[0].starts_with("cannot read `")
            && messages[0].contains("nowhere.yaml`: No such file")
    );
    assert!(messages[1].ends_with("empty` holds no case file"));
    assert!(
        kept.problems[1]
            .help
            .as_ref()
            .unwrap()
            .contains(".yaml, .yml, .json")
    );
    assert!(messages[2].starts_with("1:11 cannot read `") && messages[2].contains("missing.yaml`"));
}

#[test]
fn what_is_none_of_ours_in_a_folder_is_told_in_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("a.yaml", "claims: { a: { text: x } }");
    write("compose.yml", "services: { a: { image: x } }");
    write("list.json", "[1, 2]");
    write("package.json", "{\"version\": 1}");
    // A number is no section, whatever its key.
    write("stats.json", "{\"claims\": 3, \"events\": 12}");
    let (kept, _) = read_all(&[Input::Path(folder.path().to_owned())]);
    assert_eq!(ids(&kept), ["a"]);
    let [problem] = kept.problems.as_slice() else {
        panic!("{:#?}", kept.problems);
    };
    assert_eq!(problem.gravity, Gravity::Warning);
    assert!(
        problem.message.contains("compose.yml`, `"),
        "{}",
        problem.message
    );
    assert!(
        problem
            .message
            .ends_with("and 1 more have no section of a case")
    );
    // By its name it must be a case.
    let (kept, _) = read_all(&[Input::Path(folder.path().join("stats.json"))]);
    assert_eq!(kept.problems[0].gravity, Gravity::Error);
}
