//! Dependencies and plain arguments stored in a context.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("context-value-dependency")).on_call(&["context.WithValue"], check);

/// Types of things that a function needs to do its work.
const DEPENDENCIES: &[&str] = &[
    "database/sql.DB",
    "database/sql.Conn",
    "database/sql.Tx",
    "database/sql.Stmt",
    "net/http.Client",
    "net/http.Server",
    "net/rpc.Client",
    "log.Logger",
    "log/slog.Logger",
    "net/smtp.Client",
    "os.File",
    "html/template.Template",
    "text/template.Template",
    "github.com/jackc/pgx/v5.Conn",
    "github.com/jackc/pgx/v5.Tx",
    "github.com/jackc/pgx/v5/pgxpool.Pool",
    "github.com/jmoiron/sqlx.DB",
    "github.com/jmoiron/sqlx.Tx",
    "gorm.io/gorm.DB",
    "go.uber.org/zap.Logger",
    "go.uber.org/zap.SugaredLogger",
    "github.com/sirupsen/logrus.Logger",
    "github.com/sirupsen/logrus.Entry",
    "github.com/rs/zerolog.Logger",
    "google.golang.org/grpc.ClientConn",
    "github.com/redis/go-redis/v9.Client",
    "go.mongodb.org/mongo-driver/mongo.Client",
];

/// Words with which types of dependencies end.
const KINDS: &[&str] = &[
    "Repository",
    "Repo",
    "Client",
    "Config",
    "Configuration",
    "Settings",
    "Logger",
    "Store",
    "Storage",
    "Service",
    "DB",
    "Database",
    "Cache",
    "Pool",
    "Queue",
    "Producer",
    "Publisher",
    "Mailer",
];

fn check<'a>(cx: &Cx<'a>, call: Call<'a>) -> Option<()> {
    if cx.is_test() {
        return None;
    }
    let value = call.arg(2)?;
    // A key of another module's package: its functions ask for this value.
    let asked = call
        .arg(1)
        .and_then(|key| cx.denotes(key))
        .is_some_and(|key| key.is_package_var() && key.package_path().is_some_and(|path| path != cx.package_path()));
    if asked {
        return None;
    }
    let ty = cx.type_of(value)?;
    let target = ty.deref();
    // Identifiers of requests and the like are what a context is for, also as numbers.
    let key = call.arg(1).map(View::text).unwrap_or_default().to_lowercase();
    let is_identity = [
        "id", "trace", "span", "auth", "user", "claim", "locale", "lang", "token", "tenant", "session", "hash",
        "attempt", "priority",
    ]
    .iter()
    .any(|word| key.contains(word) || value.text().to_lowercase().contains(word));
    let plain = ty.declared().is_none() && (target.is_integer()? || target.is_float()? || target.is_boolean()?)
        || ty.is("time.Duration");
    let named = target.declared().is_some_and(|declared| {
        !declared.is_std()
            && KINDS.iter().any(|kind| declared.name().ends_with(kind) || declared.name() == kind.to_lowercase())
            || KINDS.iter().any(|kind| declared.name().to_lowercase() == kind.to_lowercase())
    });
    let what = if target.is_any_of(DEPENDENCIES) || named {
        format!("a `{}`", cx.show_type(ty))
    } else if plain && !is_identity {
        (if target.is_boolean()? { "a plain flag" } else { "a plain number" }).to_owned()
    } else {
        return None;
    };
    cx.report(
        Finding::at(value, format!("{what} travels in a context: no signature says that it is needed"))
            .here("missing at run time where nobody stored it")
            .help("pass it through a constructor or as a parameter"),
    )
}
