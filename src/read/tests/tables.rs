//! Folders of CSV tables.

use super::*;

fn tables(tables: &[(&str, &str)]) -> (Kept, SourceMap) {
    let of =
        |(name, text): &(&str, &str)| Input::Text((*name).to_owned(), text.as_bytes().to_vec());
    read_all(&tables.iter().map(of).collect::<Vec<_>>())
}

fn record<'k>(kept: &'k Kept, id: &str) -> &'k Record {
    let mut records = kept.records.iter();
    let found = records.find(|(_, record)| id_of(record) == Some(id));
    &found.unwrap().1
}

#[test]
fn tables_of_a_folder_are_one_case() {
    let (kept, sources) = tables(&[
        (
            "statements.csv",
            "id,in,by,stance,claim,cites,date\ns1,r,gdi,asserts,c; d,s2;v,2023-03-26\ns2,,aw,verifies,c,v,\n",
        ),
        (
            "affiliations.csv",
            "actor,to,role,alleged\ngdi,taliban,organ-of,TRUE\n",
        ),
        (
            "actors.csv",
            "\u{FEFF}id,name,Distinct from,allow\r\ngdi,\"General \"\"D\"\",\r\nof I\",x;y,parties-only: known; linchpin\r\n,,,\r\n",
        ),
        (
            "claims.csv",
            "id,text,quantity_of,quantity_min\nc,\"Three died, two fled\",dead,3\nd,x,,\n",
        ),
        ("evidence.csv", "id,kind\nv,video\n"),
        ("verifications.csv", "evidence,by,claims\nv,aw,c;d\n"),
        ("reports.csv", "id,publisher\nr,aw\n"),
        ("case.csv", "title\nRaids\n"),
    ]);
    assert_eq!(messages(&kept, &sources), [""; 0]);
    assert_eq!(ids(&kept), ["gdi", "v", "c", "d", "r", "s1", "s2"]);
    assert_eq!(kept.titles[0].1.value, "Raids");
    let Record::Actor(gdi) = record(&kept, "gdi") else {
        panic!("gdi is an actor");
    };
    assert_eq!(gdi.name.as_deref(), Some("General \"D\",\r\nof I"));
    assert_eq!(gdi.distinct_from.0[1].value, "y");
    assert!(gdi.affiliations.0[0].alleged);
    assert_eq!(gdi.allow.0[0].because.as_deref(), Some("known"));
    assert_eq!(gdi.allow.0[1].rule.value, "linchpin");
    let Record::Evidence(video) = record(&kept, "v") else {
        panic!("v is evidence");
    };
    assert_eq!(video.verified.0[0].claims.0.len(), 2);
    let Record::Claim(claim) = record(&kept, "c") else {
        panic!("c is a claim");
    };
    assert_eq!(claim.text, "Three died, two fled");
    assert_eq!(
        claim.quantity.as_ref().unwrap().min.as_ref().unwrap().value,
        3.0
    );
    let Record::Statement(statement) = record(&kept, "s1") else {
        panic!("s1 is a statement");
    };
    assert_eq!(statement.asserts.0.len(), 2);
    let place = sources.place(Span::new(
        FileId(0),
        statement.by.as_ref().unwrap().range.clone(),
    ));
    assert_eq!((place.line, place.column), (2, 6));
}

#[test]
fn semicolons_separate_where_the_header_has_them() {
    let (kept, sources) = tables(&[(
        "claims.csv",
        "id;text;about\nc;Three died, two fled;\"a;b\"\n",
    )]);
    assert_eq!(messages(&kept, &sources), [""; 0]);
    let Record::Claim(claim) = record(&kept, "c") else {
        panic!("c is a claim");
    };
    assert_eq!(
        (claim.text.as_str(), claim.about.0.len()),
        ("Three died, two fled", 2)
    );
}

#[test]
fn tabs_separate_and_empty_cells_keep_their_place() {
    let (kept, sources) = tables(&[("claims.csv", "id\tkind\ttext\n\trumour\t5\" gun\n")]);
    assert_eq!(messages(&kept, &sources), ["2:2 unknown kind `rumour`"]);
    let Record::Claim(claim) = &kept.records[0].1 else {
        panic!("the record is a claim");
    };
    assert_eq!(claim.text, "5\" gun");
}

#[test]
fn faults_of_a_table_are_found_where_they_stand() {
    let (kept, sources) = tables(&[
        ("actors.csv", "id,nmae,nmae,reliability\ngdi,x,y,Z\n"),
        (
            "affiliations.csv",
            "actor,to,role\ngdi,taliban,member\ngid,x,part-of\ngdi,y,part-of\n",
        ),
        ("claims.csv", "id,text\nc,\nd,x,y\n"),
        (
            "statements.csv",
            "id,by,stance,claim\na,x,denies,c\nb,x,,c\nc,x,asserts,\nd,x,asserts,\"c\n",
        ),
        ("sources.csv", "id\n"),
    ]);
    assert_eq!(
        messages(&kept, &sources),
        [
            "1:1 `sources.csv` is not named after a table of a case",
            "2:9 unknown reliability `Z`",
            "1:4 unknown column `nmae` in table `actors`",
            "1:9 unknown column `nmae` in table `actors`",
            "2:13 unknown role `member`",
            "3:1 `gid` is not in table `actors`",
            "2:1 claim without `text`",
            "3:1 3 cells in a table of 2 columns",
            "2:5 unknown stance `denies`",
            "3:6 no stance on `c`",
            "4:5 no claim for the stance `asserts`",
            "5:13 a quoted cell does not end",
        ]
    );
    assert_eq!(
        kept.problems[2].help.as_deref(),
        Some("did you mean `name`?")
    );
    assert_eq!(
        kept.problems[5].help.as_deref(),
        Some("did you mean `gdi`?")
    );
    assert_eq!(ids(&kept), ["gdi", "d", "d"]);
    let Record::Actor(gdi) = record(&kept, "gdi") else {
        panic!("gdi is an actor");
    };
    assert_eq!(gdi.affiliations.0.len(), 1);
}

#[test]
fn nothing_in_a_table_is_left_out_without_a_word() {
    let (kept, sources) = tables(&[(
        "statements.csv",
        "id,by,stance,claim,,claim\ns1,a,asserts,x,,y\ns2,a,asserts,x,spare,\n",
    )]);
    assert_eq!(
        messages(&kept, &sources),
        [
            "1:21 column `claim` stands twice",
            "3:16 a cell of a column without a name",
        ]
    );
}
