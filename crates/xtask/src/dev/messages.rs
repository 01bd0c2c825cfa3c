//! What a person needs to know once everything runs.

use super::folder::Folder;
use super::parts::{Ended, Parts};
use super::server::Server;
use crate::progress::say;

pub(crate) fn ready(server: &Server, parts: &Parts, folder: &Folder, has_demo: bool) {
    let url = server.url();
    let data = folder.path().display();
    let demo = if has_demo {
        "
  Demo           bots: two creators broadcast, others watch and chat"
    } else {
        ""
    };
    say(&format!(
        "
  Onair runs at {url}

  Sign in as     ada, ben       approved creators, ready to go live
                 cleo           has applied to become one
                 vera, victor   viewers
                 admin          decides on applications{demo}
  API            {url}/api/docs
  LiveKit        {}
  Data and logs  {data}
  Stop           Ctrl-C

ready: {url}",
        parts.livekit_url
    ));
}

pub(crate) fn part_ended(ended: &Ended) {
    let Ended {
        name,
        status,
        log,
        start_again,
    } = ended;
    say(&format!(
        "\n{name} ended ({status}). Its log: {log}\nStart it again by hand, or press Ctrl-C and start everything \
         again. By hand:\n{start_again}\n"
    ));
}
