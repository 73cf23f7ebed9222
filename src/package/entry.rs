//! Packages of dependencies in the cache: what the beginnings of their files say, and their trees.
//!
//! Trees and not types: a tree depends on nothing but its own text, so that the key is the package's content alone, and whatever
//! depends on other packages (aliases, values, array lengths) is found anew in each run. Reading a tree back costs a small part
//! of parsing, and types are found lazily either way.

use std::sync::Arc;

use super::folder::{FileFacts, Sources};
use super::workspace::Workspace;
use crate::syntax::Ast;
use crate::text::{GoVersion, Symbol};

/// How much to pack: trees are read far more often than written, but written in a run that somebody waits for.
const LEVEL: i32 = 1;

/// A package may take this many bytes unpacked (256 MiB); protects from damaged entries.
const MAX_SIZE: usize = 256 << 20;

/// An entry, read.
pub(super) struct Entry {
    pub name: Symbol,
    pub imports: Vec<Symbol>,
    /// Name, hash and facts of each file.
    pub files: Vec<(String, u128, FileFacts)>,
    pub asts: Vec<Arc<Ast>>,
}

/// A text, with its length before it.
fn put(out: &mut Vec<u8>, bytes: &[u8]) {
    out.extend_from_slice(&(bytes.len() as u32).to_le_bytes());
    out.extend_from_slice(bytes);
}

fn take<'a>(input: &mut &'a [u8]) -> Option<&'a [u8]> {
    let len = u32::from_le_bytes(take_exactly(input, 4)?.try_into().ok()?);
    take_exactly(input, len as usize)
}

fn take_exactly<'a>(input: &mut &'a [u8], len: usize) -> Option<&'a [u8]> {
    let (head, rest) = input.split_at_checked(len)?;
    *input = rest;
    Some(head)
}

fn text<'a>(input: &mut &'a [u8]) -> Option<&'a str> {
    std::str::from_utf8(take(input)?).ok()
}

/// The bytes of an entry; `None` for a package that is too large to keep.
pub(super) fn write(workspace: &Workspace, sources: &Sources, asts: &[Arc<Ast>]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    put(&mut out, sources.name.as_str().as_bytes());
    out.extend_from_slice(&(sources.imports.len() as u32).to_le_bytes());
    sources.imports.iter().for_each(|path| put(&mut out, path.as_str().as_bytes()));
    out.extend_from_slice(&(sources.files.len() as u32).to_le_bytes());
    for (source, ast) in sources.files.iter().zip(asts) {
        put(&mut out, source.name.as_bytes());
        out.extend_from_slice(&workspace.files[source.file].hash.to_le_bytes());
        out.extend_from_slice(&source.facts.least.map_or(0, |least| least.minor + 1).to_le_bytes());
        out.push(u8::from(source.facts.is_generated) | u8::from(source.facts.is_cgo) << 1);
        put(&mut out, source.facts.constraint.as_bytes());
        put(&mut out, &ast.pack());
    }
    if out.len() > MAX_SIZE {
        return None;
    }
    let mut packed = (out.len() as u32).to_le_bytes().to_vec();
    packed.extend(zstd::bulk::compress(&out, LEVEL).ok()?);
    Some(packed)
}

/// Reads an entry.
pub(super) fn read(mut bytes: &[u8]) -> Option<Entry> {
    let len = u32::from_le_bytes(take_exactly(&mut bytes, 4)?.try_into().ok()?) as usize;
    let unpacked = if len > MAX_SIZE { return None } else { zstd::bulk::decompress(bytes, len).ok()? };
    let mut input = &unpacked[..];
    let name = Symbol::intern(text(&mut input)?);
    let count = |input: &mut &[u8]| Some(u32::from_le_bytes(take_exactly(input, 4)?.try_into().ok()?) as usize);
    let imports = (0..count(&mut input)?).map(|_| Some(Symbol::intern(text(&mut input)?))).collect::<Option<_>>()?;
    let (mut files, mut asts) = (Vec::new(), Vec::new());
    for _ in 0..count(&mut input)? {
        let name = text(&mut input)?.to_owned();
        let hash = u128::from_le_bytes(take_exactly(&mut input, 16)?.try_into().ok()?);
        let least = u16::from_le_bytes(take_exactly(&mut input, 2)?.try_into().ok()?);
        let flags = take_exactly(&mut input, 1)?[0];
        let facts = FileFacts {
            least: least.checked_sub(1).map(GoVersion::new),
            is_generated: flags & 1 != 0,
            is_cgo: flags & 2 != 0,
            constraint: text(&mut input)?.into(),
        };
        files.push((name, hash, facts));
        asts.push(Arc::new(Ast::unpack(take(&mut input)?)?));
    }
    Some(Entry { name, imports, files, asts })
}

/// The trees of an entry, which has this many files.
pub(super) fn asts(bytes: &[u8], files: usize) -> Option<Vec<Arc<Ast>>> {
    read(bytes).map(|entry| entry.asts).filter(|asts| asts.len() == files)
}
