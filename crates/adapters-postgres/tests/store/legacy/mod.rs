//! Tests of the import from a made-up old database.

mod crashes;
mod repeated;
mod rows;
mod subjects;
pub(crate) mod support;
mod tables;
