//! What a handler is given: who calls, and what they say. One extractor does both, one after the
//! other, so that refusals come in the order of the contract: who (401), then the body's type (415)
//! and size (413), then what is wrong in it (400).

pub(crate) mod body;
pub(crate) mod caller;
pub(crate) mod chat_participant;
pub(crate) mod fields;
pub(crate) mod page;
pub(crate) mod path;
pub(crate) mod query;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use futures_util::future::LocalBoxFuture;

use crate::error::ApiError;
use body::{BodyRule, receive};
use caller::Caller;

/// A call: who makes it, and what they say.
#[derive(Debug)]
pub(crate) struct Call<C, I = ()> {
    /// Who.
    pub(crate) caller: C,
    /// What.
    pub(crate) input: I,
}

/// What a call says by its body, its query or its path.
pub(crate) trait Input: Sized {
    /// What becomes of the body.
    const BODY: BodyRule = BodyRule::Ignored;

    /// Reads it. `body` is empty where it is ignored.
    fn read(request: &HttpRequest, body: &[u8]) -> Result<Self, ApiError>;
}

impl Input for () {
    fn read(_: &HttpRequest, _: &[u8]) -> Result<Self, ApiError> {
        Ok(())
    }
}

impl<C: Caller, I: Input> FromRequest for Call<C, I> {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, mut payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let caller = C::of(&request).await?;
            let body = receive(&request, &mut payload, I::BODY).await?;
            let input = I::read(&request, &body)?;
            Ok(Self { caller, input })
        })
    }
}
