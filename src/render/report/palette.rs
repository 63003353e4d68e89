//! The colours of the page, taken from those of the pictures.

use std::fmt::Write;

use crate::analysis::Status;
use crate::draw::Theme;
use crate::draw::style::{NodeLook, Rgb};
use crate::draw::view::{EdgeRole, Emphasis, LineKind, Role};

/// Custom properties for a style sheet: each colour on both grounds.
///
/// `light-dark()` chooses by the `color-scheme` of the element, so that one property is enough to change them all.
pub(super) fn properties(pictures: &[(String, String)]) -> String {
    let mut out = String::from(":root{\n");
    let mut pair = |name: &str, colour: &dyn Fn(Theme) -> Rgb| {
        let (light, dark) = (colour(Theme::Light), colour(Theme::Dark));
        let _ = writeln!(out, "--{name}:light-dark({light},{dark});");
    };
    pair("paper", &Theme::paper);
    pair("ink", &Theme::ink);
    pair("faint", &Theme::faint);
    pair("mark", &Theme::mark);
    let edges = [
        ("support", EdgeRole::Asserts),
        ("denial", EdgeRole::Disputes),
        ("conflict", EdgeRole::Contradicts),
        ("doubt", EdgeRole::Questions),
    ];
    for (name, role) in edges {
        pair(name, &|theme| {
            theme.word(theme.edge(role, Emphasis::None).stroke)
        });
    }
    for status in Status::ALL {
        let word = status.word();
        let look = |theme: Theme| theme.node(Role::Claim(status), None, Emphasis::None);
        let ink = |theme: Theme, look: NodeLook| {
            theme
                .text(Role::Claim(status), LineKind::Caption, look.fill)
                .ink
        };
        pair(&format!("{word}-fill"), &|theme| look(theme).fill);
        pair(&format!("{word}-line"), &|theme| look(theme).stroke);
        pair(&format!("{word}-ink"), &|theme| ink(theme, look(theme)));
    }
    for (number, (light, dark)) in pictures.iter().enumerate() {
        let _ = writeln!(out, "--p{number}:light-dark({light},{dark});");
    }
    out.push_str("}\n");
    out
}
