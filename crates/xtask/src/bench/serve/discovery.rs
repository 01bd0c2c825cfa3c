//! The rows of searches and lists, measured with few streams and with many: what a page costs must not grow with them.

use anyhow::{Context as _, Result};

use super::data::{self, Size};
use super::jwt;
use super::load::{Call, Calls};
use super::scene::call;
use super::stack::{Server, Stack};
use super::words::{ABSENT, RARE, typo, word};
use crate::http::Request;

/// Rows by their names on the command line.
pub(super) const NAMES: [&str; 12] = [
    "search-common",
    "search-rare",
    "search-1-letter",
    "search-2-letters",
    "search-3-letters",
    "search-typo",
    "search-2-words",
    "search-nothing",
    "live-list",
    "live-list-page-100",
    "followed-list",
    "followed-list-page-100",
];

/// The page of lists that the rows with this number read.
const LATE_PAGE: u32 = 100;
/// A hundred pages of this size are in the smallest data.
const LIMIT: u32 = 10;
/// Queries of a kind
const QUERIES: u32 = 8;
/// Ranks of words of six letters
const LONGER: u32 = 200;

/// In each list or result that is not empty
const AN_ITEM: &str = "\"username\":\"user";
const NOTHING: &str = "\"data\":[]";

/// The requests of a row to a server with data of this size.
pub(super) fn calls(name: &str, stack: &Stack, server: &Server, size: Size) -> Result<Calls> {
    let words = || (0..QUERIES).map(word);
    let beginnings = |length: usize| words().map(move |word| word.chars().take(length).collect());
    Ok(match name {
        "search-rare" => searches(RARE.map(|word| (word.to_owned(), word))),
        "search-typo" => {
            let rare = RARE.map(|word| (typo(word), word));
            let longer = (LONGER..LONGER + QUERIES).map(|rank| (typo(&word(rank)), AN_ITEM));
            searches(rare.into_iter().zip(longer).flat_map(|(one, other)| [one, other]))
        }
        "search-nothing" => searches(ABSENT.map(|word| (word.to_owned(), NOTHING))),
        "search-1-letter" => searches(with_items(beginnings(1))),
        "search-2-letters" => searches(with_items(beginnings(2))),
        "search-3-letters" => searches(with_items(beginnings(3))),
        "search-2-words" => {
            let pairs = (0..QUERIES).map(|rank| format!("{} {}", word(rank), word(rank + 1)));
            searches(with_items(pairs))
        }
        "live-list" => list("live", 1, None, server)?,
        "live-list-page-100" => list("live", LATE_PAGE, None, server)?,
        "followed-list" => list("following", 1, Some(&follower(stack, size)?), server)?,
        "followed-list-page-100" => list("following", LATE_PAGE, Some(&follower(stack, size)?), server)?,
        _ => searches(with_items(words())),
    })
}

fn with_items(queries: impl Iterator<Item = String>) -> impl Iterator<Item = (String, &'static str)> {
    queries.map(|query| (query, AN_ITEM))
}

/// Searches, each with what its result must contain.
fn searches(queries: impl IntoIterator<Item = (String, &'static str)>) -> Calls {
    let calls = queries.into_iter().map(|(query, content)| {
        let target = format!("/api/viewer/search?q={}", query.replace(' ', "%20"));
        Call::new(&Request::new("GET", &target), 200, content)
    });
    Calls::new(calls)
}

/// The bearer token of the viewer who follows many.
fn follower(stack: &Stack, size: Size) -> Result<String> {
    jwt::bearer(&stack.secrets.jwt, &data::viewer(size.viewers() - 1))
}

/// Requests of one page of a list, whose cursor is found by reading the pages before it.
fn list(name: &str, page: u32, bearer: Option<&str>, server: &Server) -> Result<Calls> {
    let request = |cursor: &str| {
        let request = Request::new("GET", &format!("/api/viewer/{name}?limit={LIMIT}{cursor}"));
        match bearer {
            Some(bearer) => request.bearer(bearer),
            None => request,
        }
    };
    let mut cursor = String::new();
    for number in 1..page {
        let body = call(server, &request(&cursor))?;
        let next = body["nextCursor"].as_str();
        let next = next.with_context(|| format!("the list {name} ends with page {number}"))?;
        cursor = format!("&cursor={next}");
    }
    Ok(Calls::new([Call::new(&request(&cursor), 200, AN_ITEM)]))
}
