//! What every adapter of a port must do, as test suites that each adapter runs with one line.
//!
//! There is a module for each port. Each public function is a case, named for the behaviour that it checks;
//! each MUST in a port's documentation has a case. A macro with the name of the module turns all
//! cases into tests:
//!
//! ```text
//! async fn fresh() -> onair_port_contracts::World { /* an empty store */ }
//!
//! onair_port_contracts::stream_repository!(fresh);
//! onair_port_contracts::store!(fresh); // all suites over a World at once
//! ```
//!
//! `fresh` is called once per test. It names a function or a closure in the scope of the calling module.
//! Each test has its own runtime with two threads. The tests are in a module with the name of the
//! suite; to run a suite twice in one file, put each call into a module.
//!
//! The suites do not check the time limits of ports: that would depend on the speed of the machine. Each adapter
//! tests its limits itself, with a simulated clock.
//!
//! [`fixtures`] creates test data with defaults, also for tests elsewhere.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "a case fails by panicking, as every test does"
)]

pub mod audit_log;
pub mod authenticator;
pub mod chat_log;
pub mod chat_outbox;
pub mod clock;
pub mod creator_applications;
pub mod expiring_data;
pub mod fixtures;
pub mod health_probe;
pub mod id_source;
pub mod live_events;
pub mod locks;
pub mod media_rooms;
pub mod media_webhooks;
pub mod populated_media_rooms;
pub mod session_repository;
pub mod social_graph;
pub mod stream_repository;
pub mod thumbnails;
pub mod token_signer;
pub mod token_verifier;
pub mod unreachable_health_probe;
pub mod unreachable_locks;
pub mod unreachable_media_rooms;
pub mod unreachable_store;
pub mod user_directory;
pub mod webhook_queue;

mod run;
mod world;

pub(crate) use run::finishes;
pub use run::{run, run_concurrently};
pub use world::{RoomsFixture, RowVersions, World};

/// All suites of the ports with state. `fresh` is an async function that returns a [`World`]
/// over an empty store.
#[macro_export]
macro_rules! store {
    ($fresh:expr) => {
        $crate::stream_repository!($fresh);
        $crate::session_repository!($fresh);
        $crate::user_directory!($fresh);
        $crate::social_graph!($fresh);
        $crate::creator_applications!($fresh);
        $crate::chat_log!($fresh);
        $crate::thumbnails!($fresh);
        $crate::audit_log!($fresh);
        $crate::expiring_data!($fresh);
        $crate::live_events!($fresh);
    };
}

/// Turns cases into tests.
#[doc(hidden)]
#[macro_export]
macro_rules! cases {
    ($module:ident, $fresh:expr, [$($case:ident),* $(,)?]) => {
        mod $module {
            #[allow(unused_imports, reason = "the name may be a whole path")]
            use super::*;

            $(
                #[test]
                fn $case() {
                    $crate::run(async {
                        let fixture = ($fresh)().await;
                        $crate::$module::$case(&fixture).await;
                    });
                }
            )*
        }
    };
}
