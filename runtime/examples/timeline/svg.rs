//! An SVG document with the few shapes that the picture needs.

use std::fmt::{Arguments, Write};

/// Shapes, in the order in which they are painted. Their classes are in `style.css`.
#[derive(Default)]
pub(crate) struct Svg(String);

impl Svg {
    pub(crate) fn rectangle(&mut self, class: &str, [x, y, width, height]: [u32; 4]) {
        self.push(format_args!(
            r#"<rect class="{class}" x="{x}" y="{y}" width="{width}" height="{height}" rx="6"/>"#
        ));
    }

    pub(crate) fn line(&mut self, class: &str, from: [u32; 2], to: [u32; 2]) {
        let ([x1, y1], [x2, y2]) = (from, to);
        self.push(format_args!(
            r#"<line class="{class}" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"/>"#
        ));
    }

    /// Writes text that begins at a point. The class may say that the text ends there or is centred there.
    pub(crate) fn text(&mut self, class: &str, [x, y]: [u32; 2], text: &str) {
        let text = escape(text);
        self.push(format_args!(
            r#"<text class="{class}" x="{x}" y="{y}">{text}</text>"#
        ));
    }

    /// Draws a sign in a circle. The sign is a path around the middle of the circle.
    pub(crate) fn sign(&mut self, class: &str, [x, y]: [u32; 2], path: &str) {
        self.push(format_args!(
            r#"<g class="{class}" transform="translate({x} {y})"><circle r="7"/><path d="{path}"/></g>"#
        ));
    }

    /// Draws another picture inside this one.
    pub(crate) fn place(&mut self, [x, y]: [u32; 2], picture: &Self) {
        self.push(format_args!(r#"<g transform="translate({x} {y})">"#));
        self.0 += &picture.0;
        self.push(format_args!("</g>"));
    }

    /// Returns the text of the file.
    pub(crate) fn document(self, [width, height]: [u32; 2], title: &str) -> String {
        let (title, style, shapes) = (escape(title), include_str!("style.css"), self.0);
        format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">
<title>{title}</title>
<style>
{style}</style>
{shapes}</svg>
"#
        )
    }

    fn push(&mut self, element: Arguments<'_>) {
        writeln!(self.0, "{element}").expect("a string takes all that is written");
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
