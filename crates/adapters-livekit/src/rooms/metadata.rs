//! What everybody in a room is told about it, as JSON.

use std::borrow::Cow;

use onair_domain::session::RoomMetadata;
use onair_domain::stream::{ChatSettings, Description, Title};
use serde::{Deserialize, Serialize};

use super::CallError;

/// The names are the wire contract's; the web page reads them.
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
    serde_json::to_string(&json).map_err(CallError::Unwritable)
}

/// Reads what [`to_json`] wrote; `None` for what it didn't write, and for a room that is told nothing.
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

    fn tea() -> RoomMetadata {
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
        fn what_was_written_is_read_again(title: String, description: String, flags: (bool, bool, bool)) -> bool {
            let (Ok(title), Ok(description)) = (Title::parse(&title), Description::parse(&description)) else {
                return true;
            };
            let (is_enabled, is_delayed, is_followers_only) = flags;
            let chat = ChatSettings { is_enabled, is_delayed, is_followers_only };
            let metadata = RoomMetadata { title, description, chat };
            from_json(&to_json(&metadata).unwrap()) == Some(metadata)
        }

        fn any_text_is_read_without_a_panic(text: String) -> bool {
            from_json(&text).is_none()
        }
    }

    #[test]
    fn what_is_not_ours_is_none() {
        let ours = to_json(&tea()).unwrap();
        assert_eq!(from_json(&ours), Some(tea()));
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
    fn metadata_has_the_contracts_five_fields() {
        let mut metadata = tea();
        assert_eq!(
            to_json(&metadata).unwrap(),
            r#"{"title":"Tea & \"talk\"","description":"Two\nlines","isChatEnabled":true,"isChatDelayed":false,"isChatFollowersOnly":true}"#
        );
        metadata.description = None;
        assert!(to_json(&metadata).unwrap().contains(r#""description":null"#));
    }
}
