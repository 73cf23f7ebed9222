//! The values of literals (Go specification: Integer, Floating-point, Imaginary, Rune and String literals).

use num_bigint::{BigInt, BigUint};
use num_rational::Ratio;
use num_traits::{One, Zero};

use super::float::{BigFloat, PRECISION};
use super::{Constant, MAX_EXPONENT, MAX_STRING};
use crate::syntax::ast::LitKind;

/// Longest text of a number that is read: go/types refuses longer ones.
const MAX_NUMBER: usize = 10_000;

impl Constant {
    /// The value of a literal; unknown where its text is not valid Go, or too long.
    pub fn from_literal(kind: LitKind, text: &str) -> Constant {
        let value = match kind {
            _ if kind != LitKind::String && text.len() > MAX_NUMBER => None,
            LitKind::Int => integer(text),
            LitKind::Float => number(text),
            LitKind::Imag => text.strip_suffix('i').and_then(number).map(Constant::imaginary),
            LitKind::Char => rune(text),
            LitKind::String => string(text),
        };
        value.unwrap_or(Constant::Unknown)
    }
}

/// The base that a prefix names, and the rest; 10 without prefix.
fn base(text: &str) -> (u32, &str) {
    let prefix = text.as_bytes().get(..2).unwrap_or_default();
    match prefix {
        [b'0', b'x' | b'X'] => (16, &text[2..]),
        [b'0', b'o' | b'O'] => (8, &text[2..]),
        [b'0', b'b' | b'B'] => (2, &text[2..]),
        _ => (10, text),
    }
}

/// Digits with underscores between them (or after the prefix); `None` where one is no digit of the base.
fn digits(text: &str, base: u32, after_prefix: bool) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len());
    let mut may_underscore = after_prefix;
    for byte in text.bytes() {
        if byte == b'_' {
            if !may_underscore {
                return None;
            }
            may_underscore = false;
        } else {
            out.push(char::from(byte).to_digit(base)? as u8);
            may_underscore = true;
        }
    }
    (may_underscore || text.is_empty()).then_some(out)
}

fn to_biguint(digits: &[u8], base: u32) -> Option<BigUint> {
    if digits.is_empty() { Some(BigUint::ZERO) } else { BigUint::from_radix_be(digits, base) }
}

fn integer(text: &str) -> Option<Constant> {
    let (mut base, mut rest) = base(text);
    let mut prefixed = base != 10;
    if !prefixed && text.len() > 1 && text.starts_with('0') {
        (base, rest, prefixed) = (8, &text[1..], true);
    }
    // Most literals are short and plain.
    if rest.len() <= 15 && rest.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return i64::from_str_radix(rest, base).ok().filter(|value| *value >= 0).map(Constant::Int);
    }
    let digits = digits(rest, base, prefixed)?;
    if digits.is_empty() {
        return None;
    }
    to_biguint(&digits, base).map(|value| Constant::from_big(BigInt::from(value)))
}

/// A floating-point literal, also an integer in the place of one; always a value of kind `Float`.
fn number(text: &str) -> Option<Constant> {
    let (base, rest) = base(text);
    let marker: &[char] = if base == 16 { &['p', 'P'] } else { &['e', 'E'] };
    let (mantissa, exponent) = match rest.find(marker) {
        Some(at) if base == 10 || base == 16 => (&rest[..at], exponent(&rest[at + 1..])?),
        _ => (rest, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let mut all = digits(whole, base, base != 10)?;
    let places = digits(fraction, base, false)?;
    if all.is_empty() && places.is_empty() {
        return None;
    }
    all.extend_from_slice(&places);
    let mantissa = to_biguint(&all, base)?;
    if mantissa.is_zero() {
        return Some(Constant::fraction(Ratio::from_integer(BigInt::ZERO)));
    }
    let places = places.len() as i64;
    // value = mantissa · 2^two · 5^five
    let (two, five) = match base {
        16 => (exponent - 4 * places, 0),
        10 => (exponent - places, exponent - places),
        8 => (-3 * places, 0),
        _ => (-places, 0),
    };
    let top = two + mantissa.bits() as i64;
    if top < i64::from(i32::MIN) || top > i64::from(i32::MAX) {
        return None;
    }
    // The size in bits, to within a few: log2(5) is 2.3219….
    let size = mantissa.bits() as i64 + two + five * 2322 / 1000;
    let approximate = |size: i64| {
        if size.abs() < MAX_EXPONENT - 64 {
            return Some(true); // surely a fraction, no need to compute the float
        }
        None
    };
    let float = match approximate(size) {
        Some(_) => None,
        None => {
            let exact = BigFloat::exact(false, mantissa.clone(), two)?;
            let scaled = match five {
                0 => exact.rounded(PRECISION, super::float::Rounding::NearestEven),
                _ => match (BigFloat::pow5(five.unsigned_abs(), PRECISION + 64), five > 0) {
                    (Some(power), true) => exact.mul(&power, PRECISION),
                    (Some(power), false) => exact.div(&power, PRECISION),
                    (None, true) => None,
                    (None, false) => Some(BigFloat::zero()),
                },
            }?;
            if scaled.signum() == 0 {
                return Some(Constant::fraction(Ratio::from_integer(BigInt::ZERO)));
            }
            Some(scaled)
        }
    };
    match float {
        Some(float) if float.magnitude_exponent().abs() >= MAX_EXPONENT => Some(Constant::Float(float.into())),
        _ => {
            let power = |base: u32, exponent: i64| BigInt::from(base).pow(exponent.unsigned_abs() as u32);
            let (mut numerator, mut denominator) = (BigInt::from(mantissa), BigInt::one());
            for (base, exponent) in [(2, two), (5, five)] {
                if exponent >= 0 {
                    numerator *= power(base, exponent);
                } else {
                    denominator *= power(base, exponent);
                }
            }
            Some(Constant::fraction(Ratio::new(numerator, denominator)))
        }
    }
}

/// The digits after `e` or `p`; `None` where there are none or the number leaves 32 bits.
fn exponent(text: &str) -> Option<i64> {
    let (negative, rest) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    let digits = digits(rest, 10, false)?;
    if digits.is_empty() {
        return None;
    }
    let mut value = 0i64;
    for digit in digits {
        value = value * 10 + i64::from(digit);
        if value > 1 << 33 {
            return None;
        }
    }
    Some(if negative { -value } else { value })
}

fn rune(text: &str) -> Option<Constant> {
    let inner = text.strip_prefix('\'')?.strip_suffix('\'')?;
    let (value, rest) = match escape(inner, b'\'')? {
        (Escaped::Rune(value), rest) => (value, rest),
        (Escaped::Byte(value), rest) => (u32::from(value), rest),
    };
    rest.is_empty().then_some(Constant::Int(i64::from(value)))
}

fn string(text: &str) -> Option<Constant> {
    if let Some(raw) = text.strip_prefix('`') {
        let raw = raw.strip_suffix('`')?;
        if raw.contains('\r') {
            return bytes(raw.bytes().filter(|byte| *byte != b'\r').collect::<Vec<u8>>().as_slice());
        }
        return bytes(raw.as_bytes());
    }
    let inner = text.strip_prefix('"')?.strip_suffix('"')?;
    if !inner.bytes().any(|byte| matches!(byte, b'\\' | b'"' | b'\n')) {
        return bytes(inner.as_bytes());
    }
    let mut out = Vec::with_capacity(inner.len());
    let mut rest = inner;
    while !rest.is_empty() {
        let (value, after) = escape(rest, b'"')?;
        match value {
            Escaped::Byte(byte) => out.push(byte),
            Escaped::Rune(rune) => {
                let rune = char::from_u32(rune)?;
                out.extend_from_slice(rune.encode_utf8(&mut [0; 4]).as_bytes());
            }
        }
        rest = after;
    }
    bytes(&out)
}

fn bytes(bytes: &[u8]) -> Option<Constant> {
    (bytes.len() <= MAX_STRING).then(|| Constant::string(bytes))
}

enum Escaped {
    /// `\x..` and `\ooo` in a string stand for one byte.
    Byte(u8),
    Rune(u32),
}

/// The first character of a rune or string literal's inside, and the rest.
fn escape(text: &str, quote: u8) -> Option<(Escaped, &str)> {
    let first = text.chars().next()?;
    if first != '\\' {
        if first == '\n' || u32::from(first) == u32::from(quote) {
            return None;
        }
        return Some((Escaped::Rune(first.into()), &text[first.len_utf8()..]));
    }
    let kind = *text.as_bytes().get(1)?;
    let number = |from: usize, len: usize, base: u32| -> Option<(u32, &str)> {
        let digits = text.get(from..from + len)?;
        let all = digits.bytes().all(|byte| char::from(byte).is_digit(base));
        all.then(|| u32::from_str_radix(digits, base).ok()).flatten().map(|value| (value, &text[from + len..]))
    };
    let simple = |value: u32| Some((Escaped::Rune(value), &text[2..]));
    match kind {
        b'a' => simple(7),
        b'b' => simple(8),
        b'f' => simple(12),
        b'n' => simple(10),
        b'r' => simple(13),
        b't' => simple(9),
        b'v' => simple(11),
        b'\\' => simple(b'\\'.into()),
        b'\'' | b'"' if kind == quote => simple(kind.into()),
        b'x' => number(2, 2, 16).map(|(value, rest)| (Escaped::Byte(value as u8), rest)),
        b'0'..=b'7' => {
            let (value, rest) = number(1, 3, 8)?;
            Some((Escaped::Byte(u8::try_from(value).ok()?), rest))
        }
        b'u' | b'U' => {
            let (value, rest) = number(2, if kind == b'u' { 4 } else { 8 }, 16)?;
            char::from_u32(value)?; // surrogate halves and numbers beyond Unicode are invalid
            Some((Escaped::Rune(value), rest))
        }
        _ => None,
    }
}
