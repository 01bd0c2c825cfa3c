//! Applications change only by the transitions of the wire contract.

use onair_domain::creator::{
    About, AlreadyReviewed, ApplicationState, ApplicationStatus, ApprovalError, CreatorApplication,
    CreatorError, Review,
};
use onair_domain::names::VariantArray as _;
use onair_domain::page::{PageLimit, PageRequest};
use onair_domain::stream::{StreamError, StreamService};
use onair_domain::user::{Role, User};
use onair_port_contracts::{fixtures, run_concurrently};
use quickcheck::{Arbitrary, Gen, quickcheck};

use crate::services::{Services, run};

/// An action of a user or an admin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Action {
    Apply,
    Approve,
    Reject,
    Revoke,
}

impl Arbitrary for Action {
    fn arbitrary(g: &mut Gen) -> Self {
        let actions = [Self::Apply, Self::Approve, Self::Reject, Self::Revoke];
        g.choose(&actions).copied().unwrap_or(Self::Apply)
    }
}

/// The transition table of the wire contract.
fn next_status(from: ApplicationStatus, action: Action) -> Option<ApplicationStatus> {
    use ApplicationStatus::{Approved, None, Pending, Rejected, Revoked};
    match (action, from) {
        (Action::Apply, None | Pending | Rejected | Revoked) => Some(Pending),
        (Action::Approve, Pending | Rejected | Revoked) => Some(Approved),
        (Action::Reject, Pending) => Some(Rejected),
        (Action::Revoke, Approved) => Some(Revoked),
        _ => Option::None,
    }
}

/// Applies an action to an application. Without an application only `Apply` succeeds.
fn action(
    application: Option<CreatorApplication>,
    action: Action,
    second: u64,
) -> Result<CreatorApplication, AlreadyReviewed> {
    let about = About::parse(&format!("Since {second}")).unwrap();
    let review = Review {
        by: fixtures::user_id("admin"),
        at: fixtures::later(second),
    };
    let reason = fixtures::reason("A reason.");
    match (action, application) {
        (Action::Apply, None) => Ok(CreatorApplication::submitted(
            fixtures::user_id("ada"),
            about,
            fixtures::later(second),
        )),
        (_, None) => Err(AlreadyReviewed(ApplicationStatus::None)),
        (Action::Apply, Some(application)) => application.resubmitted(about, fixtures::later(second)),
        (Action::Approve, Some(application)) => application.approved(review),
        (Action::Reject, Some(application)) => application.rejected(review, reason),
        (Action::Revoke, Some(application)) => application.revoked(review, reason),
    }
}

/// Asserts that the state contains the review that led to it, and the newest text.
fn assert_review(application: &CreatorApplication, last: Action, second: u64) {
    let reviewed_at = match &application.state {
        ApplicationState::Pending => None,
        ApplicationState::Approved(review)
        | ApplicationState::Rejected(review, _)
        | ApplicationState::Revoked(review, _) => Some(review.at),
    };
    let expected = (last != Action::Apply).then(|| fixtures::later(second));
    assert_eq!(reviewed_at, expected);
    if last == Action::Apply {
        assert_eq!(application.about.as_str(), format!("Since {second}"));
    }
}

quickcheck! {
    fn an_application_changes_only_by_the_transition_table(actions: Vec<Action>) -> () {
        let mut application = None;
        for (second, next_act) in (1..).zip(actions) {
            let before = ApplicationStatus::of(application.as_ref());
            match (action(application.clone(), next_act, second), next_status(before, next_act)) {
                (Ok(next), Some(expected)) => {
                    assert_eq!(next.status(), expected);
                    assert_review(&next, next_act, second);
                    application = Some(next);
                }
                (Err(AlreadyReviewed(status)), None) => assert_eq!(status, before),
                (answer, expected) => assert_eq!(answer.map(|next| Some(next.status())), Ok(expected)),
            }
        }
    }

    fn only_approved_creators_are_admitted_and_each_review_is_recorded(actions: Vec<Action>) -> () {
        run(async {
            let services = Services::new();
            let ada = services.user("ada").await;
            let mut status = ApplicationStatus::None;
            let mut reviews = 0;
            for action in actions {
                let (next, is_done) = (next_status(status, action), perform(&services, &ada, action).await);
                assert_eq!(is_done, next.is_some(), "{action:?} while {status}");
                reviews += usize::from(is_done && action != Action::Apply);
                status = next.unwrap_or(status);
                match services.creators.require_approved(&ada.id).await {
                    Ok(()) => assert_eq!(status, ApplicationStatus::Approved),
                    Err(ApprovalError::NotApproved(why)) => assert_eq!(why, status),
                    Err(ApprovalError::Outage(outage)) => panic!("{outage}"),
                }
                assert_eq!(listed_statuses(&services).await, vec![status; usize::from(status != ApplicationStatus::None)]);
            }
            let page = PageRequest { limit: PageLimit::new(50).unwrap(), after: None };
            let recorded = services.ports.audit.list(&page).await.unwrap().items.len();
            assert_eq!(recorded, reviews.min(50));
        });
    }
}

/// Performs an action through the services. Returns whether it succeeded.
async fn perform(services: &Services, user: &User, action: Action) -> bool {
    let administration = services.ports.admin(services.broadcasts.clone());
    let admin = User {
        roles: [Role::Admin].into(),
        ..fixtures::a_user("admin")
    };
    let reason = fixtures::reason("Because.");
    match action {
        Action::Apply => {
            let about = About::parse("Hello").unwrap();
            services.creators.apply(&user.id, about).await.is_ok()
        }
        Action::Approve => administration.approve(&admin, Some(&user.id)).await.is_ok(),
        Action::Reject => administration
            .reject(&admin, Some(&user.id), reason)
            .await
            .is_ok(),
        Action::Revoke => administration
            .revoke(&admin, Some(&user.id), reason)
            .await
            .is_ok(),
    }
}

/// The statuses whose list contains the application.
async fn listed_statuses(services: &Services) -> Vec<ApplicationStatus> {
    let (page, mut statuses) = (PageRequest::default(), Vec::new());
    for &status in ApplicationStatus::VARIANTS {
        let listed = services
            .creators
            .list_applications(Some(status), &page)
            .await
            .unwrap();
        statuses.extend(listed.items.iter().map(|item| item.application.status()));
        assert!(
            listed
                .items
                .iter()
                .all(|item| item.application.status() == status)
        );
    }
    let all = services.creators.list_applications(None, &page).await.unwrap();
    assert_eq!(all.items.len(), statuses.len());
    statuses
}

#[test]
fn applying_again_replaces_a_pending_text_or_starts_a_new_application() {
    let first = action(None, Action::Apply, 1).unwrap();
    let again = action(Some(first.clone()), Action::Apply, 2).unwrap();
    assert_eq!(again.created_at, first.created_at);
    let rejected = action(Some(again), Action::Reject, 3).unwrap();
    let resubmitted = action(Some(rejected), Action::Apply, 4).unwrap();
    assert_eq!(
        (resubmitted.created_at, resubmitted.state),
        (fixtures::later(4), ApplicationState::Pending)
    );
}

#[tokio::test]
async fn a_review_without_an_application_fails() {
    let services = Services::new();
    let ada = services.user("ada").await;
    let reviewed = services
        .creators
        .approve(&ada.id, &fixtures::user_id("admin"))
        .await;
    assert!(matches!(reviewed, Err(CreatorError::NotApplied)));
}

#[tokio::test]
async fn an_unapproved_creator_gets_the_status_of_the_application() {
    let services = Services::new();
    let ada = services.user("ada").await;
    let account = services.account(&ada.id).await;
    let refused = StreamService::get_creator_stream(&account);
    assert!(matches!(
        refused,
        Err(StreamError::NotApproved(ApplicationStatus::None))
    ));
    let about = About::parse("Hello").unwrap();
    services.creators.apply(&ada.id, about).await.unwrap();
    let account = services.account(&ada.id).await;
    let refused = StreamService::get_creator_stream(&account);
    assert!(matches!(
        refused,
        Err(StreamError::NotApproved(ApplicationStatus::Pending))
    ));
}

#[test]
fn one_of_concurrent_approvals_is_stored() {
    onair_port_contracts::run(async {
        let services = Services::new();
        let ada = services.user("ada").await;
        let about = About::parse("Hello").unwrap();
        services.creators.apply(&ada.id, about).await.unwrap();
        let calls = (0..8).map(|number| {
            let (creators, ada) = (services.creators.clone(), ada.id.clone());
            let admin = fixtures::user_id(&format!("admin-{number}"));
            async move { creators.approve(&ada, &admin).await }
        });
        let results = run_concurrently(calls).await;
        let (approved, late): (Vec<_>, Vec<_>) = results.into_iter().partition(Result::is_ok);
        assert_eq!((approved.len(), late.len()), (1, 7));
        let is_already_reviewed =
            |answer: &Result<_, CreatorError>| matches!(answer, Err(CreatorError::AlreadyReviewed(_)));
        assert!(late.iter().all(is_already_reviewed));
    });
}
