//! The network address of a client.

mod address;
mod concurrency;
mod network;

use actix_web::HttpRequest;
use actix_web::web;

use crate::api::Api;

pub use address::TrustedProxies;
pub use concurrency::{ConcurrencyLimit, Permit};
pub use network::{ClientNetwork, Network};

/// The network of the client that sent a request.
pub(crate) fn network_of(request: &HttpRequest) -> ClientNetwork {
    let peer = request.peer_addr().map(|peer| peer.ip());
    let address = match request.app_data::<web::Data<Api>>() {
        Some(api) => api.config.trusted_proxies.client_address(peer, request.headers()),
        None => peer,
    };
    address.map_or(ClientNetwork::UNKNOWN, ClientNetwork::of)
}
