//! Conversions between the kinds of constants, and to the values a basic type can hold.

use num_bigint::BigInt;
use num_rational::Ratio;

use super::float::{self, BigFloat, PRECISION, Rounding};
use super::{Constant, Kind, MAX_EXPONENT};
use crate::syntax::ast::BinaryOp;

/// What a constant is to be represented as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    Bool,
    String,
    /// An integer type of this many bits.
    Signed(u32),
    Unsigned(u32),
    /// An untyped integer or rune.
    AnyInt,
    Float32,
    Float64,
    AnyFloat,
    Complex64,
    Complex128,
    AnyComplex,
}

impl Constant {
    /// The value as an integer, where it is one (`1.0`, `2 + 0i`); else unknown.
    pub fn to_int(&self) -> Constant {
        match self {
            Constant::Int(_) | Constant::Big(_) => self.clone(),
            Constant::Rat(value) if value.is_integer() => Constant::from_big(value.numer().clone()),
            Constant::Float(value) if value.magnitude_exponent().abs() < MAX_EXPONENT => float_to_int(value),
            Constant::Complex(_) => self.to_float().to_int(),
            _ => Constant::Unknown,
        }
    }

    /// The value as a floating-point number, where it is one; else unknown.
    pub fn to_float(&self) -> Constant {
        match self {
            Constant::Int(value) => Constant::fraction(Ratio::from_integer(BigInt::from(*value))),
            Constant::Big(value) => Constant::from_ratio(Ratio::from_integer(BigInt::clone(value))),
            Constant::Rat(_) | Constant::Float(_) => self.clone(),
            Constant::Complex(parts) if parts.1.signum() == Some(0) => parts.0.to_float(),
            _ => Constant::Unknown,
        }
    }

    /// The value as a complex number, where it is a number; else unknown.
    pub fn to_complex(&self) -> Constant {
        match self {
            Constant::Complex(_) => self.clone(),
            Constant::Int(_) | Constant::Big(_) | Constant::Rat(_) | Constant::Float(_) => {
                Constant::complex(self.clone(), Constant::Int(0))
            }
            _ => Constant::Unknown,
        }
    }

    /// The value as `target` holds it: an integer in range, a floating-point value rounded to the type. `None` where it
    /// cannot be represented; an unknown value can (and stays unknown).
    /// See «Representability» in the Go specification.
    pub fn represent(&self, target: Target) -> Option<Constant> {
        if self.is_unknown() {
            return Some(Constant::Unknown);
        }
        match target {
            Target::Bool => (self.kind() == Kind::Bool).then(|| self.clone()),
            Target::String => (self.kind() == Kind::String).then(|| self.clone()),
            Target::AnyInt => Some(self.to_int()).filter(|value| !value.is_unknown()),
            Target::Signed(bits) => {
                let value = self.to_int();
                let fits = match &value {
                    Constant::Int(value) => bits >= 64 || (-(1i64 << (bits - 1))..1i64 << (bits - 1)).contains(value),
                    _ => false,
                };
                fits.then_some(value)
            }
            Target::Unsigned(bits) => {
                let value = self.to_int();
                let fits = value.kind() == Kind::Int
                    && value.signum().is_some_and(|sign| sign >= 0)
                    && value.bit_len() <= u64::from(bits);
                fits.then_some(value)
            }
            Target::Float32 => self.to_float().rounded(float::SINGLE),
            Target::Float64 => self.to_float().rounded(float::DOUBLE),
            // An untyped value keeps the representation it has.
            Target::AnyFloat => (self.to_float().kind() == Kind::Float).then(|| self.clone()),
            Target::Complex64 => self.to_complex().rounded_parts(float::SINGLE),
            Target::Complex128 => self.to_complex().rounded_parts(float::DOUBLE),
            Target::AnyComplex => (self.to_complex().kind() == Kind::Complex).then(|| self.clone()),
        }
    }

    /// The nearest value of the format; `None` where that is infinite or it is no real number.
    fn rounded(&self, format: float::Format) -> Option<Constant> {
        let value = self.nearest(format)?;
        value.is_finite().then(|| Constant::from_f64(value))
    }

    fn rounded_parts(&self, format: float::Format) -> Option<Constant> {
        let re = self.real().rounded(format)?;
        let im = self.imag().rounded(format)?;
        Some(re.binary(BinaryOp::Add, &Constant::imaginary(im), false))
    }

    /// The string that a conversion `string(n)` of an integer gives: the rune's UTF-8, or that of U+FFFD.
    pub fn rune_to_string(&self) -> Constant {
        match self {
            Constant::Int(value) => {
                let rune = u32::try_from(*value).ok().and_then(char::from_u32).unwrap_or('\u{fffd}');
                Constant::string(rune.encode_utf8(&mut [0; 4]).as_bytes())
            }
            Constant::Big(_) => Constant::string("\u{fffd}".as_bytes()),
            _ => Constant::Unknown,
        }
    }
}

/// A float as an integer: exactly, or where the last four bits look like the error of earlier roundings.
fn float_to_int(value: &BigFloat) -> Constant {
    const SLACK: u64 = 4;
    let near = |mode| value.rounded(PRECISION - SLACK, mode).and_then(|value| value.to_int());
    value
        .to_int()
        .or_else(|| near(Rounding::ToZero))
        .or_else(|| near(Rounding::AwayFromZero))
        .map_or(Constant::Unknown, Constant::from_big)
}
