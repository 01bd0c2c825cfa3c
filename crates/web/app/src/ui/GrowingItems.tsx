// A paged list as a page shows it: on its way, empty, out of reach, with a way to more.
import { useCallback, useEffect, useRef, type ReactNode } from 'react';
import { ItemBoundary } from '../errors/boundaries';
import { Button } from './Button';
import styles from './GrowingItems.module.css';
import { messageOf } from './messageOf';
import { Notice } from './Notice';
import type { PagedList } from './usePagedList';
import { Waiting } from './Waiting';

interface Props<T> {
  list: PagedList<T>;
  idOf: (item: T) => string;
  children: (item: T) => ReactNode;
  /** What it says while the list is on its way. */
  waiting: string;
  empty: ReactNode;
  /** What the list is called where nothing else names it. */
  label?: string;
  /** What the newcomers are called, as in “2 more streams”. */
  newcomer?: { one: string; many: string };
  layout?: string | undefined;
}

export function GrowingItems<T>({ list, idOf, children, waiting, empty, label, newcomer, layout }: Props<T>) {
  const { items, error, hasMore, isLoadingMore, moreError, showMore, place } = list;
  const added = useRef<string | null>(null);
  // The button may be gone with the last part: reading goes on where the new part begins, once it is there.
  const toAdded = useCallback(() => {
    const item = added.current !== null && place.current?.querySelector<HTMLElement>(`[data-item="${CSS.escape(added.current)}"]`);
    if (!item) return;
    item.focus();
    added.current = null;
  }, [place]);
  useEffect(toAdded, [items, toAdded]);
  const onMore = async () => {
    added.current = await showMore();
    toAdded();
  };

  if (!items && error !== null) {
    return (
      <Notice tone="problem" title="This can’t be loaded right now">
        <p>{messageOf(error)}</p>
        <Button variant="secondary" onClick={list.refresh}>
          Try again
        </Button>
      </Notice>
    );
  }
  if (!items) return <Waiting>{waiting}</Waiting>;
  if (items.length === 0) return <>{empty}</>;
  return (
    <div className={styles.place}>
      {newcomer && <Newcomers count={list.newcomers} words={newcomer} onShow={list.showNewcomers} />}
      <ul ref={place} className={layout ?? styles.rows} aria-label={label}>
        {items.map((item) => (
          <li key={idOf(item)} data-item={idOf(item)} tabIndex={-1}>
            <ItemBoundary fallback={<p className={styles.broken}>This can’t be shown.</p>}>
              <Shown item={item}>{children}</Shown>
            </ItemBoundary>
          </li>
        ))}
      </ul>
      {moreError !== null && (
        <p role="alert" className={styles.problem}>
          {messageOf(moreError)}
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

/** What an item looks like is made inside its own boundary. */
function Shown<T>({ item, children }: { item: T; children: (item: T) => ReactNode }) {
  return children(item);
}

/** Says who has come instead of pushing down what is being read. */
function Newcomers({ count, words, onShow }: { count: number; words: { one: string; many: string }; onShow: () => void }) {
  const label = count === 1 ? `Show 1 new ${words.one}` : `Show ${count} new ${words.many}`;
  return (
    <div role="status" className={styles.newcomers}>
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
