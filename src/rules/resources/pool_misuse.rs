//! Data of a pooled object that outlives its return to the pool, and things that are no scratch memory.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("pool-misuse"))
    .on_call(&["(*sync.Pool).Get"], check_view)
    .on_call(&["(*sync.Pool).Put"], check_put);

/// `return buf.Bytes()` where `buf` goes back to the pool by the time of the return.
fn check_view<'a>(cx: &Cx<'a>, get: Call<'a>) -> Option<()> {
    let assertion = get.parent()?.as_expr()?;
    let (_, targets, _) = assertion.parent()?.as_stmt()?.as_assign()?;
    let target = targets.first()?;
    let object = cx.variable(target)?;
    if !object.ty()?.is("*bytes.Buffer") {
        return None;
    }
    let func = get.enclosing_func()?;
    let (cfg, _) = cx.cfg_at(get)?;
    let puts: Vec<Call<'a>> = cx
        .uses_within(object, func)
        .into_iter()
        .filter_map(|mention| mention.parent()?.as_call())
        .filter(|call| cx.calls(*call, "(*sync.Pool).Put") == Some(true))
        .collect();
    let ast = cx.tree().ast;
    for values in func.own_nodes().into_iter().filter_map(Node::as_stmt).filter_map(Stmt::as_return) {
        for value in values.iter() {
            let Some(view) = value.as_call() else { continue };
            let is_view = cx.calls(view, "(*bytes.Buffer).Bytes") == Some(true)
                && view.qualifier().is_some_and(|on| cx.is_use_of(on, object));
            if !is_view {
                continue;
            }
            let at = cfg.point_of(ast, value.node().id)?;
            let back = puts
                .iter()
                .find(|put| cfg.point_of(ast, put.node().id).is_some_and(|point| cfg.point_dominates(point, at)))?;
            let name = target.text();
            return cx.report(
                Finding::at(view.head(), format!("these bytes belong to `{name}`, which is back in the pool"))
                    .here("the next user writes into them")
                    .label(Role::Released, back.head(), "handed back here")
                    .help("return a copy: bytes.Clone, or a string"),
            );
        }
    }
    None
}

/// What owns something outside of memory, and slices and structs that allocate at each Put.
fn check_put<'a>(cx: &Cx<'a>, put: Call<'a>) -> Option<()> {
    let value = put.arg(0)?;
    let ty = cx.type_of(value)?;
    const OWNING: &[&str] = &[
        "*os.File",
        "net.Conn",
        "*net/http.Client",
        "*database/sql.DB",
        "*database/sql.Conn",
        "*google.golang.org/grpc.ClientConn",
    ];
    if ty.is_any_of(OWNING) {
        return cx.report(
            Finding::at(value, format!("a pool may drop this `{}` at any time, with what it owns", ty.show()))
                .here("no scratch memory")
                .help("keep resources in a structure that closes them"),
        );
    }
    if ty.is_slice()? {
        return cx.report(
            Finding::at(value, format!("each Put of the slice `{}` allocates", value.text()))
                .here("boxed into an interface")
                .help("pool a pointer to the slice")
                .hint(),
        );
    }
    None
}
