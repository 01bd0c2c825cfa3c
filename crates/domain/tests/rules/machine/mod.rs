//! The state machine of a broadcast.

mod connections;
mod driver;
mod inputs;
mod random_inputs;
mod scenarios;
mod unreliable_notifications;
