//! Constant arithmetic against Go's own `go/constant`, on random programs. Skips where Go is missing.

use std::io::Write;
use std::process::{Command, Stdio};

use gotcha::syntax::ast::{BinaryOp, LitKind, UnaryOp};
use gotcha::types::constant::{Constant, Target};

const BINARY: [(&str, BinaryOp, bool); 12] = [
    ("+", BinaryOp::Add, false),
    ("-", BinaryOp::Sub, false),
    ("*", BinaryOp::Mul, false),
    ("/", BinaryOp::Div, false),
    ("div", BinaryOp::Div, true),
    ("%", BinaryOp::Rem, true),
    ("&", BinaryOp::And, true),
    ("|", BinaryOp::Or, true),
    ("^", BinaryOp::Xor, true),
    ("&^", BinaryOp::AndNot, true),
    ("&&", BinaryOp::LogicalAnd, false),
    ("||", BinaryOp::LogicalOr, false),
];

const COMPARE: [(&str, BinaryOp); 6] = [
    ("==", BinaryOp::Eq),
    ("!=", BinaryOp::Ne),
    ("<", BinaryOp::Lt),
    ("<=", BinaryOp::Le),
    (">", BinaryOp::Gt),
    (">=", BinaryOp::Ge),
];

const TARGETS: [(&str, Target); 14] = [
    ("int", Target::Signed(64)),
    ("int8", Target::Signed(8)),
    ("int16", Target::Signed(16)),
    ("int32", Target::Signed(32)),
    ("int64", Target::Signed(64)),
    ("uint", Target::Unsigned(64)),
    ("uint8", Target::Unsigned(8)),
    ("uint16", Target::Unsigned(16)),
    ("uint32", Target::Unsigned(32)),
    ("uint64", Target::Unsigned(64)),
    ("float32", Target::Float32),
    ("float64", Target::Float64),
    ("complex64", Target::Complex64),
    ("complex128", Target::Complex128),
];

/// xorshift64*: the same programs in every run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    fn below(&mut self, end: u64) -> u64 {
        (self.next() >> 11) % end
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len() as u64) as usize]
    }
}

/// Which literals a program is made of; anything else meets only in refused programs.
#[derive(Clone, Copy, PartialEq)]
enum Sort {
    Int,
    Number,
    Float,
    String,
    Bool,
}

struct Program {
    text: Vec<String>,
    stack: Vec<Constant>,
}

impl Program {
    fn push(&mut self, step: impl Into<String>, value: Constant) {
        self.text.push(step.into());
        self.stack.push(value);
    }

    fn pop(&mut self) -> Constant {
        self.stack.pop().expect("programs are well formed")
    }

    fn literal(&mut self, random: &mut Random, sort: Sort) {
        let any = random.next() >> random.below(64);
        let (name, kind, text) = match (sort, random.below(8)) {
            (Sort::Bool, _) => {
                self.literal(random, Sort::Int);
                self.literal(random, Sort::Int);
                return self.compare(random);
            }
            (Sort::String, _) => {
                let letters = ["a", "\\x00", "\\377", "ä", "\\u20ac", "\\n", "b"];
                let len = random.below(6);
                let inner: String = (0..len).map(|_| random.pick(&letters)).collect();
                ("STRING", LitKind::String, format!("\"{inner}\""))
            }
            (Sort::Number, 0) => ("IMAG", LitKind::Imag, format!("{}.5e{}i", any % 1000, random.below(20))),
            (Sort::Number | Sort::Float, 1) => {
                let exponent = random.below(4000) as i64 - 2000;
                ("FLOAT", LitKind::Float, format!("{any}.{}e{exponent}", random.below(1000)))
            }
            (Sort::Number | Sort::Float, 2) => {
                let exponent = random.below(300) as i64 - 150;
                ("FLOAT", LitKind::Float, format!("0x{any:x}.{:x}p{exponent}", random.below(1000)))
            }
            (Sort::Number | Sort::Float, 3..=5) => {
                let exponent = random.below(40) as i64 - 20;
                ("FLOAT", LitKind::Float, format!("{}.{}e{exponent}", any % 1000, random.below(1000)))
            }
            (_, 0 | 1) => ("INT", LitKind::Int, format!("0x{any:x}")),
            (_, 2) => ("INT", LitKind::Int, format!("0{any:o}")),
            (_, 3) => ("INT", LitKind::Int, format!("{}{any:03}", random.next())),
            (_, 4) => ("CHAR", LitKind::Char, format!("'\\U{:08x}'", any % 0xd000)),
            _ => ("INT", LitKind::Int, format!("{}", any % 100)),
        };
        self.push(format!("{name} {text}"), Constant::from_literal(kind, &text));
    }

    fn compare(&mut self, random: &mut Random) {
        let (name, op) = random.pick(&COMPARE);
        let y = self.pop();
        let x = self.pop();
        self.push(name, x.compare(op, &y).map_or(Constant::Unknown, Constant::Bool));
    }

    fn step(&mut self, random: &mut Random, sort: Sort) {
        if self.stack.len() >= 2 && random.below(3) > 0 {
            let (name, op, integer) = match sort {
                Sort::Int => random.pick(&BINARY[..10]),
                Sort::Float | Sort::Number => random.pick(&BINARY[..4]),
                Sort::String => BINARY[0],
                Sort::Bool => random.pick(&BINARY[10..]),
            };
            let y = self.pop();
            let x = self.pop();
            return self.push(name, x.binary(op, &y, integer));
        }
        if random.below(2) > 0 || self.stack.is_empty() {
            return self.literal(random, sort);
        }
        let x = self.pop();
        match (sort, random.below(9)) {
            (Sort::Bool, _) => self.push("not", x.unary(UnaryOp::Not, 0)),
            (Sort::String, _) => {
                self.stack.push(x);
                self.literal(random, sort);
            }
            (Sort::Int, 0 | 1) => {
                let bits = random.below(100);
                self.push(format!("<< {bits}"), x.shift(BinaryOp::Shl, bits));
            }
            (Sort::Int, 2) => {
                let bits = random.below(100);
                self.push(format!(">> {bits}"), x.shift(BinaryOp::Shr, bits));
            }
            (Sort::Int, 3 | 4) => {
                let bits = random.pick(&[0, 8, 16, 32, 64]);
                self.push(format!("xor {bits}"), x.unary(UnaryOp::Xor, bits));
            }
            (_, 5) => self.push("int", x.to_int()),
            (Sort::Float | Sort::Number, 0) => self.push("float", x.to_float()),
            (Sort::Number, 1) => self.push("complex", x.to_complex()),
            (Sort::Number, 2) => self.push("real", x.real()),
            (Sort::Number, 3) => self.push("imag", x.imag()),
            (Sort::Float | Sort::Number, 4) => {
                let (name, target) = random.pick(&TARGETS);
                self.push(format!("convert {name}"), x.represent(target).unwrap_or(Constant::Unknown));
            }
            (_, _) => self.push("neg", x.unary(UnaryOp::Minus, 0)),
        }
    }
}

fn programs(count: usize) -> Vec<(String, String)> {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    (0..count)
        .map(|_| {
            let sort = random.pick(&[Sort::Int, Sort::Int, Sort::Float, Sort::Number, Sort::String, Sort::Bool]);
            let mut program = Program { text: Vec::new(), stack: Vec::new() };
            for _ in 0..2 + random.below(30) {
                program.step(&mut random, sort);
            }
            if program.stack.len() >= 2 && random.below(3) == 0 {
                program.compare(&mut random);
            }
            (program.text.join("\t"), program.pop().exact_string())
        })
        .collect()
}

#[test]
fn arithmetic_agrees_with_go_constant() {
    let go = std::env::var("GOTCHA_GO").unwrap_or_else(|_| "go".to_owned());
    let main = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/oracle/constants/main.go");
    let spawned = Command::new(&go).args(["run", main]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let Ok(mut child) = spawned else {
        eprintln!("skipped: no Go toolchain ({go}) to compare with");
        return;
    };
    let programs = programs(6000);
    let input: String = programs.iter().map(|(text, _)| format!("{text}\n")).collect();
    let mut stdin = child.stdin.take().expect("it was asked for");
    let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = child.wait_with_output().expect("the Go program ends");
    writer.join().expect("the writer does not panic").expect("the Go program reads everything");
    let theirs = String::from_utf8(output.stdout).expect("values are ASCII");
    let theirs: Vec<&str> = theirs.lines().collect();
    assert_eq!(theirs.len(), programs.len());
    let differ: Vec<String> = programs
        .iter()
        .zip(&theirs)
        .filter(|((_, ours), theirs)| ours != *theirs)
        .map(|((text, ours), theirs)| format!("{}\n  ours   {ours}\n  theirs {theirs}", text.replace('\t', "  ")))
        .collect();
    let known = theirs.iter().filter(|value| **value != "unknown").count();
    assert!(known * 10 > programs.len() * 6, "too many programs without a value: {known} have one");
    assert!(differ.is_empty(), "{} differ:\n{}", differ.len(), differ[..differ.len().min(10)].join("\n"));
}
