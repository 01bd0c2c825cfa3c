//! The old tables: how they and their columns are found, and the statements that read them.

use std::collections::BTreeMap;

use onair_domain::legacy::Table;

/// The kind of a column's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Any type; read as text.
    Text,
    Flag,
    Time,
}

/// A column to look for.
#[derive(Debug)]
pub(super) struct Wanted {
    /// The name that reports use, and further names.
    names: &'static [&'static str],
    kind: Kind,
    is_required: bool,
}

const fn required(names: &'static [&'static str]) -> Wanted {
    Wanted {
        names,
        kind: Kind::Text,
        is_required: true,
    }
}

const fn optional(names: &'static [&'static str], kind: Kind) -> Wanted {
    Wanted {
        names,
        kind,
        is_required: false,
    }
}

const CREATED_AT: Wanted = optional(&["createdAt"], Kind::Time);
const UPDATED_AT: Wanted = optional(&["updatedAt"], Kind::Time);

/// The columns of each table, in the order in which they are read.
fn wanted(table: Table) -> Vec<Wanted> {
    match table {
        Table::User => vec![
            required(&["id"]),
            required(&["username"]),
            optional(&["name", "displayName"], Kind::Text),
            optional(&["image", "imageUrl", "avatar", "avatarUrl"], Kind::Text),
            CREATED_AT,
            UPDATED_AT,
        ],
        Table::Stream => vec![
            required(&["id"]),
            required(&["userId"]),
            required(&["title", "name"]),
            optional(&["description"], Kind::Text),
            optional(&["thumbnail", "thumbnailUrl"], Kind::Text),
            optional(&["isLive"], Kind::Flag),
            optional(&["isChatEnabled"], Kind::Flag),
            optional(&["isChatDelayed"], Kind::Flag),
            optional(&["isChatFollowersOnly"], Kind::Flag),
            CREATED_AT,
            UPDATED_AT,
        ],
        Table::Follow => vec![
            required(&["followerId"]),
            required(&["followingId", "followedId", "followeeId"]),
            CREATED_AT,
        ],
        Table::Block => vec![required(&["blockerId"]), required(&["blockedId"]), CREATED_AT],
        Table::CreatorApplication => vec![
            optional(&["id"], Kind::Text),
            required(&["userId"]),
            required(&["status"]),
            optional(
                &["about", "message", "motivation", "description", "bio"],
                Kind::Text,
            ),
            optional(
                &["reason", "rejectionReason", "reviewReason", "reviewNote"],
                Kind::Text,
            ),
            optional(&["reviewedBy", "reviewerId", "reviewedById"], Kind::Text),
            optional(&["reviewedAt"], Kind::Time),
            CREATED_AT,
            UPDATED_AT,
        ],
    }
}

/// A column of a database.
#[derive(Debug)]
pub(super) struct Column {
    pub(super) relation: String,
    pub(super) name: String,
    /// The name of its type.
    pub(super) type_name: String,
    /// The category of its type, see PostgreSQL's `pg_type.typcategory`.
    pub(super) category: String,
    pub(super) has_time_zone: bool,
}

/// An old table that was found.
#[derive(Debug)]
pub(super) struct Found {
    table: Table,
    /// The quoted name with its schema.
    relation: String,
    /// For each column to look for, the expression that reads it.
    expressions: Vec<Option<String>>,
    left_behind: Vec<String>,
}

/// Names are compared without letter case and underscores: `userId`, `user_id`, `userid`.
fn normalized(name: &str) -> String {
    name.chars()
        .filter(|c| *c != '_')
        .flat_map(char::to_lowercase)
        .collect()
}

pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

impl Found {
    pub(super) fn table(&self) -> Table {
        self.table
    }

    /// The columns that are not read.
    pub(super) fn left_behind(&self) -> Vec<String> {
        self.left_behind.clone()
    }

    /// The columns that were not found.
    pub(super) fn defaults(&self) -> Vec<&'static str> {
        let wanted = wanted(self.table).into_iter().zip(&self.expressions);
        wanted
            .filter(|(_, expression)| expression.is_none())
            .filter_map(|(wanted, _)| wanted.names.first().copied())
            .collect()
    }

    pub(super) fn has_column(&self, position: usize) -> bool {
        self.expressions.get(position).is_some_and(Option::is_some)
    }

    /// A query of all rows, in the order of these columns.
    pub(super) fn select(&self, order: &[usize]) -> String {
        let wanted = wanted(self.table);
        let columns: Vec<_> = wanted
            .iter()
            .zip(&self.expressions)
            .map(|(wanted, expression)| match (expression, wanted.kind) {
                (Some(expression), _) => expression.clone(),
                (None, Kind::Text) => "NULL::text".to_owned(),
                (None, Kind::Flag) => "NULL::boolean".to_owned(),
                (None, Kind::Time) => "NULL::bigint".to_owned(),
            })
            .collect();
        let order: Vec<_> = order
            .iter()
            .filter_map(|position| Some((self.expressions.get(*position)?.as_ref()?, position)))
            .map(|(expression, position)| match wanted[*position].kind {
                Kind::Text => format!("{expression} COLLATE \"C\""),
                Kind::Flag | Kind::Time => expression.clone(),
            })
            .collect();
        format!(
            "SELECT {} FROM {} ORDER BY {}",
            columns.join(", "),
            self.relation,
            order.join(", ")
        )
    }

    pub(super) fn count(&self) -> String {
        format!("SELECT count(*) FROM {}", self.relation)
    }
}

/// The order in which the tables are imported.
const TABLES: [Table; 5] = [
    Table::User,
    Table::Stream,
    Table::Block,
    Table::Follow,
    Table::CreatorApplication,
];

/// Finds the tables in the columns of a schema. Returns all errors.
pub(super) fn find(schema: &str, columns: Vec<Column>) -> Result<Vec<Found>, Vec<String>> {
    let mut relations = BTreeMap::<String, Vec<Column>>::new();
    for column in columns {
        relations.entry(column.relation.clone()).or_default().push(column);
    }
    let mut errors = Vec::new();
    let mut found = Vec::new();
    for table in TABLES {
        let name = normalized(&table.to_string());
        let matching: Vec<_> = relations
            .iter()
            .filter(|(relation, _)| normalized(relation) == name)
            .collect();
        match matching.as_slice() {
            [] => {
                let present: Vec<_> = relations.keys().map(|name| format!("\"{name}\"")).collect();
                let present = if present.is_empty() {
                    "which has no tables that this role can see".to_owned()
                } else {
                    format!("which has {}", present.join(", "))
                };
                errors.push(format!(
                    "no table or view named \"{table}\" (in any letter case) in the schema \"{schema}\", {present}; \
                     --from …?schema=NAME selects another schema"
                ));
            }
            [(relation, columns)] => {
                found.extend(find_columns(table, schema, relation, columns, &mut errors));
            }
            several => {
                let names: Vec<_> = several.iter().map(|(name, _)| format!("\"{name}\"")).collect();
                errors.push(format!(
                    "{} in the schema \"{schema}\" could all be the table \"{table}\": rename the others",
                    names.join(" and ")
                ));
            }
        }
    }
    if errors.is_empty() { Ok(found) } else { Err(errors) }
}

fn find_columns(
    table: Table,
    schema: &str,
    relation: &str,
    columns: &[Column],
    errors: &mut Vec<String>,
) -> Option<Found> {
    let before = errors.len();
    let mut used = Vec::new();
    let mut expressions = Vec::new();
    for wanted in wanted(table) {
        let column = wanted.names.iter().find_map(|name| {
            let name = normalized(name);
            columns.iter().find(|column| normalized(&column.name) == name)
        });
        match column {
            Some(column) => {
                used.push(column.name.as_str());
                match expression(column, wanted.kind) {
                    Ok(expression) => expressions.push(Some(expression)),
                    Err(expected) => errors.push(format!(
                        "the column \"{relation}\".\"{}\" is of the type {}; expected {expected}",
                        column.name, column.type_name
                    )),
                }
            }
            None if wanted.is_required => {
                let present: Vec<_> = columns.iter().map(|it| format!("\"{}\"", it.name)).collect();
                errors.push(format!(
                    "the table \"{relation}\" has no column named {}; it has {}",
                    wanted.names.join(" or "),
                    present.join(", ")
                ));
            }
            None => expressions.push(None),
        }
    }
    let left_behind = columns.iter().map(|column| column.name.clone());
    (errors.len() == before).then(|| Found {
        table,
        relation: format!("{}.{}", quoted(schema), quoted(relation)),
        expressions,
        left_behind: left_behind
            .filter(|name| !used.contains(&name.as_str()))
            .collect(),
    })
}

/// The expression that reads a column; fails with the expected type.
fn expression(column: &Column, kind: Kind) -> Result<String, &'static str> {
    let name = quoted(&column.name);
    match (kind, column.category.as_str()) {
        (Kind::Text, _) => Ok(format!("{name}::text")),
        (Kind::Flag, "B") => Ok(format!("{name}::boolean")),
        (Kind::Time, "D") => {
            // Prisma writes UTC into columns without a time zone.
            let time = if column.has_time_zone {
                name
            } else {
                format!("({name}::timestamp AT TIME ZONE 'UTC')")
            };
            Ok(format!(
                "CASE {time} WHEN 'infinity' THEN 9223372036854775807 WHEN '-infinity' THEN -9223372036854775808
                 ELSE round(extract(epoch FROM date_trunc('milliseconds', {time})) * 1000)::bigint END"
            ))
        }
        (Kind::Flag, _) => Err("boolean"),
        (Kind::Time, _) => Err("timestamp, timestamptz or date"),
    }
}
