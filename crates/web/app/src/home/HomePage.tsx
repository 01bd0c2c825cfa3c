// Where everybody starts: whom one follows, and who is live now, most viewers first.
import { useAccount } from '../account/AccountProvider';
import { signInPath } from '../account/next';
import { Region } from '../errors/Region';
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
      <h1 className="visually-hidden">What is on</h1>
      {me && (
        <Region name="The list of creators you follow">
          <Followed key={me.id} me={me} />
        </Region>
      )}
      <section className={styles.section} aria-labelledby="live">
        <header className={styles.head}>
          <h2 id="live" className={styles.title}>
            Live now
          </h2>
          <p>Straight from people’s browsers, with next to no delay.</p>
        </header>
        <GrowingItems
          list={list}
          idOf={streamId}
          layout={styles.grid}
          waiting="Looking who is live…"
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
          <p>Nobody is live. A good moment to be the first: all it takes is this browser, a camera and a microphone.</p>
          <ButtonLink to="/studio">Open the studio</ButtonLink>
        </>
      )}
      {!isCreator && (
        <>
          <p>
            Nobody is live at the moment; this page fills by itself as soon as somebody is. Meanwhile you can look for a
            creator above and follow them, or become one yourself.
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
