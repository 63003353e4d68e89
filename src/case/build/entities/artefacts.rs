//! Evidence and reports.

use super::{RemarkFields, boxed, open_word, written};
use crate::case::build::resolve::Resolver;
use crate::case::build::rows::Row;
use crate::case::graph::{Evidence, Report, Verification};
use crate::case::record::{EvidenceRecord, Ref, ReportRecord};
use crate::case::vocabulary::EvidenceKind;

pub(super) fn evidence(resolver: &mut Resolver, row: Row<EvidenceRecord>) -> Evidence {
    let file = row.span.file;
    let record = row.record;
    let kind = open_word(
        resolver,
        file,
        record.kind.as_ref(),
        "evidence kind",
        EvidenceKind::WORDS,
        EvidenceKind::Other,
    );
    let (shows, shows_text) = resolver.claims_and_text(file, &record.shows, "shows");
    let (does_not_show, does_not_show_text) =
        resolver.claims_and_text(file, &record.does_not_show, "does_not_show");
    let mut verified = Vec::new();
    for verification in &record.verified.0 {
        if let Some(by) = resolver.actor(file, &verification.by, "verified") {
            verified.push(Verification {
                by,
                claims: resolver.claims(file, &verification.claims, "verified"),
                date: written(verification.date),
                heard: written(verification.date),
                is_told: false,
            });
        }
    }
    let mut one = |actor: Option<&Ref>, field| actor.and_then(|to| resolver.actor(file, to, field));
    let producer = one(record.producer.as_ref(), "producer");
    let released_by = one(record.released_by.as_ref(), "released_by");
    let remarks = RemarkFields {
        archive: record.archive,
        hash: record.hash,
        phash: record.phash,
        ..RemarkFields::common(record.aliases, record.note, record.url, record.allow)
    };
    Evidence {
        name: boxed(record.name),
        kind,
        number: boxed(record.number.map(|number| number.0)),
        producer,
        released_by,
        date: written(record.date),
        of: resolver.events(file, &record.of, "of"),
        of_one_of: resolver.events(file, &record.of_one_of, "of_one_of"),
        shows,
        shows_text,
        does_not_show,
        does_not_show_text,
        verified: verified.into_boxed_slice(),
        remarks: remarks.boxed(resolver, file),
        span: row.span,
    }
}

pub(super) fn report(resolver: &mut Resolver, row: Row<ReportRecord>) -> Report {
    let file = row.span.file;
    let record = row.record;
    let publisher = record
        .publisher
        .as_ref()
        .and_then(|publisher| resolver.actor(file, publisher, "publisher"));
    let remarks = RemarkFields {
        archive: record.archive,
        hash: record.hash,
        ..RemarkFields::common(record.aliases, record.note, record.url, record.allow)
    };
    Report {
        name: boxed(record.name.or(record.title)),
        publisher,
        date: written(record.date),
        language: boxed(record.language),
        remarks: remarks.boxed(resolver, file),
        span: row.span,
    }
}
