//! rentree-store
