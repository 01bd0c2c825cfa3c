//! `cargo xtask`: the tools a person runs to start, test, measure and regenerate the product.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command-line tool speaks to the terminal"
)]

mod bench;
mod bound;
mod browsers;
mod cache;
mod cargo;
mod cli;
mod dev;
mod diagram;
mod files;
mod generate;
mod golang;
mod http;
mod interrupt;
mod livekit;
mod mutants;
mod node;
mod personal;
mod ports;
mod postgres;
mod process;
mod progress;
mod python;
mod secret;
mod service;
mod stage;
mod state;
mod test;
mod workspace;

use std::process::ExitCode;

use clap::Parser;

use cli::{Cli, Command};

fn main() -> ExitCode {
    let command = Cli::parse().command;
    // Before anything else: it becomes another program, and must not inherit what is set up below.
    if let Command::Bound(args) = command {
        return bound::exec(&args);
    }
    if let Err(error) = interrupt::listen() {
        eprintln!("error: {error:#}");
        return ExitCode::FAILURE;
    }
    let outcome = match command {
        Command::Dev(args) => dev::run(&args),
        Command::Test(args) => test::run(&args),
        Command::Bench(args) => bench::run(&args),
        Command::Mutants(args) => mutants::run(&args.arguments),
        Command::Generate => generate::run().map(|()| ExitCode::SUCCESS),
        Command::Bound(_) => Ok(ExitCode::SUCCESS),
    };
    match outcome {
        Ok(code) => code,
        Err(error) if error.is::<interrupt::Interrupted>() => {
            progress::say("stopped");
            ExitCode::from(130)
        }
        Err(error) => {
            progress::complain(&format!("error: {error:#}"));
            ExitCode::FAILURE
        }
    }
}
