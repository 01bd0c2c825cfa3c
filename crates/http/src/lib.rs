//! The REST interface: routes, DTOs, the mapping of errors to answers, and the OpenAPI file that is
//! made from the same code.
//!
//! [`app`] makes an actix application of an [`Api`], the domain's services and what they are told
//! about their surroundings. A request goes through the extractors in `extract` to one service
//! call and back as a DTO; `error` is the one place that turns a refusal into a status and a code.

mod api;
mod app;
mod compress;
mod connection;
mod cursor;
mod dto;
mod envelope;
mod error;
mod events;
mod extract;
mod fallback;
mod host;
mod limits;
mod listen;
mod observe;
mod openapi;
mod request_id;
mod routes;
mod target;

pub use api::{Api, ApiConfig, AuthMode, DevLogin, Drain, Metrics, Page};
pub use app::app;
pub use events::{Hub, Listener};
pub use listen::{Limits, listen};
pub use openapi::openapi;
