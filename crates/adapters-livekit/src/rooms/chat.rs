//! Chat as it goes into a room: JSON in data packets that come from nobody in it.

use chrono::SecondsFormat;
use onair_domain::chat::{Audience, ChatEvent, ChatMessage};
use serde::Serialize;

use super::CallError;

/// What tells the packets of chat from others'. What participants send under it is no chat.
pub(super) const TOPIC: &str = "chat";

/// The names are the wire contract's; the web page reads them.
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

pub(super) fn to_json(news: &ChatEvent) -> Result<Vec<u8>, CallError> {
    let json = match news {
        ChatEvent::Written(message) => written(message),
        ChatEvent::Removed { id, .. } => Json::Removed { id: id.as_str() },
    };
    serde_json::to_vec(&json).map_err(CallError::Unwritable)
}

fn written(message: &ChatMessage) -> Json<'_> {
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
    }
}

/// To LiveKit, nobody named means everybody: `None` if there is nobody to send to.
pub(super) fn destinations(audience: &Audience) -> Option<Vec<String>> {
    match audience {
        Audience::Everybody => Some(Vec::new()),
        Audience::Only(some) if some.is_empty() => None,
        Audience::Only(some) => Some(some.iter().map(ToString::to_string).collect()),
    }
}

#[cfg(test)]
mod tests {
    use onair_domain::session::Identity;
    use onair_port_contracts::given;

    use super::*;

    fn text(news: &ChatEvent) -> String {
        String::from_utf8(to_json(news).unwrap()).unwrap()
    }

    #[test]
    fn a_message_has_the_contracts_fields() {
        let session = given::a_session(&given::a_stream(&given::user_id("ada")));
        let mut message = given::a_message(&session, "ada");
        message.text = given::chat_text("<b>\"Tea\" & 🎥</b>");
        let id = message.id.clone();
        let host = ChatMessage::numbered(message, 7);
        let mut guest = host.clone();
        guest.author.identity = Identity::of_guest(given::time(), 1);
        let name = &host.author.name;
        let sent_at = host.sent_at.to_rfc3339_opts(SecondsFormat::Millis, true);
        assert_eq!(
            text(&ChatEvent::Written(host.clone())),
            format!(
                r#"{{"type":"message","id":"{id}","seq":7,"text":"<b>\"Tea\" & 🎥</b>","sentAt":"{sent_at}","author":{{"id":"ada","name":"{name}","isHost":true,"isGuest":false}}}}"#
            )
        );
        let of_guest = text(&ChatEvent::Written(guest));
        assert!(
            of_guest.contains(r#""isHost":false,"isGuest":true"#),
            "{of_guest}"
        );
        let removed = ChatEvent::Removed {
            id: id.clone(),
            creator_id: host.creator_id,
        };
        assert_eq!(text(&removed), format!(r#"{{"type":"removed","id":"{id}"}}"#));
    }

    #[test]
    fn an_empty_audience_is_nobody_and_not_everybody() {
        assert_eq!(destinations(&Audience::Everybody), Some(Vec::new()));
        assert_eq!(destinations(&Audience::Only(Vec::new())), None);
        let vera = Identity::of_user(&given::user_id("vera"));
        let only = destinations(&Audience::Only(vec![vera]));
        assert_eq!(only, Some(vec!["vera".to_owned()]));
    }
}
