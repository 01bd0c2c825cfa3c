// Lists live streams and stops them.
import { useState } from 'react';
import { Link } from 'react-router';
import { queryKeys } from '../api/queryKeys';
import { updateItems, type PagedData } from '../api/pages';
import type { LiveStream } from '../api/types';
import { useApiMutation } from '../api/useApiMutation';
import { markEnded, liveQuery, streamId } from '../home/streams';
import { Button } from '../ui/Button';
import { PagedItems } from '../ui/PagedItems';
import { LiveBadge, ViewerCount } from '../ui/LiveBadge';
import { Name } from '../ui/Name';
import { displayName } from '../ui/displayName';
import { usePagedList } from '../ui/usePagedList';
import styles from './Admin.module.css';
import { stopStream } from './api';
import { useT } from '../i18n/current';
import { Trans } from '../i18n/Trans';
import { admin } from '../i18n/en/admin';
import { common } from '../i18n/en/common';
import { ReasonDialog } from './ReasonDialog';

export function LiveStreams() {
  const t = useT();
  const list = usePagedList(liveQuery, { idOf: streamId, markRemoved: markEnded });
  return (
    <PagedItems list={list} idOf={streamId} label={t(admin.liveStreams)} loadingText={t(common.loading)} empty={<p className={styles.quiet}>{t(admin.nobodyLive)}</p>}>
      {(stream) => <LiveStreamRow stream={stream} />}
    </PagedItems>
  );
}

function LiveStreamRow({ stream }: { stream: LiveStream }) {
  const t = useT();
  const [isDialogOpen, setIsDialogOpen] = useState(false);
  const stop = useApiMutation({
    mutationFn: (reason: string) => stopStream(stream.userId, reason),
    invalidates: [queryKeys.audit],
    updates: [queryKeys.live],
    updateCache: (client) => {
      client.setQueryData<PagedData<LiveStream>>(queryKeys.live, updateItems((one) => (one.id === stream.id ? markEnded(one) : one)));
    },
  });
  const host = displayName(stream.user);
  return (
    <article className={styles.row} aria-label={host}>
      <div className={styles.text}>
        <p className={styles.names}>
          <Link className={styles.name} dir="auto" to={`/watch/${encodeURIComponent(stream.user.username)}`}>
            {stream.title}
          </Link>
          <LiveBadge label={t(stream.isLive ? common.live : admin.ended)} isMuted={!stream.isLive} />
        </p>
        <p className={styles.names}>
          <Name>{host}</Name>
          {stream.isLive && <ViewerCount count={stream.viewerCount} />}
        </p>
      </div>
      <div className={styles.actions}>
        {stream.isLive && (
          <Button variant="ending" onClick={() => setIsDialogOpen(true)}>
            <Trans message={admin.stopStreamOf} values={{ name: <Name>{host}</Name> }} tags={{ hidden: <span className="visually-hidden" /> }} />
          </Button>
        )}
      </div>
      {isDialogOpen && (
        <ReasonDialog
          title={<Trans message={admin.stopTitle} values={{ name: <Name>{host}</Name> }} />}
          text={t(admin.stopText)}
          label={t(admin.stopStream)}
          onConfirm={async (reason) => {
            await stop.mutateAsync(reason);
            setIsDialogOpen(false);
          }}
          onClose={() => setIsDialogOpen(false)}
        />
      )}
    </article>
  );
}
