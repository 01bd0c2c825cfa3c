//! Classifies request paths. Every decision that depends on a path (routing, caching, protection) uses this
//! module or the matched route, never the raw path: `/api`, `//api`, `/%61pi` and `/./api` reach the same
//! routes in some servers and proxies.

use actix_web::http::Uri;
use percent_encoding::percent_decode_str;

/// The part of the server that answers a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Area {
    /// The API below `/api`.
    Api,
    /// `/health` and `/metrics`.
    Machines,
    /// Everything else: the web page.
    Page,
}

impl Area {
    /// The area of a request's URI.
    pub(crate) fn of(uri: &Uri) -> Self {
        let path = normalised(uri.path());
        let first = path.split('/').nth(1).unwrap_or_default();
        // Routes are case-sensitive, so `/API` gives 404, in the envelope of the API.
        match first.to_ascii_lowercase().as_str() {
            "api" => Self::Api,
            "health" | "metrics" => Self::Machines,
            _ => Self::Page,
        }
    }

    /// Whether error responses have the API's envelope.
    pub(crate) fn is_call(self) -> bool {
        matches!(self, Self::Api | Self::Machines)
    }
}

/// Decodes a path once, and removes repeated and trailing slashes, `.` and `..`. The result starts with a
/// slash.
pub(crate) fn normalised(path: &str) -> String {
    let decoded = percent_decode_str(path).decode_utf8_lossy();
    let mut segments = Vec::new();
    for segment in decoded.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop();
            }
            other => segments.push(other),
        }
    }
    format!("/{}", segments.join("/"))
}

#[cfg(test)]
mod tests {
    use quickcheck::quickcheck;

    use super::*;

    fn area(path: &str) -> Area {
        Area::of(&path.parse().unwrap())
    }

    #[test]
    fn paths_are_classified_in_every_spelling() {
        for api in [
            "/api",
            "/api/",
            "/api/x",
            "//api/viewer/live",
            "/api//viewer/live",
            "///api",
            "/./api",
            "/x/../api/config",
            "/../api",
            "/%61pi/viewer/me",
            "/%61%70%69",
            "/api%2Fviewer",
            "/%2Fapi",
            "/%2e/api",
            "/x/%2E%2e/api",
            "/API",
            "/Api/config",
            "/api?x=1",
            "http://host/api",
        ] {
            assert_eq!(area(api), Area::Api, "{api}");
        }
        for machines in [
            "/health",
            "/health/live",
            "//health/ready",
            "/metrics",
            "/%6detrics",
        ] {
            assert_eq!(area(machines), Area::Machines, "{machines}");
        }
        for page in [
            "/",
            "/apidocs",
            "/watch/api",
            "/healthy",
            "/api/..",
            "/%2561pi",
            "/%E0%A4%A",
            "*",
        ] {
            assert_eq!(area(page), Area::Page, "{page}");
        }
    }

    #[test]
    fn paths_are_normalised() {
        for (path, normal) in [
            ("/", "/"),
            ("", "/"),
            ("//", "/"),
            ("/a/b/", "/a/b"),
            ("/a//./b/../c", "/a/c"),
            ("/../../etc", "/etc"),
            ("/%C3%A9", "/é"),
            ("/%ff", "/\u{fffd}"),
            ("/a%2fb", "/a/b"),
        ] {
            assert_eq!(normalised(path), normal, "{path}");
        }
    }

    quickcheck! {
        fn normalised_paths_have_no_empty_or_dot_segments(path: String) -> bool {
            let normal = normalised(&path);
            normal.starts_with('/') && normal.split('/').all(|segment| !matches!(segment, "." | ".."))
        }

        fn leading_slashes_and_dots_are_removed(path: String, slashes: u8) -> bool {
            let slashes = "/".repeat(usize::from(slashes) + 1);
            normalised(&format!("{slashes}./{path}")) == normalised(&format!("/{path}"))
        }
    }
}
