//! Which form of a file an answer carries.

use actix_web::HttpRequest;
use actix_web::http::header::{AcceptEncoding, Encoding, Header as _};

/// A form of a file, as the build leaves it beside the file itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Coding {
    Brotli,
    Gzip,
    Identity,
}

impl Coding {
    /// What stands behind the file's name.
    pub(crate) fn suffix(self) -> &'static str {
        match self {
            Self::Brotli => ".br",
            Self::Gzip => ".gz",
            Self::Identity => "",
        }
    }

    /// The value of `Content-Encoding`.
    pub(crate) fn token(self) -> Option<&'static str> {
        match self {
            Self::Brotli => Some("br"),
            Self::Gzip => Some("gzip"),
            Self::Identity => None,
        }
    }

    fn encoding(self) -> Encoding {
        match self {
            Self::Brotli => Encoding::brotli(),
            Self::Gzip => Encoding::gzip(),
            Self::Identity => Encoding::identity(),
        }
    }

    /// The form that a request prefers among those there are. Who takes none gets the file itself.
    pub(crate) fn negotiate(request: &HttpRequest, there_are: &[Self]) -> Self {
        let Ok(accepted) = AcceptEncoding::parse(request) else {
            return Self::Identity;
        };
        let offered: Vec<_> = there_are.iter().map(|coding| coding.encoding()).collect();
        let best = accepted.negotiate(offered.iter());
        there_are
            .iter()
            .find(|coding| best.as_ref() == Some(&coding.encoding()))
            .copied()
            .unwrap_or(Self::Identity)
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    const ALL: [Coding; 3] = [Coding::Brotli, Coding::Gzip, Coding::Identity];

    #[test]
    fn the_client_decides_by_its_weights() {
        for (accepted, coding) in [
            ("gzip, deflate, br, zstd", Coding::Brotli),
            ("gzip, deflate", Coding::Gzip),
            ("br;q=0.5, gzip;q=0.8", Coding::Gzip),
            ("gzip;q=0.5, identity", Coding::Identity),
            ("br;q=0, gzip;q=0", Coding::Identity),
            ("br;q=0, *", Coding::Identity),
            ("GZIP", Coding::Gzip),
            ("zstd", Coding::Identity),
            ("*;q=0", Coding::Identity),
            ("", Coding::Identity),
            (";;;", Coding::Identity),
        ] {
            let request = TestRequest::default()
                .insert_header(("accept-encoding", accepted))
                .to_http_request();
            assert_eq!(Coding::negotiate(&request, &ALL), coding, "{accepted}");
        }
        let silent = TestRequest::default().to_http_request();
        assert_eq!(Coding::negotiate(&silent, &ALL), Coding::Identity);
    }

    #[test]
    fn a_form_that_is_not_there_is_not_chosen() {
        let request = TestRequest::default()
            .insert_header(("accept-encoding", "br, gzip"))
            .to_http_request();
        let there_are = [Coding::Gzip, Coding::Identity];
        assert_eq!(Coding::negotiate(&request, &there_are), Coding::Gzip);
        assert_eq!(Coding::negotiate(&request, &[Coding::Identity]), Coding::Identity);
    }
}
