//! Writes HTML elements, with user-written text in their attributes.

use std::borrow::Cow;
use std::fmt::Write as _;

/// The text as the value of an attribute in double quotes, or as the text of an element.
pub(crate) fn attribute(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '"', '\'']) {
        return text.into();
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(character),
        }
    }
    escaped.into()
}

/// The elements of a `<head>`.
#[derive(Debug, Default)]
pub(super) struct Head(String);

impl Head {
    pub(super) fn title(&mut self, title: &str) {
        self.line(format_args!("<title>{}</title>", attribute(title)));
    }

    /// `kind` is the name of the attribute that holds `key`: `name` or `property`.
    pub(super) fn meta(&mut self, kind: &str, key: &str, content: &str) {
        self.line(format_args!(
            r#"<meta {kind}="{key}" content="{}" />"#,
            attribute(content)
        ));
    }

    pub(super) fn link(&mut self, relation: &str, address: &str) {
        self.line(format_args!(
            r#"<link rel="{relation}" href="{}" />"#,
            attribute(address)
        ));
    }

    pub(super) fn oembed(&mut self, address: &str, title: &str) {
        self.line(format_args!(
            r#"<link rel="alternate" type="application/json+oembed" href="{}" title="{}" />"#,
            attribute(address),
            attribute(title)
        ));
    }

    pub(super) fn finish(self) -> String {
        self.0
    }

    fn line(&mut self, element: std::fmt::Arguments<'_>) {
        let _infallible = writeln!(self.0, "{element}");
    }
}

#[cfg(test)]
mod tests {
    use quickcheck::quickcheck;

    use super::*;

    #[test]
    fn characters_of_html_are_escaped() {
        assert_eq!(
            attribute(r#"<script>"Tom" & 'Ann'</script>"#),
            "&lt;script&gt;&quot;Tom&quot; &amp; &#39;Ann&#39;&lt;/script&gt;"
        );
    }

    fn unescaped(text: &str) -> String {
        let pairs = [
            ("&lt;", "<"),
            ("&gt;", ">"),
            ("&quot;", "\""),
            ("&#39;", "'"),
            ("&amp;", "&"),
        ];
        pairs
            .iter()
            .fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
    }

    quickcheck! {
        fn no_text_ends_an_attribute_or_an_element(text: String) -> bool {
            !attribute(&text).contains(['<', '>', '"', '\''])
        }

        fn escaping_loses_nothing(text: String) -> bool {
            unescaped(&attribute(&text)) == text
        }
    }
}
