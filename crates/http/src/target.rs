//! What a request's path means, whichever way it is written. Every rule that depends on a path (who
//! answers, what may be cached, what is protected) asks here or looks at the matched route, never at the
//! path as it came: `/api`, `//api`, `/%61pi` and `/./api` reach the same routes of some server or proxy.

use actix_web::http::Uri;
use percent_encoding::percent_decode_str;

/// Who answers a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Area {
    /// The calls of `/api`.
    Api,
    /// `/health` and `/metrics`: calls for machines.
    Machines,
    /// Everything else is the web page.
    Page,
}

impl Area {
    /// The area of a request's address.
    pub(crate) fn of(uri: &Uri) -> Self {
        let path = normalised(uri.path());
        let first = path.split('/').nth(1).unwrap_or_default();
        // Routes are case-sensitive, so `/API` is a 404: but one of the API, for it means a call.
        match first.to_ascii_lowercase().as_str() {
            "api" => Self::Api,
            "health" | "metrics" => Self::Machines,
            _ => Self::Page,
        }
    }

    /// Whether refusals there have the API's envelope.
    pub(crate) fn is_call(self) -> bool {
        matches!(self, Self::Api | Self::Machines)
    }
}

/// A path decoded once, with a single slash between its segments and none at its end, and without `.`
/// and `..`. It starts with a slash.
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
    fn a_call_is_a_call_however_it_is_written() {
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
    fn a_normalised_path_has_single_slashes_and_no_dots() {
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
        fn a_normalised_path_never_leads_upwards(path: String) -> bool {
            let normal = normalised(&path);
            normal.starts_with('/') && normal.split('/').all(|segment| !matches!(segment, "." | ".."))
        }

        fn slashes_and_dots_in_front_change_nothing(path: String, slashes: u8) -> bool {
            let slashes = "/".repeat(usize::from(slashes) + 1);
            normalised(&format!("{slashes}./{path}")) == normalised(&format!("/{path}"))
        }
    }
}
