//! Reuses `StreamService` with a repository of its own, and the memory adapters for the other ports.
//!
//! Run it with `cargo run --package onair-domain --example own_stream_repository`.
#![expect(clippy::print_stdout, reason = "an example shows its results")]

use std::collections::BTreeMap;
use std::error::Error;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use onair_adapters_memory::MemoryPorts;
use onair_domain::Timestamp;
use onair_domain::creator::About;
use onair_domain::page::{Page, PageRequest};
use onair_domain::ports::{StreamRepository, StreamRepositoryError, UserDirectory};
use onair_domain::stream::{
    BroadcastState, DiscoveryKey, SearchQuery, Stream, StreamPatch, StreamPorts, StreamService,
    StreamWithUser, Title,
};
use onair_domain::user::{Requester, UserId};
use onair_port_contracts::fixtures;

type Result<T, E = StreamRepositoryError> = std::result::Result<T, E>;
type Shown = Page<StreamWithUser, DiscoveryKey>;

/// Streams that are recorded and never live, as a catalogue of announced shows would keep them.
struct Catalogue {
    streams: Mutex<BTreeMap<UserId, Stream>>,
    users: Arc<dyn UserDirectory>,
}

impl Catalogue {
    /// One atomic change, or one consistent read.
    fn step<R>(&self, step: impl FnOnce(&mut BTreeMap<UserId, Stream>) -> R) -> R {
        step(&mut self.streams.lock().unwrap_or_else(PoisonError::into_inner))
    }

    async fn with_user(&self, stream: Stream) -> Result<Option<StreamWithUser>> {
        let user = self.users.find(&stream.user_id).await;
        let user = user.map_err(|error| StreamRepositoryError::Unavailable(error.into()))?;
        Ok(user.map(|user| StreamWithUser {
            stream,
            user,
            session_id: None,
            state: BroadcastState::Offline,
            viewer_count: 0,
            thumbnail_at: None,
        }))
    }
}

#[async_trait]
impl StreamRepository for Catalogue {
    async fn upsert(&self, fresh: &Stream, patch: &StreamPatch) -> Result<(Stream, bool)> {
        Ok(self.step(|streams| {
            let known = streams.get(&fresh.user_id).cloned();
            let is_new = known.is_none();
            let stream = known.map_or_else(|| fresh.clone(), |known| known.patched(patch, fresh.created_at));
            streams.insert(fresh.user_id.clone(), stream.clone());
            (stream, is_new)
        }))
    }

    async fn update(&self, creator: &UserId, patch: &StreamPatch, at: Timestamp) -> Result<Option<Stream>> {
        Ok(self.step(|streams| {
            let stream = streams.get_mut(creator)?;
            *stream = stream.clone().patched(patch, at);
            Some(stream.clone())
        }))
    }

    async fn find_by_creator(&self, creator: &UserId) -> Result<Option<Stream>> {
        Ok(self.step(|streams| streams.get(creator).cloned()))
    }

    async fn filter_creators(&self, users: &[UserId]) -> Result<Vec<UserId>> {
        let known = self.step(|streams| streams.clone());
        Ok(users
            .iter()
            .filter(|id| known.contains_key(id))
            .cloned()
            .collect())
    }

    async fn find_with_user(&self, creator: &UserId) -> Result<Option<StreamWithUser>> {
        match self.find_by_creator(creator).await? {
            Some(stream) => self.with_user(stream).await,
            None => Ok(None),
        }
    }

    async fn list_live(&self, _: &Requester, _: &PageRequest<DiscoveryKey>) -> Result<Shown> {
        Ok(nothing())
    }

    async fn list_followed(&self, _: &UserId, _: &PageRequest<DiscoveryKey>) -> Result<Shown> {
        Ok(nothing())
    }

    async fn search(&self, query: &SearchQuery, _: &Requester) -> Result<Vec<StreamWithUser>> {
        let is_found = |stream: &&Stream| stream.title.as_str().contains(query.as_str());
        let found: Vec<_> = self.step(|streams| streams.values().filter(is_found).cloned().collect());
        let mut shown = Vec::new();
        for stream in found.into_iter().take(SearchQuery::MAX_RESULTS) {
            shown.extend(self.with_user(stream).await?);
        }
        Ok(shown)
    }
}

fn nothing<T, K>() -> Page<T, K> {
    let (items, next) = (Vec::new(), None);
    Page { items, next }
}

/// Runs the example. The tests of this crate call it too.
#[tokio::main]
pub(crate) async fn main() -> Result<(), Box<dyn Error>> {
    let ports = MemoryPorts::new().ports();
    let creators = ports.creators();
    let streams = StreamService::new(
        StreamPorts {
            streams: Arc::new(Catalogue {
                streams: Mutex::default(),
                users: ports.users.clone(),
            }),
            sessions: ports.sessions,
            users: ports.users.clone(),
            social: ports.social,
            media: ports.media,
            clock: ports.clock.clone(),
            ids: ports.ids,
        },
        creators.clone(),
    );

    let profile = fixtures::a_profile("ada");
    let ada = ports
        .users
        .upsert_from_claims(&profile, ports.clock.now())
        .await?
        .user
        .id;
    creators.apply(&ada, About::parse("I play the piano.")?).await?;
    creators.approve(&ada, &UserId::parse("admin")?).await?;

    let title = Title::parse("A quiet evening")?;
    let patch = StreamPatch::default();
    let (stream, is_new) = streams.create_or_update_stream(&ada, title, patch).await?;
    println!("{} is new: {is_new}", stream.title);
    let query = SearchQuery::parse("quiet")?;
    let found = streams.search_streams(&query, &Requester::Guest).await?;
    assert_eq!(found.len(), 1);
    Ok(())
}
