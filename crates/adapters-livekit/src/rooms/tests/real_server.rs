//! Tests of rooms with a real server.

use std::time::Duration;

use onair_domain::ports::{Clock, HealthProbe, MediaRooms, TokenSigner};
use onair_domain::room::{Identity, RoomName};
use onair_domain::session::RoomSpec;
use onair_domain::stream::Title;
use onair_port_contracts::fixtures;

use crate::testing::room_client::RoomClient;
use crate::testing::{SystemClock, real_server, viewer};
use crate::{LiveKitConfig, LiveKitRooms, LiveKitTokenSigner};

struct Fixture {
    config: LiveKitConfig,
    rooms: LiveKitRooms,
    spec: RoomSpec,
}

impl Fixture {
    fn without_room() -> Self {
        let config = real_server();
        Self {
            rooms: LiveKitRooms::new(&config).unwrap(),
            config,
            spec: fixtures::a_room(),
        }
    }

    async fn with_room() -> Self {
        let fixture = Self::without_room();
        fixture.rooms.create_room(&fixture.spec).await.unwrap();
        fixture
    }

    fn room(&self) -> &RoomName {
        &self.spec.name
    }

    async fn join(&self, identity: &str) -> RoomClient {
        let signer = LiveKitTokenSigner::new(&self.config);
        let token = signer.sign(&viewer(identity, self.room())).unwrap();
        RoomClient::join(&self.config, token.expose_secret())
            .await
            .unwrap()
    }

    /// Polls until the room has exactly these participants. Fails after the time limit.
    async fn wait_for_participants(&self, identities: &[&str]) {
        with_hang_guard(async {
            loop {
                let participants = self.rooms.list_participants(self.room()).await.unwrap();
                let mut found: Vec<_> = participants
                    .iter()
                    .map(|person| person.identity.as_str())
                    .collect();
                found.sort_unstable();
                if found == identities {
                    return;
                }
            }
        })
        .await;
    }

    async fn metadata(&self) -> String {
        let name = self.room().to_string();
        let rooms = self.rooms.client.list_rooms(vec![name]).await.unwrap();
        rooms.into_iter().next().unwrap().metadata
    }

    async fn tear_down(self) {
        self.rooms.delete_room(self.room()).await.unwrap();
    }
}

/// Fails a test that hangs.
async fn with_hang_guard<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(30), future)
        .await
        .unwrap()
}

#[tokio::test]
async fn joined_client_is_listed() {
    let fixture = Fixture::with_room().await;
    let before = SystemClock.now();
    let _vera = fixture.join("vera").await;
    fixture.wait_for_participants(&["vera"]).await;
    let participants = fixture.rooms.list_participants(fixture.room()).await.unwrap();
    let vera = &participants[0];
    assert_eq!(vera.name, "VERA");
    assert!(!vera.is_publishing);
    assert!(
        vera.joined_at >= before - Duration::from_secs(1),
        "{}",
        vera.joined_at
    );
    fixture.tear_down().await;
}

#[tokio::test]
async fn only_removed_participant_is_disconnected() {
    let fixture = Fixture::with_room().await;
    let (vera, _victor) = (fixture.join("vera").await, fixture.join("victor").await);
    fixture.wait_for_participants(&["vera", "victor"]).await;
    let identity = Identity::from_outside("vera".to_owned());
    fixture
        .rooms
        .remove_participant(fixture.room(), &identity)
        .await
        .unwrap();
    with_hang_guard(vera.wait_until_disconnected()).await;
    fixture.wait_for_participants(&["victor"]).await;
    fixture.tear_down().await;
}

#[tokio::test]
async fn deleting_a_room_disconnects_all_participants() {
    let fixture = Fixture::with_room().await;
    let (vera, victor) = (fixture.join("vera").await, fixture.join("victor").await);
    fixture.rooms.delete_room(fixture.room()).await.unwrap();
    with_hang_guard(async { tokio::join!(vera.wait_until_disconnected(), victor.wait_until_disconnected()) })
        .await;
    fixture.wait_for_participants(&[]).await;
}

#[tokio::test]
async fn creating_an_existing_room_keeps_it_and_its_participants() {
    let fixture = Fixture::without_room();
    let sid = fixture.rooms.create_room(&fixture.spec).await.unwrap();
    let _vera = fixture.join("vera").await;
    fixture.wait_for_participants(&["vera"]).await;
    assert_eq!(fixture.rooms.create_room(&fixture.spec).await.unwrap(), sid);
    fixture.wait_for_participants(&["vera"]).await;
    fixture.tear_down().await;
}

#[tokio::test]
async fn metadata_is_set_on_creation_and_can_be_replaced() {
    let fixture = Fixture::with_room().await;
    let title = |json: String| serde_json::from_str::<serde_json::Value>(&json).unwrap()["title"].clone();
    assert_eq!(
        title(fixture.metadata().await),
        fixtures::metadata_of(&fixture.spec).title.as_str()
    );
    let mut other = fixtures::metadata_of(&fixture.spec);
    other.title = Title::parse("Another title").unwrap();
    fixture
        .rooms
        .update_metadata(fixture.room(), &other)
        .await
        .unwrap();
    with_hang_guard(async { while title(fixture.metadata().await) != "Another title" {} }).await;
    fixture.tear_down().await;
}

#[tokio::test]
async fn health_check_requires_the_right_key_pair() {
    let mut config = real_server();
    LiveKitRooms::new(&config).unwrap().check().await.unwrap();
    config.api_secret = "somebody else's secret, long enough".into();
    LiveKitRooms::new(&config).unwrap().check().await.unwrap_err();
}
