//! Messages of `cargo xtask dev` for the user.

use super::backing_services::{BackingServices, ServiceExit};
use super::data_dir::DataDir;
use super::server::Server;
use crate::progress::print_line;

pub(crate) fn print_ready(server: &Server, services: &BackingServices, folder: &DataDir, has_demo: bool) {
    let url = server.url();
    let data = folder.path().display();
    let demo = if has_demo {
        "
  Demo           bots: two creators broadcast, others watch and chat"
    } else {
        ""
    };
    print_line(&format!(
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
        services.livekit_url
    ));
}

pub(crate) fn print_exit(exit: &ServiceExit) {
    let ServiceExit {
        name,
        status,
        log,
        restart_command,
    } = exit;
    print_line(&format!(
        "\n{name} ended ({status}). Its log: {log}\nRestart it, or press Ctrl-C and restart everything. \
         By hand:\n{restart_command}\n"
    ));
}
