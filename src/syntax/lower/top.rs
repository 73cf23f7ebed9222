//! The top level of a file, a piece of one, or a snippet.

use super::{Input, Lower, Offsets};
use crate::syntax::ast::{DeclId, FieldListId, StmtId};
use crate::syntax::kind::K;
use crate::syntax::repair::MethodParams;

/// What stands at top level.
#[derive(Clone, Copy, Debug)]
pub(in crate::syntax) enum Item {
    Decl(DeclId),
    /// In a snippet; elsewhere a mistake.
    Stmt(StmtId),
}

impl Lower<'_, '_> {
    /// The items of the file under the cursor, up to the one that begins at or after `until` in the parsed text.
    pub fn items(&mut self, until: u32) -> Vec<Item> {
        let mut items = Vec::new();
        if self.kind != K::SourceFile {
            // Not even a file could be made of it: everything is in one ERROR, which begins where the text does.
            if until > 0 {
                self.error_items(&mut items);
                self.flush(&mut items);
            }
            return items;
        }
        if self.cursor.goto_first_child() {
            loop {
                self.enter();
                if self.node.start_byte() as u32 >= until {
                    break;
                }
                self.item(&mut items);
                if !self.cursor.goto_next_sibling() {
                    break;
                }
            }
            self.up();
        }
        self.flush(&mut items);
        items
    }

    fn flush(&mut self, items: &mut Vec<Item>) {
        if let Some(bad) = self.bad_decl() {
            items.push(Item::Decl(bad));
        }
    }

    fn item(&mut self, items: &mut Vec<Item>) {
        match self.kind {
            K::Comment => {}
            K::PackageClause => self.package_clause(),
            K::FuncDecl | K::MethodDecl => {
                self.broken = false;
                let decl = self.func_decl();
                items.push(Item::Decl(decl));
            }
            K::ImportDecl | K::ConstDecl | K::VarDecl | K::TypeDecl => {
                let decl = self.general_decl();
                items.push(Item::Decl(decl));
            }
            K::Error => self.error_items(items),
            kind if kind.is_stmt() => {
                let stmt = self.stmt();
                items.push(Item::Stmt(stmt));
            }
            _ if self.errors => self.orphan(),
            _ => {}
        }
        if self.errors {
            self.flush(items);
        }
    }

    /// Declarations within an ERROR at top level are as good as others.
    fn error_items(&mut self, items: &mut Vec<Item>) {
        self.broken = true;
        let start = self.start();
        if self.cursor.goto_first_child() {
            loop {
                self.enter();
                match self.kind {
                    K::PackageClause => self.package_clause(),
                    kind if kind.is_top_decl() || kind.is_general_decl() => self.item(items),
                    K::Comment => {}
                    _ => self.orphan(),
                }
                if !self.cursor.goto_next_sibling() {
                    break;
                }
            }
            self.up();
        }
        self.orphan_start = self.orphan_start.min(start);
    }

    fn package_clause(&mut self) {
        if self.first() {
            loop {
                if self.kind == K::Ident && self.ast.package.is_none() {
                    let name = self.ident();
                    self.ast.package = Some(name);
                }
                if !self.next() {
                    break;
                }
            }
            self.up();
        }
    }

    /// The type parameters that were blanked after the method name that ends at `name_end` in the parsed text.
    pub(super) fn masked_type_params(&mut self, name_end: u32) -> Option<FieldListId> {
        let name_end = name_end + self.offsets.base;
        let params: &MethodParams = self.method_params.iter().find(|params| params.name_end == name_end)?;
        let base = params.open.checked_sub(MethodParams::PREFIX.len() as u32)?;
        let offsets = Offsets::new(base, self.offsets.cuts);
        let input = Input { text: self.text, offsets, method_params: &[] };
        let ast = std::mem::take(&mut self.ast);
        let scratch = std::mem::take(&mut self.scratch);
        let mut inner = Lower::new(ast, scratch, &params.tree, input);
        let list = inner.first_type_params();
        self.broken |= inner.errors;
        self.ast = inner.ast;
        self.scratch = inner.scratch;
        list
    }

    /// The type parameters of the function that the tree begins with.
    fn first_type_params(&mut self) -> Option<FieldListId> {
        if !(self.first() && self.kind == K::FuncDecl && self.first()) {
            return None;
        }
        while self.next() {
            if self.kind == K::TypeParams {
                return Some(self.params());
            }
        }
        None
    }
}
