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

/// What an admin did.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = AuditEntry)]
pub(super) struct AuditEntryDto {
    id: String,
    at: Moment,
    /// The admin's user id.
    actor_id: String,
    action: AuditActionDto,
    /// A user's id; for a removed message, the message's.
    target_id: String,
    /// Null where the act takes none.
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

/// What can be done.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[schema(as = AuditAction)]
enum AuditActionDto {
    /// Made somebody a creator.
    Approve,
    /// Refused an application.
    Reject,
    /// Took a creator's permission back.
    Revoke,
    /// Ended somebody's broadcast.
    StopStream,
    /// Removed somebody else's chat message.
    RemoveMessage,
}

impl From<AuditAction> for AuditActionDto {
    fn from(action: AuditAction) -> Self {
        match action {
            AuditAction::Approve => Self::Approve,
            AuditAction::Reject => Self::Reject,
            AuditAction::Revoke => Self::Revoke,
            AuditAction::StopStream => Self::StopStream,
            AuditAction::RemoveMessage => Self::RemoveMessage,
        }
    }
}

/// What admins did, newest first.
#[utoipa::path(
    tag = "admin",
    security(("bearer" = [])),
    params(
        ("limit" = Option<u8>, Query),
        ("cursor" = Option<String>, Query, description = "the answer before's `nextCursor`"),
    ),
    responses(
        (status = 200, description = "A part of the list.", body = Listed<AuditEntryDto>),
        (status = 403, description = "FORBIDDEN"),
    )
)]
#[get("/api/admin/audit")]
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
    fn actions_are_written_by_the_domains_names() {
        for &action in AuditAction::VARIANTS {
            assert_eq!(
                serde_json::to_value(AuditActionDto::from(action)).unwrap(),
                <&str>::from(action)
            );
        }
    }
}
