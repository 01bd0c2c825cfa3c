// The home page: followed creators, and live streams by viewer count.
import { lazy, Suspense } from 'react';
import { useAccount } from '../account/AccountProvider';
import { signInPath } from '../account/redirect';
import { SectionBoundary } from '../errors/boundaries';
import { usePageTitle } from '../shell/usePageTitle';
import { ButtonLink } from '../ui/ButtonLink';
import { PagedItems } from '../ui/PagedItems';
import { usePagedList } from '../ui/usePagedList';
import { loadChunk } from '../upgrade/loadChunk';
import styles from './HomePage.module.css';
import { useT } from '../i18n/current';
import { common } from '../i18n/en/common';
import { home } from '../i18n/en/home';
import { StreamCard, StreamCardSkeleton } from './StreamCard';
import { markEnded, liveQuery, streamId } from './streams';

// For signed-in users only, and below the fold.
const FollowedCreators = lazy(async () => ({ default: (await loadChunk(() => import('./FollowedCreators'))).FollowedCreators }));

export function HomePage() {
  const t = useT();
  usePageTitle(null);
  const { me } = useAccount();
  const list = usePagedList(liveQuery, { idOf: streamId, markRemoved: markEnded });
  const isListLoaded = list.items !== null || list.error !== null;
  return (
    <div className={styles.page}>
      <h1 className="visually-hidden">{t(home.title)}</h1>
      <section className={styles.section} aria-labelledby="live">
        <header className={styles.head}>
          <h2 id="live" className={styles.title}>
            {t(home.liveNow)}
          </h2>
          <p>{t(home.intro)}</p>
        </header>
        <PagedItems
          list={list}
          idOf={streamId}
          layout={gridFor(list.items?.length ?? 0)}
          loadingText={t(home.loading)}
          skeleton={<Skeleton />}
          newItemLabel={home.newStreams}
          empty={<NobodyIsLive />}
        >
          {(stream) => <StreamCard stream={stream} />}
        </PagedItems>
      </section>
      {/* After the list above it, which would move it. */}
      {me && isListLoaded && (
        <SectionBoundary text={t(home.followedBroke)}>
          <Suspense>
            <FollowedCreators key={me.id} me={me} />
          </Suspense>
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
  const t = useT();
  const { me } = useAccount();
  const isCreator = me?.applicationStatus === 'APPROVED';
  return (
    <section className={styles.empty} aria-labelledby="quiet">
      <div className={styles.rings} aria-hidden="true" />
      <h3 id="quiet">{t(home.quiet)}</h3>
      {isCreator && (
        <>
          <p>{t(home.quietCreator)}</p>
          <ButtonLink to="/studio">{t(common.openStudio)}</ButtonLink>
        </>
      )}
      {!isCreator && (
        <>
          <p>{t(home.quietViewer)}</p>
          <div className={styles.steps}>
            <ButtonLink to="/apply">{t(common.becomeCreator)}</ButtonLink>
            {!me && (
              <ButtonLink variant="secondary" to={signInPath('/')}>
                {t(common.signIn)}
              </ButtonLink>
            )}
          </div>
        </>
      )}
    </section>
  );
}
