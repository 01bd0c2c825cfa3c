// A paged list with its loading, empty and error states.
import { useCallback, useEffect, useRef, type ReactNode } from 'react';
import { ItemBoundary } from '../errors/boundaries';
import { Button } from './Button';
import styles from './PagedItems.module.css';
import { errorMessage } from './errorMessage';
import { Notice } from './Notice';
import type { PagedList } from './usePagedList';
import { Loading } from './Loading';

interface Props<T> {
  list: PagedList<T>;
  idOf: (item: T) => string;
  children: (item: T) => ReactNode;
  /** Shown while loading. */
  loadingText: string;
  /** Shown instead of the text, which screen readers get, while loading: as large as the items. */
  skeleton?: ReactNode;
  empty: ReactNode;
  /** The accessible name of the list, if nothing else names it. */
  label?: string;
  /** The label of new items, as in “Show 2 new streams”. */
  newItemLabel?: { one: string; many: string };
  layout?: string | undefined;
}

export function PagedItems<T>({ list, idOf, children, loadingText, skeleton, empty, label, newItemLabel, layout }: Props<T>) {
  const { items, error, hasMore, isLoadingMore, moreError, showMore, listRef } = list;
  const firstAdded = useRef<string | null>(null);
  // The button may be gone after the last page, so the focus moves to the first added item.
  const focusAdded = useCallback(() => {
    const item = firstAdded.current !== null && listRef.current?.querySelector<HTMLElement>(`[data-item="${CSS.escape(firstAdded.current)}"]`);
    if (!item) return;
    item.focus();
    firstAdded.current = null;
  }, [listRef]);
  useEffect(focusAdded, [items, focusAdded]);
  const onMore = async () => {
    firstAdded.current = await showMore();
    focusAdded();
  };

  if (!items && error !== null) {
    return (
      <Notice tone="problem" title="This can’t be loaded right now">
        <p>{errorMessage(error)}</p>
        <Button variant="secondary" onClick={list.refresh}>
          Try again
        </Button>
      </Notice>
    );
  }
  if (!items && skeleton) {
    return (
      <>
        <div className="visually-hidden">
          <Loading>{loadingText}</Loading>
        </div>
        {skeleton}
      </>
    );
  }
  if (!items) return <Loading>{loadingText}</Loading>;
  if (items.length === 0) return <>{empty}</>;
  return (
    <div className={styles.container}>
      {newItemLabel && <NewItems count={list.newItemCount} words={newItemLabel} onShow={list.showNewItems} />}
      <ul ref={listRef} className={layout ?? styles.rows} aria-label={label}>
        {items.map((item) => (
          <li key={idOf(item)} data-item={idOf(item)} tabIndex={-1}>
            <ItemBoundary fallback={<p className={styles.broken}>This can’t be shown.</p>}>
              <ItemContent item={item}>{children}</ItemContent>
            </ItemBoundary>
          </li>
        ))}
      </ul>
      {moreError !== null && (
        <p role="alert" className={styles.problem}>
          {errorMessage(moreError)}
        </p>
      )}
      {hasMore && (
        <Button
          variant="secondary"
          className={styles.more}
          isBusy={isLoadingMore}
          onClick={() => void onMore()}
        >
          Show more
        </Button>
      )}
    </div>
  );
}

/** Renders the item inside its own error boundary. */
function ItemContent<T>({ item, children }: { item: T; children: (item: T) => ReactNode }) {
  return children(item);
}

/** Announces new items instead of moving the list. */
function NewItems({ count, words, onShow }: { count: number; words: { one: string; many: string }; onShow: () => void }) {
  const label = count === 1 ? `Show 1 new ${words.one}` : `Show ${count} new ${words.many}`;
  return (
    <div role="status" className={styles.newItems}>
      {count > 0 && (
        <Button
          variant="secondary"
          onClick={() => {
            onShow();
            window.scrollTo({ top: 0, behavior: 'smooth' });
          }}
        >
          {label}
        </Button>
      )}
    </div>
  );
}
