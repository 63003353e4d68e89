//! What is packed comes back, and stands in its order.

use proptest::prelude::*;

use super::*;
use crate::source::FileId;

fn numbers() -> impl Strategy<Value = Vec<u32>> {
    prop::collection::vec(prop_oneof![0u32..9, any::<u32>()], 0..5)
}

fn step((kind, shows, number): (usize, u8, u32)) -> Step {
    let kind = PARTS[kind];
    match shows {
        0 => Step::said(kind, LineageIdx(number)),
        1 => Step::needed(Label::Voice(ActorIdx(number))),
        2 => Step::needed(Label::Artefact(EvidenceIdx(number))),
        3 => Step::needed(Label::Nameless(LineageIdx(number))),
        _ => Step::record(kind, NodeIdx(number), format!("step {number}")),
    }
}

fn says(kind: usize, claims: &[u32], statements: &[u32]) -> Message {
    let side = Side {
        claims: claims.iter().copied().map(ClaimIdx).collect(),
        statements: statements.iter().copied().map(StatementIdx).collect(),
        more: statements.len() as u32,
    };
    match kind {
        0 => Message::Text("a text".into()),
        1 => Message::Template("of {claims}".into()),
        2 => Message::Told(|_, _| String::new()),
        _ => Message::Clash(Box::new(Clash {
            rule: GRAVITY[0],
            sides: vec![side.clone(), side],
            wording: Wording::Fixed("so".to_owned()),
            nth: 0,
        })),
    }
}

fn finding() -> impl Strategy<Value = Finding> {
    let lists = prop::collection::vec(numbers(), 7);
    let steps = prop::collection::vec((0..PARTS.len(), 0u8..5, any::<u32>()), 0..9);
    let rest = (0..GRAVITY.len(), 0usize..4, any::<[bool; 4]>());
    (lists, steps, rest).prop_map(|(lists, steps, (rule, kind, has))| {
        let list = |at: usize| lists[at].iter().copied();
        let part = list(6).map(|at| match at % 6 {
            0 => ActorIdx(at).into(),
            1 => ClaimIdx(at).into(),
            2 => EventIdx(at).into(),
            3 => EvidenceIdx(at).into(),
            4 => ReportIdx(at).into(),
            _ => Node::Statement(StatementIdx(at)),
        });
        let mut finding = Finding {
            claims: list(0).map(ClaimIdx).collect(),
            actors: list(1).map(ActorIdx).collect(),
            events: list(2).map(EventIdx).collect(),
            evidence: list(3).map(EvidenceIdx).collect(),
            reports: list(4).map(ReportIdx).collect(),
            statements: list(5).map(StatementIdx).collect(),
            parts: vec![part.collect(), Vec::new()],
            witness: steps.into_iter().map(step).collect(),
            place: has[0].then(|| Span::new(FileId(1), 2..7)),
            accepted: has[1].then_some(Accepted::Known),
            ..Finding::of(GRAVITY[rule], says(kind, &lists[0], &lists[5]))
        };
        if has[2] {
            finding.help = "look again".into();
        }
        if has[3] {
            finding.word = "told apart".to_owned();
        }
        if let Message::Clash(clash) = &mut finding.says {
            clash.rule = finding.rule;
        }
        finding
    })
}

proptest! {
    #[test]
    fn a_finding_comes_back_as_it_was_packed(finding in finding()) {
        let packed = Packed::from(finding.clone());
        prop_assert_eq!(packed.rule(), finding.rule);
        prop_assert_eq!(packed.claims(), finding.claims.clone());
        prop_assert_eq!(packed.counts(), finding.counts());
        prop_assert_eq!(format!("{:?}", packed.open()), format!("{finding:?}"));
    }

    #[test]
    fn packed_findings_stand_in_the_order_of_what_they_say(one in finding(), other in finding()) {
        let key = |one: &Finding| {
            let place = GRAVITY.iter().position(|&rule| rule == one.rule);
            (one.severity, place, Reverse(one.claims.len()), one.claims.clone(), one.statements.clone())
        };
        let expected = key(&one).cmp(&key(&other));
        prop_assert_eq!(Packed::from(one).order(&Packed::from(other)), expected);
    }
}
