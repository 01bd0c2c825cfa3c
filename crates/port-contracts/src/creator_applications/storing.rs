//! Storing, changing and reviewing applications.

use onair_domain::audit::{AuditAction, AuditEntry, Reason};
use onair_domain::creator::{About, ApplicationState, CreatorApplication};
use onair_domain::page::PageRequest;
use onair_domain::ports::CreatorApplicationsError;
use onair_domain::user::UserId;

use crate::{World, fixtures, run_concurrently};

async fn found(world: &World, user: &UserId) -> Option<CreatorApplication> {
    world.applications.find(user).await.unwrap()
}

fn with_about(application: &CreatorApplication, about: &str) -> CreatorApplication {
    CreatorApplication {
        about: About::parse(about).unwrap(),
        ..application.clone()
    }
}

pub async fn a_user_without_an_application_is_not_found(world: &World) {
    let ada = world.user("ada").await;
    assert_eq!(found(world, &ada.id).await, None);
    assert_eq!(found(world, &fixtures::user_id("nobody")).await, None);
}

pub async fn a_first_application_is_stored(world: &World) {
    let (ada, ben) = (world.user("ada").await, world.user("ben").await);
    let first = fixtures::an_application(&ada.id);
    assert!(world.applications.submit(&first).await.unwrap());
    assert_eq!(found(world, &ada.id).await, Some(first));
    assert_eq!(found(world, &ben.id).await, None);
}

pub async fn the_longest_application_is_stored_unchanged(world: &World) {
    let user = world.user(&"u".repeat(255)).await;
    let admin = world.user(&"a".repeat(255)).await;
    let first = with_about(&fixtures::an_application(&user.id), &"🎥".repeat(2000));
    assert!(world.applications.submit(&first).await.unwrap());
    assert_eq!(found(world, &user.id).await.as_ref(), Some(&first));
    let reason = Reason::parse(&format!("a\r\n\t{}", "🎥".repeat(496))).unwrap();
    let next = CreatorApplication {
        state: ApplicationState::Rejected(fixtures::a_review(&admin.id), reason),
        ..first.clone()
    };
    assert!(world.applications.replace(&first, &next).await.unwrap());
    assert_eq!(found(world, &user.id).await, Some(next));
}

pub async fn a_second_submission_is_not_stored(world: &World) {
    let ada = world.user("ada").await;
    let first = fixtures::an_application(&ada.id);
    assert!(world.applications.submit(&first).await.unwrap());
    let second = with_about(&first, "I changed my mind.");
    assert!(!world.applications.submit(&second).await.unwrap());
    assert_eq!(found(world, &ada.id).await, Some(first));
}

pub async fn one_of_concurrent_submissions_is_stored(world: &World) {
    let ada = world.user("ada").await;
    let first = fixtures::an_application(&ada.id);
    let sent: Vec<_> = (0..16)
        .map(|number| with_about(&first, &format!("Attempt {number}")))
        .collect();
    let stored = run_concurrently(sent.clone().into_iter().map(|application| {
        let applications = world.applications.clone();
        async move { applications.submit(&application).await.unwrap() }
    }));
    let stored = stored.await;
    let winners: Vec<_> = sent
        .into_iter()
        .zip(stored)
        .filter(|(_, stored)| *stored)
        .collect();
    assert_eq!(winners.len(), 1);
    assert_eq!(found(world, &ada.id).await.as_ref(), Some(&winners[0].0));
}

pub async fn an_application_of_an_unknown_user_is_refused(world: &World) {
    let application = fixtures::an_application(&fixtures::user_id("nobody"));
    let refused = world.applications.submit(&application).await;
    assert!(matches!(refused, Err(CreatorApplicationsError::UserUnknown)));
}

/// All states, each reviewed by `admin`.
fn states(admin: &UserId) -> Vec<ApplicationState> {
    let (review, reason) = (fixtures::a_review(admin), fixtures::reason("A reason.\nAnother."));
    vec![
        ApplicationState::Approved(review.clone()),
        ApplicationState::Revoked(review.clone(), reason.clone()),
        ApplicationState::Pending,
        ApplicationState::Rejected(review, reason),
        ApplicationState::Pending,
    ]
}

pub async fn every_state_is_stored_unchanged(world: &World) {
    let (ada, admin) = (world.user("ada").await, world.user("admin").await);
    let mut before = fixtures::an_application(&ada.id);
    assert!(world.applications.submit(&before).await.unwrap());
    for (seconds, state) in (100..).zip(states(&admin.id)) {
        let next = CreatorApplication {
            state,
            created_at: fixtures::later(seconds),
            ..with_about(&before, &format!("Since {seconds}"))
        };
        assert!(world.applications.replace(&before, &next).await.unwrap());
        assert_eq!(found(world, &ada.id).await.as_ref(), Some(&next));
        before = next;
    }
}

pub async fn a_stale_application_is_not_replaced(world: &World) {
    let admin = world.user("admin").await;
    let approved = ApplicationState::Approved(fixtures::a_review(&admin.id));
    let now = world.applicant("ada", approved).await;
    let stale = fixtures::an_application(&now.user_id);
    let next = with_about(&stale, "Too late.");
    assert!(!world.applications.replace(&stale, &next).await.unwrap());
    assert_eq!(found(world, &now.user_id).await, Some(now));
}

pub async fn an_application_that_differs_in_one_field_is_stale(world: &World) {
    let (admin, other) = (world.user("admin").await, world.user("other").await);
    let (review, reason) = (fixtures::a_review(&admin.id), fixtures::reason("Because."));
    let state = ApplicationState::Rejected(review.clone(), reason.clone());
    let now = world.applicant("ada", state).await;
    let mut later = review.clone();
    later.at = fixtures::later(61);
    let others = [
        ApplicationState::Pending,
        ApplicationState::Approved(review.clone()),
        ApplicationState::Revoked(review.clone(), reason.clone()),
        ApplicationState::Rejected(review, fixtures::reason("Another.")),
        ApplicationState::Rejected(later, reason.clone()),
        ApplicationState::Rejected(fixtures::a_review(&other.id), reason),
    ];
    let stales = others
        .into_iter()
        .map(|state| CreatorApplication { state, ..now.clone() });
    let created_later = CreatorApplication {
        created_at: fixtures::later(1),
        ..now.clone()
    };
    for stale in stales.chain([with_about(&now, "Another text."), created_later]) {
        let next = fixtures::an_application(&now.user_id);
        assert!(
            !world.applications.replace(&stale, &next).await.unwrap(),
            "{stale:?}"
        );
    }
    assert_eq!(found(world, &now.user_id).await, Some(now));
}

pub async fn a_missing_application_is_not_replaced(world: &World) {
    let ada = world.user("ada").await;
    let expected = fixtures::an_application(&ada.id);
    let replaced = world.applications.replace(&expected, &expected).await;
    assert!(!replaced.unwrap());
    assert_eq!(found(world, &ada.id).await, None);
}

pub async fn one_of_concurrent_replacements_is_stored(world: &World) {
    let first = world.applicant("ada", ApplicationState::Pending).await;
    let nexts: Vec<_> = (0..16)
        .map(|number| with_about(&first, &format!("Attempt {number}")))
        .collect();
    let replaced = run_concurrently(nexts.clone().into_iter().map(|next| {
        let (applications, expected) = (world.applications.clone(), first.clone());
        async move { applications.replace(&expected, &next).await.unwrap() }
    }));
    let replaced = replaced.await;
    let winners: Vec<_> = nexts.into_iter().zip(replaced).filter(|(_, won)| *won).collect();
    assert_eq!(winners.len(), 1);
    assert_eq!(found(world, &first.user_id).await.as_ref(), Some(&winners[0].0));
}

/// Returns all audit log entries.
async fn audit_entries(world: &World) -> Vec<AuditEntry> {
    let page = world.audit.list(&PageRequest::default()).await.unwrap();
    page.items
}

/// The audit log entry of a review.
fn approval(application: &CreatorApplication) -> (CreatorApplication, AuditEntry) {
    let (admin, user) = (fixtures::user_id("admin"), application.user_id.as_str());
    let next = CreatorApplication {
        state: ApplicationState::Approved(fixtures::a_review(&admin)),
        ..application.clone()
    };
    (next, fixtures::an_audit_entry(&admin, AuditAction::Approve, user))
}

pub async fn a_review_and_its_audit_entry_are_stored_together(world: &World) {
    let pending = world.applicant("ada", ApplicationState::Pending).await;
    let (next, entry) = approval(&pending);
    let reviewed = world.applications.review(&pending, &next, &entry).await;
    assert!(reviewed.unwrap());
    assert_eq!(found(world, &pending.user_id).await, Some(next));
    assert_eq!(audit_entries(world).await, [entry]);
}

pub async fn a_review_of_a_stale_application_records_nothing(world: &World) {
    let now = world.applicant("ada", ApplicationState::Pending).await;
    let unknown = fixtures::an_application(&fixtures::user_id("nobody"));
    for stale in [with_about(&now, "Another text."), unknown] {
        let (next, entry) = approval(&stale);
        let reviewed = world.applications.review(&stale, &next, &entry).await;
        assert!(!reviewed.unwrap());
    }
    assert_eq!(found(world, &now.user_id).await, Some(now));
    assert_eq!(audit_entries(world).await, []);
}

pub async fn one_of_concurrent_reviews_is_stored_and_recorded(world: &World) {
    let pending = world.applicant("ada", ApplicationState::Pending).await;
    let entries: Vec<_> = (0..16).map(|_| approval(&pending).1).collect();
    let reviewed = run_concurrently(entries.clone().into_iter().map(|entry| {
        let applications = world.applications.clone();
        let (before, (next, _)) = (pending.clone(), approval(&pending));
        async move { applications.review(&before, &next, &entry).await.unwrap() }
    }));
    let won = entries.into_iter().zip(reviewed.await).filter(|(_, won)| *won);
    let winners: Vec<_> = won.map(|(entry, _)| entry).collect();
    assert_eq!(winners.len(), 1);
    assert_eq!(audit_entries(world).await, winners);
}

pub async fn filter_approved_returns_users_with_an_approved_application(world: &World) {
    let admin = world.user("admin").await;
    let mut users = vec![fixtures::user_id("nobody"), world.user("never").await.id];
    let (mut expected, mut all) = (Vec::new(), states(&admin.id));
    all.push(ApplicationState::Approved(fixtures::a_review(&admin.id)));
    for (number, state) in all.into_iter().enumerate() {
        let applicant = world.applicant(&format!("user-{number}"), state).await;
        if matches!(applicant.state, ApplicationState::Approved(_)) {
            expected.push(applicant.user_id.clone());
        }
        users.push(applicant.user_id);
    }
    let approved = ApplicationState::Approved(fixtures::a_review(&admin.id));
    world.applicant("unasked", approved).await;
    let mut found = world.applications.filter_approved(&users).await.unwrap();
    found.sort();
    assert_eq!(found, expected);
}

pub async fn filter_approved_of_no_users_is_empty(world: &World) {
    let review = fixtures::a_review(&fixtures::user_id("admin"));
    world.applicant("ada", ApplicationState::Approved(review)).await;
    assert_eq!(world.applications.filter_approved(&[]).await.unwrap(), []);
}
