// Shown in place of a page that needs an account. Signing in leads back to the page.
import { useLocation } from 'react-router';
import { useT } from '../i18n/current';
import { common } from '../i18n/en/common';
import { ButtonLink } from '../ui/ButtonLink';
import { Notice } from '../ui/Notice';
import { signInPath } from './redirect';

export function SignInRequired({ title, children }: { title: string; children: string }) {
  const t = useT();
  const { pathname, search } = useLocation();
  return (
    <Notice title={title}>
      <p>{children}</p>
      <ButtonLink to={signInPath(pathname + search)}>{t(common.signIn)}</ButtonLink>
    </Notice>
  );
}
