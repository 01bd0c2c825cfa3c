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
import { StreamCard, StreamCardSkeleton } from './StreamCard';
import { markEnded, liveQuery, streamId } from './streams';

export function HomePage() {
  usePageTitle(null);
  const { me } = useAccount();
  const list = usePagedList(liveQuery, { idOf: streamId, markRemoved: markEnded });
  const isListLoaded = list.items !== null || list.error !== null;
  return (
    <div className={styles.page}>
      <h1 className="visually-hidden">Live streams</h1>
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
          layout={gridFor(list.items?.length ?? 0)}
          loadingText="Loading live streams…"
          skeleton={<Skeleton />}
          newItemLabel={{ one: 'stream', many: 'streams' }}
          empty={<NobodyIsLive />}
        >
          {(stream) => <StreamCard stream={stream} />}
        </PagedItems>
      </section>
      {/* After the list above it, which would move it. */}
      {me && isListLoaded && (
        <SectionBoundary name="The list of creators you follow">
          <FollowedCreators key={me.id} me={me} />
        </SectionBoundary>
      )}
    </div>
  );
}

/** One or two streams fill a wide window too. */
function gridFor(count: number): string | undefined {
  if (count === 1) return styles.single;
  return count === 2 ? styles.pair : styles.grid;
}

const SKELETON_CARDS = ['1', '2', '3', '4'];

function Skeleton() {
  return (
    <div className={styles.grid} aria-hidden="true">
      {SKELETON_CARDS.map((card) => (
        <StreamCardSkeleton key={card} />
      ))}
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
            search for a creator and follow them, to see them here live or offline, or become a creator yourself.
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
