//! Link previews: what a page's `<head>` says about a stream. Chats, search engines and other sites show it, and run no
//! scripts. It has Open Graph properties (<https://ogp.me>), a Twitter card, and the discovery link of oEmbed
//! (<https://oembed.com>).

mod html;
mod links;

use std::time::Duration;

use actix_web::HttpRequest;
use actix_web::rt::time::timeout;
use onair_domain::stream::StreamWithUser;
use onair_domain::user::Requester;

use crate::api::Api;

use html::Head;
pub(crate) use html::attribute;
pub(crate) use links::{StreamLinks, thumbnail_path, thumbnail_version, username_at};

/// A page does not wait longer for its preview: without the store it still works.
const PREVIEW_TIMEOUT: Duration = Duration::from_millis(500);

/// The longest description, in characters. Sites cut longer ones at some place of their own.
const MAX_DESCRIPTION: usize = 200;

/// The elements for the `<head>` of the page at `path`; `None` if it shows no stream.
pub(crate) async fn head(api: &Api, request: &HttpRequest, path: &str) -> Option<String> {
    let username = links::username(path)?;
    // As a guest: previews are the same for everyone.
    let reading = api.streams.get_stream_by_username(&username, &Requester::Guest);
    let details = timeout(PREVIEW_TIMEOUT, reading).await.ok()?.ok()?;
    let links = StreamLinks::of(api, request, &details.found.user.username)?;
    Some(elements(&details.found, &links))
}

fn elements(found: &StreamWithUser, links: &StreamLinks) -> String {
    let StreamWithUser { stream, user, .. } = found;
    let (title, name) = (stream.title.as_str(), user.name.as_str());
    let description = match &stream.description {
        Some(description) => shortened(description.as_str()),
        None => format!("Watch {name} on Onair."),
    };
    let stream_picture = picture(found, links);
    let card = match &stream_picture {
        Some(_) => "summary_large_image",
        None => "summary",
    };
    let shown = format!("{title} · {name}");
    let mut head = Head::default();
    // As the page itself names its window.
    head.title(&format!("{} · {} · Onair", isolated(title), isolated(name)));
    head.meta("name", "description", &description);
    head.link("canonical", links.watch());
    head.oembed(links.oembed(), title);
    head.meta("property", "og:site_name", "Onair");
    head.meta("property", "og:type", "video.other");
    head.meta("property", "og:url", links.watch());
    head.meta("property", "og:title", &shown);
    head.meta("property", "og:description", &description);
    if let Some(picture) = stream_picture.or_else(|| user.image.as_ref().map(ToString::to_string)) {
        head.meta("property", "og:image", &picture);
    }
    head.meta("name", "twitter:card", card);
    head.finish()
}

/// The address of a picture of the stream: that of the broadcast, or the one that the creator chose.
pub(crate) fn picture(found: &StreamWithUser, links: &StreamLinks) -> Option<String> {
    let live = thumbnail_path(found).map(|path| format!("{}{path}", links.origin()));
    live.or_else(|| found.stream.thumbnail.as_ref().map(ToString::to_string))
}

/// One line of at most [`MAX_DESCRIPTION`] characters.
fn shortened(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(MAX_DESCRIPTION) {
        None => line,
        Some(_) => line.chars().take(MAX_DESCRIPTION - 1).chain(['…']).collect(),
    }
}

/// Isolates the text from the words around it, in case it is written from right to left (Unicode Standard Annex 9).
fn isolated(text: &str) -> String {
    format!("\u{2068}{text}\u{2069}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn descriptions_are_one_short_line() {
        assert_eq!(shortened(" one\n\n two\t"), "one two");
        assert_eq!(shortened(&"é".repeat(200)), "é".repeat(200));
        assert_eq!(shortened(&"é".repeat(201)), "é".repeat(199) + "…");
    }
}
