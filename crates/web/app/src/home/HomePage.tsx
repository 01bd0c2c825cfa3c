// Where everybody starts: whom one follows, and who is live now, most viewers first.
import { useAccount } from '../account/AccountProvider';
import { signInPath } from '../account/redirect';
import { SectionBoundary } from '../errors/boundaries';
import { usePageTitle } from '../shell/usePageTitle';
import { ButtonLink } from '../ui/ButtonLink';
import { GrowingItems } from '../ui/GrowingItems';
import { usePagedList } from '../ui/usePagedList';
import { Followed } from './Followed';
import styles from './HomePage.module.css';
import { StreamCard } from './StreamCard';
import { hasEnded, liveQuery, streamId } from './streams';

export function HomePage() {
  usePageTitle(null);
  const { me } = useAccount();
  const list = usePagedList(liveQuery, { idOf: streamId, gone: hasEnded });
  return (
    <div className={styles.page}>
      <h1 className="visually-hidden">Live streams</h1>
      {me && (
        <SectionBoundary name="The list of creators you follow">
          <Followed key={me.id} me={me} />
        </SectionBoundary>
      )}
      <section className={styles.section} aria-labelledby="live">
        <header className={styles.head}>
          <h2 id="live" className={styles.title}>
            Live now
          </h2>
          <p>Live from people’s browsers, with almost no delay.</p>
        </header>
        <GrowingItems
          list={list}
          idOf={streamId}
          layout={styles.grid}
          waiting="Loading live streams…"
          newcomer={{ one: 'stream', many: 'streams' }}
          empty={<NobodyIsLive />}
        >
          {(stream) => <StreamCard stream={stream} />}
        </GrowingItems>
      </section>
    </div>
  );
}

/** The first thing a newcomer may see of the product, so it says what there is to do. */
function NobodyIsLive() {
  const { me } = useAccount();
  const isCreator = me?.applicationStatus === 'APPROVED';
  return (
    <section className={styles.empty} aria-labelledby="quiet">
      <div className={styles.rings} aria-hidden="true" />
      <h3 id="quiet">It’s quiet right now</h3>
      {isCreator && (
        <>
          <p>Nobody is live. Be the first: all you need is this browser, a camera and a microphone.</p>
          <ButtonLink to="/studio">Open your studio</ButtonLink>
        </>
      )}
      {!isCreator && (
        <>
          <p>
            Nobody is live at the moment. This page updates automatically when someone goes live. Meanwhile you can
            search for a creator and follow them, or become a creator yourself.
          </p>
          <div className={styles.steps}>
            <ButtonLink to="/apply">Become a creator</ButtonLink>
            {!me && (
              <ButtonLink variant="secondary" to={signInPath('/')}>
                Sign in
              </ButtonLink>
            )}
          </div>
        </>
      )}
    </section>
  );
}
