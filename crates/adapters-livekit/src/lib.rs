//! The media server's ports over LiveKit: [`LiveKitRooms`] makes and closes rooms and looks into
//! them, [`LiveKitTokenSigner`] signs the tokens that open them, [`LiveKitTokenVerifier`] reads these, and
//! [`LiveKitWebhooks`] reads what LiveKit tells on its own.
//!
//! This is the only crate that knows LiveKit's client library: its types never leave it.

mod config;
mod rooms;
mod signer;
mod storable;
mod verifier;
mod webhook;

#[cfg(test)]
mod testing;

pub use config::{LiveKitConfig, LiveKitUrl, LiveKitUrlFault};
pub use rooms::{LiveKitRooms, NoAuthorities};
pub use signer::LiveKitTokenSigner;
pub use verifier::LiveKitTokenVerifier;
pub use webhook::LiveKitWebhooks;
