// A paged list with its loading, empty and error states.
import { useCallback, useEffect, useRef, type ReactNode } from 'react';
import { ItemBoundary } from '../errors/boundaries';
import { Button } from './Button';
import styles from './PagedItems.module.css';
import { errorMessage } from './errorMessage';
import { useT } from '../i18n/current';
import { common } from '../i18n/en/common';
import type { Message } from '../i18n/message';
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
  /** The button that shows new items, as in “Show 2 new streams”. */
  newItemLabel?: Message<{ count: number }>;
  layout?: string | undefined;
}

export function PagedItems<T>({ list, idOf, children, loadingText, skeleton, empty, label, newItemLabel, layout }: Props<T>) {
  const t = useT();
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
      <Notice tone="problem" title={t(common.cantLoad)}>
        <p>{errorMessage(error)}</p>
        <Button variant="secondary" onClick={list.refresh}>
          {t(common.tryAgain)}
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
      {newItemLabel && <NewItems count={list.newItemCount} message={newItemLabel} onShow={list.showNewItems} />}
      <ul ref={listRef} className={layout ?? styles.rows} aria-label={label}>
        {items.map((item) => (
          <li key={idOf(item)} data-item={idOf(item)} tabIndex={-1}>
            <ItemBoundary fallback={<p className={styles.broken}>{t(common.cantShow)}</p>}>
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
          {t(common.showMore)}
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
function NewItems({ count, message, onShow }: { count: number; message: Message<{ count: number }>; onShow: () => void }) {
  const t = useT();
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
          {t(message, { count })}
        </Button>
      )}
    </div>
  );
}
