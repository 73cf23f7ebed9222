//! A context kept in a struct or a package-level variable.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("context-in-struct")).on_package(check);

fn check<'a>(package: &PackageCx<'a>) -> Option<()> {
    for cx in package.files().iter().filter(|cx| !cx.is_test()) {
        for spec in cx.tree().specs() {
            check_spec(package, cx, spec);
        }
    }
    Some(())
}

fn check_spec<'a>(package: &PackageCx<'a>, cx: &Cx<'a>, spec: Spec<'a>) -> Option<()> {
    match spec.kind() {
        SpecKind::Value { names, .. } => {
            if spec.enclosing_func().is_some() {
                return None;
            }
            let name = names.iter().find(|name| {
                cx.object(*name).is_some_and(|object| {
                    object.is_package_var() && object.ty().is_some_and(|ty| ty.is("context.Context"))
                })
            })?;
            if is_base(name.text()) || name.is_blank() {
                return None;
            }
            cx.report(
                Finding::at(
                    name,
                    format!("the package keeps a context in `{}`: no call has one of its own", name.text()),
                )
                .help("take the context as a parameter"),
            )
        }
        SpecKind::Type { name, ty, .. } => {
            let ExprKind::StructType(fields) = ty.unparen().kind() else { return None };
            let is = |field: &Field<'a>, wanted: &[&str]| cx.type_of(field.ty()).is_some_and(|ty| ty.is_any_of(wanted));
            let mut kept = fields.fields().iter().filter(|field| is(field, &["context.Context"]));
            let field_name = kept.find_map(|field| field.names().iter().find(|name| !is_base(name.text())))?;
            let declared = cx.object(name)?;
            let ty = declared.ty()?;
            // An embedded context makes the type a context.
            if cx.implements_by_pointer(ty, "context.Context") != Some(false) {
                return None;
            }
            // Methods whose form is given leave no other place for it.
            if FORCED.iter().any(|interface| cx.implements_by_pointer(ty, interface) == Some(true)) {
                return None;
            }
            let beside_cancel = fields.fields().iter().any(|field| {
                is(&field, &["context.CancelFunc", "context.CancelCauseFunc", "*golang.org/x/sync/errgroup.Group"])
                    || is_plain_func(cx, field)
            });
            let strict = beside_cancel || !is_long_lived(package, declared) || is_carrier(name.text());
            let draft = Finding::at(
                field_name,
                format!("`{}` keeps a context: its calls cannot have one of their own", name.text()),
            )
            .here("belongs to whoever built the value")
            .help("take the context as a parameter of each method");
            cx.report(if strict { draft.strict() } else { draft })
        }
        SpecKind::Import { .. } => None,
    }
}

/// Interfaces of the standard library whose methods wait and take no context.
const FORCED: &[&str] = &[
    "io.Reader",
    "io.Writer",
    "io.ReaderAt",
    "io.WriterAt",
    "net.Conn",
    "net.Listener",
    "net/http.RoundTripper",
    "io/fs.FS",
    "database/sql/driver.Tx",
    "database/sql/driver.Rows",
    "database/sql/driver.Stmt",
    "database/sql/driver.Connector",
];

/// A base context kept for shutdown says so by its name.
fn is_base(name: &str) -> bool {
    let name = name.to_lowercase();
    ["base", "root", "shutdown", "parent", "lifetime", "background"].iter().any(|word| name.contains(word))
}

fn is_plain_func<'a>(cx: &Cx<'a>, field: Field<'a>) -> bool {
    let named = field.names().iter().any(|name| {
        let name = name.text().to_lowercase();
        name.contains("cancel") || name.contains("stop")
    });
    named && cx.type_of(field.ty()).and_then(Ty::is_func) == Some(true)
}

/// Options, requests, jobs and events carry a context from one place to another.
fn is_carrier(name: &str) -> bool {
    let name = name.to_lowercase();
    [
        "option", "opts", "request", "req", "job", "task", "event", "message", "msg", "param", "arg", "config",
        "context", "ctx", "call", "state", "session", "iter", "stream", "carrier", "reader", "writer", "pipeline",
        "result", "rows", "batch",
    ]
    .iter()
    .any(|word| name.contains(word))
}

/// A type with a constructor or exported methods.
fn is_long_lived<'a>(package: &PackageCx<'a>, declared: Object<'a>) -> bool {
    const MAKES: &[&str] = &["new", "make", "open", "create", "start", "dial", "connect", "build", "init", "must"];
    let of = |cx: &Cx<'a>, ty: Expr<'a>| cx.type_of(ty).and_then(|ty| ty.deref().declared()) == Some(declared);
    package.files().iter().any(|cx| {
        cx.funcs().filter(|func| !func.is_literal()).any(|func| {
            let name = func.name_text();
            if let Some(receiver) = func.receiver_type() {
                return name.starts_with(char::is_uppercase) && of(cx, receiver);
            }
            let lower = name.to_lowercase();
            MAKES.iter().any(|word| lower.starts_with(word))
                && func.results().is_some_and(|results| results.fields().iter().any(|field| of(cx, field.ty())))
        })
    })
}
