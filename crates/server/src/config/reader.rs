//! Reads variables one by one and collects errors.

use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

use secrecy::SecretString;

/// The errors of the configuration, one line each.
#[derive(Debug, PartialEq, Eq)]
pub struct ConfigErrors(pub(super) Vec<String>);

impl std::error::Error for ConfigErrors {}

impl fmt::Display for ConfigErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the configuration is invalid:")?;
        for error in &self.0 {
            write!(f, "\n  {error}")?;
        }
        write!(f, "\ndocs/configuration.md describes each variable.")
    }
}

/// Methods return `None` and record an error if a variable is invalid. An absent optional variable gives
/// `Some(None)`. An empty variable counts as absent.
pub(super) struct Reader<'a> {
    lookup: &'a dyn Fn(&str) -> Option<String>,
    errors: Vec<String>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(lookup: &'a dyn Fn(&str) -> Option<String>) -> Self {
        Self {
            lookup,
            errors: Vec::new(),
        }
    }

    pub(super) fn finish<T>(self, value: Option<T>) -> Result<T, ConfigErrors> {
        match value {
            Some(value) if self.errors.is_empty() => Ok(value),
            _ => Err(ConfigErrors(self.errors)),
        }
    }

    pub(super) fn into_errors(self) -> Vec<String> {
        self.errors
    }

    pub(super) fn optional<T>(
        &mut self,
        name: &str,
        check: impl Fn(&str) -> Result<T, String>,
    ) -> Option<Option<T>> {
        match self.text(name) {
            None => Some(None),
            Some(text) => match check(&text) {
                Ok(value) => Some(Some(value)),
                Err(error) => self.error(name, &error),
            },
        }
    }

    pub(super) fn required<T>(&mut self, name: &str, check: impl Fn(&str) -> Result<T, String>) -> Option<T> {
        match self.optional(name, check)? {
            Some(value) => Some(value),
            None => self.error(name, "is missing"),
        }
    }

    pub(super) fn or_default<T: FromStr>(&mut self, name: &str, default: T) -> Option<T>
    where
        T::Err: fmt::Display,
    {
        let parsed = self.optional(name, |text| {
            text.parse()
                .map_err(|error| format!("is invalid ({error}): {text:?}"))
        });
        parsed.map(|value| value.unwrap_or(default))
    }

    pub(super) fn in_range(&mut self, name: &str, range: RangeInclusive<u64>) -> Option<Option<u64>> {
        self.optional(name, |text| match text.parse() {
            Ok(number) if range.contains(&number) => Ok(number),
            _ => Err(format!(
                "must be a whole number from {} to {}: {text:?}",
                range.start(),
                range.end()
            )),
        })
    }

    pub(super) fn in_range_or(
        &mut self,
        name: &str,
        range: RangeInclusive<u64>,
        default: u64,
    ) -> Option<u64> {
        self.in_range(name, range).map(|number| number.unwrap_or(default))
    }

    /// A number, or `None` for the word `off`.
    pub(super) fn in_range_or_off(
        &mut self,
        name: &str,
        range: RangeInclusive<u64>,
        default: Option<u64>,
    ) -> Option<Option<u64>> {
        let number = self.optional(name, |text| match text.parse() {
            _ if text == "off" => Ok(None),
            Ok(number) if range.contains(&number) => Ok(Some(number)),
            _ => Err(format!(
                "must be a whole number from {} to {}, or off: {text:?}",
                range.start(),
                range.end()
            )),
        });
        number.map(|number| number.unwrap_or(default))
    }

    pub(super) fn flag(&mut self, name: &str) -> Option<bool> {
        let flag = self.optional(name, |text| match text {
            "true" | "1" => Ok(true),
            "false" | "0" => Ok(false),
            _ => Err(format!("must be true or false: {text:?}")),
        });
        flag.map(|flag| flag.unwrap_or(false))
    }

    pub(super) fn list<T>(
        &mut self,
        name: &str,
        check: impl Fn(&str) -> Result<T, String>,
    ) -> Option<Vec<T>> {
        let items = self.optional(name, |text| {
            text.split(',')
                .map(str::trim)
                .filter(|item| !item.is_empty())
                .map(&check)
                .collect()
        });
        items.map(Option::unwrap_or_default)
    }

    /// Reads a secret from a variable, or from the file that the variable with the suffix `_FILE` names.
    /// Errors never contain the value.
    pub(super) fn secret(
        &mut self,
        name: &str,
        check: impl Fn(&str) -> Result<(), &'static str>,
    ) -> Option<SecretString> {
        self.secret_or(name, "", check)
    }

    /// Like [`Self::secret`]. If the secret is missing, the error names an alternative to it.
    pub(super) fn secret_or(
        &mut self,
        name: &str,
        alternative: &str,
        check: impl Fn(&str) -> Result<(), &'static str>,
    ) -> Option<SecretString> {
        if let Some(secret) = self.optional_secret(name, check)? {
            return Some(secret);
        }
        let alternative = if alternative.is_empty() {
            String::new()
        } else {
            format!("; {alternative}")
        };
        let error = format!("is missing (or {name}_FILE, a file that holds it){alternative}");
        self.error(name, &error)
    }

    /// Like [`Self::secret`], for one that may be absent.
    pub(super) fn optional_secret(
        &mut self,
        name: &str,
        check: impl Fn(&str) -> Result<(), &'static str>,
    ) -> Option<Option<SecretString>> {
        let file_name = format!("{name}_FILE");
        let value = match (self.text(name), self.text(&file_name)) {
            (Some(_), Some(_)) => {
                return self.error(name, &format!("and {file_name} are both set; keep one"));
            }
            (Some(value), None) => value,
            (None, Some(path)) => match std::fs::read_to_string(&path) {
                Ok(value) => value.trim_end_matches(['\r', '\n']).to_owned(),
                Err(error) => return self.error(&file_name, &format!("cannot be read: {path}: {error}")),
            },
            (None, None) => return Some(None),
        };
        match check(&value) {
            Ok(()) => Some(Some(value.into())),
            Err(error) => self.error(name, error),
        }
    }

    /// Unwraps a value that was derived from a variable or its default, and records its error.
    pub(super) fn derived<T>(&mut self, name: &str, value: Result<T, String>) -> Option<T> {
        match value {
            Ok(value) => Some(value),
            Err(error) => self.error(name, &error),
        }
    }

    /// Records an error that concerns several variables.
    pub(super) fn forbid(&mut self, condition: bool, error: &str) {
        if condition {
            self.errors.push(error.to_owned());
        }
    }

    /// Whether a variable is set and not empty.
    pub(super) fn is_set(&self, name: &str) -> bool {
        self.text(name).is_some()
    }

    fn text(&self, name: &str) -> Option<String> {
        (self.lookup)(name).filter(|text| !text.is_empty())
    }

    fn error<T>(&mut self, name: &str, message: &str) -> Option<T> {
        self.errors.push(format!("{name} {message}"));
        None
    }
}
