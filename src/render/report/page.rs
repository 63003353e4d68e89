//! The file: template, style sheet and script with the policy that allows them and nothing else.

use std::io::{self, Write};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use minijinja::{AutoEscape, Environment, UndefinedBehavior};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::Ground;
use super::front::Front;
use super::packed::Packed;
use super::palette;
use super::picture::{Drawings, Sign};

const TEMPLATE: &str = include_str!("page.html");
const STYLE: &str = concat!(include_str!("style.css"), include_str!("print.css"));
const SCRIPT: &str = concat!(
    "\"use strict\";\n",
    include_str!("script/case.js"),
    include_str!("script/element.js"),
    include_str!("script/sign.js"),
    include_str!("script/picture.js"),
    include_str!("script/finding.js"),
    include_str!("script/summary.js"),
    include_str!("script/claims.js"),
    include_str!("script/claim.js"),
    include_str!("script/timeline.js"),
    include_str!("script/matrix.js"),
    include_str!("script/actors.js"),
    include_str!("script/record.js"),
    include_str!("script/input.js"),
    include_str!("script/paper.js"),
    include_str!("script/sheets.js"),
    include_str!("script/print.js"),
    include_str!("script/route.js"),
);

/// A piece of JSON in the page.
#[derive(Serialize)]
pub(super) struct Block {
    /// The id of its element.
    pub(super) id: String,
    /// The text: it holds no `<`, so that it cannot end its element.
    pub(super) json: String,
}

impl Block {
    /// A block of JSON that was written for a script element.
    pub(super) fn new(id: impl Into<String>, json: String) -> Block {
        debug_assert!(!json.contains('<'));
        Block {
            id: id.into(),
            json,
        }
    }
}

/// What the template is filled with.
#[derive(Serialize)]
struct Page<'a> {
    policy: String,
    scheme: &'static str,
    style: &'a str,
    script: &'a str,
    front: &'a Front<'a>,
    blocks: &'a [Block],
    packed: Option<&'a Packed>,
    pictures: Vec<Picture<'a>>,
}

#[derive(Serialize)]
struct Picture<'a> {
    key: &'a str,
    legend: &'a [Sign],
    svg: &'a str,
}

/// Writes the page.
pub(super) fn write(
    ground: Ground,
    front: &Front<'_>,
    blocks: &[Block],
    packed: Option<&Packed>,
    drawn: &Drawings,
    out: &mut dyn Write,
) -> io::Result<()> {
    let style = palette::properties(&drawn.palette) + STYLE;
    let page = Page {
        policy: policy(&style),
        scheme: match ground {
            Ground::System => "system",
            Ground::Light => "light",
            Ground::Dark => "dark",
        },
        style: &style,
        script: SCRIPT,
        front,
        blocks,
        packed,
        pictures: drawn
            .pictures
            .iter()
            .map(|picture| Picture {
                key: &picture.key,
                legend: &picture.legend,
                svg: &picture.svg,
            })
            .collect(),
    };
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    let template = environment
        .template_from_named_str("page.html", TEMPLATE)
        .map_err(io::Error::other)?;
    template.render_captured_to(page, out).map_err(|error| {
        match std::error::Error::source(&error) {
            // A closed pipe has to be known for what it is.
            Some(source) => match source.downcast_ref::<io::Error>() {
                Some(cause) => io::Error::from(cause.kind()),
                None => io::Error::other(error),
            },
            None => io::Error::other(error),
        }
    })?;
    Ok(())
}

/// What the page may do: run its own script, use its own style sheet, show its own sign; nothing else, and no request.
fn policy(style: &str) -> String {
    let hash = |text: &str| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)));
    format!(
        "default-src 'none'; script-src {}; style-src {}; img-src data:; base-uri 'none'; form-action 'none'; \
         require-trusted-types-for 'script'; trusted-types 'none'",
        hash(SCRIPT),
        hash(style)
    )
}
