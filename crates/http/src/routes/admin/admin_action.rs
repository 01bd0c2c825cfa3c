//! What an admin does to somebody: whom the address names, and why, as the body says.

use actix_web::HttpRequest;
use onair_domain::audit::Reason;
use onair_domain::user::UserId;
use utoipa::ToSchema;

use crate::error::ApiError;
use crate::extract::Input;
use crate::extract::body::BodyRule;
use crate::extract::fields::Fields;
use crate::extract::path::user_id;

/// Why an admin does something.
#[derive(Debug, ToSchema)]
#[schema(as = ReasonGiven)]
pub(super) struct Act {
    /// Line breaks are welcome.
    #[schema(value_type = String)]
    pub(super) reason: Reason,
    #[schema(ignore)]
    pub(super) whom: Applicant,
}

/// Somebody an admin does something to, without saying why.
#[derive(Debug)]
pub(super) struct Applicant(Option<UserId>);

impl Applicant {
    /// Whom it is about; `None` if nobody can have the id. What that means is for the service to say.
    pub(super) fn whom(&self) -> Option<&UserId> {
        self.0.as_ref()
    }
}

impl Input for Applicant {
    fn read(request: &HttpRequest, _: &[u8]) -> Result<Self, ApiError> {
        Ok(Self(user_id(request)))
    }
}

impl Input for Act {
    const BODY: BodyRule = BodyRule::Json;

    fn read(request: &HttpRequest, body: &[u8]) -> Result<Self, ApiError> {
        let mut fields = Fields::parse(body)?;
        let reason = fields.text("reason", Reason::parse);
        let whom = Applicant(user_id(request));
        fields.finish(reason.map(|reason| Self { reason, whom }))
    }
}
