// Where a page is for people who are signed in only: why, and the way there and back.
import { useLocation } from 'react-router';
import { ButtonLink } from '../ui/ButtonLink';
import { Notice } from '../ui/Notice';
import { signInPath } from './next';

export function SignInFirst({ title, children }: { title: string; children: string }) {
  const { pathname, search } = useLocation();
  return (
    <Notice title={title}>
      <p>{children}</p>
      <ButtonLink to={signInPath(pathname + search)}>Sign in</ButtonLink>
    </Notice>
  );
}
