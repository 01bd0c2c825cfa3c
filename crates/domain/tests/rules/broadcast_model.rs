//! A model of broadcasts: random actions of a creator and random outages of the media server. A stream is live exactly
//! while a session is open, and a session keeps its start time.

use std::time::Duration;

use onair_domain::Timestamp;
use onair_domain::error::Outage;
use onair_domain::ports::Clock;
use onair_domain::room::RoomName;
use onair_domain::session::{BroadcastError, LiveStart, Session};
use onair_domain::stream::{
    ChatSettings, RoomMetadata, Stream, StreamError, StreamPatch, StreamService, Title,
};
use onair_domain::user::User;
use quickcheck::{Arbitrary, Gen, quickcheck};

use crate::arbitrary::AnyTitle;
use crate::services::{Services, run};

/// A random step.
#[derive(Debug, Clone)]
enum Step {
    SetUp(Title),
    GoLive,
    End,
    PatchTitle(Title),
    PatchChat([Option<bool>; 3]),
    StartMediaOutage,
    EndMediaOutage,
    AdvanceTime(u16),
}

impl Arbitrary for Step {
    fn arbitrary(g: &mut Gen) -> Self {
        match u8::arbitrary(g) % 10 {
            0 | 1 => Self::SetUp(AnyTitle::arbitrary(g).0),
            2 | 3 => Self::GoLive,
            4 => Self::End,
            5 => Self::PatchTitle(AnyTitle::arbitrary(g).0),
            6 => Self::PatchChat([(); 3].map(|()| Arbitrary::arbitrary(g))),
            7 => Self::StartMediaOutage,
            8 => Self::EndMediaOutage,
            _ => Self::AdvanceTime(u16::arbitrary(g)),
        }
    }
}

/// The expected state.
#[derive(Debug, Default)]
struct Model {
    stream: Option<(Title, ChatSettings)>,
    live_since: Option<Timestamp>,
    is_media_unavailable: bool,
}

/// The stream and the open session.
async fn snapshot(services: &Services, creator: &User) -> (Option<Stream>, Option<Session>) {
    let account = services.account(&creator.id).await;
    let stream = StreamService::get_creator_stream(&account).unwrap().cloned();
    (stream, services.session(&creator.id).await)
}

impl Model {
    async fn step(&mut self, services: &Services, creator: &User, step: Step) {
        let memory = &services.memory;
        match step {
            Step::SetUp(title) => {
                let set_up = services.streams.create_or_update_stream(
                    &creator.id,
                    title.clone(),
                    StreamPatch::default(),
                );
                let (_, is_new) = set_up.await.unwrap();
                assert_eq!(is_new, self.stream.is_none());
                let chat = self.stream.take().map(|(_, chat)| chat);
                self.stream = Some((title, chat.unwrap_or_default()));
            }
            Step::GoLive => self.go_live(services, creator).await,
            Step::End => self.end(services, creator).await,
            Step::PatchTitle(title) => {
                let patch = StreamPatch {
                    title: Some(title.clone()),
                    ..StreamPatch::default()
                };
                let patched = services.streams.update_stream_info(&creator.id, patch).await;
                match &mut self.stream {
                    Some(stream) => {
                        patched.unwrap();
                        stream.0 = title;
                    }
                    None => assert!(matches!(patched, Err(StreamError::StreamUnknown))),
                }
            }
            Step::PatchChat([enabled, delayed, followers_only]) => {
                let patched =
                    services
                        .streams
                        .update_chat_settings(&creator.id, enabled, delayed, followers_only);
                let patched = patched.await;
                match &mut self.stream {
                    Some((_, chat)) => {
                        patched.unwrap();
                        chat.is_enabled = enabled.unwrap_or(chat.is_enabled);
                        chat.is_delayed = delayed.unwrap_or(chat.is_delayed);
                        chat.is_followers_only = followers_only.unwrap_or(chat.is_followers_only);
                    }
                    None => assert!(matches!(patched, Err(StreamError::StreamUnknown))),
                }
            }
            Step::StartMediaOutage => {
                memory.media.start_outage();
                self.is_media_unavailable = true;
            }
            Step::EndMediaOutage => {
                memory.media.end_outage();
                self.is_media_unavailable = false;
            }
            Step::AdvanceTime(seconds) => memory.clock.advance(Duration::from_secs(seconds.into())),
        }
    }

    async fn go_live(&mut self, services: &Services, creator: &User) {
        let before = snapshot(services, creator).await;
        let started = services.broadcasts.go_live(creator).await;
        if self.stream.is_none() {
            assert!(matches!(started, Err(BroadcastError::StreamUnknown)));
            assert_eq!(snapshot(services, creator).await, before);
        } else if self.is_media_unavailable {
            assert!(matches!(started, Err(BroadcastError::Outage(Outage::Media(_)))));
            assert_eq!(snapshot(services, creator).await, before);
        } else {
            self.started(services, creator, &started.unwrap());
        }
    }

    fn started(&mut self, services: &Services, creator: &User, start: &LiveStart) {
        assert_eq!(start.is_resumed, self.live_since.is_some());
        let since = self.live_since.get_or_insert_with(|| services.memory.clock.now());
        assert_eq!(start.session.started_at, *since);
        assert_eq!(start.stream.live_since, Some(*since));
        let metadata = services.memory.media.metadata(&RoomName::of(&creator.id));
        assert_eq!(
            metadata,
            Some(RoomMetadata::of(&start.stream)),
            "the room has the current metadata"
        );
    }

    async fn end(&mut self, services: &Services, creator: &User) {
        let ended = services.broadcasts.end_stream(&creator.id).await;
        if self.stream.is_none() {
            assert!(matches!(ended, Err(BroadcastError::StreamUnknown)));
            return;
        }
        let ended = ended.unwrap();
        assert_eq!(ended.map(|session| session.started_at), self.live_since.take());
    }

    async fn assert_holds(&self, services: &Services, creator: &User) {
        let (stream, session) = snapshot(services, creator).await;
        let session_since = session.map(|session| session.started_at);
        assert_eq!(session_since, self.live_since);
        let Some((title, chat)) = &self.stream else {
            assert_eq!(stream, None);
            return;
        };
        let stream = stream.unwrap();
        assert_eq!(stream.live_since, self.live_since);
        assert_eq!((&stream.title, &stream.chat), (title, chat));
        let status = services.status(&creator.id).await;
        assert_eq!(
            (status.is_live(), status.started_at()),
            (self.live_since.is_some(), self.live_since)
        );
        if self.live_since.is_some() && !self.is_media_unavailable {
            assert!(services.is_room_open(creator), "a live session has an open room");
        }
    }
}

quickcheck! {
    fn a_stream_is_live_exactly_while_a_session_is_open(steps: Vec<Step>) -> () {
        run(async {
            let services = Services::new();
            let creator = services.creator("ada").await;
            let mut model = Model::default();
            for step in steps {
                model.step(&services, &creator, step).await;
                model.assert_holds(&services, &creator).await;
            }
        });
    }
}
