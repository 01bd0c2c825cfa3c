// Sends the browser to the identity provider's sign-in page.
import { useCallback, useEffect, useRef, useState } from 'react';
import { useSearchParams } from 'react-router';
import type { Config } from '../api/types';
import { logError } from '../errors/logError';
import { canKeepTabValues } from '../storage/storage';
import { Button } from '../ui/Button';
import { ButtonLink } from '../ui/ButtonLink';
import { Loading } from '../ui/Loading';
import { Notice } from '../ui/Notice';
import { loadChunk } from '../upgrade/loadChunk';
import { safeRedirect } from './redirect';
import styles from './SignInPage.module.css';

type Obstacle = 'insecure' | 'storage' | 'unavailable';

const TEXTS: Record<Obstacle, { title: string; text: string }> = {
  insecure: { title: 'This address is not secure', text: 'You can sign in only if the address of this page starts with “https://”. Ask whoever runs this site for that address.' },
  storage: { title: 'Your browser blocks storage', text: 'Signing in needs storage for this site. Allow cookies and site data for it in your browser’s settings, then try again.' },
  unavailable: { title: 'Sign-in isn’t available right now', text: 'The sign-in service isn’t answering. Try again in a moment. Until then you can watch streams that are open to guests.' },
};

export function ProviderSignIn({ config }: { config: Config }) {
  const [query] = useSearchParams();
  const next = safeRedirect(query.get('next'));
  const [obstacle, setObstacle] = useState<Obstacle | null>(null);
  const isStarted = useRef(false);
  const start = useCallback(async () => {
    setObstacle(null);
    try {
      if (!window.isSecureContext) setObstacle('insecure');
      else if (!canKeepTabValues()) setObstacle('storage');
      else {
        const { signInUrl } = await loadChunk(() => import('./identityProvider'));
        // Replaces this page, so that Back leads to the page before it and not here, which would sign in again.
        window.location.replace(await signInUrl(config, next));
      }
    } catch (error) {
      logError('Opening the sign-in page of the identity provider', error);
      setObstacle('unavailable');
    }
  }, [config, next]);
  useEffect(() => {
    if (isStarted.current) return;
    isStarted.current = true;
    void start();
  }, [start]);

  if (obstacle === null) return <Loading>Opening the sign-in page…</Loading>;
  const { title, text } = TEXTS[obstacle];
  return (
    <Notice tone="problem" title={title}>
      <p>{text}</p>
      <div className={styles.actions}>
        {obstacle !== 'insecure' && <Button onClick={() => void start()}>Try again</Button>}
        <ButtonLink to={next} replace variant="secondary">
          Go back
        </ButtonLink>
      </div>
    </Notice>
  );
}
