//! Rooms on a real server.

use std::time::Duration;

use onair_domain::ports::{Clock, HealthProbe, MediaRooms, TokenSigner};
use onair_domain::session::{Identity, RoomName, RoomSpec};
use onair_domain::stream::Title;
use onair_port_contracts::given;

use crate::testing::joiner::Joiner;
use crate::testing::{SystemClock, real_server, viewer};
use crate::{LiveKitConfig, LiveKitRooms, LiveKitTokenSigner};

struct Scene {
    config: LiveKitConfig,
    rooms: LiveKitRooms,
    spec: RoomSpec,
}

impl Scene {
    fn before() -> Self {
        let config = real_server();
        Self {
            rooms: LiveKitRooms::new(&config).unwrap(),
            config,
            spec: given::a_room(),
        }
    }

    async fn with_a_room() -> Self {
        let scene = Self::before();
        scene.rooms.create_room(&scene.spec).await.unwrap();
        scene
    }

    fn room(&self) -> &RoomName {
        &self.spec.name
    }

    async fn joins(&self, identity: &str) -> Joiner {
        let signer = LiveKitTokenSigner::new(&self.config);
        let token = signer.sign(&viewer(identity, self.room())).unwrap();
        Joiner::join(&self.config, token.expose_secret()).await.unwrap()
    }

    /// Asks until exactly these are there; whoever waits for longer than the test may, fails it.
    async fn are_there(&self, identities: &[&str]) {
        within(async {
            loop {
                let there = self.rooms.participants(self.room()).await.unwrap();
                let mut there: Vec<_> = there.iter().map(|person| person.identity.as_str()).collect();
                there.sort_unstable();
                if there == identities {
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

    async fn ends(self) {
        self.rooms.delete_room(self.room()).await.unwrap();
    }
}

async fn within<T>(what: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(5), what).await.unwrap()
}

#[tokio::test]
async fn whoever_joins_is_among_the_participants() {
    let scene = Scene::with_a_room().await;
    let before = SystemClock.now();
    let _vera = scene.joins("vera").await;
    scene.are_there(&["vera"]).await;
    let there = scene.rooms.participants(scene.room()).await.unwrap();
    let vera = &there[0];
    assert_eq!(vera.name, "VERA");
    assert!(!vera.is_publishing);
    assert!(
        vera.joined_at >= before - Duration::from_secs(1),
        "{}",
        vera.joined_at
    );
    scene.ends().await;
}

#[tokio::test]
async fn a_removed_participant_is_disconnected_and_the_others_stay() {
    let scene = Scene::with_a_room().await;
    let (vera, _victor) = (scene.joins("vera").await, scene.joins("victor").await);
    scene.are_there(&["vera", "victor"]).await;
    let identity = Identity::from_outside("vera".to_owned());
    scene
        .rooms
        .remove_participant(scene.room(), &identity)
        .await
        .unwrap();
    within(vera.waits_to_be_thrown_out()).await;
    scene.are_there(&["victor"]).await;
    scene.ends().await;
}

#[tokio::test]
async fn deleting_a_room_disconnects_everybody() {
    let scene = Scene::with_a_room().await;
    let (vera, victor) = (scene.joins("vera").await, scene.joins("victor").await);
    scene.rooms.delete_room(scene.room()).await.unwrap();
    within(async { tokio::join!(vera.waits_to_be_thrown_out(), victor.waits_to_be_thrown_out()) }).await;
    scene.are_there(&[]).await;
}

#[tokio::test]
async fn making_an_open_room_again_leaves_it_and_its_people_alone() {
    let scene = Scene::before();
    let sid = scene.rooms.create_room(&scene.spec).await.unwrap();
    let _vera = scene.joins("vera").await;
    scene.are_there(&["vera"]).await;
    assert_eq!(scene.rooms.create_room(&scene.spec).await.unwrap(), sid);
    scene.are_there(&["vera"]).await;
    scene.ends().await;
}

#[tokio::test]
async fn metadata_is_there_from_the_start_and_can_be_replaced() {
    let scene = Scene::with_a_room().await;
    let title = |json: String| serde_json::from_str::<serde_json::Value>(&json).unwrap()["title"].clone();
    assert_eq!(title(scene.metadata().await), scene.spec.metadata.title.as_str());
    let mut other = scene.spec.metadata.clone();
    other.title = Title::parse("Another title").unwrap();
    scene.rooms.update_metadata(scene.room(), &other).await.unwrap();
    within(async { while title(scene.metadata().await) != "Another title" {} }).await;
    scene.ends().await;
}

#[tokio::test]
async fn a_server_is_healthy_for_who_has_its_key_pair() {
    let mut config = real_server();
    LiveKitRooms::new(&config).unwrap().check().await.unwrap();
    config.api_secret = "somebody else's secret, long enough".into();
    LiveKitRooms::new(&config).unwrap().check().await.unwrap_err();
}
