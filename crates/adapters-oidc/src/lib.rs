//! Verifies bearer tokens and signs those of the development login.
//!
//! Each kind of token has a module with its implementation of the domain's `Authenticator`.
//! [`SharedSecretAuthenticator`] accepts tokens that are signed with a shared secret. All of them interpret
//! claims by the module `claims`.

mod claims;
mod dev;
mod secret;
mod shared_secret;

#[cfg(test)]
mod testing;

pub use dev::{DevAuthenticator, DevTokenError, DevTokenSigner};
pub use secret::{SecretTooShort, SharedSecret};
pub use shared_secret::{SharedSecretAuthenticator, TokenOrigin};
