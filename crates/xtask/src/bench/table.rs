//! The table that a bench ends with.

use super::samples::{Row, Samples};

/// What a reader needs to know to compare it with another one.
pub(super) struct Head {
    pub(super) command: String,
    pub(super) build: &'static str,
    pub(super) cores: usize,
    pub(super) processor: Option<String>,
}

pub(super) fn lines(head: &Head, samples: &[Samples]) -> Vec<String> {
    let rows = samples.iter().map(|it| {
        let value = |value| format!("{} {}", shown(value), it.unit);
        [
            it.name.clone(),
            it.count().to_string(),
            value(it.percentile(50)),
            value(it.worst()),
        ]
    });
    let titles = ["", "runs", "p50", "worst"].map(str::to_owned);
    let rows: Vec<_> = [titles].into_iter().chain(rows).collect();
    let widths = [0, 1, 2, 3].map(|column| {
        let lengths = rows.iter().map(|row| row[column].chars().count());
        lengths.max().unwrap_or_default()
    });
    let [name, count, median, worst] = widths;
    let mut lines = vec![headline(head)];
    lines.extend(rows.iter().map(|[of_name, of_count, of_median, of_worst]| {
        format!("  {of_name:<name$}  {of_count:>count$}  {of_median:>median$}  {of_worst:>worst$}")
    }));
    lines
}

/// The tables that these rows belong to, each under its title. Rows of one table stand together.
pub(super) fn of_rows(rows: &[Row]) -> impl Iterator<Item = Vec<String>> {
    rows.chunk_by(|one, next| one.table == next.table)
        .map(of_one_table)
}

fn of_one_table(rows: &[Row]) -> Vec<String> {
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

fn headline(head: &Head) -> String {
    let Head {
        command,
        build,
        cores,
        processor,
    } = head;
    let processor = processor
        .as_ref()
        .map(|name| format!(" of {name}"))
        .unwrap_or_default();
    format!("{command}: {build}, {cores} cores{processor}, everything on one machine")
}

/// Three digits say all that such a measurement can.
fn shown(value: Option<f64>) -> String {
    match value {
        None => "-".into(),
        Some(value) if value.abs() < 10.0 => format!("{value:.2}"),
        Some(value) if value.abs() < 100.0 => format!("{value:.1}"),
        Some(value) => format!("{value:.0}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Head, lines, of_rows};
    use crate::bench::samples::{Row, Samples};

    #[test]
    fn rows_make_a_table_of_their_own() {
        let row = |table: &str, rate: &str, lost: &str| Row {
            table: table.into(),
            cells: vec![("a second".into(), rate.into()), ("lost".into(), lost.into())],
        };
        let rows = [
            row("one", "20", "0"),
            row("one", "640", "12345"),
            row("two", "9", "0"),
        ];
        let tables: Vec<_> = of_rows(&rows).collect();
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
    fn a_person_can_read_it() {
        let head = Head {
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
            "                         runs     p50    worst",
            "  offline after the end     3  140 ms  1011 ms",
            "  of nothing                0    - kB     - kB",
        ];
        assert_eq!(lines(&head, &samples), expected);
    }
}
