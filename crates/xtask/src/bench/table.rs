//! The result tables of a benchmark.

use std::fmt::Write as _;

use super::samples::{Row, Samples};

/// The conditions of a run, which a comparison with other runs needs.
pub(super) struct Header {
    pub(super) command: String,
    pub(super) build: &'static str,
    pub(super) cores: usize,
    pub(super) processor: Option<String>,
}

impl Header {
    pub(super) fn line(&self) -> String {
        let Self {
            command,
            build,
            cores,
            processor,
        } = self;
        let processor = processor
            .as_ref()
            .map(|name| format!(" of {name}"))
            .unwrap_or_default();
        format!("{command}: {build}, {cores} cores{processor}, everything on one machine")
    }
}

pub(super) fn sample_table(head: &Header, samples: &[Samples]) -> Vec<String> {
    let rows = samples.iter().map(|it| {
        let value = |value| format!("{} {}", format_value(value), it.unit);
        [
            it.name.clone(),
            it.count().to_string(),
            value(it.percentile(50)),
            value(it.percentile(95)),
            value(it.max()),
        ]
    });
    let titles = ["", "runs", "p50", "p95", "max"].map(str::to_owned);
    let rows: Vec<_> = [titles].into_iter().chain(rows).collect();
    let widths = [0, 1, 2, 3, 4].map(|column| {
        let lengths = rows.iter().map(|row| row[column].chars().count());
        lengths.max().unwrap_or_default()
    });
    let [first, other_columns @ ..] = widths;
    let mut lines = vec![head.line()];
    lines.extend(rows.iter().map(|[name, values @ ..]| {
        let mut line = format!("  {name:<first$}");
        for (value, width) in values.iter().zip(other_columns) {
            let _infallible = write!(line, "  {value:>width$}");
        }
        line
    }));
    lines
}

/// Groups rows into tables and formats each table below its title. Rows of one table are adjacent.
pub(super) fn row_tables(rows: &[Row]) -> impl Iterator<Item = Vec<String>> {
    rows.chunk_by(|one, next| one.table == next.table).map(row_table)
}

fn row_table(rows: &[Row]) -> Vec<String> {
    let Some(first) = rows.first() else {
        return Vec::new();
    };
    let titles: Vec<_> = first.cells.iter().map(|(title, _)| title).collect();
    let values = rows
        .iter()
        .map(|row| row.cells.iter().map(|(_, value)| value).collect());
    let all: Vec<Vec<&String>> = [titles].into_iter().chain(values).collect();
    let width = |column: usize| {
        let lengths = all
            .iter()
            .filter_map(|row| Some(row.get(column)?.chars().count()));
        lengths.max().unwrap_or_default()
    };
    let aligned = all.iter().map(|row| {
        let cells = row
            .iter()
            .enumerate()
            .map(|(column, cell)| format!("  {cell:>0$}", width(column)));
        cells.collect()
    });
    [first.table.clone()].into_iter().chain(aligned).collect()
}

/// Three significant digits match the precision of the measurements.
fn format_value(value: Option<f64>) -> String {
    match value {
        None => "-".into(),
        Some(value) if value.abs() < 10.0 => format!("{value:.2}"),
        Some(value) if value.abs() < 100.0 => format!("{value:.1}"),
        Some(value) => format!("{value:.0}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Header, row_tables, sample_table};
    use crate::bench::samples::{Row, Samples};

    #[test]
    fn rows_are_grouped_into_tables() {
        let row = |table: &str, rate: &str, lost: &str| Row {
            table: table.into(),
            cells: vec![("a second".into(), rate.into()), ("lost".into(), lost.into())],
        };
        let rows = [
            row("one", "20", "0"),
            row("one", "640", "12345"),
            row("two", "9", "0"),
        ];
        let tables: Vec<_> = row_tables(&rows).collect();
        let expected = [
            "one",
            "  a second   lost",
            "        20      0",
            "       640  12345",
        ];
        assert_eq!(tables[0], expected);
        assert_eq!(tables.len(), 2);
    }

    #[test]
    fn sample_table_is_aligned() {
        let head = Header {
            command: "cargo xtask bench live --runs 3".into(),
            build: "dev build",
            cores: 2,
            processor: Some("a processor".into()),
        };
        let samples = [
            Samples::new("offline after the end", "ms", &[140.4, 98.25, 1011.0]),
            Samples::new("of nothing", "kB", &[]),
        ];
        let expected = [
            "cargo xtask bench live --runs 3: dev build, 2 cores of a processor, everything on one machine",
            "                         runs     p50      p95      max",
            "  offline after the end     3  140 ms  1011 ms  1011 ms",
            "  of nothing                0    - kB     - kB     - kB",
        ];
        assert_eq!(sample_table(&head, &samples), expected);
    }
}
