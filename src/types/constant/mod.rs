//! Exact constant values.
//!
//! As in golang/go: `src/go/constant/value.go`: integers of any size; fractions, which become 512-bit floats when numerator
//! or denominator reaches 4096 bits; complex numbers of two such parts. What leaves our limits (strings of 1 MB, integers of
//! 10 000 bits) and what makes no sense (`1 + "a"`, a division by zero) is [`Constant::Unknown`]; nothing here panics.

mod arith;
mod convert;
mod float;
mod literal;
#[cfg(test)]
mod tests;
mod text;

use std::sync::Arc;

use num_bigint::BigInt;
use num_rational::Ratio;
use num_traits::{Signed, ToPrimitive, Zero};

pub use convert::Target;
pub use float::BigFloat;
pub use text::Text;

/// Longest string value that is kept, in bytes.
pub const MAX_STRING: usize = 1 << 20;
/// Longest integer that is kept, in bits.
pub const MAX_BITS: u64 = 10_000;
/// Fractions have components below `2^MAX_EXPONENT`.
const MAX_EXPONENT: i64 = 4 << 10;

/// A constant value, cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Constant {
    /// Not known: broken code, or beyond our limits.
    Unknown,
    Bool(bool),
    Str(Text),
    /// An integer of 64 bits.
    Int(i64),
    /// Any other integer.
    Big(Arc<BigInt>),
    /// A floating-point value that is a fraction.
    Rat(Arc<Ratio<BigInt>>),
    /// A floating-point value too large or small for a fraction.
    Float(Arc<BigFloat>),
    /// Real and imaginary part, each an integer or a floating-point value.
    Complex(Arc<(Constant, Constant)>),
}

/// What kind of value a constant is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    Unknown,
    Bool,
    String,
    Int,
    Float,
    Complex,
}

impl Constant {
    /// The empty string, `""`, and so on: a string value; unknown if it is too long.
    pub fn string(bytes: &[u8]) -> Constant {
        if bytes.len() > MAX_STRING { Constant::Unknown } else { Constant::Str(Text::new(bytes)) }
    }

    /// An integer value of any size.
    pub fn from_big(value: BigInt) -> Constant {
        match value.to_i64() {
            Some(value) => Constant::Int(value),
            None if value.bits() > MAX_BITS => Constant::Unknown,
            None => Constant::Big(Arc::new(value)),
        }
    }

    /// An integer value.
    pub fn from_u64(value: u64) -> Constant {
        i64::try_from(value).map_or_else(|_| Constant::from_big(value.into()), Constant::Int)
    }

    /// A floating-point value; unknown if it is infinite or not a number.
    pub fn from_f64(value: f64) -> Constant {
        if !value.is_finite() {
            return Constant::Unknown;
        }
        let (numerator, denominator) = float::fraction_of(value);
        Constant::fraction(Ratio::new(numerator, denominator))
    }

    /// A fraction, however large its components.
    fn fraction(value: Ratio<BigInt>) -> Constant {
        Constant::Rat(Arc::new(value))
    }

    /// A fraction, or a float where a component is too large.
    fn from_ratio(value: Ratio<BigInt>) -> Constant {
        let small = |component: &BigInt| component.bits() < MAX_EXPONENT as u64;
        if small(value.numer()) && small(value.denom()) {
            return Constant::fraction(value);
        }
        Constant::from_float(BigFloat::from_fraction(value.numer(), value.denom(), float::PRECISION))
    }

    fn from_float(value: Option<BigFloat>) -> Constant {
        value.map_or(Constant::Unknown, |value| Constant::Float(Arc::new(value)))
    }

    fn imaginary(part: Constant) -> Constant {
        Constant::complex(Constant::Int(0), part)
    }

    fn complex(re: Constant, im: Constant) -> Constant {
        if re.is_unknown() || im.is_unknown() {
            return Constant::Unknown;
        }
        Constant::Complex(Arc::new((re, im)))
    }

    /// What kind of value it is.
    pub fn kind(&self) -> Kind {
        match self {
            Constant::Unknown => Kind::Unknown,
            Constant::Bool(_) => Kind::Bool,
            Constant::Str(_) => Kind::String,
            Constant::Int(_) | Constant::Big(_) => Kind::Int,
            Constant::Rat(_) | Constant::Float(_) => Kind::Float,
            Constant::Complex(_) => Kind::Complex,
        }
    }

    /// Whether the value is not known.
    pub fn is_unknown(&self) -> bool {
        matches!(self, Constant::Unknown)
    }

    /// The value of a `bool`.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Constant::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// The bytes of a string.
    pub fn as_bytes(&self) -> Option<&[u8]> {
        match self {
            Constant::Str(text) => Some(text.bytes()),
            _ => None,
        }
    }

    /// The text of a string that is UTF-8.
    pub fn as_str(&self) -> Option<&str> {
        std::str::from_utf8(self.as_bytes()?).ok()
    }

    /// The value of an integer that fits 64 bits with sign. No conversion: `1.0` is none.
    pub fn as_i64(&self) -> Option<i64> {
        match self {
            Constant::Int(value) => Some(*value),
            _ => None,
        }
    }

    /// The value of an integer that fits 64 bits without sign. No conversion: `1.0` is none.
    pub fn as_u64(&self) -> Option<u64> {
        match self {
            Constant::Int(value) => u64::try_from(*value).ok(),
            Constant::Big(value) => value.to_u64(),
            _ => None,
        }
    }

    fn as_big(&self) -> Option<BigInt> {
        match self {
            Constant::Int(value) => Some(BigInt::from(*value)),
            Constant::Big(value) => Some(BigInt::clone(value)),
            _ => None,
        }
    }

    /// The nearest `float64` of an integer or floating-point value; infinite where it is too large.
    pub fn to_f64(&self) -> Option<f64> {
        self.nearest(float::DOUBLE)
    }

    fn nearest(&self, format: float::Format) -> Option<f64> {
        match self {
            Constant::Int(value) => Some(float::fraction_to_format(&(*value).into(), &1.into(), format)),
            Constant::Big(value) => Some(float::fraction_to_format(value, &1.into(), format)),
            Constant::Rat(value) => Some(float::fraction_to_format(value.numer(), value.denom(), format)),
            Constant::Float(value) => Some(value.to_format(format)),
            _ => None,
        }
    }

    /// Number of bits of an integer's absolute value; 0 for anything else.
    pub fn bit_len(&self) -> u64 {
        match self {
            Constant::Int(value) => u64::from(64 - value.unsigned_abs().leading_zeros()),
            Constant::Big(value) => value.bits(),
            _ => 0,
        }
    }

    /// -1, 0 or 1 for a number; of a complex one 0 exactly where it is zero.
    pub fn signum(&self) -> Option<i32> {
        match self {
            Constant::Int(value) => Some(value.signum() as i32),
            Constant::Big(value) => Some(if value.is_negative() { -1 } else { 1 }),
            Constant::Rat(value) if value.is_zero() => Some(0),
            Constant::Rat(value) => Some(if value.is_negative() { -1 } else { 1 }),
            Constant::Float(value) => Some(value.signum()),
            Constant::Complex(parts) => Some(parts.0.signum()? | parts.1.signum()?),
            _ => None,
        }
    }

    /// The text that identifies the value: `true`, `12`, `3/4`, `0x.8p+5000`, `(1 + 2i)`; a string in quotes with all bytes
    /// but printable ASCII as `\xNN`. But for strings the form is that of go/constant's `ExactString`.
    pub fn exact_string(&self) -> String {
        match self {
            Constant::Unknown => "unknown".to_owned(),
            Constant::Bool(value) => value.to_string(),
            Constant::Str(text) => quote(text.bytes()),
            Constant::Int(value) => value.to_string(),
            Constant::Big(value) => value.to_string(),
            Constant::Rat(value) => value.to_string(),
            Constant::Float(value) => value.exact_string(),
            Constant::Complex(parts) => format!("({} + {}i)", parts.0.exact_string(), parts.1.exact_string()),
        }
    }
}

fn quote(bytes: &[u8]) -> String {
    use std::fmt::Write;
    let mut out = String::with_capacity(bytes.len() + 2);
    out.push('"');
    for &byte in bytes {
        match byte {
            b'"' | b'\\' => out.extend(['\\', char::from(byte)]),
            b' '..=b'~' => out.push(char::from(byte)),
            _ => write!(out, "\\x{byte:02x}").expect("writing to a string cannot fail"),
        }
    }
    out.push('"');
    out
}
