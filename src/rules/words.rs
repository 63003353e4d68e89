//! How findings speak of records: in backticks by id, in sentences by name.

use std::borrow::Cow;
use std::fmt::Write;

use crate::analysis::{Carrier, Facts, Label, LineageIdx, LineageNode, StatementCycle};
use crate::case::date::Date;
use crate::case::vocabulary::{ActorKind, Basis, Stance};
use crate::case::{ActorIdx, Node, ReportIdx, StatementIdx};

/// "a, b and c", "a, b and 7 more".
pub fn name_list<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.into_iter().collect();
    list(&names, |&name| name.into())
}

/// Some things by name. Of crowds few are named: the others are not even looked up.
pub fn list<'n, T>(things: &[T], name: impl Fn(&T) -> Cow<'n, str>) -> String {
    const MOST: usize = 4;
    let named = match things.len() {
        count @ ..=MOST => count,
        _ => MOST - 1,
    };
    let names: Vec<Cow<'_, str>> = things[..named].iter().map(name).collect();
    match (names.as_slice(), things.len() - named) {
        ([], _) => "nobody".to_owned(),
        ([one], _) => one.clone().into_owned(),
        ([init @ .., last], 0) => format!("{} and {last}", init.join(", ")),
        (_, more) => format!("{} and {more} more", names.join(", ")),
    }
}

/// The names of actors, in a sentence.
pub fn actor_names(facts: &Facts<'_>, actors: &[ActorIdx]) -> String {
    list(actors, |&actor| facts.graph().name(actor).into())
}

/// The same, each with the house to which it surely belongs: `local staff (employed by The Ministry)`.
pub fn housed_names(facts: &Facts<'_>, actors: &[ActorIdx]) -> String {
    let graph = facts.graph();
    list(actors, |&actor| {
        let joins = |role| facts.settings().joining.contains(&role);
        let mut ties = graph.ties(actor).iter();
        match ties.find(|tie| !tie.alleged && joins(tie.role)) {
            None => graph.name(actor).into(),
            Some(tie) => format!(
                "{} ({} {})",
                graph.name(actor),
                tie.role.word().replace('-', " "),
                graph.name(tie.to)
            )
            .into(),
        }
    })
}

/// The ids of records, quoted, in a sentence.
pub fn ids(facts: &Facts<'_>, nodes: impl IntoIterator<Item = impl Into<Node>>) -> String {
    let nodes: Vec<Node> = nodes.into_iter().map(Into::into).collect();
    list(&nodes, |&node| {
        format!("`{}`", facts.graph().id(node)).into()
    })
}

/// The speaker of a lineage node, in a sentence.
pub fn speaker(facts: &Facts<'_>, node: LineageIdx) -> String {
    let speaker = facts.base().speaker(node);
    somebody(facts, speaker.map(|(actor, _)| actor)).into_owned()
}

/// A speaker, or whoever published a report of which it is not known.
pub fn somebody<'g>(facts: &Facts<'g>, actor: Option<ActorIdx>) -> Cow<'g, str> {
    let graph = facts.graph();
    match actor {
        Some(actor) if graph.actor(actor).kind == ActorKind::Unnamed => {
            format!("{} (unnamed)", graph.name(actor)).into()
        }
        Some(actor) => graph.name(actor).into(),
        None => "an unknown publisher".into(),
    }
}

/// Whoever published a report of which it is not known.
pub fn publisher_of(facts: &Facts<'_>, report: ReportIdx) -> String {
    format!("the unknown publisher of `{}`", facts.graph().id(report))
}

/// One lineage node in words: `Ines asserts "shed-burned", 2024-05-05, witnessed`.
pub fn describe(facts: &Facts<'_>, node: LineageIdx) -> String {
    described(facts, node, how(facts, node))
}

/// The same as the root of a line, by what carries it there.
pub fn describe_root(facts: &Facts<'_>, node: LineageIdx, carrier: &Carrier) -> String {
    described(facts, node, how_by(facts, node, Some(carrier)))
}

fn described(facts: &Facts<'_>, node: LineageIdx, how: Option<Cow<'static, str>>) -> String {
    let graph = facts.graph();
    let speaker = facts.base().speaker(node).map(|(actor, _)| actor);
    let mut text = String::with_capacity(80);
    let who = somebody(facts, speaker);
    let statement = match facts.lineage().node(node) {
        LineageNode::Implied(implied) => {
            let who = match implied.report {
                Some(report) => publisher_of(facts, report).into(),
                None => who,
            };
            return format!(
                "{who} is cited for `{}`, and no statement that could be meant is on record",
                graph.id(implied.claim)
            );
        }
        LineageNode::Statement(statement) => statement,
    };
    let object = graph.id(Node::from(graph.object(statement)));
    let verb = verb(graph.stance(statement));
    for part in [&*who, " ", verb, " `", object, "`"] {
        text.push_str(part);
    }
    add_circumstances(&mut text, facts, statement, how);
    text
}

/// Adds when and how: `, 2024-05-05, witnessed`.
fn add_circumstances(
    text: &mut String,
    facts: &Facts<'_>,
    statement: StatementIdx,
    how: Option<Cow<'static, str>>,
) {
    let date = facts.graph().date(statement);
    if !date.is_unknown() && !date.has_open_start() {
        // Nothing that is written into a text fails.
        let _ = write!(text, ", {date}");
    }
    if let Some(how) = how {
        text.push_str(", ");
        text.push_str(&how);
    }
}

/// How something is said: who does what, when and on what ground.
type Manner = (ActorIdx, Stance, String);

/// Some lineage nodes in words, each once; what one speaker says of several claims, then and so, is one text.
pub fn describe_all(facts: &Facts<'_>, nodes: &[LineageIdx]) -> Vec<String> {
    let graph = facts.graph();
    if let [node] = nodes {
        return vec![describe(facts, *node)];
    }
    let mut groups: Vec<(Option<Manner>, Vec<LineageIdx>)> = Vec::new();
    for &node in nodes {
        let manner: Option<Manner> = facts.lineage().statement(node).map(|at| {
            let mut circumstances = String::new();
            add_circumstances(&mut circumstances, facts, at, how(facts, node));
            (graph.speaker(at), graph.stance(at), circumstances)
        });
        let mut known = groups.iter_mut();
        match known.find(|(known, _)| *known == manner && manner.is_some()) {
            Some((_, group)) => group.push(node),
            None => groups.push((manner, vec![node])),
        }
    }
    let mut texts: Vec<String> = (groups.into_iter())
        .map(|(manner, group)| describe_alike(facts, manner, group))
        .collect();
    texts.dedup();
    texts
}

fn describe_alike(facts: &Facts<'_>, manner: Option<Manner>, mut group: Vec<LineageIdx>) -> String {
    group.sort_unstable();
    group.dedup();
    match (manner, group.as_slice()) {
        (Some((speaker, stance, circumstances)), [_, _, ..]) => {
            let statements = group
                .iter()
                .filter_map(|&node| facts.lineage().statement(node));
            let mut objects: Vec<Node> = statements
                .map(|at| facts.graph().object(at).into())
                .collect();
            objects.dedup();
            format!(
                "{} {} {}{circumstances}",
                somebody(facts, Some(speaker)),
                verb(stance),
                ids(facts, objects)
            )
        }
        _ => describe(facts, group[0]),
    }
}

/// What somebody does with a claim, by stance.
pub fn verb(stance: Stance) -> &'static str {
    match stance {
        Stance::Silent => "is silent on",
        Stance::Declines => "declines to comment on",
        stance => stance.word(),
    }
}

/// How the speaker of a root knows; of several artefacts that are cited any will do.
pub fn how(facts: &Facts<'_>, node: LineageIdx) -> Option<Cow<'static, str>> {
    match facts.carriers(node).as_slice() {
        [] => how_by(facts, node, None),
        [one] => how_by(facts, node, Some(one)),
        [first, others @ ..] => {
            const MOST: usize = 3;
            // Who verified an artefact at two times did so once, to a reader.
            let mut ways = vec![how_by(facts, node, Some(first))?];
            let others = others
                .iter()
                .filter_map(|other| how_by(facts, node, Some(other)));
            for other in others {
                if !ways.contains(&other) {
                    ways.push(other);
                }
            }
            let more = ways.len().saturating_sub(MOST);
            ways.truncate(MOST);
            let mut text = ways.join(", or ");
            if more > 0 {
                let _ = write!(text, ", or in {more} ways more");
            }
            Some(text.into())
        }
    }
}

/// The same by one of what carries it.
pub fn how_by(
    facts: &Facts<'_>,
    node: LineageIdx,
    carrier: Option<&Carrier>,
) -> Option<Cow<'static, str>> {
    let graph = facts.graph();
    let statement = facts.lineage().statement(node)?;
    if !graph.stance(statement).carries() {
        return None;
    }
    Some(match (carrier, graph.basis(statement)) {
        (Some(Carrier::AssumedOwnAct(_)), _) => match is_party(facts, statement) {
            true => "a party to it, taken to know at first hand (assumed)".into(),
            false => "of the side of a party to it, taken to know at first hand (assumed)".into(),
        },
        (
            Some(&Carrier::Artefact {
                evidence, verifier, ..
            }),
            _,
        ) => format!(
            "from `{}`, verified by {}",
            graph.id(evidence),
            graph.name(verifier)
        )
        .into(),
        (Some(&(Carrier::Makers { evidence } | Carrier::Unknown(Some(evidence)))), _) => {
            format!("from `{}`, unverified", graph.id(evidence)).into()
        }
        (Some(&Carrier::Custodian(custodian)), _) => {
            format!("in the custody of {}", graph.name(custodian)).into()
        }
        (_, Some(Basis::OwnAct)) => "its own act".into(),
        (_, Some(Basis::Inferred)) => {
            let mut artefacts = facts.base().artefacts(statement).peekable();
            match artefacts.peek() {
                None => Basis::Inferred.word().into(),
                Some(_) => {
                    format!("{} from {}", Basis::Inferred.word(), ids(facts, artefacts)).into()
                }
            }
        }
        (_, Some(basis)) => basis.word().into(),
        (Some(Carrier::Unknown(None)), None) => "basis not declared".into(),
        (_, None) => return None,
    })
}

/// Whether the speaker itself is a party of what its claim is about.
fn is_party(facts: &Facts<'_>, statement: StatementIdx) -> bool {
    let graph = facts.graph();
    let speaker = graph.speaker(statement);
    let events = graph.claim_of(statement).map(|claim| graph.links(claim));
    let mut events = events.into_iter().flat_map(|links| links.events.iter());
    events.any(|&event| graph.parties(event).contains(&speaker))
}

/// A voice or artefact by name.
pub fn label(facts: &Facts<'_>, label: Label) -> String {
    let graph = facts.graph();
    match label {
        Label::Voice(actor) => graph.name(actor).to_owned(),
        Label::Artefact(evidence) => format!("`{}`", graph.id(evidence)),
        Label::Nameless(node) => speaker(facts, node),
    }
}

/// " on 2024-05-05", " in 2024-05", " on or before 2024-05-05"; nothing where nothing is known.
pub fn on(date: Date) -> String {
    const DAY: i64 = 24 * 60 * 60;
    let text = date.end_to_string();
    match date.latest() - date.earliest() < DAY {
        _ if date.is_unknown() => String::new(),
        true => format!(" on {text}"),
        false if date.has_open_start() => format!(" on or before {text}"),
        false => format!(" in {text}"),
    }
}

/// "1 line", "2 lines".
pub fn count(number: usize, what: &str) -> String {
    match number {
        1 => format!("1 {what}"),
        _ => format!("{number} {what}s"),
    }
}

/// Which citations to strike so that no circle is left in a component, in words.
pub fn cut(facts: &Facts<'_>, cycle: &StatementCycle) -> String {
    const SHOWN: usize = 3;
    let graph = facts.graph();
    let citations = &cycle.cut.citations;
    let named: Vec<String> = (citations.iter().take(SHOWN))
        .map(|cut| {
            let cited = graph.cites(cut.from)[cut.written as usize];
            let cited = graph.id(graph.node(cited));
            format!("the citation of `{cited}` in `{}`", graph.id(cut.from))
        })
        .collect();
    let mut text = format!("without {}", named.join(" and "));
    if citations.len() > SHOWN {
        text.push_str(&format!(" and {} more", citations.len() - SHOWN));
    }
    text.push_str(" no circle is left");
    if !cycle.cut.is_smallest() {
        text.push_str(&format!(
            " (at least {} must go)",
            count(cycle.cut.least, "citation")
        ));
    }
    text
}

/// A text as it stands in a template that [`filled`] fills.
pub fn literal(text: &str) -> Cow<'_, str> {
    match text.contains('{') {
        true => text.replace('{', "{{").into(),
        false => text.into(),
    }
}

/// A template with texts in the places of their marks, each of which begins with a brace; two braces stand for one.
pub fn filled(template: &str, texts: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(at) = rest.find('{') {
        filled.push_str(&rest[..at]);
        rest = &rest[at..];
        let mark = texts.iter().find(|(mark, _)| rest.starts_with(mark));
        let (text, passed) = match mark {
            Some((mark, text)) => (*text, mark.len()),
            None => ("{", if rest.starts_with("{{") { 2 } else { 1 }),
        };
        filled.push_str(text);
        rest = &rest[passed..];
    }
    filled + rest
}

#[cfg(test)]
mod tests {
    use super::{filled, literal};

    #[test]
    fn names_like_marks_stay_names() {
        let name = "Anna {claims} {{ {";
        let template = format!("{{actors}}, by {}, on {{claims}}", literal(name));
        let texts = [("{claims}", "`{actors}`"), ("{actors}", "Ben")];
        assert_eq!(
            filled(&template, &texts),
            "Ben, by Anna {claims} {{ {, on `{actors}`"
        );
    }
}
