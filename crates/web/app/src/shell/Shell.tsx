// The page layout: header with navigation, search and account.
import { Link, NavLink, Outlet, ScrollRestoration, useLocation } from 'react-router';
import { useAccount } from '../account/AccountProvider';
import { SIGN_IN_PATH, signInPath } from '../account/redirect';
import { SuspendedPage } from '../account/SuspendedPage';
import { ItemBoundary } from '../errors/boundaries';
import { SearchField } from '../home/search/SearchField';
import { useAnnouncement } from '../ui/announce';
import { Button } from '../ui/Button';
import { ButtonLink } from '../ui/ButtonLink';
import { AccountMenu } from './AccountMenu';
import { ConnectionBanner } from './ConnectionBanner';
import styles from './Shell.module.css';
import { useRouteFocus } from './useRouteFocus';

export function Shell() {
  useRouteFocus();
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#content">
        Skip to content
      </a>
      <header className={styles.header}>
        <Link to="/" className={styles.brand} aria-label="Onair, live now">
          <span className={styles.mark} aria-hidden="true" />
          <span className={styles.name}>Onair</span>
        </Link>
        <nav className={styles.nav} aria-label="Main">
          <NavLink to="/" end className={styles.home}>
            Live now
          </NavLink>
          <NavLink to="/studio">Studio</NavLink>
        </nav>
        <ItemBoundary fallback={null}>
          <SearchField className={styles.search} />
        </ItemBoundary>
        <ItemBoundary fallback={<div className={styles.account} />}>
          <SignInState />
        </ItemBoundary>
      </header>
      <ConnectionBanner />
      <Announcer />
      <main id="content" className={styles.main} tabIndex={-1}>
        <Content />
      </main>
      <ScrollRestoration />
    </div>
  );
}

function Content() {
  const { status } = useAccount();
  return status === 'suspended' ? <SuspendedPage /> : <Outlet />;
}

function Announcer() {
  return (
    <div role="status" className="visually-hidden">
      {useAnnouncement()}
    </div>
  );
}

function SignInState() {
  const { status, me, signOut, problem } = useAccount();
  const { pathname, search } = useLocation();
  // The page offers to sign out.
  if (status === 'suspended') return <div className={styles.account} />;
  if (status === 'unknown') {
    return (
      <div className={styles.account}>
        {problem !== null && (
          <Button variant="quiet" onClick={signOut}>
            Sign out
          </Button>
        )}
      </div>
    );
  }
  if (!me) {
    return (
      <div className={styles.account}>
        {pathname !== SIGN_IN_PATH && (
          <ButtonLink variant="secondary" to={signInPath(pathname + search)}>
            Sign in
          </ButtonLink>
        )}
      </div>
    );
  }
  return (
    <div className={styles.account}>
      <AccountMenu me={me} onSignOut={signOut} />
      <Button variant="quiet" className={styles.signOut} onClick={signOut}>
        Sign out
      </Button>
    </div>
  );
}
