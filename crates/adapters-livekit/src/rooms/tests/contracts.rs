//! The ports' laws: on a real server, and on one that is gone. One that hangs would take its whole
//! time for each call; that is held for all calls at once among the bad days.

use std::sync::Arc;

use onair_domain::ports::HealthProbe;
use onair_port_contracts::WorkingRooms;

use crate::testing::stand_in::an_address_without_a_server;
use crate::testing::{config_at, real_server};
use crate::{LiveKitConfig, LiveKitRooms};

fn working(config: &LiveKitConfig) -> WorkingRooms {
    WorkingRooms {
        rooms: Arc::new(LiveKitRooms::new(config).unwrap()),
        guard: Box::new(()),
    }
}

fn probe(config: &LiveKitConfig) -> Arc<dyn HealthProbe> {
    Arc::new(LiveKitRooms::new(config).unwrap())
}

onair_port_contracts::media_rooms!(async || working(&real_server()));
onair_port_contracts::health_probe!(async || probe(&real_server()));
onair_port_contracts::unreachable_media_rooms!(async || {
    working(&config_at(&an_address_without_a_server().await))
});
onair_port_contracts::unreachable_health_probe!(async || {
    probe(&config_at(&an_address_without_a_server().await))
});
