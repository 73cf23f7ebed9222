//! What is known of functions whose bodies are not at hand: which never return, and which only borrow their arguments.
//!
//! A borrower neither closes an argument nor keeps it beyond its own result: a reader wrapped around a file borrows it, and
//! whoever opened the file still has to close it.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::effect::{Ending, Wait};
use super::names::FuncName;
use crate::text::Symbol;
use crate::types::{Builtin, ObjectId, ObjectKind, Store};

/// Functions that unwind the stack: deferred calls run.
const UNWINDS: &[&str] = &[
    "runtime.Goexit",
    "log.Panic",
    "log.Panicf",
    "log.Panicln",
    "(*log.Logger).Panic",
    "(*log.Logger).Panicf",
    "(*log.Logger).Panicln",
    "(*testing.common).FailNow",
    "(*testing.common).Fatal",
    "(*testing.common).Fatalf",
    "(*testing.common).SkipNow",
    "(*testing.common).Skip",
    "(*testing.common).Skipf",
    "(testing.TB).FailNow",
    "(testing.TB).Fatal",
    "(testing.TB).Fatalf",
    "(testing.TB).SkipNow",
    "(testing.TB).Skip",
    "(testing.TB).Skipf",
    "github.com/stretchr/testify/require.FailNow",
    "github.com/stretchr/testify/require.FailNowf",
    "github.com/stretchr/testify/require.Fail",
    "github.com/stretchr/testify/require.Failf",
    "github.com/sirupsen/logrus.Panic",
    "github.com/sirupsen/logrus.Panicf",
    "github.com/sirupsen/logrus.Panicln",
    "(*github.com/sirupsen/logrus.Logger).Panic",
    "(*github.com/sirupsen/logrus.Logger).Panicf",
    "(*github.com/sirupsen/logrus.Logger).Panicln",
    "(*github.com/sirupsen/logrus.Entry).Panic",
    "(*github.com/sirupsen/logrus.Entry).Panicf",
    "(*github.com/sirupsen/logrus.Entry).Panicln",
    "(*go.uber.org/zap.Logger).Panic",
    "(*go.uber.org/zap.SugaredLogger).Panic",
    "(*go.uber.org/zap.SugaredLogger).Panicf",
    "(*go.uber.org/zap.SugaredLogger).Panicw",
    "(*go.uber.org/zap.SugaredLogger).Panicln",
    "github.com/onsi/ginkgo.Fail",
    "github.com/onsi/ginkgo.Skip",
    "github.com/onsi/ginkgo/v2.Fail",
    "github.com/onsi/ginkgo/v2.Skip",
    "(*gopkg.in/check.v1.C).Fatal",
    "(*gopkg.in/check.v1.C).Fatalf",
    "(*gopkg.in/check.v1.C).FailNow",
    "(*gopkg.in/check.v1.C).Skip",
];

/// Functions that end the process.
pub const ENDS_PROCESS: &[&str] = &[
    "os.Exit",
    "syscall.Exit",
    "log.Fatal",
    "log.Fatalf",
    "log.Fatalln",
    "(*log.Logger).Fatal",
    "(*log.Logger).Fatalf",
    "(*log.Logger).Fatalln",
    "github.com/sirupsen/logrus.Exit",
    "github.com/sirupsen/logrus.Fatal",
    "github.com/sirupsen/logrus.Fatalf",
    "github.com/sirupsen/logrus.Fatalln",
    "(*github.com/sirupsen/logrus.Logger).Exit",
    "(*github.com/sirupsen/logrus.Logger).Fatal",
    "(*github.com/sirupsen/logrus.Logger).Fatalf",
    "(*github.com/sirupsen/logrus.Logger).Fatalln",
    "(*github.com/sirupsen/logrus.Entry).Fatal",
    "(*github.com/sirupsen/logrus.Entry).Fatalf",
    "(*github.com/sirupsen/logrus.Entry).Fatalln",
    "(*go.uber.org/zap.Logger).Fatal",
    "(*go.uber.org/zap.SugaredLogger).Fatal",
    "(*go.uber.org/zap.SugaredLogger).Fatalf",
    "(*go.uber.org/zap.SugaredLogger).Fatalw",
    "(*go.uber.org/zap.SugaredLogger).Fatalln",
    "k8s.io/klog.Fatal",
    "k8s.io/klog.Fatalf",
    "k8s.io/klog.Fatalln",
    "k8s.io/klog.Exit",
    "k8s.io/klog.Exitf",
    "k8s.io/klog/v2.Fatal",
    "k8s.io/klog/v2.Fatalf",
    "k8s.io/klog/v2.Fatalln",
    "k8s.io/klog/v2.Exit",
    "k8s.io/klog/v2.Exitf",
    "github.com/golang/glog.Fatal",
    "github.com/golang/glog.Fatalf",
    "github.com/golang/glog.Fatalln",
    "github.com/golang/glog.Exit",
    "github.com/golang/glog.Exitf",
    "google.golang.org/grpc/grpclog.Fatal",
    "google.golang.org/grpc/grpclog.Fatalf",
    "google.golang.org/grpc/grpclog.Fatalln",
];

/// Packages all of whose functions and methods borrow their arguments, but for those in [`KEEPS`].
const BORROWING_PACKAGES: &[&str] = &[
    "archive/tar",
    "archive/zip",
    "bufio",
    "bytes",
    "compress/bzip2",
    "compress/flate",
    "compress/gzip",
    "compress/lzw",
    "compress/zlib",
    "debug/elf",
    "debug/macho",
    "debug/pe",
    "encoding/ascii85",
    "encoding/base32",
    "encoding/base64",
    "encoding/binary",
    "encoding/csv",
    "encoding/gob",
    "encoding/hex",
    "encoding/json",
    "encoding/pem",
    "encoding/xml",
    "errors",
    "fmt",
    "github.com/stretchr/testify/assert",
    "github.com/stretchr/testify/require",
    "html/template",
    "image",
    "image/gif",
    "image/jpeg",
    "image/png",
    "io",
    "io/ioutil",
    "log",
    "log/slog",
    "mime/multipart",
    "mime/quotedprintable",
    "net/http/httputil",
    "strconv",
    "strings",
    "testing",
    "text/tabwriter",
    "text/template",
    "unicode/utf8",
];

/// Functions of those packages that keep an argument or hand it on to something that closes it.
const KEEPS: &[&str] = &[
    "io.NopCloser",
    "io/ioutil.NopCloser",
    "log.New",
    "log.SetOutput",
    "(*log.Logger).SetOutput",
    "log/slog.NewJSONHandler",
    "log/slog.NewTextHandler",
    "log/slog.SetDefault",
    "(*testing.common).Cleanup",
    "(testing.TB).Cleanup",
    "(*testing.T).Run",
    "(*testing.B).Run",
    "(*testing.B).RunParallel",
    "(*testing.F).Fuzz",
    "(*archive/zip.Writer).RegisterCompressor",
    "(*archive/zip.Reader).RegisterDecompressor",
    "net/http/httputil.NewClientConn",
    "net/http/httputil.NewServerConn",
    "net/http/httputil.NewProxyClientConn",
    "github.com/stretchr/testify/require.Eventually",
    "github.com/stretchr/testify/assert.Eventually",
];

/// Single functions that borrow their arguments.
const BORROWS: &[&str] = &[
    "net/http.Error",
    "net/http.MaxBytesReader",
    "net/http.ReadRequest",
    "net/http.ReadResponse",
    "net/http.ServeContent",
    "net/http.DetectContentType",
    "net/http/httputil.DumpResponse",
    "net/textproto.NewReader",
    "(*os.File).ReadFrom",
    "os.SameFile",
    "reflect.DeepEqual",
    "reflect.TypeOf",
    "runtime.KeepAlive",
    "(*text/scanner.Scanner).Init",
    "crypto/rand.Int",
    "golang.org/x/net/html.Parse",
    "golang.org/x/net/html.NewTokenizer",
    "golang.org/x/net/html/charset.NewReader",
    "golang.org/x/text/transform.NewReader",
    "github.com/PuerkitoBio/goquery.NewDocumentFromReader",
];

/// Functions that make their caller wait, besides those of the functions whose bodies are at hand.
const WAITS: &[(&str, Wait)] = &[
    ("time.Sleep", Wait::Sleep),
    ("(*sync.WaitGroup).Wait", Wait::Join),
    ("(*sync.Cond).Wait", Wait::Condition),
    ("os.ReadFile", Wait::File),
    ("os.WriteFile", Wait::File),
    ("os.ReadDir", Wait::File),
    ("(*os.File).Sync", Wait::File),
    ("io/ioutil.ReadFile", Wait::File),
    ("io/ioutil.WriteFile", Wait::File),
    ("io/ioutil.ReadDir", Wait::File),
    ("path/filepath.Walk", Wait::File),
    ("path/filepath.WalkDir", Wait::File),
    ("(*golang.org/x/sync/errgroup.Group).Wait", Wait::Join),
    ("(*os/exec.Cmd).Run", Wait::Process),
    ("(*os/exec.Cmd).Wait", Wait::Process),
    ("(*os/exec.Cmd).Output", Wait::Process),
    ("(*os/exec.Cmd).CombinedOutput", Wait::Process),
    ("net/http.Get", Wait::Network),
    ("net/http.Head", Wait::Network),
    ("net/http.Post", Wait::Network),
    ("net/http.PostForm", Wait::Network),
    ("(*net/http.Client).Do", Wait::Network),
    ("(*net/http.Client).Get", Wait::Network),
    ("(*net/http.Client).Head", Wait::Network),
    ("(*net/http.Client).Post", Wait::Network),
    ("(*net/http.Client).PostForm", Wait::Network),
    ("(*net/http.Transport).RoundTrip", Wait::Network),
    ("(net/http.RoundTripper).RoundTrip", Wait::Network),
    ("net.Dial", Wait::Network),
    ("net.DialTimeout", Wait::Network),
    ("net.DialTCP", Wait::Network),
    ("net.DialUDP", Wait::Network),
    ("(*net.Dialer).Dial", Wait::Network),
    ("(*net.Dialer).DialContext", Wait::Network),
    ("net.LookupHost", Wait::Network),
    ("net.LookupIP", Wait::Network),
    ("net.LookupAddr", Wait::Network),
    ("(*net.Resolver).LookupHost", Wait::Network),
    ("(*net.Resolver).LookupIPAddr", Wait::Network),
    ("(net.Conn).Read", Wait::Network),
    ("(net.Conn).Write", Wait::Network),
    ("(net.Listener).Accept", Wait::Network),
    ("crypto/tls.Dial", Wait::Network),
    ("net/smtp.SendMail", Wait::Network),
    ("(*database/sql.DB).Begin", Wait::Database),
    ("(*database/sql.DB).BeginTx", Wait::Database),
    ("(*database/sql.DB).Conn", Wait::Database),
    ("(*database/sql.DB).Exec", Wait::Database),
    ("(*database/sql.DB).ExecContext", Wait::Database),
    ("(*database/sql.DB).Ping", Wait::Database),
    ("(*database/sql.DB).PingContext", Wait::Database),
    ("(*database/sql.DB).Prepare", Wait::Database),
    ("(*database/sql.DB).PrepareContext", Wait::Database),
    ("(*database/sql.DB).Query", Wait::Database),
    ("(*database/sql.DB).QueryContext", Wait::Database),
    ("(*database/sql.DB).QueryRow", Wait::Database),
    ("(*database/sql.DB).QueryRowContext", Wait::Database),
    ("(*database/sql.Tx).Commit", Wait::Database),
    ("(*database/sql.Tx).Rollback", Wait::Database),
    ("(*database/sql.Tx).Exec", Wait::Database),
    ("(*database/sql.Tx).ExecContext", Wait::Database),
    ("(*database/sql.Tx).Query", Wait::Database),
    ("(*database/sql.Tx).QueryContext", Wait::Database),
    ("(*database/sql.Tx).QueryRow", Wait::Database),
    ("(*database/sql.Tx).QueryRowContext", Wait::Database),
    ("(*database/sql.Stmt).Exec", Wait::Database),
    ("(*database/sql.Stmt).ExecContext", Wait::Database),
    ("(*database/sql.Stmt).Query", Wait::Database),
    ("(*database/sql.Stmt).QueryContext", Wait::Database),
    ("(*database/sql.Stmt).QueryRow", Wait::Database),
    ("(*database/sql.Stmt).QueryRowContext", Wait::Database),
    ("(*database/sql.Conn).ExecContext", Wait::Database),
    ("(*database/sql.Conn).QueryContext", Wait::Database),
    ("(*database/sql.Conn).QueryRowContext", Wait::Database),
];

struct Facts {
    waits: FxHashMap<FuncName, Wait>,
    wait_names: FxHashSet<Symbol>,
    endings: FxHashMap<FuncName, Ending>,
    /// The last names of `endings`: most calls are told apart by it alone.
    ending_names: FxHashSet<Symbol>,
    packages: FxHashSet<Symbol>,
    keeps: FxHashSet<FuncName>,
    borrows: FxHashSet<FuncName>,
}

static FACTS: LazyLock<Facts> = LazyLock::new(|| {
    let mut endings = FxHashMap::default();
    for (names, ending) in [(UNWINDS, Ending::Unwinds), (ENDS_PROCESS, Ending::Dies)] {
        endings.extend(names.iter().map(|name| (FuncName::parse(name), ending)));
    }
    let waits: FxHashMap<FuncName, Wait> = WAITS.iter().map(|(name, wait)| (FuncName::parse(name), *wait)).collect();
    Facts {
        wait_names: waits.keys().map(|name| name.name).collect(),
        waits,
        ending_names: endings.keys().map(|name| name.name).collect(),
        endings,
        packages: BORROWING_PACKAGES.iter().map(|path| Symbol::intern(path)).collect(),
        keeps: KEEPS.iter().map(|name| FuncName::parse(name)).collect(),
        borrows: BORROWS.iter().map(|name| FuncName::parse(name)).collect(),
    }
});

/// How a call of a known function ends; `None` if nothing is known of it.
pub fn ending(store: &Store, callee: ObjectId) -> Option<Ending> {
    let object = store.object(callee);
    match object.kind {
        ObjectKind::Builtin(Builtin::Panic) => return Some(Ending::Unwinds),
        ObjectKind::Func(_) => {}
        _ => return None,
    }
    let facts = &*FACTS;
    if !facts.ending_names.contains(&object.name) {
        return None;
    }
    facts.endings.get(&FuncName::of(store, callee)?).copied()
}

/// Whether a known function ends the goroutine that calls it and no more: `runtime.Goexit`, `t.FailNow`.
pub fn ends_goroutine(store: &Store, callee: ObjectId) -> bool {
    let object = store.object(callee);
    let panics = object.builtin().is_some() || object.name.as_str().starts_with("Panic");
    !panics && ending(store, callee) == Some(Ending::Unwinds)
}

/// Why a known function makes its caller wait.
pub fn waits(store: &Store, callee: ObjectId) -> Option<Wait> {
    let facts = &*FACTS;
    if !facts.wait_names.contains(&store.object(callee).name) {
        return None;
    }
    facts.waits.get(&FuncName::of(store, callee)?).copied()
}

/// Whether a function is known to borrow its arguments; `None` if nothing is known of it.
pub fn borrows(store: &Store, callee: ObjectId) -> Option<bool> {
    let facts = &*FACTS;
    let name = FuncName::of(store, callee)?;
    if facts.keeps.contains(&name) {
        return Some(false);
    }
    (name.path.is_some_and(|path| facts.packages.contains(&path)) || facts.borrows.contains(&name)).then_some(true)
}

/// Whether a function of testify asserts that an argument is nil or empty.
pub fn asserts_nil(store: &Store, callee: ObjectId) -> bool {
    is_testify(store, callee, |name| matches!(name, "Nil" | "Nilf" | "Zero" | "Zerof" | "Empty" | "Emptyf"))
}

/// Whether a function of testify asserts that an argument is an error.
pub fn asserts_error(store: &Store, callee: ObjectId) -> bool {
    is_testify(store, callee, |name| name.starts_with("Error") || name.starts_with("EqualError"))
}

fn is_testify(store: &Store, callee: ObjectId, is: impl Fn(&str) -> bool) -> bool {
    let object = store.object(callee);
    let path = object.package.map(|package| store.package(package).path.as_str());
    matches!(path, Some("github.com/stretchr/testify/assert" | "github.com/stretchr/testify/require"))
        && is(object.name.as_str())
}
