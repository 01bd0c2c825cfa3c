//! The live state machine by itself.

mod chaos;
mod connections;
mod course;
mod driver;
mod garbled;
mod inputs;
