//! The syntax tree of one file: the contract between `syntax` and everything else.
//!
//! The shapes are those of `go/ast` (types and expressions share one enum, for syntax cannot tell them apart), the storage is
//! a few vectors indexed by dense ids. A node is a small `Copy` value; children are ids, lists of children are [`List`]s.
//! Every node has the span that `go/ast` gives it (`Pos()..End()`), in bytes of the original text.
//!
//! Neutral shapes: a conversion is a `Call`, a generic instantiation is an `Index`, `*T` is a `Star` whether type or
//! dereference, `a|b` in a constraint is a `Binary`, a qualified type is a `Selector`; `nil`, `true`, `iota`, `new` and
//! `make` are plain `Ident`s, for they can be redeclared. Nothing here means anything until names are resolved.

use std::marker::PhantomData;
use std::sync::Arc;

use super::comment::{Comment, Directive};
use crate::text::{Idx, IndexVec, Span, Symbol};

crate::ids! {
    /// An expression or a type.
    pub struct ExprId;
    /// A statement; also the clauses of `switch` and `select`.
    pub struct StmtId;
    /// A declaration, at top level or within a function.
    pub struct DeclId;
    /// An import, constant, variable or type specification.
    pub struct SpecId;
    /// One field, parameter, result, receiver, method or embedded element.
    pub struct FieldId;
    /// A bracketed list of fields.
    pub struct FieldListId;
    /// A function with a body of its own: a declaration or a literal.
    pub struct FuncId;
    /// A function type: the signature of a declaration, a literal, a method of an interface, or one that stands alone.
    pub struct SigId;
}

/// An ordered list of ids, kept in [`Ast::lists`]; four bytes. Read it with [`Ast::list`].
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct List<T> {
    /// Offset in `Ast::lists` of the length, which the elements follow.
    pub(crate) at: u32,
    pub(crate) of: PhantomData<fn() -> T>,
}

impl<T> List<T> {
    /// The empty list (`Ast::lists` begins with a 0).
    pub const EMPTY: List<T> = List { at: 0, of: PhantomData };

    /// Whether the list is the canonical empty list; lowering never makes another empty one.
    pub const fn is_empty(self) -> bool {
        self.at == 0
    }
}

impl<T> std::fmt::Debug for List<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "List@{}", self.at)
    }
}

/// An expression or type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExprKind {
    /// Broken syntax: the expressions that could be read within it, so that their names count as uses.
    Bad(List<ExprId>),
    /// An identifier, also the name in a declaration, the member of a selector, a label.
    Ident(Symbol),
    /// A literal; its text is its span's.
    Lit(LitKind),
    /// `T{…}`, or `{…}` with the type left out within another literal.
    CompositeLit { ty: Option<ExprId>, elements: List<ExprId> },
    /// `func(…) … {…}`
    FuncLit(FuncId),
    /// `(x)`
    Paren(ExprId),
    /// `x.name`; `name` is an `Ident`.
    Selector { x: ExprId, name: ExprId },
    /// `x[i]`, `x[T]`, `x[T, U]`
    Index { x: ExprId, args: List<ExprId> },
    /// `x[lo:hi]`, `x[lo:hi:max]`; see [`Ast::slice_bounds`].
    Slice { x: ExprId, bounds: List<Option<ExprId>> },
    /// `x.(T)`; `x.(type)` without `ty`.
    TypeAssert { x: ExprId, ty: Option<ExprId> },
    /// `f(args)`, `f(args...)`, a conversion `T(x)`, a builtin's call (whose first argument may be a type).
    Call { fun: ExprId, args: List<ExprId>, ellipsis: bool },
    /// `*x`
    Star(ExprId),
    /// An operator before its operand (`<-` is receive, `~` an approximation element).
    Unary { op: UnaryOp, x: ExprId },
    /// An operator between its operands.
    Binary { op: BinaryOp, x: ExprId, y: ExprId },
    /// `key: value` in a composite literal.
    KeyValue { key: ExprId, value: ExprId },
    /// `[len]T`; `[]T` without `len`; `[...]T` where `len` is an `Ellipsis` without element.
    ArrayType { len: Option<ExprId>, elem: ExprId },
    /// `struct{…}`
    StructType(FieldListId),
    /// `func(…) …` as a type; also the type of an interface's method.
    FuncType(SigId),
    /// `interface{…}`: methods (a name and a `FuncType`) and embedded elements (no name).
    InterfaceType(FieldListId),
    /// `map[K]V`
    MapType { key: ExprId, value: ExprId },
    /// `chan T`, `chan<- T`, `<-chan T`
    ChanType { dir: ChanDir, elem: ExprId },
    /// `...T` as the type of a last parameter; `...` in `[...]T` without element.
    Ellipsis(Option<ExprId>),
}

/// The kind of a basic literal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LitKind {
    Int,
    Float,
    Imag,
    Char,
    /// Interpreted or raw.
    String,
}

/// The direction of a channel type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ChanDir {
    Both,
    Send,
    Recv,
}

/// An operator before its operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UnaryOp {
    /// `+`
    Plus,
    /// `-`
    Minus,
    /// `!`
    Not,
    /// `^`
    Xor,
    /// `&`
    And,
    /// `<-`
    Recv,
    /// `~`
    Tilde,
}

/// An operator between its operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BinaryOp {
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
}

impl UnaryOp {
    /// As written.
    pub const fn text(self) -> &'static str {
        match self {
            UnaryOp::Plus => "+",
            UnaryOp::Minus => "-",
            UnaryOp::Not => "!",
            UnaryOp::Xor => "^",
            UnaryOp::And => "&",
            UnaryOp::Recv => "<-",
            UnaryOp::Tilde => "~",
        }
    }
}

impl BinaryOp {
    /// As written.
    pub const fn text(self) -> &'static str {
        match self {
            BinaryOp::Mul => "*",
            BinaryOp::Div => "/",
            BinaryOp::Rem => "%",
            BinaryOp::Shl => "<<",
            BinaryOp::Shr => ">>",
            BinaryOp::And => "&",
            BinaryOp::AndNot => "&^",
            BinaryOp::Add => "+",
            BinaryOp::Sub => "-",
            BinaryOp::Or => "|",
            BinaryOp::Xor => "^",
            BinaryOp::Eq => "==",
            BinaryOp::Ne => "!=",
            BinaryOp::Lt => "<",
            BinaryOp::Le => "<=",
            BinaryOp::Gt => ">",
            BinaryOp::Ge => ">=",
            BinaryOp::LogicalAnd => "&&",
            BinaryOp::LogicalOr => "||",
        }
    }

    /// As written with `=`, for the operators that an assignment may have.
    pub const fn assign_text(self) -> &'static str {
        match self {
            BinaryOp::Mul => "*=",
            BinaryOp::Div => "/=",
            BinaryOp::Rem => "%=",
            BinaryOp::Shl => "<<=",
            BinaryOp::Shr => ">>=",
            BinaryOp::And => "&=",
            BinaryOp::AndNot => "&^=",
            BinaryOp::Add => "+=",
            BinaryOp::Sub => "-=",
            BinaryOp::Or => "|=",
            BinaryOp::Xor => "^=",
            comparison => comparison.text(),
        }
    }
}

/// What an assignment does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AssignOp {
    /// `=`
    Assign,
    /// `:=`
    Define,
    /// `op=`
    Op(BinaryOp),
}

/// How a range clause takes its values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RangeOp {
    /// `for range x`
    None,
    /// `for k, v = range x`
    Assign,
    /// `for k, v := range x`
    Define,
}

/// `break`, `continue`, `goto`, `fallthrough`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BranchKind {
    Break,
    Continue,
    Goto,
    Fallthrough,
}

/// A statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StmtKind {
    /// Broken syntax: what could be read within it, in order.
    Bad { stmts: List<StmtId>, exprs: List<ExprId> },
    /// A declaration within a function.
    Decl(DeclId),
    /// A semicolon alone, or nothing after a label (`implicit`).
    Empty { implicit: bool },
    /// `L: stmt`
    Labeled { label: ExprId, stmt: StmtId },
    /// An expression alone.
    Expr(ExprId),
    /// `ch <- x`
    Send { chan: ExprId, value: ExprId },
    /// `x++`, `x--`
    IncDec { x: ExprId, dec: bool },
    /// `a, b = x, y`, `a := x`, `a += x`
    Assign { op: AssignOp, lhs: List<ExprId>, rhs: List<ExprId> },
    /// `go f(x)`; the operand is a `Call` in valid code.
    Go(ExprId),
    /// `defer f(x)`; the operand is a `Call` in valid code.
    Defer(ExprId),
    /// `return x, y`
    Return(List<ExprId>),
    /// `break L`, `continue`, `goto L`, `fallthrough`
    Branch { kind: BranchKind, label: Option<ExprId> },
    /// `{…}`
    Block(List<StmtId>),
    /// `if init; cond {…} else …`; `then` is a `Block`, `els` a `Block` or an `If`.
    If { init: Option<StmtId>, cond: ExprId, then: StmtId, els: Option<StmtId> },
    /// `switch init; tag {…}`; `body` is a `Block` of `Case`s.
    Switch { init: Option<StmtId>, tag: Option<ExprId>, body: StmtId },
    /// `switch init; v := x.(type) {…}`; `assign` is an `Assign` or an `Expr`; `body` is a `Block` of `Case`s.
    TypeSwitch { init: Option<StmtId>, assign: StmtId, body: StmtId },
    /// `case a, b: …`; `default: …` has no values and `default` set.
    Case { default: bool, values: List<ExprId>, body: List<StmtId> },
    /// `select {…}`; `body` is a `Block` of `Comm`s.
    Select { body: StmtId },
    /// `case v := <-ch: …`, `case ch <- x: …`; `default: …` without `comm`.
    Comm { comm: Option<StmtId>, body: List<StmtId> },
    /// `for init; cond; post {…}`
    For { init: Option<StmtId>, cond: Option<ExprId>, post: Option<StmtId>, body: StmtId },
    /// `for key, value := range x {…}`
    Range { op: RangeOp, key: Option<ExprId>, value: Option<ExprId>, x: ExprId, body: StmtId },
}

/// A declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeclKind {
    /// Broken syntax: what could be read within it.
    Bad { stmts: List<StmtId>, exprs: List<ExprId> },
    /// `func name(…) … {…}`
    Func(FuncId),
    /// `import`, `const`, `var` or `type`, with one specification or a parenthesised group.
    Gen { tok: GenTok, grouped: bool, specs: List<SpecId> },
}

/// The keyword of a general declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GenTok {
    Import,
    Const,
    Var,
    Type,
}

/// One specification of a general declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpecKind {
    /// `name "path"`; `name` may be `.` or `_` (an `Ident` with that text); `path` is a `Lit`.
    Import { name: Option<ExprId>, path: ExprId },
    /// `a, b T = x, y`; in a constant group `ty` and `values` may be left out (`iota` is the position in the group, from 0).
    Value { names: List<ExprId>, ty: Option<ExprId>, values: List<ExprId>, iota: u32 },
    /// `Name[T any] = U` (alias) or `Name[T any] U`
    Type { name: ExprId, type_params: Option<FieldListId>, alias: bool, ty: ExprId },
}

/// Names with one type: parameters, results, receiver, struct fields, interface elements, type parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    pub span: Span,
    /// Empty for an unnamed parameter, an embedded field, an embedded interface element.
    pub names: List<ExprId>,
    pub ty: ExprId,
    /// A struct tag, a `Lit`.
    pub tag: Option<ExprId>,
}

/// A list of fields with its brackets (results of one unnamed type have none).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldList {
    pub span: Span,
    pub fields: List<FieldId>,
}

/// A function type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signature {
    /// As `go/ast.FuncType`: from `func` (where there is one) to the end of the results or parameters.
    pub span: Span,
    pub type_params: Option<FieldListId>,
    pub params: FieldListId,
    pub results: Option<FieldListId>,
}

/// A function with a body of its own (declarations without body have none: assembly, `//go:linkname`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Func {
    pub span: Span,
    /// The name of a declaration; a literal has none.
    pub name: Option<ExprId>,
    /// The receiver of a method (normally one field).
    pub recv: Option<FieldListId>,
    pub sig: SigId,
    /// A `Block`.
    pub body: Option<StmtId>,
    /// The expression of a literal.
    pub lit: Option<ExprId>,
    /// The declaration of a declared function.
    pub decl: Option<DeclId>,
    /// Syntax errors lie within: nothing in it may produce a claim of absence.
    pub broken: bool,
}

/// Any node: what a parent, a visitor or a rule may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Node {
    Expr(ExprId),
    Stmt(StmtId),
    Decl(DeclId),
    Spec(SpecId),
    Field(FieldId),
    FieldList(FieldListId),
    /// Only as a parent of a literal's or declaration's parts.
    Func(FuncId),
    /// Only as a parent of parameters and results.
    Sig(SigId),
}

/// How much of a file could be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Reading {
    /// Everything.
    #[default]
    Whole,
    /// Declarations without function bodies (dependencies, files over 4 MiB).
    Declarations,
    /// Syntax errors, too deep nesting or the parse budget left parts unread.
    Partial,
}

/// A place where the text is not Go, or where reading stopped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxProblem {
    pub span: Span,
    /// One line, small first letter, no full stop.
    pub message: String,
}

/// The syntax tree of one file.
#[derive(Debug, Default)]
pub struct Ast {
    /// The text that all spans refer to (invalid UTF-8 replaced byte by byte with `?`).
    pub text: Arc<str>,
    pub exprs: IndexVec<ExprId, ExprKind>,
    pub expr_spans: IndexVec<ExprId, Span>,
    pub stmts: IndexVec<StmtId, StmtKind>,
    pub stmt_spans: IndexVec<StmtId, Span>,
    pub decls: IndexVec<DeclId, DeclKind>,
    pub decl_spans: IndexVec<DeclId, Span>,
    pub specs: IndexVec<SpecId, SpecKind>,
    pub spec_spans: IndexVec<SpecId, Span>,
    pub fields: IndexVec<FieldId, Field>,
    pub field_lists: IndexVec<FieldListId, FieldList>,
    pub funcs: IndexVec<FuncId, Func>,
    pub sigs: IndexVec<SigId, Signature>,
    /// Storage of [`List`]s: a length, then that many raw ids (0 for none).
    pub(crate) lists: Vec<u32>,
    /// The name after `package`, an `Ident`; `None` in a broken file or a snippet.
    pub package: Option<ExprId>,
    /// The top-level declarations in order.
    pub top: Vec<DeclId>,
    /// All comments, in order (see [`super::comment`]).
    pub comments: Vec<Comment>,
    /// The comments that speak to tools, in order.
    pub directives: Vec<Directive>,
    /// The text has no package clause: it was read as if it stood in a file, its statements as the body of a function
    /// without a name, which is the last of `top`.
    pub snippet: bool,
    pub reading: Reading,
    pub problems: Vec<SyntaxProblem>,
    pub(crate) parents: std::sync::OnceLock<Parents>,
}

/// For each expression, statement and so on the node that holds it; built when first asked.
#[derive(Debug, Default)]
pub struct Parents {
    pub(crate) exprs: Vec<Option<Node>>,
    pub(crate) stmts: Vec<Option<Node>>,
    pub(crate) decls: Vec<Option<Node>>,
    pub(crate) specs: Vec<Option<Node>>,
    pub(crate) fields: Vec<Option<Node>>,
    pub(crate) field_lists: Vec<Option<Node>>,
    pub(crate) funcs: Vec<Option<Node>>,
    pub(crate) sigs: Vec<Option<Node>>,
}

/// An element of a [`List`].
pub trait Element: Copy {
    fn decode(raw: u32) -> Self;
    fn encode(self) -> u32;
}

impl<T: Idx> Element for T {
    fn decode(raw: u32) -> T {
        T::from_usize(raw as usize - 1)
    }
    fn encode(self) -> u32 {
        self.index() as u32 + 1
    }
}

impl Element for Option<ExprId> {
    fn decode(raw: u32) -> Self {
        (raw != 0).then(|| ExprId::from_usize(raw as usize - 1))
    }
    fn encode(self) -> u32 {
        self.map_or(0, |id| id.index() as u32 + 1)
    }
}

impl Ast {
    /// The elements of a list.
    pub fn list<T: Element>(
        &self,
        list: List<T>,
    ) -> impl DoubleEndedIterator<Item = T> + ExactSizeIterator + Clone + '_ {
        let at = list.at as usize;
        let len = self.lists.get(at).copied().unwrap_or(0) as usize;
        let raw = if len == 0 { &[][..] } else { &self.lists[at + 1..at + 1 + len] };
        raw.iter().map(|&raw| T::decode(raw))
    }

    /// The only element of a list of one.
    pub fn only<T: Element>(&self, list: List<T>) -> Option<T> {
        let mut elements = self.list(list);
        let first = elements.next()?;
        elements.next().is_none().then_some(first)
    }

    /// Stores a list; the empty one is [`List::EMPTY`].
    pub fn add_list<T: Element>(&mut self, elements: impl IntoIterator<Item = T>) -> List<T> {
        if self.lists.is_empty() {
            self.lists.push(0);
        }
        let at = self.lists.len();
        self.lists.push(0);
        self.lists.extend(elements.into_iter().map(T::encode));
        let len = self.lists.len() - at - 1;
        if len == 0 {
            self.lists.truncate(at);
            return List::EMPTY;
        }
        self.lists[at] = len as u32;
        List { at: at as u32, of: PhantomData }
    }

    /// Stores a list of encoded ids.
    pub(super) fn add_encoded<T>(&mut self, ids: &[u32]) -> List<T> {
        if ids.is_empty() {
            return List::EMPTY;
        }
        if self.lists.is_empty() {
            self.lists.push(0);
        }
        let at = self.lists.len() as u32;
        self.lists.push(ids.len() as u32);
        self.lists.extend_from_slice(ids);
        List { at, of: PhantomData }
    }

    /// Notes that something could not be read.
    pub(super) fn problem(&mut self, span: Span, message: String) {
        self.problems.push(SyntaxProblem { span, message });
    }

    /// What an expression is.
    pub fn expr(&self, id: ExprId) -> ExprKind {
        self.exprs[id]
    }

    /// What a statement is.
    pub fn stmt(&self, id: StmtId) -> StmtKind {
        self.stmts[id]
    }

    /// The span of a node, as `go/ast` has it.
    pub fn span(&self, node: impl Into<Node>) -> Span {
        match node.into() {
            Node::Expr(id) => self.expr_spans[id],
            Node::Stmt(id) => self.stmt_spans[id],
            Node::Decl(id) => self.decl_spans[id],
            Node::Spec(id) => self.spec_spans[id],
            Node::Field(id) => self.fields[id].span,
            Node::FieldList(id) => self.field_lists[id].span,
            Node::Func(id) => self.funcs[id].span,
            Node::Sig(id) => self.sigs[id].span,
        }
    }

    /// The text of a node.
    pub fn text(&self, node: impl Into<Node>) -> &str {
        self.text.get(self.span(node).range()).unwrap_or_default()
    }

    /// The name, if the expression is an identifier.
    pub fn ident(&self, id: ExprId) -> Option<Symbol> {
        match self.exprs[id] {
            ExprKind::Ident(name) => Some(name),
            _ => None,
        }
    }

    /// The three bounds of a slice expression, each of which may be left out.
    pub fn slice_bounds(&self, bounds: List<Option<ExprId>>) -> [Option<ExprId>; 3] {
        let mut three = self.list(bounds);
        std::array::from_fn(|_| three.next().flatten())
    }

    /// The expression without its parentheses.
    pub fn unparen(&self, mut id: ExprId) -> ExprId {
        while let ExprKind::Paren(inner) = self.exprs[id] {
            id = inner;
        }
        id
    }
}

macro_rules! into_node {
    ($($variant:ident $id:ident;)*) => {$(
        impl From<$id> for Node {
            fn from(id: $id) -> Node {
                Node::$variant(id)
            }
        }
    )*};
}

into_node! {
    Expr ExprId;
    Stmt StmtId;
    Decl DeclId;
    Spec SpecId;
    Field FieldId;
    FieldList FieldListId;
    Func FuncId;
    Sig SigId;
}
