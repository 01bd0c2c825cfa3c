//! The envelope of all JSON responses, except those of `/health` and the OpenAPI document.

use actix_web::body::BoxBody;
use actix_web::{HttpRequest, HttpResponse, Responder};
use onair_domain::page::Page;
use serde::{Serialize, Serializer};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::cursor::{Cursor, CursorKey};

/// A boolean with a constant value.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Always<const VALUE: bool>;

impl<const VALUE: bool> Serialize for Always<VALUE> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bool(VALUE)
    }
}

impl<const VALUE: bool> PartialSchema for Always<VALUE> {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::Boolean)
            .enum_values(Some([VALUE]))
            .into()
    }
}

impl<const VALUE: bool> ToSchema for Always<VALUE> {
    fn name() -> std::borrow::Cow<'static, str> {
        (if VALUE { "True" } else { "False" }).into()
    }
}

/// A success with data.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Envelope<T: ToSchema> {
    #[schema(inline)]
    success: Always<true>,
    data: T,
}

impl<T: ToSchema> Envelope<T> {
    pub(crate) fn new(data: impl Into<T>) -> Self {
        Self {
            success: Always,
            data: data.into(),
        }
    }
}

impl<T: ToSchema + Serialize> Responder for Envelope<T> {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::Ok().json(self)
    }
}

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Listed<T: ToSchema> {
    #[schema(inline)]
    success: Always<true>,
    data: Vec<T>,
    /// The `cursor` of the next page; null if this is the last page.
    #[schema(required, value_type = Option<String>)]
    next_cursor: Option<Cursor>,
}

impl<T: ToSchema> Listed<T> {
    pub(crate) fn of<I: Into<T>, K: CursorKey>(page: Page<I, K>) -> Self {
        Self {
            success: Always,
            data: page.items.into_iter().map(Into::into).collect(),
            next_cursor: page.next.as_ref().map(Cursor::of),
        }
    }
}

impl<T: ToSchema + Serialize> Responder for Listed<T> {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::Ok().json(self)
    }
}

/// A page of a list, with the length of the list.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Counted<T: ToSchema> {
    #[serde(flatten)]
    listed: Listed<T>,
    /// The number of items in the list.
    total: u64,
}

impl<T: ToSchema> Counted<T> {
    pub(crate) fn of<I: Into<T>, K: CursorKey>(page: Page<I, K>, total: u64) -> Self {
        Self {
            listed: Listed::of(page),
            total,
        }
    }
}

impl<T: ToSchema + Serialize> Responder for Counted<T> {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::Ok().json(self)
    }
}

/// A success without data, optionally with a message.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Done {
    #[schema(inline)]
    success: Always<true>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    message: Option<&'static str>,
}

impl Done {
    pub(crate) fn new() -> Self {
        Self {
            success: Always,
            message: None,
        }
    }

    pub(crate) fn with_message(message: &'static str) -> Self {
        Self {
            success: Always,
            message: Some(message),
        }
    }
}

impl Responder for Done {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::Ok().json(self)
    }
}
