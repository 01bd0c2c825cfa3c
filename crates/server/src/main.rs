//! The program `server`.

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    onair_server::run(|ports| ports).await
}
