//! Operators on constant values.

use std::cmp::Ordering;

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::Ratio;
use num_traits::Zero;

use super::float::{BigFloat, PRECISION};
use super::{Constant, MAX_BITS, MAX_STRING};
use crate::syntax::ast::{BinaryOp, UnaryOp};

/// Two operands in the simplest representation that holds both.
enum Pair {
    Int(i64, i64),
    Big(BigInt, BigInt),
    Rat(Ratio<BigInt>, Ratio<BigInt>),
    Float(BigFloat, BigFloat),
    Complex((Constant, Constant), (Constant, Constant)),
}

impl Constant {
    /// `op self`. For `^` of an unsigned type `unsigned_bits` is its size; 0 for all others.
    pub fn unary(&self, op: UnaryOp, unsigned_bits: u32) -> Constant {
        match (op, self) {
            (UnaryOp::Not, Constant::Bool(value)) => Constant::Bool(!value),
            (
                UnaryOp::Plus,
                Constant::Int(_) | Constant::Big(_) | Constant::Rat(_) | Constant::Float(_) | Constant::Complex(_),
            ) => self.clone(),
            (UnaryOp::Minus, Constant::Int(value)) => {
                value.checked_neg().map_or_else(|| Constant::from_big(-BigInt::from(*value)), Constant::Int)
            }
            (UnaryOp::Minus, Constant::Big(value)) => Constant::from_big(-BigInt::clone(value)),
            (UnaryOp::Minus, Constant::Rat(value)) => Constant::from_ratio(-Ratio::clone(value)),
            (UnaryOp::Minus, Constant::Float(value)) => Constant::from_float(Some(value.neg())),
            (UnaryOp::Minus, Constant::Complex(parts)) => Constant::complex(parts.0.unary(op, 0), parts.1.unary(op, 0)),
            (UnaryOp::Xor, Constant::Int(_) | Constant::Big(_)) => {
                let Some(value) = self.as_big() else { return Constant::Unknown };
                let mut result = !value;
                if unsigned_bits > 0 {
                    result &= (BigInt::from(1) << unsigned_bits) - 1;
                }
                Constant::from_big(result)
            }
            _ => Constant::Unknown,
        }
    }

    /// `self op other` for arithmetic, bit and logical operators and string concatenation. With `integer` a quotient of two
    /// integers is truncated, else it is a fraction (go/constant's `QUO_ASSIGN` and `QUO`).
    pub fn binary(&self, op: BinaryOp, other: &Constant, integer: bool) -> Constant {
        match (op, self, other) {
            (BinaryOp::LogicalAnd, Constant::Bool(x), Constant::Bool(y)) => Constant::Bool(*x && *y),
            (BinaryOp::LogicalOr, Constant::Bool(x), Constant::Bool(y)) => Constant::Bool(*x || *y),
            (BinaryOp::Add, Constant::Str(x), Constant::Str(y)) if x.len() + y.len() <= MAX_STRING => {
                Constant::Str(x.concat(y))
            }
            _ => match matched(self, other) {
                Some(pair) => arithmetic(op, pair, integer).unwrap_or(Constant::Unknown),
                None => Constant::Unknown,
            },
        }
    }

    /// `self << bits` or `self >> bits`; unknown unless it is an integer.
    pub fn shift(&self, op: BinaryOp, bits: u64) -> Constant {
        match (op, self) {
            (_, Constant::Int(_) | Constant::Big(_)) if bits == 0 => self.clone(),
            (BinaryOp::Shl, Constant::Int(0)) => Constant::Int(0),
            (BinaryOp::Shl, Constant::Int(_) | Constant::Big(_)) if bits + self.bit_len() <= MAX_BITS => {
                self.as_big().map_or(Constant::Unknown, |value| Constant::from_big(value << bits))
            }
            (BinaryOp::Shr, Constant::Int(value)) => Constant::Int(value >> bits.min(63)),
            (BinaryOp::Shr, Constant::Big(value)) => Constant::from_big(BigInt::clone(value) >> bits),
            _ => Constant::Unknown,
        }
    }

    /// `self op other` for a comparison; `None` where it is not known or not defined.
    pub fn compare(&self, op: BinaryOp, other: &Constant) -> Option<bool> {
        let by_order = |order: Ordering| match op {
            BinaryOp::Eq => Some(order.is_eq()),
            BinaryOp::Ne => Some(order.is_ne()),
            BinaryOp::Lt => Some(order.is_lt()),
            BinaryOp::Le => Some(order.is_le()),
            BinaryOp::Gt => Some(order.is_gt()),
            BinaryOp::Ge => Some(order.is_ge()),
            _ => None,
        };
        let by_equality = |equal: bool| match op {
            BinaryOp::Eq => Some(equal),
            BinaryOp::Ne => Some(!equal),
            _ => None,
        };
        match (self, other) {
            (Constant::Bool(x), Constant::Bool(y)) => by_equality(x == y),
            (Constant::Str(x), Constant::Str(y)) => by_order(x.bytes().cmp(y.bytes())),
            _ => match matched(self, other)? {
                Pair::Int(x, y) => by_order(x.cmp(&y)),
                Pair::Big(x, y) => by_order(x.cmp(&y)),
                Pair::Rat(x, y) => by_order(x.cmp(&y)),
                Pair::Float(x, y) => by_order(x.cmp(&y)),
                Pair::Complex(x, y) => {
                    by_equality(x.0.compare(BinaryOp::Eq, &y.0)? && x.1.compare(BinaryOp::Eq, &y.1)?)
                }
            },
        }
    }

    /// `len(s)` in bytes.
    pub fn len(&self) -> Option<usize> {
        match self {
            Constant::Str(text) => Some(text.len()),
            _ => None,
        }
    }

    /// Whether it is the empty string.
    pub fn is_empty(&self) -> bool {
        self.len() == Some(0)
    }

    /// `real(z)`
    pub fn real(&self) -> Constant {
        match self {
            Constant::Int(_) | Constant::Big(_) | Constant::Rat(_) | Constant::Float(_) => self.clone(),
            Constant::Complex(parts) => parts.0.clone(),
            _ => Constant::Unknown,
        }
    }

    /// `imag(z)`
    pub fn imag(&self) -> Constant {
        match self {
            Constant::Int(_) | Constant::Big(_) | Constant::Rat(_) | Constant::Float(_) => Constant::Int(0),
            Constant::Complex(parts) => parts.1.clone(),
            _ => Constant::Unknown,
        }
    }

    /// `complex(re, im)` of two real numbers.
    pub fn complex_of(re: &Constant, im: &Constant) -> Constant {
        match (re.to_float(), im.to_float()) {
            (Constant::Unknown, _) | (_, Constant::Unknown) => Constant::Unknown,
            (re, im) => re.binary(BinaryOp::Add, &Constant::imaginary(im), false),
        }
    }

    fn ratio(&self) -> Option<Ratio<BigInt>> {
        match self {
            Constant::Rat(value) => Some(Ratio::clone(value)),
            _ => Some(Ratio::from_integer(self.as_big()?)),
        }
    }

    fn big_float(&self) -> Option<BigFloat> {
        match self {
            Constant::Float(value) => Some(BigFloat::clone(value)),
            Constant::Rat(value) => BigFloat::from_fraction(value.numer(), value.denom(), PRECISION),
            _ => BigFloat::from_int(&self.as_big()?, PRECISION),
        }
    }

    fn parts(&self) -> Option<(Constant, Constant)> {
        match self {
            Constant::Complex(parts) => Some((parts.0.clone(), parts.1.clone())),
            Constant::Unknown | Constant::Bool(_) | Constant::Str(_) => None,
            _ => Some((self.clone(), Constant::Int(0))),
        }
    }
}

/// Both operands as the more complex of the two; `None` unless both are numbers.
fn matched(x: &Constant, y: &Constant) -> Option<Pair> {
    let rank = |value: &Constant| match value {
        Constant::Unknown | Constant::Bool(_) | Constant::Str(_) => None,
        Constant::Int(_) => Some(0),
        Constant::Big(_) => Some(1),
        Constant::Rat(_) => Some(2),
        Constant::Float(_) => Some(3),
        Constant::Complex(_) => Some(4),
    };
    Some(match rank(x)?.max(rank(y)?) {
        0 => Pair::Int(x.as_i64()?, y.as_i64()?),
        1 => Pair::Big(x.as_big()?, y.as_big()?),
        2 => Pair::Rat(x.ratio()?, y.ratio()?),
        3 => Pair::Float(x.big_float()?, y.big_float()?),
        _ => Pair::Complex(x.parts()?, y.parts()?),
    })
}

fn arithmetic(op: BinaryOp, pair: Pair, integer: bool) -> Option<Constant> {
    match pair {
        Pair::Int(x, y) => small(op, x, y, integer),
        Pair::Big(x, y) => big(op, &x, &y, integer),
        Pair::Rat(..) | Pair::Float(..) | Pair::Complex(..) if integer => None,
        Pair::Rat(x, y) => Some(Constant::from_ratio(match op {
            BinaryOp::Add => x + y,
            BinaryOp::Sub => x - y,
            BinaryOp::Mul => x * y,
            BinaryOp::Div if !y.is_zero() => x / y,
            _ => return None,
        })),
        Pair::Float(x, y) => Some(Constant::from_float(match op {
            BinaryOp::Add => x.add(&y, PRECISION),
            BinaryOp::Sub => x.sub(&y, PRECISION),
            BinaryOp::Mul => x.mul(&y, PRECISION),
            BinaryOp::Div => x.div(&y, PRECISION),
            _ => return None,
        })),
        Pair::Complex(x, y) => complex(op, &x, &y),
    }
}

fn small(op: BinaryOp, x: i64, y: i64, integer: bool) -> Option<Constant> {
    let exact = match op {
        BinaryOp::Add => x.checked_add(y),
        BinaryOp::Sub => x.checked_sub(y),
        BinaryOp::Mul => x.checked_mul(y),
        BinaryOp::Div | BinaryOp::Rem if y == 0 => return None,
        BinaryOp::Div if integer => x.checked_div(y),
        BinaryOp::Div => return Some(Constant::from_ratio(Ratio::new(x.into(), y.into()))),
        BinaryOp::Rem => Some(x.wrapping_rem(y)),
        BinaryOp::And => Some(x & y),
        BinaryOp::Or => Some(x | y),
        BinaryOp::Xor => Some(x ^ y),
        BinaryOp::AndNot => Some(x & !y),
        _ => return None,
    };
    match exact {
        Some(value) => Some(Constant::Int(value)),
        None => big(op, &x.into(), &y.into(), integer),
    }
}

fn big(op: BinaryOp, x: &BigInt, y: &BigInt, integer: bool) -> Option<Constant> {
    Some(Constant::from_big(match op {
        BinaryOp::Add => x + y,
        BinaryOp::Sub => x - y,
        BinaryOp::Mul => x * y,
        BinaryOp::Div | BinaryOp::Rem if y.is_zero() => return None,
        BinaryOp::Div if integer => x / y,
        BinaryOp::Div => return Some(Constant::from_ratio(Ratio::new(x.clone(), y.clone()))),
        BinaryOp::Rem => x.div_rem(y).1,
        BinaryOp::And => x & y,
        BinaryOp::Or => x | y,
        BinaryOp::Xor => x ^ y,
        BinaryOp::AndNot => x & !y,
        _ => return None,
    }))
}

/// With the formulas of go/constant, for the rounding of floats depends on them.
fn complex(op: BinaryOp, (a, b): &(Constant, Constant), (c, d): &(Constant, Constant)) -> Option<Constant> {
    let add = |x: &Constant, y: &Constant| x.binary(BinaryOp::Add, y, false);
    let sub = |x: &Constant, y: &Constant| x.binary(BinaryOp::Sub, y, false);
    let mul = |x: &Constant, y: &Constant| x.binary(BinaryOp::Mul, y, false);
    let div = |x: &Constant, y: &Constant| x.binary(BinaryOp::Div, y, false);
    let (re, im) = match op {
        BinaryOp::Add => (add(a, c), add(b, d)),
        BinaryOp::Sub => (sub(a, c), sub(b, d)),
        BinaryOp::Mul => (sub(&mul(a, c), &mul(b, d)), add(&mul(b, c), &mul(a, d))),
        BinaryOp::Div => {
            let scale = add(&mul(c, c), &mul(d, d));
            let re = add(&mul(a, c), &mul(b, d));
            let im = sub(&mul(b, c), &mul(a, d));
            (div(&re, &scale), div(&im, &scale))
        }
        _ => return None,
    };
    Some(Constant::complex(re, im))
}
