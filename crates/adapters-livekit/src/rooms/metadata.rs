//! What everybody in a room is told about it, as JSON.

use onair_domain::session::RoomMetadata;
use onair_domain::stream::Description;
use serde::Serialize;

use super::CallError;

/// The names are the wire contract's; the web page reads them.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Json<'a> {
    title: &'a str,
    description: Option<&'a str>,
    is_chat_enabled: bool,
    is_chat_delayed: bool,
    is_chat_followers_only: bool,
}

pub(super) fn to_json(metadata: &RoomMetadata) -> Result<String, CallError> {
    let RoomMetadata {
        title,
        description,
        chat,
    } = metadata;
    let json = Json {
        title: title.as_str(),
        description: description.as_ref().map(Description::as_str),
        is_chat_enabled: chat.is_enabled,
        is_chat_delayed: chat.is_delayed,
        is_chat_followers_only: chat.is_followers_only,
    };
    serde_json::to_string(&json).map_err(CallError::Metadata)
}

#[cfg(test)]
mod tests {
    use onair_domain::stream::{ChatSettings, Title};

    use super::*;

    #[test]
    fn metadata_has_the_contracts_five_fields() {
        let mut metadata = RoomMetadata {
            title: Title::parse("Tea & \"talk\"").unwrap(),
            description: Description::parse("Two\nlines").unwrap(),
            chat: ChatSettings {
                is_enabled: true,
                is_delayed: false,
                is_followers_only: true,
            },
        };
        assert_eq!(
            to_json(&metadata).unwrap(),
            r#"{"title":"Tea & \"talk\"","description":"Two\nlines","isChatEnabled":true,"isChatDelayed":false,"isChatFollowersOnly":true}"#
        );
        metadata.description = None;
        assert!(to_json(&metadata).unwrap().contains(r#""description":null"#));
    }
}
