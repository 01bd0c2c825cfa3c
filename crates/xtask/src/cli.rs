//! The command line of `cargo xtask`.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::child;

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
    /// Run all tests. The last line shows the counts
    Test(TestArgs),
    /// Measure the product from a user's perspective and print a table
    Bench(BenchArgs),
    /// Run real broadcasts while all parts are restarted at random, and check what must hold all the while
    Soak(SoakArgs),
    /// Test the product with another product, which is downloaded first
    Interop(InteropArgs),
    /// Take pictures of all states of all pages, for phones and computers, in light and dark mode
    Screenshots(ScreenshotsArgs),
    /// Regenerate docs/openapi.json, the web page's types and the crate diagram
    Generate,
    /// Run mutation tests of the domain and report the surviving mutants; takes an hour or more
    Mutants(MutantsArgs),
    /// Give generated input to the parsers of input from outside, guided by coverage; compiles for minutes first
    Fuzz(FuzzArgs),
    /// Build the archive that people install
    Release(ReleaseArgs),
    #[command(name = "bound", hide = true)]
    Child(child::ChildArgs),
}

#[derive(Args)]
pub(crate) struct DevArgs {
    /// Port to listen on. If it is in use, the next free port (0: any free port)
    #[arg(long, default_value_t = 8080)]
    pub(crate) port: u16,
    /// Data directory [default: .onair/dev in the work tree]
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// Delete the data first
    #[arg(long)]
    pub(crate) fresh: bool,
    /// File to write when ready: addresses, secrets and process ids as JSON
    #[arg(long, value_name = "FILE")]
    pub(crate) state: Option<PathBuf>,
    /// Start bots: two creators broadcast test pictures and tones, viewers chat
    #[arg(long)]
    pub(crate) demo: bool,
}

#[derive(Args)]
pub(crate) struct ReleaseArgs {
    /// Where to write the archive and its checksum [default: target/release-archive]
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Build the container image too, with buildah
    #[arg(long)]
    pub(crate) image: bool,
    /// Accept changes that are not committed. The program still names the last commit
    #[arg(long)]
    pub(crate) allow_dirty: bool,
}

#[derive(Args)]
pub(crate) struct TestArgs {
    /// Run only this part (can be repeated)
    #[arg(long, value_name = "PART", value_delimiter = ',')]
    pub(crate) only: Vec<Part>,
    /// Run only tests whose names contain this text
    pub(crate) filter: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum Part {
    /// Formatting, clippy, generated files, licences and duplicate dependencies
    Lint,
    /// `cargo test` with PostgreSQL and LiveKit
    Rust,
    /// Servers of the previous release on the database that this version has migrated
    PreviousRelease,
    /// The web page's types, lints and unit tests
    Web,
    /// Generated requests against the whole product, by its OpenAPI document
    Api,
    /// The whole product in a browser
    Journeys,
    /// Two servers and two LiveKit nodes, some of which are killed
    Cluster,
}

#[derive(Args)]
pub(crate) struct SoakArgs {
    /// How long. 20 minutes and more also compare the memory of the server
    #[arg(long, value_name = "N", default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..=10_080))]
    pub(crate) minutes: u32,
    /// Repeats the random decisions of an earlier run. The timing of calls still differs
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,
    /// Test the dev build instead of the release build, which takes minutes to compile
    #[arg(long)]
    pub(crate) debug: bool,
}

#[derive(Args)]
pub(crate) struct ScreenshotsArgs {
    /// Where the pictures are written [default: target/screenshots]
    #[arg(long, value_name = "DIR")]
    pub(crate) folder: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct InteropArgs {
    /// The other product
    pub(crate) product: Product,
    /// Run only journeys whose names contain this text
    pub(crate) filter: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum Product {
    /// Sign-in at a Keycloak from Maven Central, in browsers
    Keycloak,
}

#[derive(Args)]
pub(crate) struct MutantsArgs {
    /// Arguments for cargo-mutants, for example `-- --re session/machine`
    #[arg(last = true)]
    pub(crate) arguments: Vec<String>,
}

#[derive(Args)]
pub(crate) struct FuzzArgs {
    /// What to fuzz [default: every program in crates/fuzz/targets]
    #[arg(value_name = "TARGET")]
    pub(crate) targets: Vec<String>,
    /// Seconds per target
    #[arg(long, value_name = "N", default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) seconds: u32,
}

#[derive(Args)]
pub(crate) struct BenchArgs {
    /// What to measure [default: everything]
    #[arg(value_name = "SUITE")]
    pub(crate) suites: Vec<Suite>,
    /// Number of runs; for the suite `chat`, the seconds per load step; for `abuse`, the number of floods; for `serve`, of rounds
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) runs: u16,
    /// Measure the release build, which takes minutes to compile
    #[arg(long)]
    pub(crate) release: bool,
    /// For `serve`: the number of generated streams, a tenth of them live
    #[arg(long, value_name = "N", default_value_t = 1_000_000, value_parser = clap::value_parser!(u32).range(10_000..=1_000_000))]
    pub(crate) streams: u32,
    /// For `serve`: measure only this row (can be repeated)
    #[arg(long, value_name = "ROW", value_delimiter = ',')]
    pub(crate) only: Vec<String>,
    /// For `serve`: little data and short rounds
    #[arg(long)]
    pub(crate) quick: bool,
    /// For `serve`: the file to write [default: target/bench-serve.json]
    #[arg(long, value_name = "FILE")]
    pub(crate) json: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum Suite {
    /// Latencies of live broadcasts and the cost of event subscribers
    Live,
    /// Messages per second in a room of 50, and the bottleneck
    Chat,
    /// Latencies of viewers, and the server's memory, during a flood of requests; always the release build
    Abuse,
    /// Requests per second and latencies of a server with a million streams, beside what the machine can do; always the
    /// release build
    Serve,
    /// Time and memory of `server import-legacy` for 100,000 users and 1,000,000 follows
    ImportLegacy,
}
