//! An application that replaces a pending one does not count as new.

use onair_domain::audit::Reason;
use onair_domain::creator::About;
use onair_port_contracts::fixtures;

use crate::services::Services;

#[tokio::test]
async fn an_application_is_new_unless_one_is_pending() {
    let services = Services::new();
    let (user, admin) = (services.user("ada").await.id, fixtures::user_id("admin"));
    let creators = &services.creators;
    for (attempt, expected) in [("first", true), ("corrected", false), ("corrected again", false)] {
        let submitted = creators
            .apply(&user, About::parse(attempt).unwrap())
            .await
            .unwrap();
        assert_eq!(submitted.is_new, expected, "{attempt}");
    }
    let reason = Reason::parse("Too short.").unwrap();
    creators.reject(&user, &admin, reason).await.unwrap();
    let submitted = creators.apply(&user, About::parse("after a rejection").unwrap());
    assert!(submitted.await.unwrap().is_new);
}
