//! For which platform, tags and toolchain a run reads Go: which files belong to a package.

use crate::text::GoVersion;

use super::constraint::Constraint;

/// The platform, tags and toolchain of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Context {
    /// The operating system, as GOOS names it.
    pub goos: String,
    /// The processor, as GOARCH names it.
    pub goarch: String,
    /// Tags given by the user.
    pub tags: Vec<String>,
    /// Whether files that import "C" are built.
    pub cgo: bool,
    /// The release whose tags `go1.1` to `go1.N` are set.
    pub toolchain: GoVersion,
}

impl Default for Context {
    /// linux/amd64 on every machine, so that the same input gives the same findings; cgo off.
    fn default() -> Context {
        Context {
            goos: "linux".to_owned(),
            goarch: "amd64".to_owned(),
            tags: Vec::new(),
            cgo: false,
            toolchain: GoVersion::NEWEST,
        }
    }
}

/// Every GOOS there is or was; these count as suffixes of file names.
const KNOWN_OS: &[&str] = &[
    "aix",
    "android",
    "darwin",
    "dragonfly",
    "freebsd",
    "hurd",
    "illumos",
    "ios",
    "js",
    "linux",
    "nacl",
    "netbsd",
    "openbsd",
    "plan9",
    "solaris",
    "wasip1",
    "windows",
    "zos",
];

/// Those for which the tag `unix` is set.
const UNIX_OS: &[&str] = &[
    "aix",
    "android",
    "darwin",
    "dragonfly",
    "freebsd",
    "hurd",
    "illumos",
    "ios",
    "linux",
    "netbsd",
    "openbsd",
    "solaris",
];

/// Every GOARCH there is or was; these count as suffixes of file names.
const KNOWN_ARCH: &[&str] = &[
    "386",
    "amd64",
    "amd64p32",
    "arm",
    "armbe",
    "arm64",
    "arm64be",
    "loong64",
    "mips",
    "mipsle",
    "mips64",
    "mips64le",
    "mips64p32",
    "mips64p32le",
    "ppc",
    "ppc64",
    "ppc64le",
    "riscv",
    "riscv64",
    "s390",
    "s390x",
    "sparc",
    "sparc64",
    "wasm",
];

/// Experiments that are on by default, with the first and last release that has the tag; only the standard library asks.
const EXPERIMENTS: &[(&str, u16, u16)] = &[
    ("regabiwrappers", 17, u16::MAX),
    ("regabiargs", 17, u16::MAX),
    ("coverageredesign", 20, 24),
    ("exectracer2", 22, 22),
    ("allocheaders", 22, 22),
    ("aliastypeparams", 24, 25),
    ("swissmap", 24, 25),
    ("spinbitmutex", 24, 25),
    ("synchashtriemap", 24, 25),
    ("dwarf5", 25, u16::MAX),
    ("greenteagc", 26, u16::MAX),
    ("randomizedheapbase64", 26, u16::MAX),
    ("jsonv2", 27, u16::MAX),
    ("sizespecializedmalloc", 27, u16::MAX),
];

impl Context {
    /// Whether a build tag is set.
    pub fn has_tag(&self, tag: &str) -> bool {
        if tag == self.goos || tag == self.goarch || tag == "gc" {
            return true;
        }
        match tag {
            "cgo" => return self.cgo,
            "unix" => return UNIX_OS.contains(&self.goos.as_str()),
            "linux" if self.goos == "android" => return true,
            "solaris" if self.goos == "illumos" => return true,
            "darwin" if self.goos == "ios" => return true,
            _ => {}
        }
        if let Some(minor) = tag.strip_prefix("go1.")
            && minor.parse().is_ok_and(|minor: u16| (1..=self.toolchain.minor).contains(&minor))
        {
            return true;
        }
        if let Some(name) = tag.strip_prefix("goexperiment.") {
            let minor = self.toolchain.minor;
            let no_dwarf5 = name == "dwarf5" && matches!(self.goos.as_str(), "darwin" | "ios" | "aix");
            let known = |&(known, first, last): &(&str, u16, u16)| known == name && (first..=last).contains(&minor);
            if !no_dwarf5 && EXPERIMENTS.iter().any(known) {
                return true;
            }
        }
        self.has_feature(tag) || self.tags.iter().any(|set| set == tag)
    }

    /// The processor features that are assumed when nothing else is said (GOAMD64=v1 and the like).
    fn has_feature(&self, tag: &str) -> bool {
        let Some((arch, feature)) = tag.split_once('.') else { return false };
        arch == self.goarch
            && match arch {
                "amd64" => feature == "v1",
                "arm64" => feature == "v8.0",
                "arm" => matches!(feature, "5" | "6" | "7"),
                "386" => feature == "sse2",
                "mips" | "mipsle" | "mips64" | "mips64le" => feature == "hardfloat",
                "ppc64" | "ppc64le" => feature == "power8",
                "riscv64" => feature == "rva20u64",
                _ => false,
            }
    }

    /// Whether a constraint holds.
    pub fn holds(&self, constraint: &Constraint) -> bool {
        constraint.holds(&|tag| self.has_tag(tag))
    }

    /// The constraint in a file's name (`x_linux.go`, `x_amd64_test.go`, `x_linux_arm64.go`), if there is one.
    pub fn name_constraint(file_name: &str) -> Option<Constraint> {
        let stem = file_name.split('.').next().unwrap_or_default();
        // What stands before the first underscore is never a constraint: linux.go is for every system.
        let (_, suffixes) = stem.split_once('_')?;
        let mut parts: Vec<&str> = suffixes.split('_').collect();
        if parts.last() == Some(&"test") {
            parts.pop();
        }
        let last = *parts.last()?;
        let before = parts.len().checked_sub(2).map(|at| parts[at]);
        let tag = |text: &str| Constraint::Tag(text.to_owned());
        match before {
            Some(os) if KNOWN_OS.contains(&os) && KNOWN_ARCH.contains(&last) => Some(tag(os).and(tag(last))),
            _ if KNOWN_OS.contains(&last) || KNOWN_ARCH.contains(&last) => Some(tag(last)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Context;
    use crate::text::GoVersion;

    #[test]
    fn names_carry_constraints() {
        let of = |name: &str| Context::name_constraint(name).map(|c| c.to_string());
        assert_eq!(of("a_linux.go").as_deref(), Some("linux"));
        assert_eq!(of("a_linux_test.go").as_deref(), Some("linux"));
        assert_eq!(of("a_windows_arm64.go").as_deref(), Some("windows && arm64"));
        assert_eq!(of("a_b_amd64.s.go").as_deref(), Some("amd64"));
        for free in ["linux.go", "a.go", "a_test.go", "a_unix.go", "a_linux_b.go", "amd64.go", "_.go", "linux_test.go"]
        {
            assert_eq!(of(free), None, "{free}");
        }
    }

    #[test]
    fn tags_of_a_platform() {
        let context = Context { toolchain: GoVersion::new(22), tags: vec!["integration".into()], ..Context::default() };
        for set in ["linux", "amd64", "unix", "gc", "go1.1", "go1.22", "integration", "amd64.v1"] {
            assert!(context.has_tag(set), "{set}");
        }
        for unset in
            ["windows", "cgo", "go1.23", "go1.0", "ignore", "arm64", "gccgo", "amd64.v2", "goexperiment.dwarf5"]
        {
            assert!(!context.has_tag(unset), "{unset}");
        }
        let android = Context { goos: "android".into(), ..Context::default() };
        assert!(android.has_tag("linux") && android.has_tag("unix"));
    }
}
