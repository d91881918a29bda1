//! Whole files, read as the program reads them.

mod samples;
mod vocabulary;
