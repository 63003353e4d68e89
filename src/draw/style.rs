//! How each role looks: the only place that maps meaning to shape, line, sign and colour.
//!
//! Colours of statuses are those of Okabe and Ito (2008), which stay apart for the colour-blind; sides are of other
//! hues, so that a side is not taken for a status. None carries a meaning alone: a side is also a name, a status is
//! also a word and a sign, a stance also an arrowhead and a dash, an emphasis also a weight and a word. Tints keep the
//! ink on them readable in print; contrast follows WCAG 2.2 (4.5 to 1 for text), and a test measures it.

pub use super::colour::Rgb;

use super::colour::{
    BLUE, BROWN, GREEN, GREY, MOSS, ORANGE, PURPLE, SKY, TEAL, VERMILLION, VIOLET, WINE, YELLOW,
};
use super::view::{ClusterRole, EdgeRole, Emphasis, Hue, LineKind, Role};
use crate::analysis::Status;

/// The ground on which a picture is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// Dark on white: for paper, too.
    #[default]
    Light,
    /// Light on near-black.
    Dark,
}

/// The hues that tell sides apart; a side beyond them is grey.
pub const SIDE_HUES: usize = 6;

/// The line of an outline or edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dash {
    /// Unbroken.
    Solid,
    /// Dashed.
    Dashed,
    /// Dotted.
    Dotted,
    /// Dashes and dots by turns.
    DashDotted,
}

/// The outline of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outline {
    /// A card with square corners: a claim.
    Card,
    /// A card with a double line.
    DoubleCard,
    /// Round ends: somebody who speaks.
    Pill,
    /// A sheet with a folded corner: an artefact.
    Sheet,
    /// No outline.
    Bare,
}

/// The end of an edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Head {
    /// A filled arrow.
    Arrow,
    /// Two filled arrows.
    DoubleArrow,
    /// A hollow arrow.
    Hollow,
    /// A bar across the edge.
    Bar,
    /// A ring around a question mark.
    Query,
    /// A small diamond.
    Diamond,
    /// A small dot.
    Dot,
    /// Nothing.
    None,
}

/// How a node looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NodeLook {
    /// Its outline.
    pub outline: Outline,
    /// Its ground.
    pub fill: Rgb,
    /// Its line.
    pub stroke: Rgb,
    /// Weight of the line, in tenths of a point.
    pub weight: u32,
    /// Dash of the line.
    pub dash: Dash,
}

/// How an edge looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EdgeLook {
    /// Its line.
    pub stroke: Rgb,
    /// Weight of the line, in tenths of a point.
    pub weight: u32,
    /// Dash of the line.
    pub dash: Dash,
    /// The end it points with.
    pub head: Head,
    /// The other end.
    pub tail: Head,
}

/// How a line of text looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextLook {
    /// Its colour.
    pub ink: Rgb,
    /// Its size, in points.
    pub size: u32,
    /// Whether it is bold.
    pub bold: bool,
    /// Whether it is crossed out.
    pub struck: bool,
}

/// The type faces, of equal widths on every system.
pub const FONTS: &str = "Helvetica,Arial,Liberation Sans,sans-serif";

/// The least width of a card, in points: enough for its longest line, so that cards in a column are of one width.
pub const CARD: u32 = 194;

/// The sign of a finding.
pub const MARK: &str = "▲";

/// The sign that goes with the word for a status: a dot is an independent line, a ring one that may be none.
pub const fn sign(status: Status) -> &'static str {
    match status {
        Status::Open => "?",
        Status::Contested => "⇄",
        Status::Denied => "⊖",
        Status::Unsupported => "○",
        Status::Circular => "↻",
        Status::Unfounded => "∅",
        Status::Uncorroborated => "●",
        Status::IndependenceUnknown => "●○",
        Status::Corroborated => "●●",
    }
}

impl Theme {
    /// The ground of the picture.
    pub const fn paper(self) -> Rgb {
        match self {
            Theme::Light => Rgb(0xff, 0xff, 0xff),
            Theme::Dark => Rgb(0x14, 0x18, 0x1d),
        }
    }

    /// The colour of plain text.
    pub const fn ink(self) -> Rgb {
        match self {
            Theme::Light => Rgb(0x1a, 0x1d, 0x21),
            Theme::Dark => Rgb(0xee, 0xf0, 0xf2),
        }
    }

    /// The colour of text that may be overlooked.
    pub fn faint(self) -> Rgb {
        GREY.readable(self.tint(GREY, 14), self.ink(), 50)
    }

    fn tint(self, colour: Rgb, percent: u32) -> Rgb {
        self.paper().mixed(colour, percent)
    }

    fn line(self, colour: Rgb) -> Rgb {
        colour.readable(self.paper(), self.ink(), 32)
    }

    /// How a node looks.
    pub fn node(self, role: Role, side: Option<Hue>, emphasis: Emphasis) -> NodeLook {
        let mut look = self.plain_node(role, side);
        match emphasis {
            Emphasis::None => {}
            Emphasis::Focus => {
                look.weight = 26;
                if !matches!(role, Role::Claim(_)) {
                    look.stroke = self.ink();
                }
            }
            Emphasis::Line => look.weight = 20,
            Emphasis::Cut | Emphasis::Loop => {
                look.stroke = self.line(VERMILLION);
                look.weight = 26;
                look.dash = fault_dash(emphasis, look.dash);
            }
        }
        look
    }

    fn plain_node(self, role: Role, side: Option<Hue>) -> NodeLook {
        let colour = side.map_or(GREY, hue);
        let strength = match self {
            Theme::Light => 12,
            Theme::Dark => 20,
        };
        let (outline, dash, weight) = match role {
            Role::Claim(status) => return self.claim(status, strength),
            Role::Actor | Role::Statement => (Outline::Pill, Dash::Solid, 10),
            Role::Side | Role::Root => (Outline::Pill, Dash::Solid, 16),
            Role::Unnamed | Role::UnknownRoot => (Outline::Pill, Dash::Dashed, 12),
            Role::Implied => (Outline::Pill, Dash::Dotted, 12),
            Role::Void => (Outline::Pill, Dash::Dotted, 8),
            Role::Evidence => (Outline::Sheet, Dash::Solid, 10),
            Role::More => (Outline::Bare, Dash::Solid, 0),
        };
        NodeLook {
            outline,
            fill: match role {
                Role::Void => self.paper(),
                _ => self.tint(colour, strength),
            },
            stroke: self.line(colour),
            weight,
            dash,
        }
    }

    fn claim(self, status: Status, strength: u32) -> NodeLook {
        let outline = match status {
            Status::Corroborated => Outline::DoubleCard,
            _ => Outline::Card,
        };
        let (dash, weight) = match status {
            Status::Open | Status::Unfounded => (Dash::Dashed, 12),
            Status::Unsupported => (Dash::Dotted, 12),
            Status::Contested | Status::Denied | Status::Circular => (Dash::Solid, 18),
            Status::Uncorroborated | Status::IndependenceUnknown | Status::Corroborated => {
                (Dash::Solid, 11)
            }
        };
        let colour = status_colour(status);
        NodeLook {
            outline,
            fill: self.tint(colour, strength + 2),
            stroke: self.line(colour),
            weight,
            dash,
        }
    }

    /// How an edge looks.
    pub fn edge(self, role: EdgeRole, emphasis: Emphasis) -> EdgeLook {
        let support = Rgb(0x4a, 0x56, 0x63).readable(self.paper(), self.ink(), 50);
        let denial = self.line(PURPLE.mixed(VERMILLION, 25));
        // No hue of a side or a status: between claims stands no side, and no status.
        let conflict = self.ink();
        let doubt = GREY.readable(self.paper(), self.ink(), 50);
        let (stroke, weight, dash, head, tail) = match role {
            EdgeRole::Asserts => (support, 12, Dash::Solid, Head::Arrow, Head::None),
            EdgeRole::Corroborates => (support, 16, Dash::Solid, Head::DoubleArrow, Head::None),
            EdgeRole::Relays => (support, 11, Dash::Dashed, Head::Hollow, Head::None),
            EdgeRole::Disputes => (denial, 20, Dash::Solid, Head::Bar, Head::None),
            EdgeRole::Questions => (doubt, 13, Dash::DashDotted, Head::Query, Head::None),
            EdgeRole::Silent => (doubt, 15, Dash::Dotted, Head::None, Head::None),
            EdgeRole::Feeds => (support, 11, Dash::Solid, Head::Arrow, Head::Dot),
            EdgeRole::Void => (doubt, 9, Dash::Dotted, Head::Hollow, Head::None),
            EdgeRole::Cites => (support, 11, Dash::Solid, Head::Arrow, Head::None),
            EdgeRole::Uses => (support, 11, Dash::Dashed, Head::Arrow, Head::None),
            EdgeRole::Entails => (doubt, 13, Dash::Solid, Head::Hollow, Head::None),
            EdgeRole::Contradicts => (conflict, 18, Dash::Solid, Head::Bar, Head::Bar),
            EdgeRole::Contrasts => (conflict, 11, Dash::Dashed, Head::Diamond, Head::Diamond),
            EdgeRole::Differs => (conflict, 12, Dash::Solid, Head::Diamond, Head::Diamond),
        };
        let mut look = EdgeLook {
            stroke,
            weight,
            dash,
            head,
            tail,
        };
        match emphasis {
            Emphasis::None | Emphasis::Focus => {}
            Emphasis::Line => look.weight += 10,
            Emphasis::Cut | Emphasis::Loop => {
                look.stroke = self.line(VERMILLION);
                look.weight += 12;
            }
        }
        look
    }

    /// How a cluster looks: its ground and its line.
    pub fn cluster(self, role: ClusterRole, side: Option<Hue>, emphasis: Emphasis) -> NodeLook {
        let colour = side.map_or(GREY, hue);
        let (dash, weight, strength) = match role {
            ClusterRole::Event => (Dash::Solid, 6, 7),
            ClusterRole::Side => (Dash::Dashed, 11, 5),
            ClusterRole::Group => (Dash::Solid, 6, 5),
        };
        let faulted = matches!(emphasis, Emphasis::Cut | Emphasis::Loop);
        NodeLook {
            outline: Outline::Pill,
            fill: self.tint(colour, strength),
            stroke: self.line(if faulted { VERMILLION } else { colour }),
            weight: if faulted { 24 } else { weight },
            dash: fault_dash(emphasis, dash),
        }
    }

    /// How a line of a node's label looks.
    pub fn text(self, role: Role, kind: LineKind, fill: Rgb) -> TextLook {
        let strong = |colour: Rgb| colour.readable(fill, self.ink(), 50);
        let struck = role == Role::Void;
        let plain = if struck { strong(GREY) } else { self.ink() };
        match kind {
            LineKind::Caption => {
                let ink = match role {
                    Role::Claim(status) => strong(status_colour(status)),
                    _ => strong(GREY),
                };
                TextLook {
                    ink,
                    size: 10,
                    bold: true,
                    struck: false,
                }
            }
            LineKind::Body => TextLook {
                ink: plain,
                size: 12,
                bold: matches!(
                    role,
                    Role::Statement | Role::Root | Role::UnknownRoot | Role::Side
                ),
                struck,
            },
            LineKind::Detail => TextLook {
                ink: strong(GREY),
                size: 10,
                bold: false,
                struck: false,
            },
            LineKind::Name => TextLook {
                ink: plain,
                size: 11,
                bold: false,
                struck,
            },
            LineKind::Mark => TextLook {
                ink: strong(VERMILLION),
                size: 10,
                bold: false,
                struck: false,
            },
        }
    }

    /// The colour of the swatch of a status, side or emphasis in the legend.
    pub fn word(self, colour: Rgb) -> Rgb {
        colour.readable(self.paper(), self.ink(), 50)
    }

    /// The colour of the sign of a finding.
    pub fn mark(self) -> Rgb {
        self.word(VERMILLION)
    }
}

const fn status_colour(status: Status) -> Rgb {
    match status {
        Status::Open | Status::Unsupported => GREY,
        Status::Contested => ORANGE,
        Status::Denied => PURPLE,
        Status::Circular | Status::Unfounded => VERMILLION,
        Status::Uncorroborated => YELLOW,
        Status::IndependenceUnknown => SKY,
        Status::Corroborated => GREEN,
    }
}

fn hue(side: Hue) -> Rgb {
    const HUES: [Rgb; SIDE_HUES] = [BLUE, BROWN, TEAL, VIOLET, WINE, MOSS];
    HUES.get(usize::from(side.0)).copied().unwrap_or(GREY)
}

/// A cut is perforated, as where one tears; a loop is drawn as what it marks.
fn fault_dash(emphasis: Emphasis, dash: Dash) -> Dash {
    match emphasis {
        Emphasis::Cut => Dash::Dotted,
        _ => dash,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contrast as WCAG 2.2 defines it.
    fn contrast(one: Rgb, other: Rgb) -> f64 {
        let luminance = |Rgb(r, g, b): Rgb| {
            let linear = |channel: u8| {
                let c = f64::from(channel) / 255.0;
                if c <= 0.04045 {
                    c / 12.92
                } else {
                    ((c + 0.055) / 1.055).powf(2.4)
                }
            };
            0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
        };
        let (a, b) = (luminance(one), luminance(other));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn roles() -> impl Iterator<Item = Role> {
        let others = [
            Role::Actor,
            Role::Unnamed,
            Role::Side,
            Role::Statement,
            Role::Root,
            Role::UnknownRoot,
            Role::Implied,
            Role::Void,
            Role::Evidence,
            Role::More,
        ];
        Status::ALL.into_iter().map(Role::Claim).chain(others)
    }

    #[test]
    fn every_text_is_readable_on_its_ground() {
        for theme in [Theme::Light, Theme::Dark] {
            for role in roles() {
                for side in [None, Some(Hue(0)), Some(Hue(1)), Some(Hue(5)), Some(Hue(9))] {
                    let fill = theme.node(role, side, Emphasis::None).fill;
                    for kind in [
                        LineKind::Caption,
                        LineKind::Body,
                        LineKind::Detail,
                        LineKind::Mark,
                        LineKind::Name,
                    ] {
                        let ink = theme.text(role, kind, fill).ink;
                        let ratio = contrast(ink, fill);
                        assert!(
                            ratio >= 4.5,
                            "{theme:?} {role:?} {kind:?} {ink} on {fill}: {ratio:.2}"
                        );
                    }
                }
            }
            assert!(contrast(theme.faint(), theme.paper()) >= 4.5);
        }
    }

    #[test]
    fn every_line_is_visible_on_its_ground() {
        for theme in [Theme::Light, Theme::Dark] {
            for role in roles() {
                let look = theme.node(role, None, Emphasis::None);
                assert!(
                    contrast(look.stroke, theme.paper()) >= 3.0,
                    "{theme:?} {role:?}"
                );
            }
        }
    }

    #[test]
    fn no_two_statuses_differ_by_colour_alone() {
        let signs: std::collections::BTreeSet<_> = Status::ALL.map(sign).into_iter().collect();
        assert_eq!(signs.len(), Status::ALL.len());
    }
}
