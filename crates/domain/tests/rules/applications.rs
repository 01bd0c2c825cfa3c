//! How an application moves: by the transitions of the wire contract, and by no other.

use onair_domain::creator::{
    About, AlreadyReviewed, ApplicationState, ApplicationStatus, ApprovalError, CreatorApplication,
    CreatorError, Review,
};
use onair_domain::names::VariantArray as _;
use onair_domain::page::{PageLimit, PageRequest};
use onair_domain::stream::StreamError;
use onair_domain::user::{Role, User};
use onair_port_contracts::{fixtures, run_concurrently};
use quickcheck::{Arbitrary, Gen, quickcheck};

use crate::studio::{Studio, run};

/// What users and admins do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    Apply,
    Approve,
    Reject,
    Revoke,
}

impl Arbitrary for Act {
    fn arbitrary(g: &mut Gen) -> Self {
        let acts = [Self::Apply, Self::Approve, Self::Reject, Self::Revoke];
        g.choose(&acts).copied().unwrap_or(Self::Apply)
    }
}

/// The table of the wire contract.
fn leads_to(from: ApplicationStatus, act: Act) -> Option<ApplicationStatus> {
    use ApplicationStatus::{Approved, None, Pending, Rejected, Revoked};
    match (act, from) {
        (Act::Apply, None | Pending | Rejected | Revoked) => Some(Pending),
        (Act::Approve, Pending | Rejected | Revoked) => Some(Approved),
        (Act::Reject, Pending) => Some(Rejected),
        (Act::Revoke, Approved) => Some(Revoked),
        _ => Option::None,
    }
}

/// Does it to an application; a user who never applied can do nothing but apply.
fn act(
    application: Option<CreatorApplication>,
    act: Act,
    second: u64,
) -> Result<CreatorApplication, AlreadyReviewed> {
    let about = About::parse(&format!("Since {second}")).unwrap();
    let review = Review {
        by: fixtures::user_id("admin"),
        at: fixtures::later(second),
    };
    let reason = fixtures::reason("A reason.");
    match (act, application) {
        (Act::Apply, None) => Ok(CreatorApplication::submitted(
            fixtures::user_id("ada"),
            about,
            fixtures::later(second),
        )),
        (_, None) => Err(AlreadyReviewed(ApplicationStatus::None)),
        (Act::Apply, Some(application)) => application.resubmitted(about, fixtures::later(second)),
        (Act::Approve, Some(application)) => application.approved(review),
        (Act::Reject, Some(application)) => application.rejected(review, reason),
        (Act::Revoke, Some(application)) => application.revoked(review, reason),
    }
}

/// What each state must know of how it came about.
fn assert_knows(application: &CreatorApplication, last: Act, second: u64) {
    let reviewed_at = match &application.state {
        ApplicationState::Pending => None,
        ApplicationState::Approved(review)
        | ApplicationState::Rejected(review, _)
        | ApplicationState::Revoked(review, _) => Some(review.at),
    };
    let expected = (last != Act::Apply).then(|| fixtures::later(second));
    assert_eq!(reviewed_at, expected);
    if last == Act::Apply {
        assert_eq!(application.about.as_str(), format!("Since {second}"));
    }
}

quickcheck! {
    fn an_application_changes_only_by_the_transition_table(acts: Vec<Act>) -> () {
        let mut application = None;
        for (second, next_act) in (1..).zip(acts) {
            let before = ApplicationStatus::of(application.as_ref());
            match (act(application.clone(), next_act, second), leads_to(before, next_act)) {
                (Ok(next), Some(expected)) => {
                    assert_eq!(next.status(), expected);
                    assert_knows(&next, next_act, second);
                    application = Some(next);
                }
                (Err(AlreadyReviewed(status)), None) => assert_eq!(status, before),
                (answer, expected) => assert_eq!(answer.map(|next| Some(next.status())), Ok(expected)),
            }
        }
    }

    fn only_approved_creators_are_admitted_and_each_review_is_recorded(acts: Vec<Act>) -> () {
        run(async {
            let studio = Studio::new();
            let ada = studio.user("ada").await;
            let mut status = ApplicationStatus::None;
            let mut reviews = 0;
            for act in acts {
                let (next, done) = (leads_to(status, act), done(&studio, &ada, act).await);
                assert_eq!(done, next.is_some(), "{act:?} while {status}");
                reviews += usize::from(done && act != Act::Apply);
                status = next.unwrap_or(status);
                match studio.creators.require_approved(&ada.id).await {
                    Ok(()) => assert_eq!(status, ApplicationStatus::Approved),
                    Err(ApprovalError::NotApproved(why)) => assert_eq!(why, status),
                    Err(ApprovalError::Outage(outage)) => panic!("{outage}"),
                }
                assert_eq!(listed_under(&studio).await, vec![status; usize::from(status != ApplicationStatus::None)]);
            }
            let page = PageRequest { limit: PageLimit::new(50).unwrap(), after: None };
            let recorded = studio.ports.audit.list(&page).await.unwrap().items.len();
            assert_eq!(recorded, reviews.min(50));
        });
    }
}

/// An act through the services; whether it was done.
async fn done(studio: &Studio, user: &User, act: Act) -> bool {
    let administration = studio.ports.admin(studio.broadcasts.clone());
    let admin = User {
        roles: [Role::Admin].into(),
        ..fixtures::a_user("admin")
    };
    let reason = fixtures::reason("Because.");
    match act {
        Act::Apply => {
            let about = About::parse("Hello").unwrap();
            studio.creators.apply(&user.id, about).await.is_ok()
        }
        Act::Approve => administration.approve(&admin, Some(&user.id)).await.is_ok(),
        Act::Reject => administration
            .reject(&admin, Some(&user.id), reason)
            .await
            .is_ok(),
        Act::Revoke => administration
            .revoke(&admin, Some(&user.id), reason)
            .await
            .is_ok(),
    }
}

/// Under which of the statuses the one application there is is listed.
async fn listed_under(studio: &Studio) -> Vec<ApplicationStatus> {
    let (page, mut under) = (PageRequest::default(), Vec::new());
    for &status in ApplicationStatus::VARIANTS {
        let listed = studio
            .creators
            .list_applications(Some(status), &page)
            .await
            .unwrap();
        under.extend(listed.items.iter().map(|item| item.application.status()));
        assert!(
            listed
                .items
                .iter()
                .all(|item| item.application.status() == status)
        );
    }
    let all = studio.creators.list_applications(None, &page).await.unwrap();
    assert_eq!(all.items.len(), under.len());
    under
}

#[test]
fn applying_again_replaces_a_pending_text_or_starts_a_new_application() {
    let first = act(None, Act::Apply, 1).unwrap();
    let again = act(Some(first.clone()), Act::Apply, 2).unwrap();
    assert_eq!(again.created_at, first.created_at);
    let rejected = act(Some(again), Act::Reject, 3).unwrap();
    let anew = act(Some(rejected), Act::Apply, 4).unwrap();
    assert_eq!(
        (anew.created_at, anew.state),
        (fixtures::later(4), ApplicationState::Pending)
    );
}

#[tokio::test]
async fn a_review_without_an_application_fails() {
    let studio = Studio::new();
    let ada = studio.user("ada").await;
    let reviewed = studio
        .creators
        .approve(&ada.id, &fixtures::user_id("admin"))
        .await;
    assert!(matches!(reviewed, Err(CreatorError::NotApplied)));
}

#[tokio::test]
async fn an_unapproved_creator_gets_the_status_of_the_application() {
    let studio = Studio::new();
    let ada = studio.user("ada").await;
    let refused = studio.streams.get_creator_stream(&ada.id).await;
    assert!(matches!(
        refused,
        Err(StreamError::NotApproved(ApplicationStatus::None))
    ));
    let about = About::parse("Hello").unwrap();
    studio.creators.apply(&ada.id, about).await.unwrap();
    let refused = studio.streams.get_creator_stream(&ada.id).await;
    assert!(matches!(
        refused,
        Err(StreamError::NotApproved(ApplicationStatus::Pending))
    ));
}

#[test]
fn of_approvals_at_once_one_is_the_review() {
    onair_port_contracts::run(async {
        let studio = Studio::new();
        let ada = studio.user("ada").await;
        let about = About::parse("Hello").unwrap();
        studio.creators.apply(&ada.id, about).await.unwrap();
        let calls = (0..8).map(|number| {
            let (creators, ada) = (studio.creators.clone(), ada.id.clone());
            let admin = fixtures::user_id(&format!("admin-{number}"));
            async move { creators.approve(&ada, &admin).await }
        });
        let approved = run_concurrently(calls).await;
        let (done, late): (Vec<_>, Vec<_>) = approved.into_iter().partition(Result::is_ok);
        assert_eq!((done.len(), late.len()), (1, 7));
        let is_told =
            |answer: &Result<_, CreatorError>| matches!(answer, Err(CreatorError::AlreadyReviewed(_)));
        assert!(late.iter().all(is_told));
    });
}
