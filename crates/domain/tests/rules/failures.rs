//! Errors of ports are reported to the caller as what they are: a refusal, an outage of one dependency, or contention.

use std::sync::Arc;

use onair_adapters_memory::MemoryPorts;
use onair_domain::account::{AccountError, AccountService};
use onair_domain::admin::AdminError;
use onair_domain::creator::{About, CreatorApplication, CreatorError};
use onair_domain::error::{Contention, Outage};
use onair_domain::port_set::PortSet;
use onair_domain::ports::{
    CreatorApplicationsError, MockCreatorApplications, MockStreamRepository, MockUserDirectory,
    SessionRepositoryError, SocialGraphError, StreamRepositoryError, UserDirectory, UserDirectoryError,
};
use onair_domain::session::TransitionError;
use onair_domain::stream::{SearchError, StreamError, StreamPatch};
use onair_domain::user::{IssuerMismatch, Requester, Role, User};
use onair_port_contracts::fixtures;

use crate::services::Services;

/// The number of attempts to change an application.
const ATTEMPTS: usize = 16;

fn accounts(memory: &MemoryPorts, users: Arc<dyn UserDirectory>) -> AccountService {
    let ports = memory.ports();
    AccountService::new(memory.authenticator.clone(), users, ports.clock)
}

fn about() -> About {
    About::parse("I play the piano.").unwrap()
}

fn with_applications(applications: MockCreatorApplications) -> Services {
    let memory = MemoryPorts::new();
    let ports = PortSet {
        applications: Arc::new(applications),
        ..memory.ports()
    };
    Services::over(ports, memory)
}

#[tokio::test]
async fn an_outage_of_the_identity_provider_is_not_one_of_the_store() {
    let memory = MemoryPorts::new();
    let token = memory.authenticator.sign_in(&fixtures::a_profile("ada"));
    memory.authenticator.start_outage();
    let accounts = accounts(&memory, memory.ports().users);
    let failed = accounts.identify(&token).await;
    assert!(
        matches!(failed, Err(AccountError::Outage(Outage::IdentityProvider(_)))),
        "{failed:?}"
    );
    memory.authenticator.end_outage();
    accounts.identify(&token).await.unwrap();
}

#[tokio::test]
async fn a_row_that_changes_during_each_attempt_is_contention() {
    let memory = MemoryPorts::new();
    let token = memory.authenticator.sign_in(&fixtures::a_profile("ada"));
    let mut users = MockUserDirectory::new();
    users
        .expect_upsert_from_claims()
        .returning(|_, _| Err(Contention.into()));
    let failed = accounts(&memory, Arc::new(users)).identify(&token).await;
    assert!(
        matches!(failed, Err(AccountError::Outage(Outage::Contention(_)))),
        "{failed:?}"
    );
}

#[tokio::test]
async fn a_creator_without_a_row_is_an_unknown_user() {
    let memory = MemoryPorts::new();
    let ada = Services::over(memory.ports(), memory.clone())
        .creator("ada")
        .await;
    let mut streams = MockStreamRepository::new();
    streams
        .expect_upsert()
        .returning(|_, _| Err(StreamRepositoryError::UserUnknown));
    let ports = PortSet {
        streams: Arc::new(streams),
        ..memory.ports()
    };
    let services = Services::over(ports, memory);
    let set_up =
        services
            .streams
            .create_or_update_stream(&ada.id, fixtures::title("Title"), StreamPatch::default());
    assert!(matches!(set_up.await, Err(StreamError::UserUnknown)));
}

#[tokio::test]
async fn an_applicant_without_a_row_is_an_unknown_user() {
    let mut applications = MockCreatorApplications::new();
    applications.expect_find().returning(|_| Ok(None));
    applications
        .expect_submit()
        .times(1)
        .returning(|_| Err(CreatorApplicationsError::UserUnknown));
    let applied = with_applications(applications)
        .creators
        .apply(&fixtures::user_id("ada"), about())
        .await;
    assert!(matches!(applied, Err(CreatorError::UserUnknown)), "{applied:?}");
}

#[tokio::test]
async fn an_application_that_changes_during_each_attempt_is_contention() {
    let ada = fixtures::user_id("ada");
    let pending = CreatorApplication::submitted(ada.clone(), about(), fixtures::time());
    let mut applications = MockCreatorApplications::new();
    applications
        .expect_find()
        .returning(move |_| Ok(Some(pending.clone())));
    applications
        .expect_replace()
        .times(ATTEMPTS)
        .returning(|_, _| Ok(false));
    applications
        .expect_review()
        .times(ATTEMPTS)
        .returning(|_, _, _| Ok(false));
    let services = with_applications(applications);
    let applied = services.creators.apply(&ada, about()).await;
    assert!(matches!(
        applied,
        Err(CreatorError::Outage(Outage::Contention(_)))
    ));
    services.user("ada").await;
    let admin = User {
        roles: [Role::Admin].into(),
        ..fixtures::a_user("admin")
    };
    let admins = services.ports.admin(services.broadcasts.clone());
    let approved = admins.approve(&admin, Some(&ada)).await;
    assert!(matches!(approved, Err(AdminError::Outage(Outage::Contention(_)))));
}

#[tokio::test]
async fn a_first_application_that_always_conflicts_is_contention() {
    let mut applications = MockCreatorApplications::new();
    applications.expect_find().returning(|_| Ok(None));
    applications
        .expect_submit()
        .times(ATTEMPTS)
        .returning(|_| Ok(false));
    let applied = with_applications(applications)
        .creators
        .apply(&fixtures::user_id("ada"), about())
        .await;
    assert!(matches!(
        applied,
        Err(CreatorError::Outage(Outage::Contention(_)))
    ));
}

#[tokio::test]
async fn a_busy_search_is_not_an_outage() {
    let memory = MemoryPorts::new();
    let mut streams = MockStreamRepository::new();
    streams
        .expect_search()
        .returning(|_, _| Err(StreamRepositoryError::SearchBusy));
    let ports = PortSet {
        streams: Arc::new(streams),
        ..memory.ports()
    };
    let services = Services::over(ports, memory);
    let query = fixtures::query("piano");
    let found = services.streams.search_streams(&query, &Requester::Guest).await;
    assert!(matches!(found, Err(SearchError::Busy)));
}

#[test]
fn an_error_that_a_port_does_not_allow_is_unexpected() {
    for outage in [
        Outage::from(StreamRepositoryError::UserUnknown),
        Outage::from(StreamRepositoryError::SearchBusy),
        Outage::from(SessionRepositoryError::StreamUnknown),
        Outage::from(TransitionError::StreamUnknown),
        Outage::from(CreatorApplicationsError::UserUnknown),
        Outage::from(SocialGraphError::UserUnknown),
        Outage::from(UserDirectoryError::IssuerMismatch(IssuerMismatch)),
    ] {
        assert!(matches!(outage, Outage::Unexpected(_)), "{outage:?}");
    }
}
