//! The whole server as a process, over a database of the test's own and a real LiveKit: the main paths,
//! the rules that the domain's properties hold in memory, bad days, start and stop.

mod broadcast;
mod lifecycle;
mod outage;
mod support;
mod watching;
