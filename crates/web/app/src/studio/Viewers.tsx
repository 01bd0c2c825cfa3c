// The list of current viewers, with removal and block.
import { useState } from 'react';
import { unwrap, api } from '../api/client';
import { queryKeys } from '../api/queryKeys';
import { pagedQuery } from '../api/pages';
import type { RoomViewer } from '../api/types';
import { ModerationDialog, type ModerationTarget } from '../chat/ModerationDialog';
import { useT } from '../i18n/current';
import { Trans } from '../i18n/Trans';
import { common } from '../i18n/en/common';
import { studio } from '../i18n/en/studio';
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

/** The name that makes the button unique for screen readers. */
const HIDDEN = { hidden: <span className="visually-hidden" /> };

export function Viewers() {
  const t = useT();
  const list = usePagedList(viewersQuery, { idOf });
  const [target, setTarget] = useState<ModerationTarget | null>(null);
  return (
    <>
      <PagedItems list={list} idOf={idOf} label={t(studio.viewers)} loadingText={t(common.loading)} empty={<p className={styles.quiet}>{t(studio.nobodyYet)}</p>}>
        {(viewer) => (
          <div className={styles.viewer}>
            <span className={styles.name} dir="auto">{viewer.name}</span>
            <span className={styles.quiet}>{viewer.isGuest ? t(studio.guest) : viewer.isFollower ? t(studio.follower) : ''}</span>
            <Button
              variant="quiet"
              onClick={() => setTarget({ action: 'remove', id: viewer.identity, name: viewer.name, isGuest: viewer.isGuest })}
            >
              <Trans message={studio.removeViewer} values={{ name: <Name>{viewer.name}</Name> }} tags={HIDDEN} />
            </Button>
            {!viewer.isGuest && (
              <Button
                variant="quiet"
                onClick={() => setTarget({ action: 'block', id: viewer.identity, name: viewer.name, isGuest: false })}
              >
                <Trans message={studio.blockViewer} values={{ name: <Name>{viewer.name}</Name> }} tags={HIDDEN} />
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
