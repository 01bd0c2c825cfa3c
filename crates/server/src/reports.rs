//! The tasks that work off what the media server tells, after it was told that it arrived.
//!
//! Reports of one room are worked off in their order, those of different rooms beside each other. What
//! is in a queue when the server dies is in the inbox too, and the reconciler takes it from there.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use onair_domain::session::{BroadcastService, MediaReport, RoomName};
use onair_http::{Place, Reports};
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::task::JoinSet;

use crate::metrics;
use crate::news::{Fault, tell_end};

/// So many rooms are worked on at once.
const QUEUES: usize = 4;

/// Reports that wait in one queue. What comes beyond is to be sent again.
const DEPTH: usize = 10_000;

/// So many reports are taken at once; those of one room are one change of its session.
const BATCH: usize = 256;

/// Where new reports go.
pub(crate) struct Queues(Vec<Sender<MediaReport>>);

/// Starts the tasks. They end once the queues are dropped and empty.
pub(crate) fn start(broadcasts: &BroadcastService) -> (Queues, JoinSet<()>) {
    let mut tasks = JoinSet::new();
    let queues = (0..QUEUES).map(|_| {
        let (queue, reports) = channel(DEPTH);
        tasks.spawn(work_off(broadcasts.clone(), reports));
        queue
    });
    (Queues(queues.collect()), tasks)
}

impl Reports for Queues {
    fn reserve(&self, room: &RoomName) -> Option<Place> {
        let mut hasher = DefaultHasher::new();
        room.hash(&mut hasher);
        let index = usize::try_from(hasher.finish() % QUEUES as u64).ok()?;
        let place = self.0.get(index)?.clone().try_reserve_owned().ok()?;
        Some(Box::new(move |report| {
            place.send(report);
        }))
    }
}

async fn work_off(broadcasts: BroadcastService, mut reports: Receiver<MediaReport>) {
    let mut fault = Fault::new(
        "can't work off what the media server told; it is kept for later",
        "working off what the media server tells again",
    );
    let mut batch = Vec::with_capacity(BATCH);
    while reports.recv_many(&mut batch, BATCH).await > 0 {
        let (done, outage) = broadcasts.work_off(&batch).await;
        metrics::worked_off(batch.len());
        batch.clear();
        done.ended.iter().for_each(tell_end);
        for room in &done.closed {
            tracing::info!(%room, "closed a room that nobody should be in");
        }
        for (room, who) in &done.removed {
            tracing::info!(%room, identity = %who, "sent somebody out again who may not be in");
        }
        match outage {
            Some(outage) => fault.is(&outage),
            None => fault.is_over(),
        }
    }
}
