//! Outlines of nodes and ends of edges.

use super::place::{Point, Rect};
use super::sheet::{Sheet, line_attributes, number};
use crate::draw::style::{Dash, Head, NodeLook, Outline, Rgb};

/// Draws the outline of a node or cluster.
pub(super) fn outline(sheet: &mut Sheet, look: &NodeLook, rect: Rect, round: f64) {
    let line = line_attributes(look.stroke, look.weight, look.dash);
    let fill = look.fill;
    match look.outline {
        Outline::Bare => {}
        Outline::Sheet => {
            let fold = 7.0;
            let [left, top, right, bottom] =
                [rect.left, rect.top, rect.right, rect.bottom].map(number);
            let (inward, downward) = (number(rect.right - fold), number(rect.top + fold));
            sheet.element(
                "path",
                &format!(
                    "d=\"M{left} {top}H{inward}L{right} {downward}V{bottom}H{left}ZM{inward} {top}V{downward}H{right}\" \
                     fill=\"{fill}\" {line}"
                ),
            );
        }
        Outline::Card => rectangle(sheet, rect, 0.0, fill, &line),
        Outline::Pill => rectangle(sheet, rect, round, fill, &line),
        Outline::DoubleCard => {
            let inner = Rect {
                left: rect.left + 3.0,
                top: rect.top + 3.0,
                right: rect.right - 3.0,
                bottom: rect.bottom - 3.0,
            };
            rectangle(sheet, rect, 0.0, fill, &line);
            rectangle(sheet, inner, 0.0, fill, &line);
        }
    }
}

/// How far the sheets of a stack lie apart.
pub(super) const STACKED: f64 = 4.0;

/// Draws the outline of several nodes that lie one on the other; tells where the uppermost is.
pub(super) fn stack(sheet: &mut Sheet, look: &NodeLook, rect: Rect, round: f64) -> Rect {
    let lower = Rect {
        left: rect.left + STACKED,
        top: rect.top + STACKED,
        ..rect
    };
    let upper = Rect {
        right: rect.right - STACKED,
        bottom: rect.bottom - STACKED,
        ..rect
    };
    outline(sheet, look, lower, round);
    outline(sheet, look, upper, round);
    upper
}

/// The head of a frame as something that can be pointed at, without a look.
pub(super) fn ground(sheet: &mut Sheet, frame: Rect, high: f64) {
    let [x, y, wide, high] = [frame.left, frame.top, frame.right - frame.left, high].map(number);
    let place = format!("x=\"{x}\" y=\"{y}\" width=\"{wide}\" height=\"{high}\"");
    sheet.element(
        "rect",
        &format!("{place} fill=\"none\" pointer-events=\"all\""),
    );
}

fn rectangle(sheet: &mut Sheet, rect: Rect, round: f64, fill: Rgb, line: &str) {
    let [x, y, wide, high] = [
        rect.left,
        rect.top,
        rect.right - rect.left,
        rect.bottom - rect.top,
    ]
    .map(number);
    let round = if round > 0.0 {
        format!(" rx=\"{}\"", number(round))
    } else {
        String::new()
    };
    sheet.element(
        "rect",
        &format!(
            "x=\"{x}\" y=\"{y}\" width=\"{wide}\" height=\"{high}\"{round} fill=\"{fill}\" {line}"
        ),
    );
}

/// How far before its end the line of an edge stops.
pub(super) const fn length(head: Head) -> f64 {
    match head {
        Head::Arrow | Head::Hollow => 8.0,
        Head::DoubleArrow => 15.0,
        Head::Bar => 2.0,
        Head::Query => 11.0,
        Head::Diamond => 9.0,
        Head::Dot => 4.0,
        Head::None => 0.0,
    }
}

/// Draws the end of an edge that arrives at a tip in a direction, a unit along one of the axes.
pub(super) fn head(
    sheet: &mut Sheet,
    head: Head,
    (tip, step): (Point, Point),
    stroke: Rgb,
    paper: Rgb,
) {
    // `back` along the line, `aside` across it.
    let at = |back: f64, aside: f64| {
        (
            tip.0 - step.0 * back - step.1 * aside,
            tip.1 - step.1 * back + step.0 * aside,
        )
    };
    let line = line_attributes(stroke, 10, Dash::Solid);
    let arrow = |back: f64| [at(back, 0.0), at(back + 8.0, 3.4), at(back + 8.0, -3.4)];
    match head {
        Head::Arrow => polygon(sheet, &arrow(0.0), stroke, &line),
        Head::DoubleArrow => {
            polygon(sheet, &arrow(0.0), stroke, &line);
            polygon(sheet, &arrow(7.0), stroke, &line);
        }
        Head::Hollow => polygon(sheet, &arrow(0.0), paper, &line),
        Head::Diamond => {
            let points = [at(0.0, 0.0), at(4.5, 3.4), at(9.0, 0.0), at(4.5, -3.4)];
            polygon(sheet, &points, stroke, &line);
        }
        Head::Bar => {
            let points = [at(0.5, 6.0), at(2.5, 6.0), at(2.5, -6.0), at(0.5, -6.0)];
            polygon(sheet, &points, stroke, &line);
        }
        Head::Query => query(sheet, at(5.5, 0.0), stroke, paper, &line),
        Head::Dot => {
            let (x, y) = at(2.2, 0.0);
            let [x, y] = [x, y].map(number);
            sheet.element(
                "circle",
                &format!("cx=\"{x}\" cy=\"{y}\" r=\"2.2\" fill=\"{stroke}\" {line}"),
            );
        }
        Head::None => {}
    }
}

/// A ring around a question mark, which stands upright whichever way the edge runs.
fn query(sheet: &mut Sheet, (x, y): Point, stroke: Rgb, paper: Rgb, line: &str) {
    let at = |right: f64, down: f64| format!("{} {}", number(x + right), number(y + down));
    let centre = [x, y].map(number);
    sheet.element(
        "circle",
        &format!(
            "cx=\"{}\" cy=\"{}\" r=\"5.5\" fill=\"{paper}\" {line}",
            centre[0], centre[1]
        ),
    );
    let hook = [
        (-1.9, -1.3),
        (-1.9, -3.7),
        (1.9, -3.7),
        (1.9, -1.3),
        (1.9, 0.2),
        (0.0, 0.1),
        (0.0, 1.6),
    ];
    let points = hook.map(|(right, down)| at(right, down));
    let [start, a, b, c, d, e, end] = &points;
    let path = format!(
        "M{start}C{a} {b} {c}C{d} {e} {end}M{}V{}",
        at(0.0, 2.6),
        number(y + 3.7)
    );
    sheet.stroke(&path, stroke, 11, Dash::Solid);
}

fn polygon(sheet: &mut Sheet, points: &[Point], fill: Rgb, line: &str) {
    let points: Vec<String> = points
        .iter()
        .map(|&(x, y)| format!("{},{}", number(x), number(y)))
        .collect();
    sheet.element(
        "polygon",
        &format!("points=\"{}\" fill=\"{fill}\" {line}", points.join(" ")),
    );
}
