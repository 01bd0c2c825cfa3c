//! Statements of the search, as text with parameters `$1` to `$9`. Unlike those of [`diesel::sql_query`], they are prepared
//! once per connection, which saves a round trip each and planning: half of the time of a search.

use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{Array, BigInt, Bool, Integer, Nullable, Text, Untyped};

/// A parameter.
#[derive(Debug)]
pub(super) enum Value<'a> {
    Text(&'a str),
    Texts(&'a [String]),
    NullableTexts(Vec<Option<&'a str>>),
    BigInt(i64),
    Integer(i32),
    Bool(bool),
}

/// A statement with its parameters. The text MUST NOT contain values, because each text is kept.
#[derive(Debug)]
pub(super) struct Statement<'a> {
    sql: String,
    values: Vec<Value<'a>>,
}

impl<'a> Statement<'a> {
    pub(super) fn new(sql: impl Into<String>, values: impl IntoIterator<Item = Value<'a>>) -> Self {
        Self {
            sql: sql.into(),
            values: values.into_iter().collect(),
        }
    }
}

impl QueryId for Statement<'_> {
    type QueryId = ();
    // Found by its text.
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl Query for Statement<'_> {
    type SqlType = Untyped;
}

impl QueryFragment<Pg> for Statement<'_> {
    /// Each use of a parameter is a parameter of its own for diesel.
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        let mut parts = self.sql.split('$');
        out.push_sql(parts.next().unwrap_or_default());
        for part in parts {
            let number = part.get(..1).and_then(|digit| digit.parse::<usize>().ok());
            let value = number.and_then(|number| self.values.get(number.checked_sub(1)?));
            match value {
                Some(Value::Text(value)) => out.push_bind_param::<Text, str>(value)?,
                Some(Value::Texts(values)) => out.push_bind_param::<Array<Text>, [String]>(values)?,
                Some(Value::NullableTexts(values)) => {
                    out.push_bind_param::<Array<Nullable<Text>>, _>(values)?;
                }
                Some(Value::BigInt(value)) => out.push_bind_param::<BigInt, _>(value)?,
                Some(Value::Integer(value)) => out.push_bind_param::<Integer, _>(value)?,
                Some(Value::Bool(value)) => out.push_bind_param::<Bool, _>(value)?,
                None => {
                    let unknown = format!("a statement without a value for ${part}");
                    return Err(diesel::result::Error::QueryBuilderError(unknown.into()));
                }
            }
            out.push_sql(part.get(1..).unwrap_or_default());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use diesel::debug_query;
    use diesel::pg::Pg;

    use super::{Statement, Value};

    #[test]
    fn each_use_of_a_parameter_has_its_value() {
        let values = [Value::Text("vera"), Value::BigInt(20)];
        let statement = Statement::new("SELECT $2 + $2 WHERE a = $1", values);
        assert_eq!(
            debug_query::<Pg, _>(&statement).to_string(),
            "SELECT $1 + $2 WHERE a = $3 -- binds: [20, 20, \"vera\"]"
        );
    }
}
