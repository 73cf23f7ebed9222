//! How large words are on an architecture, and how its integers hold constants.

use super::constant::Target;
use super::ty::Basic;

/// The sizes of an architecture, in bytes (golang/go: `src/go/types/sizes.go`, `gcArchSizes`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sizes {
    /// Size of `int`, `uint`, `uintptr` and pointers.
    pub word: u64,
    /// No type but a marked one is aligned to more than this.
    pub max_align: u64,
}

impl Sizes {
    /// Those of an architecture, named as GOARCH; of one that is not known: 64 bits.
    pub fn of(goarch: &str) -> Sizes {
        match goarch {
            "386" | "arm" | "mips" | "mipsle" => Sizes { word: 4, max_align: 4 },
            "amd64p32" => Sizes { word: 4, max_align: 8 },
            _ => Sizes { word: 8, max_align: 8 },
        }
    }

    /// Size of a basic type; `None` for untyped kinds and unknown.
    pub fn size(self, basic: Basic) -> Option<u64> {
        Some(match basic {
            Basic::Bool | Basic::Int8 | Basic::Uint8 => 1,
            Basic::Int16 | Basic::Uint16 => 2,
            Basic::Int32 | Basic::Uint32 | Basic::Float32 => 4,
            Basic::Int64 | Basic::Uint64 | Basic::Float64 | Basic::Complex64 => 8,
            Basic::Complex128 => 16,
            Basic::String => 2 * self.word,
            Basic::Int | Basic::Uint | Basic::Uintptr | Basic::UnsafePointer => self.word,
            _ => return None,
        })
    }

    /// How constants of a basic type are represented; `None` for what has no constants.
    pub fn target(self, basic: Basic) -> Option<Target> {
        let bits = || self.size(basic).map(|size| size as u32 * 8);
        Some(match basic {
            Basic::Bool | Basic::UntypedBool => Target::Bool,
            Basic::String | Basic::UntypedString => Target::String,
            Basic::Int | Basic::Int8 | Basic::Int16 | Basic::Int32 | Basic::Int64 => Target::Signed(bits()?),
            Basic::Uint | Basic::Uint8 | Basic::Uint16 | Basic::Uint32 | Basic::Uint64 | Basic::Uintptr => {
                Target::Unsigned(bits()?)
            }
            Basic::UntypedInt | Basic::UntypedRune => Target::AnyInt,
            Basic::Float32 => Target::Float32,
            Basic::Float64 => Target::Float64,
            Basic::UntypedFloat => Target::AnyFloat,
            Basic::Complex64 => Target::Complex64,
            Basic::Complex128 => Target::Complex128,
            Basic::UntypedComplex => Target::AnyComplex,
            Basic::Unknown | Basic::UnsafePointer | Basic::UntypedNil => return None,
        })
    }
}
