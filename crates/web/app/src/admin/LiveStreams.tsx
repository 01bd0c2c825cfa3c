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
import { ReasonDialog } from './ReasonDialog';

export function LiveStreams() {
  const list = usePagedList(liveQuery, { idOf: streamId, markRemoved: markEnded });
  return (
    <PagedItems list={list} idOf={streamId} label="Live streams" loadingText="Loading…" empty={<p className={styles.quiet}>Nobody is live.</p>}>
      {(stream) => <LiveStreamRow stream={stream} />}
    </PagedItems>
  );
}

function LiveStreamRow({ stream }: { stream: LiveStream }) {
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
          <LiveBadge label={stream.isLive ? 'Live' : 'Ended'} isMuted={!stream.isLive} />
        </p>
        <p className={styles.names}>
          <Name>{host}</Name>
          {stream.isLive && <ViewerCount count={stream.viewerCount} />}
        </p>
      </div>
      <div className={styles.actions}>
        {stream.isLive && (
          <Button variant="ending" onClick={() => setIsDialogOpen(true)}>
            Stop stream
            <span className="visually-hidden">
              {' of '}
              <Name>{host}</Name>
            </span>
          </Button>
        )}
      </div>
      {isDialogOpen && (
        <ReasonDialog
          title={
            <>
              Stop the stream of <Name>{host}</Name>?
            </>
          }
          text="The broadcast ends immediately for everyone. The creator can go live again; to prevent that, revoke their approval."
          label="Stop stream"
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
