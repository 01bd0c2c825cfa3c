//! Chat: who may write, what is numbered and kept, who sees it when, and what a crash leaves.

mod authors;
mod course;
mod crowd;
mod delivering;
mod guests;
mod lookups;
mod permission;
mod removing;
