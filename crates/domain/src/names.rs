//! Names of the variants of enumerations, as they are sent to clients and stored.
//!
//! The derive macros are those of `strum_macros`. The traits and errors that they need are defined here and
//! not taken from the crate `strum`, so that this crate has fewer than 20 dependencies. `IntoStaticStr`
//! writes a name, `EnumString` parses it.

/// An enumeration whose variants can be listed.
pub trait VariantArray: Sized + 'static {
    /// All variants, in the order of their declaration.
    const VARIANTS: &'static [Self];
}

/// A text is not the name of a variant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ParseError {
    /// No variant has that name. The comparison is case-sensitive.
    #[error("there is no such name")]
    VariantNotFound,
}

#[cfg(test)]
mod tests {
    use std::fmt::Debug;
    use std::str::FromStr;

    use super::{ParseError, VariantArray};
    use crate::audit::AuditAction;
    use crate::creator::ApplicationStatus;
    use crate::session::{EndReason, Interruption, Presence};
    use crate::stream::BroadcastState;
    use crate::user::Role;

    /// Stores and clients use these names, so they must not change.
    fn assert_names<T>(names: &[&str])
    where
        T: VariantArray + FromStr<Err = ParseError> + Copy + PartialEq + Debug,
        &'static str: From<T>,
    {
        let written: Vec<&str> = T::VARIANTS.iter().map(|variant| (*variant).into()).collect();
        assert_eq!(written, names);
        for (variant, name) in T::VARIANTS.iter().zip(names) {
            assert_eq!(name.parse::<T>(), Ok(*variant));
        }
        for bad in ["", "NOBODY", &names[0].to_lowercase(), &format!("{} ", names[0])] {
            if bad != names[0] {
                assert_eq!(bad.parse::<T>(), Err(ParseError::VariantNotFound), "{bad:?}");
            }
        }
    }

    #[test]
    fn names_stay_as_they_are() {
        assert_names::<Role>(&["admin"]);
        assert_names::<AuditAction>(&[
            "APPROVE",
            "REJECT",
            "REVOKE",
            "STOP_STREAM",
            "REMOVE_MESSAGE",
            "SUSPEND",
            "REINSTATE",
        ]);
        assert_names::<ApplicationStatus>(&["NONE", "PENDING", "APPROVED", "REJECTED", "REVOKED"]);
        assert_names::<BroadcastState>(&["OFFLINE", "STARTING", "ON_AIR", "INTERRUPTED"]);
        assert_names::<Interruption>(&["CREATOR_GONE", "ROOM_GONE"]);
        assert_names::<Presence>(&["PRESENT", "UNSEEN", "LEFT"]);
        assert_names::<EndReason>(&[
            "ENDED_BY_CREATOR",
            "NEVER_CONNECTED",
            "CONNECTION_LOST",
            "ROOM_CLOSED",
            "STOPPED_BY_ADMIN",
            "CREATOR_REVOKED",
        ]);
    }
}
