// Tells on every page what is wrong with the sign-in.
import { useSyncExternalStore } from 'react';
import { Link, useLocation } from 'react-router';
import { useAccount } from '../account/AccountProvider';
import { sessionEnd, subscribeToSession } from '../account/providerSession';
import { CALLBACK_PATH, SIGN_IN_PATH, signInPath } from '../account/redirect';
import { useRenewalProblem } from '../account/renewal';
import { useT } from '../i18n/current';
import { Trans } from '../i18n/Trans';
import { session } from '../i18n/en/session';
import { serverText } from '../i18n/serverText';

export function SignInBanner({ className }: { className: string | undefined }) {
  const t = useT();
  const problem = useRenewalProblem();
  const end = useSyncExternalStore(subscribeToSession, sessionEnd);
  const { isExpired } = useAccount();
  const { pathname, search } = useLocation();
  if (problem === 'expiring') {
    return (
      <p className={className}>
        <Trans message={session.endsSoon} tags={{ link: <Link to={signInPath('/')} target="_blank" rel="noreferrer" /> }} />
      </p>
    );
  }
  if (problem === 'unavailable') {
    return <p className={className}>{t(session.unavailable)}</p>;
  }
  if (isExpired && pathname !== SIGN_IN_PATH && pathname !== CALLBACK_PATH) {
    return (
      <p className={className}>
        <Trans message={session.expired} tags={{ link: <Link to={signInPath(pathname + search)} /> }} />
      </p>
    );
  }
  if (end?.kind === 'rejected') {
    return (
      <p className={className}>
        <Trans
          message={session.signedOut}
          values={{ reason: serverText(t, end.message) }}
          tags={{ link: <Link to={signInPath(pathname + search)} /> }}
        />
      </p>
    );
  }
  if (end?.kind === 'signed-out-here') {
    return <p className={className}>{t(session.signedOutHere)}</p>;
  }
  return null;
}
