// The sign-in has expired in the midst of a broadcast. What is on air stays there; only nothing can be asked
// for any more.
import { signInPath } from '../account/redirect';
import { usePinnedTokenExpired } from '../account/token';
import { Notice } from '../ui/Notice';

export function SignInLapsedNotice() {
  if (!usePinnedTokenExpired()) return null;
  return (
    <Notice tone="problem" title="Your sign-in has expired">
      <p>
        You stay on air. To change anything here, sign in again in a new tab. This page then uses the new sign-in.
      </p>
      <a href={signInPath('/')} target="_blank" rel="noreferrer">
        Sign in again in a new tab
      </a>
    </Notice>
  );
}
