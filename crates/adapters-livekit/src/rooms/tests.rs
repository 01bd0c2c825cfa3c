//! Tests of rooms, with a fake server that fails and with a real server.

mod contracts;
mod failures;
mod real_server;
mod send_data;
