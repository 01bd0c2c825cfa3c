//! Room metadata as JSON. Every participant receives it.

use std::borrow::Cow;

use onair_domain::stream::{ChatSettings, Description, RoomMetadata, Title};
use serde::{Deserialize, Serialize};

use super::CallError;

/// The field names are part of the wire contract. The web page reads them.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Json<'a> {
    title: Cow<'a, str>,
    description: Option<Cow<'a, str>>,
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
        title: title.as_str().into(),
        description: description.as_ref().map(|text| text.as_str().into()),
        is_chat_enabled: chat.is_enabled,
        is_chat_delayed: chat.is_delayed,
        is_chat_followers_only: chat.is_followers_only,
    };
    serde_json::to_string(&json).map_err(CallError::Serialization)
}

/// Parses the output of [`to_json`]. Returns `None` for any other text, such as the metadata of a room
/// without any.
pub(super) fn from_json(json: &str) -> Option<RoomMetadata> {
    let json: Json<'_> = serde_json::from_str(json).ok()?;
    Some(RoomMetadata {
        title: Title::parse(&json.title).ok()?,
        description: Description::parse(&json.description.unwrap_or_default()).ok()?,
        chat: ChatSettings {
            is_enabled: json.is_chat_enabled,
            is_delayed: json.is_chat_delayed,
            is_followers_only: json.is_chat_followers_only,
        },
    })
}

#[cfg(test)]
mod tests {
    use quickcheck::quickcheck;

    use super::*;

    fn sample() -> RoomMetadata {
        RoomMetadata {
            title: Title::parse("Tea & \"talk\"").unwrap(),
            description: Description::parse("Two\nlines").unwrap(),
            chat: ChatSettings {
                is_enabled: true,
                is_delayed: false,
                is_followers_only: true,
            },
        }
    }

    quickcheck! {
        fn metadata_survives_round_trip(title: String, description: String, flags: (bool, bool, bool)) -> bool {
            let (Ok(title), Ok(description)) = (Title::parse(&title), Description::parse(&description)) else {
                return true;
            };
            let (is_enabled, is_delayed, is_followers_only) = flags;
            let chat = ChatSettings { is_enabled, is_delayed, is_followers_only };
            let metadata = RoomMetadata { title, description, chat };
            from_json(&to_json(&metadata).unwrap()) == Some(metadata)
        }

        fn arbitrary_text_does_not_panic(text: String) -> bool {
            from_json(&text).is_none()
        }
    }

    #[test]
    fn foreign_metadata_is_none() {
        let ours = to_json(&sample()).unwrap();
        assert_eq!(from_json(&ours), Some(sample()));
        for other in [
            String::new(),
            "null".to_owned(),
            "{}".to_owned(),
            "[]".to_owned(),
            ours.replace(r#"Tea & \"talk\""#, ""),
            ours.replace(r#""isChatEnabled":true"#, r#""isChatEnabled":1"#),
            ours.replace("isChatDelayed", "isDelayed"),
            ours.replace("Two", &"long ".repeat(2000)),
        ] {
            assert_eq!(from_json(&other), None, "{other}");
        }
    }

    #[test]
    fn metadata_matches_wire_contract() {
        let mut metadata = sample();
        assert_eq!(
            to_json(&metadata).unwrap(),
            r#"{"title":"Tea & \"talk\"","description":"Two\nlines","isChatEnabled":true,"isChatDelayed":false,"isChatFollowersOnly":true}"#
        );
        metadata.description = None;
        assert!(to_json(&metadata).unwrap().contains(r#""description":null"#));
    }
}
