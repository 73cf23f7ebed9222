use std::sync::Arc;

use super::check_file;
use crate::package::{Options, Request, Stdin, Workspace};
use crate::source::Text;
use crate::syntax::ast::{Ast, ExprId, ExprKind, FuncId};
use crate::types::{Info, Mode, ObjectKind, Store};

/// One file, looked at.
struct World {
    store: Store,
    ast: Arc<Ast>,
    info: Info,
}

fn look(text: &str) -> World {
    let stdin = Some(Stdin { name: None, text: Text::from_bytes(text.as_bytes().to_vec()) });
    let request = Request { cwd: "/nowhere".into(), stdin, ..Request::default() };
    let workspace = Arc::new(Workspace::load(request, Options::default()).expect("a text can be loaded"));
    let unit = *workspace.targets().first().expect("the text is a unit");
    let ast = workspace.files_of(unit)[0].ast.clone();
    let store = Store::new(workspace);
    let info = check_file(&store, unit, 0);
    World { store, ast, info }
}

impl World {
    /// The expressions with this text, in order of place.
    fn all(&self, text: &str) -> Vec<ExprId> {
        let mut found: Vec<ExprId> = self.ast.exprs.ids().filter(|&e| self.ast.text(e) == text).collect();
        found.sort_by_key(|&e| self.ast.expr_spans[e].start);
        found
    }

    /// The type of the last expression with this text; `?` where unknown.
    fn ty(&self, text: &str) -> String {
        let last = *self.all(text).last().unwrap_or_else(|| panic!("no expression {text}"));
        self.info.type_of(last).map_or_else(|| "?".to_owned(), |ty| self.store.show_short(ty))
    }

    fn value(&self, text: &str) -> String {
        let last = *self.all(text).last().unwrap_or_else(|| panic!("no expression {text}"));
        self.info.constant(last).map_or_else(|| "?".to_owned(), |value| value.exact_string())
    }

    fn complete(&self, name: &str) -> bool {
        let named = |func: &FuncId| self.ast.funcs[*func].name.is_some_and(|ident| self.ast.text(ident) == name);
        let func = self.ast.funcs.ids().find(named).unwrap_or_else(|| panic!("no function {name}"));
        self.info.is_complete(func)
    }
}

#[test]
fn untyped_operands_take_the_type_of_their_context() {
    let world = look(
        "package p\nvar s uint = 33\nvar f float32 = 1.5 + 2\nvar i any = 'x'\nfunc g(b byte) {}\n\
         func h() { g(7); var w int64 = 1 << s; _ = w; x := 4.0; _ = x == 3 }\n",
    );
    assert_eq!(world.ty("1.5 + 2"), "float32");
    assert_eq!(world.ty("2"), "untyped float"); // part of a constant: never a value of its own
    assert_eq!(world.ty("'x'"), "int32");
    assert_eq!(world.ty("7"), "uint8");
    assert_eq!(world.ty("1 << s"), "int64");
    assert_eq!(world.ty("1"), "int64");
    assert_eq!(world.ty("3"), "float64");
    assert_eq!(world.ty("x == 3"), "bool");
}

#[test]
fn constants_of_a_group_inherit_type_and_expressions() {
    let world = look(
        "package p\ntype T int8\nconst (\n\ta T = iota * 10\n\tb\n\tc\n\td, e = iota, 1 << iota\n)\n\
         const z = c + 1\nvar y = e\nconst big = 1 << 100 >> 98\nconst half = 1 / 2.0\n",
    );
    assert_eq!((world.ty("c + 1").as_str(), world.value("c + 1").as_str()), ("p.T", "21"));
    assert_eq!(world.value("e"), "8");
    assert_eq!(world.value("1 << 100 >> 98"), "4");
    assert_eq!(world.value("1 / 2.0"), "1/2");
}

#[test]
fn second_results_are_recorded_as_pairs() {
    let world = look(
        "package p\nfunc f(m map[string]int, c chan bool, x any) {\n\tv, ok := m[\"a\"]\n\tw, ok := <-c\n\t\
         n, ok := x.(int)\n\t_, _, _, _ = v, w, n, ok\n\tm[\"b\"]++\n}\n",
    );
    assert_eq!(world.ty("m[\"a\"]"), "(int, bool)");
    assert_eq!(world.ty("<-c"), "(bool, bool)");
    assert_eq!(world.ty("x.(int)"), "(int, bool)");
    assert_eq!(world.info.mode(world.all("m[\"b\"]")[0]), Mode::MapIndex);
    let oks: Vec<_> = world.all("ok").iter().map(|&e| world.info.object(e)).collect();
    assert!(oks.iter().all(|object| *object == oks[0] && object.is_some()), "one variable, used again");
}

#[test]
fn clauses_of_a_type_switch_have_variables_of_their_own() {
    let world = look(
        "package p\nfunc f(x any) {\n\tswitch v := x.(type) {\n\tcase int:\n\t\tg(v)\n\tcase string, bool:\n\t\th(v)\n\t\
         case nil:\n\t\tk(v)\n\t}\n}\nfunc g(int) {}\nfunc h(any) {}\nfunc k(any) {}\n",
    );
    let types: Vec<_> = world.all("v").iter().filter_map(|&e| world.info.type_of(e)).collect();
    let types: Vec<_> = types.into_iter().map(|ty| world.store.show_short(ty)).collect();
    assert_eq!(types, ["int", "any", "any"]);
    assert!(world.complete("f"));
}

#[test]
fn fields_and_methods_are_promoted() {
    let world = look(
        "package p\ntype A struct { n int }\nfunc (a *A) Set(n int) { a.n = n }\ntype B struct { *A; C }\n\
         type C interface { Len() int }\nfunc f(b B) {\n\tb.Set(b.n)\n\t_ = b.Len()\n\tg := (*A).Set\n\t_ = g\n}\n",
    );
    assert_eq!(world.ty("b.n"), "int");
    assert_eq!(world.ty("b.Set"), "func(int)");
    assert_eq!(world.ty("b.Len()"), "int");
    assert_eq!(world.ty("(*A).Set"), "func(*p.A, int)");
    let selection = &world.info.selections[&world.all("b.Set")[0]];
    assert!(selection.indirect && selection.path.first() == Some(&0));
}

#[test]
fn generic_code_is_typed_once_and_instantiated_where_used() {
    let world = look(
        "package p\ntype List[T any] struct { items []T }\nfunc (l *List[E]) Push(e E) *List[E] { l.items = append(l.items, e); return l }\n\
         func Map[T, U any](ts []T, f func(T) U) []U { var out []U\n\tfor _, t := range ts { out = append(out, f(t)) }\n\treturn out }\n\
         type Num interface { ~int | ~float64 }\nfunc Sum[T Num](ts ...T) (sum T) { for _, t := range ts { sum += t }; return }\n\
         func f() {\n\tl := new(List[string]).Push(\"a\")\n\t_ = l\n\tm := Map([]int{1}, func(n int) string { return \"\" })\n\t_ = m\n\t_ = Sum(1, 2.5)\n}\n",
    );
    assert_eq!(world.ty("l"), "*p.List[string]");
    assert_eq!(world.ty("m"), "[]string");
    assert_eq!(world.ty("Sum(1, 2.5)"), "float64");
    assert_eq!(world.ty("l.items"), "[]E");
    assert!(["Push", "Map", "Sum", "f"].iter().all(|name| world.complete(name)));
    for name in ["Push", "Map", "Sum", "f"] {
        assert!(world.complete(name), "{name}");
    }
}

#[test]
fn what_is_unknown_stays_unknown() {
    let world = look(
        "package p\nimport \"example.com/missing\"\ntype T missing.T\nfunc f(x missing.X, t T) int {\n\ty := x.Do(1)\n\t_ = y == 2\n\
         \t_ = t + 3\n\treturn 4\n}\nfunc g() int { return 5 }\n",
    );
    for text in ["x", "y", "1", "2", "3", "x.Do", "y == 2", "t + 3"] {
        assert_eq!(world.ty(text), "?", "{text}");
    }
    assert_eq!(world.ty("4"), "int");
    assert_eq!(world.ty("t"), "p.T");
    assert!(!world.complete("f"));
    assert!(world.complete("g"));
}

#[test]
fn cycles_are_unknown_and_end() {
    let world = look(
        "package p\nvar a = b\nvar b = a\ntype T U\ntype U T\nconst c = d\nconst d = c + 1\ntype S struct { n [len(S{}.n)]int }\n\
         type Node struct { next *Node; kids map[string][]Node }\ntype I interface { J; M() I }\ntype J interface { I }\n\
         type R[P any] struct { r *R[*R[P]] }\nfunc f(n Node, r R[int]) { _ = n.next.kids[\"\"][0].next; _ = r.r.r.r }\n",
    );
    assert_eq!(world.ty("a"), "?");
    assert_eq!(world.ty("n.next.kids[\"\"][0].next"), "*p.Node");
    assert!(world.ty("r.r").starts_with("*p.R["));
}

#[test]
fn labels_and_predeclared_names_are_resolved_not_compared() {
    let world = look(
        "package p\nfunc len(x int) string { return \"\" }\nfunc f(nil int) {\nL:\n\tfor {\n\t\tif nil > 0 { continue L }\n\t\tbreak L\n\t}\n\t\
         _ = len(nil)\n\ttype error int\n\tvar e error\n\t_ = e + 1\n}\n",
    );
    assert_eq!(world.ty("len(nil)"), "string");
    assert_eq!(world.ty("e + 1"), "p.error");
    let labels: Vec<_> = world.all("L").iter().map(|&e| world.info.object(e)).collect();
    assert_eq!(labels.len(), 3);
    assert!(labels.iter().all(|label| *label == labels[0] && label.is_some()));
}

#[test]
fn ranges_give_what_they_range_over() {
    let world = look(
        "package p\nfunc f(s string, m map[string]bool, c chan error, it func(func(int, rune) bool)) {\n\
         \tfor i, r := range s { _, _ = i, r }\n\tfor k, v := range m { _, _ = k, v }\n\tfor e := range c { _ = e }\n\
         \tfor n := range 10 { _ = n }\n\tfor a, b := range it { _, _ = a, b }\n\tfor q := range uint8(3) { _ = q }\n}\n",
    );
    let expected =
        [("i", "int"), ("r", "int32"), ("k", "string"), ("v", "bool"), ("e", "error"), ("n", "int"), ("a", "int")];
    for (name, ty) in expected {
        assert_eq!(world.ty(name), ty, "{name}");
    }
    assert_eq!(world.ty("b"), "int32");
    assert_eq!(world.ty("q"), "uint8");
    assert!(world.complete("f"));
}

#[test]
fn broken_code_is_survived() {
    // As much stack as the threads that analyse have.
    let thread = std::thread::Builder::new().stack_size(64 << 20).spawn(broken_code);
    thread.expect("a thread").join().expect("no panic");
}

fn broken_code() {
    let long = format!("package p\nvar x = 1{}\n", " + 1".repeat(50_000));
    assert_eq!(look(&long).ty("x"), "?"); // a definition, not an expression
    let calls =
        format!("package p\nfunc f() T {{ return f(){} }}\ntype T struct {{ g func() T }}\n", ".g()".repeat(20_000));
    look(&calls);
    let blocks = format!("package p\nfunc f() {{ {}{} }}\n", "{".repeat(5000), "}".repeat(5000));
    look(&blocks);
    for text in [
        "package p\nfunc f() { x := ; y = } \n",
        "package p\ntype T struct { T }\nvar t T\nvar u = t.T.T.T.x\n",
        "package p\nfunc (r R[A, B]) m() {}\nfunc (r *) n() {}\ntype R struct{}\n",
        "package p\nimport . \"fmt\"\nvar x = Println + y\n",
        "package p\nvar f = func() int { return f() }\nvar a [len(a)]int\nvar b = [...]int{5: 1, 2}\n",
        "package p\nfunc f[T any, U interface{ m(T) U }](t T, u U) { f[int](1, 2); f(f, f); u.m(t).m(t) }\n",
        "package p\ntype A[T any] = []T\ntype B[T A[T]] struct{}\ntype C = A[C]\nvar x A[int]; var y = x[0]\n",
        "package p\nfunc f() { switch { case 1, \"\": default: }; select {}; goto L; for range f {} }\n",
    ] {
        look(text);
    }
}

#[test]
fn objects_know_their_names() {
    let world = look(
        "package p\ntype T struct{}\nfunc (t *T) M() {}\nfunc F() { new(T).M(); F() }\ntype I interface { N() }\n",
    );
    let symbol = |text: &str| {
        let e = *world.all(text).last().expect("it is there");
        let name = match world.ast.expr(e) {
            ExprKind::Selector { name, .. } => name,
            _ => e,
        };
        let symbol = world.store.symbol(world.info.object(name).expect("it has an object"));
        let path = world
            .store
            .package(world.store.object(world.info.object(name).expect("as before")).package.expect("p"))
            .path;
        symbol.replace(path.as_str(), "p")
    };
    assert_eq!(symbol("new(T).M"), "(*p.T).M");
    assert_eq!(symbol("F"), "p.F");
    assert_eq!(symbol("N"), "(p.I).N");
    let builtin = world.info.object(world.all("new")[0]).expect("a builtin");
    assert!(matches!(world.store.object(builtin).kind, ObjectKind::Builtin(_)));
}

#[test]
fn of_two_things_with_one_name_the_first_is_meant() {
    let world = look(
        "package p\nimport \"os\"\ntype T struct { a int; a string; b bool }\nfunc os() {}\n\
         func (r T) m(r string) { x := r; _ = x }\nvar v = T{}.a\nvar w = os.Args\n",
    );
    assert_eq!(world.ty("T{}.a"), "int");
    assert_eq!(world.ty("os.Args"), "[]string");
    assert_eq!(world.ty("r"), "p.T");
}

#[test]
fn what_the_releases_brought_is_typed() {
    let world = look(
        "package p\nimport \"C\"\n\
         type Set[K comparable] = map[K]struct{}\nvar set Set[string]\nvar has = set[\"a\"]\n\
         type L[T any] []T\nfunc (l L[T]) Map[U any](f func(T) U) L[U] { return make(L[U], len(l)) }\n\
         var texts = L[int]{}.Map(func(n int) string { return \"\" })\nvar mapper = L[int]{}.Map[bool]\n\
         var p1 = new(3)\nvar p2 = new(texts)\nconst low = min(3, 2.5)\nvar high = max(\"a\", texts[0])\n\
         func whole(m map[int]bool) {\n\tclear(m)\n\tfor i := range 3 { _ = i }\n\
         \tfor x := range func(yield func(rune) bool) {} { _ = x }\n\tf := L[int].Map[error]\n\t_ = f\n}\n\
         var foreign = C.get(1)\nfunc calls() { C.run(C.int(7)) }\n",
    );
    for (text, ty) in [
        ("set", "map[string]struct{}"),
        ("set[\"a\"]", "struct{}"),
        ("L[int]{}.Map(func(n int) string { return \"\" })", "p.L[string]"),
        ("L[int]{}.Map[bool]", "func(func(int) bool) p.L[bool]"),
        ("new(3)", "*int"),
        ("new(texts)", "*p.L[string]"),
        ("max(\"a\", texts[0])", "string"),
        ("i", "int"),
        ("x", "int32"),
        ("f", "func(p.L[int], func(int) error) p.L[error]"),
        ("C.get(1)", "?"),
    ] {
        assert_eq!(world.ty(text), ty, "{text}");
    }
    assert_eq!(world.value("min(3, 2.5)"), "5/2");
    assert!(world.complete("whole") && !world.complete("calls"));
}

#[test]
fn a_function_with_errors_costs_no_other() {
    let world = look(
        "package p\nfunc bad(n int) int {\n\tx := n +\n}\nfunc vague(n int) int { return missing(n) }\n\
         func good() int { return bad(1) + vague(2) }\nfunc wrong() { var s string = 3; _ = s }\n",
    );
    assert!(!world.complete("bad") && !world.complete("vague") && !world.complete("wrong"));
    assert!(world.complete("good"));
    assert_eq!(world.ty("bad(1) + vague(2)"), "int");
}
