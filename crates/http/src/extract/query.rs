//! The query of an address, decoded strictly: a parameter stands once and is UTF-8.

use std::fmt;
use std::str::FromStr;

use actix_web::HttpRequest;

use super::fields::Faults;

/// A request's parameters. What nobody asks for is ignored.
#[derive(Debug)]
pub(crate) struct Query<'a>(Vec<(Vec<u8>, &'a str)>);

/// Why a parameter can't be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum QueryFault {
    Repeated,
    Encoding,
}

impl fmt::Display for QueryFault {
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
        let pairs = query.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            // A name that can't be decoded is none that anybody asks for.
            (decode(name).unwrap_or_default(), value)
        });
        Self(pairs.collect())
    }

    /// The parameter of that name, if it is given.
    pub(crate) fn get(&self, name: &str) -> Result<Option<String>, QueryFault> {
        let mut given = self.0.iter().filter(|(given, _)| given == name.as_bytes());
        let Some((_, value)) = given.next() else {
            return Ok(None);
        };
        if given.next().is_some() {
            return Err(QueryFault::Repeated);
        }
        let bytes = decode(value).ok_or(QueryFault::Encoding)?;
        String::from_utf8(bytes)
            .map(Some)
            .map_err(|_| QueryFault::Encoding)
    }

    /// As [`Self::get`], read by `parse`; faults of both are noted.
    pub(crate) fn read<T, E: fmt::Display>(
        &self,
        name: &'static str,
        faults: &mut Faults,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        match self.get(name) {
            Ok(value) => parse(&value?).map_err(|fault| faults.add(name, fault)).ok(),
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

/// Undoes percent-encoding, and `+` for a space; `None` where a `%` has no two digits.
fn decode(text: &str) -> Option<Vec<u8>> {
    let mut bytes = text.bytes();
    let mut decoded = Vec::with_capacity(text.len());
    while let Some(byte) = bytes.next() {
        decoded.push(match byte {
            b'+' => b' ',
            b'%' => {
                let mut digit = || char::from(bytes.next()?).to_digit(16);
                let (high, low) = (digit()?, digit()?);
                u8::try_from(high << 4 | low).ok()?
            }
            other => other,
        });
    }
    Some(decoded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_decoded() {
        let query = Query::parse("q=a%20b+c%2Bd%C3%A9&limit=&x&&=y");
        assert_eq!(query.get("q"), Ok(Some("a b c+dé".to_owned())));
        assert_eq!(query.get("limit"), Ok(Some(String::new())));
        assert_eq!(query.get("x"), Ok(Some(String::new())));
        assert_eq!(query.get("z"), Ok(None));
    }

    #[test]
    fn what_is_repeated_or_wrongly_encoded_is_a_fault() {
        assert_eq!(Query::parse("q=a&%71=b").get("q"), Err(QueryFault::Repeated));
        for bad in ["q=%", "q=%4", "q=%zz", "q=%ff", "q=%ed%a0%80"] {
            assert_eq!(Query::parse(bad).get("q"), Err(QueryFault::Encoding), "{bad}");
        }
        assert_eq!(Query::parse("%=a&q=b").get("q"), Ok(Some("b".to_owned())));
    }
}
