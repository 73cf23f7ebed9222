//! Sizes, alignments and offsets as the gc compiler has them on the platform of the run
//! (golang/go: `src/go/types/gcsizes.go`).

use super::Checker;
use crate::types::object::ObjectKind;
use crate::types::store::Store;
use crate::types::ty::{Basic, Field, Type, TypeId};

/// Types nest no deeper than this in values; a type that contains itself does.
const MAX_DEPTH: u32 = 100;

impl Checker<'_> {
    /// Whether the size of a type depends on type parameters.
    pub(super) fn has_variable_size(&self, ty: TypeId) -> bool {
        variable(self.store, ty, 0)
    }

    pub(super) fn size_of(&self, ty: TypeId) -> Option<u64> {
        size(self.store, ty, 0)
    }

    pub(super) fn align_of(&self, ty: TypeId) -> Option<u64> {
        align(self.store, ty, 0)
    }

    /// The offset of the field at the end of a path.
    pub(super) fn offset_of(&self, mut ty: TypeId, path: &[u32]) -> Option<u64> {
        let mut total = 0u64;
        for &position in path {
            let Type::Struct(fields) = self.under_kind(ty) else { return None };
            let field = fields.get(position as usize)?;
            total = total.checked_add(offset(self.store, fields, position as usize, 0)?)?;
            ty = field.ty;
        }
        Some(total)
    }
}

fn variable(store: &Store, ty: TypeId, depth: u32) -> bool {
    if depth > MAX_DEPTH {
        return false;
    }
    if let Type::TypeParam(_) = store.ty(ty) {
        return true;
    }
    match store.ty(store.underlying(ty)) {
        Type::Array { elem, .. } => variable(store, *elem, depth + 1),
        Type::Struct(fields) => fields.iter().any(|field| variable(store, field.ty, depth + 1)),
        _ => false,
    }
}

fn round_up(value: u64, align: u64) -> Option<u64> {
    value.checked_add(align - 1).map(|value| value / align * align)
}

fn align(store: &Store, ty: TypeId, depth: u32) -> Option<u64> {
    if depth > MAX_DEPTH {
        return None;
    }
    match store.ty(store.underlying(ty)) {
        Type::Array { elem, .. } => align(store, *elem, depth + 1),
        Type::Struct(fields) => {
            if fields.is_empty() && is_align64(store, ty) {
                return Some(8);
            }
            fields.iter().try_fold(1, |max, field| Some(align(store, field.ty, depth + 1)?.max(max)))
        }
        Type::Slice(_) | Type::Interface(_) => Some(store.layout.word),
        Type::Basic(Basic::String) => Some(store.layout.word),
        Type::Basic(basic) => {
            let size = store.layout.size(*basic)?;
            Some(if basic.is_complex() { size / 2 } else { size }.min(store.layout.max_align))
        }
        Type::TypeParam(_) | Type::Union(_) | Type::Tuple(_) | Type::Named { .. } => None,
        Type::Pointer(_) | Type::Map { .. } | Type::Chan { .. } | Type::Signature(_) => Some(store.layout.word),
    }
}

/// `sync/atomic.align64`, whose alignment is 8 everywhere.
fn is_align64(store: &Store, ty: TypeId) -> bool {
    let Type::Named { origin, .. } = store.ty(ty) else { return false };
    let object = store.object(store.named(*origin).object);
    debug_assert!(matches!(object.kind, ObjectKind::Type(_)));
    object.name == "align64"
        && object.package.is_some_and(|package| {
            let path = store.package(package).path;
            path == "sync/atomic" || path == "internal/runtime/atomic"
        })
}

fn offset(store: &Store, fields: &[Field], position: usize, depth: u32) -> Option<u64> {
    let mut at = 0u64;
    for (index, field) in fields.iter().enumerate() {
        at = round_up(at, align(store, field.ty, depth + 1)?)?;
        if index == position {
            return Some(at);
        }
        at = at.checked_add(size(store, field.ty, depth + 1)?)?;
    }
    None
}

fn size(store: &Store, ty: TypeId, depth: u32) -> Option<u64> {
    if depth > MAX_DEPTH {
        return None;
    }
    match store.ty(store.underlying(ty)) {
        Type::Basic(basic) => store.layout.size(*basic),
        Type::Array { len, elem } => size(store, *elem, depth + 1)?.checked_mul((*len)?),
        Type::Slice(_) => Some(3 * store.layout.word),
        Type::Struct(fields) => {
            let Some(last) = fields.last() else { return Some(0) };
            let at = offset(store, fields, fields.len() - 1, depth)?;
            let mut len = size(store, last.ty, depth + 1)?;
            if at > 0 && len == 0 {
                len = 1; // the address of a last field of size 0 must lie within
            }
            round_up(at.checked_add(len)?, align(store, ty, depth)?)
        }
        Type::Interface(_) => Some(2 * store.layout.word),
        Type::TypeParam(_) | Type::Union(_) | Type::Tuple(_) | Type::Named { .. } => None,
        Type::Pointer(_) | Type::Map { .. } | Type::Chan { .. } | Type::Signature(_) => Some(store.layout.word),
    }
}
