//! The REST interface: routes, DTOs, the mapping of errors to responses, and the OpenAPI document that is
//! generated from the same code.
//!
//! [`app`] creates an actix application from an [`Api`]: the domain's services and the configuration. A
//! request goes through the extractors in `extract` to one service call, and the result is converted to a
//! DTO. Only `error` maps errors to status codes.

mod api;
mod app;
mod client;
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
mod log_budget;
mod metrics;
mod observe;
mod openapi;
mod preview;
mod public_url;
mod rate_limit;
mod request_id;
mod routes;
mod security_headers;
mod target;
mod trace_context;

pub use api::{Api, ApiConfig, AuthMode, DevLogin, Drain, Metrics, Page, PageRequest};
pub use app::app;
pub use client::{ClientNetwork, ConcurrencyLimit, Network, Permit, TrustedProxies};
#[doc(hidden)]
pub use cursor::check_cursor;
pub use events::{Hub, Subscription};
pub use listen::{Limits, listen, listen_for_metrics};
pub use metrics::describe_metrics;
pub use openapi::openapi;
pub use public_url::{PublicUrl, PublicUrlError};
pub use rate_limit::{
    MemoryRateLimiter, Quota, QuotaError, RateLimitClass, RateLimitKey, RateLimiter, RateLimits,
};
