use super::{Constant, Kind, Target};
use crate::syntax::ast::{BinaryOp, LitKind, UnaryOp};

fn lit(kind: LitKind, text: &str) -> String {
    Constant::from_literal(kind, text).exact_string()
}

#[test]
fn integer_literals() {
    for (text, value) in [
        ("0", "0"),
        ("42", "42"),
        ("1_000_000", "1000000"),
        ("0x_FF", "255"),
        ("0XfF", "255"),
        ("0b1010", "10"),
        ("0o17", "15"),
        ("017", "15"),
        ("0_17", "15"),
        ("9223372036854775807", "9223372036854775807"),
        ("9223372036854775808", "9223372036854775808"),
        ("0xFFFFFFFFFFFFFFFF", "18446744073709551615"),
        ("089", "unknown"),
        ("1__0", "unknown"),
        ("1_", "unknown"),
        ("_1", "unknown"),
        ("0x", "unknown"),
        ("0b2", "unknown"),
        ("", "unknown"),
        ("+1", "unknown"),
    ] {
        assert_eq!(lit(LitKind::Int, text), value, "{text}");
    }
}

#[test]
fn float_and_imaginary_literals() {
    for (text, value) in [
        ("1.5", "3/2"),
        (".25", "1/4"),
        ("1.", "1"),
        ("1e3", "1000"),
        ("1E-3", "1/1000"),
        ("0777.5", "1555/2"),
        ("0x1p-2", "1/4"),
        ("0x1.8P1", "3"),
        ("0x.8p0", "1/2"),
        ("1_0.2_5", "41/4"),
        ("0.0", "0"),
        ("1e-1886451601", "0"),
        ("1e5000000000", "unknown"),
        ("1e", "unknown"),
        (".", "unknown"),
    ] {
        assert_eq!(lit(LitKind::Float, text), value, "{text}");
    }
    assert!(lit(LitKind::Float, "1e2000").starts_with("0x."));
    assert_eq!(lit(LitKind::Imag, "2i"), "(0 + 2i)");
    assert_eq!(lit(LitKind::Imag, "089i"), "(0 + 89i)");
    assert_eq!(lit(LitKind::Imag, "0x10i"), "(0 + 16i)");
    assert_eq!(lit(LitKind::Imag, "0b11i"), "(0 + 3i)");
    assert_eq!(lit(LitKind::Imag, "1.5e1i"), "(0 + 15i)");
}

#[test]
fn rune_and_string_literals() {
    for (text, value) in [
        ("'a'", "97"),
        ("'\\n'", "10"),
        ("'\\''", "39"),
        ("'\\x7f'", "127"),
        ("'\\377'", "255"),
        ("'\\u00e4'", "228"),
        ("'ä'", "228"),
        ("'\\U0010FFFF'", "1114111"),
        ("'\\ud800'", "unknown"),
        ("'\\400'", "unknown"),
        ("'ab'", "unknown"),
        ("''", "unknown"),
        ("'\\\"'", "unknown"),
    ] {
        assert_eq!(lit(LitKind::Char, text), value, "{text}");
    }
    for (text, value) in [
        (r#""""#, r#""""#),
        (r#""a\tb""#, r#""a\x09b""#),
        (r#""\xff\101""#, r#""\xffA""#),
        ("\"ä\"", r#""\xc3\xa4""#),
        (r#""\"q\\""#, r#""\"q\\""#),
        ("`a\\n\r\nb`", r#""a\\n\x0ab""#),
        (r#""\'""#, "unknown"),
        (r#""\q""#, "unknown"),
    ] {
        assert_eq!(lit(LitKind::String, text), value, "{text}");
    }
}

#[test]
fn operators() {
    let int = |value: i64| Constant::Int(value);
    let max = int(i64::MAX);
    assert_eq!(max.binary(BinaryOp::Add, &int(1), true).exact_string(), "9223372036854775808");
    assert_eq!(int(i64::MIN).unary(UnaryOp::Minus, 0).exact_string(), "9223372036854775808");
    assert_eq!(int(7).binary(BinaryOp::Div, &int(2), true), int(3));
    assert_eq!(int(-7).binary(BinaryOp::Div, &int(2), true), int(-3));
    assert_eq!(int(-7).binary(BinaryOp::Rem, &int(2), true), int(-1));
    assert_eq!(int(7).binary(BinaryOp::Div, &int(2), false).exact_string(), "7/2");
    assert_eq!(int(7).binary(BinaryOp::Div, &int(0), true), Constant::Unknown);
    assert_eq!(int(0).unary(UnaryOp::Xor, 8), int(255));
    assert_eq!(int(0).unary(UnaryOp::Xor, 0), int(-1));
    assert_eq!(int(1).shift(BinaryOp::Shl, 70).shift(BinaryOp::Shr, 69), int(2));
    assert_eq!(int(1).shift(BinaryOp::Shl, 1 << 40), Constant::Unknown);
    assert_eq!(int(-5).shift(BinaryOp::Shr, 1 << 40), int(-1));
    let half = Constant::from_f64(0.5);
    assert_eq!(half.compare(BinaryOp::Lt, &int(1)), Some(true));
    assert_eq!(half.compare(BinaryOp::Lt, &Constant::Unknown), None);
    assert_eq!(Constant::string(b"a").compare(BinaryOp::Lt, &Constant::string(b"b")), Some(true));
    assert_eq!(Constant::string(b"a").binary(BinaryOp::Add, &int(1), true), Constant::Unknown);
    let i = Constant::from_literal(LitKind::Imag, "1i");
    assert_eq!(i.binary(BinaryOp::Mul, &i, false).exact_string(), "(-1 + 0i)");
    assert_eq!(i.binary(BinaryOp::Mul, &i, false).to_int(), int(-1));
    assert_eq!(Constant::complex_of(&int(1), &half).exact_string(), "(1 + 1/2i)");
}

#[test]
fn representation() {
    let int = |value: i64| Constant::Int(value);
    assert_eq!(int(127).represent(Target::Signed(8)), Some(int(127)));
    assert_eq!(int(128).represent(Target::Signed(8)), None);
    assert_eq!(int(-128).represent(Target::Signed(8)), Some(int(-128)));
    assert_eq!(int(-1).represent(Target::Unsigned(64)), None);
    assert_eq!(Constant::from_u64(u64::MAX).represent(Target::Signed(64)), None);
    assert!(Constant::from_u64(u64::MAX).represent(Target::Unsigned(64)).is_some());
    assert_eq!(Constant::from_f64(3.0).represent(Target::Signed(64)), Some(int(3)));
    assert_eq!(Constant::from_f64(3.5).represent(Target::Signed(64)), None);
    let tenth = Constant::from_literal(LitKind::Float, "0.1");
    let rounded = |target| tenth.represent(target).map(|value| value.exact_string());
    assert_eq!(rounded(Target::Float64).as_deref(), Some("3602879701896397/36028797018963968"));
    assert_eq!(rounded(Target::Float32).as_deref(), Some("13421773/134217728"));
    assert_eq!(rounded(Target::AnyFloat).as_deref(), Some("1/10"));
    let huge = Constant::from_literal(LitKind::Float, "1e400");
    assert_eq!(huge.represent(Target::Float64), None);
    assert!(huge.represent(Target::AnyFloat).is_some());
    let tiny = Constant::from_literal(LitKind::Float, "1e-400");
    assert_eq!(tiny.represent(Target::Float64).map(|value| value.exact_string()).as_deref(), Some("0"));
    assert_eq!(Constant::Unknown.represent(Target::Bool), Some(Constant::Unknown));
    assert_eq!(int(1).represent(Target::String), None);
}

#[test]
fn integers_become_strings() {
    let text = |value: i64| Constant::Int(value).rune_to_string().exact_string();
    assert_eq!(text(65), r#""A""#);
    assert_eq!(text(-1), r#""\xef\xbf\xbd""#);
    assert_eq!(text(0xd800), r#""\xef\xbf\xbd""#);
}

#[test]
fn long_sums_of_strings() {
    let piece = Constant::string(&[b'x'; 40]);
    let mut sum = Constant::string(b"");
    for _ in 0..20_000 {
        sum = sum.binary(BinaryOp::Add, &piece, true);
    }
    assert_eq!(sum.len(), Some(800_000));
    assert!(sum.as_bytes().is_some_and(|bytes| bytes.len() == 800_000 && bytes.iter().all(|&byte| byte == b'x')));
    for _ in 0..20_000 {
        sum = sum.binary(BinaryOp::Add, &piece, true);
    }
    assert_eq!(sum.kind(), Kind::Unknown, "too long");
}
