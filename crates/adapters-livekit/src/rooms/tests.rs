//! Rooms on bad days of the server, by a stand-in, and on a good day, by a real one.

mod bad_days;
mod contracts;
mod real;
mod sending;
