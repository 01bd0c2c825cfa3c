//! Generates the limits that the web page shows from the domain's constants.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use onair_domain::audit::Reason;
use onair_domain::chat::{ChatText, Slice};
use onair_domain::creator::About;
use onair_domain::page::PageLimit;
use onair_domain::stream::{Description, SearchQuery, Title};
use onair_domain::text::HttpUrl;
use onair_domain::token::GuestName;

use crate::workspace::web_app;

fn file() -> PathBuf {
    web_app().join("src/api/limits.ts")
}

/// Each limit: its name, its description, and the number of characters or items.
const LIMITS: [(&str, &str, usize); 10] = [
    ("title", "Characters in a stream's title.", Title::MAX),
    (
        "description",
        "Characters in a stream's description.",
        Description::MAX,
    ),
    ("thumbnail", "Characters in a thumbnail's address.", HttpUrl::MAX),
    ("guestName", "Characters in a guest's name.", GuestName::MAX),
    ("chatText", "Characters in a chat message.", ChatText::MAX),
    ("about", "Characters in an application.", About::MAX),
    ("reason", "Characters in an admin's reason.", Reason::MAX),
    ("query", "Characters in a search query.", SearchQuery::MAX),
    ("chatPage", "Chat messages in one response.", Slice::AFTER),
    (
        "page",
        "Items in one page of a list, unless the request says otherwise.",
        PageLimit::DEFAULT as usize,
    ),
];

fn text() -> String {
    let mut text = String::from(
        "// Generated from the domain's constants by `cargo xtask generate`: do not edit. The service enforces the limits.\n\
         export const LIMITS = {\n",
    );
    for (name, about, limit) in LIMITS {
        // Writing to a string can't fail.
        let _ = writeln!(text, "  /** {about} */\n  {name}: {limit},");
    }
    text.push_str("} as const;\n");
    text
}

pub(super) fn write() -> Result<()> {
    fs::write(file(), text()).context("can't write src/api/limits.ts")
}

/// Checks that the committed limits match the domain.
pub(crate) fn check() -> Result<()> {
    let committed = fs::read_to_string(file()).unwrap_or_default();
    anyhow::ensure!(
        committed == text(),
        "src/api/limits.ts does not match the domain: run cargo xtask generate and commit it"
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn committed_limits_match_the_domain() {
        check().unwrap();
    }
}
