//! The engine against the sample lists and their truths.

mod values;
