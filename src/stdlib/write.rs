//! Writes a summary: used at development time, by `gotcha debug std-summary`.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::format::{MemberRec, MethodRec, Out, Str, Ty, TypeRec};
use super::{MAGIC, Platform, Slot, Slots, VERSION};
use crate::text::GoVersion;

/// Gathers packages of several releases and platforms and writes them as one.
///
/// Texts are numbered as they come and renumbered in their order when all is written, so that the bytes do not depend on the
/// order in which things were added.
#[derive(Debug)]
pub struct Writer {
    releases: Vec<GoVersion>,
    platforms: Vec<Platform>,
    texts: BTreeMap<String, u32>,
    types: Vec<TypeRec>,
    by_type: FxHashMap<TypeRec, Ty>,
    packages: BTreeMap<String, PackageDraft>,
}

#[derive(Debug, Default)]
struct PackageDraft {
    name: Str,
    mask: Slots,
    members: BTreeMap<String, MemberDraft>,
}

#[derive(Debug, Default)]
struct MemberDraft {
    variants: Vec<(MemberRec, Slots)>,
    methods: Vec<(MethodRec, Slots)>,
}

impl Writer {
    /// A writer for these releases and platforms.
    pub fn new(releases: Vec<GoVersion>, platforms: Vec<Platform>) -> Writer {
        assert!(releases.len() * platforms.len() <= Slots::CAPACITY, "more than a set of slots can hold");
        let mut writer = Writer {
            releases,
            platforms,
            texts: BTreeMap::new(),
            types: Vec::new(),
            by_type: FxHashMap::default(),
            packages: BTreeMap::new(),
        };
        writer.text("");
        writer
    }

    /// A release on a platform, by their positions.
    pub fn slot(&self, release: usize, platform: usize) -> Slot {
        Slot(u16::try_from(release * self.platforms.len() + platform).expect("no more than a set can hold"))
    }

    /// The number of a text.
    pub fn text(&mut self, text: &str) -> Str {
        if let Some(&number) = self.texts.get(text) {
            return number;
        }
        let number = self.texts.len() as u32;
        self.texts.insert(text.to_owned(), number);
        number
    }

    /// The number of a type; its parts have been numbered before.
    pub fn ty(&mut self, ty: TypeRec) -> Ty {
        if let Some(&number) = self.by_type.get(&ty) {
            return number;
        }
        let number = self.types.len() as u32;
        self.types.push(ty.clone());
        self.by_type.insert(ty, number);
        number
    }

    /// Adds a package as it is under `slot`.
    pub fn package(&mut self, path: &str, name: &str, slot: Slot) {
        let name = self.text(name);
        self.text(path);
        let draft = self.packages.entry(path.to_owned()).or_default();
        draft.name = name;
        draft.mask.add(slot);
    }

    /// Adds a member with its methods as they are under `slot`.
    pub fn member(&mut self, path: &str, name: &str, slot: Slot, member: MemberRec, methods: Vec<MethodRec>) {
        self.text(name);
        let draft = self.packages.entry(path.to_owned()).or_default().members.entry(name.to_owned()).or_default();
        match draft.variants.iter_mut().find(|(known, _)| *known == member) {
            Some((_, slots)) => slots.add(slot),
            None => draft.variants.push((member, only(slot))),
        }
        for method in methods {
            match draft.methods.iter_mut().find(|(known, _)| *known == method) {
                Some((_, slots)) => slots.add(slot),
                None => draft.methods.push((method, only(slot))),
            }
        }
    }

    /// The bytes of the whole, not compressed. `extra` are sections that others read (by their number).
    pub fn finish(mut self, extra: &[(u32, Vec<u8>)]) -> Vec<u8> {
        let texts = self.renumber_texts();
        let types = self.renumber_types();
        for member in self.packages.values_mut().flat_map(|package| package.members.values_mut()) {
            member.variants.sort_by_key(|&(_, mask)| std::cmp::Reverse(mask));
        }
        let mut masks: BTreeMap<Slots, usize> = BTreeMap::new();
        for package in self.packages.values() {
            *masks.entry(package.mask).or_default() += 1;
            for member in package.members.values() {
                let all = member.variants.iter().map(|v| v.1).chain(member.methods.iter().map(|m| m.1));
                all.for_each(|mask| *masks.entry(mask).or_default() += 1);
            }
        }
        // Frequent masks get small numbers.
        let mut masks: Vec<(Slots, usize)> = masks.into_iter().collect();
        masks.sort_by_key(|&(mask, count)| (std::cmp::Reverse(count), mask));
        let mask_number: FxHashMap<Slots, u64> =
            masks.iter().enumerate().map(|(n, &(mask, _))| (mask, n as u64)).collect();

        let mut out = Out::default();
        out.0.extend_from_slice(MAGIC);
        out.byte(VERSION);
        out.list(&self.releases, |out, release| out.num(release.minor.into()));
        out.list(&self.platforms, |out, platform| {
            out.bytes(platform.os.as_bytes());
            out.bytes(platform.arch.as_bytes());
        });
        out.list(&texts, |out, text| out.num(text.len() as u64));
        texts.iter().for_each(|text| out.0.extend_from_slice(text.as_bytes()));
        out.list(&masks, |out, (slots, _)| slots.0.iter().for_each(|&word| out.num(word)));
        let encoded: Vec<Vec<u8>> = types.iter().map(|ty| encode(|out| out.ty(ty))).collect();
        out.list(&encoded, |out, bytes| out.num(bytes.len() as u64));
        encoded.iter().for_each(|bytes| out.0.extend_from_slice(bytes));

        let number = |text: &str| texts.binary_search_by(|probe| probe.as_str().cmp(text)).unwrap_or(0) as u64;
        let mut bodies = Vec::new();
        out.num(self.packages.len() as u64);
        for (path, package) in &self.packages {
            let mut body = Out::default();
            let records: Vec<Vec<u8>> =
                package.members.values().map(|member| member_bytes(member, &mask_number)).collect();
            body.num(records.len() as u64);
            let mut last = 0;
            for name in package.members.keys() {
                let name = number(name);
                body.num(name - last);
                last = name;
            }
            records.iter().for_each(|record| body.num(record.len() as u64));
            records.iter().for_each(|record| body.0.extend_from_slice(record));
            out.num(number(path));
            out.num(package.name.into());
            out.num(mask_number[&package.mask]);
            out.num(body.0.len() as u64);
            bodies.push(body.0);
        }
        bodies.iter().for_each(|body| out.0.extend_from_slice(body));
        out.list(extra, |out, (id, bytes)| {
            out.num((*id).into());
            out.bytes(bytes);
        });
        out.0
    }

    /// Numbers the texts in their order, in everything.
    fn renumber_texts(&mut self) -> Vec<String> {
        let mut new_number = vec![0; self.texts.len()];
        for (position, &old) in self.texts.values().enumerate() {
            new_number[old as usize] = position as u32;
        }
        let renumber = |text: &mut Str| *text = new_number[*text as usize];
        self.types.iter_mut().for_each(|ty| super::visit::texts(ty, &renumber));
        for package in self.packages.values_mut() {
            renumber(&mut package.name);
            for member in package.members.values_mut() {
                member.variants.iter_mut().for_each(|(record, _)| super::visit::member_texts(record, &renumber));
                member.methods.iter_mut().for_each(|(record, _)| super::visit::method_texts(record, &renumber));
            }
        }
        std::mem::take(&mut self.texts).into_keys().collect()
    }

    /// Drops unused types and numbers the others by content, so that the order of adding does not show: by depth, then by
    /// what they are.
    fn renumber_types(&mut self) -> Vec<TypeRec> {
        let mut used = vec![false; self.types.len()];
        let mut todo: Vec<Ty> = Vec::new();
        for member in self.packages.values_mut().flat_map(|package| package.members.values_mut()) {
            let todo = std::cell::RefCell::new(&mut todo);
            let see = |ty: &mut Ty| todo.borrow_mut().push(*ty);
            member.variants.iter_mut().for_each(|(record, _)| super::visit::member_types(record, &see));
            member.methods.iter_mut().for_each(|(record, _)| super::visit::method_types(record, &see));
        }
        while let Some(ty) = todo.pop() {
            if !std::mem::replace(&mut used[ty as usize], true) {
                let todo = std::cell::RefCell::new(&mut todo);
                super::visit::parts(&mut self.types[ty as usize], &|part| todo.borrow_mut().push(*part));
            }
        }
        let mut depth = vec![0u32; self.types.len()];
        for ty in 0..self.types.len() {
            let deepest = std::cell::Cell::new(0);
            super::visit::parts(&mut self.types[ty], &|part| deepest.set(deepest.get().max(depth[*part as usize] + 1)));
            depth[ty] = deepest.get();
        }
        let mut order: Vec<usize> = (0..self.types.len()).filter(|&ty| used[ty]).collect();
        order.sort_by_key(|&ty| depth[ty]);
        let mut new_number = vec![u32::MAX; self.types.len()];
        let mut types: Vec<TypeRec> = Vec::with_capacity(order.len());
        for level in order.chunk_by(|&a, &b| depth[a] == depth[b]) {
            let mut level: Vec<(TypeRec, usize)> = level
                .iter()
                .map(|&old| {
                    let mut ty = self.types[old].clone();
                    super::visit::parts(&mut ty, &|part| *part = new_number[*part as usize]);
                    (ty, old)
                })
                .collect();
            level.sort();
            for (ty, old) in level {
                new_number[old] = types.len() as u32;
                types.push(ty);
            }
        }
        let renumber = |ty: &mut Ty| *ty = new_number[*ty as usize];
        for member in self.packages.values_mut().flat_map(|package| package.members.values_mut()) {
            member.variants.iter_mut().for_each(|(record, _)| super::visit::member_types(record, &renumber));
            member.methods.iter_mut().for_each(|(record, _)| super::visit::method_types(record, &renumber));
        }
        types
    }
}

fn only(slot: Slot) -> Slots {
    let mut slots = Slots::default();
    slots.add(slot);
    slots
}

fn encode(write: impl FnOnce(&mut Out)) -> Vec<u8> {
    let mut out = Out::default();
    write(&mut out);
    out.0
}

/// Variants with their masks, then methods in order with theirs.
fn member_bytes(member: &MemberDraft, mask_number: &FxHashMap<Slots, u64>) -> Vec<u8> {
    let mut out = Out::default();
    out.list(&member.variants, |out, (record, mask)| {
        out.num(mask_number[mask]);
        let bytes = encode(|out| out.member(record));
        out.bytes(&bytes);
    });
    out.list(&member.methods, |out, (record, mask)| {
        out.num(mask_number[mask]);
        let bytes = encode(|out| out.method(record));
        out.bytes(&bytes);
    });
    out.0
}
