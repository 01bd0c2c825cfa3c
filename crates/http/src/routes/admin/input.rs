//! The input of admins' calls: the user in the path and the reason in the body.

use actix_web::HttpRequest;
use onair_domain::audit::Reason;
use onair_domain::user::UserId;
use utoipa::ToSchema;

use crate::error::ApiError;
use crate::extract::Input;
use crate::extract::body::BodyRule;
use crate::extract::fields::Fields;
use crate::extract::path::user_id;

/// The reason for an action of an admin.
#[derive(Debug, ToSchema)]
#[schema(as = ReasonGiven)]
pub(super) struct ActionWithReason {
    /// May contain line breaks.
    #[schema(value_type = String)]
    pub(super) reason: Reason,
    #[schema(ignore)]
    pub(super) target: TargetUser,
}

/// The user that an action of an admin is about, without a reason.
#[derive(Debug)]
pub(super) struct TargetUser(Option<UserId>);

impl TargetUser {
    /// The user's id; `None` if it is not valid. The service decides how to report that.
    pub(super) fn id(&self) -> Option<&UserId> {
        self.0.as_ref()
    }
}

impl Input for TargetUser {
    fn read(request: &HttpRequest, _: &[u8]) -> Result<Self, ApiError> {
        Ok(Self(user_id(request)))
    }
}

impl Input for ActionWithReason {
    const BODY: BodyRule = BodyRule::Json;

    fn read(request: &HttpRequest, body: &[u8]) -> Result<Self, ApiError> {
        let mut fields = Fields::parse(body)?;
        let reason = fields.text("reason", Reason::parse);
        let target = TargetUser(user_id(request));
        fields.finish(reason.map(|reason| Self { reason, target }))
    }
}
