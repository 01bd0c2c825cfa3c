// Shown when the sign-in expires during a broadcast. The broadcast continues, but API calls fail.
import { signInPath } from '../account/redirect';
import { usePinnedTokenExpired } from '../account/token';
import { Notice } from '../ui/Notice';

export function SignInExpiredNotice() {
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
