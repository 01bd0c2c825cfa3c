//! [`MemoryMediaRooms`]: a media server in memory, whose participants a test controls.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use onair_domain::chat::{Audience, ChatEvent};
use onair_domain::ports::{Clock, MediaRooms, MediaRoomsError, Room};
use onair_domain::room::{ConnectionId, Identity, Participant, RoomName, RoomSid};
use onair_domain::session::RoomSpec;
use onair_domain::stream::RoomMetadata;

use crate::outage::{OutageSwitch, SimulatedOutage};

/// Rooms in memory. Methods for tests, such as joining and leaving, also work during a simulated outage.
pub struct MemoryMediaRooms {
    rooms: OutageSwitch<Rooms>,
    clock: Arc<dyn Clock>,
}

#[derive(Debug, Default)]
struct Rooms {
    open: BTreeMap<RoomName, OpenRoom>,
    /// The number of rooms ever opened, for their sids.
    opened: u64,
    /// The number of connections ever made, for their ids.
    connected: u64,
}

#[derive(Debug)]
struct OpenRoom {
    sid: RoomSid,
    metadata: Option<RoomMetadata>,
    participants: BTreeMap<Identity, Participant>,
    /// The chat events that each participant received, in order.
    received_chat: BTreeMap<Identity, Vec<ChatEvent>>,
}

impl std::fmt::Debug for MemoryMediaRooms {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MemoryMediaRooms")
            .field("rooms", &self.rooms)
            .finish_non_exhaustive()
    }
}

impl MemoryMediaRooms {
    /// Creates a media server without rooms. The clock gives the times of joining.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self {
            rooms: OutageSwitch::default(),
            clock,
        }
    }

    /// Makes every call of the port fail without effect from now on.
    pub fn start_outage(&self) {
        self.rooms.set_outage(true);
    }

    /// Ends the outage that [`Self::start_outage`] started. All state is unchanged.
    pub fn end_outage(&self) {
        self.rooms.set_outage(false);
    }

    /// Removes all rooms and participants, as a restart of a media server does.
    pub fn restart(&self) {
        self.rooms.access_always(|rooms| rooms.open.clear());
    }

    /// Adds a participant without tracks. Returns whether the participant joined: a room that is not open
    /// accepts nobody. A participant with the same identity is replaced.
    pub fn join(&self, room: &RoomName, identity: &Identity, name: &str) -> bool {
        let joined_at = self.clock.now();
        self.rooms.access_always(|rooms| {
            let Some(room) = rooms.open.get_mut(room) else {
                return false;
            };
            rooms.connected += 1;
            let participant = Participant {
                identity: identity.clone(),
                connection: ConnectionId::from_trusted(format!("PA_memory{}", rooms.connected)),
                name: name.to_owned(),
                joined_at,
                is_publishing: false,
            };
            room.participants.insert(identity.clone(), participant);
            true
        })
    }

    /// Returns the connection of a participant.
    #[must_use]
    pub fn connection(&self, room: &RoomName, identity: &Identity) -> Option<ConnectionId> {
        self.rooms.access_always(|rooms| {
            let participant = rooms.open.get(room)?.participants.get(identity)?;
            Some(participant.connection.clone())
        })
    }

    /// Returns the sid of an open room.
    #[must_use]
    pub fn sid(&self, room: &RoomName) -> Option<RoomSid> {
        self.rooms
            .access_always(|rooms| rooms.open.get(room).map(|room| room.sid.clone()))
    }

    /// Publishes a track of a participant. Has no effect if the participant is absent.
    pub fn publish(&self, room: &RoomName, identity: &Identity) {
        self.set_publishing(room, identity, true);
    }

    /// Unpublishes the tracks of a participant.
    pub fn unpublish(&self, room: &RoomName, identity: &Identity) {
        self.set_publishing(room, identity, false);
    }

    /// Removes a participant, if present.
    pub fn leave(&self, room: &RoomName, identity: &Identity) {
        self.rooms.access_always(|rooms| {
            if let Some(room) = rooms.open.get_mut(room) {
                room.participants.remove(identity);
            }
        });
    }

    /// Whether a participant is in a room.
    #[must_use]
    pub fn is_connected(&self, room: &RoomName, identity: &Identity) -> bool {
        self.rooms.access_always(|rooms| {
            let room = rooms.open.get(room);
            room.is_some_and(|room| room.participants.contains_key(identity))
        })
    }

    /// Returns the chat events that a participant of an open room received, in order.
    #[must_use]
    pub fn received_chat(&self, room: &RoomName, identity: &Identity) -> Vec<ChatEvent> {
        self.rooms.access_always(|rooms| {
            let received_chat = rooms
                .open
                .get(room)
                .and_then(|room| room.received_chat.get(identity));
            received_chat.cloned().unwrap_or_default()
        })
    }

    /// Whether a room is open.
    #[must_use]
    pub fn is_open(&self, room: &RoomName) -> bool {
        self.rooms.access_always(|rooms| rooms.open.contains_key(room))
    }

    /// Returns the metadata of a room.
    #[must_use]
    pub fn metadata(&self, room: &RoomName) -> Option<RoomMetadata> {
        self.rooms
            .access_always(|rooms| rooms.open.get(room).and_then(|room| room.metadata.clone()))
    }

    fn set_publishing(&self, room: &RoomName, identity: &Identity, is_publishing: bool) {
        self.rooms.access_always(|rooms| {
            let room = rooms.open.get_mut(room);
            if let Some(participant) = room.and_then(|room| room.participants.get_mut(identity)) {
                participant.is_publishing = is_publishing;
            }
        });
    }

    fn call<R>(&self, step: impl FnOnce(&mut Rooms) -> R) -> Result<R, MediaRoomsError> {
        self.rooms
            .access(step)
            .map_err(|SimulatedOutage| MediaRoomsError::Unavailable(Box::new(SimulatedOutage)))
    }

    /// Fails during a simulated outage.
    pub(crate) fn check_reachable(&self) -> Result<(), SimulatedOutage> {
        self.rooms.access(|_| ())
    }
}

#[async_trait]
impl MediaRooms for MemoryMediaRooms {
    async fn create_room(&self, spec: &RoomSpec) -> Result<RoomSid, MediaRoomsError> {
        self.call(|rooms| {
            if let Some(open) = rooms.open.get(&spec.name) {
                return open.sid.clone();
            }
            rooms.opened += 1;
            let sid = RoomSid::from_trusted(format!("RM_memory{}", rooms.opened));
            let room = OpenRoom {
                sid: sid.clone(),
                metadata: spec.metadata.clone(),
                participants: BTreeMap::new(),
                received_chat: BTreeMap::new(),
            };
            rooms.open.insert(spec.name.clone(), room);
            sid
        })
    }

    async fn delete_room(&self, room: &RoomName) -> Result<(), MediaRoomsError> {
        self.call(|rooms| {
            rooms.open.remove(room);
        })
    }

    async fn list_rooms(&self) -> Result<Vec<Room>, MediaRoomsError> {
        self.call(|rooms| {
            let open = rooms.open.iter().map(|(name, room)| Room {
                name: name.clone(),
                sid: room.sid.clone(),
                metadata: room.metadata.clone(),
            });
            open.collect()
        })
    }

    async fn list_participants(&self, room: &RoomName) -> Result<Vec<Participant>, MediaRoomsError> {
        self.call(|rooms| {
            let participants = rooms.open.get(room).map(|room| room.participants.values());
            participants.into_iter().flatten().cloned().collect()
        })
    }

    async fn remove_participant(&self, room: &RoomName, identity: &Identity) -> Result<(), MediaRoomsError> {
        self.call(|rooms| {
            if let Some(room) = rooms.open.get_mut(room) {
                room.participants.remove(identity);
            }
        })
    }

    async fn update_metadata(&self, room: &RoomName, metadata: &RoomMetadata) -> Result<(), MediaRoomsError> {
        self.call(|rooms| {
            if let Some(room) = rooms.open.get_mut(room) {
                room.metadata = Some(metadata.clone());
            }
        })
    }

    async fn send_chat(
        &self,
        room: &RoomName,
        event: &ChatEvent,
        to: &Audience,
    ) -> Result<(), MediaRoomsError> {
        self.call(|rooms| {
            let Some(room) = rooms.open.get_mut(room) else {
                return;
            };
            for identity in room.participants.keys() {
                let is_recipient = match to {
                    Audience::Everybody => true,
                    Audience::Only(identities) => identities.contains(identity),
                };
                if is_recipient {
                    room.received_chat
                        .entry(identity.clone())
                        .or_default()
                        .push(event.clone());
                }
            }
        })
    }
}
