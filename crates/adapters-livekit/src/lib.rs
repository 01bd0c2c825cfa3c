//! Implements the media server ports with LiveKit. [`LiveKitRooms`] manages rooms, [`LiveKitTokenSigner`]
//! signs room tokens, [`LiveKitTokenVerifier`] verifies them, and [`LiveKitWebhooks`] reads webhooks.
//!
//! No other crate depends on LiveKit's client library. Its types never appear in the public API.

mod config;
mod inspect;
mod rooms;
mod signer;
mod storable_text;
mod verifier;
mod webhook;

#[cfg(test)]
mod testing;

pub use config::{ApiKeyPair, LiveKitConfig, LiveKitUrl, LiveKitUrlError};
pub use inspect::{
    CallRefused, IceCandidate, JoinError, Joined, LiveKitInspector, Protocol, Reached, RelayError,
    Unreachable,
};
pub use rooms::{LiveKitRooms, NoCertificates, describe_metrics};
pub use signer::LiveKitTokenSigner;
pub use verifier::LiveKitTokenVerifier;
pub use webhook::LiveKitWebhooks;
