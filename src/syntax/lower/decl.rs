//! Declarations and their specifications.

use super::Lower;
use super::field::SigParts;
use crate::syntax::ast::{DeclId, DeclKind, ExprId, Func, GenTok, List, SpecId, SpecKind};
use crate::syntax::kind::K;
use crate::syntax::lex;
use crate::text::Span;

impl Lower<'_, '_> {
    fn add_decl(&mut self, kind: DeclKind, span: Span) -> DeclId {
        self.ast.decl_spans.push(span);
        self.ast.decls.push(kind)
    }

    fn add_spec(&mut self, kind: SpecKind, span: Span) -> SpecId {
        self.ast.spec_spans.push(span);
        self.ast.specs.push(kind)
    }

    /// Broken text at top level, with what could be read in it.
    pub(super) fn bad_decl(&mut self) -> Option<DeclId> {
        let stmt = self.take_orphans(0)?;
        let span = self.ast.stmt_spans[stmt];
        let crate::syntax::ast::StmtKind::Bad { stmts, exprs } = self.ast.stmts[stmt] else { return None };
        Some(self.add_decl(DeclKind::Bad { stmts, exprs }, span))
    }

    /// The function or method declaration under the cursor.
    pub(super) fn func_decl(&mut self) -> DeclId {
        let span = self.span();
        let method = self.kind == K::MethodDecl;
        let outer_broken = std::mem::replace(&mut self.broken, self.errors && self.node.has_error());
        let func = self.new_func(span.start);
        let mut recv = None;
        let mut name = None;
        let mut body = None;
        let mut parts = SigParts::default();
        if self.first() {
            while self.next() {
                match self.kind {
                    K::Params if method && recv.is_none() && name.is_none() => recv = Some(self.params()),
                    K::Ident if name.is_none() => {
                        name = Some(self.ident());
                        if method && !self.method_params.is_empty() {
                            let end = self.node.end_byte() as u32;
                            parts.type_params = self.masked_type_params(end);
                        }
                    }
                    K::Block => body = Some(self.block()),
                    _ => self.sig_part(&mut parts),
                }
            }
            self.up();
        }
        let sig = self.signature(span.start, parts, span.end);
        let end = match body {
            Some(body) => self.ast.stmt_spans[body].end,
            None => self.ast.sigs[sig].span.end,
        };
        let span = Span::new(span.start, end.max(span.start));
        let decl = self.add_decl(DeclKind::Func(func), span);
        let broken = self.broken;
        self.ast.funcs[func] = Func { span, name, recv, sig, body, lit: None, decl: Some(decl), broken };
        self.broken |= outer_broken;
        decl
    }

    /// The declaration of imports, constants, variables or types under the cursor.
    pub(super) fn general_decl(&mut self) -> DeclId {
        let span = self.span();
        let tok = match self.kind {
            K::ImportDecl => GenTok::Import,
            K::ConstDecl => GenTok::Const,
            K::VarDecl => GenTok::Var,
            _ => GenTok::Type,
        };
        let mark = self.mark();
        let mut grouped = false;
        let mut end = None;
        let mut position = 0;
        if self.first() {
            while self.next() {
                match self.kind {
                    K::TokLParen => grouped = true,
                    K::ImportSpecList | K::VarSpecList => {
                        grouped = true;
                        end = Some(self.end());
                        if self.first() {
                            while self.next() {
                                self.push_spec(&mut position);
                            }
                            self.up();
                        }
                    }
                    K::TokRParen => end = Some(self.end()),
                    _ => self.push_spec(&mut position),
                }
            }
            self.up();
        }
        let specs: List<SpecId> = self.list(mark);
        if !grouped {
            end = self.masked_group(span);
            grouped = end.is_some();
        }
        let last = self.ast.list(specs).next_back();
        let end = match last {
            Some(last) if !grouped => self.ast.spec_spans[last].end,
            _ => end.unwrap_or(span.end),
        };
        self.add_decl(DeclKind::Gen { tok, grouped, specs }, Span::new(span.start, end.max(span.start)))
    }

    /// The end of a group whose parentheses were masked.
    fn masked_group(&self, span: Span) -> Option<u32> {
        let bytes = self.text.as_bytes();
        let keyword = lex::word_end(bytes, span.start as usize);
        let open = lex::skip_blank(bytes, keyword);
        if bytes.get(open) != Some(&b'(') {
            return None;
        }
        lex::closing(bytes, open, bytes.len()).map(|close| close as u32 + 1)
    }

    /// Pushes the specification under the cursor, if it is one.
    fn push_spec(&mut self, position: &mut u32) {
        let spec = match self.kind {
            K::ImportSpec => self.import_spec(),
            K::ConstSpec | K::VarSpec => self.value_spec(*position),
            K::TypeSpec | K::TypeAlias => self.type_spec(),
            _ => {
                if self.errors {
                    self.orphan();
                }
                return;
            }
        };
        *position += 1;
        self.push(spec);
    }

    fn import_spec(&mut self) -> SpecId {
        let span = self.span();
        let mut name = None;
        let mut path = None;
        if self.first() {
            loop {
                match self.kind {
                    K::Ident if name.is_none() => name = Some(self.ident()),
                    K::Str if path.is_none() => path = Some(self.expr()),
                    _ => {}
                }
                if !self.next() {
                    break;
                }
            }
            self.up();
        }
        let path = path.unwrap_or_else(|| self.bad_expr(span.end));
        self.add_spec(SpecKind::Import { name, path }, span)
    }

    fn value_spec(&mut self, iota: u32) -> SpecId {
        let span = self.span();
        let mark = self.mark();
        let mut more_names = true;
        let mut names = List::EMPTY;
        let mut ty = None;
        let mut values = List::EMPTY;
        if self.first() {
            // A name is an identifier at the start or after a comma; the type follows without one.
            let mut expect_name = true;
            loop {
                match self.kind {
                    K::TokComma => expect_name = true,
                    K::Ident if expect_name && more_names => {
                        let name = self.ident();
                        self.push(name);
                        expect_name = false;
                    }
                    K::ExprList => {
                        if more_names {
                            names = self.list(mark);
                            more_names = false;
                        }
                        values = self.exprs_within();
                    }
                    kind if kind.is_expr() => {
                        if more_names {
                            names = self.list(mark);
                            more_names = false;
                        }
                        if ty.is_none() {
                            ty = Some(self.expr());
                        } else {
                            self.orphan();
                        }
                    }
                    _ => {}
                }
                if !self.next() {
                    break;
                }
            }
            self.up();
        }
        if more_names {
            names = self.list(mark);
        }
        let last: Option<ExprId> = self.ast.list(values).next_back();
        let last = last.or(ty).or_else(|| self.ast.list(names).next_back());
        let end = last.map_or(span.end, |last| self.ast.expr_spans[last].end);
        self.add_spec(SpecKind::Value { names, ty, values, iota }, Span::new(span.start, end.max(span.start)))
    }

    fn type_spec(&mut self) -> SpecId {
        let span = self.span();
        let alias = self.kind == K::TypeAlias;
        let mut name = None;
        let mut type_params = None;
        let mut ty = None;
        if self.first() {
            loop {
                match self.kind {
                    K::Ident if name.is_none() => name = Some(self.ident()),
                    K::TypeParams => type_params = Some(self.params()),
                    kind if kind.is_expr() && ty.is_none() => ty = Some(self.expr()),
                    _ if self.errors => self.orphan(),
                    _ => {}
                }
                if !self.next() {
                    break;
                }
            }
            self.up();
        }
        let name = name.unwrap_or_else(|| self.bad_expr(span.start));
        let ty = ty.unwrap_or_else(|| self.bad_expr(span.end));
        let end = self.ast.expr_spans[ty].end;
        self.add_spec(SpecKind::Type { name, type_params, alias, ty }, Span::new(span.start, end.max(span.start)))
    }
}
