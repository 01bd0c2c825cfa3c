//! Addresses of pictures.

use super::{Lines, TextError, checked, text_type};

text_type! {
    /// An absolute `http` or `https` address of at most 2,048 characters, for pictures.
    HttpUrl
}

impl HttpUrl {
    /// The maximum length, in characters.
    pub const MAX: usize = 2048;

    /// Parses an address. `None` for an empty text. Only what pages need to be safe is checked (the scheme, a
    /// host, and no characters that need quoting), because the server never requests the address.
    pub fn parse(raw: &str) -> Result<Option<Self>, TextError> {
        // Nothing is removed from the middle, because that would change the address.
        let text = checked(raw.trim(), Self::MAX, Lines::One)?;
        if text.is_empty() {
            Ok(None)
        } else if is_http_url(text) {
            Ok(Some(Self(text.to_owned())))
        } else {
            Err(TextError::NotHttpUrl)
        }
    }
}

fn is_http_url(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else {
        return false;
    };
    if !(scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")) {
        return false;
    }
    if text
        .chars()
        .any(|c| c.is_whitespace() || matches!(c, '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}'))
    {
        return false;
    }
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host_and_port = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let (host, port) = match host_and_port.strip_prefix('[') {
        Some(v6) => match v6.split_once(']') {
            Some((host, port)) => (host, port.strip_prefix(':')),
            None => return false,
        },
        None => match host_and_port.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (host_and_port, None),
        },
    };
    let is_port_valid = port.is_none_or(|port| port.is_empty() || port.parse::<u16>().is_ok());
    !host.is_empty() && is_port_valid
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_with_a_host_are_accepted() {
        for good in [
            "http://a",
            "https://a.example/p?q#f",
            "HTTPS://a:8080/x",
            "http://[::1]:80/",
            "http://u@h/é",
        ] {
            assert!(HttpUrl::parse(good).unwrap().is_some(), "{good}");
        }
    }

    #[test]
    fn other_schemes_and_invalid_addresses_are_refused() {
        let bad = [
            "javascript:alert(1)",
            "http://",
            "https:///x",
            "ftp://a",
            "http://a b",
            "//a",
            "http://a:99999",
            "a",
        ];
        for bad in bad {
            assert_eq!(HttpUrl::parse(bad), Err(TextError::NotHttpUrl), "{bad}");
        }
    }

    #[test]
    fn an_address_has_at_most_2048_characters() {
        let url_of_length = |length: usize| format!("http://a/{}", "x".repeat(length - 9));
        assert!(HttpUrl::parse(&url_of_length(2048)).unwrap().is_some());
        assert_eq!(
            HttpUrl::parse(&url_of_length(2049)),
            Err(TextError::TooLong { max: 2048 })
        );
        assert_eq!(HttpUrl::parse("  "), Ok(None));
    }
}
