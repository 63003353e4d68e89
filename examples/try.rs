use claimgraph::{analysis::*, case::*, read::*, rules, source::*};
fn main() {
    let inputs: Vec<Input> = std::env::args().skip(1).map(Input::from_arg).collect();
    let mut sources = SourceMap::default();
    let t = std::time::Instant::now();
    let intake: Intake = read_inputs(&inputs, &mut sources);
    eprintln!("read {:?}", t.elapsed());
    let t = std::time::Instant::now();
    let (graph, problems) = build(intake);
    eprintln!(
        "build {:?} statements {}",
        t.elapsed(),
        graph.statement_count()
    );
    for p in problems.iter().take(50) {
        println!(
            "{:?} {} {} | {} {:?}",
            p.gravity,
            p.span.map_or(String::new(), |s| sources.display(s)),
            p.message,
            p.label,
            p.help
        );
    }
    let t = std::time::Instant::now();
    let facts = Facts::new(&graph, Settings::default());
    eprintln!("base {:?}", t.elapsed());
    let t = std::time::Instant::now();
    facts.grounded();
    eprintln!("grounded {:?}", t.elapsed());
    let t = std::time::Instant::now();
    eprintln!("cycles {} {:?}", facts.cycles().len(), t.elapsed());
    let t = std::time::Instant::now();
    if let Some(c) = graph.claims().next() {
        facts.standing(c);
    }
    eprintln!("standing {:?}", t.elapsed());
    let mut counts = std::collections::BTreeMap::new();
    let mut inexact = 0;
    for c in graph.claims() {
        *counts.entry(facts.status(c)).or_insert(0) += 1;
        let s = facts.standing(c).support;
        if s.lines_max.least != s.lines_max.most
            || s.lines_min.least != s.lines_min.most
            || s.origins_max.least != s.origins_max.most
        {
            inexact += 1;
        }
    }
    println!("{counts:?} inexact {inexact}");
    let t = std::time::Instant::now();
    let f = rules::check(&facts, rules::Detail::Sharpest);
    eprintln!("rules {:?}", t.elapsed());
    let mut by = std::collections::BTreeMap::new();
    for x in &f {
        *by.entry((x.severity, x.rule)).or_insert(0) += 1;
    }
    println!("{} findings {by:?}", f.len());
    if graph.statement_count() < 1000 {
        for x in &f {
            println!(
                "{} [{}] {} {}",
                x.severity.word(),
                x.rule,
                x.message,
                if x.claims.len() > 1 {
                    format!("(claims {})", x.claims.len())
                } else {
                    String::new()
                }
            );
            if std::env::var("W").is_ok() {
                for w in &x.witness {
                    println!("      {:?} {}", w.kind, w.text);
                }
            }
        }
    }
}
