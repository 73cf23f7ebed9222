//! The standard library: what its packages declare, embedded, for every release from Go 1.21 on.
//!
//! The summary is made from Go's own source at development time (`gotcha debug std-summary`); no Go installation is needed to
//! read it. It holds every exported declaration, every type that is reachable from one (unexported ones too, for embedding,
//! comparability and copied locks depend on them), all methods of these types, constant values, and for each since when it
//! exists and whether it is deprecated. One record serves all releases and platforms where it is the same; a mask says which.

pub mod format;
pub mod read;
mod visit;
pub mod write;

use std::sync::LazyLock;

pub use read::{Member, PackageView, Sort, Summary};

/// The embedded summary; unpacked when first asked for.
pub fn embedded() -> Option<&'static Summary> {
    static EMBEDDED: LazyLock<Option<Summary>> = LazyLock::new(|| {
        let bytes = zstd::decode_all(&include_bytes!("stdlib.bin")[..]).ok()?;
        Summary::open(bytes)
    });
    EMBEDDED.as_ref()
}

/// What a summary begins with.
const MAGIC: &[u8] = b"gotcha-summary";
/// Changes with the format.
const VERSION: u8 = 1;

/// The platforms whose declarations the summary has; any other is answered by the one most like it. The first is the default.
pub const PLATFORMS: [(&str, &str); 9] = [
    ("linux", "amd64"),
    ("linux", "arm64"),
    ("linux", "386"),
    ("darwin", "arm64"),
    ("darwin", "amd64"),
    ("windows", "amd64"),
    ("freebsd", "amd64"),
    ("js", "wasm"),
    ("wasip1", "wasm"),
];

/// An operating system and an architecture, named as `go env GOOS GOARCH` does.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Platform {
    pub os: String,
    pub arch: String,
}

impl Platform {
    /// A platform by its names.
    pub fn new(os: &str, arch: &str) -> Platform {
        Platform { os: os.to_owned(), arch: arch.to_owned() }
    }

    /// Whether `int` has 64 bits.
    pub fn is_64(&self) -> bool {
        !matches!(self.arch.as_str(), "386" | "arm" | "mips" | "mipsle")
    }

    fn is_bsd(&self) -> bool {
        matches!(self.os.as_str(), "freebsd" | "netbsd" | "openbsd" | "dragonfly" | "darwin" | "ios")
    }
}

#[cfg(test)]
mod tests {
    use super::format::{FuncRec, MemberKind, MemberRec, MethodRec, Notes, TypeRec, Value};
    use super::write::Writer;
    use super::{Platform, Sort, Summary};
    use crate::text::GoVersion;

    /// Package p in two releases: the constant N changes its value, type T gains a method, F is new in the second.
    fn sample(backwards: bool) -> Vec<u8> {
        let mut writer =
            Writer::new(vec![GoVersion::new(21), GoVersion::new(22)], vec![Platform::new("linux", "amd64")]);
        let mut releases = [0, 1];
        if backwards {
            releases.reverse();
        }
        for release in releases {
            let bit = writer.bit(release, 0);
            writer.package("p/q", "q", bit);
            let int = writer.ty(TypeRec::Basic(2));
            let value = Value::Int(release as i64);
            let notes = Notes::default();
            let member = MemberRec { notes, kind: MemberKind::Const { ty: int, value } };
            writer.member("p/q", "N", bit, member, vec![]);
            let signature = writer.ty(TypeRec::Signature { params: vec![int], results: vec![], variadic: false });
            let mut methods = Vec::new();
            for name in ["B", "A"].into_iter().take(1 + release) {
                let name = writer.text(name);
                let func = FuncRec { params: vec![], signature, names: vec![] };
                methods.push(MethodRec { name, notes, pointer: true, receiver_params: vec![], func });
            }
            let kind = MemberKind::Type { params: vec![], underlying: int, fields: vec![] };
            writer.member("p/q", "T", bit, MemberRec { notes, kind }, methods);
            if release == 1 {
                let name = writer.text("x");
                let kind = MemberKind::Func(FuncRec { params: vec![], signature, names: vec![name] });
                let notes = Notes { since: 22, deprecated: false };
                writer.member("p/q", "F", bit, MemberRec { notes, kind }, vec![]);
            }
        }
        writer.finish(&[(7, b"later".to_vec())])
    }

    #[test]
    fn a_release_shows_what_it_has() {
        let summary = Summary::open(sample(false)).expect("just written");
        let linux = Platform::new("linux", "arm64");
        assert_eq!(summary.section(7), Some(&b"later"[..]));
        for (release, value, methods, members) in
            [(20, 0, 1, "N T"), (21, 0, 1, "N T"), (22, 1, 2, "F N T"), (30, 1, 2, "F N T")]
        {
            let bit = summary.bit(GoVersion::new(release), &linux);
            let package = summary.package("p/q", bit).expect("it is in both");
            assert_eq!(package.name(), "q");
            let names: Vec<&str> = package.members().map(|member| member.name().as_str()).collect();
            assert_eq!(names.join(" "), members);
            let n = package.member("N").and_then(|n| n.record()).expect("N is in both");
            assert!(matches!(n.kind, MemberKind::Const { value: Value::Int(found), .. } if found == value));
            let t = package.member("T").expect("T is in both");
            assert_eq!(t.sort(), Some(Sort::Type));
            assert_eq!(t.methods().len(), methods);
            assert_eq!(summary.text(t.methods()[0].name), "B");
            assert!(package.member("missing").is_none());
        }
        assert!(summary.package("p", 1).is_none());
    }

    #[test]
    fn the_bytes_do_not_depend_on_the_order_of_numbers() {
        assert_eq!(sample(false), sample(true));
    }

    #[test]
    fn damaged_bytes_are_refused_or_read_as_something_else() {
        let good = sample(false);
        for at in 0..good.len() {
            let mut bad = good.clone();
            bad[at] ^= 0x55;
            for bytes in [bad, good[..at].to_vec()] {
                let Some(summary) = Summary::open(bytes) else { continue };
                for package in summary.packages(3) {
                    for member in package.members() {
                        member.record();
                        member.methods();
                    }
                }
                (0..summary.type_count()).for_each(|ty| {
                    summary.ty(ty as u32);
                });
            }
        }
    }
}
