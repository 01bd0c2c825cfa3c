//! Chat in rooms: JSON in data packets without a sender.

use chrono::SecondsFormat;
use onair_domain::chat::{Audience, ChatEvent, ChatMessage, ChatText};
use serde::Serialize;

use super::CallError;

/// The topic of chat packets. Clients ignore packets of this topic that come from participants.
pub(super) const TOPIC: &str = "chat";

/// The field names are part of the wire contract. The web page reads them.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
enum Json<'a> {
    #[serde(rename_all = "camelCase")]
    Message {
        id: &'a str,
        seq: u32,
        text: &'a str,
        sent_at: String,
        author: Author<'a>,
        reply_to: Option<QuoteJson<'a>>,
    },
    Removed {
        id: &'a str,
    },
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Author<'a> {
    id: &'a str,
    name: &'a str,
    is_host: bool,
    is_guest: bool,
}

#[derive(Serialize)]
struct QuoteJson<'a> {
    id: &'a str,
    author: QuotedAuthor<'a>,
    /// Null if the quoted message was removed.
    text: Option<&'a str>,
}

#[derive(Serialize)]
struct QuotedAuthor<'a> {
    id: &'a str,
    name: &'a str,
}

pub(super) fn to_json(event: &ChatEvent) -> Result<Vec<u8>, CallError> {
    let json = match event {
        ChatEvent::Posted(message) => message_json(message),
        ChatEvent::Removed { id, .. } => Json::Removed { id: id.as_str() },
    };
    serde_json::to_vec(&json).map_err(CallError::Serialization)
}

fn message_json(message: &ChatMessage) -> Json<'_> {
    Json::Message {
        id: message.id.as_str(),
        seq: message.seq,
        text: message.text.as_str(),
        sent_at: message.sent_at.to_rfc3339_opts(SecondsFormat::Millis, true),
        author: Author {
            id: message.author.identity.as_str(),
            name: &message.author.name,
            is_host: message.is_hosts(),
            is_guest: message.author.identity.is_guest(),
        },
        reply_to: message.reply_to.as_ref().map(|quote| QuoteJson {
            id: quote.id.as_str(),
            author: QuotedAuthor {
                id: quote.author.identity.as_str(),
                name: &quote.author.name,
            },
            text: quote.text.as_ref().map(ChatText::as_str),
        }),
    }
}

/// Returns the destination identities, `None` if the audience is empty. LiveKit interprets an empty list as
/// everybody.
pub(super) fn destinations(audience: &Audience) -> Option<Vec<String>> {
    match audience {
        Audience::Everybody => Some(Vec::new()),
        Audience::Only(identities) if identities.is_empty() => None,
        Audience::Only(identities) => Some(identities.iter().map(ToString::to_string).collect()),
    }
}

#[cfg(test)]
mod tests {
    use onair_domain::chat::Quote;
    use onair_domain::room::Identity;
    use onair_port_contracts::fixtures;

    use super::*;

    fn to_text(event: &ChatEvent) -> String {
        String::from_utf8(to_json(event).unwrap()).unwrap()
    }

    #[test]
    fn message_matches_wire_contract() {
        let session = fixtures::a_session(&fixtures::a_stream(&fixtures::user_id("ada")));
        let mut message = fixtures::a_message(&session, "ada");
        message.text = fixtures::chat_text("<b>\"Tea\" & 🎥</b>");
        let id = message.id.clone();
        let host = ChatMessage::numbered(message, 7);
        let mut guest = host.clone();
        guest.author.identity = Identity::of_guest(fixtures::time(), 1);
        let name = &host.author.name;
        let sent_at = host.sent_at.to_rfc3339_opts(SecondsFormat::Millis, true);
        assert_eq!(
            to_text(&ChatEvent::Posted(host.clone())),
            format!(
                r#"{{"type":"message","id":"{id}","seq":7,"text":"<b>\"Tea\" & 🎥</b>","sentAt":"{sent_at}","author":{{"id":"ada","name":"{name}","isHost":true,"isGuest":false}},"replyTo":null}}"#
            )
        );
        let guest_json = to_text(&ChatEvent::Posted(guest));
        assert!(
            guest_json.contains(r#""isHost":false,"isGuest":true"#),
            "{guest_json}"
        );
        let mut reply = host.clone();
        let quote = fixtures::a_quote(&fixtures::a_message(&session, "vera"));
        let quoted = quote.id.clone();
        for (text, json) in [(Some("Tea?"), r#""Tea?""#), (None, "null")] {
            reply.reply_to = Some(Box::new(Quote {
                text: text.map(fixtures::chat_text),
                ..quote.clone()
            }));
            let json = format!(
                r#","replyTo":{{"id":"{quoted}","author":{{"id":"vera","name":"vera"}},"text":{json}}}}}"#
            );
            let sent = to_text(&ChatEvent::Posted(reply.clone()));
            assert!(sent.ends_with(&json), "{sent}");
        }
        let removed = ChatEvent::Removed {
            id: id.clone(),
            creator_id: host.creator_id,
        };
        assert_eq!(to_text(&removed), format!(r#"{{"type":"removed","id":"{id}"}}"#));
    }

    #[test]
    fn empty_audience_is_nobody() {
        assert_eq!(destinations(&Audience::Everybody), Some(Vec::new()));
        assert_eq!(destinations(&Audience::Only(Vec::new())), None);
        let vera = Identity::of_user(&fixtures::user_id("vera"));
        let only = destinations(&Audience::Only(vec![vera]));
        assert_eq!(only, Some(vec!["vera".to_owned()]));
    }
}
