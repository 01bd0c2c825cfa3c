//! `cargo xtask`: starts, tests, measures and regenerates the product.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command-line tool writes to the terminal"
)]

mod bench;
mod cache;
mod cargo;
mod child;
mod cli;
mod debian;
mod dev;
mod diagram;
mod files;
mod fuzz;
mod generate;
mod go;
mod http;
mod interop;
mod interrupt;
mod livekit;
mod mutants;
mod node;
mod ports;
mod postgres;
mod process;
mod programs;
mod progress;
mod python;
mod release;
mod screenshots;
mod secret;
mod server_variables;
mod service;
mod soak;
mod state;
mod test;
mod test_stack;
mod workspace;

use std::process::ExitCode;

use clap::Parser;

use cli::{Cli, Command};

fn main() -> ExitCode {
    let command = Cli::parse().command;
    // These must come first: they execute another program, which must not inherit the signal mask.
    if let Command::Child(args) = command {
        return child::exec(&args);
    }
    if let Command::Bench(args) = &command
        && cfg!(debug_assertions)
        && bench::generates_load(args)
    {
        eprintln!("error: cargo: {}", cargo::exec_release_build());
        return ExitCode::FAILURE;
    }
    if let Err(error) = interrupt::start_signal_thread() {
        eprintln!("error: {error:#}");
        return ExitCode::FAILURE;
    }
    let outcome = match command {
        Command::Dev(args) => dev::run(&args),
        Command::Test(args) => test::run(&args),
        Command::Bench(args) => bench::run(&args),
        Command::Soak(args) => soak::run(&args),
        Command::Interop(args) => interop::run(&args),
        Command::Fuzz(args) => fuzz::run(&args),
        Command::Screenshots(args) => screenshots::run(&args).map(|()| ExitCode::SUCCESS),
        Command::Release(args) => release::run(&args),
        Command::Mutants(args) => mutants::run(&args.arguments),
        Command::Generate => generate::run().map(|()| ExitCode::SUCCESS),
        Command::Child(_) => Ok(ExitCode::SUCCESS),
    };
    match outcome {
        Ok(code) => code,
        Err(error) if error.is::<interrupt::Interrupted>() => {
            progress::print_line("stopped");
            ExitCode::from(130)
        }
        Err(error) => {
            progress::print_error(&format!("error: {error:#}"));
            ExitCode::FAILURE
        }
    }
}
