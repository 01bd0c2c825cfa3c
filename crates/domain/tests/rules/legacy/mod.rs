//! Rules of the import from the previous system.

mod corrections;
mod preferences;
mod subjects;
