// The page to which the identity provider returns after the sign-in.
import { useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import { api, unwrap } from '../api/client';
import { isApiError } from '../api/apiError';
import type { Config } from '../api/types';
import { logError } from '../errors/logError';
import { serverText } from '../i18n/serverText';
import { usePageTitle } from '../shell/usePageTitle';
import { ButtonLink } from '../ui/ButtonLink';
import { Loading } from '../ui/Loading';
import { NarrowPage } from '../ui/NarrowPage';
import { Notice } from '../ui/Notice';
import { loadChunk } from '../upgrade/loadChunk';
import { useAccount } from './AccountProvider';
import { useT } from '../i18n/current';
import { account } from '../i18n/en/account';
import { common } from '../i18n/en/common';
import type { Translate } from '../i18n/translate';
import type { Message } from '../i18n/message';
import { currentSession, startSession } from './providerSession';
import { safeRedirect, signInPath } from './redirect';
import styles from './SignInPage.module.css';

type Outcome = { kind: 'done'; next: string } | { kind: 'failed'; next: string; title: Message; text: (t: Translate) => string };

export function SignInCallbackPage() {
  const t = useT();
  usePageTitle(t(account.signIn));
  const { config } = useAccount();
  const navigate = useNavigate();
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  useEffect(() => {
    if (!config) return undefined;
    let isCurrent = true;
    const finish = async () => {
      const result = await outcomeOf(config, window.location.href);
      if (!isCurrent) return;
      if (result.kind === 'done') await navigate(result.next, { replace: true });
      else setOutcome(result);
    };
    void finish();
    return () => {
      isCurrent = false;
    };
  }, [config, navigate]);
  return (
    <NarrowPage title={t(account.signIn)}>
      {outcome?.kind === 'failed' ? (
        <Notice tone="problem" title={t(outcome.title)}>
          <p>{outcome.text(t)}</p>
          <div className={styles.actions}>
            <ButtonLink to={signInPath(outcome.next)} replace>
              {t(common.signInAgain)}
            </ButtonLink>
            <ButtonLink to={outcome.next} replace variant="secondary">
              {t(account.continueWithout)}
            </ButtonLink>
          </div>
        </Notice>
      ) : (
        <Loading>{t(account.signingIn)}</Loading>
      )}
    </NarrowPage>
  );
}

/** A code can be redeemed once only, but the page is mounted again when the user is known. */
let last: { url: string; outcome: Promise<Outcome> } | null = null;

async function outcomeOf(config: Config, url: string): Promise<Outcome> {
  if (last?.url !== url) last = { url, outcome: complete(config, url) };
  return last.outcome;
}

function failed(title: Message, text: Message | ((t: Translate) => string), next: string | null = null): Outcome {
  return { kind: 'failed', title, text: typeof text === 'function' ? text : (t) => t(text), next: safeRedirect(next) };
}

async function complete(config: Config, url: string): Promise<Outcome> {
  let provider: typeof import('./identityProvider');
  try {
    provider = await loadChunk(() => import('./identityProvider'));
  } catch {
    return failed(account.unfinished, account.chunkMissing);
  }
  const { completeSignIn, SignInRefusedError, UnknownSignInError } = provider;
  try {
    const { tokens, next } = await completeSignIn(config, url);
    const rejection = await rejectionOf(tokens.accessToken);
    if (rejection !== null) return failed(account.notAccepted, (t) => serverText(t, rejection), next);
    startSession(tokens);
    return { kind: 'done', next: safeRedirect(next) };
  } catch (error) {
    if (error instanceof UnknownSignInError) {
      // Reloaded, or opened from the history, after the sign-in.
      if (currentSession()) return { kind: 'done', next: '/' };
      return failed(account.cantFinish, account.alreadyUsed);
    }
    logError('The sign-in failed', error);
    if (!(error instanceof SignInRefusedError)) {
      return failed(account.unfinished, account.noAnswer);
    }
    const { code, description, next } = error;
    if (code === 'access_denied') return failed(account.notSignedIn, account.cancelled, next);
    return failed(account.problem, (t) => t(account.itSays, { message: description ?? code }), next);
  }
}

/** Returns why the service rejects a new token, or null if it accepts it or can't tell now. */
async function rejectionOf(token: string): Promise<string | null> {
  try {
    await unwrap(api.GET('/api/viewer/me', { headers: { authorization: `Bearer ${token}` } }));
    return null;
  } catch (error) {
    return isApiError(error, 'INVALID_TOKEN') ? error.message : null;
  }
}
