// Tells on every page what is wrong with the sign-in.
import { useSyncExternalStore } from 'react';
import { Link, useLocation } from 'react-router';
import { useAccount } from '../account/AccountProvider';
import { sessionEnd, subscribeToSession } from '../account/providerSession';
import { CALLBACK_PATH, SIGN_IN_PATH, signInPath } from '../account/redirect';
import { useRenewalProblem } from '../account/renewal';

export function SignInBanner({ className }: { className: string | undefined }) {
  const problem = useRenewalProblem();
  const end = useSyncExternalStore(subscribeToSession, sessionEnd);
  const { isExpired } = useAccount();
  const { pathname, search } = useLocation();
  if (problem === 'expiring') {
    return (
      <p className={className}>
        Your sign-in ends soon. To stay signed in,{' '}
        <a href={signInPath('/')} target="_blank" rel="noreferrer">
          sign in again in a new tab
        </a>
        . This page stays as it is.
      </p>
    );
  }
  if (problem === 'unavailable') {
    return <p className={className}>Your sign-in has expired, and the sign-in service isn’t answering. This page signs you in again when it does.</p>;
  }
  if (isExpired && pathname !== SIGN_IN_PATH && pathname !== CALLBACK_PATH) {
    return (
      <p className={className}>
        Your sign-in has expired. <Link to={signInPath(pathname + search)}>Sign in again</Link>
      </p>
    );
  }
  if (end?.kind === 'rejected') {
    return (
      <p className={className}>
        You have been signed out. {end.message} <Link to={signInPath(pathname + search)}>Sign in</Link>
      </p>
    );
  }
  if (end?.kind === 'signed-out-here') {
    return <p className={className}>You are signed out here, but maybe not at the sign-in service. On a shared computer, sign out there too.</p>;
  }
  return null;
}
