//! The list of applications: order, pages and filter.

use onair_domain::creator::{
    ApplicationKey, ApplicationState, ApplicationStatus, ApplicationWithUser, CreatorApplication,
};
use onair_domain::names::VariantArray as _;
use onair_domain::page::{Page, PageLimit, PageRequest};
use onair_domain::user::{DisplayName, Profile};

use crate::{World, fixtures};

async fn page(
    world: &World,
    status: Option<ApplicationStatus>,
    limit: i64,
    after: Option<ApplicationKey>,
) -> Page<ApplicationWithUser, ApplicationKey> {
    let limit = PageLimit::new(limit).unwrap();
    let page = PageRequest { limit, after };
    world.applications.list(status, &page).await.unwrap()
}

fn state(number: u64) -> ApplicationState {
    let (review, reason) = (
        fixtures::a_review(&fixtures::user_id("admin")),
        fixtures::reason("Why."),
    );
    match number % 4 {
        0 => ApplicationState::Pending,
        1 => ApplicationState::Approved(review),
        2 => ApplicationState::Rejected(review, reason),
        _ => ApplicationState::Revoked(review, reason),
    }
}

/// Applications in all states with few different times, so that ids decide; in the list's order.
async fn create_many(world: &World, size: u64) -> Vec<ApplicationWithUser> {
    let mut created = Vec::new();
    for number in 0..size {
        let user = world.user(&format!("user-{number:02}")).await;
        let application = CreatorApplication {
            created_at: fixtures::later((number * 7) % 5),
            state: state(number),
            ..fixtures::an_application(&user.id)
        };
        assert!(world.applications.submit(&application).await.unwrap());
        created.push(ApplicationWithUser { application, user });
    }
    created.sort_by_key(ApplicationWithUser::key);
    created
}

pub async fn applications_are_listed_oldest_first_then_lower_id_first(world: &World) {
    world.user("never").await;
    let created = create_many(world, 14).await;
    assert_eq!(page(world, None, 50, None).await.items, created);
}

pub async fn applications_of_one_status_are_listed_alone(world: &World) {
    let created = create_many(world, 14).await;
    for &status in ApplicationStatus::VARIANTS {
        let expected: Vec<_> = created
            .iter()
            .filter(|one| one.application.status() == status)
            .cloned()
            .collect();
        let listed = page(world, Some(status), 50, None).await;
        assert_eq!(listed.items, expected, "{status}");
        assert_eq!(expected.is_empty(), status == ApplicationStatus::None);
    }
}

pub async fn pages_contain_each_application_once(world: &World) {
    let created = create_many(world, 13).await;
    for status in [None, Some(ApplicationStatus::Pending)] {
        let is_asked =
            |one: &&ApplicationWithUser| status.is_none_or(|status| one.application.status() == status);
        let expected: Vec<_> = created.iter().filter(is_asked).cloned().collect();
        for limit in [1, 3, 13] {
            let (mut listed_items, mut after) = (Vec::new(), None);
            loop {
                let Page { items, next } = page(world, status, limit, after).await;
                assert!(items.len() <= usize::try_from(limit).unwrap());
                listed_items.extend(items);
                after = next;
                if after.is_none() {
                    break;
                }
            }
            assert_eq!(listed_items, expected);
        }
    }
}

pub async fn a_review_between_pages_shifts_nothing(world: &World) {
    let created = create_many(world, 16).await;
    let pending: Vec<_> = created
        .iter()
        .filter(|one| one.application.status() == ApplicationStatus::Pending)
        .cloned()
        .collect();
    let status = Some(ApplicationStatus::Pending);
    let first = page(world, status, 2, None).await;
    assert_eq!(first.items, pending[..2]);
    // One that was listed, and the key itself.
    for reviewed in &pending[..2] {
        let before = &reviewed.application;
        let next = CreatorApplication {
            state: state(1),
            ..before.clone()
        };
        assert!(world.applications.replace(before, &next).await.unwrap());
    }
    let rest = page(world, status, 50, first.next).await;
    assert_eq!(rest.items, pending[2..]);
}

pub async fn applicants_are_listed_with_current_data(world: &World) {
    let pending = world.applicant("ada", ApplicationState::Pending).await;
    let renamed = Profile {
        name: Some(DisplayName::parse("Ada the Great").unwrap()),
        image: Some(Some(fixtures::url("https://pictures.example/ada"))),
        ..fixtures::a_profile("ada")
    };
    let user = world
        .users
        .upsert_from_claims(&renamed, fixtures::later(1))
        .await
        .unwrap()
        .user;
    let expected = ApplicationWithUser {
        application: pending,
        user,
    };
    assert_eq!(page(world, None, 20, None).await.items, [expected]);
}
