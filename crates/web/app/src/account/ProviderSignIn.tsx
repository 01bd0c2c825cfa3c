// Sends the browser to the identity provider's sign-in page.
import { useCallback, useEffect, useRef, useState } from 'react';
import { useSearchParams } from 'react-router';
import type { Config } from '../api/types';
import { logError } from '../errors/logError';
import { useT } from '../i18n/current';
import { account } from '../i18n/en/account';
import { common } from '../i18n/en/common';
import type { Message } from '../i18n/message';
import { canKeepTabValues } from '../storage/storage';
import { Button } from '../ui/Button';
import { ButtonLink } from '../ui/ButtonLink';
import { Loading } from '../ui/Loading';
import { Notice } from '../ui/Notice';
import { loadChunk } from '../upgrade/loadChunk';
import { safeRedirect } from './redirect';
import styles from './SignInPage.module.css';

type Obstacle = 'insecure' | 'storage' | 'unavailable';

const TEXTS: Record<Obstacle, { title: Message; text: Message }> = {
  insecure: { title: account.insecure, text: account.insecureText },
  storage: { title: account.storageBlocked, text: account.storageBlockedText },
  unavailable: { title: account.unavailable, text: account.unavailableText },
};

export function ProviderSignIn({ config }: { config: Config }) {
  const t = useT();
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

  if (obstacle === null) return <Loading>{t(account.openingSignIn)}</Loading>;
  const { title, text } = TEXTS[obstacle];
  return (
    <Notice tone="problem" title={t(title)}>
      <p>{t(text)}</p>
      <div className={styles.actions}>
        {obstacle !== 'insecure' && <Button onClick={() => void start()}>{t(common.tryAgain)}</Button>}
        <ButtonLink to={next} replace variant="secondary">
          {t(account.goBack)}
        </ButtonLink>
      </div>
    </Notice>
  );
}
