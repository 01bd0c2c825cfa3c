//! The extractor of all handlers. It verifies the caller's token first, applies the rate limit, loads the caller, and
//! reads the input last. So errors are reported in the order token (401), rate limit (429), session or suspension of
//! the caller (401, 403), content type (415), size (413), contents (400), and a request over the limit costs neither
//! a query nor a body.

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
use crate::rate_limit;
use body::{BodyRule, receive};
use caller::Caller;

/// A request: the caller and the input.
#[derive(Debug)]
pub(crate) struct Call<C, I = ()> {
    /// The caller.
    pub(crate) caller: C,
    /// The input.
    pub(crate) input: I,
}

/// The input of a request, from its body, query or path.
pub(crate) trait Input: Sized {
    /// How the body is handled.
    const BODY: BodyRule = BodyRule::Ignored;

    /// Reads the input. `body` is empty if it is ignored.
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
            let verified = C::verify(&request).await?;
            rate_limit::apply(&request, C::user_id(&verified)).await?;
            let caller = C::load(&request, verified).await?;
            let body = receive(&request, &mut payload, I::BODY).await?;
            let input = I::read(&request, &body)?;
            Ok(Self { caller, input })
        })
    }
}
