// The page layout: header with navigation, search and account.
import { lazy, Suspense, useEffect } from 'react';
import { Link, NavLink, Outlet, ScrollRestoration, useLocation } from 'react-router';
import { useAccount } from '../account/AccountProvider';
import { SIGN_IN_PATH, signInPath } from '../account/redirect';
import { ItemBoundary } from '../errors/boundaries';
import { SearchField } from '../home/search/SearchField';
import { useAnnouncement } from '../ui/announce';
import { Button } from '../ui/Button';
import { ButtonLink } from '../ui/ButtonLink';
import { PageLoading } from '../ui/Loading';
import { loadChunk } from '../upgrade/loadChunk';
import { ConnectionBanner } from './ConnectionBanner';
import { LanguageSelect } from './LanguageSelect';
import { useT } from '../i18n/current';
import { common } from '../i18n/en/common';
import { shell } from '../i18n/en/shell';
import styles from './Shell.module.css';
import { useRouteFocus } from './useRouteFocus';

const SuspendedPage = lazy(async () => ({ default: (await loadChunk(() => import('../account/SuspendedPage'))).SuspendedPage }));

// For signed-in users only.
const loadAccountMenu = async () => ({ default: (await loadChunk(() => import('./AccountMenu'))).AccountMenu });
const AccountMenu = lazy(loadAccountMenu);

export function Shell() {
  const t = useT();
  useRouteFocus();
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#content">
        {t(shell.skip)}
      </a>
      <header className={styles.header}>
        <Link to="/" className={styles.brand} aria-label={t(shell.brand)}>
          <span className={styles.mark} aria-hidden="true" />
          <span className={styles.name}>Onair</span>
        </Link>
        <nav className={styles.nav} aria-label={t(shell.mainNavigation)}>
          <NavLink to="/" end className={styles.home}>
            {t(shell.liveNow)}
          </NavLink>
          <NavLink to="/studio">{t(shell.studio)}</NavLink>
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
  if (status !== 'suspended') return <Outlet />;
  return (
    <Suspense fallback={<PageLoading />}>
      <SuspendedPage />
    </Suspense>
  );
}

function Announcer() {
  return (
    <div role="status" className="visually-hidden">
      {useAnnouncement()}
    </div>
  );
}

function SignInState() {
  const t = useT();
  const { status, me, signOut, problem } = useAccount();
  const { pathname, search } = useLocation();
  const isSigningIn = status === 'unknown';
  useEffect(() => {
    // While the account is loaded. A failure is reported when the menu is shown.
    if (isSigningIn) loadAccountMenu().catch(() => undefined);
  }, [isSigningIn]);
  // The page offers to sign out.
  if (status === 'suspended') return <div className={styles.account} />;
  if (isSigningIn) {
    return (
      <div className={styles.account}>
        {problem !== null && (
          <Button variant="quiet" onClick={signOut}>
            {t(common.signOut)}
          </Button>
        )}
      </div>
    );
  }
  if (!me) {
    return (
      <div className={styles.account}>
        <LanguageSelect isCompact />
        {pathname !== SIGN_IN_PATH && (
          <ButtonLink variant="secondary" to={signInPath(pathname + search)}>
            {t(common.signIn)}
          </ButtonLink>
        )}
      </div>
    );
  }
  return (
    <Suspense fallback={<div className={styles.account} />}>
      <div className={styles.account}>
        <AccountMenu me={me} onSignOut={signOut} />
        <Button variant="quiet" className={styles.signOut} onClick={signOut}>
          {t(common.signOut)}
        </Button>
      </div>
    </Suspense>
  );
}
