//! What is wrong with a configuration, in its words and in its schema.

use super::desk::Desk;
use super::support;

/// Broken configurations, with what the message must name.
const BROKEN: &[(&str, &[&str])] = &[
    (
        "[rules]\nhearsy-only = \"off\"\n",
        &[
            "unknown rule `hearsy-only`",
            "claimgraph.toml:2:1",
            "did you mean",
        ],
    ),
    (
        "[rules]\nparties-only = \"of\"\n",
        &["`of`", "claimgraph.toml:2:16", "did you mean `off`"],
    ),
    (
        "[rule]\n",
        &[
            "unknown section `rule`",
            "claimgraph.toml:1:2",
            "did you mean `rules`",
        ],
    ),
    (
        "[analysis]\nasume-own-acts = true\n",
        &[
            "unknown field `asume-own-acts`",
            ":2:1",
            "did you mean `assume-own-acts`",
        ],
    ),
    (
        "[analysis]\nassume-own-acts = 3\n",
        &["`true` or `false`", ":2:19"],
    ),
    (
        "[analysis]\ncorroborated-from = 0\n",
        &["never corroborated", ":2:21"],
    ),
    (
        "[analysis]\ncorroborated-from = -1\n",
        &["a whole number", "`-1`", ":2:21"],
    ),
    (
        "[analysis]\njoining-roles = [\"organ-off\"]\n",
        &["`organ-off`", ":2:18", "did you mean `organ-of`"],
    ),
    (
        "[analysis]\njoining-roles = [\"organ-of\", \"in-custody-of\"]\n",
        &["`in-custody-of` joins no voices", ":2:30"],
    ),
    (
        "[[allow]]\nrule = \"parties-only\"\nabout = []\nbecause = \"x\"\n",
        &["is about no record", ":2:8", "everywhere"],
    ),
    (
        "[graph]\nview = \"claim\"\n",
        &["needs the id of a claim", ":2:8"],
    ),
    (
        "[graph]\ntheme = \"drak\"\n",
        &["`drak`", "did you mean `dark`"],
    ),
    (
        "[check]\nfail-on = \"warnings\"\n",
        &["`warnings`", "did you mean `warning`"],
    ),
    (
        "[check]\nfail-on = \"info\"\nfail-on = \"note\"\n",
        &["duplicate key", ":3:1"],
    ),
    ("[rules\nparties-only = \"off\"\n", &["claimgraph.toml:1:7"]),
    (
        "[[allow]]\nrule = \"parties-only\"\n",
        &["gives no reason", ":2:8", "because = "],
    ),
    (
        "[[allow]]\nrule = \"party-only\"\nbecause = \"x\"\n",
        &[
            "unknown rule `party-only`",
            ":2:8",
            "did you mean `parties-only`",
        ],
    ),
    ("[[allow]]\nbecause = \"x\"\n", &["without `rule`"]),
    (
        "[rules]\nnothing-like-it = \"off\"\n",
        &["unknown rule `nothing-like-it`", "`claimgraph rules` lists"],
    ),
    (
        "[thresholds.linchpins]\nclaims = 3\n",
        &[
            "unknown rule with thresholds `linchpins`",
            ":1:13",
            "did you mean `linchpin`",
        ],
    ),
    (
        "[thresholds.linchpin]\nclaim = 3\n",
        &["unknown threshold `claim`", ":2:1", "did you mean `claims`"],
    ),
    (
        "[thresholds.linchpin]\nclaims = 0\n",
        &[
            "`claims` of `linchpin` cannot be 0",
            ":2:10",
            "a whole number from 1",
            "the default is 5",
        ],
    ),
    (
        "[thresholds.linchpin]\nclaims = 2.5\n",
        &["cannot be 2.5", "a whole number"],
    ),
    (
        "[thresholds.citation-bias]\np = 1.5\n",
        &["`p` of `citation-bias` cannot be 1.5", "from 0 to 1"],
    ),
    (
        "[thresholds.halo-grading]\nshare = \"most\"\n",
        &["a number", "`most`", ":2:9"],
    ),
];

#[test]
fn what_is_wrong_with_a_configuration_is_said_with_its_place() {
    let desk = Desk::with_a_case();
    for (text, named) in BROKEN {
        desk.write("claimgraph.toml", text);
        desk.run("check").fails_with(named);
        // Going on is for cases: a configuration that is half read would count differently.
        desk.run("check --keep-going").fails_with(named);
    }
    desk.write("claimgraph.toml", "[rulez]\n[graf]\n");
    desk.run("support").fails_with(&["`rulez`", "`graf`"]);
    std::fs::write(desk.path().join("claimgraph.toml"), b"\xff\xfe[\0").unwrap();
    desk.run("check").fails_with(&["UTF-16"]);
}

#[test]
fn the_published_schemas_are_fresh_and_fit() {
    let published = |name: &str| -> serde_json::Value {
        let path = support::root().join("docs").join(name);
        serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
    };
    let desk = Desk::new();
    for of in ["config", "finding"] {
        let schema = desk.run(&format!("schema {of}")).json();
        assert!(
            schema == published(&format!("{of}.schema.json")),
            "run `claimgraph schema {of} -o docs/{of}.schema.json`"
        );
    }
    let validator = jsonschema::validator_for(&published("config.schema.json")).unwrap();
    let fits = |text: &str| {
        let table: toml::Table = toml::from_str(text).unwrap();
        validator.is_valid(&serde_json::to_value(table).unwrap())
    };
    assert!(fits(
        "[rules]\nparties-only = \"off\"\n[analysis]\njoining-roles = [\"organ-of\"]\n[[allow]]\nrule = \"parties-only\"\nabout = \"raid\"\nbecause = \"x\"\n"
    ));
    for (text, _) in BROKEN {
        if toml::from_str::<toml::Table>(text).is_ok() {
            assert!(!fits(text), "{text}");
        }
    }
    // What one takes the other takes.
    let desk = Desk::with_a_case();
    for (section, key) in SETTINGS {
        for value in VALUES {
            let text = format!("{section}\n{key} = {value}\n");
            desk.write("claimgraph.toml", &text);
            let is_taken = desk.run("check").status != 2;
            assert_eq!(is_taken, fits(&text), "{text}");
        }
    }
}

/// Values of every kind for settings of every kind.
const SETTINGS: &[(&str, &str)] = &[
    ("[check]", "info"),
    ("[rules]", "parties-only"),
    ("[analysis]", "corroborated-from"),
    ("[thresholds.linchpin]", "claims"),
    ("[[allow]]\nbecause = \"x\"", "rule"),
    ("[allow]\nrule = \"parties-only\"", "because"),
];

const VALUES: &[&str] = &[
    "true",
    "\"true\"",
    "3",
    "\"3\"",
    "-1",
    "2.0",
    "0x10",
    "5_000_000_000",
    "\" \"",
    "[]",
    "{}",
    "\"off\"",
    "\"claim\"",
    "\"parties-only\"",
];

#[test]
fn a_wrong_value_is_told_of_its_setting_with_what_was_meant() {
    let desk = Desk::with_a_case();
    for (text, told) in [
        ("[check]\nfail-on = 3\n", "`fail-on` cannot be `3`"),
        ("[check]\nfail-on = \"warn\"\n", "did you mean `warning`?"),
        ("[check]\ninfo = \"true\"\n", "leave the quotes out"),
        ("[check]\nbaseline = 3\n", "put it in quotes"),
        ("[output]\ncolor = \"blue\"\n", "`color` cannot be `blue`"),
    ] {
        desk.write("claimgraph.toml", text);
        desk.run("check").fails_with(&[told, "claimgraph.toml:2:"]);
    }
}
