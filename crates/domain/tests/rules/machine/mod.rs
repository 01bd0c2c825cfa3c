//! The live state machine by itself.

mod chaos;
mod course;
mod driver;
mod garbled;
