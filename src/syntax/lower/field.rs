//! Lists of fields: parameters, results, type parameters, struct fields, interface elements.

use smallvec::SmallVec;

use super::Lower;
use crate::syntax::ast::{ExprId, ExprKind, Field, FieldId, FieldList, FieldListId, List, SigId, Signature};
use crate::syntax::kind::K;
use crate::text::Span;

/// The parts of a signature as they are met.
#[derive(Default)]
pub(super) struct SigParts {
    pub type_params: Option<FieldListId>,
    pub params: Option<FieldListId>,
    pub results: Option<FieldListId>,
}

/// Names with one type, before they are known to be names.
struct Entry {
    names: SmallVec<[ExprId; 4]>,
    ty: ExprId,
}

impl Lower<'_, '_> {
    /// Reads the node under the cursor if it is a part of a signature.
    pub(super) fn sig_part(&mut self, parts: &mut SigParts) {
        match self.kind {
            K::TypeParams => parts.type_params = Some(self.params()),
            K::Params if parts.params.is_none() => parts.params = Some(self.params()),
            K::Params => parts.results = Some(self.params()),
            kind if kind.is_expr() && parts.params.is_some() && parts.results.is_none() => {
                let ty = self.expr();
                let span = self.ast.expr_spans[ty];
                let field = self.ast.fields.push(Field { span, names: List::EMPTY, ty, tag: None });
                let fields = self.ast.add_list([field]);
                parts.results = Some(self.ast.field_lists.push(FieldList { span, fields }));
            }
            _ => self.orphan(),
        }
    }

    /// A signature from its parts; `end` is where missing parameters would stand.
    pub(super) fn signature(&mut self, start: u32, parts: SigParts, end: u32) -> SigId {
        let params = parts.params.unwrap_or_else(|| self.no_fields(end));
        let last = parts.results.unwrap_or(params);
        let end = self.ast.field_lists[last].span.end.max(start);
        self.ast.sigs.push(Signature {
            span: Span::new(start, end),
            type_params: parts.type_params,
            params,
            results: parts.results,
        })
    }

    pub(super) fn no_fields(&mut self, at: u32) -> FieldListId {
        self.ast.field_lists.push(FieldList { span: Span::at(at), fields: List::EMPTY })
    }

    /// A parenthesised or bracketed list of parameters.
    pub(super) fn params(&mut self) -> FieldListId {
        let span = self.span();
        let mut entries = SmallVec::<[Entry; 6]>::new();
        if !self.errors && self.node.named_child_count() <= 8 {
            let node = self.node;
            for position in 0..node.named_child_count() as u32 {
                let Some(child) = node.named_child(position) else { break };
                match self.kind_of(child) {
                    kind @ (K::Param | K::TypeParam) => {
                        self.node = child;
                        self.kind = kind;
                        let entry = self.param();
                        entries.extend(entry);
                    }
                    K::VariadicParam => {
                        let entry = self.by_cursor(child, K::VariadicParam, Self::param);
                        entries.extend(entry);
                    }
                    _ => {}
                }
            }
        } else if self.first() {
            loop {
                match self.kind {
                    K::Param | K::TypeParam | K::VariadicParam => {
                        let entry = self.param();
                        entries.extend(entry);
                    }
                    kind if kind.is_expr() => {
                        let ty = self.expr();
                        entries.push(Entry { names: SmallVec::new(), ty });
                    }
                    _ => {}
                }
                if !self.next() {
                    break;
                }
            }
            self.up();
        }
        if entries.iter().any(|entry| !entry.names.is_empty()) {
            self.names_before_types(&mut entries);
        }
        let mark = self.mark();
        for entry in entries {
            let id = self.field(&entry.names, entry.ty, None);
            self.push(id);
        }
        let fields = self.list(mark);
        self.ast.field_lists.push(FieldList { span, fields })
    }

    /// Where one parameter is named all are: `a` in `(a, b int)` is a name, even if it was read as a type.
    fn names_before_types(&mut self, entries: &mut SmallVec<[Entry; 6]>) {
        let mut pending = SmallVec::<[ExprId; 4]>::new();
        for at in 0..entries.len() {
            let entry = &mut entries[at];
            if entry.names.is_empty() && matches!(self.ast.exprs[entry.ty], ExprKind::Ident(_)) {
                pending.push(entry.ty);
            } else if !pending.is_empty() {
                pending.extend(entry.names.drain(..));
                entry.names = std::mem::take(&mut pending);
            }
        }
        // The entries that became names of a later one go; those at the end stay types.
        let kept = entries.len() - pending.len();
        let mut at = 0;
        entries.retain(|entry| {
            at += 1;
            at > kept || !(entry.names.is_empty() && matches!(self.ast.exprs[entry.ty], ExprKind::Ident(_)))
        });
    }

    fn param(&mut self) -> Option<Entry> {
        let node = self.node;
        if !self.errors && self.kind != K::VariadicParam {
            let mut exprs = SmallVec::<[ExprId; 4]>::new();
            self.named_exprs(node, |_, x| exprs.push(x));
            let ty = exprs.pop()?;
            return Some(Entry { names: exprs, ty });
        }
        let span = self.span();
        let mut exprs = SmallVec::<[ExprId; 4]>::new();
        let mut dots = None;
        if self.first() {
            loop {
                match self.kind {
                    K::TokEllipsis => dots = Some(self.start()),
                    kind if kind.is_expr() => {
                        let x = self.expr();
                        exprs.push(x);
                    }
                    _ => {}
                }
                if !self.next() {
                    break;
                }
            }
            self.up();
        }
        let mut ty = exprs.pop()?;
        if let Some(start) = dots {
            let end = self.ast.expr_spans[ty].end;
            ty = self.add_expr(ExprKind::Ellipsis(Some(ty)), Span::new(start.max(span.start), end));
        }
        Some(Entry { names: exprs, ty })
    }

    fn field(&mut self, names: &[ExprId], ty: ExprId, tag: Option<ExprId>) -> FieldId {
        let first = names.first().copied().unwrap_or(ty);
        let start = self.ast.expr_spans[first].start;
        let end = self.ast.expr_spans[tag.unwrap_or(ty)].end.max(start);
        let names = self.ast.add_list(names.iter().copied());
        self.ast.fields.push(Field { span: Span::new(start, end), names, ty, tag })
    }

    /// The fields of a struct, with their braces.
    pub(super) fn struct_fields(&mut self) -> FieldListId {
        let span = self.span();
        let mark = self.mark();
        if self.first() {
            loop {
                if self.kind == K::FieldDecl {
                    let field = self.struct_field();
                    self.push_some(field);
                } else {
                    self.orphan();
                }
                if !self.next() {
                    break;
                }
            }
            self.up();
        }
        let fields = self.list(mark);
        self.ast.field_lists.push(FieldList { span, fields })
    }

    fn push_some<T: crate::syntax::ast::Element>(&mut self, element: Option<T>) {
        if let Some(element) = element {
            self.push(element);
        }
    }

    fn struct_field(&mut self) -> Option<FieldId> {
        let mut exprs = SmallVec::<[ExprId; 4]>::new();
        let mut star = None;
        let mut tag = None;
        if self.first() {
            loop {
                match self.kind {
                    K::TokMul => star = Some(self.start()),
                    K::Str => tag = Some(self.expr()),
                    kind if kind.is_expr() => {
                        let x = self.expr();
                        exprs.push(x);
                    }
                    _ => {}
                }
                if !self.next() {
                    break;
                }
            }
            self.up();
        }
        let mut ty = exprs.pop()?;
        if let Some(start) = star {
            let end = self.ast.expr_spans[ty].end;
            ty = self.add_expr(ExprKind::Star(ty), Span::new(start, end));
        }
        Some(self.field(&exprs, ty, tag))
    }

    /// The elements of an interface, with their braces.
    pub(super) fn interface_elements(&mut self) -> FieldListId {
        let mut span = self.span();
        let mark = self.mark();
        if self.first() {
            while self.next() {
                match self.kind {
                    K::TokLBrace => span.start = self.start(),
                    K::MethodElem => {
                        let method = self.method_elem();
                        self.push_some(method);
                    }
                    kind if kind.is_expr() => {
                        let ty = self.expr();
                        let field = self.field(&[], ty, None);
                        self.push(field);
                    }
                    _ => self.orphan(),
                }
            }
            self.up();
        }
        let fields = self.list(mark);
        self.ast.field_lists.push(FieldList { span, fields })
    }

    fn method_elem(&mut self) -> Option<FieldId> {
        let span = self.span();
        let mut name = None;
        let mut parts = SigParts::default();
        if self.first() {
            loop {
                if name.is_none() && self.kind == K::Ident {
                    name = Some(self.ident());
                } else {
                    self.sig_part(&mut parts);
                }
                if !self.next() {
                    break;
                }
            }
            self.up();
        }
        let name = name?;
        let start = parts.params.map_or(span.end, |params| self.ast.field_lists[params].span.start);
        let sig = self.signature(start, parts, span.end);
        let span = self.ast.sigs[sig].span;
        let ty = self.add_expr(ExprKind::FuncType(sig), span);
        Some(self.field(&[name], ty, None))
    }
}
