// The list of current viewers, with removal and block.
import { useState } from 'react';
import { unwrap, api } from '../api/client';
import { queryKeys } from '../api/queryKeys';
import { pagedQuery } from '../api/pages';
import type { RoomViewer } from '../api/types';
import { ModerationDialog, type ModerationTarget } from '../chat/ModerationDialog';
import { Button } from '../ui/Button';
import { PagedItems } from '../ui/PagedItems';
import { Name } from '../ui/Name';
import { usePagedList } from '../ui/usePagedList';
import styles from './Viewers.module.css';

const viewersQuery = pagedQuery<RoomViewer>({
  queryKey: queryKeys.ownViewers,
  fetchPage: async (query, signal) => {
    const { data, nextCursor } = await unwrap(api.GET('/api/stream/viewers', { params: { query }, signal }));
    return { items: data, nextCursor };
  },
  refetchIntervalMs: 4_000,
});

export function Viewers() {
  const list = usePagedList(viewersQuery, { idOf });
  const [target, setTarget] = useState<ModerationTarget | null>(null);
  return (
    <>
      <PagedItems list={list} idOf={idOf} label="Viewers" loadingText="Loading…" empty={<p className={styles.quiet}>Nobody yet. Share the link to your watch page: it is in the tab “Stream”.</p>}>
        {(viewer) => (
          <div className={styles.viewer}>
            <span className={styles.name} dir="auto">{viewer.name}</span>
            <span className={styles.quiet}>{viewer.isGuest ? 'Guest' : viewer.isFollower ? 'Follower' : ''}</span>
            <Button
              variant="quiet"
              onClick={() => setTarget({ action: 'remove', id: viewer.identity, name: viewer.name, isGuest: viewer.isGuest })}
            >
              Remove
              <span className="visually-hidden">
                {' '}
                <Name>{viewer.name}</Name> from the stream
              </span>
            </Button>
            {!viewer.isGuest && (
              <Button
                variant="quiet"
                onClick={() => setTarget({ action: 'block', id: viewer.identity, name: viewer.name, isGuest: false })}
              >
                Block
                <span className="visually-hidden">
                  {' '}
                  <Name>{viewer.name}</Name>
                </span>
              </Button>
            )}
          </div>
        )}
      </PagedItems>
      <ModerationDialog
        target={target}
        onDone={() => {
          setTarget(null);
          list.refresh();
        }}
        onCancel={() => setTarget(null)}
      />
    </>
  );
}

function idOf({ identity }: RoomViewer): string {
  return identity;
}
