//! Pages of lists, by keyset pagination: a page starts after the key of the previous page's last item, so
//! inserted and deleted rows do not shift it.

/// The maximum number of items of a page: 1 to 50, by default 20.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageLimit(u8);

/// A limit is not between 1 and 50.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be a whole number from 1 to {max}", max = PageLimit::MAX)]
pub struct LimitOutOfBounds;

impl PageLimit {
    /// The largest limit.
    pub const MAX: u8 = 50;
    /// The limit of requests that specify none.
    pub const DEFAULT: u8 = 20;

    /// Checks a limit.
    pub fn new(limit: i64) -> Result<Self, LimitOutOfBounds> {
        match u8::try_from(limit) {
            Ok(limit @ 1..=Self::MAX) => Ok(Self(limit)),
            _ => Err(LimitOutOfBounds),
        }
    }

    /// The limit as a count.
    #[must_use]
    pub fn get(self) -> usize {
        usize::from(self.0)
    }
}

impl Default for PageLimit {
    fn default() -> Self {
        Self(Self::DEFAULT)
    }
}

/// A request for a part of a list; `K` is the sort key of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageRequest<K> {
    /// The maximum number of items.
    pub limit: PageLimit,
    /// Only items that sort after this key; `None` for the start of the list.
    pub after: Option<K>,
}

impl<K> PageRequest<K> {
    /// The same request with another kind of key.
    pub fn map_key<L>(self, change: impl FnOnce(K) -> L) -> PageRequest<L> {
        PageRequest {
            limit: self.limit,
            after: self.after.map(change),
        }
    }
}

impl<K> Default for PageRequest<K> {
    fn default() -> Self {
        Self {
            limit: PageLimit::default(),
            after: None,
        }
    }
}

/// A part of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T, K> {
    /// The items, in the order of the list.
    pub items: Vec<T>,
    /// The key after which the next page starts; `None` on the last page.
    pub next: Option<K>,
}

impl<T, K> Page<T, K> {
    /// Creates a page from rows that were read with one more row than the limit. The extra row shows that
    /// another page follows; it is dropped.
    pub fn from_rows(mut rows: Vec<T>, limit: PageLimit, key: impl Fn(&T) -> K) -> Self {
        let more = rows.len() > limit.get();
        rows.truncate(limit.get());
        let next = if more { rows.last().map(key) } else { None };
        Self { items: rows, next }
    }

    /// The same page with converted items.
    pub fn map<U>(self, change: impl FnMut(T) -> U) -> Page<U, K> {
        Page {
            items: self.items.into_iter().map(change).collect(),
            next: self.next,
        }
    }

    /// The same page with another kind of key.
    pub fn map_key<L>(self, change: impl FnOnce(K) -> L) -> Page<T, L> {
        Page {
            items: self.items,
            next: self.next.map(change),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_1_to_50() {
        assert_eq!(PageLimit::new(0), Err(LimitOutOfBounds));
        assert_eq!(PageLimit::new(1).unwrap().get(), 1);
        assert_eq!(PageLimit::new(50).unwrap().get(), 50);
        assert_eq!(PageLimit::new(51), Err(LimitOutOfBounds));
        assert_eq!(PageLimit::new(i64::MIN), Err(LimitOutOfBounds));
    }

    #[test]
    fn an_extra_row_is_dropped_and_gives_a_next_key() {
        let limit = PageLimit::new(2).unwrap();
        let page = Page::from_rows(vec![1, 2, 3], limit, |n| *n);
        assert_eq!(
            page,
            Page {
                items: vec![1, 2],
                next: Some(2)
            }
        );
        let last = Page::from_rows(vec![1, 2], limit, |n| *n);
        assert_eq!(
            last,
            Page {
                items: vec![1, 2],
                next: None
            }
        );
    }
}
