//! The samples of a benchmark and their statistics.

use serde::Deserialize;

/// The values of one measured quantity.
#[derive(Deserialize, PartialEq, Debug)]
pub(super) struct Samples {
    pub(super) name: String,
    pub(super) unit: String,
    pub(super) values: Vec<f64>,
}

impl Samples {
    #[cfg(test)]
    pub(super) fn new(name: &str, unit: &str, values: &[f64]) -> Self {
        Self {
            name: name.into(),
            unit: unit.into(),
            values: values.to_vec(),
        }
    }

    pub(super) fn count(&self) -> usize {
        self.values.len()
    }

    /// Returns the smallest value that at least `percent` percent of all values do not exceed. Returns
    /// `None` without values.
    pub(super) fn percentile(&self, percent: usize) -> Option<f64> {
        Self::percentile_of(&self.values, percent)
    }

    /// The same of any values.
    pub(super) fn percentile_of(values: &[f64], percent: usize) -> Option<f64> {
        let mut sorted = values.to_vec();
        sorted.sort_by(f64::total_cmp);
        let rank = (sorted.len() * percent).div_ceil(100).max(1);
        sorted.get(rank - 1).copied()
    }

    pub(super) fn max(&self) -> Option<f64> {
        self.percentile(100)
    }
}

/// A row of a separate table, for quantities that were measured together.
#[derive(Deserialize, PartialEq, Debug)]
pub(super) struct Row {
    pub(super) table: String,
    /// Column titles and values
    pub(super) cells: Vec<(String, String)>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Line {
    Samples(Samples),
    Row(Row),
}

/// Parses JSON lines as `journeys/support/samples.ts` writes them.
pub(super) fn read(text: &str) -> serde_json::Result<(Vec<Samples>, Vec<Row>)> {
    let (mut samples, mut rows) = (Vec::new(), Vec::new());
    for line in text.lines() {
        match serde_json::from_str(line)? {
            Line::Samples(it) => samples.push(it),
            Line::Row(it) => rows.push(it),
        }
    }
    Ok((samples, rows))
}

#[cfg(test)]
mod tests {
    use super::{Row, Samples, read};

    #[test]
    fn median_is_the_50th_percentile() {
        let median = |values: &[f64]| Samples::new("", "", values).percentile(50);
        assert_eq!(median(&[]), None);
        assert_eq!(median(&[7.0]), Some(7.0));
        assert_eq!(median(&[9.0, 1.0]), Some(1.0));
        assert_eq!(median(&[9.0, 1.0, 5.0]), Some(5.0));
        assert_eq!(median(&[4.0, 3.0, 2.0, 1.0]), Some(2.0));
    }

    #[test]
    fn max_is_the_largest_value() {
        let samples = Samples::new("", "", &[2.0, 10.0, 9.5]);
        assert_eq!((samples.max(), samples.count()), (Some(10.0), 3));
        assert_eq!(Samples::new("", "", &[]).max(), None);
    }

    #[test]
    fn high_percentiles_exclude_outliers() {
        let values: Vec<_> = (1..=200).map(f64::from).collect();
        let samples = Samples::new("", "", &values);
        assert_eq!(samples.percentile(95), Some(190.0));
        assert_eq!(samples.percentile(99), Some(198.0));
    }

    #[test]
    fn each_json_line_is_samples_or_a_row() {
        let text = "{\"name\": \"a\", \"unit\": \"ms\", \"values\": [1, 2.5]}\n\
                    {\"table\": \"t\", \"cells\": [[\"lost\", \"0\"]]}\n\
                    {\"name\": \"b\", \"unit\": \"s\", \"values\": []}\n";
        let samples = vec![Samples::new("a", "ms", &[1.0, 2.5]), Samples::new("b", "s", &[])];
        let row = Row {
            table: "t".into(),
            cells: vec![("lost".into(), "0".into())],
        };
        assert_eq!(read(text).unwrap(), (samples, vec![row]));
        assert!(read("a: 1").is_err());
    }
}
