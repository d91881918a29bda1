//! The one implementation of TLS that this program has, for every client in it.

/// To be called before a client is made. Harmless when it was called before.
pub fn ready() {
    let _ = rustls::crypto::ring::default_provider().install_default();
}
