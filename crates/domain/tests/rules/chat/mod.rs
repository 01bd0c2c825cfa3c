//! Chat: permissions, numbering, visibility, delivery, and recovery after a crash.

mod authors;
mod delivering;
mod fixture;
mod guest_limit;
mod guests;
mod lookups;
mod model;
mod permission;
mod removing;
mod replies;
