//! A tiny abstract case, with indices in place of ids, and its writer to the JSON case document.

use serde_json::{Map, Value, json};

/// A day number; day 1 is 2020-01-01.
pub type Day = i64;

/// The first and the last day on which something may have been.
pub type Days = (Day, Day);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    SpokespersonOf,
    OrganOf,
    PartOf,
    ControlledBy,
    EmployedBy,
    FundedBy,
    AlignedWith,
    InCustodyOf,
}

impl Role {
    pub fn word(self) -> &'static str {
        match self {
            Role::SpokespersonOf => "spokesperson-of",
            Role::OrganOf => "organ-of",
            Role::PartOf => "part-of",
            Role::ControlledBy => "controlled-by",
            Role::EmployedBy => "employed-by",
            Role::FundedBy => "funded-by",
            Role::AlignedWith => "aligned-with",
            Role::InCustodyOf => "in-custody-of",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stance {
    Asserts,
    Corroborates,
    Relays,
    Questions,
    Disputes,
    Retracts,
    Silent,
    Declines,
}

impl Stance {
    pub fn word(self) -> &'static str {
        match self {
            Stance::Asserts => "asserts",
            Stance::Corroborates => "corroborates",
            Stance::Relays => "relays",
            Stance::Questions => "questions",
            Stance::Disputes => "disputes",
            Stance::Retracts => "retracts",
            Stance::Silent => "silent",
            Stance::Declines => "declines",
        }
    }

    /// "`asserts`, `corroborates`, `relays`" are support.
    pub fn supports(self) -> bool {
        matches!(
            self,
            Stance::Asserts | Stance::Corroborates | Stance::Relays
        )
    }

    /// "no `questions`, `silent`, `declines` or `retracts`".
    pub fn speaks(self) -> bool {
        self.supports() || self == Stance::Disputes
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Basis {
    Witnessed,
    OwnAct,
    Documented,
    Inferred,
    Told,
    Custody,
}

impl Basis {
    pub fn word(self) -> &'static str {
        match self {
            Basis::Witnessed => "witnessed",
            Basis::OwnAct => "own-act",
            Basis::Documented => "documented",
            Basis::Inferred => "inferred",
            Basis::Told => "told",
            Basis::Custody => "custody",
        }
    }
}

#[derive(Clone, Debug)]
pub struct Tie {
    pub to: usize,
    pub role: Role,
    pub from: Option<Day>,
    pub until: Option<Day>,
    pub alleged: bool,
}

#[derive(Clone, Debug, Default)]
pub struct Actor {
    pub id: String,
    pub unnamed: bool,
    pub ties: Vec<Tie>,
    pub adversaries: Vec<usize>,
}

#[derive(Clone, Debug, Default)]
pub struct Claim {
    pub id: String,
    pub entails: Vec<usize>,
    pub contradicts: Vec<usize>,
    pub negates: Vec<usize>,
    /// The parties of the event it is about; none: it is about no event.
    pub parties: Vec<usize>,
    pub against: Vec<usize>,
}

#[derive(Clone, Debug)]
pub struct Verification {
    pub by: usize,
    pub claims: Vec<usize>,
    pub date: Option<Day>,
}

#[derive(Clone, Debug, Default)]
pub struct Evidence {
    pub id: String,
    pub producer: Option<usize>,
    pub released_by: Option<usize>,
    pub verified: Vec<Verification>,
}

#[derive(Clone, Debug, Default)]
pub struct Report {
    pub id: String,
    pub publisher: Option<usize>,
    pub date: Option<Day>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Object {
    Claim(usize),
    Statement(usize),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cite {
    Statement(usize),
    Actor(usize),
    Report(usize),
    Evidence(usize),
    Claim(usize),
}

#[derive(Clone, Debug)]
pub struct Statement {
    pub id: String,
    pub by: usize,
    pub stance: Stance,
    pub object: Object,
    pub basis: Option<Basis>,
    pub cites: Vec<Cite>,
    pub via: Vec<usize>,
    pub date: Option<Days>,
    pub report: Option<usize>,
    pub custodian: Option<usize>,
}

impl Statement {
    /// What somebody says of a claim, and no more.
    pub fn on_claim(id: &str, by: usize, stance: Stance, claim: usize) -> Self {
        Statement {
            id: id.to_owned(),
            by,
            stance,
            object: Object::Claim(claim),
            basis: None,
            cites: Vec::new(),
            via: Vec::new(),
            date: None,
            report: None,
            custodian: None,
        }
    }
}

#[derive(Clone, Debug, Default)]
pub struct Case {
    pub actors: Vec<Actor>,
    pub claims: Vec<Claim>,
    pub evidence: Vec<Evidence>,
    pub reports: Vec<Report>,
    pub statements: Vec<Statement>,
}

/// `2020-01-01` and so on; months have 28 days here, so that the arithmetic needs no calendar.
pub fn day(day: Day) -> String {
    let day = day - 1;
    format!(
        "{}-{:02}-{:02}",
        2020 + day.div_euclid(336),
        day.rem_euclid(336) / 28 + 1,
        day.rem_euclid(28) + 1
    )
}

fn days((first, last): Days) -> String {
    match first == last {
        true => day(first),
        false => format!("{}/{}", day(first), day(last)),
    }
}

fn put(record: &mut Map<String, Value>, key: &str, value: Option<Value>) {
    if let Some(value) = value {
        record.insert(key.to_owned(), value);
    }
}

fn list(items: Vec<String>) -> Option<Value> {
    (!items.is_empty()).then(|| json!(items))
}

impl Case {
    pub fn cited_id(&self, cite: Cite) -> &str {
        match cite {
            Cite::Statement(at) => &self.statements[at].id,
            Cite::Actor(at) => &self.actors[at].id,
            Cite::Report(at) => &self.reports[at].id,
            Cite::Evidence(at) => &self.evidence[at].id,
            Cite::Claim(at) => &self.claims[at].id,
        }
    }

    fn actor_ids(&self, actors: &[usize]) -> Vec<String> {
        actors
            .iter()
            .map(|&at| self.actors[at].id.clone())
            .collect()
    }

    fn claim_ids(&self, claims: &[usize]) -> Vec<String> {
        claims
            .iter()
            .map(|&at| self.claims[at].id.clone())
            .collect()
    }

    fn tie(&self, tie: &Tie) -> Value {
        let mut record = Map::new();
        record.insert("to".into(), json!(self.actors[tie.to].id));
        record.insert("role".into(), json!(tie.role.word()));
        put(&mut record, "from", tie.from.map(|at| json!(day(at))));
        put(&mut record, "until", tie.until.map(|at| json!(day(at))));
        put(&mut record, "alleged", tie.alleged.then_some(json!(true)));
        Value::Object(record)
    }

    fn statement(&self, statement: &Statement) -> Value {
        let actor = |at: usize| json!(self.actors[at].id);
        let object = match statement.object {
            Object::Claim(at) => &self.claims[at].id,
            Object::Statement(at) => &self.statements[at].id,
        };
        let cites = statement
            .cites
            .iter()
            .map(|&cite| self.cited_id(cite).to_owned());
        let mut record = Map::new();
        record.insert("id".into(), json!(statement.id));
        record.insert("by".into(), actor(statement.by));
        record.insert(statement.stance.word().into(), json!([object]));
        put(
            &mut record,
            "basis",
            statement.basis.map(|basis| json!(basis.word())),
        );
        put(&mut record, "cites", list(cites.collect()));
        put(&mut record, "via", list(self.actor_ids(&statement.via)));
        put(
            &mut record,
            "date",
            statement.date.map(|date| json!(days(date))),
        );
        put(
            &mut record,
            "in",
            statement.report.map(|at| json!(self.reports[at].id)),
        );
        put(&mut record, "custodian", statement.custodian.map(actor));
        Value::Object(record)
    }

    /// The records as (section, id, record); statements and everything else in the order of their index.
    pub fn records(&self) -> Vec<(&'static str, String, Value)> {
        let mut records = Vec::new();
        for actor in &self.actors {
            let mut record = Map::new();
            let kind = if actor.unnamed { "unnamed" } else { "person" };
            record.insert("kind".into(), json!(kind));
            let ties: Vec<Value> = actor.ties.iter().map(|tie| self.tie(tie)).collect();
            put(
                &mut record,
                "affiliations",
                (!ties.is_empty()).then(|| json!(ties)),
            );
            let adversaries = self.actor_ids(&actor.adversaries);
            put(&mut record, "adversaries", list(adversaries));
            records.push(("actors", actor.id.clone(), Value::Object(record)));
        }
        for claim in &self.claims {
            let mut record = Map::new();
            record.insert("text".into(), json!(format!("text of {}", claim.id)));
            put(&mut record, "entails", list(self.claim_ids(&claim.entails)));
            let contradicted = self.claim_ids(&claim.contradicts);
            put(&mut record, "contradicts", list(contradicted));
            put(&mut record, "negates", list(self.claim_ids(&claim.negates)));
            put(&mut record, "against", list(self.actor_ids(&claim.against)));
            if !claim.parties.is_empty() {
                let event = format!("event-of-{}", claim.id);
                record.insert("about".into(), json!([event]));
                let parties = json!({ "parties": self.actor_ids(&claim.parties) });
                records.push(("events", event, parties));
            }
            records.push(("claims", claim.id.clone(), Value::Object(record)));
        }
        for evidence in &self.evidence {
            let mut record = Map::new();
            record.insert("kind".into(), json!("video"));
            let actor = |at: usize| json!(self.actors[at].id);
            put(&mut record, "producer", evidence.producer.map(actor));
            put(&mut record, "released_by", evidence.released_by.map(actor));
            let verified: Vec<Value> = evidence
                .verified
                .iter()
                .map(|one| {
                    let claims = self.claim_ids(&one.claims);
                    let mut entry = Map::new();
                    entry.insert("by".into(), actor(one.by));
                    entry.insert("claims".into(), json!(claims));
                    put(&mut entry, "date", one.date.map(|at| json!(day(at))));
                    Value::Object(entry)
                })
                .collect();
            put(
                &mut record,
                "verified",
                (!verified.is_empty()).then(|| json!(verified)),
            );
            records.push(("evidence", evidence.id.clone(), Value::Object(record)));
        }
        for report in &self.reports {
            let mut record = Map::new();
            let publisher = report.publisher.map(|at| json!(self.actors[at].id));
            put(&mut record, "publisher", publisher);
            put(&mut record, "date", report.date.map(|at| json!(day(at))));
            records.push(("reports", report.id.clone(), Value::Object(record)));
        }
        for statement in &self.statements {
            let record = self.statement(statement);
            records.push(("statements", statement.id.clone(), record));
        }
        records
    }

    /// The JSON case document.
    pub fn json(&self) -> String {
        let mut document = Map::new();
        for (section, id, record) in self.records() {
            if section == "statements" {
                let list = document.entry(section).or_insert_with(|| json!([]));
                if let Value::Array(list) = list {
                    list.push(record);
                }
            } else {
                let map = document.entry(section).or_insert_with(|| json!({}));
                if let Value::Object(map) = map {
                    map.insert(id, record);
                }
            }
        }
        serde_json::to_string_pretty(&Value::Object(document)).expect("a document of strings")
    }

    /// The same as one record a line, in the given order of [`Case::records`].
    pub fn ndjson(&self, order: &[usize]) -> String {
        let records = self.records();
        let mut text = String::new();
        for &at in order {
            let (section, id, record) = &records[at];
            let mut record = record.clone();
            if let Value::Object(fields) = &mut record {
                fields.insert("id".into(), json!(id));
            }
            let kind = match *section {
                "evidence" => "evidence",
                plural => plural.strip_suffix('s').unwrap_or(plural),
            };
            let mut wrapped = Map::new();
            wrapped.insert(kind.to_owned(), record);
            text.push_str(&Value::Object(wrapped).to_string());
            text.push('\n');
        }
        text
    }
}
