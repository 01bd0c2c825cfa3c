// Shown when the sign-in expires during a broadcast. The broadcast continues, but API calls fail.
import { signInPath } from '../account/redirect';
import { usePinnedTokenExpired } from '../account/token';
import { useT } from '../i18n/current';
import { studio } from '../i18n/en/studio';
import { Notice } from '../ui/Notice';

export function SignInExpiredNotice() {
  const t = useT();
  if (!usePinnedTokenExpired()) return null;
  return (
    <Notice tone="problem" title={t(studio.signInExpired)}>
      <p>{t(studio.signInExpiredText)}</p>
      <a href={signInPath('/')} target="_blank" rel="noreferrer">
        {t(studio.signInNewTab)}
      </a>
    </Notice>
  );
}
