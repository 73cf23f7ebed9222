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
const VERSION: u8 = 2;

/// The platforms whose declarations the summary has: all that every release from Go 1.21 on builds for. Any other is answered by
/// the one most like it. The first is the default.
pub const PLATFORMS: [(&str, &str); 44] = [
    ("linux", "amd64"),
    ("linux", "arm64"),
    ("linux", "386"),
    ("linux", "arm"),
    ("linux", "loong64"),
    ("linux", "mips"),
    ("linux", "mips64"),
    ("linux", "mips64le"),
    ("linux", "mipsle"),
    ("linux", "ppc64"),
    ("linux", "ppc64le"),
    ("linux", "riscv64"),
    ("linux", "s390x"),
    ("darwin", "arm64"),
    ("darwin", "amd64"),
    ("windows", "amd64"),
    ("windows", "arm64"),
    ("windows", "386"),
    ("freebsd", "amd64"),
    ("freebsd", "arm64"),
    ("freebsd", "386"),
    ("freebsd", "arm"),
    ("freebsd", "riscv64"),
    ("openbsd", "amd64"),
    ("openbsd", "arm64"),
    ("openbsd", "386"),
    ("openbsd", "arm"),
    ("netbsd", "amd64"),
    ("netbsd", "arm64"),
    ("netbsd", "386"),
    ("netbsd", "arm"),
    ("dragonfly", "amd64"),
    ("solaris", "amd64"),
    ("illumos", "amd64"),
    ("aix", "ppc64"),
    ("plan9", "amd64"),
    ("plan9", "386"),
    ("plan9", "arm"),
    ("android", "arm64"),
    ("android", "arm"),
    ("ios", "arm64"),
    ("ios", "amd64"),
    ("js", "wasm"),
    ("wasip1", "wasm"),
];

/// One release on one platform, among those of a summary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot(u16);

/// A set of slots: where a record holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Slots([u64; Slots::WORDS]);

impl Slots {
    const WORDS: usize = 6;
    /// There is room for this many.
    const CAPACITY: usize = Slots::WORDS * 64;

    fn add(&mut self, slot: Slot) {
        self.0[usize::from(slot.0) / 64] |= 1 << (slot.0 % 64);
    }

    fn has(&self, slot: Slot) -> bool {
        self.0.get(usize::from(slot.0) / 64).is_some_and(|word| word & (1 << (slot.0 % 64)) != 0)
    }
}

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
        !matches!(self.arch.as_str(), "386" | "amd64p32" | "arm" | "mips" | "mipsle")
    }

    fn is_bsd(&self) -> bool {
        matches!(self.os.as_str(), "freebsd" | "netbsd" | "openbsd" | "dragonfly" | "darwin" | "ios")
    }
}

#[cfg(test)]
mod tests {
    use super::format::{FuncRec, MemberKind, MemberRec, MethodRec, Notes, TypeRec, Value};
    use super::write::Writer;
    use super::{Platform, Slot, Sort, Summary};
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
            let slot = writer.slot(release, 0);
            writer.package("p/q", "q", slot);
            let int = writer.ty(TypeRec::Basic(2));
            let value = Value::Int(release as i64);
            let notes = Notes::default();
            let member = MemberRec { notes, kind: MemberKind::Const { ty: int, value } };
            writer.member("p/q", "N", slot, member, vec![]);
            let signature = writer.ty(TypeRec::Signature { params: vec![int], results: vec![], variadic: false });
            let mut methods = Vec::new();
            for name in ["B", "A"].into_iter().take(1 + release) {
                let name = writer.text(name);
                let func = FuncRec { params: vec![], signature, names: vec![] };
                methods.push(MethodRec { name, notes, pointer: true, receiver_params: vec![], func });
            }
            let kind = MemberKind::Type { params: vec![], underlying: int, fields: vec![] };
            writer.member("p/q", "T", slot, MemberRec { notes, kind }, methods);
            if release == 1 {
                let name = writer.text("x");
                let kind = MemberKind::Func(FuncRec { params: vec![], signature, names: vec![name] });
                let notes = Notes { since: 22, deprecated: false };
                writer.member("p/q", "F", slot, MemberRec { notes, kind }, vec![]);
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
            let slot = summary.slot(GoVersion::new(release), &linux);
            let package = summary.package("p/q", slot).expect("it is in both");
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
        assert!(summary.package("p", Slot(0)).is_none());
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
                for package in summary.packages(Slot(0)) {
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
