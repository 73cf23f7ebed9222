//! Syntax trees as bytes, for the disk cache of dependencies.
//!
//! All vectors of the tree, as they are; names by their number in a table of the file. Of the text only what someone may still
//! read is kept, at its place: literals, comments that say `Deprecated:`, line ends. The rest is blank (and packs to next to
//! nothing). Whoever stores the bytes guards them with a checksum: ids are not checked again here.

use rustc_hash::FxHashMap;

use super::ast::*;
use crate::text::{Idx, IndexVec, Span, Symbol};

/// Writes trees; names are numbered as they come.
#[derive(Default)]
struct Packer {
    out: Vec<u8>,
    names: FxHashMap<Symbol, u32>,
    order: Vec<Symbol>,
    at: u32,
}

/// Reads them.
struct Unpacker<'a> {
    input: &'a [u8],
    names: Vec<Symbol>,
    at: u32,
}

impl Packer {
    fn num(&mut self, mut n: u32) {
        while n >= 0x80 {
            self.out.push(n as u8 | 0x80);
            n >>= 7;
        }
        self.out.push(n as u8);
    }
}

impl Unpacker<'_> {
    fn byte(&mut self) -> Option<u8> {
        let (&first, rest) = self.input.split_first()?;
        self.input = rest;
        Some(first)
    }

    fn num(&mut self) -> Option<u32> {
        let mut n = 0u32;
        for shift in (0..35).step_by(7) {
            let byte = self.byte()?;
            n |= u32::from(byte & 0x7f).checked_shl(shift)?;
            if byte < 0x80 {
                return Some(n);
            }
        }
        None
    }
}

trait Pack: Sized {
    fn put(&self, to: &mut Packer);
    fn get(from: &mut Unpacker) -> Option<Self>;
}

impl Pack for u32 {
    fn put(&self, to: &mut Packer) {
        to.num(*self);
    }
    fn get(from: &mut Unpacker) -> Option<u32> {
        from.num()
    }
}

impl Pack for bool {
    fn put(&self, to: &mut Packer) {
        to.out.push(u8::from(*self));
    }
    fn get(from: &mut Unpacker) -> Option<bool> {
        Some(from.byte()? != 0)
    }
}

impl Pack for Symbol {
    fn put(&self, to: &mut Packer) {
        let next = to.order.len() as u32;
        let number = *to.names.entry(*self).or_insert(next);
        if number == next {
            to.order.push(*self);
        }
        to.num(number);
    }
    fn get(from: &mut Unpacker) -> Option<Symbol> {
        let number = from.num()?;
        from.names.get(number as usize).copied()
    }
}

/// Starts are written relative to the one before, for nodes follow each other.
impl Pack for Span {
    fn put(&self, to: &mut Packer) {
        let step = self.start.wrapping_sub(to.at) as i32;
        to.num((step << 1 ^ step >> 31) as u32);
        to.num(self.len());
        to.at = self.start;
    }
    fn get(from: &mut Unpacker) -> Option<Span> {
        let step = from.num()?;
        let start = from.at.wrapping_add(step >> 1 ^ (step & 1).wrapping_neg());
        from.at = start;
        Some(Span::new(start, start.checked_add(from.num()?)?))
    }
}

impl<T> Pack for List<T> {
    fn put(&self, to: &mut Packer) {
        to.num(self.at);
    }
    fn get(from: &mut Unpacker) -> Option<List<T>> {
        Some(List { at: from.num()?, of: std::marker::PhantomData })
    }
}

impl<T: Pack> Pack for Vec<T> {
    fn put(&self, to: &mut Packer) {
        to.num(self.len() as u32);
        self.iter().for_each(|item| item.put(to));
    }
    fn get(from: &mut Unpacker) -> Option<Vec<T>> {
        let count = from.num()? as usize;
        if count > from.input.len() {
            return None;
        }
        let mut items = Vec::with_capacity(count);
        for _ in 0..count {
            items.push(T::get(from)?);
        }
        Some(items)
    }
}

impl<I: Idx, T: Pack> Pack for IndexVec<I, T> {
    fn put(&self, to: &mut Packer) {
        self.raw.put(to);
    }
    fn get(from: &mut Unpacker) -> Option<IndexVec<I, T>> {
        let mut vec = IndexVec::new();
        vec.raw = Vec::get(from)?;
        Some(vec)
    }
}

macro_rules! pack_ids {
    ($($id:ident)*) => {$(
        impl Pack for $id {
            fn put(&self, to: &mut Packer) {
                to.num(self.index() as u32);
            }
            fn get(from: &mut Unpacker) -> Option<$id> {
                let position = from.num()?;
                (position < u32::MAX).then(|| $id::from_usize(position as usize))
            }
        }
        impl Pack for Option<$id> {
            fn put(&self, to: &mut Packer) {
                to.num(self.map_or(0, |id| id.index() as u32 + 1));
            }
            fn get(from: &mut Unpacker) -> Option<Option<$id>> {
                let raw = from.num()?;
                Some((raw != 0).then(|| $id::from_usize(raw as usize - 1)))
            }
        }
    )*};
}

pack_ids! { ExprId StmtId DeclId SpecId FieldId FieldListId FuncId SigId }

macro_rules! pack_enum {
    ($name:ident { $($variant:ident $(($($part:ident)*))? $({$($field:ident)*})?),* $(,)? }) => {
        const _: () = {
            #[repr(u8)]
            enum Tag { $($variant),* }
            impl Pack for $name {
                fn put(&self, to: &mut Packer) {
                    match self {
                        $($name::$variant $(($($part),*))? $({$($field),*})? => {
                            to.out.push(Tag::$variant as u8);
                            $($($part.put(to);)*)?
                            $($($field.put(to);)*)?
                        })*
                    }
                }
                fn get(from: &mut Unpacker) -> Option<$name> {
                    let tag = from.byte()?;
                    $(if tag == Tag::$variant as u8 {
                        $($(let $part = Pack::get(from)?;)*)?
                        $($(let $field = Pack::get(from)?;)*)?
                        return Some($name::$variant $(($($part),*))? $({$($field),*})?);
                    })*
                    None
                }
            }
        };
    };
}

macro_rules! pack_struct {
    ($name:ident { $($field:ident)* }) => {
        impl Pack for $name {
            fn put(&self, to: &mut Packer) {
                $(self.$field.put(to);)*
            }
            fn get(from: &mut Unpacker) -> Option<$name> {
                $(let $field = Pack::get(from)?;)*
                Some($name { $($field),* })
            }
        }
    };
}

pack_enum!(LitKind { Int, Float, Imag, Char, String });
pack_enum!(ChanDir { Both, Send, Recv });
pack_enum!(UnaryOp { Plus, Minus, Not, Xor, And, Recv, Tilde });
pack_enum!(BinaryOp {
    Mul,
    Div,
    Rem,
    Shl,
    Shr,
    And,
    AndNot,
    Add,
    Sub,
    Or,
    Xor,
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
    LogicalAnd,
    LogicalOr,
});
pack_enum!(AssignOp { Assign, Define, Op(op) });
pack_enum!(RangeOp { None, Assign, Define });
pack_enum!(BranchKind { Break, Continue, Goto, Fallthrough });
pack_enum!(GenTok { Import, Const, Var, Type });
pack_enum!(ExprKind {
    Bad(parts),
    Ident(name),
    Lit(kind),
    CompositeLit { ty elements },
    FuncLit(func),
    Paren(x),
    Selector { x name },
    Index { x args },
    Slice { x bounds },
    TypeAssert { x ty },
    Call { fun args ellipsis },
    Star(x),
    Unary { op x },
    Binary { op x y },
    KeyValue { key value },
    ArrayType { len elem },
    StructType(fields),
    FuncType(sig),
    InterfaceType(fields),
    MapType { key value },
    ChanType { dir elem },
    Ellipsis(elem),
});
pack_enum!(StmtKind {
    Bad { stmts exprs },
    Decl(decl),
    Empty { implicit },
    Labeled { label stmt },
    Expr(x),
    Send { chan value },
    IncDec { x dec },
    Assign { op lhs rhs },
    Go(x),
    Defer(x),
    Return(values),
    Branch { kind label },
    Block(stmts),
    If { init cond then els },
    Switch { init tag body },
    TypeSwitch { init assign body },
    Case { default values body },
    Select { body },
    Comm { comm body },
    For { init cond post body },
    Range { op key value x body },
});
pack_enum!(DeclKind { Bad { stmts exprs }, Func(func), Gen { tok grouped specs } });
pack_enum!(SpecKind { Import { name path }, Value { names ty values iota }, Type { name type_params alias ty } });
pack_struct!(Field { span names ty tag });
pack_struct!(FieldList { span fields });
pack_struct!(Signature { span type_params params results });
pack_struct!(Func { span name recv sig body lit decl broken });
pack_enum!(Reading { Whole, Declarations, Partial });

impl Ast {
    /// The tree as bytes, without problems and most of its text.
    pub fn pack(&self) -> Vec<u8> {
        let mut to = Packer::default();
        self.exprs.put(&mut to);
        self.expr_spans.put(&mut to);
        self.stmts.put(&mut to);
        self.stmt_spans.put(&mut to);
        self.decls.put(&mut to);
        self.decl_spans.put(&mut to);
        self.specs.put(&mut to);
        self.spec_spans.put(&mut to);
        self.fields.put(&mut to);
        self.field_lists.put(&mut to);
        self.funcs.put(&mut to);
        self.sigs.put(&mut to);
        self.lists.put(&mut to);
        self.package.put(&mut to);
        self.top.put(&mut to);
        self.snippet.put(&mut to);
        self.reading.put(&mut to);
        let kept: Vec<_> = self.comments.iter().filter(|comment| self.is_kept(comment)).collect();
        to.num(kept.len() as u32);
        for comment in kept {
            comment.span.put(&mut to);
            comment.general.put(&mut to);
            comment.own_line.put(&mut to);
        }
        let mut out = Packer::default();
        out.num(to.order.len() as u32);
        for name in &to.order {
            out.num(name.as_str().len() as u32);
            out.out.extend_from_slice(name.as_str().as_bytes());
        }
        out.num(to.out.len() as u32);
        out.out.extend_from_slice(&to.out);
        let text = self.sparse_text();
        out.num(text.len() as u32);
        out.out.extend_from_slice(&text);
        out.out
    }

    /// The tree that `pack` wrote.
    pub fn unpack(bytes: &[u8]) -> Option<Ast> {
        let mut from = Unpacker { input: bytes, names: Vec::new(), at: 0 };
        let count = from.num()? as usize;
        if count > from.input.len() {
            return None;
        }
        let mut names = Vec::with_capacity(count);
        for _ in 0..count {
            names.push(Symbol::intern(slice(&mut from)?));
        }
        let len = from.num()? as usize;
        let (tree, rest) = from.input.split_at_checked(len)?;
        let text = slice(&mut Unpacker { input: rest, names: Vec::new(), at: 0 })?;
        let from = &mut Unpacker { input: tree, names, at: 0 };
        let ast = Ast {
            text: text.into(),
            exprs: Pack::get(from)?,
            expr_spans: Pack::get(from)?,
            stmts: Pack::get(from)?,
            stmt_spans: Pack::get(from)?,
            decls: Pack::get(from)?,
            decl_spans: Pack::get(from)?,
            specs: Pack::get(from)?,
            spec_spans: Pack::get(from)?,
            fields: Pack::get(from)?,
            field_lists: Pack::get(from)?,
            funcs: Pack::get(from)?,
            sigs: Pack::get(from)?,
            lists: Pack::get(from)?,
            package: Pack::get(from)?,
            top: Pack::get(from)?,
            snippet: Pack::get(from)?,
            reading: Pack::get(from)?,
            comments: comments(from)?,
            ..Ast::default()
        };
        Some(ast)
    }

    fn is_kept(&self, comment: &super::comment::Comment) -> bool {
        self.comment_text(comment).contains("Deprecated:")
    }

    /// The text with everything blank that nobody will read.
    fn sparse_text(&self) -> Vec<u8> {
        let bytes = self.text.as_bytes();
        let mut text: Vec<u8> = bytes.iter().map(|&byte| if byte == b'\n' { b'\n' } else { b' ' }).collect();
        let mut keep = |span: Span| {
            if let (Some(to), Some(from)) = (text.get_mut(span.range()), bytes.get(span.range())) {
                to.copy_from_slice(from);
            }
        };
        for (expr, kind) in self.exprs.iter_enumerated() {
            if let ExprKind::Lit(_) = kind {
                keep(self.expr_spans[expr]);
            }
        }
        self.comments.iter().filter(|comment| self.is_kept(comment)).for_each(|comment| keep(comment.span));
        text
    }
}

fn slice<'a>(from: &mut Unpacker<'a>) -> Option<&'a str> {
    let len = from.num()? as usize;
    let (text, rest) = from.input.split_at_checked(len)?;
    from.input = rest;
    std::str::from_utf8(text).ok()
}

fn comments(from: &mut Unpacker) -> Option<Vec<super::comment::Comment>> {
    let count = from.num()? as usize;
    let read = |_| {
        Some(super::comment::Comment { span: Pack::get(from)?, general: Pack::get(from)?, own_line: Pack::get(from)? })
    };
    (0..count).map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Mode, parse};
    use super::*;

    #[test]
    fn a_tree_survives() {
        let source = "package p\n\nimport \"fmt\"\n\n// Old is old.\n//\n// Deprecated: use New.\nfunc Old(a, b int) (c string) { return fmt.Sprint(a) }\n\n\
             type T[P any] struct {\n\tx, y P `json:\"é\"`\n\t*fmt.Stringer\n}\n\nconst (\n\tA = iota + 1<<3\n\tB\n)\n\nvar F = func(c <-chan int) { for range c { select {} } }\n";
        for mode in [Mode::Declarations, Mode::Full] {
            let ast = parse(source.into(), mode);
            let bytes = ast.pack();
            let back = Ast::unpack(&bytes).expect("just packed");
            assert_eq!(back.exprs, ast.exprs);
            assert_eq!(back.expr_spans, ast.expr_spans);
            assert_eq!(back.stmts, ast.stmts);
            assert_eq!((&back.decls, &back.specs, &back.fields), (&ast.decls, &ast.specs, &ast.fields));
            assert_eq!((&back.funcs, &back.sigs, &back.top), (&ast.funcs, &ast.sigs, &ast.top));
            assert_eq!(back.lists, ast.lists);
            assert_eq!(back.text.len(), ast.text.len());
            for (expr, kind) in ast.exprs.iter_enumerated() {
                if let ExprKind::Lit(_) = kind {
                    assert_eq!(back.text(expr), ast.text(expr));
                }
            }
            assert_eq!(back.comments.len(), 1);
            for cut in 0..bytes.len() {
                assert!(Ast::unpack(&bytes[..cut]).is_none());
            }
        }
    }
}
