//! Pictures of cases that a test writes.

use claimgraph::analysis::{Facts, Settings};
use claimgraph::draw::{self, PICTURES, Selection, View};

/// The views of a case in NDJSON, without findings.
pub fn views_of_lines(records: String) -> Vec<(&'static draw::Picture, View)> {
    let input = claimgraph::read::Input::Text("case.ndjson".into(), records.into_bytes());
    let (graph, problems) = crate::support::read(&[input]);
    assert!(problems.is_empty(), "{problems:?}");
    let facts = Facts::new(&graph, Settings::default());
    let view = |picture: &'static draw::Picture| {
        (picture, (picture.view)(&facts, &[], &Selection::default()))
    };
    PICTURES.iter().map(view).collect()
}
