//! `GET /api/admin/audit`

use actix_web::{get, web};
use onair_domain::audit::{AuditAction, AuditEntry, AuditKey};
use onair_domain::page::PageRequest;
use onair_domain::user::User;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::Api;
use crate::dto::Moment;
use crate::envelope::Listed;
use crate::error::ApiError;
use crate::extract::Call;

/// An action of an admin.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = AuditEntry)]
pub(super) struct AuditEntryDto {
    id: String,
    at: Moment,
    /// The admin's user id.
    actor_id: String,
    action: AuditActionDto,
    /// The id of the user that the action was about, or of the removed message.
    target_id: String,
    /// Null for actions without a reason.
    #[schema(required)]
    reason: Option<String>,
}

impl From<AuditEntry> for AuditEntryDto {
    fn from(entry: AuditEntry) -> Self {
        Self {
            id: entry.id.to_string(),
            at: entry.at.into(),
            actor_id: entry.actor.to_string(),
            action: entry.action.into(),
            target_id: entry.target,
            reason: entry.reason.as_ref().map(ToString::to_string),
        }
    }
}

/// The kinds of actions.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[schema(as = AuditAction)]
enum AuditActionDto {
    /// Approved an application.
    Approve,
    /// Rejected an application.
    Reject,
    /// Revoked a creator's permission.
    Revoke,
    /// Ended a creator's broadcast.
    StopStream,
    /// Removed a chat message of another user.
    RemoveMessage,
    /// Suspended a user.
    Suspend,
    /// Reinstated a suspended user.
    Reinstate,
}

impl From<AuditAction> for AuditActionDto {
    fn from(action: AuditAction) -> Self {
        match action {
            AuditAction::Approve => Self::Approve,
            AuditAction::Reject => Self::Reject,
            AuditAction::Revoke => Self::Revoke,
            AuditAction::StopStream => Self::StopStream,
            AuditAction::RemoveMessage => Self::RemoveMessage,
            AuditAction::Suspend => Self::Suspend,
            AuditAction::Reinstate => Self::Reinstate,
        }
    }
}

/// Lists the audit log, newest first.
#[utoipa::path(
    tag = "admin",
    security(("bearer" = [])),
    params(
        ("limit" = Option<u8>, Query),
        ("cursor" = Option<String>, Query, description = "the `nextCursor` of the previous page"),
    ),
    responses(
        (status = 200, description = "A part of the list.", body = Listed<AuditEntryDto>),
        (status = 403, description = "FORBIDDEN"),
    )
)]
#[get("/audit")]
pub(super) async fn list_audit(
    api: web::Data<Api>,
    call: Call<User, PageRequest<AuditKey>>,
) -> Result<Listed<AuditEntryDto>, ApiError> {
    let page = api.admin.list_audit_log(&call.caller, &call.input).await?;
    Ok(Listed::of(page))
}

#[cfg(test)]
mod tests {
    use onair_domain::names::VariantArray as _;

    use super::*;

    #[test]
    fn actions_have_the_names_of_the_domain() {
        for &action in AuditAction::VARIANTS {
            assert_eq!(
                serde_json::to_value(AuditActionDto::from(action)).unwrap(),
                <&str>::from(action)
            );
        }
    }
}
