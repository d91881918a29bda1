//! The program as its users run it: a process, a folder, an exit code, and what it prints.

mod house;
mod kills;
mod samples;
mod words;
