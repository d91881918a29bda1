//! What the program says to people, in both languages.
