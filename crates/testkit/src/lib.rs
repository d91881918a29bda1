//! rentree-testkit
