// The home page: followed creators, and live streams by viewer count.
import { useAccount } from '../account/AccountProvider';
import { signInPath } from '../account/redirect';
import { SectionBoundary } from '../errors/boundaries';
import { usePageTitle } from '../shell/usePageTitle';
import { ButtonLink } from '../ui/ButtonLink';
import { PagedItems } from '../ui/PagedItems';
import { usePagedList } from '../ui/usePagedList';
import { FollowedCreators } from './FollowedCreators';
import styles from './HomePage.module.css';
import { StreamCard } from './StreamCard';
import { markEnded, liveQuery, streamId } from './streams';

export function HomePage() {
  usePageTitle(null);
  const { me } = useAccount();
  const list = usePagedList(liveQuery, { idOf: streamId, markRemoved: markEnded });
  return (
    <div className={styles.page}>
      <h1 className="visually-hidden">Live streams</h1>
      {me && (
        <SectionBoundary name="The list of creators you follow">
          <FollowedCreators key={me.id} me={me} />
        </SectionBoundary>
      )}
      <section className={styles.section} aria-labelledby="live">
        <header className={styles.head}>
          <h2 id="live" className={styles.title}>
            Live now
          </h2>
          <p>Live from people’s browsers, with almost no delay.</p>
        </header>
        <PagedItems
          list={list}
          idOf={streamId}
          layout={styles.grid}
          loadingText="Loading live streams…"
          newItemLabel={{ one: 'stream', many: 'streams' }}
          empty={<NobodyIsLive />}
        >
          {(stream) => <StreamCard stream={stream} />}
        </PagedItems>
      </section>
    </div>
  );
}

/** The empty state for new users, so it explains what they can do. */
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
