//! Chat: who may write, what is numbered and kept, who sees it when, and what a crash leaves.

mod course;
mod crowd;
mod guests;
mod permission;
mod relaying;
mod removing;
