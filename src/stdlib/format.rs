//! The records of the summary and how they are written as bytes.
//!
//! Numbers are LEB128 varints. Texts, types and masks are numbered in tables of their own and referred to by number; equal
//! types (of any package, release and platform) are written once. Nothing refers forward: a type's parts have smaller numbers.

/// A text's number; texts are sorted, so numbers compare as texts do.
pub type Str = u32;
/// A type's number.
pub type Ty = u32;
/// A mask's number.
pub type Mask = u32;

/// A type. Type parameters are counted within the declaration that the type is read for.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TypeRec {
    /// A predeclared type; the number is its position in the list of basic types.
    Basic(u8),
    /// A declared type by package path and name; the package of predeclared `error` and `comparable` is the empty text.
    Named {
        package: Str,
        name: Str,
        args: Vec<Ty>,
    },
    Pointer(Ty),
    Slice(Ty),
    Array {
        len: Option<u64>,
        elem: Ty,
    },
    Map {
        key: Ty,
        value: Ty,
    },
    /// `dir`: 0 both, 1 send, 2 receive.
    Chan {
        dir: u8,
        elem: Ty,
    },
    /// `package` is that of unexported names.
    Struct {
        package: Str,
        fields: Vec<FieldRec>,
    },
    Signature {
        params: Vec<Ty>,
        results: Vec<Ty>,
        variadic: bool,
    },
    /// Methods sorted by name; `package` is that of unexported names.
    Interface {
        package: Str,
        methods: Vec<MethodSpec>,
        embeds: Vec<Ty>,
        comparable: bool,
        implicit: bool,
    },
    Tuple(Vec<Ty>),
    /// A type parameter: of the type (also seen from its methods) or function, or (`own`) of a generic method itself.
    Param {
        own: bool,
        index: u32,
    },
    /// Each term with whether it has a `~`.
    Union(Vec<(bool, Ty)>),
}

/// A struct's field.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FieldRec {
    pub name: Str,
    pub ty: Ty,
    pub embedded: bool,
    pub tag: Option<Str>,
}

/// A method of an interface literal.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MethodSpec {
    pub name: Str,
    pub signature: Ty,
    /// Parameters, then results; empty if none has a name.
    pub names: Vec<Str>,
}

/// What is said about a declared thing besides its type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Notes {
    /// The N of the release `1.N` that brought it; 0 where it was always there.
    pub since: u8,
    /// Its documentation has a paragraph that begins with `Deprecated:`.
    pub deprecated: bool,
}

/// A type parameter's name and constraint.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ParamRec {
    pub name: Str,
    pub constraint: Ty,
}

/// A member of a package.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MemberRec {
    pub notes: Notes,
    pub kind: MemberKind,
}

/// What a member is.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MemberKind {
    Const {
        ty: Ty,
        value: Value,
    },
    Var {
        ty: Ty,
    },
    Func(FuncRec),
    Alias {
        params: Vec<ParamRec>,
        target: Ty,
    },
    /// A declared type; its methods are listed beside it.
    Type {
        params: Vec<ParamRec>,
        underlying: Ty,
        /// If the declaration is a struct literal: what is said of its fields, in order; shorter where nothing is.
        fields: Vec<Notes>,
    },
}

/// A function or method.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FuncRec {
    /// Its own type parameters.
    pub params: Vec<ParamRec>,
    pub signature: Ty,
    /// Names of parameters, then results; empty if none has a name.
    pub names: Vec<Str>,
}

/// A method declared for a type.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MethodRec {
    pub name: Str,
    pub notes: Notes,
    /// Declared for `*T`.
    pub pointer: bool,
    /// The method's names for the type parameters of its type; empty for an ordinary type.
    pub receiver_params: Vec<Str>,
    pub func: FuncRec,
}

/// An exact constant value. Big numbers are their magnitude's bytes, most significant first.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Value {
    Unknown,
    Bool(bool),
    Str(Vec<u8>),
    Int(i64),
    Big {
        negative: bool,
        magnitude: Vec<u8>,
    },
    Rat {
        negative: bool,
        numerator: Vec<u8>,
        denominator: Vec<u8>,
    },
    /// mantissa · 2^exponent
    Float {
        negative: bool,
        mantissa: Vec<u8>,
        exponent: i64,
    },
    Complex(Box<Value>, Box<Value>),
}

/// Writes numbers and texts.
#[derive(Debug, Default)]
pub(super) struct Out(pub Vec<u8>);

impl Out {
    pub fn byte(&mut self, byte: u8) {
        self.0.push(byte);
    }

    pub fn num(&mut self, mut n: u64) {
        while n >= 0x80 {
            self.0.push(n as u8 | 0x80);
            n >>= 7;
        }
        self.0.push(n as u8);
    }

    pub fn bytes(&mut self, bytes: &[u8]) {
        self.num(bytes.len() as u64);
        self.0.extend_from_slice(bytes);
    }

    pub fn list<T>(&mut self, list: &[T], mut each: impl FnMut(&mut Out, &T)) {
        self.num(list.len() as u64);
        for item in list {
            each(self, item);
        }
    }

    fn nums(&mut self, list: &[u32]) {
        self.list(list, |out, &n| out.num(n.into()));
    }

    fn params(&mut self, params: &[ParamRec]) {
        self.list(params, |out, param| {
            out.num(param.name.into());
            out.num(param.constraint.into());
        });
    }

    fn notes(&mut self, notes: Notes) {
        self.byte(notes.since << 1 | u8::from(notes.deprecated));
    }

    fn func(&mut self, func: &FuncRec) {
        self.params(&func.params);
        self.num(func.signature.into());
        self.nums(&func.names);
    }

    pub fn ty(&mut self, ty: &TypeRec) {
        match ty {
            TypeRec::Basic(n) => {
                self.byte(0);
                self.byte(*n);
            }
            TypeRec::Named { package, name, args } => {
                self.byte(1);
                self.num((*package).into());
                self.num((*name).into());
                self.nums(args);
            }
            TypeRec::Pointer(elem) => {
                self.byte(2);
                self.num((*elem).into());
            }
            TypeRec::Slice(elem) => {
                self.byte(3);
                self.num((*elem).into());
            }
            TypeRec::Array { len, elem } => {
                self.byte(4);
                self.num(len.map_or(0, |len| len.saturating_add(1)));
                self.num((*elem).into());
            }
            TypeRec::Map { key, value } => {
                self.byte(5);
                self.num((*key).into());
                self.num((*value).into());
            }
            TypeRec::Chan { dir, elem } => {
                self.byte(6);
                self.byte(*dir);
                self.num((*elem).into());
            }
            TypeRec::Struct { package, fields } => {
                self.byte(7);
                self.num((*package).into());
                self.list(fields, |out, field| {
                    out.num(
                        u64::from(field.name) << 2 | u64::from(field.tag.is_some()) << 1 | u64::from(field.embedded),
                    );
                    out.num(field.ty.into());
                    if let Some(tag) = field.tag {
                        out.num(tag.into());
                    }
                });
            }
            TypeRec::Signature { params, results, variadic } => {
                self.byte(8 + u8::from(*variadic));
                self.nums(params);
                self.nums(results);
            }
            TypeRec::Interface { package, methods, embeds, comparable, implicit } => {
                self.byte(10);
                self.num((*package).into());
                self.byte(u8::from(*comparable) | u8::from(*implicit) << 1);
                self.list(methods, |out, method| {
                    out.num(method.name.into());
                    out.num(method.signature.into());
                    out.nums(&method.names);
                });
                self.nums(embeds);
            }
            TypeRec::Tuple(types) => {
                self.byte(11);
                self.nums(types);
            }
            TypeRec::Param { own, index } => {
                self.byte(12 + u8::from(*own));
                self.num((*index).into());
            }
            TypeRec::Union(terms) => {
                self.byte(14);
                self.list(terms, |out, &(tilde, ty)| out.num(u64::from(ty) << 1 | u64::from(tilde)));
            }
        }
    }

    pub fn member(&mut self, member: &MemberRec) {
        match &member.kind {
            MemberKind::Const { ty, value } => {
                self.byte(0);
                self.notes(member.notes);
                self.num((*ty).into());
                self.value(value);
            }
            MemberKind::Var { ty } => {
                self.byte(1);
                self.notes(member.notes);
                self.num((*ty).into());
            }
            MemberKind::Func(func) => {
                self.byte(2);
                self.notes(member.notes);
                self.func(func);
            }
            MemberKind::Alias { params, target } => {
                self.byte(3);
                self.notes(member.notes);
                self.params(params);
                self.num((*target).into());
            }
            MemberKind::Type { params, underlying, fields } => {
                self.byte(4);
                self.notes(member.notes);
                self.params(params);
                self.num((*underlying).into());
                self.list(fields, |out, &notes| out.notes(notes));
            }
        }
    }

    pub fn method(&mut self, method: &MethodRec) {
        self.num(u64::from(method.name) << 1 | u64::from(method.pointer));
        self.notes(method.notes);
        self.nums(&method.receiver_params);
        self.func(&method.func);
    }

    fn sign(&mut self, tag: u8, negative: bool) {
        self.byte(tag + u8::from(negative));
    }

    pub fn value(&mut self, value: &Value) {
        match value {
            Value::Unknown => self.byte(0),
            Value::Bool(value) => self.byte(1 + u8::from(*value)),
            Value::Str(bytes) => {
                self.byte(3);
                self.bytes(bytes);
            }
            Value::Int(value) => {
                self.sign(4, *value < 0);
                self.num(value.unsigned_abs());
            }
            Value::Big { negative, magnitude } => {
                self.sign(6, *negative);
                self.bytes(magnitude);
            }
            Value::Rat { negative, numerator, denominator } => {
                self.sign(8, *negative);
                self.bytes(numerator);
                self.bytes(denominator);
            }
            Value::Float { negative, mantissa, exponent } => {
                self.sign(10, *negative);
                self.bytes(mantissa);
                self.byte(u8::from(*exponent < 0));
                self.num(exponent.unsigned_abs());
            }
            Value::Complex(re, im) => {
                self.byte(12);
                self.value(re);
                self.value(im);
            }
        }
    }
}

/// Reads what [`Out`] wrote. Anything malformed is `None`, never a panic.
#[derive(Clone, Copy, Debug)]
pub(super) struct In<'a> {
    pub bytes: &'a [u8],
}

impl<'a> In<'a> {
    pub fn byte(&mut self) -> Option<u8> {
        let (&first, rest) = self.bytes.split_first()?;
        self.bytes = rest;
        Some(first)
    }

    pub fn num(&mut self) -> Option<u64> {
        let mut n = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            n |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(n);
            }
        }
        None
    }

    pub fn num32(&mut self) -> Option<u32> {
        self.num()?.try_into().ok()
    }

    /// A number of things that take at least one byte each.
    pub fn len(&mut self) -> Option<usize> {
        let n = usize::try_from(self.num()?).ok()?;
        (n <= self.bytes.len()).then_some(n)
    }

    pub fn take(&mut self, n: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.bytes.split_at_checked(n)?;
        self.bytes = rest;
        Some(head)
    }

    pub fn slice(&mut self) -> Option<&'a [u8]> {
        let n = self.len()?;
        self.take(n)
    }

    pub fn list<T>(&mut self, mut each: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let n = self.len()?;
        (0..n).map(|_| each(self)).collect()
    }

    fn nums(&mut self) -> Option<Vec<u32>> {
        self.list(In::num32)
    }

    fn params(&mut self) -> Option<Vec<ParamRec>> {
        self.list(|input| Some(ParamRec { name: input.num32()?, constraint: input.num32()? }))
    }

    fn notes(&mut self) -> Option<Notes> {
        let byte = self.byte()?;
        Some(Notes { since: byte >> 1, deprecated: byte & 1 != 0 })
    }

    fn func(&mut self) -> Option<FuncRec> {
        Some(FuncRec { params: self.params()?, signature: self.num32()?, names: self.nums()? })
    }

    pub fn ty(&mut self) -> Option<TypeRec> {
        Some(match self.byte()? {
            0 => TypeRec::Basic(self.byte()?),
            1 => TypeRec::Named { package: self.num32()?, name: self.num32()?, args: self.nums()? },
            2 => TypeRec::Pointer(self.num32()?),
            3 => TypeRec::Slice(self.num32()?),
            4 => TypeRec::Array { len: self.num()?.checked_sub(1), elem: self.num32()? },
            5 => TypeRec::Map { key: self.num32()?, value: self.num32()? },
            6 => TypeRec::Chan { dir: self.byte()?, elem: self.num32()? },
            7 => TypeRec::Struct {
                package: self.num32()?,
                fields: self.list(|input| {
                    let head = input.num()?;
                    let ty = input.num32()?;
                    let tag = if head & 2 != 0 { Some(input.num32()?) } else { None };
                    Some(FieldRec { name: u32::try_from(head >> 2).ok()?, ty, embedded: head & 1 != 0, tag })
                })?,
            },
            tag @ (8 | 9) => TypeRec::Signature { params: self.nums()?, results: self.nums()?, variadic: tag == 9 },
            10 => {
                let package = self.num32()?;
                let flags = self.byte()?;
                let methods = self.list(|input| {
                    Some(MethodSpec { name: input.num32()?, signature: input.num32()?, names: input.nums()? })
                })?;
                let embeds = self.nums()?;
                TypeRec::Interface { package, methods, embeds, comparable: flags & 1 != 0, implicit: flags & 2 != 0 }
            }
            11 => TypeRec::Tuple(self.nums()?),
            tag @ (12 | 13) => TypeRec::Param { own: tag == 13, index: self.num32()? },
            14 => TypeRec::Union(self.list(|input| {
                let n = input.num()?;
                Some((n & 1 != 0, u32::try_from(n >> 1).ok()?))
            })?),
            _ => return None,
        })
    }

    pub fn member(&mut self) -> Option<MemberRec> {
        let tag = self.byte()?;
        let notes = self.notes()?;
        let kind = match tag {
            0 => MemberKind::Const { ty: self.num32()?, value: self.value(0)? },
            1 => MemberKind::Var { ty: self.num32()? },
            2 => MemberKind::Func(self.func()?),
            3 => MemberKind::Alias { params: self.params()?, target: self.num32()? },
            4 => MemberKind::Type { params: self.params()?, underlying: self.num32()?, fields: self.list(In::notes)? },
            _ => return None,
        };
        Some(MemberRec { notes, kind })
    }

    pub fn method(&mut self) -> Option<MethodRec> {
        let head = self.num()?;
        Some(MethodRec {
            name: u32::try_from(head >> 1).ok()?,
            pointer: head & 1 != 0,
            notes: self.notes()?,
            receiver_params: self.nums()?,
            func: self.func()?,
        })
    }

    fn value(&mut self, depth: u32) -> Option<Value> {
        let tag = self.byte()?;
        let negative = tag % 2 == 1;
        Some(match tag {
            0 => Value::Unknown,
            1 | 2 => Value::Bool(tag == 2),
            3 => Value::Str(self.slice()?.to_vec()),
            4 | 5 => {
                let magnitude = self.num()?;
                let value = if negative { 0i64.checked_sub_unsigned(magnitude) } else { i64::try_from(magnitude).ok() };
                Value::Int(value?)
            }
            6 | 7 => Value::Big { negative, magnitude: self.slice()?.to_vec() },
            8 | 9 => Value::Rat { negative, numerator: self.slice()?.to_vec(), denominator: self.slice()?.to_vec() },
            10 | 11 => {
                let mantissa = self.slice()?.to_vec();
                let below = self.byte()? != 0;
                let exponent = i64::try_from(self.num()?).ok()?;
                Value::Float { negative, mantissa, exponent: if below { -exponent } else { exponent } }
            }
            12 if depth == 0 => Value::Complex(Box::new(self.value(1)?), Box::new(self.value(1)?)),
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_survive() {
        let all = [
            TypeRec::Basic(7),
            TypeRec::Named { package: 300, name: 1, args: vec![2, 70000] },
            TypeRec::Pointer(5),
            TypeRec::Slice(200),
            TypeRec::Array { len: Some(0), elem: 3 },
            TypeRec::Array { len: None, elem: 3 },
            TypeRec::Map { key: 1, value: 2 },
            TypeRec::Chan { dir: 2, elem: 9 },
            TypeRec::Struct {
                package: 4,
                fields: vec![
                    FieldRec { name: 9, ty: 8, embedded: true, tag: None },
                    FieldRec { name: 900, ty: 8, embedded: false, tag: Some(77) },
                ],
            },
            TypeRec::Signature { params: vec![1, 2], results: vec![], variadic: true },
            TypeRec::Interface {
                package: 0,
                methods: vec![MethodSpec { name: 1, signature: 2, names: vec![3, 4] }],
                embeds: vec![6],
                comparable: false,
                implicit: true,
            },
            TypeRec::Tuple(vec![1]),
            TypeRec::Param { own: true, index: 2 },
            TypeRec::Union(vec![(true, 5), (false, 6)]),
        ];
        let mut out = Out::default();
        all.iter().for_each(|ty| out.ty(ty));
        let mut input = In { bytes: &out.0 };
        for ty in &all {
            assert_eq!(input.ty().as_ref(), Some(ty));
        }
        assert!(input.bytes.is_empty());
    }

    #[test]
    fn values_survive_and_cut_input_is_refused() {
        let all = [
            Value::Unknown,
            Value::Bool(true),
            Value::Str(b"a\xff".to_vec()),
            Value::Int(i64::MIN),
            Value::Int(i64::MAX),
            Value::Big { negative: true, magnitude: vec![1; 20] },
            Value::Rat { negative: false, numerator: vec![1], denominator: vec![2, 0] },
            Value::Float { negative: true, mantissa: vec![9], exponent: -5000 },
            Value::Complex(Box::new(Value::Int(1)), Box::new(Value::Int(-1))),
        ];
        for value in all {
            let member =
                MemberRec { notes: Notes { since: 22, deprecated: true }, kind: MemberKind::Const { ty: 3, value } };
            let mut out = Out::default();
            out.member(&member);
            assert_eq!(In { bytes: &out.0 }.member(), Some(member));
            for cut in 0..out.0.len() {
                assert_eq!(In { bytes: &out.0[..cut] }.member(), None);
            }
        }
    }
}
