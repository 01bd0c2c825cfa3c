//! The contract tests of the ports, with a real server and with an unreachable one. The tests of failures
//! cover a server that hangs, because here each call would take its full timeout.

use std::sync::Arc;

use onair_domain::ports::HealthProbe;
use onair_port_contracts::RoomsFixture;

use crate::testing::fake_server::unreachable_address;
use crate::testing::{config_at, real_server};
use crate::{LiveKitConfig, LiveKitRooms};

fn fixture(config: &LiveKitConfig) -> RoomsFixture {
    RoomsFixture {
        rooms: Arc::new(LiveKitRooms::new(config).unwrap()),
        guard: Box::new(()),
    }
}

fn probe(config: &LiveKitConfig) -> Arc<dyn HealthProbe> {
    Arc::new(LiveKitRooms::new(config).unwrap())
}

onair_port_contracts::media_rooms!(async || fixture(&real_server()));
onair_port_contracts::health_probe!(async || probe(&real_server()));
onair_port_contracts::unreachable_media_rooms!(async || {
    fixture(&config_at(&unreachable_address().await))
});
onair_port_contracts::unreachable_health_probe!(async || { probe(&config_at(&unreachable_address().await)) });
