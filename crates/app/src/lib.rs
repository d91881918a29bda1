//! rentree-app
