//! Reads query parameters strictly: no duplicates, valid percent-encoding, UTF-8.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use actix_web::HttpRequest;
use percent_encoding::percent_decode_str;

use super::fields::FieldErrors;

/// The parameters of a request. Unknown ones are ignored.
#[derive(Debug)]
pub(crate) struct Query<'a>(Vec<Parameter<'a>>);

#[derive(Debug)]
struct Parameter<'a> {
    name: Cow<'a, str>,
    value: Cow<'a, str>,
    /// Name and value before decoding.
    raw: &'a str,
}

/// Why a parameter cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum QueryError {
    Repeated,
    Encoding,
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Repeated => "must occur only once",
            Self::Encoding => "must be percent-encoded UTF-8",
        })
    }
}

impl<'a> Query<'a> {
    /// The parameters of a request.
    pub(crate) fn of(request: &'a HttpRequest) -> Self {
        Self::parse(request.query_string())
    }

    fn parse(query: &'a str) -> Self {
        let parameters = query.split('&').flat_map(|raw| {
            form_urlencoded::parse(raw.as_bytes()).map(move |(name, value)| Parameter { name, value, raw })
        });
        Self(parameters.collect())
    }

    /// Returns the parameter with that name, if present.
    pub(crate) fn get(&self, name: &str) -> Result<Option<&str>, QueryError> {
        let mut matches = self.0.iter().filter(|parameter| parameter.name == name);
        let Some(parameter) = matches.next() else {
            return Ok(None);
        };
        if matches.next().is_some() {
            return Err(QueryError::Repeated);
        }
        if is_well_encoded(parameter.raw) {
            Ok(Some(&parameter.value))
        } else {
            Err(QueryError::Encoding)
        }
    }

    /// As [`Self::get`], converted by `parse`. Errors of both are added to `errors`.
    pub(crate) fn read<T, E: fmt::Display>(
        &self,
        name: &'static str,
        errors: &mut FieldErrors,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        match self.get(name) {
            Ok(value) => parse(value?).map_err(|error| errors.add(name, error)).ok(),
            Err(error) => {
                errors.add(name, error);
                None
            }
        }
    }
}

/// Parses a number that consists of digits only.
pub(crate) fn whole_number<N: FromStr>(text: &str) -> Option<N> {
    let is_number = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if is_number { text.parse().ok() } else { None }
}

/// Whether each `%` is followed by two hexadecimal digits and the decoded bytes are UTF-8. `form_urlencoded`
/// accepts other input: it keeps an invalid `%` and replaces invalid UTF-8.
fn is_well_encoded(text: &str) -> bool {
    let is_digits = |rest: &str| rest.bytes().take(2).filter(u8::is_ascii_hexdigit).count() == 2;
    text.split('%').skip(1).all(is_digits) && percent_decode_str(text).decode_utf8().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_decoded() {
        let query = Query::parse("q=a%20b+c%2Bd%C3%A9&limit=&x&&=y");
        assert_eq!(query.get("q"), Ok(Some("a b c+dé")));
        assert_eq!(query.get("limit"), Ok(Some("")));
        assert_eq!(query.get("x"), Ok(Some("")));
        assert_eq!(query.get("z"), Ok(None));
    }

    #[test]
    fn duplicate_or_badly_encoded_parameters_are_refused() {
        assert_eq!(Query::parse("q=a&%71=b").get("q"), Err(QueryError::Repeated));
        for bad in ["q=%", "q=%4", "q=%zz", "q=%ff", "q=%ed%a0%80"] {
            assert_eq!(Query::parse(bad).get("q"), Err(QueryError::Encoding), "{bad}");
        }
        assert_eq!(Query::parse("%=a&q=b").get("q"), Ok(Some("b")));
    }
}
