//! The query of an address, decoded strictly: a parameter stands once and is UTF-8.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use actix_web::HttpRequest;
use percent_encoding::percent_decode_str;

use super::fields::Faults;

/// A request's parameters. What nobody asks for is ignored.
#[derive(Debug)]
pub(crate) struct Query<'a>(Vec<Parameter<'a>>);

#[derive(Debug)]
struct Parameter<'a> {
    name: Cow<'a, str>,
    value: Cow<'a, str>,
    /// Name and value as they came.
    raw: &'a str,
}

/// Why a parameter can't be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum QueryError {
    Repeated,
    Encoding,
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Repeated => "must be given once",
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

    /// The parameter of that name, if it is given.
    pub(crate) fn get(&self, name: &str) -> Result<Option<&str>, QueryError> {
        let mut given = self.0.iter().filter(|parameter| parameter.name == name);
        let Some(parameter) = given.next() else {
            return Ok(None);
        };
        if given.next().is_some() {
            return Err(QueryError::Repeated);
        }
        if is_well_encoded(parameter.raw) {
            Ok(Some(&parameter.value))
        } else {
            Err(QueryError::Encoding)
        }
    }

    /// As [`Self::get`], read by `parse`; faults of both are noted.
    pub(crate) fn read<T, E: fmt::Display>(
        &self,
        name: &'static str,
        faults: &mut Faults,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        match self.get(name) {
            Ok(value) => parse(value?).map_err(|fault| faults.add(name, fault)).ok(),
            Err(fault) => {
                faults.add(name, fault);
                None
            }
        }
    }
}

/// A number as people write it in an address: digits and nothing else.
pub(crate) fn whole_number<N: FromStr>(text: &str) -> Option<N> {
    let is_number = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if is_number { text.parse().ok() } else { None }
}

/// Whether each `%` begins a byte and the bytes are UTF-8. The parser of forms lets pass what isn't: it keeps the
/// one and replaces the other.
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
    fn what_is_repeated_or_wrongly_encoded_is_a_fault() {
        assert_eq!(Query::parse("q=a&%71=b").get("q"), Err(QueryError::Repeated));
        for bad in ["q=%", "q=%4", "q=%zz", "q=%ff", "q=%ed%a0%80"] {
            assert_eq!(Query::parse(bad).get("q"), Err(QueryError::Encoding), "{bad}");
        }
        assert_eq!(Query::parse("%=a&q=b").get("q"), Ok(Some("b")));
    }
}
