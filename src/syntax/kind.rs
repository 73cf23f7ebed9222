//! The kinds of tree-sitter-go's nodes as one small enum, looked up by number.

use std::sync::LazyLock;

use super::ast::{BinaryOp, UnaryOp};

macro_rules! kinds {
    ($($name:ident = $($text:literal)|+;)*) => {
        /// A kind of node, or a token that lowering looks at.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub(super) enum K {
            /// A token or node that says nothing by itself.
            Other,
            /// Text that could not be parsed.
            Error,
            $($name,)*
        }

        fn by_name(name: &str) -> K {
            match name {
                $($($text)|+ => K::$name,)*
                _ => K::Other,
            }
        }

        /// Every name that the table knows; a test compares them with the grammar's.
        #[cfg(test)]
        const NAMES: &[&str] = &[$($($text),+),*];
    };
}

kinds! {
    Ident = "identifier" | "type_identifier" | "field_identifier" | "package_identifier" | "label_name"
        | "blank_identifier" | "dot" | "nil" | "true" | "false" | "iota";
    Int = "int_literal";
    Float = "float_literal";
    Imag = "imaginary_literal";
    Rune = "rune_literal";
    Str = "raw_string_literal" | "interpreted_string_literal";
    Comment = "comment";
    SourceFile = "source_file";
    PackageClause = "package_clause";
    ImportDecl = "import_declaration";
    ImportSpec = "import_spec";
    ImportSpecList = "import_spec_list";
    ConstDecl = "const_declaration";
    ConstSpec = "const_spec";
    VarDecl = "var_declaration";
    VarSpec = "var_spec";
    VarSpecList = "var_spec_list";
    TypeDecl = "type_declaration";
    TypeSpec = "type_spec";
    TypeAlias = "type_alias";
    FuncDecl = "function_declaration";
    MethodDecl = "method_declaration";
    TypeParams = "type_parameter_list";
    TypeParam = "type_parameter_declaration";
    Params = "parameter_list";
    Param = "parameter_declaration";
    VariadicParam = "variadic_parameter_declaration";
    ExprList = "expression_list";
    ParenType = "parenthesized_type";
    GenericType = "generic_type";
    TypeArgs = "type_arguments";
    PointerType = "pointer_type";
    ArrayType = "array_type";
    OpenArrayType = "implicit_length_array_type";
    SliceType = "slice_type";
    StructType = "struct_type";
    NegatedType = "negated_type";
    FieldDecls = "field_declaration_list";
    FieldDecl = "field_declaration";
    InterfaceType = "interface_type";
    MethodElem = "method_elem";
    TypeElem = "type_elem" | "type_constraint";
    MapType = "map_type";
    ChanType = "channel_type";
    FuncType = "function_type";
    Block = "block";
    StmtList = "statement_list";
    EmptyStmt = "empty_statement";
    ExprStmt = "expression_statement";
    SendStmt = "send_statement";
    RecvStmt = "receive_statement";
    IncStmt = "inc_statement";
    DecStmt = "dec_statement";
    AssignStmt = "assignment_statement";
    ShortVar = "short_var_declaration";
    Labeled = "labeled_statement";
    FallthroughStmt = "fallthrough_statement";
    BreakStmt = "break_statement";
    ContinueStmt = "continue_statement";
    GotoStmt = "goto_statement";
    ReturnStmt = "return_statement";
    GoStmt = "go_statement";
    DeferStmt = "defer_statement";
    IfStmt = "if_statement";
    ForStmt = "for_statement";
    ForClause = "for_clause";
    RangeClause = "range_clause";
    ExprSwitch = "expression_switch_statement";
    ExprCase = "expression_case";
    DefaultCase = "default_case";
    TypeSwitch = "type_switch_statement";
    TypeCase = "type_case";
    SelectStmt = "select_statement";
    CommCase = "communication_case";
    ParenExpr = "parenthesized_expression";
    Call = "call_expression";
    VariadicArg = "variadic_argument";
    Args = "argument_list";
    Selector = "selector_expression";
    Index = "index_expression";
    Slice = "slice_expression";
    TypeAssert = "type_assertion_expression";
    Conversion = "type_conversion_expression";
    Instantiation = "type_instantiation_expression";
    CompositeLit = "composite_literal";
    LiteralValue = "literal_value";
    LiteralElement = "literal_element";
    KeyedElement = "keyed_element";
    FuncLit = "func_literal";
    Unary = "unary_expression";
    Binary = "binary_expression";
    QualifiedType = "qualified_type";
    TokSemi = ";";
    TokColon = ":";
    TokDefine = ":=";
    TokAssign = "=";
    TokLBrace = "{";
    TokRBrace = "}";
    TokLParen = "(";
    TokRParen = ")";
    TokLBrack = "[";
    TokRBrack = "]";
    TokComma = ",";
    TokDot = ".";
    TokEllipsis = "...";
    TokChan = "chan";
    TokArrow = "<-";
    TokRange = "range";
    TokMul = "*";
    TokDiv = "/";
    TokRem = "%";
    TokShl = "<<";
    TokShr = ">>";
    TokAnd = "&";
    TokAndNot = "&^";
    TokAdd = "+";
    TokSub = "-";
    TokOr = "|";
    TokXor = "^";
    TokNot = "!";
    TokTilde = "~";
    TokEq = "==";
    TokNe = "!=";
    TokLt = "<";
    TokLe = "<=";
    TokGt = ">";
    TokGe = ">=";
    TokAndAnd = "&&";
    TokOrOr = "||";
    TokMulAssign = "*=";
    TokDivAssign = "/=";
    TokRemAssign = "%=";
    TokShlAssign = "<<=";
    TokShrAssign = ">>=";
    TokAndAssign = "&=";
    TokAndNotAssign = "&^=";
    TokAddAssign = "+=";
    TokSubAssign = "-=";
    TokOrAssign = "|=";
    TokXorAssign = "^=";
}

/// The kind of each node number of the grammar.
static KINDS: LazyLock<Vec<K>> = LazyLock::new(|| {
    let language = language();
    (0..language.node_kind_count())
        .map(|id| {
            let id = id as u16;
            if language.node_kind_is_visible(id) {
                language.node_kind_for_id(id).map_or(K::Other, by_name)
            } else {
                K::Other
            }
        })
        .collect()
});

/// The table from node number to kind; numbers past its end (tree-sitter's ERROR) are errors.
pub(super) fn table() -> &'static [K] {
    &KINDS
}

/// The grammar.
pub(super) fn language() -> tree_sitter::Language {
    tree_sitter_go::LANGUAGE.into()
}

impl K {
    /// Expressions and types that begin with their own operand: they are lowered from the innermost outwards, in a loop.
    pub(super) fn is_spine(self) -> bool {
        matches!(
            self,
            K::Binary
                | K::Call
                | K::Selector
                | K::Index
                | K::Slice
                | K::TypeAssert
                | K::Conversion
                | K::Instantiation
                | K::GenericType
                | K::QualifiedType
        )
    }

    /// Nodes that `Lower::expr` reads.
    pub(super) fn is_expr(self) -> bool {
        self.is_spine()
            || matches!(
                self,
                K::Ident
                    | K::Int
                    | K::Float
                    | K::Imag
                    | K::Rune
                    | K::Str
                    | K::ParenExpr
                    | K::ParenType
                    | K::Unary
                    | K::PointerType
                    | K::NegatedType
                    | K::ArrayType
                    | K::OpenArrayType
                    | K::SliceType
                    | K::StructType
                    | K::InterfaceType
                    | K::MapType
                    | K::ChanType
                    | K::FuncType
                    | K::TypeElem
                    | K::CompositeLit
                    | K::LiteralValue
                    | K::LiteralElement
                    | K::KeyedElement
                    | K::VariadicArg
                    | K::FuncLit
            )
    }

    /// Nodes that `Lower::stmt` reads, declarations but those of functions and imports included.
    pub(super) fn is_stmt(self) -> bool {
        self.is_general_decl()
            || matches!(
                self,
                K::Block
                    | K::EmptyStmt
                    | K::ExprStmt
                    | K::SendStmt
                    | K::RecvStmt
                    | K::IncStmt
                    | K::DecStmt
                    | K::AssignStmt
                    | K::ShortVar
                    | K::Labeled
                    | K::FallthroughStmt
                    | K::BreakStmt
                    | K::ContinueStmt
                    | K::GotoStmt
                    | K::ReturnStmt
                    | K::GoStmt
                    | K::DeferStmt
                    | K::IfStmt
                    | K::ForStmt
                    | K::ExprSwitch
                    | K::TypeSwitch
                    | K::SelectStmt
            )
    }

    /// Constant, variable and type declarations.
    pub(super) fn is_general_decl(self) -> bool {
        matches!(self, K::ConstDecl | K::VarDecl | K::TypeDecl)
    }

    /// Declarations that stand at top level only.
    pub(super) fn is_top_decl(self) -> bool {
        matches!(self, K::FuncDecl | K::MethodDecl | K::ImportDecl)
    }

    /// The operator before an operand (`*` is not among them: it makes a `Star`).
    pub(super) fn unary_op(self) -> Option<UnaryOp> {
        Some(match self {
            K::TokAdd => UnaryOp::Plus,
            K::TokSub => UnaryOp::Minus,
            K::TokNot => UnaryOp::Not,
            K::TokXor => UnaryOp::Xor,
            K::TokAnd => UnaryOp::And,
            K::TokArrow => UnaryOp::Recv,
            K::TokTilde => UnaryOp::Tilde,
            _ => return None,
        })
    }

    /// The operator between two operands.
    pub(super) fn binary_op(self) -> Option<BinaryOp> {
        Some(match self {
            K::TokMul => BinaryOp::Mul,
            K::TokDiv => BinaryOp::Div,
            K::TokRem => BinaryOp::Rem,
            K::TokShl => BinaryOp::Shl,
            K::TokShr => BinaryOp::Shr,
            K::TokAnd => BinaryOp::And,
            K::TokAndNot => BinaryOp::AndNot,
            K::TokAdd => BinaryOp::Add,
            K::TokSub => BinaryOp::Sub,
            K::TokOr => BinaryOp::Or,
            K::TokXor => BinaryOp::Xor,
            K::TokEq => BinaryOp::Eq,
            K::TokNe => BinaryOp::Ne,
            K::TokLt => BinaryOp::Lt,
            K::TokLe => BinaryOp::Le,
            K::TokGt => BinaryOp::Gt,
            K::TokGe => BinaryOp::Ge,
            K::TokAndAnd => BinaryOp::LogicalAnd,
            K::TokOrOr => BinaryOp::LogicalOr,
            _ => return None,
        })
    }

    /// The operator of `op=`.
    pub(super) fn assign_op(self) -> Option<BinaryOp> {
        Some(match self {
            K::TokMulAssign => BinaryOp::Mul,
            K::TokDivAssign => BinaryOp::Div,
            K::TokRemAssign => BinaryOp::Rem,
            K::TokShlAssign => BinaryOp::Shl,
            K::TokShrAssign => BinaryOp::Shr,
            K::TokAndAssign => BinaryOp::And,
            K::TokAndNotAssign => BinaryOp::AndNot,
            K::TokAddAssign => BinaryOp::Add,
            K::TokSubAssign => BinaryOp::Sub,
            K::TokOrAssign => BinaryOp::Or,
            K::TokXorAssign => BinaryOp::Xor,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_in_the_grammar_and_every_node_of_the_grammar_has_a_kind() {
        let language = language();
        let visible: Vec<u16> =
            (0..language.node_kind_count() as u16).filter(|&id| language.node_kind_is_visible(id)).collect();
        let names: std::collections::HashSet<&str> =
            visible.iter().filter_map(|&id| language.node_kind_for_id(id)).collect();
        for name in NAMES {
            assert!(names.contains(name), "the grammar has no {name}");
        }
        let unread = ["interpreted_string_literal_content", "raw_string_literal_content", "escape_sequence"];
        for &id in visible.iter().filter(|&&id| language.node_kind_is_named(id)) {
            let name = language.node_kind_for_id(id).expect("a visible node has a name");
            assert!(by_name(name) != K::Other || unread.contains(&name) || name.starts_with('_'), "{name} is not read");
        }
    }
}
