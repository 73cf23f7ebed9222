//! The table of resources. Adding one is adding a row.

use super::protocol::Acquire::{Call, Constructor, Method, Results};
use super::protocol::{Companion, Exits, Protocol, Release, Starts, Subject};
use crate::text::GoVersion;

/// What most rows have in common: an error tells whether there is a resource, and `Close` releases it.
const ROW: Protocol = Protocol {
    name: "",
    acquire: &[],
    types: &[],
    handed_as: &[],
    subject: Subject::Result(0),
    path: &[],
    starts: Starts::Acquired,
    release: &[Release::Method("Close")],
    implied_release: &[],
    must_read: &[],
    released_by_error: &[],
    companion: Companion::Error,
    exits: Exits::All,
    wraps: &[],
    hand_over: &[],
    collected_since: None,
    ends_with_process: false,
};

/// A writer that keeps something back until it is flushed or closed.
const WRITER: Protocol = Protocol { starts: Starts::Used, companion: Companion::None, exits: Exits::Success, ..ROW };

/// What takes a buffered writer, writes through it, and flushes it at its own flush or close.
const FLUSHES: &[&str] = &[
    "bufio.NewReadWriter",
    "bufio.NewWriter",
    "bufio.NewWriterSize",
    "encoding/csv.NewWriter",
    "encoding/xml.NewEncoder",
    "archive/zip.NewWriter",
    "compress/lzw.NewWriter",
    "image/gif.Encode",
    "image/gif.EncodeAll",
    "image/jpeg.Encode",
    "(*bufio.Writer).Reset",
];

/// From Go 1.23 on, unreferenced timers and tickers are collected.
const TIMER: Protocol = Protocol {
    release: &[Release::Method("Stop")],
    companion: Companion::None,
    collected_since: Some(GoVersion::new(23)),
    ends_with_process: true,
    ..ROW
};

/// All resources, by name.
pub static TABLE: &[Protocol] = &[
    Protocol {
        name: "context.CancelFunc",
        acquire: &[
            Results(&["context.Context", "context.CancelFunc"]),
            Results(&["context.Context", "context.CancelCauseFunc"]),
        ],
        types: &["context.CancelFunc", "context.CancelCauseFunc"],
        subject: Subject::ResultOfType,
        release: &[Release::Call],
        ends_with_process: true,
        ..ROW
    },
    Protocol {
        name: "sql.Rows",
        types: &["*database/sql.Rows"],
        acquire: &[
            Call("(*database/sql.DB).Query"),
            Call("(*database/sql.DB).QueryContext"),
            Call("(*database/sql.Tx).Query"),
            Call("(*database/sql.Tx).QueryContext"),
            Call("(*database/sql.Conn).QueryContext"),
            Call("(*database/sql.Stmt).Query"),
            Call("(*database/sql.Stmt).QueryContext"),
            Method("Query", "*database/sql.Rows"),
            Method("QueryContext", "*database/sql.Rows"),
            // Through an interface or a function value; a function whose body is at hand is judged by that.
            Results(&["*database/sql.Rows", "error"]),
        ],
        implied_release: &["Next"],
        must_read: &["Err"],
        ..ROW
    },
    Protocol {
        name: "sqlx.Rows",
        types: &["*github.com/jmoiron/sqlx.Rows"],
        acquire: &[
            Call("(*github.com/jmoiron/sqlx.DB).Queryx"),
            Method("Queryx", "*github.com/jmoiron/sqlx.Rows"),
            Method("QueryxContext", "*github.com/jmoiron/sqlx.Rows"),
            Method("NamedQuery", "*github.com/jmoiron/sqlx.Rows"),
            Method("NamedQueryContext", "*github.com/jmoiron/sqlx.Rows"),
            Results(&["*github.com/jmoiron/sqlx.Rows", "error"]),
        ],
        implied_release: &["Next"],
        must_read: &["Err"],
        ..ROW
    },
    Protocol {
        name: "pgx.Rows",
        types: &["github.com/jackc/pgx/v5.Rows", "github.com/jackc/pgx/v4.Rows", "github.com/jackc/pgx.Rows"],
        acquire: &[
            Call("(*github.com/jackc/pgx/v5.Conn).Query"),
            Method("Query", "github.com/jackc/pgx/v5.Rows"),
            Method("Query", "github.com/jackc/pgx/v4.Rows"),
            Method("Query", "github.com/jackc/pgx.Rows"),
        ],
        implied_release: &["Next"],
        must_read: &["Err"],
        released_by_error: &["Scan", "Values"],
        ..ROW
    },
    Protocol {
        name: "sql.Stmt",
        types: &["*database/sql.Stmt"],
        // What a transaction prepares is closed with it.
        acquire: &[
            Call("(*database/sql.DB).Prepare"),
            Call("(*database/sql.DB).PrepareContext"),
            Call("(*database/sql.Conn).PrepareContext"),
        ],
        ..ROW
    },
    Protocol {
        name: "sql.Tx",
        types: &["*database/sql.Tx", "*github.com/jmoiron/sqlx.Tx"],
        acquire: &[
            Call("(*database/sql.DB).Begin"),
            Call("(*database/sql.DB).BeginTx"),
            Call("(*database/sql.Conn).BeginTx"),
            Call("(*github.com/jmoiron/sqlx.DB).Beginx"),
            Call("(*github.com/jmoiron/sqlx.DB).BeginTxx"),
            Call("(*github.com/jmoiron/sqlx.Conn).BeginTxx"),
            Method("Begin", "*database/sql.Tx"),
            Method("BeginTx", "*database/sql.Tx"),
            Method("Beginx", "*github.com/jmoiron/sqlx.Tx"),
            Method("BeginTxx", "*github.com/jmoiron/sqlx.Tx"),
            Method("MustBegin", "*github.com/jmoiron/sqlx.Tx"),
            Method("Begin", "github.com/jackc/pgx/v5.Tx"),
            Method("BeginTx", "github.com/jackc/pgx/v5.Tx"),
            Method("Begin", "github.com/jackc/pgx/v4.Tx"),
            Method("BeginTx", "github.com/jackc/pgx/v4.Tx"),
        ],
        release: &[Release::Method("Commit"), Release::Method("Rollback")],
        ..ROW
    },
    Protocol { name: "sql.Conn", types: &["*database/sql.Conn"], acquire: &[Call("(*database/sql.DB).Conn")], ..ROW },
    Protocol {
        name: "http.Response",
        types: &["*net/http.Response"],
        acquire: &[
            Call("net/http.Get"),
            Call("net/http.Head"),
            Call("net/http.Post"),
            Call("net/http.PostForm"),
            Call("(*net/http.Client).Do"),
            Call("(*net/http.Client).Get"),
            Call("(*net/http.Client).Head"),
            Call("(*net/http.Client).Post"),
            Call("(*net/http.Client).PostForm"),
            Call("(*net/http.Transport).RoundTrip"),
            Call("(net/http.RoundTripper).RoundTrip"),
            // Interfaces that stand for a client, and clients of other packages.
            Method("Do", "*net/http.Response"),
            Method("RoundTrip", "*net/http.Response"),
        ],
        path: &["Body"],
        handed_as: &["io.ReadCloser", "io.Closer"],
        ..ROW
    },
    Protocol {
        name: "os.File",
        types: &["*os.File"],
        acquire: &[
            Call("os.Open"),
            Call("os.Create"),
            Call("os.OpenFile"),
            Call("os.CreateTemp"),
            Call("os.OpenInRoot"),
            Call("(*os.Root).Open"),
            Call("(*os.Root).Create"),
            Call("(*os.Root).OpenFile"),
            Call("io/ioutil.TempFile"),
        ],
        handed_as: &[
            "io.ReadCloser",
            "io.WriteCloser",
            "io.ReadWriteCloser",
            "io.ReadSeekCloser",
            "io.Closer",
            "io/fs.File",
        ],
        ends_with_process: true,
        ..ROW
    },
    Protocol {
        name: "io.Closer",
        acquire: &[
            Call("archive/zip.OpenReader"),
            Call("compress/gzip.NewReader"),
            Call("compress/zlib.NewReader"),
            Call("(*archive/zip.File).Open"),
            Call("(*mime/multipart.FileHeader).Open"),
            Call("(net/http.FileSystem).Open"),
            Call("(io/fs.FS).Open"),
            Call("os.OpenRoot"),
            Call("(*os.Root).OpenRoot"),
            Call("debug/elf.Open"),
            Call("debug/macho.Open"),
            Call("debug/pe.Open"),
            Call("net/smtp.Dial"),
            Call("net/rpc.Dial"),
            Call("net/rpc.DialHTTP"),
            Call("net/textproto.Dial"),
        ],
        ends_with_process: true,
        ..ROW
    },
    Protocol {
        name: "net.Conn",
        types: &["net.Conn"],
        acquire: &[
            Call("net.Dial"),
            Call("net.DialTimeout"),
            Call("net.DialTCP"),
            Call("net.DialUDP"),
            Call("net.DialUnix"),
            Call("net.DialIP"),
            Call("(*net.Dialer).Dial"),
            Call("(*net.Dialer).DialContext"),
            Call("crypto/tls.Dial"),
            Call("crypto/tls.DialWithDialer"),
            Call("(*crypto/tls.Dialer).Dial"),
            Call("(*crypto/tls.Dialer).DialContext"),
            Call("(net.Listener).Accept"),
            Call("(*net.TCPListener).Accept"),
            Call("(*net.TCPListener).AcceptTCP"),
            Call("(*net.UnixListener).Accept"),
            Call("(*net.UnixListener).AcceptUnix"),
        ],
        ends_with_process: true,
        ..ROW
    },
    Protocol {
        name: "net.Listener",
        types: &["net.Listener"],
        acquire: &[
            Call("net.Listen"),
            Call("net.ListenTCP"),
            Call("net.ListenUnix"),
            Call("net.ListenPacket"),
            Call("net.ListenUDP"),
            Call("net.ListenMulticastUDP"),
            Call("net.ListenUnixgram"),
            Call("net.ListenIP"),
            Call("(*net.ListenConfig).Listen"),
            Call("(*net.ListenConfig).ListenPacket"),
            Call("crypto/tls.Listen"),
        ],
        ends_with_process: true,
        ..ROW
    },
    Protocol {
        name: "grpc.ClientConn",
        types: &["*google.golang.org/grpc.ClientConn"],
        acquire: &[
            Call("google.golang.org/grpc.Dial"),
            Call("google.golang.org/grpc.DialContext"),
            Call("google.golang.org/grpc.NewClient"),
        ],
        ends_with_process: true,
        ..ROW
    },
    Protocol {
        // Anything else with a release method that a constructor gives: broker clients, watchers, sessions.
        name: "any.Closer",
        acquire: &[Constructor(&[
            "New",
            "Open",
            "Dial",
            "Connect",
            "Create",
            "Listen",
            "Prepare",
            "Subscribe",
            "Acquire",
        ])],
        // Those have rules or rows of their own, or are closed by their owner (a transaction closes its statements).
        types: &[
            "*database/sql.DB",
            "*database/sql.Rows",
            "*database/sql.Stmt",
            "*database/sql.Conn",
            "*github.com/jmoiron/sqlx.Rows",
            "*os.File",
            "*net/http.Response",
            "net.Conn",
            "net.Listener",
            "*google.golang.org/grpc.ClientConn",
        ],
        release: &[
            Release::Method("Close"),
            Release::Method("Stop"),
            Release::Method("Release"),
            Release::Method("Drain"),
            Release::Method("Shutdown"),
            Release::Method("Destroy"),
            Release::Method("Disconnect"),
            Release::Method("Terminate"),
            Release::Method("Unsubscribe"),
            Release::Method("Kill"),
            Release::Method("Quit"),
            Release::Method("Wait"),
        ],
        ends_with_process: true,
        ..ROW
    },
    Protocol {
        name: "exec.Cmd",
        acquire: &[Call("(*os/exec.Cmd).Start")],
        subject: Subject::Receiver,
        release: &[Release::Method("Wait")],
        // Whoever takes the process may wait for it.
        hand_over: &["(*os/exec.Cmd).Process"],
        ends_with_process: true,
        ..ROW
    },
    Protocol {
        name: "bufio.Writer",
        acquire: &[Call("bufio.NewWriter"), Call("bufio.NewWriterSize")],
        release: &[Release::Method("Flush")],
        hand_over: FLUSHES,
        types: &["*bufio.Writer"],
        ..WRITER
    },
    Protocol {
        name: "csv.Writer",
        acquire: &[Call("encoding/csv.NewWriter")],
        types: &["*encoding/csv.Writer"],
        release: &[Release::Method("Flush"), Release::Method("WriteAll")],
        ..WRITER
    },
    Protocol {
        name: "tabwriter.Writer",
        acquire: &[Call("text/tabwriter.NewWriter"), Call("(*text/tabwriter.Writer).Init")],
        types: &["*text/tabwriter.Writer"],
        release: &[Release::Method("Flush")],
        ..WRITER
    },
    Protocol {
        name: "tabwriter.Init",
        acquire: &[Call("(*text/tabwriter.Writer).Init")],
        subject: Subject::Receiver,
        release: &[Release::Method("Flush")],
        ..WRITER
    },
    Protocol {
        name: "compress.Writer",
        acquire: &[
            Call("compress/gzip.NewWriter"),
            Call("compress/gzip.NewWriterLevel"),
            Call("compress/zlib.NewWriter"),
            Call("compress/zlib.NewWriterLevel"),
            Call("compress/zlib.NewWriterLevelDict"),
            Call("compress/flate.NewWriter"),
            Call("compress/flate.NewWriterDict"),
            Call("compress/lzw.NewWriter"),
        ],
        types: &["*compress/gzip.Writer", "*compress/zlib.Writer", "*compress/flate.Writer", "*compress/lzw.Writer"],
        handed_as: &["io.WriteCloser"],
        companion: Companion::Error,
        ..WRITER
    },
    Protocol {
        name: "archive.Writer",
        acquire: &[Call("archive/tar.NewWriter"), Call("archive/zip.NewWriter")],
        types: &["*archive/tar.Writer", "*archive/zip.Writer"],
        ..WRITER
    },
    Protocol {
        name: "encoding.Writer",
        acquire: &[
            Call("encoding/base32.NewEncoder"),
            Call("encoding/base64.NewEncoder"),
            Call("encoding/ascii85.NewEncoder"),
            Call("mime/multipart.NewWriter"),
            Call("mime/quotedprintable.NewWriter"),
        ],
        types: &["*mime/multipart.Writer", "*mime/quotedprintable.Writer"],
        handed_as: &["io.WriteCloser"],
        ..WRITER
    },
    Protocol { name: "time.Ticker", types: &["*time.Ticker"], acquire: &[Call("time.NewTicker")], ..TIMER },
    Protocol {
        name: "time.Timer",
        acquire: &[Call("time.NewTimer")],
        release: &[Release::Method("Stop"), Release::Receive("C")],
        ..TIMER
    },
    Protocol { name: "time.AfterFunc", acquire: &[Call("time.AfterFunc")], collected_since: None, ..TIMER },
    Protocol {
        name: "sync.Locker",
        acquire: &[Call("(*sync.Mutex).Lock"), Call("(*sync.RWMutex).Lock"), Call("(sync.Locker).Lock")],
        subject: Subject::Place,
        release: &[Release::Method("Unlock")],
        companion: Companion::None,
        ..ROW
    },
    Protocol {
        name: "sync.RLocker",
        acquire: &[Call("(*sync.RWMutex).RLock")],
        subject: Subject::Place,
        release: &[Release::Method("RUnlock")],
        companion: Companion::None,
        ..ROW
    },
    Protocol {
        name: "otel.Span",
        acquire: &[
            Results(&["context.Context", "go.opentelemetry.io/otel/trace.Span"]),
            Results(&["context.Context", "*go.opencensus.io/trace.Span"]),
        ],
        types: &["go.opentelemetry.io/otel/trace.Span", "*go.opencensus.io/trace.Span"],
        subject: Subject::ResultOfType,
        release: &[Release::Method("End")],
        companion: Companion::None,
        ..ROW
    },
];
