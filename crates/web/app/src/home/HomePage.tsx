// Who is live now, most viewers first, as the service sorts them.
import { useCallback } from 'react';
import { useAccount } from '../account/AccountProvider';
import { answer, api } from '../api/client';
import { usePageTitle } from '../shell/usePageTitle';
import { ButtonLink } from '../ui/ButtonLink';
import { Waiting } from '../ui/Waiting';
import { usePolling } from '../ui/usePolling';
import styles from './HomePage.module.css';
import { StreamCard } from './StreamCard';

const REFRESH_MS = 5_000;

export function HomePage() {
  usePageTitle(null);
  const load = useCallback(
    async (signal: AbortSignal) =>
      (await answer(api.GET('/api/viewer/live', { params: { query: { limit: 50 } }, signal }))).data,
    [],
  );
  const { data: streams, error } = usePolling(load, REFRESH_MS);
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1>Live now</h1>
        <p>Straight from people’s browsers, with next to no delay.</p>
      </header>
      {!streams && !error && <Waiting>Looking who is live…</Waiting>}
      {!streams && error !== null && <p role="alert">The list can’t be loaded right now. Trying again…</p>}
      {streams?.length === 0 && <NobodyIsLive />}
      {streams && streams.length > 0 && (
        <ul className={styles.grid}>
          {streams.map((stream) => (
            <li key={stream.id}>
              <StreamCard stream={stream} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function NobodyIsLive() {
  const { me } = useAccount();
  const isCreator = me?.applicationStatus === 'APPROVED';
  return (
    <section className={styles.empty}>
      <div className={styles.rings} aria-hidden="true" />
      <h2>It’s quiet right now</h2>
      <p>
        {isCreator
          ? 'Nobody is live. A good moment to be the first: all it takes is this browser, a camera and a microphone.'
          : 'Nobody is live at the moment. This page fills by itself as soon as somebody is.'}
      </p>
      {isCreator && <ButtonLink to="/studio">Open the studio</ButtonLink>}
    </section>
  );
}
