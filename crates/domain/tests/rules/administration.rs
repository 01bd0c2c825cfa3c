//! Actions of admins, their effects, and the audit log.

use onair_domain::admin::{AdminError, AdminService};
use onair_domain::audit::AuditAction;
use onair_domain::creator::ApplicationStatus;
use onair_domain::page::PageRequest;
use onair_domain::session::{BroadcastError, EndReason, Phase};
use onair_domain::stream::BroadcastState;
use onair_domain::user::{Role, User};
use onair_port_contracts::fixtures;

use crate::services::Services;

fn administration(services: &Services) -> AdminService {
    services.ports.admin(services.broadcasts.clone())
}

fn admin() -> User {
    User {
        roles: [Role::Admin].into(),
        ..fixtures::a_user("admin")
    }
}

/// The entries of the audit log without approvals, newest first: action, target and reason.
async fn audit_log(services: &Services) -> Vec<(AuditAction, String, Option<String>)> {
    let entries = administration(services)
        .list_audit_log(&admin(), &PageRequest::default())
        .await;
    let entries = entries.unwrap().items.into_iter();
    entries
        .inspect(|entry| assert_eq!(entry.actor, fixtures::user_id("admin")))
        .filter(|entry| entry.action != AuditAction::Approve)
        .map(|entry| {
            (
                entry.action,
                entry.target,
                entry.reason.map(|reason| reason.to_string()),
            )
        })
        .collect()
}

fn end_reasons(services: &Services) -> Vec<EndReason> {
    let sessions = services.memory.store.sessions().into_iter();
    sessions
        .filter_map(|session| match session.phase {
            Phase::Ended { reason, .. } => Some(reason),
            Phase::Open(_) => None,
        })
        .collect()
}

#[tokio::test]
async fn stopping_a_stream_closes_its_room_and_is_recorded() {
    let services = Services::new();
    let host = services.live_host("ada").await;
    let administration = administration(&services);
    for reason in ["Spam.", "Again."] {
        let stopped = administration
            .stop_stream(&admin(), Some(&host.id), fixtures::reason(reason))
            .await;
        stopped.unwrap();
    }
    assert_eq!(end_reasons(&services), [EndReason::StoppedByAdmin]);
    assert!(!services.is_room_open(&host));
    let expected = (
        AuditAction::StopStream,
        "ada".to_owned(),
        Some("Spam.".to_owned()),
    );
    assert_eq!(
        audit_log(&services).await,
        [expected],
        "the second call had nothing to stop"
    );
    services.broadcasts.go_live(&host).await.unwrap();
}

#[tokio::test]
async fn a_revoked_creator_goes_offline_and_stays_offline() {
    let services = Services::new();
    let host = services.live_host("ada").await;
    let administration = administration(&services);
    let reviewed = administration
        .revoke(&admin(), Some(&host.id), fixtures::reason("Fraud."))
        .await
        .unwrap();
    assert_eq!(reviewed.application.status(), ApplicationStatus::Revoked);
    assert_eq!(reviewed.user, host);
    assert_eq!(end_reasons(&services), [EndReason::CreatorRevoked]);
    assert!(!services.is_room_open(&host));
    let refused = services.broadcasts.go_live(&host).await;
    assert!(matches!(
        refused,
        Err(BroadcastError::NotApproved(ApplicationStatus::Revoked))
    ));
    let expected = (AuditAction::Revoke, "ada".to_owned(), Some("Fraud.".to_owned()));
    assert_eq!(audit_log(&services).await, [expected]);
    let again = administration
        .revoke(&admin(), Some(&host.id), fixtures::reason("Fraud."))
        .await;
    assert!(matches!(again, Err(AdminError::AlreadyReviewed(_))));
}

#[tokio::test]
async fn only_admins_may_act() {
    let services = Services::new();
    let host = services.live_host("ada").await;
    let administration = administration(&services);
    let reason = fixtures::reason("Because.");
    for user in [fixtures::a_user("vera"), host.clone()] {
        let stopped = administration
            .stop_stream(&user, Some(&host.id), reason.clone())
            .await;
        assert!(matches!(stopped, Err(AdminError::Forbidden)));
        let revoked = administration.revoke(&user, Some(&host.id), reason.clone()).await;
        assert!(matches!(revoked, Err(AdminError::Forbidden)));
        let read = administration
            .list_audit_log(&user, &PageRequest::default())
            .await;
        assert!(matches!(read, Err(AdminError::Forbidden)));
    }
    let status = services.status(&host.id).await;
    assert_eq!(status.state, BroadcastState::Starting);
}

#[tokio::test]
async fn unknown_users_cannot_be_stopped_or_revoked() {
    let services = Services::new();
    services.user("vera").await;
    services.creator("cleo").await;
    let administration = administration(&services);
    let reason = fixtures::reason("Because.");
    for id in ["nobody", "vera", "cleo"] {
        let stopped = administration
            .stop_stream(&admin(), Some(&fixtures::user_id(id)), reason.clone())
            .await;
        assert!(matches!(stopped, Err(AdminError::StreamUnknown)), "{id}");
    }
    let revoked = administration
        .revoke(&admin(), Some(&fixtures::user_id("nobody")), reason.clone())
        .await;
    assert!(matches!(revoked, Err(AdminError::UserUnknown)));
    let revoked = administration
        .revoke(&admin(), Some(&fixtures::user_id("vera")), reason.clone())
        .await;
    assert!(matches!(revoked, Err(AdminError::NotApplied)));
    assert_eq!(audit_log(&services).await, []);
    administration
        .revoke(&admin(), Some(&fixtures::user_id("cleo")), reason)
        .await
        .unwrap();
}

#[tokio::test]
async fn an_invalid_id_is_unknown_and_only_admins_learn_that() {
    let services = Services::new();
    let (vera, administration) = (services.user("vera").await, administration(&services));
    let reason = || fixtures::reason("A test.");
    let approved = administration.approve(&admin(), None).await;
    assert!(matches!(approved, Err(AdminError::UserUnknown)));
    let rejected = administration.reject(&admin(), None, reason()).await;
    assert!(matches!(rejected, Err(AdminError::UserUnknown)));
    let revoked = administration.revoke(&admin(), None, reason()).await;
    assert!(matches!(revoked, Err(AdminError::UserUnknown)));
    let stopped = administration.stop_stream(&admin(), None, reason()).await;
    assert!(matches!(stopped, Err(AdminError::StreamUnknown)));
    let refused = administration.stop_stream(&vera, None, reason()).await;
    assert!(matches!(refused, Err(AdminError::Forbidden)));
    let refused = administration.approve(&vera, None).await;
    assert!(matches!(refused, Err(AdminError::Forbidden)));
}
