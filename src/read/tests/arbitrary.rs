//! Cases made at random, of everything that a record can hold.

use std::collections::HashSet;

use super::*;
use crate::case::record::*;
use crate::case::spanned::Spanned;
use crate::case::vocabulary::*;
use prop::collection::vec;
use prop::option::of;
use prop::sample::select;

/// What texts may be made of.
#[derive(Clone, Copy)]
pub enum Texts {
    /// Anything.
    Any,
    /// What a cell of a table can hold.
    Cells,
}

const TRAPS: &[&str] = &[
    "on",
    "no",
    "Null",
    "~",
    "true",
    "2023-03-26",
    "007",
    "1e3",
    "0x1F",
    "5",
    "- a",
    "? a",
    "a: b",
    "a #b",
    "# a",
    "*a",
    "&a",
    "!a",
    "%a",
    "@a",
    "`a`",
    "'a'",
    "\"a\"",
    "\\",
    "a\\;b",
    "[a]",
    "{a, b}",
    "a,b;c",
    "<<",
    "=",
    "|",
    ">",
    "…",
    "é",
    "😀",
    "\u{202E}a",
    "a\nb",
    "---",
    "...",
    "a\r\nb",
];
const NO_CELLS: &[&str] = &[
    "", " ", " a ", "\0", "\u{7f}", "\u{85}", "\u{2028}", "\u{FEFF}", "\t", "\n", "a\n",
];

fn text(texts: Texts) -> BoxedStrategy<String> {
    let trap = select(TRAPS).prop_map(str::to_owned);
    let cells = prop_oneof![
        trap,
        "[a-z;:,\" -]{0,6}[a-z]".prop_map(|text| text.trim().to_owned())
    ];
    match texts {
        Texts::Cells => cells.boxed(),
        Texts::Any => {
            let other = select(NO_CELLS).prop_map(str::to_owned);
            prop_oneof![cells, other, any::<String>()].boxed()
        }
    }
}

fn reference(texts: Texts) -> impl Strategy<Value = Ref> {
    prop_oneof![3 => "[a-z][a-z0-9-]{0,6}", 1 => text(texts)].prop_map(Spanned::unread)
}

fn references(texts: Texts) -> impl Strategy<Value = OneOrMany<Ref>> {
    vec(reference(texts), 0..3).prop_map(OneOrMany)
}

fn word<T: Copy + std::fmt::Debug + 'static>(
    all: &'static [T],
) -> impl Strategy<Value = Option<T>> {
    of(select(all))
}

fn date() -> impl Strategy<Value = Option<WrittenDate>> {
    let dates = [
        "2023-03-26",
        "2023-03",
        "2023",
        "2023-03~",
        "2023?",
        "XXXX-10-05",
        "202X",
        "2023-03-16/2023-04-16",
        "2023-03-26T05:30:00Z",
        "../2023",
        "XXXX",
        "2023-03-26T05:30",
    ];
    of(select(dates.to_vec()).prop_map(|date| WrittenDate(date.parse().unwrap())))
}

fn number() -> impl Strategy<Value = Option<Spanned<f64>>> {
    let finite = any::<f64>().prop_filter("a number", |number| number.is_finite());
    of(prop_oneof![finite, (0..5000_i32).prop_map(f64::from)].prop_map(Spanned::unread))
}

fn allow(texts: Texts) -> impl Strategy<Value = OneOrMany<AllowRecord>> {
    let allow = (
        "[a-z]{1,3}(-[a-z]{1,3})?".prop_map(Spanned::unread),
        of(text(texts)),
    );
    vec(
        allow.prop_map(|(rule, because)| AllowRecord { rule, because }),
        0..3,
    )
    .prop_map(OneOrMany)
}

fn actor(t: Texts) -> impl Strategy<Value = ActorRecord> {
    let ties = (
        reference(t),
        select(Role::ALL),
        date(),
        date(),
        any::<bool>(),
    )
        .prop_map(|(to, role, from, until, alleged)| AffiliationRecord {
            to,
            role,
            from,
            until,
            alleged,
        });
    let many = (
        vec(text(t), 0..3),
        vec(ties, 0..3),
        references(t),
        references(t),
    );
    (
        reference(t),
        of(text(t)),
        word(ActorKind::WORDS),
        many,
        word(Reliability::ALL),
        of(text(t)),
        allow(t),
    )
        .prop_map(
            |(
                id,
                name,
                kind,
                (aliases, ties, adversaries, distinct_from),
                reliability,
                note,
                allow,
            )| ActorRecord {
                id: Some(id),
                name,
                kind: kind.map(|kind| Spanned::unread(kind.to_owned())),
                aliases: OneOrMany(aliases),
                affiliations: OneOrMany(ties),
                adversaries,
                distinct_from,
                reliability,
                note,
                url: None,
                allow,
            },
        )
}

fn claim(t: Texts) -> impl Strategy<Value = ClaimRecord> {
    let quantity = (
        text(t),
        number(),
        number(),
        number(),
        of(text(t)),
        of(text(t)),
    )
        .prop_map(|(of, value, min, max, words, unit)| QuantityRecord {
            of,
            value,
            min,
            max,
            words,
            unit,
        });
    let grade = of((1..=6_u8).prop_map(Spanned::unread));
    (
        reference(t),
        text(t),
        word(ClaimKind::ALL),
        references(t),
        references(t),
        of(quantity),
        grade,
        allow(t),
    )
        .prop_map(
            |(id, text, kind, about, contradicts, quantity, credibility, allow)| ClaimRecord {
                id: Some(id),
                text,
                kind,
                about,
                contradicts,
                quantity,
                credibility,
                allow,
                ..ClaimRecord::default()
            },
        )
}

fn evidence(t: Texts) -> impl Strategy<Value = EvidenceRecord> {
    let verified =
        (reference(t), vec(reference(t), 1..3), date()).prop_map(|(by, claims, date)| {
            VerificationRecord {
                by,
                claims: OneOrMany(claims),
                date,
            }
        });
    (
        reference(t),
        of(text(t)),
        references(t),
        vec(verified, 0..3),
        date(),
        of(text(t)),
    )
        .prop_map(|(id, number, shows, verified, date, url)| EvidenceRecord {
            id: Some(id),
            number: number.map(Scalar),
            shows,
            verified: OneOrMany(verified),
            date,
            url,
            ..EvidenceRecord::default()
        })
}

fn statement(t: Texts) -> impl Strategy<Value = StatementRecord> {
    let who = (
        of(reference(t)),
        of(reference(t)),
        of(text(t)),
        of(text(t)),
        of(reference(t)),
    );
    let how = (
        references(t),
        word(Basis::ALL),
        word(Certainty::ALL),
        of(text(t)),
    );
    let stances = vec((0..Stance::ALL.len(), vec(reference(t), 1..3)), 0..3);
    (who, date(), references(t), stances, how, references(t)).prop_map(
        |(
            (id, by, unnamed, at, in_),
            date,
            via,
            stances,
            (cites, basis, certainty, quote),
            verifies,
        )| {
            let mut statement = StatementRecord {
                id,
                by,
                unnamed: unnamed.map(Spanned::unread),
                at: at.map(Scalar),
                in_,
                date,
                via,
                cites,
                basis,
                certainty,
                quote,
                verifies,
                ..StatementRecord::default()
            };
            for (stance, objects) in stances {
                *crate::read::kept::objects(&mut statement, Stance::ALL[stance]) =
                    OneOrMany(objects);
            }
            statement
        },
    )
}

fn report(t: Texts) -> impl Strategy<Value = ReportRecord> {
    let defaults = (
        of(reference(t)),
        date(),
        word(Basis::ALL),
        word(Certainty::ALL),
        references(t),
    )
        .prop_map(|(by, date, basis, certainty, via)| DefaultsRecord {
            by,
            date,
            basis,
            certainty,
            via,
        });
    (
        reference(t),
        of(reference(t)),
        of(text(t)),
        of(defaults),
        vec(statement(t), 0..4),
    )
        .prop_map(
            |(id, publisher, title, defaults, statements)| ReportRecord {
                id: Some(id),
                publisher,
                title,
                defaults,
                statements,
                ..ReportRecord::default()
            },
        )
}

fn event(t: Texts) -> impl Strategy<Value = EventRecord> {
    (
        reference(t),
        of(text(t)),
        date(),
        references(t),
        of(reference(t)),
    )
        .prop_map(|(id, place, date, parties, part_of)| EventRecord {
            id: Some(id),
            place,
            date,
            parties,
            part_of,
            ..EventRecord::default()
        })
}

/// A case with at most one record of each section under each id.
pub fn case(t: Texts) -> impl Strategy<Value = Kept> {
    let records = vec(
        prop_oneof![
            actor(t).prop_map(Record::Actor),
            claim(t).prop_map(Record::Claim),
            event(t).prop_map(Record::Event),
            evidence(t).prop_map(Record::Evidence),
            report(t).prop_map(Record::Report),
            statement(t).prop_map(Record::Statement),
        ],
        0..8,
    );
    (of(text(t)), records).prop_map(|(title, records)| {
        let span = Span::new(FileId(0), 0..0);
        let mut known = HashSet::new();
        let is_new = |record: &Record| {
            known.insert((
                std::mem::discriminant(record),
                id_of(record).map(str::to_owned),
            ))
        };
        Kept {
            titles: title
                .into_iter()
                .map(|title| (FileId(0), Spanned::unread(title)))
                .collect(),
            records: records
                .into_iter()
                .filter(is_new)
                .map(|record| (span, record))
                .collect(),
            problems: Vec::new(),
        }
    })
}
