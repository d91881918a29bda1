//! `rentree`, the one binary: command line, and (under a hidden word) the caged reader of files.

mod args;
mod commands;
mod config;
mod exit;
mod logs;
mod say;

use std::process::ExitCode;

use clap::Parser as _;

/// Rows are made on one thread and freed on another, which the system's allocator is slow at (`docs/adr/0005-dependencies.md`).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // The child that reads a file must do nothing else first: no argument parser, no runtime, no threads.
    if std::env::args_os().nth(1).is_some_and(|first| first == rentree_app::reader::CAGE_ARGUMENT) {
        return ExitCode::from(rentree_app::reader::run_cage());
    }
    let rentree = args::Rentree::parse();
    let traces = logs::start();
    let code = match tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build() {
        Ok(runtime) => runtime.block_on(commands::run(rentree)),
        Err(_) => exit::STORAGE,
    };
    logs::end(traces);
    ExitCode::from(code)
}
