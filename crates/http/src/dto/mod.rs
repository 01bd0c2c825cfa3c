//! DTOs that several routes use. A DTO of one route is in the file of that route.

mod application;
mod chat;
mod session;
mod stream;
mod user;

use onair_domain::Timestamp;
use serde::{Serialize, Serializer};
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

pub(crate) use application::ApplicationDto;
pub(crate) use chat::ChatMessageDto;
pub(crate) use session::SessionDto;
pub(crate) use stream::{StateDto, StreamDto, StreamWithUserDto};
pub(crate) use user::{ApplicationStatusDto, RelatedUserDto, UserDto};

/// A timestamp in RFC 3339, UTC, with milliseconds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moment(Timestamp);

impl From<Timestamp> for Moment {
    fn from(at: Timestamp) -> Self {
        Self(at)
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = self.0.to_rfc3339_opts(chrono::SecondsFormat::Millis, true);
        serializer.serialize_str(&text)
    }
}

impl PartialSchema for Moment {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))
            .description(Some("RFC 3339, UTC, with milliseconds"))
            .examples(["2026-05-04T10:20:30.400Z"])
            .into()
    }
}

impl ToSchema for Moment {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timestamp_has_milliseconds_and_a_z() {
        let write = |ms| {
            let at = chrono::DateTime::from_timestamp_millis(ms).unwrap();
            serde_json::to_string(&Moment::from(at)).unwrap()
        };
        assert_eq!(write(0), "\"1970-01-01T00:00:00.000Z\"");
        assert_eq!(write(1_700_000_000_120), "\"2023-11-14T22:13:20.120Z\"");
    }
}
