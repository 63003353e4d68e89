//! Machine-made cases: a few loud actors, a few claims that everybody speaks of, disputes, houses, circles.

use std::fmt::Write;

/// SplitMix64: small, and the same everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        ((u128::from(self.next()) * bound as u128) >> 64) as usize
    }

    /// Whether a chance of so many in a hundred comes true.
    fn percent(&mut self, chance: usize) -> bool {
        self.below(100) < chance
    }

    /// A number below `bound`, the more often the smaller: the least of several.
    fn low(&mut self, bound: usize, draws: usize) -> usize {
        let draws = (0..draws).map(|_| self.below(bound));
        draws.min().unwrap_or(0)
    }
}

/// Three sizes, or those that `CLAIMGRAPH_SIZES` names (separated by commas); in test mode a small one, to see that the
/// benches run.
pub fn sizes() -> Vec<usize> {
    if !std::env::args().any(|argument| argument == "--bench") {
        return vec![1_000];
    }
    match std::env::var("CLAIMGRAPH_SIZES") {
        Ok(named) => named
            .split(',')
            .map(|size| size.trim().parse().expect("a number of statements"))
            .collect(),
        Err(_) => vec![10_000, 100_000, 1_000_000],
    }
}

/// What one statement of a made case says.
pub struct Said {
    /// The claim it is about.
    pub claim: usize,
    /// Who makes it.
    pub actor: usize,
    /// Whether it disputes the claim.
    pub disputes: bool,
    /// The statements it cites, ascending.
    pub cites: Vec<usize>,
}

/// A made case, before it is written.
pub struct Made {
    /// The house that each actor answers to.
    pub house: Vec<Option<usize>>,
    /// How many houses there are.
    pub houses: usize,
    /// How many claims there are.
    pub claims: usize,
    /// The statements, in order of date.
    pub said: Vec<Said>,
}

/// A case of so many statements: 5 % dispute, 1 % close a circle of citations, a third of the actors answer to a house,
/// six statements in ten cite earlier ones on the same claim, and some of another.
pub fn made(statements: usize) -> Made {
    let mut random = Random(42);
    let (actors, claims) = (statements / 20 + 10, statements / 8 + 1);
    let houses = actors / 50 + 2;
    let mut answers = || random.percent(30).then(|| random.low(houses, 2));
    let house = (0..actors).map(|_| answers()).collect();
    let said = said(&mut random, statements, actors, claims);
    Made {
        house,
        houses,
        claims,
        said,
    }
}

fn said(random: &mut Random, statements: usize, actors: usize, claims: usize) -> Vec<Said> {
    let mut said: Vec<Said> = Vec::with_capacity(statements);
    let mut on: Vec<Vec<usize>> = vec![Vec::new(); claims];
    for number in 0..statements {
        let claim = random.low(claims, 2);
        let before = &on[claim];
        let mut cites = Vec::new();
        if random.percent(60) && !before.is_empty() {
            cites.push(before[random.low(before.len(), 2)]);
            cites.push(before[before.len() - 1 - random.below(before.len().min(10))]);
        }
        if number > 0 && random.percent(5) {
            cites.push(random.below(number));
        }
        cites.sort_unstable();
        cites.dedup();
        if random.percent(1)
            && let Some(&cited) = cites.first()
            && !said[cited].cites.contains(&number)
        {
            said[cited].cites.push(number);
        }
        said.push(Said {
            claim,
            actor: random.low(actors, 3),
            disputes: random.percent(5),
            cites,
        });
        on[claim].push(number);
    }
    said
}

/// A [`made`] case as NDJSON.
pub fn case(statements: usize) -> String {
    let made = made(statements);
    let mut text = String::new();
    for house in 0..made.houses {
        let _ = writeln!(text, r#"{{"actor":{{"id":"house-{house}"}}}}"#);
    }
    for (actor, house) in made.house.iter().enumerate() {
        let _ = match house {
            Some(house) => writeln!(
                text,
                r#"{{"actor":{{"id":"actor-{actor}","affiliations":[{{"to":"house-{house}","role":"part-of"}}]}}}}"#
            ),
            None => writeln!(text, r#"{{"actor":{{"id":"actor-{actor}"}}}}"#),
        };
    }
    for claim in 0..made.claims {
        let _ = writeln!(
            text,
            r#"{{"claim":{{"id":"claim-{claim}","text":"Claim {claim}"}}}}"#
        );
    }
    for (number, statement) in made.said.iter().enumerate() {
        write(&mut text, number, statements, statement);
    }
    text
}

fn write(text: &mut String, number: usize, statements: usize, statement: &Said) {
    let stance = if statement.disputes {
        "disputes"
    } else {
        "asserts"
    };
    let _ = write!(
        text,
        r#"{{"statement":{{"id":"s{number}","by":"actor-{}","{stance}":"claim-{}","date":"2024-01-{:02}""#,
        statement.actor,
        statement.claim,
        1 + number * 28 / statements
    );
    if statement.cites.is_empty() && number % 5 < 3 {
        text.push_str(r#","basis":"witnessed""#);
    }
    if !statement.cites.is_empty() {
        let cites: Vec<String> = statement
            .cites
            .iter()
            .map(|to| format!(r#""s{to}""#))
            .collect();
        let _ = write!(text, r#","cites":[{}]"#, cites.join(","));
    }
    text.push_str("}}\n");
}
