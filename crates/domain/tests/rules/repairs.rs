//! Which creator a repair is reported for.

use onair_domain::room::{Identity, RoomName};
use onair_domain::session::Repair;
use onair_port_contracts::fixtures;

#[test]
fn a_repair_of_one_broadcast_is_reported_for_its_creator() {
    let ada = fixtures::user_id("ada");
    let viewer = Identity::from_outside("viewer-1".to_owned());
    for repair in [
        Repair::StateCorrected(ada.clone()),
        Repair::RoomCreated(ada.clone()),
        Repair::RoomClosed(ada.clone()),
        Repair::ParticipantRemoved(RoomName::of(&ada), viewer),
        Repair::MetadataPushed(ada.clone()),
        Repair::RevokedEnded(ada.clone()),
    ] {
        assert_eq!(repair.creator(), Some("ada"), "{repair:?}");
    }
    assert_eq!(Repair::ChatSent(3).creator(), None);
}
