//! What rules about databases share: which calls run a query, and where its text stands.

use super::Cx;
use crate::lint::view::{Call, Expr, View};

/// Methods that run SQL, by the packages that declare them: name, and position of the query among the arguments.
const METHODS: &[(&str, usize)] = &[
    ("Query", 0),
    ("QueryRow", 0),
    ("Exec", 0),
    ("Prepare", 0),
    ("QueryContext", 1),
    ("QueryRowContext", 1),
    ("ExecContext", 1),
    ("PrepareContext", 1),
    ("Queryx", 0),
    ("QueryRowx", 0),
    ("QueryxContext", 1),
    ("QueryRowxContext", 1),
    ("MustExec", 0),
    ("MustExecContext", 1),
    ("NamedExec", 0),
    ("NamedExecContext", 1),
    ("NamedQuery", 0),
    ("NamedQueryContext", 1),
    ("Get", 1),
    ("Select", 1),
    ("GetContext", 2),
    ("SelectContext", 2),
];

/// A call that runs a query.
#[derive(Clone, Copy)]
pub struct Query<'a> {
    pub call: Call<'a>,
    /// `QueryContext`, `Exec` and so on.
    pub method: &'a str,
    /// The text of the query.
    pub text: Expr<'a>,
    /// Position of the query among the arguments; the values for its placeholders follow.
    pub position: usize,
    /// Declared by database/sql, sqlx or pgx.
    pub package: &'static str,
}

impl<'a> Cx<'a> {
    /// The query that a call runs, if it is a method of database/sql, sqlx or pgx that runs one.
    pub fn query(&self, call: Call<'a>) -> Option<Query<'a>> {
        let name = call.name()?.text();
        let (_, mut position) = *METHODS.iter().find(|(method, _)| *method == name)?;
        let callee = self.callee(call)?;
        if !callee.is_func() {
            return None;
        }
        let package = callee.package_path()?;
        match package {
            "database/sql" if callee.is_method() => {}
            "github.com/jmoiron/sqlx" => {
                // The package's functions take the database first.
                if !callee.is_method() {
                    return None;
                }
            }
            path if path.starts_with("github.com/jackc/pgx/") && callee.is_method() => {
                // pgx's own methods take a context first; CopyFrom and batches are other names.
                if !matches!(name, "Query" | "QueryRow" | "Exec") {
                    return None;
                }
                position = 1;
            }
            // Raw statements of GORM.
            "gorm.io/gorm" if matches!(name, "Raw" | "Exec") && callee.is_method() => position = 0,
            // An interface over a database, or a type around one.
            _ if callee.is_method() => {
                let signature = callee.signature()?;
                let known = |id: &crate::types::TypeId| super::Ty::known(self.store(), *id);
                let outcome = signature.results.iter().filter_map(known).any(|ty| {
                    ty.deref().is_any_of(&["database/sql.Rows", "database/sql.Row", "database/sql.Result"])
                        || ty.deref().is("database/sql.Stmt")
                        || ty.declared_path_is("github.com/jackc/pgx")
                });
                if !outcome {
                    return None;
                }
                position = signature.params.iter().filter_map(known).position(|ty| ty.is_string() == Some(true))?;
                if position > 1 {
                    return None;
                }
            }
            _ => return None,
        }
        let text = call.arg(position)?;
        // pgx's low-level connection takes bytes.
        self.type_of(text)?.is_string()?.then_some(Query { call, method: name, text, position, package })
    }

    /// `return nil, "", err` for a function whose last result is an error and whose others have a plain zero.
    pub fn return_error(&self, func: crate::lint::view::Func<'a>) -> Option<String> {
        let results = func.results()?.entries();
        let last = results.len().checked_sub(1)?;
        let zeros: Vec<&str> = results
            .iter()
            .enumerate()
            .map(|(position, (_, field))| {
                let ty = self.type_of(field.ty())?;
                if position == last {
                    return ty.is_error().then_some("err");
                }
                Some(match () {
                    () if ty.is_nilable()? => "nil",
                    () if ty.is_string()? => "\"\"",
                    () if ty.is_boolean()? => "false",
                    () if ty.is_integer()? || ty.is_float()? => "0",
                    () => return None,
                })
            })
            .collect::<Option<_>>()?;
        Some(format!("return {}", zeros.join(", ")))
    }

    /// The text of a query that is a constant, or a variable that holds one.
    pub fn query_text(&self, query: Query<'a>) -> Option<String> {
        if let Some(text) = self.string_value(query.text) {
            return Some(text);
        }
        query.text.unparen().ident()?;
        match self.reaching(query.text)?[..] {
            [super::Definition::Value(value)] => self.string_value(value),
            _ => None,
        }
    }

    /// The constant text of a query, in one case and with single blanks, for looking at its first words.
    pub fn query_words(&self, query: Query<'a>) -> Option<Vec<String>> {
        let text = self.query_text(query)?;
        Some(text.split_whitespace().map(str::to_ascii_uppercase).collect())
    }
}
