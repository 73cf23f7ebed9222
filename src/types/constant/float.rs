//! Binary floating point with a chosen precision, for constants that outgrow fractions.
//!
//! Rounds to nearest, ties to even, as `math/big.Float` does; the arithmetic is exact before that one rounding.

use num_bigint::{BigInt, BigUint, Sign};
use num_traits::{One, ToPrimitive, Zero};

/// Bits of mantissa of constant values (`prec` in golang/go: `src/go/constant/value.go`).
pub const PRECISION: u64 = 512;

/// The exponents that `math/big.Float` can hold, for a mantissa in `0.5 <= m < 1`.
const MIN_EXPONENT: i64 = i32::MIN as i64;
const MAX_EXPONENT: i64 = i32::MAX as i64;

/// A finite number `(-1)^negative · mantissa · 2^exponent`; the mantissa is odd, or zero in the only zero.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct BigFloat {
    negative: bool,
    mantissa: BigUint,
    exponent: i64,
}

/// How to round where the mantissa is too long.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Rounding {
    NearestEven,
    ToZero,
    AwayFromZero,
}

impl BigFloat {
    /// Zero; there is no negative one.
    pub fn zero() -> BigFloat {
        BigFloat { negative: false, mantissa: BigUint::ZERO, exponent: 0 }
    }

    /// `mantissa · 2^exponent` rounded to `precision` bits; `sticky` says that a little more than that was meant.
    /// `None` where it is too large; too small is zero.
    fn round(
        negative: bool,
        mantissa: BigUint,
        exponent: i64,
        sticky: bool,
        precision: u64,
        mode: Rounding,
    ) -> Option<BigFloat> {
        if mantissa.is_zero() {
            return Some(BigFloat::zero());
        }
        let (mut mantissa, mut exponent) = (mantissa, exponent);
        let bits = mantissa.bits();
        if bits > precision {
            let cut = bits - precision;
            let up = match mode {
                Rounding::ToZero => false,
                Rounding::AwayFromZero => sticky || mantissa.trailing_zeros().is_some_and(|zeros| zeros < cut),
                Rounding::NearestEven => rounds_up(&mantissa, cut, sticky),
            };
            mantissa >>= cut;
            exponent += cut as i64;
            if up {
                mantissa += 1u32;
            }
        }
        let zeros = mantissa.trailing_zeros().unwrap_or(0);
        mantissa >>= zeros;
        exponent += zeros as i64;
        let top = exponent + mantissa.bits() as i64;
        if top > MAX_EXPONENT {
            return None;
        }
        if top < MIN_EXPONENT {
            return Some(BigFloat::zero());
        }
        Some(BigFloat { negative, mantissa, exponent })
    }

    /// An integer, rounded to `precision` bits.
    pub fn from_int(value: &BigInt, precision: u64) -> Option<BigFloat> {
        let negative = value.sign() == Sign::Minus;
        BigFloat::round(negative, value.magnitude().clone(), 0, false, precision, Rounding::NearestEven)
    }

    /// A mantissa taken as it is, however long.
    pub fn exact(negative: bool, mantissa: BigUint, exponent: i64) -> Option<BigFloat> {
        BigFloat::round(negative, mantissa, exponent, false, u64::MAX, Rounding::NearestEven)
    }

    /// The fraction `numerator / denominator`, rounded to `precision` bits; `None` for a zero denominator.
    pub fn from_fraction(numerator: &BigInt, denominator: &BigInt, precision: u64) -> Option<BigFloat> {
        let negative = (numerator.sign() == Sign::Minus) != (denominator.sign() == Sign::Minus);
        let (quotient, exponent, sticky) = divide(numerator.magnitude(), denominator.magnitude(), precision)?;
        BigFloat::round(negative, quotient, exponent, sticky, precision, Rounding::NearestEven)
    }

    /// Sign, mantissa and binary exponent.
    pub fn parts(&self) -> (bool, &BigUint, i64) {
        (self.negative, &self.mantissa, self.exponent)
    }

    /// -1, 0 or 1.
    pub fn signum(&self) -> i32 {
        match (self.mantissa.is_zero(), self.negative) {
            (true, _) => 0,
            (false, true) => -1,
            (false, false) => 1,
        }
    }

    /// `e` in `m · 2^e` with `0.5 <= |m| < 1`; 0 for zero.
    pub fn magnitude_exponent(&self) -> i64 {
        if self.mantissa.is_zero() { 0 } else { self.exponent + self.mantissa.bits() as i64 }
    }

    /// `-self`
    pub fn neg(&self) -> BigFloat {
        BigFloat { negative: !self.negative && !self.mantissa.is_zero(), ..self.clone() }
    }

    fn signed(&self) -> BigInt {
        BigInt::from_biguint(if self.negative { Sign::Minus } else { Sign::Plus }, self.mantissa.clone())
    }

    /// `self + other`; `None` where it is too large.
    pub fn add(&self, other: &BigFloat, precision: u64) -> Option<BigFloat> {
        if self.mantissa.is_zero() || other.mantissa.is_zero() {
            let sum = if self.mantissa.is_zero() { other } else { self };
            return sum.rounded(precision, Rounding::NearestEven);
        }
        // Where the operands are so far apart that the smaller one is below a quarter of the last place, the sum rounds to
        // the larger one: no need to write out the gap.
        let gap = self.magnitude_exponent() - other.magnitude_exponent();
        let far = 4 + precision.max(self.mantissa.bits()).max(other.mantissa.bits()) as i64 * 2;
        if gap.abs() > far {
            let larger = if gap > 0 { self } else { other };
            return larger.rounded(precision, Rounding::NearestEven);
        }
        let exponent = self.exponent.min(other.exponent);
        let shifted = |x: &BigFloat| x.signed() << (x.exponent - exponent) as u64;
        let sum = shifted(self) + shifted(other);
        let negative = sum.sign() == Sign::Minus;
        BigFloat::round(negative, sum.into_parts().1, exponent, false, precision, Rounding::NearestEven)
    }

    /// `self - other`; `None` where it is too large.
    pub fn sub(&self, other: &BigFloat, precision: u64) -> Option<BigFloat> {
        self.add(&other.neg(), precision)
    }

    /// `self * other`; `None` where it is too large.
    pub fn mul(&self, other: &BigFloat, precision: u64) -> Option<BigFloat> {
        let product = &self.mantissa * &other.mantissa;
        let exponent = self.exponent + other.exponent;
        let negative = self.negative != other.negative;
        BigFloat::round(negative, product, exponent, false, precision, Rounding::NearestEven)
    }

    /// `self / other`; `None` where it is too large or the divisor is zero.
    pub fn div(&self, other: &BigFloat, precision: u64) -> Option<BigFloat> {
        let (quotient, exponent, sticky) = divide(&self.mantissa, &other.mantissa, precision)?;
        let exponent = exponent + self.exponent - other.exponent;
        BigFloat::round(self.negative != other.negative, quotient, exponent, sticky, precision, Rounding::NearestEven)
    }

    /// The nearest number with at most `precision` bits.
    pub fn rounded(&self, precision: u64, mode: Rounding) -> Option<BigFloat> {
        BigFloat::round(self.negative, self.mantissa.clone(), self.exponent, false, precision, mode)
    }

    /// `5^n`, as `math/big` computes it: with 64 more bits than `precision` for the powers in between.
    pub fn pow5(n: u64, precision: u64) -> Option<BigFloat> {
        const EXACT: u64 = 27; // the largest power of five below 2^64
        let from = |value: u64| BigFloat::from_int(&BigInt::from(value), precision);
        if n <= EXACT {
            return from(5u64.pow(n as u32));
        }
        let mut power = from(5u64.pow(EXACT as u32))?;
        let mut square = BigFloat::from_int(&BigInt::from(5), precision)?;
        let mut n = n - EXACT;
        while n > 0 {
            if n & 1 != 0 {
                power = power.mul(&square, precision)?;
            }
            n >>= 1;
            if n > 0 {
                square = square.mul(&square, precision + 64)?;
            }
        }
        Some(power)
    }

    /// The integer it is, if it is one; the caller has bounded the exponent.
    pub fn to_int(&self) -> Option<BigInt> {
        (self.exponent >= 0).then(|| self.signed() << self.exponent as u64)
    }

    /// The nearest number of a hardware format.
    pub fn to_format(&self, format: Format) -> f64 {
        nearest(self.negative, &self.mantissa, self.exponent, false, format)
    }

    /// Hexadecimal mantissa and binary exponent: `0x.8p+1`, the form of `math/big.Float.Text('p', 0)`.
    pub fn exact_string(&self) -> String {
        if self.mantissa.is_zero() {
            return "0".to_owned();
        }
        let bits = self.mantissa.bits();
        let pad = bits.next_multiple_of(4) - bits;
        let digits = (&self.mantissa << pad).to_str_radix(16);
        let sign = if self.negative { "-" } else { "" };
        format!("{sign}0x.{}p{:+}", digits.trim_end_matches('0'), self.magnitude_exponent())
    }
}

impl Ord for BigFloat {
    fn cmp(&self, other: &BigFloat) -> std::cmp::Ordering {
        let by_sign = self.signum().cmp(&other.signum());
        if by_sign.is_ne() || self.signum() == 0 {
            return by_sign;
        }
        let by_size = self.magnitude_exponent().cmp(&other.magnitude_exponent()).then_with(|| {
            // Equal magnitudes: the exponents differ by no more than the mantissas are long.
            let exponent = self.exponent.min(other.exponent);
            let shifted = |x: &BigFloat| &x.mantissa << (x.exponent - exponent) as u64;
            shifted(self).cmp(&shifted(other))
        });
        if self.negative { by_size.reverse() } else { by_size }
    }
}

impl PartialOrd for BigFloat {
    fn partial_cmp(&self, other: &BigFloat) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// Whether cutting the low `cut` bits rounds up, to nearest and ties to even.
fn rounds_up(mantissa: &BigUint, cut: u64, sticky: bool) -> bool {
    if cut == 0 || !mantissa.bit(cut - 1) {
        return false;
    }
    let tie = !sticky && mantissa.trailing_zeros() == Some(cut - 1);
    !tie || mantissa.bit(cut)
}

/// A quotient with more than `precision` bits as mantissa and exponent, and whether something remained.
fn divide(numerator: &BigUint, denominator: &BigUint, precision: u64) -> Option<(BigUint, i64, bool)> {
    if denominator.is_zero() {
        return None;
    }
    let shift = (precision + 2 + denominator.bits()).saturating_sub(numerator.bits());
    let shifted = numerator << shift;
    let quotient = &shifted / denominator;
    let exact = &quotient * denominator == shifted;
    Some((quotient, -(shift as i64), !exact))
}

/// A binary hardware format of IEEE 754.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// Bits of mantissa, the hidden one included.
    precision: i64,
    /// Exponent of the smallest positive number.
    smallest: i64,
    /// Exponent of the first power of two that is too large.
    largest: i64,
}

/// `float32`
pub const SINGLE: Format = Format { precision: 24, smallest: -149, largest: 128 };
/// `float64`
pub const DOUBLE: Format = Format { precision: 53, smallest: -1074, largest: 1024 };

/// The nearest number of the format to a fraction (ties to even), infinite where it is too large.
pub fn fraction_to_format(numerator: &BigInt, denominator: &BigInt, format: Format) -> f64 {
    let negative = (numerator.sign() == Sign::Minus) != (denominator.sign() == Sign::Minus);
    match divide(numerator.magnitude(), denominator.magnitude(), 66) {
        Some((quotient, exponent, sticky)) => nearest(negative, &quotient, exponent, sticky, format),
        None => f64::NAN,
    }
}

/// The nearest number of the format to `mantissa · 2^exponent`, ties to even; the mantissa has at least two bits more than
/// the format where `sticky` is set.
fn nearest(negative: bool, mantissa: &BigUint, exponent: i64, sticky: bool, format: Format) -> f64 {
    let sign = if negative { -1.0 } else { 1.0 };
    if mantissa.is_zero() {
        return 0.0 * sign;
    }
    let bits = mantissa.bits() as i64;
    let top = exponent + bits; // 2^(top-1) <= value < 2^top
    if top > format.largest {
        return f64::INFINITY * sign;
    }
    let kept = format.precision.min(top - format.smallest); // fewer near zero
    if kept < 0 {
        return 0.0 * sign;
    }
    let cut = bits - kept;
    let (digits, scale) = if cut <= 0 {
        (mantissa.clone(), exponent)
    } else {
        let mut digits = mantissa >> cut as u64;
        if rounds_up(mantissa, cut as u64, sticky) {
            digits += BigUint::one();
        }
        (digits, exponent + cut)
    };
    let digits = digits.to_u64().unwrap_or(u64::MAX); // at most `precision` bits
    let width = 64 - i64::from(digits.leading_zeros());
    if digits == 0 {
        return 0.0 * sign;
    }
    if scale + width > format.largest {
        return f64::INFINITY * sign;
    }
    sign * power_of_two_times(digits, scale)
}

/// `digits · 2^scale` where that is a `float64` exactly.
fn power_of_two_times(digits: u64, scale: i64) -> f64 {
    let width = 64 - i64::from(digits.leading_zeros());
    let top = scale + width - 1;
    if top >= -1022 {
        let fraction = if width <= 53 { digits << (53 - width) } else { digits >> (width - 53) };
        f64::from_bits(((top + 1023) as u64) << 52 | fraction & ((1 << 52) - 1))
    } else {
        let shift = scale + 1074;
        f64::from_bits(if shift >= 0 { digits << shift } else { digits >> -shift })
    }
}

/// Numerator and denominator of a finite `float64`.
pub fn fraction_of(value: f64) -> (BigInt, BigInt) {
    let bits = value.to_bits();
    let raw_exponent = (bits >> 52 & 0x7ff) as i64;
    let fraction = bits & ((1 << 52) - 1);
    let (digits, exponent) = match raw_exponent {
        0 => (fraction, -1074),
        _ => (fraction | 1 << 52, raw_exponent - 1075),
    };
    let signed = BigInt::from(digits) * if value.is_sign_negative() { -1 } else { 1 };
    if exponent >= 0 {
        (signed << exponent as u64, BigInt::one())
    } else {
        (signed, BigInt::one() << (-exponent) as u64)
    }
}
