//! Users, and their state before a test.

use onair_domain::audit::{AuditAction, Reason};
use onair_domain::creator::{About, CreatorService};
use onair_domain::ports::Clock as _;
use onair_domain::room::{Identity, RoomName};
use onair_domain::session::{LiveState, Phase, Session, SessionChange, ViewerCount};
use onair_domain::social::UserPair;
use onair_domain::user::{DisplayName, Profile, Role, UserId, Username};
use onair_port_contracts::fixtures;
use serde_json::json;

use super::TestApp;

/// The id of a user.
pub(crate) fn id(name: &str) -> UserId {
    UserId::parse(&format!("user-{name}")).unwrap()
}

/// The profile in the token of a user.
pub(crate) fn profile(name: &str) -> Profile {
    let shown = format!("{}{}", name[..1].to_uppercase(), &name[1..]);
    let roles = (name == "admin").then_some(Role::Admin);
    Profile {
        username: Username::from_claim(name),
        name: DisplayName::from_claim(&shown),
        roles: Some(roles.into_iter().collect()),
        ..fixtures::a_profile(id(name).as_str())
    }
}

impl TestApp {
    /// Adds a user.
    pub(crate) async fn with_user(self, name: &str) -> Self {
        let now = self.memory.clock.now();
        self.ports
            .users
            .upsert_from_claims(&profile(name), now)
            .await
            .unwrap();
        self
    }

    /// Adds an approved creator.
    pub(crate) async fn with_creator(self, name: &str) -> Self {
        let app = self.with_user(name).await;
        app.apply(name).await;
        app.approve(name).await;
        app
    }

    /// Adds a creator with an offline stream.
    pub(crate) async fn with_stream(self, name: &str) -> Self {
        let app = self.with_creator(name).await;
        app.set_up(name).await;
        app
    }

    /// Adds a creator who is live.
    pub(crate) async fn with_live(self, name: &str) -> Self {
        let app = self.with_stream(name).await;
        app.go_live(name).await;
        app
    }

    /// Adds users who are suspended.
    pub(crate) async fn with_suspended(self, names: &[&str]) -> Self {
        let mut app = self;
        for name in names {
            app = app.with_user(name).await;
            app.set_suspended(name, true).await;
        }
        app
    }

    pub(crate) async fn set_suspended(&self, name: &str, is_suspended: bool) {
        let (admin, target) = (id("admin"), id(name));
        let entry = fixtures::an_audit_entry(&admin, AuditAction::Suspend, target.as_str());
        let changed = self
            .ports
            .users
            .set_suspended(&target, is_suspended, &entry)
            .await;
        assert!(changed.unwrap());
    }

    /// Adds or updates a user with any id and name.
    pub(crate) async fn upsert_from_claims(&self, id: &str, name: &str) {
        let username = Username::parse(name).unwrap();
        let profile = Profile {
            name: Some(username.clone().into()),
            username: Some(username),
            ..fixtures::a_profile(id)
        };
        let now = self.memory.clock.now();
        self.ports.users.upsert_from_claims(&profile, now).await.unwrap();
    }

    pub(crate) async fn set_up(&self, name: &str) {
        let body = json!({"title": format!("{name}'s stream")});
        let response = self.post("/api/stream/setup").by(name).json(&body).await;
        assert_eq!(response.status, 201, "{}", response.text());
    }

    pub(crate) async fn go_live(&self, name: &str) {
        let session = self.ports.sessions.find_open(&id(name)).await.unwrap();
        assert!(session.is_none(), "live already");
        let broadcasts = self.memory.ports().broadcasts(<_>::default());
        let user = self.ports.users.find(&id(name)).await.unwrap().unwrap();
        broadcasts.go_live(&user).await.unwrap();
    }

    pub(crate) async fn end(&self, name: &str) {
        self.post("/api/stream/end-stream").by(name).await.succeeded();
    }

    /// The open session of a creator.
    pub(crate) async fn session(&self, name: &str) -> Session {
        self.ports.sessions.find_open(&id(name)).await.unwrap().unwrap()
    }

    /// Changes the open session.
    pub(crate) async fn change(&self, name: &str, change: impl FnOnce(&mut Session)) {
        let before = self.session(name).await;
        let mut after = before.clone();
        change(&mut after);
        let change = SessionChange {
            viewer_count: ViewerCount::of_change(&before, &after, self.memory.clock.now()),
            before,
            after,
            attendance: Vec::new(),
            audit: None,
        };
        assert!(self.ports.sessions.save(&change).await.unwrap());
    }

    /// Sets the open session on air with this number of viewers.
    pub(crate) async fn on_air(&self, name: &str, viewers: u32) {
        let since = self.memory.clock.now();
        self.change(name, |session| {
            session.phase = Phase::Open(LiveState::OnAir { since });
            session.viewers = viewers;
            session.peak_viewers = session.peak_viewers.max(viewers);
            session.total_viewers = session.total_viewers.max(viewers);
        })
        .await;
    }

    /// Requests a room token for a new guest.
    pub(crate) async fn guest_token(&self, host: &str) -> String {
        let body = json!({"hostId": id(host).as_str(), "guestName": "Otter"});
        let access = self.post("/api/viewer/token").json(&body).await;
        access.succeeded().data()["token"].as_str().unwrap().to_owned()
    }

    /// Lets a participant join the room of a host.
    pub(crate) fn join(&self, host: &str, identity: &str, name: &str) {
        let identity = Identity::from_outside(identity.to_owned());
        assert!(self.memory.media.join(&RoomName::of(&id(host)), &identity, name));
    }

    pub(crate) async fn follow(&self, who: &str, whom: &str) {
        let pair = UserPair::new(id(who), id(whom)).unwrap();
        let now = self.memory.clock.now();
        assert!(self.ports.social.follow(&pair, now).await.unwrap());
    }

    pub(crate) async fn block(&self, who: &str, whom: &str) {
        let pair = UserPair::new(id(who), id(whom)).unwrap();
        let now = self.memory.clock.now();
        self.ports.social.block(&pair, now).await.unwrap();
    }

    pub(crate) async fn apply(&self, name: &str) {
        let about = About::parse("I play the piano.").unwrap();
        self.creators().apply(&id(name), about).await.unwrap();
    }

    pub(crate) async fn approve(&self, name: &str) {
        self.creators().approve(&id(name), &id("admin")).await.unwrap();
    }

    pub(crate) async fn revoke(&self, name: &str) {
        let reason = Reason::parse("A test.").unwrap();
        self.creators()
            .revoke(&id(name), &id("admin"), reason)
            .await
            .unwrap();
    }

    fn creators(&self) -> CreatorService {
        self.ports.creators()
    }
}
