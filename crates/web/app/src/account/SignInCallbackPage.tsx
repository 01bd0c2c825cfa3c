// The page to which the identity provider returns after the sign-in.
import { useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import { api, unwrap } from '../api/client';
import { isApiError } from '../api/apiError';
import type { Config } from '../api/types';
import { logError } from '../errors/logError';
import { usePageTitle } from '../shell/usePageTitle';
import { ButtonLink } from '../ui/ButtonLink';
import { Loading } from '../ui/Loading';
import { NarrowPage } from '../ui/NarrowPage';
import { Notice } from '../ui/Notice';
import { loadChunk } from '../upgrade/loadChunk';
import { useAccount } from './AccountProvider';
import { currentSession, startSession } from './providerSession';
import { safeRedirect, signInPath } from './redirect';
import styles from './SignInPage.module.css';

type Outcome = { kind: 'done'; next: string } | { kind: 'failed'; next: string; title: string; text: string };

export function SignInCallbackPage() {
  usePageTitle('Sign in');
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
    <NarrowPage title="Sign in">
      {outcome?.kind === 'failed' ? (
        <Notice tone="problem" title={outcome.title}>
          <p>{outcome.text}</p>
          <div className={styles.actions}>
            <ButtonLink to={signInPath(outcome.next)} replace>
              Sign in again
            </ButtonLink>
            <ButtonLink to={outcome.next} replace variant="secondary">
              Continue without signing in
            </ButtonLink>
          </div>
        </Notice>
      ) : (
        <Loading>Signing you in…</Loading>
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

function failed(title: string, text: string, next: string | null = null): Outcome {
  return { kind: 'failed', title, text, next: safeRedirect(next) };
}

async function complete(config: Config, url: string): Promise<Outcome> {
  let provider: typeof import('./identityProvider');
  try {
    provider = await loadChunk(() => import('./identityProvider'));
  } catch {
    return failed('The sign-in didn’t finish', 'A part of this page could not be loaded. Check your connection, then sign in again.');
  }
  const { completeSignIn, SignInRefusedError, UnknownSignInError } = provider;
  try {
    const { tokens, next } = await completeSignIn(config, url);
    const rejection = await rejectionOf(tokens.accessToken);
    if (rejection !== null) return failed('Onair doesn’t accept this sign-in', rejection, next);
    startSession(tokens);
    return { kind: 'done', next: safeRedirect(next) };
  } catch (error) {
    if (error instanceof UnknownSignInError) {
      // Reloaded, or opened from the history, after the sign-in.
      if (currentSession()) return { kind: 'done', next: '/' };
      return failed('This sign-in can’t be finished', 'It was already used, started in another tab, or interrupted. Sign in again.');
    }
    logError('The sign-in failed', error);
    if (!(error instanceof SignInRefusedError)) {
      return failed('The sign-in didn’t finish', 'The sign-in service isn’t answering. Try again in a moment.');
    }
    const { code, description, next } = error;
    if (code === 'access_denied') return failed('You are not signed in', 'The sign-in was cancelled, or access was not allowed.', next);
    return failed('The sign-in service reported a problem', `It says: ${description ?? code}`, next);
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
