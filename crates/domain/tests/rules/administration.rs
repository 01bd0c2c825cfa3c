//! What admins do, what comes of it, and the record.

use onair_domain::admin::{AdminError, AdminService};
use onair_domain::audit::AuditAction;
use onair_domain::creator::ApplicationStatus;
use onair_domain::page::PageRequest;
use onair_domain::session::{BroadcastError, EndReason, Phase};
use onair_domain::stream::BroadcastState;
use onair_domain::user::{Role, User};
use onair_port_contracts::fixtures;

use crate::studio::Studio;

fn administration(studio: &Studio) -> AdminService {
    studio.ports.admin(studio.broadcasts.clone())
}

fn admin() -> User {
    User {
        roles: [Role::Admin].into(),
        ..fixtures::a_user("admin")
    }
}

/// Who did what to whom and why, newest first; approvals made the creators of a test.
async fn record(studio: &Studio) -> Vec<(AuditAction, String, Option<String>)> {
    let entries = administration(studio)
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

fn why_ended(studio: &Studio) -> Vec<EndReason> {
    let sessions = studio.memory.store.sessions().into_iter();
    sessions
        .filter_map(|session| match session.phase {
            Phase::Ended { reason, .. } => Some(reason),
            Phase::Open(_) => None,
        })
        .collect()
}

#[tokio::test]
async fn stopping_a_stream_closes_its_room_and_is_recorded() {
    let studio = Studio::new();
    let host = studio.live_host("ada").await;
    let administration = administration(&studio);
    for reason in ["Spam.", "Again."] {
        let stopped = administration
            .stop_stream(&admin(), Some(&host.id), fixtures::reason(reason))
            .await;
        stopped.unwrap();
    }
    assert_eq!(why_ended(&studio), [EndReason::StoppedByAdmin]);
    assert!(!studio.is_room_open(&host));
    let expected = (
        AuditAction::StopStream,
        "ada".to_owned(),
        Some("Spam.".to_owned()),
    );
    assert_eq!(
        record(&studio).await,
        [expected],
        "the second found nothing to stop"
    );
    studio.broadcasts.go_live(&host).await.unwrap();
}

#[tokio::test]
async fn a_revoked_creator_goes_offline_and_stays_offline() {
    let studio = Studio::new();
    let host = studio.live_host("ada").await;
    let administration = administration(&studio);
    let reviewed = administration
        .revoke(&admin(), Some(&host.id), fixtures::reason("Fraud."))
        .await
        .unwrap();
    assert_eq!(reviewed.application.status(), ApplicationStatus::Revoked);
    assert_eq!(reviewed.user, host);
    assert_eq!(why_ended(&studio), [EndReason::CreatorRevoked]);
    assert!(!studio.is_room_open(&host));
    let refused = studio.broadcasts.go_live(&host).await;
    assert!(matches!(
        refused,
        Err(BroadcastError::NotApproved(ApplicationStatus::Revoked))
    ));
    let expected = (AuditAction::Revoke, "ada".to_owned(), Some("Fraud.".to_owned()));
    assert_eq!(record(&studio).await, [expected]);
    let again = administration
        .revoke(&admin(), Some(&host.id), fixtures::reason("Fraud."))
        .await;
    assert!(matches!(again, Err(AdminError::AlreadyReviewed(_))));
}

#[tokio::test]
async fn only_admins_may() {
    let studio = Studio::new();
    let host = studio.live_host("ada").await;
    let administration = administration(&studio);
    let reason = fixtures::reason("Because.");
    for nobody in [fixtures::a_user("vera"), host.clone()] {
        let stopped = administration
            .stop_stream(&nobody, Some(&host.id), reason.clone())
            .await;
        assert!(matches!(stopped, Err(AdminError::Forbidden)));
        let revoked = administration
            .revoke(&nobody, Some(&host.id), reason.clone())
            .await;
        assert!(matches!(revoked, Err(AdminError::Forbidden)));
        let read = administration
            .list_audit_log(&nobody, &PageRequest::default())
            .await;
        assert!(matches!(read, Err(AdminError::Forbidden)));
    }
    let status = studio.streams.get_stream_status(&host.id).await.unwrap();
    assert_eq!(status.state, BroadcastState::Starting);
}

#[tokio::test]
async fn unknown_users_cannot_be_stopped_or_revoked() {
    let studio = Studio::new();
    studio.user("vera").await;
    studio.creator("cleo").await;
    let administration = administration(&studio);
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
    assert_eq!(record(&studio).await, []);
    administration
        .revoke(&admin(), Some(&fixtures::user_id("cleo")), reason)
        .await
        .unwrap();
}

#[tokio::test]
async fn an_invalid_id_is_unknown_and_only_admins_learn_that() {
    let studio = Studio::new();
    let (vera, acts) = (studio.user("vera").await, administration(&studio));
    let why = || fixtures::reason("A test.");
    let approved = acts.approve(&admin(), None).await;
    assert!(matches!(approved, Err(AdminError::UserUnknown)));
    let rejected = acts.reject(&admin(), None, why()).await;
    assert!(matches!(rejected, Err(AdminError::UserUnknown)));
    let revoked = acts.revoke(&admin(), None, why()).await;
    assert!(matches!(revoked, Err(AdminError::UserUnknown)));
    let stopped = acts.stop_stream(&admin(), None, why()).await;
    assert!(matches!(stopped, Err(AdminError::StreamUnknown)));
    let refused = acts.stop_stream(&vera, None, why()).await;
    assert!(matches!(refused, Err(AdminError::Forbidden)));
    let refused = acts.approve(&vera, None).await;
    assert!(matches!(refused, Err(AdminError::Forbidden)));
}
