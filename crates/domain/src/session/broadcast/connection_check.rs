//! The room in which a creator checks their connection before a broadcast.

use super::{BroadcastError, BroadcastService, signing_error};
use crate::error::Outage;
use crate::room::RoomName;
use crate::session::RoomSpec;
use crate::token::RoomAccess;
use crate::user::{User, UserId};

impl BroadcastService {
    /// Creates a room of its own for the caller, in which they check their connection, and issues a token with
    /// which they publish and subscribe there. The stream and its session are not affected.
    ///
    /// Only approved creators may do this. A repetition returns a token for the same room.
    pub async fn start_connection_check(&self, creator: &User) -> Result<RoomAccess, BroadcastError> {
        self.creators.require_approved(&creator.id).await?;
        let spec = RoomSpec::of_connection_check(&creator.id);
        self.media.create_room(&spec).await.map_err(Outage::from)?;
        let access = self.tokens.generate_check_token(creator);
        access.map_err(signing_error)
    }

    /// Closes the room of a creator's connection check. A failure is ignored: nobody else can join that room,
    /// and no further token for it is issued to somebody who is suspended or not approved.
    pub(crate) async fn close_connection_check(&self, creator: &UserId) {
        let room = RoomName::of_connection_check(creator);
        let _nobody_else_is_in_it = self.media.delete_room(&room).await;
    }
}
