//! What can be typed after `cargo xtask`.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::bound;

/// The tools of this work tree.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Start the whole product: PostgreSQL, LiveKit, the server and the web page, with demo users
    Dev(DevArgs),
    /// Pass every test; the last line counts them
    Test(TestArgs),
    /// Measure the product as a person feels it, and print a table
    Bench(BenchArgs),
    /// Write the generated files anew: docs/openapi.json and the web page's types
    Generate,
    /// Change the domain's rules one by one, and report each change that no test notices; takes an hour or more
    Mutants(MutantsArgs),
    #[command(hide = true)]
    Bound(bound::BoundArgs),
}

#[derive(Args)]
pub(crate) struct DevArgs {
    /// Where to listen; if it is taken, the next free port (0: any)
    #[arg(long, default_value_t = 8080)]
    pub(crate) port: u16,
    /// Where the data is kept [default: .onair/dev in the work tree]
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// Delete the data first
    #[arg(long)]
    pub(crate) fresh: bool,
    /// A file to write when ready: addresses, secrets and process ids, as JSON
    #[arg(long, value_name = "FILE")]
    pub(crate) state: Option<PathBuf>,
    /// Add bots: two creators who broadcast test pictures and tones, and viewers who chat
    #[arg(long)]
    pub(crate) demo: bool,
}

#[derive(Args)]
pub(crate) struct TestArgs {
    /// Only this part (can be repeated)
    #[arg(long, value_name = "PART", value_delimiter = ',')]
    pub(crate) only: Vec<Part>,
    /// Only tests whose names contain this
    pub(crate) filter: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum Part {
    /// Formatting, clippy, generated files, licences and versions of the dependencies
    Lint,
    /// `cargo test` over PostgreSQL and LiveKit
    Rust,
    /// The web page's types, lints and unit tests
    Web,
    /// The whole product in a browser
    Journeys,
}

#[derive(Args)]
pub(crate) struct MutantsArgs {
    /// Passed on to cargo-mutants, for example `-- --re session/machine`
    #[arg(last = true)]
    pub(crate) arguments: Vec<String>,
}

#[derive(Args)]
pub(crate) struct BenchArgs {
    /// What to measure [default: everything]
    #[arg(value_name = "SUITE")]
    pub(crate) suites: Vec<Suite>,
    /// How often; of the chat's load, how many seconds each step lasts
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) runs: u16,
    /// Measure the optimised build, which takes minutes to make
    #[arg(long)]
    pub(crate) release: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum Suite {
    /// Times of live broadcasts, and what their listeners cost
    Live,
    /// How many messages a second reach a room of 50, and what limits it
    Chat,
}
