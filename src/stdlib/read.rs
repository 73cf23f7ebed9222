//! Reads a summary: tables of offsets at once, everything else when asked for.

use std::sync::OnceLock;

use super::format::{In, Mask, MemberRec, MethodRec, Str, Ty, TypeRec};
use super::{MAGIC, Platform, Slot, Slots, VERSION};
use crate::text::{GoVersion, Symbol};

/// A summary in memory.
pub struct Summary {
    bytes: Box<[u8]>,
    pub releases: Vec<GoVersion>,
    pub platforms: Vec<Platform>,
    /// Where each text begins, and where the last ends.
    texts: Vec<u32>,
    symbols: Vec<OnceLock<Symbol>>,
    masks: Vec<Slots>,
    /// Where each type begins, and where the last ends.
    types: Vec<u32>,
    /// Sorted by path.
    packages: Vec<PackageEntry>,
    sections: Vec<(u32, std::ops::Range<usize>)>,
}

#[derive(Debug)]
struct PackageEntry {
    path: Str,
    name: Str,
    mask: Mask,
    body: std::ops::Range<usize>,
    index: OnceLock<Index>,
}

/// The members of a package: names in order and where their records begin.
#[derive(Debug, Default)]
struct Index {
    names: Vec<Str>,
    starts: Vec<u32>,
}

impl std::fmt::Debug for Summary {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Summary of {} packages", self.packages.len())
    }
}

impl Summary {
    /// Reads the tables; `None` if the bytes are not a summary of this version.
    pub fn open(bytes: Vec<u8>) -> Option<Summary> {
        let all = bytes.len();
        let mut input = In { bytes: &bytes };
        if input.take(MAGIC.len())? != MAGIC || input.byte()? != VERSION {
            return None;
        }
        let releases = input.list(|input| Some(GoVersion::new(u16::try_from(input.num()?).ok()?)))?;
        let platforms = input.list(|input| {
            let os = std::str::from_utf8(input.slice()?).ok()?.to_owned();
            let arch = std::str::from_utf8(input.slice()?).ok()?.to_owned();
            Some(Platform { os, arch })
        })?;
        let texts = offsets(&mut input, all)?;
        let masks = input.list(|input| {
            let mut slots = Slots::default();
            for word in &mut slots.0 {
                *word = input.num()?;
            }
            Some(slots)
        })?;
        let types = offsets(&mut input, all)?;
        let heads = input.list(|input| Some((input.num32()?, input.num32()?, input.num32()?, input.num()?)))?;
        let mut packages = Vec::with_capacity(heads.len());
        for (path, name, mask, len) in heads {
            let start = all - input.bytes.len();
            input.take(usize::try_from(len).ok()?)?;
            let body = start..all - input.bytes.len();
            packages.push(PackageEntry { path, name, mask, body, index: OnceLock::new() });
        }
        let sections = input.list(|input| {
            let id = input.num32()?;
            let section = input.slice()?;
            let end = all - input.bytes.len();
            Some((id, end - section.len()..end))
        })?;
        let symbols = std::iter::repeat_with(OnceLock::new).take(texts.len()).collect();
        let bytes = bytes.into_boxed_slice();
        Some(Summary { bytes, releases, platforms, texts, symbols, masks, types, packages, sections })
    }

    /// The text with this number; empty if there is none.
    pub fn text(&self, text: Str) -> &str {
        let range = self.texts.get(text as usize).zip(self.texts.get(text as usize + 1));
        let bytes = range.and_then(|(&start, &end)| self.bytes.get(start as usize..end as usize));
        bytes.and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or("")
    }

    /// The text with this number as a name.
    pub fn symbol(&self, text: Str) -> Symbol {
        match self.symbols.get(text as usize) {
            Some(slot) => *slot.get_or_init(|| Symbol::intern(self.text(text))),
            None => Symbol::intern(""),
        }
    }

    /// The type with this number; basic type 0 (unknown) if there is none.
    pub fn ty(&self, ty: Ty) -> TypeRec {
        let range = self.types.get(ty as usize).zip(self.types.get(ty as usize + 1));
        let bytes = range.and_then(|(&start, &end)| self.bytes.get(start as usize..end as usize));
        bytes.and_then(|bytes| In { bytes }.ty()).unwrap_or(TypeRec::Basic(0))
    }

    /// Number of types.
    pub fn type_count(&self) -> usize {
        self.types.len().saturating_sub(1)
    }

    /// A section that another module wrote.
    pub fn section(&self, id: u32) -> Option<&[u8]> {
        let (_, range) = self.sections.iter().find(|(known, _)| *known == id)?;
        self.bytes.get(range.clone())
    }

    /// The newest release that is not newer than `release` (or the oldest there is), on `platform` (or the one most like it:
    /// of the same system, or else of a related one, with words of the same size where there is such a one).
    pub fn slot(&self, release: GoVersion, platform: &Platform) -> Slot {
        let release = self.releases.iter().rposition(|known| *known <= release).unwrap_or(0);
        let same_os = |known: &Platform| known.os == platform.os;
        let same_word = |known: &Platform| known.is_64() == platform.is_64();
        let position = self
            .platforms
            .iter()
            .position(|known| known == platform)
            .or_else(|| self.platforms.iter().position(|known| same_os(known) && same_word(known)))
            .or_else(|| self.platforms.iter().position(same_os))
            .or_else(|| self.platforms.iter().position(|known| known.is_bsd() && platform.is_bsd() && same_word(known)))
            .or_else(|| self.platforms.iter().position(same_word))
            .unwrap_or(0);
        Slot(u16::try_from(release * self.platforms.len() + position).unwrap_or(0))
    }

    /// The packages that exist under `slot`, by path.
    pub fn packages(&self, slot: Slot) -> impl Iterator<Item = PackageView<'_>> {
        self.packages.iter().filter(move |entry| self.has(entry.mask, slot)).map(move |entry| PackageView {
            summary: self,
            entry,
            slot,
        })
    }

    /// A package, if it exists under `slot`.
    pub fn package(&self, path: &str, slot: Slot) -> Option<PackageView<'_>> {
        self.package_at(self.package_number(path, slot)?, slot)
    }

    /// The number of a package, if it exists under `slot`.
    pub fn package_number(&self, path: &str, slot: Slot) -> Option<u32> {
        let position = self.packages.binary_search_by(|entry| self.text(entry.path).cmp(path)).ok()?;
        self.has(self.packages[position].mask, slot).then_some(position as u32)
    }

    /// The package with this number, if it exists under `slot`.
    pub fn package_at(&self, number: u32, slot: Slot) -> Option<PackageView<'_>> {
        let entry = self.packages.get(number as usize)?;
        self.has(entry.mask, slot).then_some(PackageView { summary: self, entry, slot })
    }

    /// Number of packages under any release and platform.
    pub fn package_count(&self) -> usize {
        self.packages.len()
    }

    fn has(&self, mask: Mask, slot: Slot) -> bool {
        self.masks.get(mask as usize).is_some_and(|slots| slots.has(slot))
    }
}

/// Reads lengths and gives where each piece begins, and where the last ends; skips the pieces.
fn offsets(input: &mut In<'_>, all: usize) -> Option<Vec<u32>> {
    let lengths = input.list(In::num32)?;
    let mut at = u32::try_from(all - input.bytes.len()).ok()?;
    let start = at;
    let mut offsets = Vec::with_capacity(lengths.len() + 1);
    for length in lengths {
        offsets.push(at);
        at = at.checked_add(length)?;
    }
    offsets.push(at);
    input.take((at - start) as usize)?;
    Some(offsets)
}

/// A package under one release and platform.
#[derive(Clone, Copy, Debug)]
pub struct PackageView<'a> {
    pub summary: &'a Summary,
    entry: &'a PackageEntry,
    slot: Slot,
}

impl<'a> PackageView<'a> {
    /// The import path.
    pub fn path(self) -> &'a str {
        self.summary.text(self.entry.path)
    }

    /// The name in its package clause.
    pub fn name(self) -> &'a str {
        self.summary.text(self.entry.name)
    }

    fn index(self) -> &'a Index {
        self.entry.index.get_or_init(|| self.read_index().unwrap_or_default())
    }

    fn read_index(self) -> Option<Index> {
        let bytes = self.summary.bytes.get(self.entry.body.clone())?;
        let mut input = In { bytes };
        let count = input.len()?;
        let mut names = Vec::with_capacity(count);
        let mut last = 0u32;
        for _ in 0..count {
            last = last.checked_add(input.num32()?)?;
            names.push(last);
        }
        let lengths: Vec<u32> = (0..count).map(|_| input.num32()).collect::<Option<_>>()?;
        let mut at = u32::try_from(self.entry.body.end - input.bytes.len()).ok()?;
        let mut starts = Vec::with_capacity(count + 1);
        for length in lengths {
            starts.push(at);
            at = at.checked_add(length)?;
        }
        starts.push(at);
        (at as usize <= self.entry.body.end).then_some(Index { names, starts })
    }

    /// All members, by name.
    pub fn members(self) -> impl Iterator<Item = Member<'a>> {
        (0..self.index().names.len()).filter_map(move |position| self.at(position))
    }

    /// The member with this name.
    pub fn member(self, name: &str) -> Option<Member<'a>> {
        self.at(self.position(name)?)
    }

    /// Where a name stands in the name table; it may not exist under this release and platform.
    pub fn position(self, name: &str) -> Option<usize> {
        self.index().names.binary_search_by(|&text| self.summary.text(text).cmp(name)).ok()
    }

    /// Length of the name table.
    pub fn slot_count(self) -> usize {
        self.index().names.len()
    }

    /// The member at a position of the name table, if it exists under this release and platform; see [`Member::position`].
    pub fn at(self, position: usize) -> Option<Member<'a>> {
        let index = self.index();
        let name = *index.names.get(position)?;
        let range = *index.starts.get(position)? as usize..*index.starts.get(position + 1)? as usize;
        let mut input = In { bytes: self.summary.bytes.get(range)? };
        let mut found = None;
        for _ in 0..input.len()? {
            let mask = input.num32()?;
            let record = input.slice()?;
            if self.summary.has(mask, self.slot) {
                found = Some(record);
            }
        }
        let record = found?;
        Some(Member { package: self, position, name, record, methods: input.bytes })
    }
}

/// A member of a package, not yet decoded.
#[derive(Clone, Copy, Debug)]
pub struct Member<'a> {
    pub package: PackageView<'a>,
    /// Where it stands in the name table.
    pub position: usize,
    name: Str,
    record: &'a [u8],
    methods: &'a [u8],
}

/// What sort of thing a member is; known without decoding it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    Const,
    Var,
    Func,
    Alias,
    Type,
}

impl<'a> Member<'a> {
    /// Its name.
    pub fn name(self) -> Symbol {
        self.package.summary.symbol(self.name)
    }

    /// What sort of thing it is.
    pub fn sort(self) -> Option<Sort> {
        Some(match self.record.first()? {
            0 => Sort::Const,
            1 => Sort::Var,
            2 => Sort::Func,
            3 => Sort::Alias,
            4 => Sort::Type,
            _ => return None,
        })
    }

    /// Its record.
    pub fn record(self) -> Option<MemberRec> {
        In { bytes: self.record }.member()
    }

    /// The methods declared for it, in order of declaration.
    pub fn methods(self) -> Vec<MethodRec> {
        self.read_methods().unwrap_or_default()
    }

    fn read_methods(self) -> Option<Vec<MethodRec>> {
        let mut input = In { bytes: self.methods };
        let mut methods = Vec::new();
        for _ in 0..input.len()? {
            let mask = input.num32()?;
            let record = input.slice()?;
            if self.package.summary.has(mask, self.package.slot) {
                methods.push(In { bytes: record }.method()?);
            }
        }
        Some(methods)
    }
}
