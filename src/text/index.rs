//! Dense ids and the vectors they index.

use std::marker::PhantomData;
use std::ops::{Index, IndexMut};

/// A dense id: a `u32` newtype with a niche, so that `Option<Id>` is four bytes as well.
pub trait Idx: Copy + Eq + std::fmt::Debug + 'static {
    /// The id with this position, counted from 0.
    fn from_usize(position: usize) -> Self;
    /// The position, counted from 0.
    fn index(self) -> usize;
}

/// Declares dense ids: `ids! { /// doc  pub struct ExprId; }`.
#[macro_export]
macro_rules! ids {
    ($($(#[$meta:meta])* $vis:vis struct $name:ident;)*) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis struct $name(std::num::NonZeroU32);

        impl $crate::text::Idx for $name {
            #[inline]
            fn from_usize(position: usize) -> Self {
                let raw = u32::try_from(position + 1).expect("fewer than 2^32 ids");
                $name(std::num::NonZeroU32::new(raw).expect("one more than a position is not zero"))
            }
            #[inline]
            fn index(self) -> usize {
                self.0.get() as usize - 1
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}{}", stringify!($name), $crate::text::Idx::index(*self))
            }
        }
    )*};
}

/// A vector indexed by a dense id.
#[derive(Clone, PartialEq, Eq)]
pub struct IndexVec<I, T> {
    /// The elements, in the order of their ids.
    pub raw: Vec<T>,
    id: PhantomData<fn(I) -> I>,
}

impl<I: Idx, T> IndexVec<I, T> {
    /// An empty vector.
    pub const fn new() -> Self {
        IndexVec { raw: Vec::new(), id: PhantomData }
    }

    /// A vector of `len` copies of `value`.
    pub fn filled(value: T, len: usize) -> Self
    where
        T: Clone,
    {
        IndexVec { raw: vec![value; len], id: PhantomData }
    }

    /// Appends an element and gives its id.
    #[inline]
    pub fn push(&mut self, value: T) -> I {
        let id = I::from_usize(self.raw.len());
        self.raw.push(value);
        id
    }

    /// The id that the next `push` will give.
    pub fn next_id(&self) -> I {
        I::from_usize(self.raw.len())
    }

    /// Number of elements.
    pub fn len(&self) -> usize {
        self.raw.len()
    }

    /// Whether there is no element.
    pub fn is_empty(&self) -> bool {
        self.raw.is_empty()
    }

    /// The element, if the id belongs to this vector.
    #[inline]
    pub fn get(&self, id: I) -> Option<&T> {
        self.raw.get(id.index())
    }

    /// All elements in order.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.raw.iter()
    }

    /// All ids in order.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = I> + ExactSizeIterator + use<I, T> {
        (0..self.raw.len()).map(I::from_usize)
    }

    /// All ids with their elements.
    pub fn iter_enumerated(&self) -> impl DoubleEndedIterator<Item = (I, &T)> + ExactSizeIterator {
        self.raw.iter().enumerate().map(|(position, value)| (I::from_usize(position), value))
    }
}

impl<I: Idx, T> Default for IndexVec<I, T> {
    fn default() -> Self {
        IndexVec::new()
    }
}

impl<I: Idx, T> Index<I> for IndexVec<I, T> {
    type Output = T;
    #[inline]
    fn index(&self, id: I) -> &T {
        &self.raw[id.index()]
    }
}

impl<I: Idx, T> IndexMut<I> for IndexVec<I, T> {
    #[inline]
    fn index_mut(&mut self, id: I) -> &mut T {
        &mut self.raw[id.index()]
    }
}

impl<I: Idx, T: std::fmt::Debug> std::fmt::Debug for IndexVec<I, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_map().entries(self.iter_enumerated()).finish()
    }
}
