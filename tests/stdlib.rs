//! The embedded summary of the standard library: what it says of well-known things, release by release.

use std::path::Path;
use std::sync::Arc;

use gotcha::package::{Context, Import, Options, Request, Workspace};
use gotcha::stdlib::format::{MemberKind, Value};
use gotcha::stdlib::{Platform, Slot, Summary, embedded};
use gotcha::text::{GoVersion, Symbol};
use gotcha::types::declare::Member;
use gotcha::types::{ObjectId, PackageId, Store};

fn summary() -> &'static Summary {
    embedded().expect("the summary is part of the program")
}

fn slot(release: u16, os: &str, arch: &str) -> Slot {
    summary().slot(GoVersion::new(release), &Platform::new(os, arch))
}

fn has(path: &str, name: &str, slot: Slot) -> bool {
    summary().package(path, slot).is_some_and(|package| package.member(name).is_some())
}

#[test]
fn all_releases_are_there() {
    let releases: Vec<u16> = summary().releases.iter().map(|release| release.minor).collect();
    assert_eq!(releases, [21, 22, 23, 24, 25, 26, 27]);
    for (path, name, since) in [
        ("net/http", "Get", 21),
        ("go/version", "Compare", 22),
        ("iter", "Seq", 23),
        ("weak", "Pointer", 24),
        ("testing/synctest", "Test", 25),
        ("errors", "AsType", 26),
    ] {
        for release in 21..=27 {
            assert_eq!(
                has(path, name, slot(release, "linux", "amd64")),
                release >= since,
                "{path}.{name} in 1.{release}"
            );
        }
    }
    // Older and newer releases are answered by the nearest.
    assert!(has("fmt", "Println", slot(18, "linux", "amd64")) && !has("iter", "Seq", slot(18, "linux", "amd64")));
    assert!(has("errors", "AsType", slot(40, "linux", "amd64")));
}

#[test]
fn platforms_differ_where_they_do() {
    let (linux, windows) = (slot(26, "linux", "amd64"), slot(26, "windows", "amd64"));
    assert!(has("syscall", "EpollCreate1", linux) && !has("syscall", "EpollCreate1", windows));
    assert!(has("syscall", "LoadDLL", windows) && !has("syscall", "LoadDLL", linux));
    assert!(has("os", "Open", linux) && has("os", "Open", windows));
    let value = |slot| {
        let package = summary().package("math", slot).expect("it is everywhere");
        match package.member("MaxInt").and_then(|member| member.record()).map(|record| record.kind) {
            Some(MemberKind::Const { value: Value::Int(value), .. }) => value,
            other => panic!("math.MaxInt is {other:?}"),
        }
    };
    for (os, arch) in [("linux", "amd64"), ("windows", "arm64"), ("js", "wasm")] {
        assert_eq!(value(slot(26, os, arch)), i64::MAX, "{os}/{arch}");
    }
    for (os, arch) in [("linux", "386"), ("linux", "arm"), ("linux", "mipsle"), ("windows", "386"), ("plan9", "386")] {
        assert_eq!(value(slot(26, os, arch)), i64::from(i32::MAX), "{os}/{arch}");
    }
    let (freebsd, openbsd) = (slot(26, "freebsd", "amd64"), slot(26, "openbsd", "amd64"));
    assert!(has("syscall", "SYS_CAP_ENTER", freebsd) && !has("syscall", "SYS_CAP_ENTER", openbsd));
    assert!(has("syscall", "AF_MPLS", openbsd) && !has("syscall", "AF_MPLS", freebsd));
    // A platform that is not in it is answered by the one most like it.
    assert_eq!(slot(26, "openbsd", "ppc64"), openbsd);
    assert_eq!(slot(26, "linux", "sparc64"), linux);
    assert_eq!(slot(25, "windows", "arm"), slot(25, "windows", "386"));
    assert_eq!(slot(26, "haiku", "arm"), slot(26, "linux", "386"));
}

#[test]
fn every_record_can_be_read() {
    let summary = summary();
    let mut records = 0;
    for release in [21, 27] {
        for package in summary.packages(slot(release, "linux", "amd64")) {
            for member in package.members() {
                assert!(member.record().is_some(), "{}.{}", package.path(), member.name());
                records += 1 + member.methods().len();
            }
        }
    }
    assert!(records > 20_000, "only {records}");
}

/// A store that sees the standard library of a release, and a way to its packages.
struct Std {
    store: Store,
    dir: tempfile::TempDir,
}

impl Std {
    fn new(release: u16) -> Std {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let request = Request { cwd: dir.path().to_owned(), ..Request::default() };
        let context = Context { toolchain: GoVersion::new(release), ..Context::default() };
        let workspace =
            Workspace::load(request, Options { context, ..Options::default() }).expect("nothing is to be loaded");
        Std { store: Store::new(Arc::new(workspace)), dir }
    }

    fn package(&self, path: &str) -> PackageId {
        assert!(self.dir.path() != Path::new(path));
        let path = Symbol::intern(path);
        self.store.package_of_import(Import::Std(path), path)
    }

    fn member(&self, path: &str, name: &str) -> ObjectId {
        match self.store.member(self.package(path), Symbol::intern(name)) {
            Member::Found(object) => object,
            other => panic!("{path}.{name}: {other:?}"),
        }
    }

    fn shown(&self, path: &str, name: &str) -> String {
        self.store.show(self.store.type_of(self.member(path, name)))
    }

    fn method(&self, path: &str, name: &str, method: &str) -> ObjectId {
        let ty = self.store.type_of(self.member(path, name));
        let methods = match self.store.ty(ty) {
            gotcha::types::Type::Named { origin, .. } => self.store.methods_of(*origin),
            other => panic!("{other:?}"),
        };
        let mut methods = methods.filter(|&id| self.store.object(id).name == method);
        methods.next().expect("the method exists")
    }
}

#[test]
fn objects_have_the_types_of_their_declarations() {
    let std = Std::new(26);
    for (path, name, ty) in [
        ("net/http", "Get", "func(string) (*net/http.Response, error)"),
        ("fmt", "Errorf", "func(string, ...any) error"),
        ("context", "WithCancel", "func(context.Context) (context.Context, context.CancelFunc)"),
        ("io", "EOF", "error"),
        ("os", "Args", "[]string"),
        ("time", "Second", "time.Duration"),
        ("net/http", "DefaultClient", "*net/http.Client"),
        ("math", "Pi", "untyped float"),
        ("sort", "Interface", "sort.Interface"),
        ("bufio", "ErrTooLong", "error"),
    ] {
        assert_eq!(std.shown(path, name), ty, "{path}.{name}");
    }
    let pi = std.store.constant_of(std.member("math", "Pi"));
    assert_eq!(pi.to_f64(), Some(std::f64::consts::PI));
    let second = std.store.constant_of(std.member("time", "Second"));
    assert_eq!(second.as_i64(), Some(1_000_000_000));
    let names = std.store.param_names(std.member("net/http", "Get"));
    let names: Vec<&str> = names.iter().map(|name| name.as_str()).collect();
    assert_eq!(names, ["url", "resp", "err"]);
    assert_eq!(
        std.shown("slices", "Contains"),
        "func[S@Contains ~[]E@Contains, E@Contains comparable](S@Contains, E@Contains) bool"
    );
}

#[test]
fn age_and_deprecation_are_known() {
    let std = Std::new(27);
    let notes = |id| std.store.notes(id).map(|notes| (notes.since, notes.deprecated));
    assert_eq!(notes(std.member("net/http", "Get")), Some((0, false)));
    assert_eq!(notes(std.member("strings", "Title")), Some((0, true)));
    assert_eq!(notes(std.member("io/ioutil", "ReadAll")), Some((0, true)));
    assert_eq!(notes(std.member("strings", "Cut")), Some((18, false)));
    assert_eq!(notes(std.member("iter", "Seq")), Some((23, false)));
    assert_eq!(notes(std.method("sync", "WaitGroup", "Go")), Some((25, false)));
    assert_eq!(notes(std.method("time", "Time", "Compare")), Some((20, false)));
    assert_eq!(notes(std.method("net/http", "Request", "PathValue")), Some((22, false)));
    let server = std.store.underlying(std.store.type_of(std.member("net/http", "Server")));
    let gotcha::types::Type::Struct(fields) = std.store.ty(server) else { panic!("a struct") };
    let field = |name: &str| fields.iter().find(|field| field.name == name).expect("such a field").object;
    assert_eq!(notes(field("Addr")), Some((0, false)));
    assert_eq!(notes(field("Protocols")), Some((24, false)));
}
