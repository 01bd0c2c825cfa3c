//! HTTP content codings of an asset and their negotiation.

use actix_web::HttpRequest;
use actix_web::http::header::{AcceptEncoding, Encoding, Header as _};

/// A content coding of an asset. The build stores each coding as a separate file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ContentCoding {
    Brotli,
    Gzip,
    Identity,
}

impl ContentCoding {
    /// The suffix of the file that holds this coding.
    pub(crate) fn suffix(self) -> &'static str {
        match self {
            Self::Brotli => ".br",
            Self::Gzip => ".gz",
            Self::Identity => "",
        }
    }

    /// The value of `Content-Encoding`, `None` for the identity coding.
    pub(crate) fn header_value(self) -> Option<&'static str> {
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

    /// Selects the coding that the request prefers among the available ones. Falls back to
    /// [`Self::Identity`].
    pub(crate) fn negotiate(request: &HttpRequest, available: &[Self]) -> Self {
        let Ok(accepted) = AcceptEncoding::parse(request) else {
            return Self::Identity;
        };
        let offered: Vec<_> = available.iter().map(|coding| coding.encoding()).collect();
        let best = accepted.negotiate(offered.iter());
        available
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

    const ALL: [ContentCoding; 3] = [
        ContentCoding::Brotli,
        ContentCoding::Gzip,
        ContentCoding::Identity,
    ];

    #[test]
    fn client_quality_values_select_the_coding() {
        for (accepted, coding) in [
            ("gzip, deflate, br, zstd", ContentCoding::Brotli),
            ("gzip, deflate", ContentCoding::Gzip),
            ("br;q=0.5, gzip;q=0.8", ContentCoding::Gzip),
            ("gzip;q=0.5, identity", ContentCoding::Identity),
            ("br;q=0, gzip;q=0", ContentCoding::Identity),
            ("br;q=0, *", ContentCoding::Identity),
            ("GZIP", ContentCoding::Gzip),
            ("zstd", ContentCoding::Identity),
            ("*;q=0", ContentCoding::Identity),
            ("", ContentCoding::Identity),
            (";;;", ContentCoding::Identity),
        ] {
            let request = TestRequest::default()
                .insert_header(("accept-encoding", accepted))
                .to_http_request();
            assert_eq!(ContentCoding::negotiate(&request, &ALL), coding, "{accepted}");
        }
        let without_header = TestRequest::default().to_http_request();
        assert_eq!(
            ContentCoding::negotiate(&without_header, &ALL),
            ContentCoding::Identity
        );
    }

    #[test]
    fn missing_coding_is_not_selected() {
        let request = TestRequest::default()
            .insert_header(("accept-encoding", "br, gzip"))
            .to_http_request();
        let available = [ContentCoding::Gzip, ContentCoding::Identity];
        assert_eq!(
            ContentCoding::negotiate(&request, &available),
            ContentCoding::Gzip
        );
        assert_eq!(
            ContentCoding::negotiate(&request, &[ContentCoding::Identity]),
            ContentCoding::Identity
        );
    }
}
