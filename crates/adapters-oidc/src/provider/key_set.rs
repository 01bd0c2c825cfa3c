//! The provider's public keys.

use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk, KeyAlgorithm, KeyOperations, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey};
use serde::Deserialize;
use serde_json::Value;

/// A JSON Web Key Set (RFC 7517), as the provider publishes it.
#[derive(Debug, Deserialize)]
pub(super) struct Document {
    keys: Vec<Value>,
}

/// The keys that may verify tokens.
pub(super) struct KeySet(Vec<VerificationKey>);

struct VerificationKey {
    id: Option<String>,
    /// A key verifies only signatures of its own algorithm.
    algorithms: Vec<Algorithm>,
    key: DecodingKey,
}

/// The result of a search for a key.
pub(super) enum Lookup<'a> {
    /// The key that the token names.
    Found(&'a DecodingKey),
    /// No key has the token's `kid`.
    UnknownKey,
    /// The key is for another algorithm, or the token names no key and several are possible.
    Unsuitable,
}

impl KeySet {
    /// Reads the keys for the accepted algorithms. All other keys are ignored: keys for encryption, of other
    /// types, and those that can't be read.
    pub(super) fn read(document: Document, accepted: &[Algorithm]) -> Self {
        let keys = document.keys.into_iter();
        Self(
            keys.filter_map(|key| VerificationKey::read(key, accepted))
                .collect(),
        )
    }

    /// Returns the number of keys.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Finds the key for a token with this `kid` and `alg`.
    pub(super) fn find(&self, id: Option<&str>, algorithm: Algorithm) -> Lookup<'_> {
        let named: Vec<_> = match id {
            Some(id) => self
                .0
                .iter()
                .filter(|key| key.id.as_deref() == Some(id))
                .collect(),
            None => self
                .0
                .iter()
                .filter(|key| key.algorithms.contains(&algorithm))
                .collect(),
        };
        if named.is_empty() {
            return Lookup::UnknownKey;
        }
        let mut suitable = named
            .into_iter()
            .filter(|key| key.algorithms.contains(&algorithm));
        match (suitable.next(), suitable.next()) {
            (Some(key), None) => Lookup::Found(&key.key),
            _ => Lookup::Unsuitable,
        }
    }
}

impl VerificationKey {
    fn read(key: Value, accepted: &[Algorithm]) -> Option<Self> {
        let key: Jwk = serde_json::from_value(key).ok()?;
        let common = &key.common;
        let is_for_signatures = common
            .public_key_use
            .as_ref()
            .is_none_or(|purpose| *purpose == PublicKeyUse::Signature);
        let may_verify = common
            .key_operations
            .as_ref()
            .is_none_or(|operations| operations.contains(&KeyOperations::Verify));
        if !is_for_signatures || !may_verify {
            return None;
        }
        let possible: &[Algorithm] = match &key.algorithm {
            AlgorithmParameters::RSA(_) => &[Algorithm::RS256, Algorithm::PS256],
            AlgorithmParameters::EllipticCurve(curve) if curve.curve == EllipticCurve::P256 => {
                &[Algorithm::ES256]
            }
            AlgorithmParameters::OctetKeyPair(pair) if pair.curve == EllipticCurve::Ed25519 => {
                &[Algorithm::EdDSA]
            }
            _ => return None,
        };
        let algorithms: Vec<_> = possible
            .iter()
            .filter(|algorithm| accepted.contains(algorithm))
            .filter(|algorithm| match common.key_algorithm {
                None => true,
                Some(own) => to_algorithm(own) == Some(**algorithm),
            })
            .copied()
            .collect();
        if algorithms.is_empty() {
            return None;
        }
        Some(Self {
            id: common.key_id.clone(),
            algorithms,
            key: DecodingKey::from_jwk(&key).ok()?,
        })
    }
}

fn to_algorithm(own: KeyAlgorithm) -> Option<Algorithm> {
    match own {
        KeyAlgorithm::RS256 => Some(Algorithm::RS256),
        KeyAlgorithm::PS256 => Some(Algorithm::PS256),
        KeyAlgorithm::ES256 => Some(Algorithm::ES256),
        KeyAlgorithm::EdDSA => Some(Algorithm::EdDSA),
        _ => None,
    }
}
